"""What a row is called, in both languages: “COVID-19 vaccine doses supplied: more than 1.7 billion”.

titles.yml says which columns make the title of a table. It is made for people to read, to bookmark and to choose
from a list; it need not be unique.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from gongbao.resources import SITE, shown
from gongbao.seeds.yaml_files import read_yaml
from gongbao.site.wording import labels
from gongbao.site.wording.cells import Cells, target_of
from gongbao.site.wording.figures import readable
from gongbao.site.wording.languages import CHINESE, ENGLISH, data, language, pick, plain, speaking

_FILE = SITE / "wording" / "titles.yml"
_PLACE = re.compile(r"\{(\w+)\}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")
_WORDS = re.compile(r"[^\W\d_]+")
LONGEST = {ENGLISH: 120, CHINESE: 60}  # characters of a text that stands in a title
QUOTED = 24
Row = Mapping[str, Any]


class Title(NamedTuple):
    """The title of a row in English and in Chinese."""

    english: str
    chinese: str

    def __str__(self) -> str:
        """Return the title in the reader's language."""
        return plain(self.english, self.chinese)

    def marked(self) -> Markup:
        """Return the title in the reader's language, marked as data and by the language most of it is written in."""
        text = str(self)
        latin = sum(len(word) for word in _LATIN.findall(text)) / 4  # a word of English is about four letters long
        return data(text, CHINESE if len(_HAN.findall(text)) > latin else ENGLISH)


class Titles(BaseModel):
    """titles.yml as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tables: dict[str, tuple[str, ...]]
    marks: dict[str, str]
    items: dict[str, tuple[str, str]]


@cache
def titles() -> Titles:
    """Return what titles.yml says; raises SeedError where it is not in order."""
    return read_yaml(_FILE, shown(_FILE), Titles).item


async def title_of(datasette: Any, database: str, table: str, row: Row) -> Title:
    """Return the title of a row; of a table that is not known, the parts of its first column."""
    return (await titles_of(datasette, database, table, [row]))[0]


async def titles_of(datasette: Any, database: str, table: str, rows: Sequence[Row]) -> list[Title]:
    """Return the titles of rows of one table, looking up in one question a table what they point to."""
    mapped = [dict(row) for row in rows]
    cells = Cells(datasette, database, table)
    await cells.look_up(mapped)
    compound = await _compound(cells, mapped)
    return [Title(*(_in(each, cells, row, compound) for each in (ENGLISH, CHINESE))) for row in mapped]


def _in(tongue: str, cells: Cells, row: Row, compound: dict[tuple[str, str], Title]) -> str:
    with speaking(tongue):
        return Naming(cells, row, compound).title()


async def _compound(cells: Cells, rows: Sequence[Row]) -> dict[tuple[str, str], Title]:
    """Return the titles of what the rows point to by keys of several parts, which no column of ids can."""
    found: dict[tuple[str, str], Title] = {}
    for row in rows:
        for column in ("row_id", "same_row_id"):
            key = str(row.get(column) or "")
            table = target_of(column, row, cells.table) if "/" in key else None
            model = labels.MODELS.get(table or "")
            if model and table and len(model.primary_key) == key.count("/") + 1:
                parts = dict(zip(model.primary_key, key.split("/"), strict=True))
                found[table, key] = await title_of(cells.datasette, cells.database, table, parts)
    return found


class Naming:
    """Fills the places of a title from one row, in the language at hand."""

    def __init__(self, cells: Cells, row: Row, compound: dict[tuple[str, str], Title]) -> None:
        self.cells, self.row, self.compound, self.table = cells, row, compound, cells.table

    def title(self) -> str:
        """Return the first line of the table whose places are all filled."""
        for line in titles().tables.get(self.table or "", ()):
            filled = [self.fill(name) for name in _PLACE.findall(line)]
            if all(filled):
                marks, parts = _marks(_PLACE.split(line)[::2]), iter(filled)
                return "".join(mark + next(parts, "") for mark in marks)
        return next((str(value) for value in self.row.values() if value not in (None, "")), "")

    def fill(self, name: str) -> str:
        """Return what stands in a place; nothing where the row has nothing for it."""
        own = {"amount": self.amount, "promise": self.promise, "words": self.words, "item": self.item}
        if name in own:
            return own[name]()
        if name not in self.row:
            return cut(plain(self.row.get(f"{name}_en"), self.row.get(f"{name}_zh")))
        value = self.row[name]
        if value in (None, ""):
            return ""
        return self.named(name, str(value))

    def named(self, column: str, value: str) -> str:
        """Return a value by the name it has: of a code, of what an id points to, of a table or column."""
        if target := target_of(column, self.row, self.table):
            if (target, value) in self.compound:
                return str(self.compound[target, value])
            named = self.cells.known.get(target, {}).get(value)
            if named and str(named):
                return cut(str(named))
        if column == "codelist":
            return labels.column_title(value)
        if column == "code" and self.row.get("codelist"):
            return labels.code_name(str(self.row["codelist"]), value)
        if column == "code" and self.row.get("column_name"):
            return labels.code_name(str(self.row["column_name"]), value, str(self.row.get("table_name")))
        if column in ("table_name", "same_table_name"):
            return labels.table_title(value)
        if column == "column_name":
            return labels.column_title(value, self.row.get("table_name"))
        if column == "quote":
            return self.quoted(value)
        return cut(labels.code_name(column, value, self.table))

    def quoted(self, quote: str) -> str:
        """Return a quote to stand in quotation marks; nothing where the row's name says the same."""
        keys = set(labels.MODELS[str(self.table)].foreign_keys) - {"report_id", "sentence_id"}
        names = {self.named(name, str(self.row[name])) for name in keys if self.row.get(name)}
        if quote.strip("“”") in {name.strip("“”") for name in names}:
            return ""
        words = quote.replace("“", "‘").replace("”", "’")
        return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"

    def words(self) -> str:
        """Return the beginning of a sentence."""
        return cut(plain(self.row.get("text_en"), self.row.get("text_zh")))

    def promise(self) -> str:
        """Return what a commitment undertakes, in Chinese by the words of the report."""
        chinese = f"{self.row.get('verb_zh') or ''}{self.row.get('object_zh') or ''}"
        return cut(plain(self.row.get("summary_en"), chinese))

    def item(self) -> str:
        """Return what a row of the table `about` tells."""
        return item_name(str(self.row["item"]))

    def amount(self) -> str:
        """Return what a value comes to: as its statement ends, without the unit that the name of it has said."""
        said = plain(self.row.get("statement_en"), self.row.get("statement_zh"))
        _, mark, end = said.rpartition("：" if language() == CHINESE else ": ")
        words = (_shorter(end, self.fill("indicator_id")) if mark else "") or self._counted()
        status = str(self.row.get("status") or "actual")
        if not words or status == "actual":
            return words
        told = labels.code_name("status", status, self.table)
        return f"{words}（{told}）" if language() == CHINESE else f"{words} ({told})"

    def _counted(self) -> str:
        """Return the value itself where no statement says it."""
        numbers = [self.row[name] for name in ("value", "value_min", "value_max") if self.row.get(name) is not None]
        word = str(self.row.get("qualifier") or "exact")
        before = "" if word == "exact" else labels.code_name("qualifier", word, self.table)
        gap = "" if language() == CHINESE or not before else " "
        return f"{before}{gap}{'–'.join(readable(number) for number in numbers)}" if numbers else ""


