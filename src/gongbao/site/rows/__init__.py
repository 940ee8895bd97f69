"""The page of a row: its fields, its sentence, its history, what belongs to it."""
