"""All tables asked at once: words that mean the same, amounts in any writing, what was found marked."""
