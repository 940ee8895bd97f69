"""llms.txt: what is here and how it is asked, in plain text, from the data served (llmstxt.org)."""

from __future__ import annotations

from typing import Any

from gongbao.seeds.dataset import Dataset
from gongbao.site.files.folders import root_of
from gongbao.site.files.published import LATEST, Published, newest_of, offers_of, releases
from gongbao.site.pages.documents import there
from gongbao.site.pages.facts import Facts, facts_of
from gongbao.site.tables.parameters import example_of
from gongbao.site.wording.bilingual_metadata import query_about, query_title
from gongbao.site.wording.labels import is_known, table_about, table_title
from gongbao.site.wording.languages import plain, t
from gongbao.site.wording.names import DATABASE


def _say(message: Any) -> str:
    return str(message.unescape())


def _head(message: Any) -> str:
    return f"## {_say(message)}"


async def guide(datasette: Any, base: str) -> str:
    """Return the guide in the language at hand; addresses begin with `base`."""
    dataset = Dataset.model_validate(datasette.metadata("gongbao")["dataset"])
    facts, newest = await facts_of(datasette), newest_of(await releases(datasette))
    described = datasette.metadata("databases")[DATABASE]
    parts = [
        [f"# {plain(dataset.title_en, dataset.title_zh)}", ""],
        [f"> {plain(dataset.description_en, dataset.description_zh).strip()}", ""],
        _facts(dataset, newest),
        _asking(base),
        _reports(base, facts),
        _tables(base, described["tables"], facts),
        _queries(base, described.get("queries", {})),
        _files(datasette, base, dataset, newest),
        _documents(datasette, base),
    ]
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _facts(dataset: Dataset, newest: Published | None) -> list[str]:
    lines = [
        _say(t("Every row drawn from a report bears the quote and its place: text[char_start:char_end] == quote.")),
        _say(
            t("Rows with review = auto, or of a report with review = auto, were read by machine and by nobody since.")
        ),
        _say(t("Columns in _zh are Chinese, those in _en English; codes are explained in the table codes.")),
        _say(t("Licence")) + f": {dataset.licences[0].name} ({dataset.licences[0].path})",
    ]
    if newest:
        lines.append(
            _say(t("The newest release is {version} of {day}.", version=newest.version, day=newest.row["released_on"]))
        )
    return [*(f"- {line}" for line in lines), ""]


def _asking(base: str) -> list[str]:
    ways = [
        (f"{base}/search.json?words=", t("search all tables, Chinese or English words, numbers in any writing")),
        (f"{base}/{DATABASE}.json?_shape=array&sql=", t("ask in SQL (SQLite, read only)")),
        (
            f"{base}/{DATABASE}/<table>.json?_shape=array",
            t("a table; filters as <column>__<operator>=, search as _search=, columns as _col="),
        ),
        (f"{base}/{DATABASE}/<table>.csv?_stream=1", t("the same as CSV")),
        (f"{base}/{DATABASE}/<table>/<id>.json", t("one row")),
        (f"{base}/-/cite?table=<table>&row=<id>", t("how to cite it")),
    ]
    return [_head(t("How to ask")), "", *(f"- `{address}`: {_say(about)}" for address, about in ways), ""]


def _reports(base: str, facts: Facts) -> list[str]:
    lines = []
    for report in facts.reports:
        title, report_id = plain(report["title_en"], report["title_zh"]), report["report_id"]
        reader = t("read by machine") if report["review"] == "auto" else t("checked by curators")
        lines.append(f"- [{title}]({base}/reports/{report_id}): `{report_id}`, {_say(reader)}")
    if facts.totals["reports"] > len(facts.reports):
        lines.append("- [" + _say(t("All reports")) + f"]({base}/reports): {facts.totals['reports']}")
    return [_head(t("The reports")), "", *lines, ""]


def _tables(base: str, tables: dict[str, Any], facts: Facts) -> list[str]:
    lines = [
        f"- [{name}]({base}/{DATABASE}/{name}): {table_title(name)} – {table_about(name)}"
        + (f" ({facts.rows[name]:,})" if name in facts.rows else "")
        for name in tables
        if is_known(name)
    ]
    return [_head(t("Tables")), "", *lines, ""]


def _queries(base: str, queries: dict[str, Any]) -> list[str]:
    lines = [
        f"- [{query_title(query, name)}]({base}/{DATABASE}/{name}.json{example_of(query.get('parameters', []))}): "
        f"{query_about(query)}"
        for name, query in queries.items()
    ]
    return [_head(t("Questions, answered")), "", *lines, ""] if lines else []


def _files(datasette: Any, base: str, dataset: Dataset, newest: Published | None) -> list[str]:
    lines = ["- [" + _say(t("Downloads")) + f"]({base}/downloads)", f"- [{DATABASE}.db]({base}/{DATABASE}.db)"]
    if root_of(datasette):
        lines.append(f"- [datapackage.json]({base}/datapackage.json)")
    for offer in offers_of(dataset, newest) if newest else []:
        path = offer.files[0].path if len(offer.files) == 1 else offer.kind.files
        lines.append(f"- {offer.kind.format}: `{base}{LATEST}/{path}` – {offer.what}")
    return [_head(t("Files")), "", *lines, ""]


def _documents(datasette: Any, base: str) -> list[str]:
    lines = [f"- [{each.title}]({base}/about/{each.slug}): {each.about}" for each in there(datasette)]
    return [_head(t("About the data")), "", *lines, ""]
