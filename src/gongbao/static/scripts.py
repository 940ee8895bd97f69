"""Data as files that a page opened from disk can load: a page may not fetch there, but it may run a script."""

from __future__ import annotations

import json


def script(called: str, found: object) -> str:
    """Return a script that hands data to the function of a name.

    >>> script("gongbaoRows", {"rows": [["超", 1]]})
    'gongbaoRows({"rows":[["超",1]]});\\n'
    """
    return f"{called}({json.dumps(found, ensure_ascii=False, separators=(',', ':'))});\n"
