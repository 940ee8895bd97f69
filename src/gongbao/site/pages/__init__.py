"""Pages about the data as a whole: home, documents, charts, and what programs read."""
