"""How to cite the dataset, one of its tables, a row, or a saved query, in seven formats.

One CSL-JSON item, in English or Chinese, is the model of all. GB/T 7714-2015, APA and Chicago are set by a citation
processor from the published styles; BibTeX and RIS are written from the same item.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode

from gongbao.citing.formats import render_bibtex, render_ris, render_text
from gongbao.errors import ReleaseError
from gongbao.model.history import HISTORY
from gongbao.model.row import Row
from gongbao.model.rows import TABLES
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.withdrawals import Withdrawal

QUOTED = 60
_ADDRESS = re.compile(r"https?://[^\s/]\S*")
_PAST = {model.table for model in HISTORY}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is cited: the dataset when all is empty, else a table, a row of it with its quote, or a saved query.

    `arguments` are the parameters a query was asked with, or what the address of a filtered table asks for;
    `filtered_en` and `filtered_zh` say the filters in words, `rows` how many rows they leave. `machine` is the number
    of rows that were read by machine and by nobody since. `key` holds the parts of a row's key, for a key that has a
    slash within a part. `current` says that no release holds it: the history of the dataset stands in the current
    database only.
    """

    table: str | None = None
    row_id: str | None = None
    quote: str | None = None
    query: str | None = None
    name_en: str | None = None
    name_zh: str | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    current: bool = False
    filtered_en: str | None = None
    filtered_zh: str | None = None
    rows: int | None = None
    machine: int = 0
    key: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        """Return `dataset`, `table`, `row` or `query`."""
        if self.query:
            return "query"
        return "row" if self.row_id else "table" if self.table else "dataset"


@dataclass(frozen=True, slots=True)
class Edition:
    """The version that is cited: what the dataset says of it, a server's address, its mark where it was withdrawn."""

    dataset: Dataset
    base: str | None = None
    withdrawn: Withdrawal | None = None


def find_table(name: str) -> Subject:
    """Return a table as a subject; raises ReleaseError with near names for an unknown one."""
    model = _model(name, (*TABLES, *HISTORY))
    return Subject(table=name, name_en=model.caption_en, name_zh=model.caption_zh, current=name in _PAST)


def _model(name: str, known: tuple[type[Row], ...]) -> type[Row]:
    models = {model.table: model for model in known}
    if name not in models:
        near = difflib.get_close_matches(name, models, 1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(models)}"
        raise ReleaseError(f"{name}: there is no such table: {hint}")
    return models[name]


def find_row(package: Package, row_id: str, *, table: str | None = None) -> Subject:
    """Return the row with an id (parts of a compound key joined by /); without `table` all tables are searched.

    Raises ReleaseError in one line where there is none, or more than one.
    """
    if table:
        _model(table, TABLES)
    found: list[Subject] = []
    ids: list[str] = []
    for resource in package.tables:
        if table not in (None, resource.name):
            continue
        places = [resource.names.index(name) for name in resource.primary_key]
        for cells in package.cells(resource):
            key = "/".join(cells[place] for place in places)
            ids.append(key)
            if key == row_id:
                found.append(row_subject(resource.name, key, dict(zip(resource.names, cells, strict=True))))
    if len(found) > 1:
        names = ", ".join(str(subject.table) for subject in found)
        raise ReleaseError(f"{row_id}: stands in several tables ({names}): say which with --table")
    if not found:
        near = difflib.get_close_matches(row_id, ids, 1)
        hint = f"did you mean {near[0]}?" if near else "copy the id from the table's first column"
        raise ReleaseError(f"{row_id}: there is no such row{f' in {table}' if table else ''}: {hint}")
    return found[0]


def row_subject(table: str, key: str, cells: Mapping[str, Any]) -> Subject:
    """Return a row as a subject, by its id and its cells; a long quote is cut."""
    quote = cells.get("quote") or cells.get("text_zh") or None
    if quote and len(quote) > QUOTED:
        quote = quote[: QUOTED - 1] + "…"
    return Subject(
        table=table,
        row_id=key,
        quote=quote,
        name_en=cells.get("name_en") or None,
        name_zh=cells.get("name_zh") or None,
        current=table in _PAST,
        machine=int(cells.get("review") == "auto"),
    )


def find_query(name: str, folder: Path) -> Subject:
    """Return a saved query (a file of `folder`) as a subject; raises ReleaseError with near names for none."""
    files = {path.stem: path for path in sorted(folder.glob("*.sql"))}
    if name not in files:
        near = difflib.get_close_matches(name, files, 1)
        hint = f"did you mean {near[0]}?" if near else "the queries are files of src/gongbao/site/queries"
        raise ReleaseError(f"{name}: there is no such query: {hint}")
    lines = files[name].read_text(encoding="utf-8").splitlines()
    words = dict(line[3:].partition(": ")[::2] for line in lines if line.startswith("-- "))
    past = reads_history("\n".join(line for line in lines if not line.startswith("-- ")))
    return Subject(query=name, name_en=words.get("title_en"), name_zh=words.get("title_zh"), current=past)


