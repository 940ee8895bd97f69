"""What a page of the site is cited as: its words in an address, and the subject they name, with the version.

The version cited is that of the database a page belongs to: `gongbao-1-0-0` is release 1.0.0, `gongbao` the current
data. A filtered table is cited as what it is: by its filters in words, the number of rows, and its whole address.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from datasette.utils import escape_sqlite, tilde_decode, tilde_encode
from markupsafe import Markup

from gongbao.citing.citations import Edition, Subject, cite, reads_history, release_database, row_subject
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.withdrawals import Withdrawal
from gongbao.site.tables.table_state import conditions_of, state_of
from gongbao.site.wording.cells import Cells, machine_reports
from gongbao.site.wording.languages import CHINESE, ENGLISH, language, speaking
from gongbao.site.wording.names import DATABASE

WORDS = ("database", "table", "row", "query")
PAGING = frozenset({"_next", "_size"})  # which rows of an answer are looked at, not which rows it has
_BOTH = re.compile(r"(?P<en>.*?)(?: ·)? (?P<zh>[\u4e00-\u9fff].*)")  # titles are English, then Chinese
_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")  # Chinese parts no words
Pairs = tuple[tuple[str, str], ...]
Words = dict[str, str | None]


def words_of(datasette: Any, parts: dict[str, str]) -> Words:
    """Return what the address of a page names: a database, and of it a table with a row, or a query."""
    database = parts.get("database") or DATABASE
    name = parts.get("table") or parts.get("query")
    queries = (datasette.metadata("databases") or {}).get(database, {}).get("queries", {})
    query = name if name in queries else None
    return {"database": database, "table": None if query else name, "query": query, "row": parts.get("pks")}


def is_citable(datasette: Any, words: Words) -> bool:
    """Tell whether words name a database of this dataset, and a table or query that it shows."""
    described = (datasette.metadata("databases") or {}).get(str(words["database"]))
    if described is None or words["database"] not in datasette.databases:
        return False
    if words.get("query"):
        return words["query"] in described.get("queries", {})
    return not words.get("table") or "title" in described.get("tables", {}).get(words["table"], {})


def arguments_of(datasette: Any, words: Words, pairs: Pairs) -> Pairs:
    """Return the arguments of a page that belong to what it is cited as: those of a query, the filters of a table."""
    if words.get("query"):
        sql = datasette.metadata("databases")[words["database"]]["queries"][words["query"]]["sql"]
        known, given = set(re.findall(r":(\w+)", sql)), dict(reversed(pairs))
        return tuple((name, given[name]) for name in sorted(known & set(given)) if given[name])
    if words.get("table") and not words.get("row"):
        return tuple((name, value) for name, value in pairs if name not in PAGING)
    return ()


@lru_cache(maxsize=512)
def render(edition: Edition, subject: Subject, style: str) -> str:
    """Return one citation; setting one takes the processor some milliseconds."""
    return cite(edition.dataset, subject, style=style, base=edition.base, withdrawn=edition.withdrawn)


async def find(datasette: Any, words: Words, pairs: Pairs = ()) -> tuple[Edition, Subject] | None:
    """Return the dataset in the version of a database, and what is cited of it; None where the words name nothing."""
    both = words.get("query") and (words.get("table") or words.get("row"))
    if both or not is_citable(datasette, words):
        return None
    edition = await find_version(datasette, str(words["database"]))
    subject = await find_subject(datasette, words) if edition else None
    if edition is None or subject is None:
        return None
    subject = replace(subject, arguments=arguments_of(datasette, words, pairs))
    if subject.scope == "table":
        told = await count(datasette, str(words["database"]), subject)
        if told is None:
            return None
        subject = told
    return edition, replace(subject, current=not kept(datasette, edition.dataset, subject))


async def find_subject(datasette: Any, words: Words) -> Subject | None:
    """Return what the words name; None where they name a row without a table, or one that is not there."""
    database, table, row, query = (words.get(name) for name in WORDS)
    described = datasette.metadata("databases")[database]
    if query:
        found = described["queries"][query]
        names = halves(found.get("title", query))
        return Subject(query=query, name_en=names[0], name_zh=names[1], current=reads_history(found.get("sql", "")))
    if not table:
        return None if row else Subject()
    if row:
        return await find_row(datasette, str(database), table, row)
    names = halves(described["tables"][table]["title"])
    return Subject(table=table, name_en=names[0], name_zh=names[1], current=reads_history(table))


async def count(datasette: Any, database: str, subject: Subject) -> Subject | None:
    """Return a table with its filters in words and the number of rows they leave; None where they are not in order."""
    table, pairs = str(subject.table), subject.arguments
    rows = await count_rows(datasette, database, table, pairs) if pairs else None
    if pairs and rows is None:
        return None
    automatic = sorted(await machine_reports(datasette, database))
    columns = set(await datasette.get_database(database).table_columns(table))
    only = ("review", "auto") if "review" in columns else ("report_id__in", ",".join(automatic))
    marked = automatic and (only[0] == "review" or "report_id" in columns)
    machine = await count_rows(datasette, database, table, (*pairs, only)) if marked else 0
    filtered = {tongue: await filters_in(tongue, datasette, database, subject) for tongue in (ENGLISH, CHINESE)}
    return replace(
        subject,
        filtered_en=filtered[ENGLISH],
        filtered_zh=filtered[CHINESE],
        rows=rows if filtered[ENGLISH] else None,
        machine=machine or 0,
    )


async def count_rows(datasette: Any, database: str, table: str, pairs: Pairs) -> int | None:
    """Return how many rows a table has under filters, as its JSON says; None where it refuses them."""
    asked = urlencode([*pairs, ("_size", "0"), ("_nofacet", "1")])
    with speaking(language()):  # the request within has a language of its own
        answer = await datasette.client.get(f"/{database}/{tilde_encode(table)}.json?{asked}")
    if answer.status_code != 200:
        return None
    found = answer.json().get("filtered_table_rows_count")
    return int(found) if found is not None else None


async def filters_in(tongue: str, datasette: Any, database: str, subject: Subject) -> str | None:
    """Return the filters of a table in the words of a language; None where there is none."""
    with speaking(tongue):
        state = state_of("", urlencode(subject.arguments))
        found = await conditions_of(state, Cells(datasette, database, subject.table))
    told = ("；" if tongue == CHINESE else "; ").join(Markup(each.words).unescape() for each in found)
    return (_BESIDE_HAN.sub("", told) if tongue == CHINESE else told) or None


def kept(datasette: Any, dataset: Dataset, subject: Subject) -> bool:
    """Return whether the release that is cited holds the subject; before it is cut, whether it will."""
    release = (datasette.metadata("databases") or {}).get(release_database(dataset))
    if release is None or subject.scope == "dataset":
        return not subject.current
    return subject.query in release["queries"] if subject.query else subject.table in release["tables"]


def halves(title: str) -> tuple[str, str]:
    """Return a title's English and Chinese; a title in one language stands for both."""
    both = _BOTH.fullmatch(title)
    return (both["en"], both["zh"]) if both else (title, title)


