"""Kinds of misreading that readers of foreign texts met, in sentences of our own."""

from __future__ import annotations

import pytest

from gongbao.reading.context import Proposal, Subject
from gongbao.reading.lexicon import Lexicon
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
        ("要素交易额达20亿元。", ["要素交易额"]),
        ("经济发展再上台阶——财政收入50亿元。", ["财政收入"]),
        ("人均生产总值4万元，按年均汇率折算为6000美元。", ["人均生产总值", "人均生产总值"]),
        ("小麦播种面积300公顷，产量900吨。", ["小麦播种面积", "小麦产量"]),
        ("农业总产值20亿元，增加值10亿元。", ["农业总产值", "农业增加值"]),
        ("高速公路里程2079公里，总里程突破5000公里。", ["高速公路里程", "高速公路总里程"]),
        ("新增高新技术企业20家、总数达90家。", ["新增高新技术企业", "高新技术企业总数"]),
        ("30个市重点项目完成投资50亿元。", ["市重点项目", "市重点项目完成投资"]),
        ("90%以上的湿地和85%以上的物种得到保护。", ["湿地", "物种得到保护"]),
        ("在全国219家高新区综合评价中位列第8位。", ["在全国高新区综合评价", "高新区综合评价"]),
        ("改造20条“断头路、瓶颈路”。", ["改造“断头路、瓶颈路”"]),
        ("举办4届农博会、3届茶博会。", ["举办农博会", "茶博会"]),
        ("荣获全国文明城市、双拥模范城“四连冠”，粮食生产实现“八连增”。", ["双拥模范城", "粮食生产"]),
        ("企业连续9年位居全国出口第一。", ["企业", "全国出口"]),
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


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("处置“僵尸企业”8户，新引进5户世界500强企业。", ["entity", "entity"]),
        ("慰问5户困难家庭。", ["household"]),
        ("超六成规上企业上云，八成企业通气，近三成财力用于水利。", ["one", "one", "one"]),
    ],
)
def test_a_unit_is_of_what_it_counts(sentence: str, units: list[str], lexicon: Lexicon) -> None:
    assert [value.quantity.unit_id for value in values(REVIEW + sentence, lexicon)] == units


@pytest.mark.parametrize(
    "sentence",
    [
        "召开2023数博会、2022文博会。",
        "对30户以下的村庄整村搬迁。",
        "成果初成，六成员加入。",
    ],
)
def test_a_title_and_a_condition_are_no_values(sentence: str, lexicon: Lexicon) -> None:
    assert values(REVIEW + sentence, lexicon) == []


def test_what_stands_before_all_is_the_basis_of_all(lexicon: Lexicon) -> None:
    first, second, bare = values(f"{REVIEW}与上年相比，甲占比提高0.3个百分点，乙产值下降2%。丙产值下降3%。", lexicon)
    assert (first.reading.basis, second.reading.basis, bare.reading.basis) == ("yoy", "yoy", "unstated")


def test_a_list_goes_on_falling(lexicon: Lexicon) -> None:
    found = values(f"{REVIEW}压减生铁产能10万吨、粗钢产能20万吨。", lexicon)
    assert [value.reading.direction for value in found] == ["decrease", "decrease"]


def test_what_may_be_reached_is_estimated(lexicon: Lexicon) -> None:
    (value,) = values(f"{REVIEW}全年产值有望突破500亿元。", lexicon)
    assert (value.status, value.concept.phrase) == ("estimated", "产值")
