"""What time and what part of the report a value is read in: headings, openings of paragraphs, addresses, targets."""

from __future__ import annotations

import pytest

from gongbao.reading.context import Subject
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.mapping import TextReading
from gongbao.reading.proposals import propose_promises
from gongbao.reading.reader import read_text
from gongbao.reading.values import settle

SUBJECT = Subject(2025, 2026, "here")
FIVE, LAST, NEXT = ("2021-01-01", "2025-12-31"), ("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31")


def read(lines: str, lexicon: Lexicon) -> TextReading:
    return read_text("\n".join(line.strip() for line in lines.strip().splitlines()) + "\n", SUBJECT, lexicon)


def periods(reading: TextReading) -> list[tuple[str, str]]:
    return [(str(p.period.start or ""), str(p.period.end)) for p in reading.proposals]


TWO_TIMES = """
一、“十四五”时期和2025年工作回顾
（一）交通建设成效明显。新建公路320公里。
（二）教育均衡发展。新建学校45所。
各位代表！刚刚过去的2025年，是收获的一年。新增就业6万人。
——民生持续改善。发放补贴3亿元。
"""


def test_a_heading_of_two_times_begins_with_the_first(lexicon: Lexicon) -> None:
    """Until a paragraph names the other; an address before it is no opening of its own."""
    assert periods(read(TWO_TIMES, lexicon)) == [FIVE, FIVE, LAST, LAST]


LOOKED_BACK = """
政府工作报告
一、2025年和“十四五”时期工作回顾
过去一年，新建公路32公里。
2025年目标的完成，标志着规划收官。回望过去五年，我们办成了许多大事。
（一）工业体系更加完备。培育企业1200家。
（二）2020年到2025年，服务业占比从41.2%提高到47.6%。新增饭店12家。
"""


def test_what_is_looked_back_on_holds_for_what_follows(lexicon: Lexicon) -> None:
    found = periods(read(LOOKED_BACK, lexicon))
    assert found[:2] == [LAST, FIVE]
    assert found[2] == ("2020-01-01", "2020-12-31")


UNHEADED = """
政府工作报告
一、2025年工作回顾
新建公路32公里。
今年经济社会发展的主要预期目标是：地区生产总值增长5%左右，城镇新增就业8万人。
（一）壮大实体经济。培育专精特新企业60家。
"""


def test_targets_without_a_heading_open_the_plan(lexicon: Lexicon) -> None:
    reading = read(UNHEADED, lexicon)
    assert periods(reading) == [LAST, NEXT, NEXT, NEXT]
    assert [p.status for p in reading.proposals] == ["actual", "target", "target", "target"]
    promised = [p.span.of(reading.text) for p in propose_promises(reading, lexicon, [])]
    assert any("培育专精特新企业60家" in words for words in promised)


@pytest.mark.parametrize(
    "heading",
    [
        "三、一鼓作气勇争先，全力推动“十五五”开好局、起好步",
        "2026年重点工作",
        "2026年工作安排建议",
        "2026年主要工作及措施",
        "二、2026年工作安排",
        "**二、2026年工作安排**",
        "## 二、2026年工作安排",
    ],
)
def test_a_heading_of_what_is_to_come_plans(heading: str, lexicon: Lexicon) -> None:
    reading = read(f"政府工作报告\n2025年工作回顾\n新建公路32公里。\n{heading}\n改造管网90公里。", lexicon)
    assert [p.status for p in reading.proposals] == ["actual", "target"]


def test_headings_of_like_length_make_no_wrapped_text(lexicon: Lexicon) -> None:
    """Eight headings of twenty-two characters are not the lines of a page that is so wide."""
    topics = "产业交通教育医疗生态文化乡村改革"
    lines = ["政府工作报告", "一、2025年工作回顾"]
    for number, place in enumerate(range(0, len(topics), 2)):
        mark = "一二三四五六七八"[number]
        lines += [f"（{mark}）着力推进{topics[place : place + 2]}事业向新向优发展，步伐加快", "工作有力有序。" * 20]
        lines += [f"完成项目{number + 3}个。"]
    reading = read("\n".join(lines), lexicon)
    chapters = [s for s in reading.sections if s.rank == 2]
    assert len(chapters) == 8
    assert not any("\n" in s.heading.of(reading.text) for s in chapters)


def test_a_plan_named_in_a_heading_is_the_time_of_its_chapters(lexicon: Lexicon) -> None:
    heading = "二、“十五五”的总体要求和目标任务"
    lines = f"政府工作报告\n{heading}\n（一）城乡融合。城镇化率达到70%以上。\n（二）招商引资。每年引进企业12家。"
    assert periods(read(lines, lexicon)) == [("2026-01-01", "2030-12-31")] * 2


def test_a_number_on_the_next_line_belongs_to_its_verb(lexicon: Lexicon) -> None:
    """Lines set to both edges are of uneven length in characters."""
    lines = "一、2025年工作回顾\n全年快递业务量19.46亿件，比上年增长\n18.2%。快递业务收入12亿元。"
    found = [settle(p) for p in read(lines, lexicon).proposals]
    assert [each.measure for each in found] == ["flow", "growth_rate", "flow"]
    assert found[1].basis == "yoy"


@pytest.mark.parametrize("words", ["湖区水质30年来首次达标，", "养老金连续10年提高，", "产量创20年新高，"])
def test_the_length_of_a_run_is_no_span_for_what_follows(words: str, lexicon: Lexicon) -> None:
    reading = read(f"政府工作报告\n一、2025年工作回顾\n{words}新建公路32公里。", lexicon)
    assert periods(reading)[-1] == LAST
    assert settle(reading.proposals[-1]).measure == "flow"
