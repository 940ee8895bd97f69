"""The published tables: one class each, their columns and code lists; everything generated starts here."""
