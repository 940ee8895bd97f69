"""Addresses as people type them: curl sends 汉字 as they are, which is no HTTP, though all mean the same by it.

Browsers encode them; servers refuse what is not encoded with a bare 400. Here the line is mended before it is parsed.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote_from_bytes

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LINE = re.compile(rb"(?:GET|HEAD|OPTIONS) (?P<target>[^ \r\n]*) HTTP/1\.[01]\r\n")
_TYPED = re.compile(rb"[\x80-\xff]+")


class TypedAddresses(HttpToolsProtocol):
    """uvicorn's protocol, which reads an address that is not encoded as the one that is."""

    def data_received(self, data: bytes) -> Any:
        """Read what has come; an address that comes in several pieces stays as it is."""
        return super().data_received(data if data.isascii() else encoded(data))


def encoded(data: bytes) -> bytes:
    """Return a request with the bytes of its address encoded that HTTP does not know; anything else as it is.

    >>> encoded("GET /search?words=专 HTTP/1.1\\r\\n\\r\\n".encode())
    b'GET /search?words=%E4%B8%93 HTTP/1.1\\r\\n\\r\\n'
    """
    line = _LINE.match(data)
    if not line:
        return data
    target = _TYPED.sub(lambda found: quote_from_bytes(found[0]).encode(), line["target"])
    return data[: line.start("target")] + target + data[line.end("target") :]
