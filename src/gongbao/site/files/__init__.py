"""What is served as files: releases, folders, what a page shows in other formats."""
