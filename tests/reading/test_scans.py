"""What is read off a pattern without running it, held against running it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.reading import folding, numerals, periods
from gongbao.reading.patterns import Demands, Scan, demands
from gongbao.seeds.lexicon import load_lexicon
from support.paths import SEEDS

REPORT = (SEEDS / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8")
PATTERNS = {
    "numerals": numerals._PATTERN,
    "times": periods._TIME,
    "unseen": folding._UNSEEN,
    "footnotes": folding._FOOTNOTE,
    **{damage.kind: damage.pattern for damage in load_lexicon().damages},
}
PIECES = st.sampled_from(
    [
        *"一二十百万亿〇零超过半首翻成至到年月底季分之％%./-~—– \n\u3000\u200b\u00a0[]①<>&|\t\\\\0179去今上前近这目",
        "2021",
        "百分之",
        "“十四五”时期",
        "&nbsp;",
        "<p>",
    ]
)


@pytest.mark.parametrize("name", PATTERNS)
@given(pieces=st.lists(PIECES, max_size=40))
@settings(max_examples=60)
def test_a_scan_finds_what_a_search_finds(name: str, pieces: list[str]) -> None:
    pattern, text = PATTERNS[name], "".join(pieces)
    found = [match.span() for match in Scan(pattern).finditer(text)]
    assert found == [match.span() for match in pattern.finditer(text)]
    first = pattern.search(text, 1)
    told = Scan(pattern).search(text, 1)
    assert (told and told.span()) == (first and first.span())


@pytest.mark.parametrize("name", PATTERNS)
def test_a_scan_of_the_report_finds_what_a_search_finds(name: str) -> None:
    pattern, spoiled = PATTERNS[name], f"{REPORT}12|34.5亿<br>&nbsp;[3]①\n第 3 页\n增\u00ad长"
    for start, end in ((0, len(spoiled)), (700, 2_000)):
        found = [match.span() for match in Scan(pattern).finditer(spoiled, start, end)]
        assert found == [match.span() for match in pattern.finditer(spoiled, start, end)]
    assert (
        name in ("private_use", "control", "radical", "cut_number", "pasted_table", "odd_space")
        or found
        or any(pattern.finditer(spoiled))
    )


def _demand(words: str, sees: int, numerals: str, beside: tuple[int, int], around: tuple[int, int]) -> Demands:
    """What is demanded; `beside` is how far from a word the numeral can be, `around` how far a match reaches."""
    arabic, other, (left, right), (before, behind) = "arabic" in numerals, "other" in numerals, beside, around
    return Demands(
        tuple(words.split()), sees, arabic=arabic, other=other, left=left, right=right, before=before, behind=behind
    )


@pytest.mark.parametrize(
    ("pattern", "known"),
    [
        ("[八九]五(?=规划|时期)", _demand("九五时期 九五规划 八五时期 八五规划", 4, "other", (1, 0), (2, 4))),
        (
            r"(?<![\d.])[1-3]{1,3}(?:年|个月)(?!级)",
            _demand("1个月 1年 2个月 2年 3个月 3年", 7, "arabic", (3, 0), (4, 6)),
        ),
        (r"占.{0,9}", _demand("占", 10, "arabic other", (0, 10), (10, 9))),
        (r"第(?P<n>\d{1,4})位", _demand("第", 6, "arabic", (0, 5), (5, 5))),
        (r"\d|[一二]", _demand("0 1 2 3 4 5 6 7 8 9 一 二", 1, "arabic other", (1, 1), (1, 1))),
        (r"PM2\.5", _demand("pm2.5", 5, "arabic", (0, 1), (5, 3))),
        (r"[^，]{2,4}", _demand("", 4, "arabic other", (4, 4), (4, 4))),
    ],
)
def test_what_a_pattern_demands(pattern: str, known: Demands) -> None:
    assert demands(pattern) == known


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        (r"(?<=\d)(?:年|月)?底", "年月底"),
        (r"[一-三]{0,2}(?:A|\d)", "一三2A"),
        (r"(?:x?)(?!b)", ""),
        (r"[^x]", ""),
        (r".a", ""),
    ],
)
def test_where_a_pattern_can_begin(pattern: str, heads: str) -> None:
    scan = Scan(re.compile(pattern))
    if not heads:
        assert scan.heads is None
        return
    assert scan.heads is not None
    assert all(scan.heads.fullmatch(character) for character in heads)
    assert not scan.heads.fullmatch("寅")
