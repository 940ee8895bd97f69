"""A search in all tables at once: what is asked, how each table is asked by its index, and what was found where.

Every group of hits leads to its table with the same question, which answers with the same rows: words that mean the
same are asked for by the mark that the search box of a table knows, amounts by the filter on `value`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.database import QueryInterrupted

from gongbao.model.rows import TABLES
from gongbao.site.answers.completeness import fell_short
from gongbao.site.reports_offered import reports_of
from gongbao.site.search import first_rows, subjects
from gongbao.site.search.subjects import WIDENED, Wanted

if TYPE_CHECKING:
    from gongbao.site.search.amounts import Amount, Read

DATABASE = "gongbao"
SECONDS = 1.5  # for all tables together
FEW, MANY = 5, 50  # hits of a table among all, and of one asked alone
MODELS = {model.table: model for model in TABLES}
_BEARERS: WeakKeyDictionary[Any, dict[str, list[str]]] = WeakKeyDictionary()


class Place(NamedTuple):
    """A table that is searched: the columns that say what a row is; the table that says in which reports it stands."""

    table: str
    label_zh: str
    label_en: str
    through: str | None = None

    @property
    def key(self) -> str:
        """Return the column of its ids."""
        return MODELS[self.table].primary_key[0]

    @property
    def has_report(self) -> bool:
        """Tell whether its rows stand in one report each."""
        return "report_id" in MODELS[self.table].columns


PLACES = (
    Place("indicators", "name_zh", "name_en", "observations"),
    Place("observations", "statement_zh", "statement_en"),
    Place("projects", "name_zh", "name_en", "project_mentions"),
    Place("policies", "name_zh", "name_en", "policy_mentions"),
    Place("commitments", "quote", "summary_en"),
    Place("organizations", "name_zh", "name_en", "organization_mentions"),
    Place("places", "name_zh", "name_en", "place_mentions"),
    Place("terms", "name_zh", "name_en", "term_mentions"),
    Place("sentences", "text_zh", "text_en"),
    Place("errata", "quote", "reason_en"),
    Place("term_usages", "usage_zh", "usage_en"),
    Place("reports", "title_zh", "title_en"),
    Place("themes", "name_zh", "name_en"),
    Place("units", "name_zh", "name_en"),
    Place("external_facts", "fact_value", "fact_value"),
    Place("doubts", "reason_zh", "reason_en"),
)
KINDS = tuple(place.table for place in PLACES)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words, in one report, in those of a place, a year and a kind of reader, or in all; in one table or
    all; the very words or all that mean the same."""

    words: str
    report_id: str = ""
    kind: str = ""
    exact: bool = False
    place_id: str = ""
    year: str = ""
    review: str = ""

    @property
    def asked(self) -> str:
        """Return the words as the search box of a table takes them."""
        return self.words if self.exact else f"{WIDENED}{self.words}"

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Return everything the words ask for."""
        return tuple(wanted for things in subjects.parse(self.words, not self.exact) for wanted in things)

    @property
    def reports(self) -> str:
        """Return the condition of the reports that are asked; nothing where all are."""
        given = {"place_id": self.place_id, "year_covered": self.year, "review": self.review}
        quoted = {name: value.replace("'", "''") for name, value in given.items() if value}
        return " and ".join(f"{name} = '{value}'" for name, value in quoted.items())

    @property
    def limit(self) -> int:
        """Return how many hits of a table are shown."""
        return MANY if self.kind else FEW


@dataclass(slots=True)
class Group:
    """What was found in one table, by its words or by an amount; `count` is None where time ran out."""

    place: Place
    arguments: list[tuple[str, str]]
    by_amount: bool = False
    count: int | None = 0
    hits: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the query string with which the table shows the same rows."""
        return urlencode(self.arguments)


@dataclass(slots=True)
class Found:
    """The answer to a question: groups with hits, and what was understood of it."""

    question: Question
    amounts: tuple[Amount, ...]
    groups: list[Group]
    late: bool = False


