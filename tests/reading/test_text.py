"""Spans, sentences and anchors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.errors import AnchorError
from gongbao.reading.text import Span, resolve, show, split_clauses, split_sentences
from support.paths import CORPUS, SEEDS

REPORT = (SEEDS / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8")


def assert_tiles(text: str) -> None:
    sentences = split_sentences(text)
    if sentences:
        assert "".join(s.span.of(text) for s in sentences) == text
    else:
        assert not text.strip()
    for sentence in sentences:
        core = sentence.core.of(text)
        assert core == core.strip()
        assert core
        assert sentence.span.covers(sentence.core)


@given(st.text(alphabet="甲乙。！？!?”’）\n \u3000,；a1", max_size=60))
def test_sentences_tile_any_text(text: str) -> None:
    assert_tiles(text)


def test_sentences_tile_the_report() -> None:
    assert_tiles(REPORT)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample corpus is not on this machine")
def test_sentences_tile_the_corpus() -> None:
    for path in sorted(CORPUS.glob("*.txt")):
        assert_tiles(path.read_text(encoding="utf-8"))


@given(st.text(alphabet="甲1,，。;；:", max_size=30))
def test_clauses_lie_inside_in_order(text: str) -> None:
    position = 0
    for clause in split_clauses(text, Span(0, len(text))):
        assert clause.start >= position
        assert clause.end > clause.start
        position = clause.end


def test_resolve_finds_the_one_place() -> None:
    span = resolve(REPORT, "20%", prefix="工业总产值同比增长")
    assert span.of(REPORT) == "20%"


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("20%", "stands 2 times"),
        ("二十亿剂", "stands nowhere"),
        ("", "the quote is empty"),
    ],
)
def test_resolve_refuses(quote: str, message: str) -> None:
    with pytest.raises(AnchorError, match=message):
        resolve(REPORT, quote)


def test_show_marks_the_place_on_one_line() -> None:
    shown = show(REPORT, Span(346, 351))
    assert "^超17亿剂^" in shown
    assert "\n" not in shown
