"""Values as people read them: codes and ids by their names, numbers in groups, texts in their own language.

`Cells` knows the names of what some rows point to and draws any value of them; `draw` does the same for one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils import escape_sqlite
from markupsafe import Markup, escape

from gongbao.exports.workbook_cover import letters
from gongbao.site.addresses import reader_url, row_url
from gongbao.site.reader.kinds import by_table, kinds
from gongbao.site.schema import schema_of
from gongbao.site.wording import labels
from gongbao.site.wording.answer_codes import answer_codes, columns_named, names_of_codes
from gongbao.site.wording.figures import exact
from gongbao.site.wording.languages import CHINESE, ENGLISH, data, pick, said, t
from gongbao.site.wording.names import DATABASE, REGISTRIES, TARGETS, Named, names_of

Cell = Any
SHORT, LONG = 60, 130  # letters of a name in a cell, of a text before the rest is folded away; Chinese ones count twice
MOST = 900  # ids asked in one question
LABELS = (
    ("statement_zh", "statement_en"),
    ("heading_zh", "heading_en"),
    ("verb_zh || object_zh", "summary_en"),
    ("text_zh", "text_en"),
    ("quote", "quote"),
    ("source_title", "source_title"),
    ("reason_zh", "reason_en"),
)
"""What tells a row that has no name, in Chinese and in English; the first that a table has."""
KINDS = {kind.kind: kind.table for kind in kinds() if kind.kind != "sentence"}
"""The kinds of rows in the view `mentions`, with their tables."""
CHANGED = ("old_value", "new_value")
UNGROUPED = re.compile(r"^(year_|version$)|_year$")  # numbers that are names of years
CHINESE_TEXTS = frozenset({"quote", "status_quote", "status_quotes", "formal_title", "unit_text", "quotes"})
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ORIGIN = re.compile(r"(rule|curated):(.+)")
_LETTER = re.compile(r"[A-Za-z0-9’']")
_WORD = re.compile(r"\w")


def value_of(cell: Cell) -> Cell:
    """Return the value of a cell that Datasette may have expanded into value and label."""
    return cell["value"] if isinstance(cell, dict) else cell


def row_values(row: Any, columns: Sequence[str]) -> dict[str, Cell]:
    """Return a row as a mapping of plain values."""
    return {column: value_of(cell) for column, cell in zip(columns, row, strict=True)}


def target_of(column: str, row: Mapping[str, Cell], table: str | None) -> str | None:
    """Return the table that the id in a column points to; None where a column holds none."""
    if column in ("row_id", "same_row_id"):
        named = row.get("same_table_name" if column == "same_row_id" else "table_name") or table_of(row)
        of_column = str(row.get(column) or "").startswith("*")  # what a tombstone calls a column (*:measure)
        return named if named in labels.MODELS and not of_column else None
    if column == "mention_id" and table in labels.MODELS:
        return table
    return TARGETS.get(column)


def table_of(row: Mapping[str, Cell]) -> str | None:
    """Return the table of a row that says its kind: what its text mentions where its id is of a place, else the thing.

    >>> table_of({"kind": "project", "row_id": "jd-logistics-base"})
    'projects'
    """
    kind = str(row.get("kind"))
    if other := answer_codes().tables.get(kind):
        return other
    if kind not in KINDS:
        return None
    anchored = not row.get("row_id") or str(row["row_id"]).startswith(f"{row.get('report_id')}-")
    return KINDS[kind] if anchored else by_table()[KINDS[kind]].entity or KINDS[kind]


class Cells:
    """Draws the cells of rows of one table, view or answer of a query."""

    def __init__(self, datasette: Any, database: str, table: str | None = None) -> None:
        self.datasette, self.database, self.table = datasette, database, table
        self.known: dict[str, dict[str, Named]] = {}
        self.machine: frozenset[str] = frozenset()

    async def look_up(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        """Find the names of everything the rows point to, in one question a table."""
        rows = list(rows)
        wanted: dict[str, set[str]] = {}
        for row in rows:
            for column, value in [*row.items(), *_changed(row)]:
                target = target_of(column, row, self.table) if isinstance(value, str) and value else None
                if target:
                    wanted.setdefault(target, set()).add(value)
        for table, value in filter(None, map(_replacement, rows)):
            wanted.setdefault(table, set()).add(value)
        for table, ids in wanted.items():
            if table in REGISTRIES:
                self.known[table] = await names_of(self.datasette, self.database, table)
            else:
                self.known[table] = await labels_of(self.datasette, self.database, table, ids)
        self.machine = await machine_reports(self.datasette, self.database)

    def is_machine(self, row: Mapping[str, Cell]) -> bool:
        """Tell whether a row was read by machine and by nobody since: itself, or the report it is drawn from."""
        if row.get("review"):
            return bool(row["review"] == "auto")
        return row.get("report_id") in self.machine

    def draw(self, column: str, row: Mapping[str, Cell], *, linked: bool = True) -> Markup:
        """Return a value of a row in the reader's language; nothing where it is empty.

        `linked` says whether it may lead elsewhere: within another link it must not.
        """
        value = row.get(column)
        if value is None or value == "":
            return Markup("")
        if isinstance(value, bytes):
            return t("{n} bytes", n=exact(len(value)))
        if isinstance(value, int | float):
            return Markup(escape(value if UNGROUPED.search(column) else exact(value)))
        if column == "replaced_by" and (replacing := _replacement(row)):
            return self._replacing(*replacing, linked=linked)
        if column in CHANGED and row.get("column_name"):
            return self._as_it_was(str(row["column_name"]), str(value), row, linked=linked)
        found = self._name(column, row, linked=linked) or self._code(column, str(value), row)
        found = found or self._title(column, str(value), row)
        if found is None and column == "quote":
            return self._quote(str(value), row, linked=linked)
        return found or text(str(value), column, linked=linked)

    def _replacing(self, table: str, key: str, *, linked: bool) -> Markup:
        """Return what took the place of a row by its name, with the table it is in."""
        named = self.known.get(table, {}).get(key)
        shown = said(named.english, named.chinese) if named else data(key)
        if linked:
            shown = Markup('<a href="{}">{}</a>').format(self.row_link(table, key), shown)
        return Markup(pick("{} ({})", "{}（{}）")).format(shown, labels.table_title(table))

    def _as_it_was(self, column: str, value: str, row: Mapping[str, Cell], *, linked: bool) -> Markup:
        """Return what a cell of another row held before or after a change, as its own column is drawn."""
        if code := labels.code_of(column, value, row.get("table_name")):
            return Markup(escape(pick(code.name_en, code.name_zh)))
        return self._name(column, {column: value}, linked=linked) or text(value, column, linked=linked)

    def _name(self, column: str, row: Mapping[str, Cell], *, linked: bool) -> Markup | None:
        value, table = str(row[column]), target_of(column, row, self.table)
        if table is None:
            return None
        named = self.known.get(table, {}).get(value)
        shown = (said(cut(named.english), cut(named.chinese)) if named else None) or data(value)
        if not linked or (named is None and table not in labels.MODELS):
            return shown
        return Markup('<a href="{}">{}</a>').format(self.row_link(table, value), shown)

    def row_link(self, table: str, key: str) -> str:
        """Return the address of the row that an id names; parts of a compound key are joined by a slash."""
        return row_url(self.datasette, self.database, table, *key.split("/"))

    def _code(self, column: str, value: str, row: Mapping[str, Cell]) -> Markup | None:
        if labels.code_of(column, value, self.table) is not None:
            return Markup(escape(labels.code_name(column, value, self.table)))
        if column == "origin" and (made := _ORIGIN.fullmatch(value)):
            by_rule = made[1] == "rule"
            return t("by the rule {name}", name=made[2]) if by_rule else t("by a curator, in {name}", name=made[2])
        names = names_of_codes(column, value, str(row.get("kind") or ""))
        return Markup(escape(names)) if names else None

    def _quote(self, value: str, row: Mapping[str, Cell], *, linked: bool) -> Markup:
        """A quote leads to its place in the report; that of a release to its sentence there."""
        address = self.place(row) if linked else None
        shown = data(cut(value, LONG), CHINESE) if address or not linked else folded(value, CHINESE)
        return Markup('<a class="receipt" href="{}">{}</a>').format(address, shown) if address else shown

    def place(self, row: Mapping[str, Cell], row_id: str = "") -> str | None:
        """Return where a row stands in its report; None where the row does not say."""
        if not row.get("report_id") or not row.get("sentence_id"):
            return None
        if self.database != DATABASE:
            return row_url(self.datasette, self.database, "sentences", row["sentence_id"])
        anchor = row_id or self._own_id(row) or ""
        stands = anchor.startswith(f"{row['report_id']}-")  # what is named by its place, not what it mentions
        return reader_url(self.datasette, row["report_id"], anchor if stands else row["sentence_id"])

    def _own_id(self, row: Mapping[str, Cell]) -> str | None:
        model = labels.MODELS.get(self.table or "")
        if model and self.table not in by_table():
            return None
        own = model.primary_key[0] if model and len(model.primary_key) == 1 else None
        keys = [own] if own else ["observation_id", "commitment_id", "project_mention_id", "row_id"]
        return next((str(row[key]) for key in keys if row.get(key)), None)

    def _title(self, column: str, value: str, row: Mapping[str, Cell]) -> Markup | None:
        """Names of tables, columns and kinds of rows, which are texts of the interface."""
        if column in ("table_name", "same_table_name") and labels.is_known(value):
            return Markup(escape(labels.table_title(value)))
        if column == "column_name" and (title := labels.column_title(value, row.get("table_name"))) != value:
            return Markup(escape(title))
        if column == "codelist" and (title := labels.column_title(value)) != value:
            return Markup(escape(title))
        if column == "kind" and (table := table_of(row)):
            return Markup(escape(labels.table_title(table)))
        if column == "columns" and (titles := columns_named(value, str(row.get("table_name")))):
            return Markup(escape(titles))
        return None


def _replacement(row: Mapping[str, Cell]) -> tuple[str, str] | None:
    """Return table and id of what took the place of a row, as a tombstone names it (terms/dual-carbon)."""
    table, _, key = str(row.get("replaced_by") or "").partition("/")
    return (table, key) if key and table in labels.MODELS else None


def _changed(row: Mapping[str, Cell]) -> list[tuple[str, Cell]]:
    """Return the cell that a change is of, as it was and as it is."""
    return [(str(row["column_name"]), row[name]) for name in CHANGED if row.get("column_name") and row.get(name)]


async def draw(datasette: Any, database: str, table: str | None, column: str, row: Mapping[str, Cell]) -> Markup:
    """Return the value of a column of one row, in the reader's language."""
    cells = Cells(datasette, database, table)
    await cells.look_up([row])
    return cells.draw(column, row)