class Asking:
    """Asks the tables one after another, within the time there is."""

    def __init__(self, database: Any, question: Question) -> None:
        self.database, self.question = database, question
        self.end = time.monotonic() + SECONDS
        self.late = False

    async def rows(self, sql: str, values: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Run one query; None where it would take longer than the time that is left."""
        left = int((self.end - time.monotonic()) * 1000)
        try:
            if left > 0:
                found = await self.database.execute(sql, values, custom_time_limit=left)
                return [dict(row) for row in found.rows]
        except QueryInterrupted:
            pass
        self.late = True
        fell_short("search")
        return None

    async def fill(self, group: Group, rowids: str, values: dict[str, Any]) -> Group:
        """Count the rows of a group, whose rowids a statement yields, and read the first of them."""
        sql = first_rows.counted(group.place.table, rowids, self.question.limit)
        found = await self.rows(sql, {**values, "words": self.question.words})
        if found is None:
            group.count = None
            return group
        group.count = found[0][first_rows.COUNT] if found else 0
        group.hits = [{name: value for name, value in row.items() if name != first_rows.COUNT} for row in found]
        return group


async def search(database: Any, question: Question) -> Found:
    """Ask every table, the amounts first; groups without a row are left out."""
    from gongbao.site.search.amounts import read_amounts  # here: the engine's lexer, which a server starts without

    asking = Asking(database, question)
    read = read_amounts(question.words)
    groups: list[Group | None] = []
    if read.amounts and question.kind in ("", "observations"):
        groups.append(await find_amounts(asking, read))
    sized = bool(groups and groups[0] and groups[0].count)  # the same rows in whatever writing
    for place in PLACES:
        if question.kind in ("", place.table) and not (sized and place.table == "observations"):
            groups.append(await find_words(asking, place))
    kept = [group for group in groups if group is not None and group.count != 0]
    await mark_machine(asking, kept)
    return Found(question, read.amounts, kept, asking.late)


async def find_words(asking: Asking, place: Place) -> Group | None:
    """Search one table by its index; None where its rows stand in no report and one is asked for."""
    question = asking.question
    within = condition_of_reports(place, question)
    if within is None:
        return None
    condition, values, arguments = within
    group = Group(place, [("_search", question.asked), *arguments])
    rowids = first_rows.of_words(place.table, condition)
    return await asking.fill(group, rowids, {"asked": question.asked, **values})


async def find_amounts(asking: Asking, read: Read) -> Group:
    """Find observations of the amounts, in their unit or else in one of its kind, with the words beside them."""
    question, place = asking.question, next(place for place in PLACES if place.table == "observations")
    within = condition_of_reports(place, question)
    assert within is not None  # observations have a report
    condition, values, arguments = within
    parts, given = amounts_asked(read)
    if read.rest:
        asked = Question(read.rest, exact=question.exact).asked
        parts.append("rowid in (select rowid from observations_fts where observations_fts match escape_fts(:rest))")
        values, given = {**values, "rest": asked}, [*given, ("_search", asked)]
    group = Group(place, [], by_amount=True)
    for wanted, more in units_asked(read):
        group = Group(place, [*given, *more, *arguments], by_amount=True)
        sized = " and ".join([*parts, *wanted])
        await asking.fill(group, f"select rowid from observations where {sized}{condition}", values)
        if group.count != 0:
            break
    return group


def amounts_asked(read: Read) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the condition for the values of amounts, and the same as arguments of a table."""
    numbers = [str(as_number(amount.value)) for amount in read.amounts]
    arguments = [("value", numbers[0])] if len(numbers) == 1 else [("value__in", ",".join(numbers))]
    return [f"value in ({', '.join(numbers)})"], arguments


def units_asked(read: Read) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """Yield the conditions for the unit, the closest first: the very unit, then those that measure the same."""
    units = {amount.unit_id for amount in read.amounts}
    unit = units.pop() if len(units) == 1 else None
    if unit is None:
        yield [], []
        return
    yield [f"unit_id = '{unit}'"], [("unit_id", unit)]
    alike = f"dimension = (select dimension from units where unit_id = '{unit}')"
    condition = f"unit_id in (select unit_id from units where {alike})"
    yield [condition], [("_where", condition)]


def as_number(value: Any) -> int | float:
    """Return a value as SQLite holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


Within = tuple[str, dict[str, str], list[tuple[str, str]]]
"""A condition, its values, and the same as arguments of a table."""


def condition_of_reports(place: Place, question: Question) -> Within | None:
    """Return what keeps to the reports that are asked; None where the rows of a table stand in none."""
    if not question.report_id and not question.reports:
        return "", {}, []
    if not place.has_report and place.through is None:
        return None
    condition, values, arguments = within_report(place, question.report_id)
    if question.reports:
        inside = f"report_id in (select report_id from reports where {question.reports})"
        if not place.has_report:
            inside = f"{place.key} in (select {place.key} from {place.through} where {inside})"
        condition, arguments = f"{condition} and {inside}", [*arguments, ("_where", inside)]
    return condition, values, arguments


def within_report(place: Place, report_id: str) -> Within:
    """Return what keeps to one report, where one is asked for."""
    if not report_id:
        return "", {}, []
    if place.has_report:
        return " and report_id = :report", {"report": report_id}, [("report_id", report_id)]
    inside = f" and {place.key} in (select {place.key} from {place.through} where report_id = :report)"
    through = {"table": place.through, "column": "report_id", "value": report_id}
    return inside, {"report": report_id}, [("_through", json.dumps(through))]


async def named_organization(database: Any, words: str) -> str | None:
    """Return the id of the one organization that bears the words as its name; None where none does, or several."""
    if database not in _BEARERS:
        _BEARERS[database] = await database.execute_fn(bearers_of)
    found = _BEARERS[database].get(subjects.name_of(words), ())
    return found[0] if len(found) == 1 else None


def bearers_of(connection: Any) -> dict[str, list[str]]:
    """Return the ids of the organizations that bear each name, or have it for their id."""
    sql = "select organization_id, name_zh, name_en, aliases_zh, aliases_en from organizations"
    bearers: dict[str, list[str]] = {}
    for row in connection.execute(sql):
        names = {subjects.name_of(part) for cell in row if cell for part in str(cell).split(";")}
        for name in names - {""}:
            bearers.setdefault(name, []).append(str(row[0]))
    return bearers


async def mark_machine(asking: Asking, groups: list[Group]) -> None:
    """Say of every hit whether only the machine has read it: by its own review or by that of its report."""
    machine = (await reports_of(asking.database)).machine
    for hit in (hit for group in groups for hit in group.hits):
        hit["machine"] = hit.get("review") == "auto" or hit.get("report_id") in machine
