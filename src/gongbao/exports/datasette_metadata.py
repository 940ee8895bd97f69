"""build/metadata.json: what Datasette tells of the tables, made from the row classes, and its canned queries."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from gongbao.citing.citations import reads_history, release_database
from gongbao.errors import SeedError
from gongbao.exports import about_database
from gongbao.exports.files import to_json
from gongbao.exports.openings import FACETS, SIZE, SORT
from gongbao.exports.sqlite_database import create_table
from gongbao.model.codes import CODELISTS
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES, Report, Row, column_of
from gongbao.resources import SITE, shown
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.yaml_files import read_yaml
from gongbao.tables.traced import Tables, rows_of

FILE = "metadata.json"
FROZEN = "datasette.json"  # what a release keeps of it
DATABASE = "gongbao"
VIEWS = Path(__file__).with_name("views.sql")
START_HERE = ("observations", "indicators", "projects", "policies", "commitments", "sentences")

_HEADER = re.compile(r"^-- (\w+): (.+)$")
_HEADINGS = ("position", "title_en", "title_zh", "about_en", "about_zh")
_ASKED = re.compile(r"(?<![:\w]):(\w+)")  # a parameter in SQL
_PARAMETER = "-- parameter: name | required or optional | label in English | label in Chinese | example"


class View(BaseModel):
    """One reading view in the site's views.yml; `columns` gives English and Chinese for names no table has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_en: str
    title_zh: str
    about_en: str
    about_zh: str
    columns: dict[str, tuple[str, str]]


class Views(RootModel[dict[str, View]]):
    """views.yml of the site: the views by name."""


def write(
    tables: Tables,
    folder: Path,
    *,
    dataset: Dataset,
    site: Path = SITE,
    frozen: Mapping[str, dict[str, Any]] | None = None,
) -> None:
    """Write the metadata into `folder`/build; `site` holds queries/*.sql and views.yml.

    `frozen` is what was told of every release's database when it was released, by the database's name.

    Raises SeedError where a query or view is not described in both languages.
    """
    target = folder / "build"
    target.mkdir(parents=True, exist_ok=True)
    reports = [traced.row for traced in rows_of(tables, Report)]
    content = describe(dataset, reports, site)
    content["databases"] |= dict(frozen or {})
    (target / FILE).write_text(to_json(content), encoding="utf-8", newline="\n")


def describe(dataset: Dataset, reports: list[Report], site: Path) -> dict[str, Any]:
    """Return the whole of metadata.json."""
    licence = dataset.licences[0]
    return {
        "title": both(dataset.title_en, dataset.title_zh),
        "description_html": paragraphs(dataset.description_en, dataset.description_zh),
        "license": f"{licence.title} ({licence.name})",
        "license_url": licence.path,
        "source": "; ".join(f"{report.title_zh} ({report.title_en})" for report in reports),
        "gongbao": {
            "name": dataset.name,
            "version": dataset.version,
            "title_en": dataset.title_en,
            "title_zh": dataset.title_zh,
            "publisher": "; ".join(person.title for person in dataset.contributors),
            "start_here": list(START_HERE),
            "dataset": dataset.model_dump(mode="json", exclude_none=True),
        },
        "databases": {
            DATABASE: {
                "title": both(dataset.title_en, dataset.title_zh),
                "description_html": paragraphs(dataset.description_en, dataset.description_zh),
                "tables": {
                    **{model.table: describe_table(model) for model in (*TABLES, *HISTORY)},
                    **describe_views(site),
                    **{name: _describe_about(name) for name in about_database.TABLES},
                    **{f"{model.table}_fts": {"hidden": True} for model in TABLES if model.text_columns},
                },
                "queries": read_queries(site / "queries"),
            }
        },
    }


def freeze(metadata: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    """Return what a release keeps of the metadata, as Datasette itself takes it: its database with its queries.

    What reads the history of later releases stays with the current database.
    """
    current: dict[str, Any] = metadata["databases"][DATABASE]
    licence = dataset.licences[0]
    told = {
        **current,
        "title": f"{current['title']} {dataset.version}",
        "license": f"{licence.title} ({licence.name})",
        "license_url": licence.path,
        "queries": {name: query for name, query in current["queries"].items() if not reads_history(query["sql"])},
    }
    return {"databases": {release_database(dataset): told}}


def thaw(content: dict[str, Any], database: str) -> dict[str, Any]:
    """Return what the datasette.json of a release tells of its database; the first releases hold no more than that.

    Raises KeyError where it tells nothing of it.
    """
    told: dict[str, Any] = content["databases"][database] if "databases" in content else content
    return told


def write_frozen(frozen: dict[str, Any], folder: Path) -> None:
    """Write what a release keeps of the metadata into its folder."""
    text = json.dumps(frozen, ensure_ascii=False, indent=1) + "\n"
    (folder / FROZEN).write_text(text, encoding="utf-8", newline="\n")


def both(english: str, chinese: str) -> str:
    """Put both languages on one line, English first."""
    return f"{english} · {chinese}"


def paragraphs(english: str, chinese: str) -> str:
    """Write both languages as two paragraphs of HTML, everything escaped.

    >>> paragraphs("a < b", "甲")
    '<p lang="en">a &lt; b</p><p lang="zh-Hans">甲</p>'
    """
    return f'<p lang="en">{escape(english)}</p><p lang="zh-Hans">{escape(chinese)}</p>'


def describe_table(model: type[Row]) -> dict[str, Any]:
    """Return Datasette's metadata of one table."""
    table: dict[str, Any] = {
        "title": f"{model.caption_en} {model.caption_zh}",
        "description_html": paragraphs(model.about_en, model.about_zh),
        "columns": {name: describe_column(model, name) for name in model.columns},
        "size": SIZE.get(model.table, 50),
    }
    if model.table in FACETS:
        table |= {"facets": list(FACETS[model.table]), "facet_size": 10}
    sort = "char_start" if "char_start" in model.columns else SORT.get(model.table)
    if sort:
        table["sort"] = sort
    if model.label:
        table["label_column"] = model.label
    if model.text_columns:
        table |= {"fts_table": f"{model.table}_fts", "fts_pk": "rowid"}
    return table


def _describe_about(name: str) -> dict[str, Any]:
    """Return Datasette's metadata of a table that tells of the database itself."""
    title_en, title_zh = about_database.TITLES[name]
    return {
        "title": f"{title_en} {title_zh}",
        "description_html": paragraphs(*about_database.DESCRIPTIONS[name]),
        "columns": {column: both(*words) for column, words in about_database.COLUMNS[name].items()},
    }


def describe_column(model: type[Row], name: str) -> str:
    """Describe a column in both languages, with its unit and the codes it may hold.

    The unit stands in the words: Datasette's `units` are for pint, which would turn the year 2021 into kiloyears.
    """
    column = column_of(model, name)
    words = both(f"{column.title_en}: {column.description_en}", f"{column.title_zh}：{column.description_zh}")
    if column.unit:
        words += f" · unit 单位: {column.unit}"
    if column.codelist:
        codes = ", ".join(f"{code.code} {code.name_zh}" for code in CODELISTS[column.codelist])
        words += f" · codes 代码 ({column.codelist}): {codes}"
    return words


def describe_views(site: Path) -> dict[str, Any]:
    """Return Datasette's metadata of all views; a column that stands in a table is described as there.

    Raises SeedError for a view or a column of views.sql that the site's views.yml does not describe.
    """
    known = {name: describe_column(model, name) for model in reversed(TABLES) for name in model.columns}
    described = read_yaml(site / "views.yml", shown(site / "views.yml"), Views).item.root
    views: dict[str, Any] = {}
    for name, columns in view_columns().items():
        view = described.get(name)
        words = known | ({column: both(*pair) for column, pair in view.columns.items()} if view else {})
        missing = [column for column in columns if column not in words]
        if view is None or missing:
            where = f"{name}: {', '.join(missing) or 'the view'}"
            raise SeedError(f"{shown(site / 'views.yml')}:1: {where} is not described: add it in both languages")
        views[name] = {
            "title": f"{view.title_en} {view.title_zh}",
            "description_html": paragraphs(view.about_en, view.about_zh),
            "columns": {column: words[column] for column in columns},
        }
    return views


def view_columns() -> dict[str, list[str]]:
    """Return the columns of every view of views.sql, read from an empty database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for model in TABLES:
            connection.execute(create_table(model))
        connection.executescript(VIEWS.read_text(encoding="utf-8"))
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY rowid").fetchall()
        described = ((name, connection.execute(f"SELECT * FROM {name}").description) for (name,) in names)
        return {name: [cell[0] for cell in cells] for name, cells in described}


def read_queries(folder: Path) -> dict[str, dict[str, Any]]:
    """Read every canned query, in the order of their positions; the file's name is the query's address."""
    queries = [(path.stem, *read_query(path)) for path in sorted(folder.glob("*.sql"))]
    return {name: query for name, _, query in sorted(queries, key=lambda line: line[1])}


def read_query(path: Path) -> tuple[int, dict[str, Any]]:
    """Read one canned query: comment lines `-- title_en: …` (position; title and about; parameters), then the SQL.

    Returns its position among the others and its metadata. Raises SeedError where a heading is missing.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    headings = {match[1]: match[2] for line in lines if (match := _HEADER.match(line))}
    for name in _HEADINGS:
        if name not in headings or (name == "position" and not headings[name].isdigit()):
            raise SeedError(f"{shown(path)}:1: the line “-- {name}: …” is missing: add it above the SQL")
    sql = "\n".join(line for line in lines if not _HEADER.match(line))
    parameters = _read_parameters(path, lines, sql)
    return int(headings["position"]), {
        "title": both(headings["title_en"], headings["title_zh"]),
        "description": both(headings["about_en"], headings["about_zh"]),
        "description_html": paragraphs(headings["about_en"], headings["about_zh"]),
        "sql": sql,
        "params": [parameter["name"] for parameter in parameters],
        "parameters": parameters,
        "hide_sql": True,
    }


def _read_parameters(path: Path, lines: list[str], sql: str) -> list[dict[str, Any]]:
    """Read the parameters a query declares, in their order; raises SeedError unless these are the ones it asks."""
    found: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line.startswith("-- parameter:"):
            continue
        cells = [cell.strip() for cell in line.removeprefix("-- parameter:").split(" | ", 4)]
        if len(cells) != 5 or not all(cells) or cells[1] not in ("required", "optional"):
            raise SeedError(f"{shown(path)}:{number}: is no parameter: write “{_PARAMETER}”")
        name, need, label_en, label_zh, example = cells
        labels = {"label_en": label_en, "label_zh": label_zh}
        found.append({"name": name, **labels, "example": example, "required": need == "required"})
    odd = {parameter["name"] for parameter in found} ^ set(_ASKED.findall(sql))
    if odd:
        raise SeedError(f"{shown(path)}:1: {min(odd)} is not both declared and asked: write “{_PARAMETER}”")
    return found
