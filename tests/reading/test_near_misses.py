"""What looks like a rule's case and is none: numbers beside titles, spending beside funds, a report's second review."""

from __future__ import annotations

import time

import pytest

from gongbao.reading.context import Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.reader import read_text
from gongbao.reading.values import settle

HEADINGS = "政府工作报告\n一、2025年工作回顾\n"


def read(words: str, lexicon: Lexicon) -> TextReading:
    return read_text(f"{HEADINGS}{words}\n", Subject(2025, 2026, "here"), lexicon)


@pytest.mark.parametrize(
    ("sentence", "quote", "unit", "measure"),
    [
        ("组织2080名选手参加马拉松，场面热烈。", "2080名", "person", "flow"),
        ("引导2050家企业参加博览会，成果丰硕。", "2050家", "entity", "flow"),
        ("服务两位数学老师。", "两位", "person", "flow"),
        ("活动全网浏览量达120亿，反响热烈。", "120亿", "count", "level"),
        ("追回3亿元医保基金。", "3亿元", "yuan", "flow"),
        ("投资10亿元设立产业基金。", "10亿元", "yuan", "flow"),
        ("设立100亿元产业基金。", "100亿元", "yuan", "level"),
        ("贷款余额达1.28万亿，居全省首位。", "1.28万亿", "yuan", "level"),
        ("招募万人计划专家12人。", "12人", "person", "flow"),
        ("全社会研发经费投入增速年均超20%。", "20%", "percent", "growth_rate"),
    ],
)
def test_a_value_keeps_its_unit_and_measure(
    sentence: str, quote: str, unit: str, measure: str, lexicon: Lexicon
) -> None:
    reading = read(sentence, lexicon)
    found = [settle(p) for p in reading.proposals if quote in p.quantity.span.of(reading.text)]
    assert [(each.unit_id, each.measure) for each in found] == [(unit, measure)]


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("新建中小学48所，评定48所A级幼儿园。", ["48所", "48所"]),
        ("中电科48所8英寸碳化硅外延设备下线，兵器208所项目落地。", []),
        ("开展100天攻坚行动。", []),
        ("疏通河道100天，清运垃圾3吨。", ["100天", "3吨"]),
        ("最低收购价每斤提高八角。", ["八角"]),
        ("八角湾海岸带焕然一新。", []),
        ("实施百万人才工程，引进人才百万人。", ["百万人"]),
    ],
)
def test_a_number_in_a_name_is_told_from_a_value(sentence: str, quotes: list[str], lexicon: Lexicon) -> None:
    reading = read(sentence, lexicon)
    assert [p.quantity.span.of(reading.text) for p in reading.proposals] == quotes


def test_what_a_review_strove_for_and_did_is_done(lexicon: Lexicon) -> None:
    """争取 governs the verb behind it, not the funds."""
    reading = read("争取完成固定资产投资500亿元。", lexicon)
    assert [p.status for p in reading.proposals] == ["target"]
    reading = read("争取上级资金50亿元。", lexicon)
    assert [p.status for p in reading.proposals] == ["actual"]


def test_a_heading_that_reviews_ends_what_a_sentence_planned(lexicon: Lexicon) -> None:
    text = (
        "政府工作报告\n一、2025年工作回顾\n建成学校3所。\n今年发展的主要预期目标是：建设公园2个。\n"
        "二、“十四五”时期工作回顾\n新建学校4所。\n三、法治建设情况\n化解纠纷5件。\n"
    )
    reading = read_text(text, Subject(2025, 2026, "here"), lexicon)
    assert [p.status for p in reading.proposals] == ["actual", "target", "actual", "actual"]


def test_more_subjects_than_letters_are_no_subjects(lexicon: Lexicon) -> None:
    """A value is told of its many subjects by a letter each in its id."""
    many = "、".join(f"甲{chr(0x5B50 + number)}厂{number + 1}家" for number in range(30))
    assert read(f"{many}，均居全国第一。", lexicon).proposals


@pytest.mark.parametrize("word", ["双双", "均", "一举首次", "首次", "拟"])
def test_words_before_a_value_cost_in_proportion(word: str, lexicon: Lexicon) -> None:
    """What stands further off than a subject ever does is not searched."""

    def seconds(size: int) -> float:
        begun = time.perf_counter()
        read((word * size)[:size] + "5家。", lexicon)
        return time.perf_counter() - begun

    seconds(500)
    assert seconds(8000) < 24 * max(seconds(1000), 0.01)


def test_a_rank_takes_no_name_from_its_run(lexicon: Lexicon) -> None:
    reading = read("全社会研发经费投入增长20%，连续三年居全国第一。", lexicon)
    assert {p.concept.phrase.removesuffix("增速") for p in reading.proposals} == {"全社会研发经费投入"}
