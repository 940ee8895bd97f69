"""How a table opens: what it is counted by (few values, worth clicking), sorted by, and how many rows a page has.

`RANKED` are the numbers by which rows are looked for and ranked. The database has indexes for all of it.
"""

from __future__ import annotations

FACETS: dict[str, tuple[str, ...]] = {
    "indicators": ("theme_id",),
    "observations": ("measure", "status", "qualifier", "unit_id", "place_id"),
    "sections": ("part", "level"),
    "sentences": ("decision", "reason"),
    "numerals": ("role", "reason", "form"),
    "units": ("dimension",),
    "places": ("place_kind",),
    "codes": ("codelist",),
    "errata": ("erratum_kind", "confidence"),
    "doubts": ("table_name", "doubted_by", "doubt_kind"),
    "projects": ("project_type", "latest_project_status", "theme_id", "place_id"),
    "project_mentions": ("project_status", "timeframe"),
    "project_organizations": ("organization_role", "organization_id"),
    "policy_organizations": ("policy_role", "organization_id"),
    "external_facts": ("table_name", "fact_kind"),
    "same_as": ("table_name", "same_table_name"),
    "policies": ("policy_type", "policy_level", "latest_policy_status", "theme_id"),
    "policy_mentions": ("policy_status", "timeframe"),
    "commitments": ("checkability", "theme_id"),
    "organizations": ("organization_kind",),
    "organization_mentions": ("organization_id",),
    "place_mentions": ("place_id",),
    "term_mentions": ("term_id",),
    "candidates": ("candidate_kind", "covered_by", "reason"),
    "changes": ("version", "table_name", "change", "change_kind"),
    "tombstones": ("tombstone_event", "table_name"),
}
SORT = {
    "indicators": "theme_id",
    "reports": "year_covered",
    "releases": "position",
    "themes": "theme_id",
    "units": "dimension",
}
SIZE = {"codes": 200, "indicators": 100, "units": 100}
RANKED: dict[str, tuple[str, ...]] = {"observations": ("value", "change_percent")}
