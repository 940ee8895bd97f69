"""Codes in both languages: a cell that holds a code shows its Chinese name beside it."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from gongbao.model.codes import CODELISTS
from gongbao.model.history import HISTORY
from gongbao.model.rows import TABLES, column_of

CELL = '<span class="code" title="{}">{} <em lang="zh-Hans">{}</em></span>'
LISTS = {name: column_of(model, name).codelist for model in (*TABLES, *HISTORY) for name in model.columns}
NAMES = {(name, code.code): code for name, codelist in LISTS.items() if codelist for code in CODELISTS[codelist]}


@hookimpl
def render_cell(value: Any, column: str) -> Markup | None:
    """Show the code, its Chinese name, and both descriptions as a tooltip."""
    code = NAMES.get((column, value)) if isinstance(value, str) else None
    if code is None:
        return None
    title = f"{code.description_en} · {code.description_zh}"
    return Markup(CELL).format(title, value, code.name_zh)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates `code_name`, which writes a facet's value with its Chinese name."""
    env.filters["code_name"] = code_name


def code_name(value: object, column: str) -> str:
    """Return a code with its Chinese name; any other value as it is."""
    code = NAMES.get((column, str(value)))
    return f"{value} {code.name_zh}" if code else str(value)
