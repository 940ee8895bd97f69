"""A CSL-JSON item as text in a published style, as BibTeX and as RIS."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from gongbao.resources import STYLES

_TEX = {character: f"\\{character}" for character in "&%$#_{}"}
_TEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def render_text(item: dict[str, Any], style: str) -> str:
    """Return one bibliography entry set by the citation processor, without a number before it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor warns of fields it keeps unread, such as the note
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return re.sub(r"^\[\d+\]\s*", "", str(bibliography.bibliography()[0])).strip()


@cache
def _style(name: str) -> Any:
    """Return a style, kept; what is searched for in it is searched for once, for this one never changes."""
    style = CitationStylesStyle(str(STYLES / f"{name}.csl"), validate=False)
    style.root.xpath_search = cache(style.root.xpath_search)
    return style


def render_bibtex(item: dict[str, Any]) -> str:
    """Return the item as an entry for biblatex and BibTeX in UTF-8; names and titles keep their capitals.

    Type and fields are those of biblatex's data model for @dataset (BibTeX takes an unknown type for @misc); the day
    is given in three fields, since BibTeX knows no `date`, and one date is not said twice.
    """
    fields = {
        "author": " and ".join(f"{{{_tex(author['literal'])}}}" for author in item["author"]),
        "title": f"{{{_tex(item['title'])}}}",
        "version": item["version"],
        **_dates(item),
        "publisher": _tex(item["publisher"]),
        "doi": item.get("DOI", ""),
        "url": item.get("URL", ""),
        "note": _tex(item["note"]),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@dataset{{{re.sub(r'[^A-Za-z0-9.:-]', '-', item['id'])},", *lines, "}"])


def _tex(words: str) -> str:
    return "".join(_TEX.get(character, character) for character in words)


def _dates(item: dict[str, Any]) -> dict[str, str]:
    if "issued" not in item:
        return {}
    year, month, day = item["issued"]["date-parts"][0]
    return {"year": str(year), "month": str(month), "day": str(day)}


def render_ris(item: dict[str, Any]) -> str:
    """Return the item as a RIS record of type DATA; a name without a comma is a body's and is not turned round."""
    dates = _dates(item)
    day = f"{dates['year']}/{dates['month']:0>2}/{dates['day']:0>2}" if dates else ""
    fields = [
        ("TY", "DATA"),
        *(("AU", author["literal"]) for author in item["author"]),
        ("TI", item["title"]),
        ("ET", item["version"]),
        ("PY", dates.get("year", "")),
        ("DA", day),
        ("PB", item["publisher"]),
        ("LA", item["language"]),
        ("DO", item.get("DOI", "")),
        ("UR", item.get("URL", "")),
        ("N1", item["note"]),
        ("ID", item["id"]),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "])
