"""One module per format: write(tables, folder)."""
