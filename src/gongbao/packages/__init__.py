"""A published package read back: by its own schemas (content), by frictionless and the laws (validation)."""
