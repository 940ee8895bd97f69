"""Expressions about an end of a phrase, which are tried only where a phrase begins or ends as they do."""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

from gongbao.reading.patterns import Tree, heads_of, parts_of


class Ending:
    """An expression that reaches to the end of a phrase, asked first whether it can end with the last character.

    Python tries such an expression at every character of a phrase; most phrases end otherwise.

    >>> ending = Ending("(?:增长|超过?)$")
    >>> ending.sub("", "收入增长"), ending.search("收入")
    ('收入', None)
    """

    def __init__(self, pattern: str) -> None:
        tree = parser.parse(pattern)
        last, empty = _last(tree)
        if not _reaches_end(tree) or empty or last is None:
            raise ValueError(f"no expression of an ending: {pattern}")
        self.pattern = re.compile(pattern)
        self.last = frozenset(last | {"\n"})  # `$` stands before a last line break, too

    def search(self, words: str) -> re.Match[str] | None:
        """Return what `re.search` returns."""
        return self.pattern.search(words) if words[-1:] in self.last else None

    def sub(self, other: str, words: str) -> str:
        """Return what `re.sub` returns."""
        return self.pattern.sub(other, words) if words[-1:] in self.last else words


class Beginning:
    """An expression about how a phrase begins, asked first whether it can begin with the first character.

    >>> beginning = Beginning(r"^(?:新增|[0-9]+)+")
    >>> beginning.sub("", "新增20家"), beginning.match("企业新增20家")
    ('家', None)
    """

    def __init__(self, pattern: str) -> None:
        heads, empty = heads_of(parser.parse(pattern))
        if not heads or empty:
            raise ValueError(f"no expression of a beginning: {pattern}")
        self.pattern = re.compile(pattern)
        self.begins = _Characters(f"[{''.join(sorted(heads))}]")

    def match(self, words: str, start: int = 0) -> re.Match[str] | None:
        """Return what `re.match` returns."""
        return self.pattern.match(words, start) if self.begins[words[start : start + 1]] else None

    def sub(self, other: str, words: str) -> str:
        """Return what `re.sub` returns, of an expression that stands at the start."""
        return self.pattern.sub(other, words) if self.begins[words[:1]] else words


class _Characters(dict[str, bool]):
    """The characters asked for so far, and whether a class holds them."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.pattern = re.compile(written)

    def __missing__(self, character: str) -> bool:
        self[character] = self.pattern.match(character) is not None
        return self[character]


def _reaches_end(tree: Tree) -> bool:
    code, value = tree[-1]
    if code is op.BRANCH:
        return all(map(_reaches_end, value[1]))
    return code is op.AT and value in (op.AT_END, op.AT_END_STRING)


def _last(tree: Tree) -> tuple[set[str] | None, bool]:
    """The characters a match can end with, None where that is any, and whether it can be empty."""
    found: set[str] = set()
    for code, value in reversed(list(tree)):
        if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
            continue
        if code is op.LITERAL:
            return found | {chr(value)}, False
        if code is op.IN:
            members = [_written(*member) for member in value]
            return (found.union(*members), False) if all(members) else (None, False)
        parts = [_last(part) for part in parts_of(code, value)]
        if not parts or any(last is None for last, _ in parts):
            return None, False
        found = found.union(*(last for last, _ in parts if last))
        repeated = code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
        if not (repeated and value[0] == 0) and not any(empty for _, empty in parts):
            return found, False
    return found, True


def _written(code: Any, value: Any) -> set[str]:
    """The members of a class of characters that can be counted up, empty for others."""
    if code is op.LITERAL:
        return {chr(value)}
    if code is op.RANGE and value[1] - value[0] < 100:
        return {chr(each) for each in range(value[0], value[1] + 1)}
    return set()
