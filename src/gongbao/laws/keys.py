"""The laws of keys and languages: ids stand once, references meet a row, both languages are filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.row import Row
from gongbao.model.rows import TABLES, Organization, Place, Policy, Project, Term
from gongbao.tables.traced import Traced


def check_primary_keys(published: Published) -> Iterator[Failure]:
    """No two rows of a table share their primary key."""
    for model in TABLES:
        yield from _twins(published, model, model.primary_key, "primary key")


def check_unique_keys(published: Published) -> Iterator[Failure]:
    """No two rows share a declared set of columns (frictionless ignores uniqueKeys)."""
    for model in TABLES:
        for key in model.unique_keys:
            yield from _twins(published, model, key, "unique key")


def _twins(published: Published, model: type[Row], key: tuple[str, ...], law: str) -> Iterator[Failure]:
    seen: dict[tuple[object, ...], Traced[Row]] = {}
    for traced, row in published.rows(model):
        values = tuple(getattr(row, name) for name in key)
        if values in seen and None not in values:
            message = f"has the same {', '.join(key)} as {seen[values].row.key} ({seen[values].place})"
            yield fail(law, traced, message, "change or remove one of the two")
        seen.setdefault(values, traced)


def check_foreign_keys(published: Published) -> Iterator[Failure]:
    """Every reference meets a row."""
    known = {model.table: {getattr(row, model.primary_key[0]) for _, row in published.rows(model)} for model in TABLES}
    for model in TABLES:
        for column, table in model.foreign_keys.items():
            for traced, row in published.rows(model):
                value = getattr(row, column)
                if value is not None and value not in known[table]:
                    message = f"{column} “{value}” is not in {table}"
                    yield fail("foreign key", traced, message, f"add it to {table} or correct it")


def check_one_owner(published: Published) -> Iterator[Failure]:
    """No name or alias belongs to two entities of a table: nothing is listed twice under two names."""
    models: tuple[type[Any], ...] = (Project, Policy, Organization, Place, Term)
    for model in models:
        owners: dict[str, Traced[Row]] = {}
        # what a curator vouches for comes first: a machine row that bears its name is the one in doubt
        for traced, row in sorted(published.rows(model), key=lambda pair: getattr(pair[1], "review", "") == "auto"):
            for name in {row.name_zh, *row.aliases_zh}:
                if name in owners and owners[name] is not traced:
                    message = f"“{name}” names {owners[name].row.key} as well ({owners[name].place})"
                    yield fail("one owner", traced, message, "make one entity of the two, or give the name to one")
                owners[name] = traced


def check_bilingual(published: Published) -> Iterator[Failure]:
    """What exists in one language exists in the other; curated reports lack no English."""
    full = {*published.curated, None}
    for model in TABLES:
        twins = [(name, f"{name[:-3]}_en") for name in model.columns if name.endswith("_zh")]
        pairs = [(zh, en) for zh, en in twins if en in model.columns]
        for traced, row in published.rows(model) if pairs else ():
            if row.__dict__.get("report_id") not in full or row.__dict__.get("review") == "auto":
                continue
            for zh, en in pairs:
                left, right = row.__dict__[zh], row.__dict__[en]
                if not isinstance(left, tuple) and (left is None) != (right is None):
                    missing = zh if left is None else en
                    yield fail("bilingual", traced, f"{missing} is empty", f"fill in {missing}")
