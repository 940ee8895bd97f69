"""The pages of the site that are looked at as a whole: every kind of page, of the current data and of a release."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

PAGES = (
    "/",
    "/reports",
    "/reports/bda-2021",
    "/search",
    "/search?words=芯片",
    "/search?words=50亿元",
    "/charts",
    "/downloads",
    "/about",
    "/about/guide",
    "/about/method",
    "/about/quality",
    "/about/changelog",
    "/gongbao",
    "/gongbao/observations",
    "/gongbao/observations?measure=level&_facet=status&_sort_desc=value",
    "/gongbao/observations_flat",
    "/gongbao/projects",
    "/gongbao/commitments",
    "/gongbao/sentences?_search=专利",
    "/gongbao/codes",
    "/gongbao/changes",
    "/gongbao/project_pipeline",
    "/gongbao/observations/bda-2021-o347",
    "/gongbao/projects?_size=1",
    "/gongbao/sentences/bda-2021-s310",
    "/gongbao/indicators/covid-19-vaccine-doses-supplied",
    "/gongbao/about_an_organization",
    "/gongbao/about_an_organization?organization=jd",
    "/gongbao/growth_rates",
    "/gongbao?sql=select+*+from+units",
    "/gongbao-2-0-0",
    "/gongbao-1-0-0/observations",
    "/gongbao-1-0-0/observations/bda-2021-o347",
)
LONG = ("/about/dictionary",)  # a quarter of a minute for axe-core alone: bench/accessibility.py looks at them
FAULTY = (
    "/nothing-here",
    "/reports/nowhere-1999",
    "/gongbao/nothing",
    "/gongbao/observations/bda-2021-o1",
    "/gongbao/observations?_sort=nope",
    "/gongbao?sql=selec",
    "/search?word=芯片",
)
LANGUAGES, WIDTHS = ("en", "zh"), (1280, 390)


def looks(paths: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return each page with a language and a width, in turn; bench/accessibility.py looks at all four of each."""
    turns = cycle([("en", 1280), ("zh", 390), ("en", 390), ("zh", 1280)])
    return [(path, *turn) for path, turn in zip(paths, turns, strict=False)]
