"""Codes in both languages: a cell that holds a code shows its Chinese name beside it."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from gongbao.model.codes import CODELISTS

CELL = '<span class="code" title="{}">{} <em lang="zh-Hans">{}</em></span>'
NAMES = {(codelist, code.code): code for codelist, codes in CODELISTS.items() for code in codes}


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
