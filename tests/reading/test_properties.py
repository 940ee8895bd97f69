"""What holds of any text: it is read, its spans are its quotes, in a time that grows as it does."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.reading.context import Subject
from gongbao.reading.folding import make_reading_text
from gongbao.reading.ledger import assign_roles
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.numerals import fold, lex
from gongbao.reading.patterns import demands
from gongbao.reading.proposals import propose_promises, propose_undertakings
from gongbao.reading.reader import read_text
from gongbao.reading.shapes import shapes_of
from gongbao.reading.text import Span
from gongbao.seeds.lexicon import load_lexicon
from support.paths import SEEDS
from support.quality import PATTERNS, TABLES
from support.scoring import read_cases

SUBJECT = Subject(2025, 2026, "bda")
WORDS = (
    *[
        "增长",
        "下降",
        "提高到",
        "从",
        "由",
        "到",
        "分别",
        "其中",
        "累计",
        "新增",
        "达到",
        "突破",
        "占",
        "比",
        "同比",
        "比上年末",
        "五年来",
        "2025年",
        "“十四五”时期",
        "去年底",
        "第",
        "居全国",
    ],
    *[
        "全市",
        "企业",
        "收入",
        "人",
        "家",
        "亿元",
        "%",
        "个百分点",
        "倍",
        "翻一番",
        "三成",
        "百分之五",
        "1",
        "12",
        "3.5",
        "1,234",
        "两",
        "十几",
        "1万3千",
        "超",
        "约",
        "以上",
        "左右",
    ],
    *["，", "、", "。", "；", "：", "（", "）", "“", "”", "[3]", "①", "&nbsp;", "-", "一、", "（一）", "—"],
    "\n",
    "\u200b",
)
any_text = st.text(st.characters(exclude_categories=()), max_size=200) | st.lists(
    st.sampled_from(WORDS), max_size=60
).map("".join)
PIECES = [
    *["1", "1,", "一", "1 ", "1.", "分别增长1%、", "从1提高到2，", "增长1%和", "《", "“", "1年", "2021年", "，", "\n"],
    *[
        "1\n",
        "[1]",
        "-1",
        "1:",
        "1/",
        "企业1家、",
        "其中1家，",
        "占1%的",
        "累计1个，",
        "1亿零",
        "壹",
        "a\n",
        "增\n长1%",
    ],
    *["比2020年1，", "（1", "第一", "1×10^", "\u200b1", "由1、2和"],
]


@cache
def vocabulary() -> Lexicon:
    return load_lexicon()


@given(any_text)
@settings(max_examples=250)
def test_any_text_is_read_and_spans_are_quotes(text: str) -> None:
    reading = read_text(text, SUBJECT, vocabulary())
    spans = [entry.numeral.span for entry in reading.entries]
    assert spans == sorted(spans)
    for span in (*spans, *(p.quantity.span for p in reading.proposals)):
        assert 0 <= span.start < span.end <= len(text)
    for proposal in reading.proposals:
        assert proposal.sentence.core.covers(Span(proposal.quantity.numeral.span.start, proposal.quantity.span.end))
    if reading.sentences:
        assert reading.sentences[0].span.start == 0
        assert reading.sentences[-1].span.end == len(text)
        pairs = zip(reading.sentences, reading.sentences[1:], strict=False)
        assert all(left.span.end == right.span.start for left, right in pairs)


@given(any_text)
@settings(max_examples=200)
def test_the_map_leads_every_character_back(text: str) -> None:
    made = make_reading_text(text, vocabulary())
    places = [made.frozen(place) for place in range(len(made.text))]
    gone = {place for span in made.removed for place in range(span.start, span.end)}
    assert places == [place for place in range(len(text)) if place not in gone]


LINES = st.lists(
    st.lists(
        st.sampled_from([word for word in WORDS if "\n" not in word and word != " "]), min_size=1, max_size=20
    ).map(lambda words: "".join(words) + "。"),
    min_size=2,
    max_size=8,
)


@given(LINES, st.data())
@settings(max_examples=150)
def test_numbers_are_the_same_in_every_chunking(lines: list[str], data: st.DataObject) -> None:
    """Numerals and their roles know no line but their own: a text may be cut between any two."""
    lexicon = vocabulary()
    cuts = sorted(data.draw(st.sets(st.integers(1, len(lines) - 1))))
    chunks = ["\n".join(lines[i:j]) for i, j in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    text = fold("\n".join(lines))
    whole = [(e.numeral, e.role, e.reason) for e in assign_roles(text, lex(text, lexicon.units), lexicon)]
    apart, start = [], 0
    for chunk in map(fold, chunks):
        for e in assign_roles(chunk, lex(chunk, lexicon.units), lexicon):
            span = Span(e.numeral.span.start + start, e.numeral.span.end + start)
            apart.append((e.numeral.at(span), e.role, e.reason))
        start += len(chunk) + 1
    assert apart == whole


PARTS = (
    "一、2025年工作回顾\n全年新增就业3万人，同比增长5%。\n“十四五”时期，新建学校120所。\n城镇化率达到65%。\n",
    "二、过去五年工作\n五年来，累计投入80亿元。\n绿地从3万亩增加到5万亩。\n单位能耗下降14%。\n",
    "三、2026年工作安排\n财政收入增长6%左右。\n新建公园6个。\n补助标准由200元提高到260元。\n",
)


@pytest.mark.parametrize("cuts", [(), (1,), (2,), (1, 2)])
def test_values_are_the_same_whether_the_parts_of_a_report_are_read_together_or_apart(cuts: tuple[int, ...]) -> None:
    """What a part says is carried over its lines, and no further."""
    title = "某市政府工作报告\n"

    def values(parts: tuple[str, ...]) -> list[tuple[object, ...]]:
        text = title + "".join(parts)
        found = read_text(text, SUBJECT, vocabulary()).proposals
        return [(p.quantity.span.of(text), p.concept, p.reading, p.period, p.status, p.unsure) for p in found]

    bounds = zip((0, *cuts), (*cuts, len(PARTS)), strict=True)
    assert [value for start, end in bounds for value in values(PARTS[start:end])] == values(PARTS)


def operations(text: str, lexicon: Lexicon) -> int:
    """How many calls, of Python and of C, it takes to read a text and what is undertaken in it."""
    count = 0

    def note(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        reading = read_text(text, SUBJECT, lexicon)
        propose_promises(reading, lexicon, propose_undertakings(reading, lexicon))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_takes_twice_the_work(piece: str, lexicon: Lexicon) -> None:
    """Every search that a call makes is bounded (below), so the calls are the work."""
    once, twice = (operations((piece * count)[:count], lexicon) for count in (700, 1400))
    assert twice <= 2.3 * once + 200


def test_every_trap_is_bounded(lexicon: Lexicon) -> None:
    """No repeat of the table is open, and what a pattern is said to demand of a text stands at every match."""
    texts = [case.text for table in TABLES for case in read_cases(PATTERNS / f"{table}.csv")]
    texts.append((SEEDS / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8"))
    for trap in lexicon.traps:
        assert not re.search(r"(?<!\\)[+*](?![^\[]*\])(?!\?)", re.sub(r"\\.", "", trap.pattern.pattern)), (
            trap.pattern.pattern
        )
        known = demands(trap.pattern.pattern)
        for text in map(fold, texts):
            for match in trap.pattern.finditer(text):
                assert match.end() - match.start() <= known.sees, (trap.pattern.pattern, match[0])
                window = text[max(0, match.end() - known.sees) : match.start() + known.sees].lower()
                assert not known.words or any(word in window for word in known.words), (trap.pattern.pattern, match[0])


def test_the_index_of_traps_finds_what_a_scan_finds(lexicon: Lexicon) -> None:
    """At every numeral the first trap of the table that covers it, as if each were searched over the whole line."""
    shapes = shapes_of(lexicon.traps)
    paths = [Path(SEEDS / "reports" / "bda-2021" / "text.txt")]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    texts += [case.text for table in TABLES for case in read_cases(PATTERNS / f"{table}.csv")]
    for line in (line for text in texts for line in fold(text).split("\n")):
        places = shapes.over(line)
        numerals = lex(line, lexicon.units)
        for numeral, found in zip(numerals, places.traps([each.span for each in numerals]), strict=True):
            scanned = next((trap for trap in lexicon.traps if covers(trap.pattern, line, numeral.span)), None)
            assert (found and found.role) == (scanned and scanned.role), (line, numeral.span.of(line))


def covers(pattern: re.Pattern[str], line: str, span: Span) -> bool:
    for match in pattern.finditer(line):
        names = [name for name in ("n", "m") if name in pattern.groupindex and match[name] is not None]
        if Span(*match.span(names[0] if names else 0)).covers(span):
            return True
    return False
