"""The text of a report as the reader shows it: sentences whose characters bear the rows that were drawn from them.

Rows that lie in one another are elements in one another, so that each has an element with its id, whose text is its
quote. A row that begins within another and ends behind it is cut in two; the second part says in `data-of` whose it is.
Every run of words that a row covers is a link to the innermost row whose kind is highlighted; a row whose words others
cover has a link behind them, for who has no script to open what lies there. Only rows of kinds
that can be highlighted have a class; the others (headings, numerals that are values) are places to lead to, no more.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from gongbao.site.reader.kinds import Kind, by_name, kinds

COUNTED = ("observation", "target")  # roles of numerals that are values
OLD = {"observation": "c", "erratum": "e"}  # how addresses of old name the place where such a row begins
MOST_LANES = 4
_BARE = re.compile(r"[\w./:~-]*[\w.:~-]", re.ASCII)
_WORD = re.compile(r"\w")


class Mention(NamedTuple):
    """A row that was drawn from characters of a text; `role` is that of a numeral."""

    kind: str
    row_id: str
    start: int
    end: int
    role: str = ""

    @property
    def about(self) -> Kind:
        """Return what is known of the kind."""
        return by_name()[self.kind]

    @property
    def marked(self) -> bool:
        """Tell whether the row is highlighted: numerals that are values are so by their values."""
        return self.about.highlighted and not (self.kind == "numeral" and self.role in COUNTED)


class Node:
    """A row, or the second part of one, with what lies in it."""

    def __init__(self, mention: Mention, start: int, end: int) -> None:
        self.mention, self.start, self.end = mention, start, end
        self.inner: list[Node] = []

    @property
    def first(self) -> bool:
        """Tell whether the row begins here."""
        return self.start == self.mention.start

    def holds(self, visible: frozenset[str]) -> bool:
        """Tell whether a row of these kinds that can be highlighted lies in this one."""
        return any((node.mention.marked and node.mention.kind in visible) or node.holds(visible) for node in self.inner)

    def lane(self) -> int:
        """Return how many lines are drawn between the text and the line of this row; numerals have theirs above."""
        lanes = [node.lane() + (node.mention.marked and node.mention.kind != "numeral") for node in self.inner]
        return max(lanes, default=0)


def nest(mentions: Iterable[Mention]) -> list[Node]:
    """Return rows in one another: the outermost, in the order of the text.

    >>> [node] = nest([Mention("term", "t", 2, 4), Mention("policy", "y", 0, 4)])
    >>> node.mention.row_id, len(node.inner)
    ('y', 1)
    """
    rank = {kind.kind: place for place, kind in enumerate(kinds())}
    waiting = [(m.start, -m.end, rank[m.kind], m.row_id, m) for m in mentions]
    heapq.heapify(waiting)
    roots: list[Node] = []
    open_nodes: list[Node] = []
    while waiting:
        start, end, place, row_id, mention = heapq.heappop(waiting)
        while open_nodes and open_nodes[-1].end <= start:
            open_nodes.pop()
        stop = min(-end, open_nodes[-1].end) if open_nodes else -end
        if stop < -end:
            heapq.heappush(waiting, (stop, end, place, row_id, mention))
        node = Node(mention, start, stop)
        (open_nodes[-1].inner if open_nodes else roots).append(node)
        open_nodes.append(node)
    return roots


class Painter:
    """Draws sentences as markup; `tables` are the addresses of the tables, `visible` the kinds that are highlighted.

    Every part is escaped where it enters; the parts are plain strings, as there are thousands of them on a page. Ids,
    addresses and classes stand without quotation marks where HTML needs none: a thirtieth of the page.
    """

    def __init__(self, tables: Mapping[str, str], visible: frozenset[str]) -> None:
        self.tables, self.visible = tables, visible
        self.text, self.offset = "", 0
        self.old: set[str] = set()

    def sentence(self, text: str, offset: int, mentions: Iterable[Mention]) -> Markup:
        """Return a sentence that begins at a character of the report."""
        self.text, self.offset = text, offset
        whole = Node(Mention("sentence", "", offset, offset + len(text)), offset, offset + len(text))
        whole.inner = nest(mentions)
        return Markup("".join(self._within(whole, (), linked=False)))

    def _within(self, node: Node, owners: tuple[Mention, ...], *, linked: bool) -> Iterator[str]:
        """Draw what lies in a node; `owners` are the highlights it lies in, `linked` says that a link is open."""
        at = node.start
        for inner in node.inner:
            yield self._run(at, inner.start, owners, linked=linked)
            yield self._node(inner, owners, linked=linked)
            at = inner.end
        yield self._run(at, node.end, owners, linked=linked)

    def _run(self, start: int, end: int, owners: tuple[Mention, ...], *, linked: bool) -> str:
        """Draw characters that no further row covers; a link of their own only where they hold a word or figure."""
        words = self.text[start - self.offset : end - self.offset]
        if not owners or linked or not _WORD.search(words):
            return escaped(words)
        return f"<a{self._address(owners)}>{escaped(words)}</a>"

    def _node(self, node: Node, owners: tuple[Mention, ...], *, linked: bool) -> str:
        mention = node.mention
        name = f"{'id' if node.first else 'data-of'}={value(mention.row_id)}"
        if not mention.marked:
            return f"<span {name}>{''.join(self._within(node, owners, linked=linked))}</span>"
        owners = (*owners, mention)
        alone = not linked and not node.holds(self.visible)
        inside = self._old(node) + "".join(self._within(node, owners, linked=linked or alone))
        lane = min(node.lane(), MOST_LANES)
        kind = f"{mention.about.sign} l{lane}" if lane else mention.about.sign
        if alone:
            return f"<a {name} class={value(kind)}{self._address(owners)}>{inside}</a>"
        return f"<span {name} class={value(kind)}>{inside}{self._covered(node, linked=linked)}</span>"

    def _covered(self, node: Node, *, linked: bool) -> str:
        """Return a link to a row whose words others cover; it shows where no script opens a card."""
        at, bare = node.start, []
        for inner in (*node.inner, Node(node.mention, node.end, node.end)):
            bare.append(self.text[at - self.offset : inner.start - self.offset])
            at = inner.end
        if linked or not node.first or any(map(_WORD.search, bare)):
            return ""
        address = self._address((node.mention,))
        quote = escaped(self.text[node.start - self.offset : node.end - self.offset])
        return f'<a class=covered{address} aria-label="{quote}"></a>' if address else ""

    def _old(self, node: Node) -> str:
        """Return the place of a row under the name that addresses of old have for it."""
        name = f"{OLD.get(node.mention.kind, '')}{node.start}"
        if node.mention.kind not in OLD or not node.first or name in self.old:
            return ""
        self.old.add(name)
        return f"<i id={name}></i>"

    def _address(self, owners: tuple[Mention, ...]) -> str:
        """Return the attribute that leads to the innermost row of those that are highlighted; none, where none is."""
        mention = next((owner for owner in reversed(owners) if owner.kind in self.visible), None)
        if mention is None:
            return ""
        return f" href={value(f'{self.tables[mention.about.table]}/{tilde_encode(mention.row_id)}')}"


def value(text: str) -> str:
    """Return a text as the value of an attribute, in quotation marks where it needs them.

    >>> value("o347"), value("y l1"), value('"')
    ('o347', '"y l1"', '"&#34;"')
    """
    return text if _BARE.fullmatch(text) else f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return a text as it stands in markup, within an attribute too."""
    return str(escape(text))
