"""Titles and descriptions of saved queries, which Datasette's metadata hold in both languages at once."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from gongbao.site.wording.labels import Both

_PARAGRAPH = re.compile(r'<p lang="(en|zh-Hans)">(.*?)</p>', re.DOTALL)


def halves(title: str) -> Both:
    """Return a title's English and Chinese; a title in one language stands for both.

    >>> halves("Growth rates, ranked · 增长率排名").chinese
    '增长率排名'
    """
    english, mark, chinese = title.partition(" · ")
    return Both(english, chinese if mark else english)


def query_title(query: Mapping[str, Any], name: str) -> str:
    """Return the title of a saved query in the reader's language; its name where it has none."""
    return str(halves(str(query.get("title") or name)))


def query_about(query: Mapping[str, Any]) -> str:
    """Return what a saved query answers, in the reader's language."""
    found = {code: html.unescape(words) for code, words in _PARAGRAPH.findall(str(query.get("description_html") or ""))}
    return str(Both(found["en"], found["zh-Hans"])) if len(found) == 2 else ""


def parameter_label(parameter: Mapping[str, Any]) -> str:
    """Return what a parameter asks for, in the reader's language; its name where nothing is said."""
    both = Both(
        str(parameter.get("label_en") or parameter["name"]), str(parameter.get("label_zh") or parameter["name"])
    )
    return str(both)