def item_name(item: str) -> str:
    """Return the name of an item of the table `about`, with its number where there are several.

    >>> item_name("licence 1")
    'Licence 1'
    """
    word, _, number = item.partition(" ")
    return f"{pick(*titles().items.get(word, (word, word)))} {number}".strip()


def _marks(marks: Sequence[str]) -> list[str]:
    if language() != CHINESE:
        return list(marks)
    for english, chinese in titles().marks.items():
        marks = [mark.replace(english, chinese) for mark in marks]
    return list(marks)


def _shorter(amount: str, name: str) -> str:
    """Return an amount without its unit where the name of what is counted says it.

    >>> _shorter("more than 1.7 billion doses", "COVID-19 vaccine doses supplied"), _shorter("5 kinds", "Doses")
    ('more than 1.7 billion', '5 kinds')
    """
    head, _, unit = amount.rpartition(" ")
    known = {word.casefold() for word in _WORDS.findall(name)}
    return head if head[-1:].isalnum() and _HAN.search(unit) is None and unit.casefold() in known else amount


def cut(words: str) -> str:
    """Return a text that fits a title, shortened with an ellipsis: in English between two words."""
    longest = LONGEST[CHINESE if _HAN.search(words) else ENGLISH]
    if len(words) <= longest:
        return words
    if _HAN.search(words):
        return f"{words[: longest - 1]}…"
    return f"{words[:longest].rsplit(' ', 1)[0].rstrip(',;:')}…"
