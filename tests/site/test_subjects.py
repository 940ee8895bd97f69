"""Synonyms: lines that hold words of one meaning, and what is found by them."""

from __future__ import annotations

import pytest

from gongbao.errors import SeedError
from gongbao.site.search import subjects


def test_the_table_covers_the_genre() -> None:
    assert len(subjects.groups()) >= 60
    for group in subjects.groups():
        assert any("一" <= sign <= "鿿" or sign.isdigit() for word in group.words for sign in word) or group.words


def test_what_is_included_is_wider_one_way_only() -> None:
    def words(typed: str) -> tuple[str, ...]:
        return subjects.parse(typed)[0][0].words

    assert "小学" in words("学校")
    assert "学校" not in words("小学")
    assert "集成电路" in words("半导体")
    assert "半导体" not in words("芯片")


@pytest.mark.parametrize(
    ("words", "text", "told"),
    [
        ("芯片", "发展集成电路产业", True),
        ("芯片", "生物芯片", False),
        ("民生", "提高人民生活水平", False),
        ("民生", "提高人民生活水平,保障民生", True),
        ("AI", "the first aid station", False),
        ("IC", "police and ice", False),
        ("community", "Communication with enterprises", False),
        ("robot", "robotic arms", True),
        ("hospital", "pre-hospital care", False),
        ("急救", "提升应急救援能力", False),
        ("银行", "节约型机关创建行动方案", False),
        ("银行", "农行升格为二级分行", True),
        ("农村", "中关村", False),
        ("companies", "a company", True),
        ("owners' committee", "Owners’ committees were formed", True),
        ("specialised, refined, distinctive and innovative", "SRDI enterprises", True),
        ("人才 专利", "人才与专利", True),
        ("人才 专利", "人才", False),
        ("人才|专利", "人才", True),
        ("人才｜专利", "专利", True),
        ("", "anything", False),
        ("“”*^", "anything", False),
    ],
)
def test_texts_tell(words: str, text: str, told: bool) -> None:
    assert subjects.tells(words, text) is told


def test_words_of_a_query_are_never_syntax() -> None:
    for words in ('"', "a OR", "NEAR(", "*", "x:y", "(", "|", "疫苗 |"):
        assert subjects.subject_query(words).count('"') % 2 == 0


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("a,b\n", r":1: the header is not words,includes,traps: restore it"),
        ("words,includes,traps\n甲;乙,,\n乙;丙,,\n", r":3: “乙” stands in line 2 too: leave one"),
        ("words,includes,traps\n甲,,\n", r":2: needs three cells and two words that mean the same"),
    ],
)
def test_a_bad_line_is_named(tmp_path, monkeypatch, lines: str, message: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "synonyms.csv").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(subjects, "FILE", tmp_path / "synonyms.csv")
    with pytest.raises(SeedError, match=message):
        subjects.groups.__wrapped__()
