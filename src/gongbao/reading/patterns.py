"""What a pattern tells without being run: words that every match holds, how far it sees, which numerals it can cover.

Read off the tree that Python's own compiler of regular expressions makes, so nobody has to write it beside a pattern.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]  # no public name; a test holds it against a plain scan
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gongbao.reading.han import HAN, ROMAN

FARTHEST: Final = 80  # no shape of a numeral is longer: a line of a table, an address
_MOST_WORDS, _FEW = 1200, 12  # words to write down, alternatives to tell apart
_COMMON: Final = dict.fromkeys(map(ord, "0123456789.年元，。、；“”" + HAN))  # they stand beside most numerals
_OTHERS: Final = sorted(map(ord, (*HAN, *ROMAN, *"首翻半过超")))  # what a numeral that is not Arabic begins with
Tree = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Demands:
    """`words`: one of them stands in or directly beside every match (none known: empty); `sees`: the most characters
    from the first to the last a match looks at; `arabic`, `other`: which numerals it can cover; `opens`: it matches at
    the start of a line alone; `left`, `right`: how far to either side of such a word the numeral can be; `before`: how
    far before the end of the numeral a match can begin; `behind`: how far behind its start a match can look."""

    words: tuple[str, ...]
    sees: int
    arabic: bool
    other: bool
    opens: bool = False
    left: int = FARTHEST
    right: int = FARTHEST
    before: int = FARTHEST
    behind: int = FARTHEST


def demands(pattern: str) -> Demands:
    """Return what a regular expression demands of a text.

    >>> demands("(?:十[一二]|九)五(?=规划|时期)").words[:2]
    ('九五时期', '九五规划')
    """
    return _demanded(list(parser.parse(pattern)))


def demands_of_each(pattern: str) -> list[Demands]:
    """Return what each of a few alternatives of a regular expression demands: every match is one of one of them."""
    tree = list(parser.parse(pattern))
    for place, (code, value) in enumerate(tree):
        if code is op.BRANCH and len(value[1]) <= _FEW:
            return [_demanded([*tree[:place], *branch, *tree[place + 1 :]]) for branch in value[1]]
    return [_demanded(tree)]


def _demanded(tree: Tree) -> Demands:
    words, first, last = _needed(tree)
    sees, opens = min(FARTHEST, _width(tree)), tree[0] == (op.AT, op.AT_BEGINNING)
    holds = [_covered([item]) for item in tree]
    holding = [place for place, each in enumerate(holds) if any(each)] or [0]
    left = min(sees, _width(tree[holding[0] : first + 1]))
    right = min(sees, _width(tree[last : holding[-1] + 1]))
    before = min(FARTHEST, _width(tree[: holding[-1] + 1]))
    behind = min(FARTHEST, _width(tree[holding[0] :]))
    covered = _covered(_named(tree) or tree)
    return Demands(tuple(sorted(words)), sees, *covered, opens, left, right, before, behind)


def _named(tree: Tree) -> list[tuple[Any, Any]]:
    """The groups that have a name: where there are some, they alone cover the numeral."""
    found: list[tuple[Any, Any]] = []
    for code, value in tree:
        if code is op.SUBPATTERN:
            found += list(value[-1]) if value[0] is not None else _named(value[-1])
        elif code is op.BRANCH:
            found += [each for branch in value[1] for each in _named(branch)]
    return found


def _width(tree: Tree) -> int:
    """The most characters a match consumes and looks at."""
    total = 0
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            total += min(int(value[1]), FARTHEST) * _width(value[2])
        elif code is op.BRANCH:
            total += max(map(_width, value[1]))
        elif code in (op.SUBPATTERN, op.ATOMIC_GROUP, op.ASSERT, op.ASSERT_NOT):
            total += _width(value if code is op.ATOMIC_GROUP else value[-1])
        elif code is not op.AT:
            total += 1
    return total


def _needed(tree: Tree) -> tuple[set[str], int, int]:
    """The most telling set of words of which every match holds one, and the first and last item that spell it."""
    items = list(tree)
    sets = list(_pieces(items))
    for place, (code, value) in enumerate(items):
        words: set[str] = set()
        if code in (op.SUBPATTERN, op.ASSERT):
            words = _needed(value[-1])[0]
        elif code in (op.MAX_REPEAT, op.POSSESSIVE_REPEAT) and value[0]:
            words = _needed(value[2])[0]
        elif code is op.BRANCH:
            branches = [_needed(branch)[0] for branch in value[1]]
            words = set().union(*branches) if all(branches) else words
        sets.append((words, place, place))
    telling = (each for each in sets if each[0] and all(each[0]))
    return min(telling, key=lambda each: _likely(each[0]), default=(set(), 0, 0))


def _likely(words: set[str]) -> float:
    """How often about one of the words begins at a character beside a numeral."""
    return sum(0.05 ** len(word) * 0.06 ** len(word.translate(_COMMON)) for word in words)


def _pieces(items: Tree) -> Iterator[tuple[set[str], int, int]]:
    """The pieces of a pattern that can be written down, each with its first and last item."""
    opening, closing = ([_edge(item, opens=opens) for item in items] for opens in (True, False))
    plain = [_options(*item) for item in items]
    for start, head in enumerate(opening):
        if (single := head or closing[start]) is not None:
            yield single, start, start
        before = head
        for end in range(start + 1, len(items)):
            whole = _joined(before, closing[end])
            if whole is not None:
                yield whole, start, end
            before = _joined(before, plain[end])
            if before is None:
                break


def _joined(heads: set[str] | None, tails: set[str] | None) -> set[str] | None:
    if heads is None or tails is None or len(heads) * len(tails) > _MOST_WORDS:
        return None
    return {head + tail for head in heads for tail in tails}


def _edge(item: tuple[Any, Any], *, opens: bool) -> set[str] | None:
    """The strings of an item at the edge of a piece: with what it looks at beyond, or of a repeat one turn."""
    code, value = item
    if code is op.ASSERT and (value[0] < 0) == opens:
        return _spelled(value[1]) if opens else _spelled_first(value[1])
    if code in (op.MAX_REPEAT, op.POSSESSIVE_REPEAT) and value[0]:
        return _spelled(value[2])
    return _options(code, value)


def _spelled_first(tree: Tree) -> set[str] | None:
    """The strings that a piece of a pattern begins with, as far as they can be written down."""
    sizes = range(len(tree), 0, -1)
    return next((words for size in sizes if (words := _spelled(list(tree)[:size])) is not None), None)


def _spelled(tree: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """All strings that a piece of a pattern matches, None where there are too many to write down."""
    found: set[str] | None = {""}
    for code, value in tree:
        found = _joined(found, _options(code, value))
        if found is None:
            return None
    return found


def _options(code: Any, value: Any) -> set[str] | None:
    if code is op.LITERAL:
        return {chr(value).lower()}
    if code is op.IN:
        return _characters(value)
    if code is op.SUBPATTERN:
        return _spelled(value[-1])
    if code is op.BRANCH:
        branches = [_spelled(branch) for branch in value[1]]
        return set().union(*(b for b in branches if b)) if all(b is not None for b in branches) else None
    if code is op.MAX_REPEAT and value[:2] == (0, 1):
        once = _spelled(value[2])
        return None if once is None else {""} | once
    return {""} if code in (op.ASSERT, op.ASSERT_NOT, op.AT) else None


def _characters(members: Iterable[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(chr(value).lower())
        elif code is op.RANGE and value[1] - value[0] < _MOST_WORDS:
            found |= {chr(each).lower() for each in range(value[0], value[1] + 1)}
        elif code is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found.update("0123456789")
        else:
            return None
    return found


def _covered(tree: Tree) -> tuple[bool, bool]:
    """Tell whether what is matched can hold an Arabic numeral, and another one."""
    arabic = other = False
    for code, value in tree:
        if code is op.LITERAL:
            inside = _holds([(code, value)])
        elif code is op.IN:
            inside = _holds(value)
        elif code in (op.NOT_LITERAL, op.ANY):
            inside = (True, True)
        else:
            parts = [_covered(part) for part in parts_of(code, value)]
            inside = (any(a for a, _ in parts), any(h for _, h in parts))
        arabic, other = arabic or inside[0], other or inside[1]
    return arabic, other


def _holds(members: Sequence[tuple[Any, Any]]) -> tuple[bool, bool]:
    """Tell whether a class of characters has digits, and characters of other numerals."""
    arabic = other = members[0][0] is op.NEGATE
    for code, value in members:
        if code is op.CATEGORY and value is not op.CATEGORY_SPACE:
            arabic, other = True, other or value is not op.CATEGORY_DIGIT
        elif code in (op.LITERAL, op.RANGE):
            first, last = (value, value) if code is op.LITERAL else value
            arabic = arabic or (first <= ord("9") and last >= ord("0"))
            other = other or bisect_left(_OTHERS, first) < bisect_right(_OTHERS, last)
    return arabic, other


def parts_of(code: Any, value: Any) -> list[Tree]:
    """Return what stands inside a node of the tree: what is repeated, the branches, the content of a group."""
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is op.BRANCH:
        return list(value[1])
    return [value[-1]] if code is op.SUBPATTERN else [value] if code is op.ATOMIC_GROUP else []


class Scan:
    """A pattern that is tried only where one of the characters stands that it can begin with.

    Python tries an expression of many branches at every character of a text; a class of characters is found many times
    faster. A pattern that may begin with anything is searched as ever.

    >>> [match[0] for match in Scan(re.compile("(?:去|今)年|20[0-9]{2}")).finditer("去年2020，今天")]
    ['去年', '2020']
    """

    def __init__(self, pattern: re.Pattern[str], *, holding: str = "") -> None:
        """Take a pattern of which every match holds one of the characters `holding`, where some are told."""
        self.pattern = pattern
        tree = parser.parse(pattern.pattern)
        if holding and not _holds_one(tree, {ord(character) for character in holding}):
            raise ValueError(f"a match need not hold any of {holding}: {pattern.pattern}")
        self.holding = re.compile(f"[{holding}]") if holding else None
        heads, empty = heads_of(tree)
        anchored = tree[0][0] is op.AT  # the start of a line is found fast without help
        plain = heads and not empty and not anchored
        near = f"(?:(?<=[{holding}])|(?=.{{0,{_width(tree)}}}?[{holding}]))" if holding else ""
        ignored = pattern.flags & re.IGNORECASE
        self.heads = re.compile(f"[{''.join(sorted(heads))}]{near}", ignored | re.DOTALL) if plain else None
        needed, _, _ = _needed(tree)
        written = all(word.upper() == word and not re.search("[0-9]", word) for word in needed)
        self.words = needed if written else set()

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield what `re.finditer` yields, which must be no empty match."""
        end = len(text) if end is None else end
        if self.holding and not self.holding.search(text, start, end):
            return
        if self.heads is None:
            if not self.words or any(word in text for word in self.words):
                yield from self.pattern.finditer(text, start, end)
            return
        search, match = self.heads.search, self.pattern.match
        while head := search(text, start, end):
            start = head.start()
            found = match(text, start, end)
            if found:
                yield found
            start = max(start + 1, found.end() if found else 0)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match from `start` on."""
        end = len(text) if end is None else end
        if self.heads is None:
            return self.pattern.search(text, start, end)
        search, match = self.heads.search, self.pattern.match
        while head := search(text, start, end):
            start = head.start()
            if found := match(text, start, end):
                return found
            start += 1
        return None


def heads_of(tree: Tree) -> tuple[set[str], bool]:
    """The characters a match can begin with, each as a class writes it, and whether it can be empty.

    No characters: it can begin with anything.
    """
    found: set[str] = set()
    for code, value in tree:
        if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
            continue
        if code is op.LITERAL or code is op.IN:
            members = [(code, value)] if code is op.LITERAL else value
            written = [_written(*member) for member in members]
            return (found | {each for each in written if each}, False) if all(written) else (set(), False)
        if code in (op.NOT_LITERAL, op.ANY):
            return set(), False
        parts = [heads_of(part) for part in parts_of(code, value)]
        if not parts or not all(heads for heads, _ in parts):
            return set(), False
        found = found.union(*(heads for heads, _ in parts))
        repeated = code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
        if not (repeated and value[0] == 0) and not any(empty for _, empty in parts):
            return found, False
    return found, True


def _holds_one(tree: Tree, characters: set[int]) -> bool:
    """Tell whether every match of a piece of a pattern consumes one of the characters."""
    for code, value in tree:
        if code is op.LITERAL and value in characters:
            return True
        if code is op.BRANCH and all(_holds_one(branch, characters) for branch in value[1]):
            return True
        repeated = code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] > 0
        if (repeated or code is op.SUBPATTERN) and _holds_one(value[-1], characters):
            return True
    return False


def _written(code: Any, value: Any) -> str:
    """Write a member of a class of characters, empty where it cannot be written alone."""
    if code is op.LITERAL:
        return re.escape(chr(value))
    if code is op.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"}.get(value, "")