async def find_version(datasette: Any, database: str) -> Edition | None:
    """Return the version that the current data or a release bear, with its mark where it was withdrawn."""
    dataset = Dataset.model_validate(datasette.metadata("gongbao")["dataset"])
    wanted = release_database(dataset) if database == DATABASE else database
    try:
        past = await datasette.get_database(DATABASE).execute(
            "select * from releases where database_name = ?", [wanted]
        )
    except KeyError:
        return None
    row = past.first()
    if row is None:
        return Edition(dataset) if database == DATABASE else None
    changes = {"version": row["version"], "released": row["released_on"]}
    return Edition(Dataset.model_validate(dataset.model_dump() | changes), withdrawn=mark_of(dict(row)))


def mark_of(release: dict[str, Any]) -> Withdrawal | None:
    """Return the mark a row of `releases` bears."""
    if not release["withdrawn_on"]:
        return None
    return Withdrawal.model_validate(
        {
            "version": release["version"],
            "withdrawn_on": release["withdrawn_on"],
            "replacement_version": release["replacement_version"],
            "reason_zh": release["withdrawal_reason_zh"],
            "reason_en": release["withdrawal_reason_en"],
        }
    )


async def find_row(datasette: Any, database: str, table: str, key: str) -> Subject | None:
    """Return a row as a subject, with its quote or name; `key` has its parts joined by commas, as in addresses."""
    held, parts = datasette.get_database(database), [tilde_decode(part) for part in key.split(",")]
    names = await held.primary_keys(table)
    if not names or len(parts) != len(names):
        return None
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in names)
    row = (await held.execute(f"select * from {escape_sqlite(table)} where {where}", parts)).first()
    if row is None:
        return None
    cells = dict(row)
    subject = replace(row_subject(table, "/".join(parts), cells), key=tuple(parts))
    if not subject.machine and not cells.get("review"):
        machine = cells.get("report_id") in await machine_reports(datasette, database)
        subject = replace(subject, machine=int(machine))
    return subject
