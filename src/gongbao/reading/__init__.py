"""The engine: a text, a subject and a lexicon in, a reading out; it knows no file, no curator, no table."""
