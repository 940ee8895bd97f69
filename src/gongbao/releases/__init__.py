"""Releases: what is in one, what changed since the last, what number that makes, whether it is unaltered."""
