"""Pages for dataset search engines: what a page shows in the words of schema.org, as JSON-LD in the page's language.

The description of the whole is that of the package (metadata/schema-org.jsonld), with addresses on this server and each
text in the language at hand alone, as search engines read one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from datasette.utils import tilde_encode
from markupsafe import Markup

from gongbao.site.files.folders import file_below, mounts
from gongbao.site.wording.labels import is_known, table_about, table_title
from gongbao.site.wording.languages import language, plain, side
from gongbao.site.wording.names import DATABASE

CONTEXT = "https://schema.org"
_DESCRIPTION = "schema-org.jsonld"
_NOT_HERE = frozenset({"variableMeasured"})  # a page has no room for the definition of every indicator
_MOST = 50  # of a list that grows with the reports
_TABLE_FILES = (("csv", "text/csv"), ("json", "application/json"))


def as_script(words: Mapping[str, Any]) -> Markup:
    """Return JSON-LD to stand in a page: nothing in it can end the script.

    >>> as_script({"name": "</script>"})
    Markup('{"name": "\\\\u003c/script>"}')
    """
    return Markup(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))  # the one sign that could end it


def dataset_words(datasette: Any, base: str) -> dict[str, Any] | None:
    """Return the description of the dataset; None where its metadata are not served."""
    folder = mounts(datasette).get("metadata")
    path = file_below(folder, _DESCRIPTION) if folder else None
    return _described(path, path.stat().st_mtime_ns, base, side()) if path else None


@lru_cache(maxsize=16)
def _described(path: Path, _changed: int, base: str, tongue: str) -> dict[str, Any]:
    words = json.loads(path.read_text(encoding="utf-8"))
    short = {key: value[:_MOST] if isinstance(value, list) else value for key, value in words.items()}
    told = {key: _plainly(value, f"{base}/metadata/", tongue) for key, value in short.items() if key not in _NOT_HERE}
    return {**told, "@context": CONTEXT, "@id": f"{base}/", "url": f"{base}/"}


def _plainly(value: Any, base: str, tongue: str) -> Any:
    """Return a value with one language of its texts, and with whole addresses."""
    if isinstance(value, list):
        texts = [item for item in value if isinstance(item, dict) and "@value" in item]
        if texts:
            mine = [item["@value"] for item in texts if item.get("@language") == tongue]
            return mine[0] if len(mine) == 1 else mine
        return [_plainly(item, base, tongue) for item in value]
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return urljoin(base, value["@id"])
        return {key: _plainly(item, base, tongue) for key, item in value.items()}
    return value


def table_words(datasette: Any, base: str, database: str, table: str) -> dict[str, Any] | None:
    """Return a table or view as a part of the dataset; None where nothing is known of it."""
    facts = (datasette.metadata("gongbao") or {}).get("dataset") or {}
    if not is_known(table) or not facts:
        return None
    address = f"{base}/{database}/{tilde_encode(table)}"
    version = facts["version"] if database == DATABASE else database.removeprefix(f"{DATABASE}-").replace("-", ".")
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": f"{plain(facts['title_en'], facts['title_zh'])} – {table_title(table)}",
        "description": f"{table_about(table)} {plain(facts['description_en'], facts['description_zh'])}",
        "version": version,
        "license": facts["licences"][0]["path"],
        "creator": [{"@type": "Organization", "name": person["title"]} for person in facts["contributors"]],
        "inLanguage": ["zh", "en"],
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Dataset", "@id": f"{base}/", "name": plain(facts["title_en"], facts["title_zh"])},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{address}.{ending}"}
            for ending, kind in _TABLE_FILES
        ],
    }


def report_words(base: str, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report, by its row, as a text that the dataset is based on."""
    words = {
        "@context": CONTEXT,
        "@type": "Report",
        "@id": f"{base}/reports/{report['report_id']}",
        "url": f"{base}/reports/{report['report_id']}",
        "name": plain(report["title_en"], report["title_zh"]),
        "author": {"@type": "GovernmentOrganization", "name": plain(report["issuer_en"], report["issuer_zh"])},
        "inLanguage": "zh",
        "temporalCoverage": str(report["year_covered"]),
        "datePublished": report["published_on"],
        "identifier": report["document_number"],
    }
    return {key: value for key, value in words.items() if value}


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return where a page stands: names and addresses from the home page on."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "inLanguage": language(),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }
