"""A package with few rows: what some sentences hold and refer to, for tests that make a page of every row."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from support.paths import ROOT

KEPT = (
    "(char_start < 374 and not (report_id = 'bda-2021' and char_start between 33 and 274)"
    " or char_start between 8999 and 9034)"
)
NAMED = {
    "projects": ("project_id", ("project_mentions",)),
    "policies": ("policy_id", ("policy_mentions",)),
    "organizations": ("organization_id", ("organization_mentions",)),
    "terms": ("term_id", ("term_mentions",)),
    "indicators": ("indicator_id", ("observations", "commitments")),
    "units": ("unit_id", ("observations",)),
    "places": ("place_id", ("place_mentions", "observations")),
    "themes": ("theme_id", ("indicators", "projects", "policies", "commitments")),
}
LISTED = {
    "codes": 3,
    "codebook": 3,
    "about": 3,
    "doubts": 3,
    "external_facts": 3,
    "same_as": 3,
    "tombstones": 3,
}
QUERIES = (
    "about_a_subject",
    "definite_promises",
    "growth_rates",
    "history_of_a_row",
    "numerals_by_role",
    "promises_about_a_subject",
    "sentences_by_decision",
    "values_by_theme",
)


def few_rows(package: Path, home: Path) -> Path:
    """Copy a package with its files into a folder and leave some rows in its database."""
    for name in ("data", "schemas", "metadata", "flat"):
        shutil.copytree(package / name, home / name)
    shutil.copytree(ROOT / "docs", home / "docs", ignore=shutil.ignore_patterns("screenshots"))
    for name in ("CHANGELOG.md", "LICENSE"):
        shutil.copyfile(ROOT / name, home / name)
    (home / "build").mkdir()
    for name in ("build/gongbao.db", "build/metadata.json", "datapackage.json"):
        shutil.copyfile(package / name, home / name)
    metadata = json.loads((home / "build" / "metadata.json").read_text(encoding="utf-8"))
    database = metadata["databases"]["gongbao"]
    database["queries"] = {name: query for name, query in database["queries"].items() if name in QUERIES}
    (home / "build" / "metadata.json").write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    with closing(sqlite3.connect(home / "build" / "gongbao.db")) as connection, connection:
        thin(connection)
    return home


def thin(connection: sqlite3.Connection) -> None:
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    columns = {table: {row[1] for row in connection.execute(f"pragma table_info({table})")} for table in tables}
    for table in (table for table in tables if "_fts" not in table and "char_start" in columns[table]):
        connection.execute(f"delete from {table} where not {KEPT}")
    for table, (key, users) in NAMED.items():
        used = " union ".join(f"select {key} from {user} where {key} is not null" for user in users)
        connection.execute(f"delete from {table} where {key} not in ({used})")
        for other in tables:
            if key in columns[other] and "_fts" not in other and other not in users:
                connection.execute(f"delete from {other} where {key} not in (select {key} from {table})")
    for table, most in LISTED.items():
        connection.execute(f"delete from {table} where rowid not in (select rowid from {table} limit {most})")