def reads_history(sql: str) -> bool:
    """Return whether a query reads a table of history, so that no release can hold it.

    >>> reads_history("select * from changes join releases using (version)"), reads_history("select * from terms")
    (True, False)
    """
    return bool(_PAST & set(re.findall(r"\w+", sql)))


def permalink(dataset: Dataset, subject: Subject) -> str:
    """Return the path of a subject on any server of this dataset.

    Released data have an address that never changes: /<name>-1-0-0/<table>/<row>; unreleased data, and what no
    release holds, the current one.
    """
    kept = dataset.released and not subject.current
    database = release_database(dataset) if kept else dataset.name
    asked = f"?{urlencode(subject.arguments)}" if subject.arguments else ""
    if subject.query:
        return f"/{database}/{tilde_encode(subject.query)}{asked}"
    parts = subject.key or (subject.row_id.split("/") if subject.row_id else ())
    row = ",".join(tilde_encode(part) for part in parts)
    return "/" + "/".join(part for part in (database, subject.table, row) if part) + asked


def release_database(dataset: Dataset) -> str:
    """Return the name of the database that serves the dataset's version for good, such as gongbao-1-0-0."""
    return f"{dataset.name}-{dataset.version.replace('.', '-')}"


def title(dataset: Dataset, subject: Subject, language: str, *, keep: Callable[[str], str] = str) -> str:
    """Return the title a citation gives the subject in `en` or `zh`, the dataset's own title within.

    `keep` marks the words that no style may write otherwise: ids, names of tables and queries, quotes. In English it is
    given whole words with their punctuation, since processors part a title where a mark begins and ends.
    """
    if subject.scope == "dataset":
        return dataset.title_en if language == "en" else dataset.title_zh
    if language == "en":
        return f"{_part_en(subject, keep)} in {dataset.title_en}"
    return f"{_part_zh(subject, keep)}，载：{dataset.title_zh}"


def _part_en(subject: Subject, keep: Callable[[str], str]) -> str:
    quote = f" “{subject.quote}”" if subject.quote else ""
    machine = " [read by machine]" if subject.machine else ""
    if subject.scope == "row" and not subject.name_en:
        mark = "," if subject.quote else ""
        return f"Row {keep(str(subject.row_id))} of table {keep(f'{subject.table}{mark}{quote}{machine},')}"
    filtered = f", filtered by: {subject.filtered_en}" if subject.filtered_en else ""
    address = {
        "table": f"(table {subject.table}{filtered}{_counted_en(subject)}),",
        "query": f"(query {subject.query}),",
        "row": f"[{subject.table}/{subject.row_id}]{',' if subject.quote else ''}{quote}{machine},",
    }[subject.scope]
    return f"{subject.name_en} {keep(address)}"


def _counted_en(subject: Subject) -> str:
    """Return how many rows a table leaves, and how many of them nobody has checked; nothing where neither is told."""
    rows = f"{subject.rows:,} row{'' if subject.rows == 1 else 's'}" if subject.rows is not None else ""
    machine = f"{subject.machine:,} of them read by machine" if rows else f"{subject.machine:,} rows read by machine"
    machine = "read by machine" if subject.machine == subject.rows else machine
    told = [part for part in (rows, machine if subject.machine else "") if part]
    return f"; {', '.join(told)}" if told else ""


def _part_zh(subject: Subject, keep: Callable[[str], str]) -> str:
    quote = f"“{keep(subject.quote)}”" if subject.quote else ""
    machine = "［机器判读］" if subject.machine else ""
    if subject.scope == "row" and not subject.name_zh:
        return f"{keep(str(subject.table))}表{keep(str(subject.row_id))}行{quote}{machine}"
    filtered = f"，筛选：{keep(subject.filtered_zh)}" if subject.filtered_zh else ""
    address = {
        "table": f"（{keep(str(subject.table))}表{filtered}{_counted_zh(subject)}）",
        "query": f"（查询{keep(str(subject.query))}）",
        "row": f"［{keep(f'{subject.table}/{subject.row_id}')}］{quote}{machine}",
    }[subject.scope]
    return f"{subject.name_zh}{address}"


def _counted_zh(subject: Subject) -> str:
    rows = f"{subject.rows}行" if subject.rows is not None else ""
    machine = "机器判读" if subject.machine == subject.rows else f"其中{subject.machine}行为机器判读"
    told = [part for part in (rows, machine if subject.machine else "") if part]
    return f"；{'，'.join(told)}" if told else ""


def _nocase(words: str) -> str:
    """Mark words whose letters a style in title case leaves alone, as CSL has it."""
    return f'<span class="nocase">{words}</span>'


def csl_item(edition: Edition, subject: Subject, *, language: str = "en", marked: bool = True) -> dict[str, Any]:
    """Return the CSL-JSON item, in English or Chinese.

    `marked` titles say by CSL's own markup which words keep their letters; formats that are not CSL take plain ones.
    GB/T 7714 has no place for a version, so that Chinese titles name it. What there is not yet (day of release, DOI,
    address) is absent; the permalink then stands in the note. Raises ReleaseError where the base is no web address.
    """
    dataset, base, chinese = edition.dataset, edition.base, language == "zh"
    if base and not _ADDRESS.fullmatch(base):
        raise ReleaseError(f"{base}: is no web address: give one like https://example.org")
    path, server = permalink(dataset, subject), base or dataset.homepage
    parts = (dataset.name, dataset.version, subject.query or subject.table, subject.row_id, _mark_of(subject))
    words: dict[str, Any] = {
        "id": "-".join(part for part in parts if part),
        "type": "dataset",
        "title": title(dataset, subject, language, keep=_nocase if marked else str) + _edition_words(edition, chinese),
        "author": [{"literal": person.title_zh if chinese else person.title} for person in dataset.contributors],
        "publisher": dataset.publisher_zh if chinese else dataset.publisher,
        "version": dataset.version,
        "language": "zh-CN" if chinese else "en",
        "note": _note(edition, f"{server or ''}{path}", language),
    }
    if edition.withdrawn:
        words["status"] = "withdrawn"
    if dataset.released:
        words["issued"] = {"date-parts": [[dataset.released.year, dataset.released.month, dataset.released.day]]}
    if dataset.doi:
        words["DOI"] = dataset.doi
    if server:
        words["URL"] = f"{server}{path}"
    return words


def _mark_of(subject: Subject) -> str | None:
    """Return what tells one filter of a table from another in the name of an entry."""
    if subject.scope != "table" or not subject.arguments:
        return None
    return hashlib.sha256(urlencode(subject.arguments).encode()).hexdigest()[:8]


def _edition_words(edition: Edition, chinese: bool) -> str:
    if chinese:
        return f"（{edition.dataset.version}版{'，已撤回' if edition.withdrawn else ''}）"
    return " [withdrawn]" if edition.withdrawn else ""


def _note(edition: Edition, address: str, language: str) -> str:
    version = edition.dataset.version
    words = f"{version}版。固定链接：{address}" if language == "zh" else f"Version {version}. Permalink: {address}"
    return f"{words} {edition.withdrawn.words(language)}" if edition.withdrawn else words


def cite(
    dataset: Dataset, subject: Subject, *, style: str, base: str | None = None, withdrawn: Withdrawal | None = None
) -> str:
    """Return the citation of a subject in one of `STYLES`; raises ReleaseError for an unknown style.

    `base` is the address of a server of the dataset (default: its homepage), `withdrawn` the mark of a version that
    its publisher took back: the citation then says so.
    """
    if style not in STYLES:
        raise ReleaseError(f"{style}: there is no such style: choose one of {', '.join(STYLES)}")
    return STYLES[style](Edition(dataset, base, withdrawn), subject)


def _gbt(edition: Edition, subject: Subject) -> str:
    """GB/T 7714 gives the year alone and marks no carrier without an address: the day stands behind the entry."""
    dataset, item = edition.dataset, csl_item(edition, subject, language="zh")
    item["title"] += "" if "URL" in item else "[DS]"
    words = [render_text(item, "china-national-standard-gb-t-7714-2015-numeric")]
    words += [f"发布日期：{dataset.released}."] if dataset.released else []
    words += [] if "URL" in item else [f"固定链接：{permalink(dataset, subject)}"]
    return " ".join([*words, *_withdrawal_words(edition, "zh")])


def _apa(edition: Edition, subject: Subject) -> str:
    """APA gives the year of a dataset alone; the day stands behind the entry."""
    item, released = csl_item(edition, subject), edition.dataset.released
    words = [render_text(item, "apa"), *([f"Released {released}."] if released else [])]
    return " ".join([*words, *_permalink_words(item, edition.dataset, subject), *_withdrawal_words(edition, "en")])


def _chicago(edition: Edition, subject: Subject) -> str:
    """Chicago sets titles in quotation marks; quotes within become single."""
    item = csl_item(edition, subject)
    item["title"] = item["title"].replace("“", "‘").replace("”", "’")
    text = render_text(item, "chicago-author-date").replace("”.", ".”")  # the processor leaves the period outside
    return " ".join([text, *_permalink_words(item, edition.dataset, subject), *_withdrawal_words(edition, "en")])


def _permalink_words(item: dict[str, Any], dataset: Dataset, subject: Subject) -> list[str]:
    return [] if "URL" in item else [f"Permalink: {permalink(dataset, subject)}"]


def _withdrawal_words(edition: Edition, language: str) -> list[str]:
    return [edition.withdrawn.words(language)] if edition.withdrawn else []


def _csl_json(edition: Edition, subject: Subject, language: str) -> str:
    return json.dumps([csl_item(edition, subject, language=language)], ensure_ascii=False, indent=2)


STYLES: dict[str, Callable[[Edition, Subject], str]] = {
    "gbt7714": _gbt,
    "apa": _apa,
    "chicago": _chicago,
    "bibtex": lambda edition, subject: render_bibtex(csl_item(edition, subject, marked=False)),
    "ris": lambda edition, subject: render_ris(csl_item(edition, subject, marked=False)),
    "csl-json": lambda edition, subject: _csl_json(edition, subject, "en"),
    "csl-json-zh": lambda edition, subject: _csl_json(edition, subject, "zh"),
}
