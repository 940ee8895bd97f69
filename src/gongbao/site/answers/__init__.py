"""Answers kept in memory: which are worth keeping, for whom, and how many bytes of them."""
