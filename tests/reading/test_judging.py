"""How rules and evidence decide together: segments of a sentence, traits that weigh, names kept, dropped and added."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.reading.judging import Judge
from gongbao.reading.lexicon import Evidence, Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.proposals import named_by_rule, propose_promises, propose_undertakings, weighed_clauses
from gongbao.reading.segments import Segment, segments_of
from gongbao.reading.text import Span
from gongbao.reading.tokens import tokens_in
from gongbao.reading.vocabulary import vocabulary_of
from support.paths import SEEDS, TESTS
from support.reference import KINDS, case_reading

MARKED = TESTS / "reference" / "marked"
SENTENCE = "深入实施质量强市行动，推行“一业一证”、“首席质量官”制度，江北大桥建成通车"


def reread(sentence: str, lexicon: Lexicon, part: str = "review") -> TextReading:
    return case_reading(sentence, part, lexicon)


def weighing(lexicon: Lexicon, **weights: Evidence) -> Lexicon:
    nothing: Evidence = {"all": -1}
    return replace(lexicon, evidence={kind: weights.get(kind, nothing) for kind in KINDS})


def said(reading: TextReading, lexicon: Lexicon, kind: str) -> list[str]:
    return [u.span.of(reading.text) for u in propose_undertakings(reading, lexicon) if u.kind == kind]


def cut(core: Span, text: str, lexicon: Lexicon) -> list[Segment]:
    words = vocabulary_of(lexicon)
    return list(segments_of(core, tokens_in(text, words).of(core), text, words))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"实施推进建成《》“”（）()，、。：,—和与及的了等一二3至年月[]^",
                "行动",
                "机场",
                "加快建设",
                "2025年底前",
                "年内",
                "累计",
                "“十四五”",
                "平安中国",
                "——",
                "1.",
                "3,000",
                "以及",
                "\n",
                "全年",
            ]
        ),
        max_size=40,
    ).map("".join),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_tokens_of_a_stretch_are_those_of_its_words_alone(lexicon: Lexicon, text: str, one: int, other: int) -> None:
    words, span = vocabulary_of(lexicon), Span(min(one, other), max(one, other))
    expected = [(m.lastgroup, m[0], m.span()) for m in words.tokens.finditer(text, *span)]
    assert [(t.kind, t.said, t.span) for t in tokens_in(text, words).of(span)] == expected


def test_hardly_any_stretch_of_the_report_is_read_twice(lexicon: Lexicon) -> None:
    words = vocabulary_of(lexicon)
    text = (SEEDS / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8")
    whole = {(m.lastgroup, m[0], m.span()) for m in words.tokens.finditer(text)}
    found = {(t.kind, t.said, t.span) for t in tokens_in(text, words).found}
    assert len(whole ^ found) < 0.01 * len(whole)


def test_segments_have_the_verb_that_governs_them(lexicon: Lexicon) -> None:
    reading = reread(SENTENCE, lexicon)
    sentence = next(s for s in reading.sentences if "质量强市" in s.core.of(reading.text))
    found = cut(sentence.core, reading.text, lexicon)
    told = [(s.span.of(reading.text), s.lead.of(reading.text), s.left, s.right, s.item) for s in found]
    assert told[:3] == [
        ("质量强市行动", "深入实施", "^", "，", 0),
        ("“一业一证”", "推行", "，", "、", 0),
        ("“首席质量官”制度", "推行", "、", "，", 1),
    ]
    assert found[3].span.of(reading.text) == "江北大桥"
    assert found[3].behind.of(reading.text) == "建成通车"


def test_segments_stand_apart_and_in_order(lexicon: Lexicon) -> None:
    reading = reread(SENTENCE, lexicon)
    for sentence in reading.sentences:
        spans = [s.span for s in cut(sentence.core, reading.text, lexicon)]
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(sentence.core.covers(span) for span in spans)


def test_evidence_drops_what_a_rule_names(lexicon: Lexicon) -> None:
    reading = reread("深入实施质量强市行动", lexicon)
    assert any(ruled.proposed for ruled in named_by_rule(reading, lexicon))
    assert said(reading, weighing(lexicon), "policy") == []
    assert said(reading, weighing(lexicon, policy={"all": -1, "noun:行动": 2}), "policy") == ["质量强市行动"]


def test_evidence_adds_what_no_rule_names(lexicon: Lexicon) -> None:
    reading = reread("全面推行一事联办", lexicon)
    assert not any(ruled.proposed for ruled in named_by_rule(reading, lexicon))
    (added,) = [
        u for u in propose_undertakings(reading, weighing(lexicon, policy={"lead:推行": 1})) if u.kind == "policy"
    ]
    assert (added.span.of(reading.text), added.status, added.type) == ("一事联办", "implementing", "measure")
    assert added.status_span.of(reading.text) == "推行"


def test_a_name_ends_with_its_noun(lexicon: Lexicon) -> None:
    only = weighing(lexicon, policy={"inside:改革": 1})
    assert said(reread("数据要素市场化配置改革持续向纵深拓展", lexicon), only, "policy") == ["数据要素市场化配置改革"]


def test_a_trait_counts_once(lexicon: Lexicon) -> None:
    twice = reread("推行快办快办", lexicon)
    assert said(twice, weighing(lexicon, policy={"all": -15, "holds:快办": 10}), "policy") == []
    assert said(twice, weighing(lexicon, policy={"all": -15, "holds:快办": 16}), "policy") == ["快办快办"]


def test_traits_tell_where_a_segment_stands(lexicon: Lexicon) -> None:
    seen = set()
    for part in ("review", "plan"):
        reading = reread(SENTENCE, lexicon, part)
        judge = Judge(reading, lexicon)
        for ruled in named_by_rule(reading, lexicon):
            seen |= {trait for _, _, told in judge.segments(ruled) for trait in told.names()}
    assert {"stands:review", "stands:plan", "lead:深入实施", "noun:行动", "rules:policy", "quoted", "ends:大桥"} <= seen


def test_evidence_decides_on_promises(lexicon: Lexicon) -> None:
    reading = reread("守牢耕地保护红线，让生活更美好", lexicon, "plan")
    ruled = {clause.of(reading.text): promise is not None for clause, promise, _ in weighed_clauses(reading, lexicon)}
    assert ruled["守牢耕地保护红线"]
    assert not ruled["让生活更美好"]
    other = weighing(lexicon, promise={"begins:让": 1})
    (promise,) = propose_promises(reading, other, [])
    assert promise.span.of(reading.text) == "让生活更美好"
    assert promise.verb.of(reading.text) + promise.object.of(reading.text) == "让生活更美好"


def test_a_name_does_not_run_over_a_comma_or_into_a_name_of_the_rules(lexicon: Lexicon) -> None:
    every = weighing(lexicon, policy={"all": 1}, project={"all": 1})
    for kind in ("project", "policy"):
        assert not [name for name in said(reread("供水主管网建设，完善治理机制", lexicon), every, kind) if "，" in name]
    names = said(reread("推进肉牛、深入实施净土保卫战行动", lexicon), every, "policy")
    assert len([name for name in names if "净土保卫战行动" in name]) == 1


def test_of_names_that_overlap_the_longest_stays(lexicon: Lexicon) -> None:
    every = weighing(lexicon, policy={"all": -1, "noun:机制": 2, "noun:体系": 2, "quoted": 2})
    assert said(reread("健全“四个一”推进机制", lexicon), every, "policy") == ["“四个一”推进机制"]
    assert said(reread("完善生态规划体系和实施机制", lexicon), every, "policy") == ["生态规划体系和实施机制"]


def test_a_promise_of_two_characters_has_no_object_and_is_none(lexicon: Lexicon) -> None:
    every = weighing(lexicon, promise={"all": 1})
    reading = reread("加快发展，机制，学校，连通，扩大内需", lexicon, "plan")
    promises = propose_promises(reading, every, [])
    assert [p.span.of(reading.text) for p in promises if len(p.span.of(reading.text)) == 2] == []
    assert all(p.object.of(reading.text) and p.verb.of(reading.text) for p in promises)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="实施推进建成通车“”《》、，。；和等的一二3、行动计划改革大桥（）江北年", max_size=60))
def test_any_sentence_is_judged(lexicon: Lexicon, sentence: str) -> None:
    every = weighing(lexicon, **{kind: {"all": 1} for kind in KINDS})
    for part, judged in (("review", lexicon), ("plan", lexicon), ("review", every), ("plan", every)):
        reading = reread(sentence or "。", lexicon, part)
        found = propose_undertakings(reading, judged)
        for kind in ("project", "policy"):
            spans = [item.span for item in found if item.kind == kind]
            assert all(one.end <= other.start for one, other in pairwise(spans))
        for item in found:
            assert 0 <= item.span.start < item.span.end <= len(reading.text)
            assert any(s.core.covers(item.status_span) and s.core.covers(item.span) for s in reading.sentences)
            assert item.status_span.of(reading.text)
        for promise in propose_promises(reading, judged, found):
            assert promise.span.covers(promise.verb)
            assert promise.verb.of(reading.text)
            assert promise.object.of(reading.text)


@pytest.mark.parametrize("path", sorted(MARKED.glob("*-*.csv")), ids=lambda path: path.stem)
def test_marks_are_whole(path) -> None:  # type: ignore[no-untyped-def]
    listed = {row["text"]: row for row in csv.DictReader((MARKED / "index.csv").open(encoding="utf-8"))}
    cut = [row for row in csv.DictReader((MARKED / "lines.csv").open(encoding="utf-8")) if row["text"] == path.stem]
    length = sum(int(row["characters"]) for row in cut) + max(int(row["line"]) for row in cut)
    marks = list(csv.DictReader(path.open(encoding="utf-8")))
    assert listed[path.stem]["source"].startswith("github.com/")
    assert {mark["kind"] for mark in marks} <= set(KINDS)
    for mark in marks:
        start, end, quote = int(mark["start"]), int(mark["end"]), mark["quote"]
        assert 0 <= start < end <= length
        assert len(quote) == end - start or (quote.endswith("…") and len(quote) < end - start)
