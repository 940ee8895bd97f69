"""What belongs to a row: rows that point to it, other values of its indicator, what else its sentence says.

A row that only links two others (a promise to a project) is told by the other of the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils import escape_sqlite
from markupsafe import Markup

from gongbao.site.addresses import row_url
from gongbao.site.schema import schema_of
from gongbao.site.wording import labels
from gongbao.site.wording.cells import KINDS, Cells
from gongbao.site.wording.languages import pick, said, t
from gongbao.site.wording.names import Named, names_of
from gongbao.site.wording.titles import Title, titles_of

FEW = 5  # rows of one kind that are named
HERE = 12  # other rows of one sentence that are named
Row = Mapping[str, Any]
POINTED = (("doubts", "row_id"), ("external_facts", "row_id"), ("same_as", "row_id"), ("same_as", "same_row_id"))
"""Tables that may speak of any row, by its table and id."""


class Item(NamedTuple):
    """A row that belongs to another: title, address, whether a machine read it; its kind, what it says besides."""

    title: Title
    url: str
    machine: bool
    kind: str = ""
    note: Markup = Markup("")


class Related(NamedTuple):
    """Rows of one kind: what they are, the first few, how many there are, and the address of all of them."""

    title: Any
    items: list[Item]
    total: int
    url: str


class Relations:
    """Finds what belongs to one row of a database."""

    def __init__(self, cells: Cells, row: Row, key: Sequence[str]) -> None:
        self.cells, self.row, self.key = cells, row, [str(part) for part in key]
        self.datasette, self.database, self.table = cells.datasette, cells.database, str(cells.table)
        self.held = self.datasette.get_database(self.database)

    async def all(self) -> list[Related]:
        """Return everything that belongs to the row, in groups; a group without a row is left out."""
        groups = [await self.of_the_indicator(), *await self.pointing(), *await self.speaking_of()]
        groups.append(await self.of_the_sentence())
        return [group for group in groups if group and group.total]

    async def pointing(self) -> list[Related | None]:
        """Return the rows of other tables whose column points to this row."""
        if len(self.key) != 1:
            return []
        incoming = (await schema_of(self.held)).incoming.get(self.table, ())
        skipped = {"numerals"} if self.table == "sentences" else set()
        return [
            await self.where(each.table, {each.column: self.key[0]}) for each in incoming if each.table not in skipped
        ]

    async def speaking_of(self) -> list[Related | None]:
        """Return what tables say that may speak of any row."""
        schema = await schema_of(self.held)
        key = "/".join(self.key)
        groups = []
        for table, column in POINTED:
            if schema.has(table):
                names = "same_table_name" if column == "same_row_id" else "table_name"
                groups.append(await self.where(table, {names: self.table, column: key}))
        return groups

    async def of_the_indicator(self) -> Related | None:
        """Return the other values of the indicator of a value."""
        if self.table != "observations" or not self.row.get("indicator_id"):
            return None
        asked = {"indicator_id": str(self.row["indicator_id"])}
        return await self.where("observations", asked, title=t("Other values of the same indicator"), but=self.key[0])

    async def where(self, table: str, asked: dict[str, str], *, title: Any = None, but: str = "") -> Related | None:
        """Return the rows of a table that hold some values, leaving out the one that is asked about."""
        model = labels.MODELS.get(table)
        conditions = [f"{escape_sqlite(column)} = :{column}" for column in asked]
        if but and model:
            conditions.append(f"{escape_sqlite(model.primary_key[0])} <> :but")
        told = f"from {escape_sqlite(table)} where {' and '.join(conditions)}"
        given = {**asked, "but": but} if but else asked
        sql = f"select *, (select count(*) {told}) as count_of_all {told} limit {FEW}"
        rows = [dict(row) for row in (await self.held.execute(sql, given)).rows]
        if not rows or model is None:
            return None
        count = int(rows[0]["count_of_all"])
        for row in rows:
            del row["count_of_all"]
        others = {f"{model.primary_key[0]}__not": but} if but else {}
        url = f"{self.datasette.urls.table(self.database, table)}?{urlencode({**asked, **others})}"
        through = self._other_end(table, asked)
        title = title or labels.table_title(through[1] if through else table)
        return Related(title, await self.items(table, rows, through), count, url)

    async def items(self, table: str, rows: list[dict[str, Any]], through: tuple[str, str] | None) -> list[Item]:
        """Return rows of a table as they are named; of rows that link two others, the other one."""
        if through:
            column, target = through
            return list((await self._ends(target, [str(row[column]) for row in rows])).values())
        model = labels.MODELS[table]
        found = await titles_of(self.datasette, self.database, table, rows)
        places = await names_of(self.datasette, self.database, "places")
        return [
            Item(
                title,
                self._url(table, [row[name] for name in model.primary_key]),
                self.cells.is_machine(row),
                note=where_and_when(row, places),
            )
            for title, row in zip(found, rows, strict=True)
        ]

    def _other_end(self, table: str, asked: dict[str, str]) -> tuple[str, str] | None:
        """Return column and table of the other end of a link; None where the rows of a table are more than links."""
        if table == "same_as":
            return None
        model = labels.MODELS[table]
        others = [name for name in model.primary_key if name not in asked and name in model.foreign_keys]
        if len(model.primary_key) != 2 or set(model.primary_key) != set(model.columns) or len(others) != 1:
            return None
        return others[0], model.foreign_keys[others[0]]

    async def _ends(self, table: str, ids: list[str]) -> dict[str, Item]:
        """Return rows by their ids, in this order; what is not there is left out."""
        key = labels.MODELS[table].primary_key[0]
        marks = ", ".join("?" for _ in ids)
        sql = f"select * from {escape_sqlite(table)} where {escape_sqlite(key)} in ({marks})"
        rows = {row[key]: dict(row) for row in (await self.held.execute(sql, ids)).rows}
        ordered = [rows[one] for one in ids if one in rows]
        found = await titles_of(self.datasette, self.database, table, ordered)
        return {
            row[key]: Item(title, self._url(table, [row[key]]), self.cells.is_machine(row))
            for title, row in zip(found, ordered, strict=True)
        }

    async def of_the_sentence(self) -> Related | None:
        """Return what else is drawn from the sentence of a row, in the order it stands there."""
        sentence = self.row.get("sentence_id")
        if not sentence or self.table == "sentences" or not await self._has_mentions():
            return None
        sql = (
            "select kind, row_id from mentions where sentence_id = :sentence and kind <> 'numeral' "
            "and not (kind = :kind and row_id = :own) order by char_start, char_end"
        )
        kind = next((name for name, table in KINDS.items() if table == self.table), "")
        found = await self.held.execute(sql, {"sentence": sentence, "kind": kind, "own": self.key[0]})
        lines = [(str(line["kind"]), str(line["row_id"])) for line in found.rows]
        items = await self._mentioned([line for line in lines if line[0] in KINDS][:HERE])
        url = f"{self.datasette.urls.table(self.database, 'mentions')}?{urlencode({'sentence_id': str(sentence)})}"
        return Related(t("Also drawn from this sentence"), items, len(lines), url)

    async def _has_mentions(self) -> bool:
        return (await schema_of(self.held)).has("mentions")

    async def _mentioned(self, lines: list[tuple[str, str]]) -> list[Item]:
        found: dict[tuple[str, str], Item] = {}
        for kind in dict.fromkeys(kind for kind, _ in lines):
            ids = [row_id for each, row_id in lines if each == kind]
            found |= {(kind, row_id): item for row_id, item in (await self._ends(KINDS[kind], ids)).items()}
        return [found[line]._replace(kind=labels.table_title(KINDS[line[0]])) for line in lines if line in found]

    def _url(self, table: str, key: Sequence[object]) -> str:
        return row_url(self.datasette, self.database, table, *key)


def where_and_when(row: Row, places: Mapping[str, Named]) -> Markup:
    """Return the place and period of a value, which tell one value of an indicator from another."""
    if "period_label_zh" not in row:
        return Markup("")
    place = places.get(str(row.get("place_id")), Named(None, None))
    parts = [said(place.english, place.chinese), said(row["period_label_en"], row["period_label_zh"])]
    return Markup(pick(", ", "，")).join(part for part in parts if part)


def link(item: Item) -> Markup:
    """Return the title of a row as a link to it, with the mark of what only a machine has read."""
    mark = Markup(' <span class="machine">{}</span>').format(t("read by machine")) if item.machine else Markup("")
    return Markup('<a href="{}">{}</a>{}').format(item.url, item.title.marked(), mark)
