"""What was found of files once is not looked for again in the same process, as long as every byte is the same.

A release is proved in several steps that read the same files, and a publisher's release is validated and then proved.
Whatever is remembered is a pure function of bytes; its key is the SHA-256 of all that the function reads.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Found = TypeVar("Found")
_MOST = 512  # findings kept of one kind: a package has some thirty tables, a shelf a few releases


def key_of(*parts: bytes | str) -> str:
    """Return one SHA-256 for all parts, each with its length, so that no two lists of parts share a key.

    >>> key_of("ab", "c") == key_of("a", "bc"), key_of("甲") == key_of("甲".encode())
    (False, True)
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(f"{len(raw)} ".encode())
        digest.update(raw)
    return digest.hexdigest()


class Remembered(Generic[Found]):
    """Findings of one kind by their key, the latest of them; a fault that is raised is never kept."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, Found] = OrderedDict()

    def get(self, key: str, find: Callable[[], Found]) -> Found:
        """Return what was found under this key before, or find it now."""
        if key not in self._found:
            found = find()
            self._found[key] = found
            if len(self._found) > _MOST:
                self._found.popitem(last=False)
        self._found.move_to_end(key)
        return self._found[key]
