"""Answers in memory, bounded in bytes: whole, packed for clients that unpack, named by an entity tag (RFC 9110)."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

Headers = list[tuple[bytes, bytes]]

MOST = 64 * 1024 * 1024  # bytes of all answers together
LARGEST = 2 * 1024 * 1024  # bytes of one answer; a larger one is sent as it comes
SMALLEST = 500  # bytes below which packing gains nothing
BESIDE = 600  # bytes that an answer takes beside its key, headers and bodies: measured with tracemalloc
LEVEL = 6
GZIP = b"gzip"
_PACKED = re.compile(r"(?:text/.*|image/svg\+xml|application/(?:.*\+)?(?:json|xml|javascript|x-ndjson|jsonl?).*)")
_CODING = re.compile(rb"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?")
_TAG = re.compile(rb'(?:W/)?"([^"]*)"')
_OWN = (b"content-length", b"etag", b"content-encoding")
_OF_THE_BODY = (b"content-length", b"content-type", b"content-encoding", b"content-disposition")


@dataclass(slots=True)
class Answer:
    """An answer: status, headers (without those of length, tag and coding), the body, its tag, the packed body."""

    status: int
    headers: Headers
    body: bytes
    tag: bytes
    packed: bytes | None = None
    packable: bool = False

    def head(self, *, packed: bool) -> Headers:
        """Return the headers of the whole answer."""
        tag = self.tag + b"-gzip" if packed else self.tag
        lines = [*self.headers, (b"etag", b'"' + tag + b'"')]
        body = self.packed if packed and self.packed is not None else self.body
        lines.append((b"content-length", str(len(body)).encode()))
        return [*lines, (b"content-encoding", GZIP)] if packed else lines

    def head_unchanged(self, *, packed: bool) -> Headers:
        """Return the headers of the answer that the client has it already."""
        return [line for line in self.head(packed=packed) if line[0] not in _OF_THE_BODY]

    def pack(self) -> None:
        """Make the packed body, once, where it is smaller."""
        if self.packable and self.packed is None:
            self.packed = gzip.compress(self.body, LEVEL, mtime=0)
            self.packable = len(self.packed) < len(self.body)
            if not self.packable:
                self.packed = None


def answer_of(status: int, headers: Headers, body: bytes) -> Answer:
    """Return an answer, its tag made of the body, its variants told to caches (Vary)."""
    lines = [(name.lower(), value) for name, value in headers if name.lower() not in _OWN]
    kind = next((value.decode("latin-1").lower() for name, value in lines if name == b"content-type"), "")
    packable = len(body) >= SMALLEST and _PACKED.fullmatch(kind) is not None
    if packable:
        lines = vary(lines, b"Accept-Encoding")
    tag = hashlib.blake2b(body, digest_size=16).hexdigest().encode()
    return Answer(status, lines, body, tag, packable=packable)


def vary(headers: Headers, *names: bytes) -> Headers:
    """Return headers with one Vary line that names all the answer depends on, each once."""
    told = [part.strip() for name, value in headers if name == b"vary" for part in value.split(b",")]
    wanted = list(OrderedDict.fromkeys([*told, *names]))
    return [*(line for line in headers if line[0] != b"vary"), (b"vary", b", ".join(wanted))]


def unpacks(accepted: bytes) -> bool:
    """Tell whether a client that sends this Accept-Encoding takes gzip.

    >>> unpacks(b"gzip, br"), unpacks(b"gzip;q=0"), unpacks(b"*"), unpacks(b"")
    (True, False, True, False)
    """
    found: dict[bytes, bool] = {}
    for part in accepted.split(b","):
        match = _CODING.fullmatch(part)
        if match:
            found[match[1].lower()] = _weight(match[2]) > 0
    return found.get(GZIP, found.get(b"*", False))


def _weight(text: bytes | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0


def knows(asked: bytes, tag: bytes) -> bool:
    """Tell whether an If-None-Match names the tag, packed or not.

    >>> knows(b'W/"a-gzip", "b"', b"a"), knows(b"*", b"a"), knows(b'"b"', b"a")
    (True, True, False)
    """
    return asked.strip() == b"*" or tag in (found.removesuffix(b"-gzip") for found in _TAG.findall(asked))


class Shelf:
    """Answers by key, the least asked for given up first; never more than `most` bytes, whatever is asked."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.bytes = most, 0
        self.answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()

    def get(self, key: Hashable) -> Answer | None:
        """Return an answer that is kept."""
        found = self.answers.get(key)
        if found is None:
            return None
        self.answers.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, or weigh it again once it is packed."""
        self.bytes -= self.answers.pop(key, (answer, 0))[1]
        size = weight(key, answer)
        self.answers[key] = (answer, size)
        self.bytes += size
        while self.bytes > self.most:
            _, (_, given_up) = self.answers.popitem(last=False)
            self.bytes -= given_up


def weight(key: Hashable, answer: Answer) -> int:
    """Return the bytes that an answer takes."""
    parts = key if isinstance(key, tuple) else (key,)
    named = sum(len(str(part)) for part in parts)
    told = sum(len(name) + len(value) + 150 for name, value in answer.headers)
    return BESIDE + named + told + len(answer.body) + len(answer.packed or b"")
