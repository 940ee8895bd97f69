"""One line in the log for a page that does not exist.

Where the package rich is installed (frictionless brings it), Datasette prints every error, even a 404, with the
local variables of all its functions. Faults of the server itself are still printed with their traceback.
"""

from __future__ import annotations

from datasette import handle_exception, hookimpl


@hookimpl
def startup() -> None:
    """Take rich away from Datasette's error handler."""
    handle_exception.rich = None
