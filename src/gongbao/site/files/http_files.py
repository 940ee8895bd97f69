"""A file as an HTTP answer: whole, in part, or not at all where the client has it (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Headers = Mapping[str, str]
CHUNK = 256 * 1024
_RANGE = re.compile(r"\s*(\d*)\s*-\s*(\d*)\s*")
_TAG = re.compile(r'(?:W/)?"[^"]*"')


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it lies there: its size in bytes, its entity tag, the second it was last changed."""

    path: Path
    size: int
    tag: str
    changed: int

    @property
    def day(self) -> str:
        """Return when it was last changed, as a header says it."""
        return formatdate(self.changed, usegmt=True)


@dataclass(frozen=True, slots=True)
class Part:
    """What of a file is sent: its status, and the bytes from `start` to before `end`."""

    status: int
    start: int = 0
    end: int = 0


def look_at(path: Path) -> Kept:
    """Return what is known of a file; the tag changes with its size and with the moment it was written."""
    found = os.stat(path)
    return Kept(path, found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"', int(found.st_mtime))


def choose(method: str, asked: Headers, kept: Kept) -> Part:
    """Return what a request gets: 200, 206, 304, 412 or 416."""
    if not _still(asked, kept):
        return Part(412)
    if _known(asked, kept):
        return Part(304)
    wanted = asked.get("range", "")
    if method != "GET" or not wanted or not _same(asked, kept):
        return Part(200, 0, kept.size)
    return cut(wanted, kept.size)


def cut(wanted: str, size: int) -> Part:
    """Return the bytes that a Range asks for; the whole file for several ranges at once, and for what is no range.

    >>> cut("bytes=0-3", 10), cut("bytes=-4", 10), cut("bytes=10-", 10)
    (Part(status=206, start=0, end=4), Part(status=206, start=6, end=10), Part(status=416, start=0, end=0))
    """
    unit, _, ranges = wanted.partition("=")
    match = _RANGE.fullmatch(ranges)
    if unit.strip().lower() != "bytes" or match is None or not any(match.groups()):
        return Part(200, 0, size)
    first, last = (int(number[:20]) if number else None for number in match.groups())
    if first is None:
        return Part(206, max(size - (last or 0), 0), size) if last and size else Part(416)
    if last is not None and last < first:
        return Part(200, 0, size)
    return Part(416) if first >= size else Part(206, first, size if last is None else min(last + 1, size))


def _still(asked: Headers, kept: Kept) -> bool:
    """Tell whether the file is the one that the client means (If-Match, If-Unmodified-Since)."""
    if "if-match" in asked:
        return asked["if-match"].strip() == "*" or kept.tag in _TAG.findall(asked["if-match"])
    moment = _moment(asked.get("if-unmodified-since"))
    return moment is None or kept.changed <= moment


def _known(asked: Headers, kept: Kept) -> bool:
    """Tell whether the client has the file already (If-None-Match, If-Modified-Since)."""
    if "if-none-match" in asked:
        tags = [tag.removeprefix("W/") for tag in _TAG.findall(asked["if-none-match"])]
        return asked["if-none-match"].strip() == "*" or kept.tag in tags
    moment = _moment(asked.get("if-modified-since"))
    return moment is not None and kept.changed <= moment


def _same(asked: Headers, kept: Kept) -> bool:
    """Tell whether a part of the file fits the part that the client has (If-Range)."""
    said = asked.get("if-range", "").strip()
    if not said:
        return True
    return said == kept.tag if '"' in said else _moment(said) == kept.changed


def _moment(text: str | None) -> int | None:
    try:
        found = parsedate_to_datetime(text) if text else None
    except (TypeError, ValueError):
        return None
    if found is None:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def headers_of(kept: Kept, part: Part, media_type: str) -> dict[str, str]:
    """Return the headers of an answer."""
    told = {"accept-ranges": "bytes", "etag": kept.tag, "last-modified": kept.day}
    if part.status == 304:
        return told
    if part.status in (412, 416):
        ranges = {"content-range": f"bytes */{kept.size}"} if part.status == 416 else {}
        return {**told, **ranges, "content-length": "0"}
    told |= {"content-type": media_type, "content-length": str(part.end - part.start)}
    if part.status == 206:
        told["content-range"] = f"bytes {part.start}-{part.end - 1}/{kept.size}"
    return told


async def send_file(send: Send, method: str, asked: Headers, path: Path, more: Headers) -> None:
    """Answer a request for a file; `more` are other headers, the content-type among them."""
    kept = look_at(path)
    part = choose(method, asked, kept)
    others = {name: value for name, value in more.items() if name != "content-type"}
    told = {**others, **headers_of(kept, part, more.get("content-type", "application/octet-stream"))}
    lines = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": part.status, "headers": lines})
    if method == "HEAD" or part.end == part.start:
        await send({"type": "http.response.body", "body": b""})
        return
    await _send_bytes(send, path, part)


async def _send_bytes(send: Send, path: Path, part: Part) -> None:
    with path.open("rb") as handle:
        handle.seek(part.start)
        left = part.end - part.start
        while left > 0:
            piece = await asyncio.to_thread(handle.read, min(CHUNK, left))
            if not piece:
                break
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
