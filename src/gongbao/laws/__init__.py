"""What must hold across rows: one module a family of laws, each law yielding the rows that break it."""
