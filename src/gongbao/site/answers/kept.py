"""Answers in memory, bounded in bytes: whole, packed for clients that unpack, named by an entity tag (RFC 9110)."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import brotli

Headers = list[tuple[bytes, bytes]]

MOST = 64 * 1024 * 1024  # bytes of all answers together
LARGEST = 2 * 1024 * 1024  # bytes of one answer; a larger one is sent as it comes
SMALLEST = 500  # bytes below which packing gains nothing
BESIDE = 1800  # bytes that an answer takes beside its key, headers and bodies: measured with tracemalloc
CODINGS: dict[bytes, Callable[[bytes], bytes]] = {
    b"br": lambda body: brotli.compress(body, quality=6),
    b"gzip": lambda body: gzip.compress(body, 6, mtime=0),
}  # the best first
_PACKED = re.compile(r"(?:text/.*|image/svg\+xml|application/(?:.*\+)?(?:json|xml|javascript|x-ndjson|jsonl?).*)")
_CODING = re.compile(rb"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?")
_TAG = re.compile(rb'(?:W/)?"([^"]*)"')
_OWN = (b"content-length", b"etag", b"content-encoding")
_OF_THE_BODY = (b"content-length", b"content-type", b"content-encoding", b"content-disposition")


@dataclass(slots=True)
class Answer:
    """An answer: status, headers (without those of length, tag and coding), the body, its tag, the body as packed."""

    status: int
    headers: Headers
    body: bytes
    tag: bytes
    packable: bool = False
    packed: dict[bytes, bytes] = field(default_factory=dict)
    heads: dict[bytes | None, Headers] = field(default_factory=dict)

    def pack(self, coding: bytes) -> None:
        """Pack the body in one of CODINGS; one that does not get smaller is not packed at all."""
        packed = CODINGS[coding](self.body)
        if len(packed) < len(self.body):
            self.packed[coding] = packed
        else:
            self.packable = False

    def variant(self, coding: bytes | None) -> tuple[Headers, bytes]:
        """Return headers and body of the whole answer, packed in a coding or plain."""
        body = self.packed[coding] if coding else self.body
        if coding not in self.heads:
            tag = self.tag + b"-" + coding if coding else self.tag
            lines = [*self.headers, (b"etag", b'"' + tag + b'"'), (b"content-length", str(len(body)).encode())]
            self.heads[coding] = [*lines, (b"content-encoding", coding)] if coding else lines
        return self.heads[coding], body

    def unchanged(self, coding: bytes | None) -> Headers:
        """Return the headers that say the client has the answer already."""
        return [line for line in self.variant(coding)[0] if line[0] not in _OF_THE_BODY]


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


def coding_for(accepted: bytes) -> bytes | None:
    """Return the best coding that an Accept-Encoding allows; None where it allows none of ours.

    >>> coding_for(b"gzip, br"), coding_for(b"br;q=0, gzip"), coding_for(b"*"), coding_for(b"")
    (b'br', b'gzip', b'br', None)
    """
    found: dict[bytes, bool] = {}
    for part in accepted.split(b","):
        match = _CODING.fullmatch(part)
        if match:
            found[match[1].lower()] = _weight(match[2]) > 0
    return next((coding for coding in CODINGS if found.get(coding, found.get(b"*", False))), None)


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
    return asked.strip() == b"*" or tag in map(bare, _TAG.findall(asked))


def bare(tag: bytes) -> bytes:
    """Return a tag without the coding that it names.

    >>> bare(b"a-br"), bare(b"a-b")
    (b'a', b'a-b')
    """
    name, _, coding = tag.rpartition(b"-")
    return name if coding in CODINGS else tag


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
    return BESIDE + named + told + len(answer.body) + sum(map(len, answer.packed.values()))
