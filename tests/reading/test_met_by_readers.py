"""Kinds of misreading that readers of foreign texts met, in sentences of our own."""

from __future__ import annotations

import pytest

from gongbao.reading.lexicon import Lexicon
from gongbao.reading.observations import Proposal, Subject
from gongbao.reading.reader import read_text

REVIEW = "一、2024年工作回顾\n"
SUBJECT = Subject(2024, 2025, "here")


def values(text: str, lexicon: Lexicon) -> list[Proposal]:
    return read_text(text, SUBJECT, lexicon).proposals


@pytest.mark.parametrize(
    ("sentence", "concepts"),
    [
        ("第一、二、三产业增加值分别为8亿元、20亿元、30亿元。", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("轻、重工业增加值分别增长4%、5%。", ["轻工业增加值", "重工业增加值"]),
        ("银行机构年末存、贷款余额达152亿元、121亿元。", ["银行机构年末存款余额", "银行机构年末贷款余额"]),
        ("近海养殖面积3万亩，近视率下降2个百分点。", ["近海养殖面积", "近视率"]),
        ("超市达30家，近零碳园区增至5个。", ["超市", "近零碳园区"]),
        ("近500家企业复工。", ["企业复工"]),
        ("重点事项完成率达97.7%。", ["重点事项完成率"]),
        ("“四上”企业达300家。", ["“四上”企业"]),
        ("年收入超50万元的经济强村5个。", ["年收入超50万元的经济强村"]),
    ],
)
def test_a_concept_is_whole(sentence: str, concepts: list[str], lexicon: Lexicon) -> None:
    assert [value.concept.phrase for value in values(REVIEW + sentence, lexicon)] == concepts


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("制造业项目超10亿元30个、超百亿元4个。", ["30个", "4个"]),
        ("营业收入XX亿元，投资*亿元，财政收入亿元，利润3亿元。", ["3亿元"]),
        ("按照政办发〔2019〕98号要求，整改问题12个。", ["12个"]),
        ("投资超10亿元，新开工30个。", ["超10亿元", "30个"]),
    ],
)
def test_what_is_no_value_is_none(sentence: str, quotes: list[str], lexicon: Lexicon) -> None:
    text = REVIEW + sentence
    assert [value.quantity.span.of(text) for value in values(text, lexicon)] == quotes


@pytest.mark.parametrize(
    ("sentence", "directions"),
    [
        ("甲业、乙业、丙业营业额分别增长-4.8%、6.8%、6.1%。", ["decrease", "increase", "increase"]),
        ("价格各季涨幅0.2%、0.4%、-0.2%、0.9%。", ["increase", "increase", "decrease", "increase"]),
        ("收入、支出分别下降3%、2%。", ["decrease", "decrease"]),
    ],
)
def test_each_value_of_a_row_has_its_own_sign(sentence: str, directions: list[str], lexicon: Lexicon) -> None:
    assert [value.reading.direction for value in values(REVIEW + sentence, lexicon)] == directions


def test_about_is_no_part_of_a_word(lexicon: Lexicon) -> None:
    found = values(REVIEW + "签约落户总部项目10个，违约金总额3亿元，约占全省总量的1/4。", lexicon)
    assert [value.quantity.qualifier for value in found] == ["exact", "exact", "approximately"]


@pytest.mark.parametrize("verb", ["新(改)建", "新（扩）建", "改（扩）建", "新改扩建"])
def test_what_is_built_anew_is_a_flow(verb: str, lexicon: Lexicon) -> None:
    (value,) = values(f"{REVIEW}{verb}公厕7座。", lexicon)
    assert value.reading.measure == "flow"


PLANS = (
    REVIEW + "全年增长8%。\n二、2025年工作安排\n加快蓄能电站项目前期，新建公路20公里。",
    "2025年工作安排\n新建公路20公里。",
    "二○二五年重点工作\n新建公路20公里。",
    "某县政府工作报告（摘要）---二〇二五年工作安排\n新建公路20公里。",
    "今年经济社会发展主要预期目标是：建成公路20公里左右。",
)


@pytest.mark.parametrize("text", PLANS)
def test_a_plan_is_a_plan_wherever_it_begins(text: str, lexicon: Lexicon) -> None:
    value = values(text, lexicon)[-1]
    assert (value.period.end.year, value.status) == (2025, "target")


@pytest.mark.parametrize(
    "title", ["2024年工作总结和2025年工作安排", "某县2025年政府工作报告", "2024年重点工作完成情况"]
)
def test_a_title_of_both_parts_is_no_plan(title: str, lexicon: Lexicon) -> None:
    (value,) = values(f"{title}\n新建公路20公里。", lexicon)
    assert value.status == "actual"
