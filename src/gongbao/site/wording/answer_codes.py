"""What codes mean in columns of queries and views, which stand in no table: answer_codes.yml says whose they are."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from gongbao.resources import SITE, shown
from gongbao.seeds.yaml_files import read_yaml
from gongbao.site.wording import labels
from gongbao.site.wording.languages import pick

_FILE = SITE / "wording" / "answer_codes.yml"
_BETWEEN = re.compile(r"\s*[;,]\s*")


class AnswerCodes(BaseModel):
    """answer_codes.yml as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    codelists: dict[str, tuple[str, ...]]
    words: dict[str, dict[str, tuple[str, str]]]
    tables: dict[str, str]


@cache
def answer_codes() -> AnswerCodes:
    """Return what answer_codes.yml says; raises SeedError where it is not in order."""
    return read_yaml(_FILE, shown(_FILE), AnswerCodes).item


def names_of_codes(column: str, value: str, kind: str = "") -> str | None:
    """Return the names of the codes in a cell of an answer; None where one of them is not known.

    `kind` is that of the row: its own lists come first, as `planned` says one thing of projects, another of policies.
    """
    names = [_name(column, code, kind) for code in _BETWEEN.split(value)]
    return pick(", ", "、").join(name for name in names if name) if all(names) else None


def columns_named(value: str, table: str) -> str | None:
    """Return the titles of several columns of a table; None where the table is not known."""
    if not labels.is_known(table):
        return None
    return pick(", ", "、").join(labels.column_title(name, table) for name in _BETWEEN.split(value))


def _name(column: str, code: str, kind: str) -> str | None:
    known = answer_codes()
    if code in known.words.get(column, {}):
        return pick(*known.words[column][code])
    lists = sorted(known.codelists.get(column, ()), key=lambda name: not (kind and name.startswith(kind)))
    found = next((labels.codes_of(name)[code] for name in lists if code in labels.codes_of(name)), None)
    return pick(found.name_en, found.name_zh) if found else None
