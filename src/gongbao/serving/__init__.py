"""Datasette over the current data and all releases, and the requests a release promises to answer."""
