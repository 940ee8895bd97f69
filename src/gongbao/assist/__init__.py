"""Answers for assistants: the dataset over the Model Context Protocol, every answer with its receipts."""
