"""SQL that visitors write runs in processes of its own, which can be killed; how much of it runs is bounded."""
