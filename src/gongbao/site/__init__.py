"""What Datasette serves beside the data: templates, static files, queries, and its plugins.

Datasette loads every file of `plugins/` as a module of its own; what several plugins share (the language of a request,
labels, what is found) stands in modules beside that folder, so that there is one copy of it.
"""
