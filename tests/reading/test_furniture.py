"""What stands around a report on its page takes no part in it."""

from __future__ import annotations

import pytest

from gongbao.reading.context import Subject
from gongbao.reading.furniture import find_furniture
from gongbao.reading.lexicon import Lexicon
from gongbao.reading.proposals import propose_promises, propose_undertakings
from gongbao.reading.reader import read_text
from gongbao.seeds.lexicon import load_lexicon
from support.paths import SEEDS

HEAD = "首页\n某市政府工作报告\n时间：2023-03-30\n阅读\n299\n评论\n0\n个人 3 项服务\n"
REPORT = (
    "各位代表：\n一、2025年工作回顾\n全年新建学校12所。\n新增就业3万人。\n财政收入增长5%。\n建成公园6个。\n"
    "二、2026年工作安排\n新建学校15所。\n"
)
TAIL = "分享到\n微信 2 群\n实施解读：推进5个项目建设\n友情链接 18 家\n2022年\n"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def values(text: str, lexicon: Lexicon) -> list[str]:
    reading = read_text(text, Subject(2025, 2026, "here"), lexicon)
    return [p.quantity.span.of(text) for p in reading.proposals]


def test_numbers_of_the_page_are_no_values(lexicon: Lexicon) -> None:
    told = values(REPORT, lexicon)
    assert told == ["12所", "3万人", "5%", "6个", "15所"]
    assert values(HEAD + REPORT + TAIL, lexicon) == told
    text = HEAD + REPORT + TAIL
    entries = read_text(text, Subject(2025, 2026, "here"), lexicon).entries
    around = [e for e in entries if e.numeral.span.end <= len(HEAD) or e.numeral.span.start >= text.index(TAIL)]
    assert {e.role for e in around} <= {"name", "period"}
    assert {e.numeral.span.of(text) for e in around if e.reason == "page_furniture"} >= {"2", "5", "18"}


def test_links_propose_nothing(lexicon: Lexicon) -> None:
    text = HEAD + REPORT + TAIL
    reading = read_text(text, Subject(2025, 2026, "here"), lexicon)
    start = text.index(TAIL)
    found = [*propose_undertakings(reading, lexicon), *propose_promises(reading, lexicon, [])]
    assert all(len(HEAD) <= item.span.start < start for item in found)


@pytest.mark.parametrize("text", ["增长5%", "新建学校12所\n新增就业3万人\n", "", "\n\n", "各位代表：\n增长5%\n增长6%"])
def test_a_note_has_no_furniture(text: str) -> None:
    assert find_furniture(text) == []


def test_of_the_curated_report_only_its_title_is_furniture() -> None:
    text = (SEEDS / "reports" / "bda-2021" / "text.txt").read_text(encoding="utf-8")
    assert [span.of(text).strip() for span in find_furniture(text)] == [text.split("\n")[0]]
