"""Where a row stands in its report: the sentence with the quote marked, its translation, the sentences around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gongbao.site.addresses import row_url
from gongbao.site.schema import schema_of
from gongbao.site.wording import labels

Row = Mapping[str, Any]
_NEAR = """
select * from (
  select sentence_id, text_zh, char_start, -1 as side from sentences
  where report_id = :report and char_start < :start order by char_start desc limit 1)
union all select * from (
  select sentence_id, text_zh, char_start, 1 from sentences
  where report_id = :report and char_start > :start order by char_start limit 1)
"""


class Neighbour(NamedTuple):
    """A sentence before or after: its text and its address."""

    text: str
    url: str


class Context(NamedTuple):
    """A sentence in three pieces, the quote in the middle; its translation, its address, what stands around it."""

    before: str
    quote: str
    after: str
    english: str
    url: str
    previous: Neighbour | None
    following: Neighbour | None


async def context_of(datasette: Any, database: str, table: str, row: Row) -> Context | None:
    """Return the sentence of a row in its surroundings; None where a row stands in no sentence.

    The sentence of a release is the one the release holds.
    """
    held = datasette.get_database(database)
    sentence_id = row.get("sentence_id")
    if not sentence_id or not (await schema_of(held)).has("sentences"):
        return None
    found = (await held.execute("select * from sentences where sentence_id = ?", [sentence_id])).first()
    if found is None:
        return None
    sentence = dict(found)
    near = await held.execute(_NEAR, {"report": sentence["report_id"], "start": sentence["char_start"]})
    sides = {
        line["side"]: Neighbour(line["text_zh"], row_url(datasette, database, "sentences", line["sentence_id"]))
        for line in near.rows
    }
    quote = None if table == "sentences" else row.get("quote")
    return Context(
        *divide(sentence, row.get("char_start"), quote),
        english=sentence.get("text_en") or "",
        url=row_url(datasette, database, "sentences", sentence_id),
        previous=sides.get(-1),
        following=sides.get(1),
    )


MENTIONS = {
    "projects": "project_mentions",
    "policies": "policy_mentions",
    "organizations": "organization_mentions",
    "places": "place_mentions",
    "terms": "term_mentions",
}
"""Tables whose rows stand in reports by their mentions."""


async def mention_of(datasette: Any, database: str, table: str, row: Row) -> tuple[str, Row] | None:
    """Return the mention of a project, policy, organization, place or term that is shown with it.

    Of what has a status it is the last one in the report the status is from, else the first; None where there is none.
    """
    mentions, held = MENTIONS.get(table, ""), datasette.get_database(database)
    if not (await schema_of(held)).has(mentions):
        return None
    key = labels.MODELS[table].primary_key[0]
    sql = f"select * from {mentions} where {key} = ? order by report_id <> ?, char_start desc limit 1"
    if table not in ("projects", "policies"):
        sql = f"select * from {mentions} where {key} = ? order by report_id <> ?, char_start limit 1"
    found = (await held.execute(sql, [row[key], row.get("latest_report_id")])).first()
    return (mentions, dict(found)) if found else None


def divide(sentence: Row, start: Any, quote: Any) -> tuple[str, str, str]:
    """Return what stands before a quote in its sentence, the quote, and what stands behind it.

    Without a quote, or where it does not lie in the sentence, all of it stands before.
    """
    text = str(sentence["text_zh"])
    at = int(start) - int(sentence["char_start"]) if quote and start is not None else -1
    if at < 0 or not text.startswith(str(quote), at):
        return text, "", ""
    return text[:at], str(quote), text[at + len(str(quote)) :]