def cut(words: str | None, most: int = SHORT) -> str | None:
    """Return a text that fits a cell, shortened with an ellipsis, not within a word; a Chinese character is two wide.

    >>> cut("三城一区主平台", 8), cut("The main platform", 12)
    ('三城一…', 'The main…')
    """
    if not words or letters(words) <= most:
        return words
    kept = next(n for n in range(min(len(words), most - 2), 0, -1) if letters(words[:n]) <= most - 2)
    if _LETTER.match(words, kept - 1) and _LETTER.match(words, kept):
        kept = max(words.rfind(" ", 0, kept), words.rfind("-", 0, kept) + 1, 0) or kept
    return f"{words[:kept].rstrip(' ,;:')}…"


def tongue(column: str) -> str | None:
    """Return the language a column is written in, by its name; None where it may be in any."""
    if column.endswith("_zh") or column in CHINESE_TEXTS:
        return CHINESE
    return ENGLISH if column.endswith("_en") else None


def text(value: str, column: str, *, linked: bool = True) -> Markup:
    """Return a text of the dataset; an address leads there, a long text folds after its beginning."""
    if linked and _ADDRESS.fullmatch(value):
        return Markup('<a href="{}" translate="no">{}</a>').format(value, cut(value))
    if not _WORD.search(value) or re.fullmatch(r"[\d\s.,:%-]+", value):
        return Markup(escape(value))
    if column.startswith("aliases_"):
        value = value.replace(";", "; ")
    return folded(value, tongue(column)) if linked else data(cut(value, LONG), tongue(column))


def folded(value: str, lang: str | None = None) -> Markup:
    """Return a text; where it is long, its beginning, which opens to the whole."""
    begun = cut(value, LONG)
    if begun == value:
        return data(value, lang)
    return Markup('<details class="long"><summary>{}</summary>{}</details>').format(
        data(begun, lang), data(value, lang)
    )


async def labels_of(datasette: Any, database: str, table: str, ids: Iterable[str]) -> dict[str, Named]:
    """Return what tells each of some rows of a table in Chinese and English, by their ids."""
    model, held = labels.MODELS.get(table), datasette.get_database(database)
    if model is None or len(model.primary_key) != 1:
        return {}
    present = set((await schema_of(held)).columns.get(table, ()))
    pair = next((pair for pair in LABELS if all(set(part.split(" || ")) <= present for part in pair)), None)
    if pair is None:
        return {}
    key, asked = escape_sqlite(model.primary_key[0]), sorted(ids)[:MOST]
    sql = (
        f"select {key}, {pair[0]}, {pair[1]} from {escape_sqlite(table)} where {key} in ({', '.join('?' * len(asked))})"
    )
    found = await held.execute(sql, asked)
    return {row[0]: Named(row[1], row[2]) for row in found.rows}


_MACHINE: WeakKeyDictionary[Any, frozenset[str]] = WeakKeyDictionary()


async def machine_reports(datasette: Any, database: str) -> frozenset[str]:
    """Return the ids of the reports that nobody has curated; a database is asked once."""
    held = datasette.get_database(database)
    if held not in _MACHINE:
        sql = "select report_id from reports where review = 'auto'"
        known = (await schema_of(held)).has("reports", "report_id", "review")
        found = await held.execute_fn(lambda connection: connection.execute(sql).fetchall()) if known else []
        _MACHINE[held] = frozenset(row[0] for row in found)
    return _MACHINE[held]
