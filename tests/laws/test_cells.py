"""What a curator writes in English is English, wherever it stands; only words on words quote Chinese ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao import pipeline
from gongbao.errors import CheckError
from gongbao.laws.cells import check_english
from gongbao.laws.published import Published
from gongbao.model.rows import Commitment, Observation, Report, Row, Sentence, Term
from gongbao.pipeline import Built
from support.damage import add_report, edit
from support.mutants import edited


def told(published: Published, model: type[Row], **cells: object) -> list[str]:
    return [failure.message for failure in check_english(edited(published, model, lambda _: True, **cells))]


@pytest.mark.parametrize(
    ("model", "column", "words"),
    [
        (Term, "name_en", "双碳 goals"),
        (Term, "explanation_en", "碳达峰与碳中和"),
        (Sentence, "text_en", "这是中文。"),
        (Observation, "note_en", "原文称“年产能”（GDP）。"),
        (Commitment, "summary_en", "加快建设"),
        (Report, "title_en", "工作报告"),
    ],
)
def test_chinese_in_an_english_cell_is_told(model: type[Row], column: str, words: str, built: Built) -> None:
    assert told(built.published, model, **{column: words}) == [f"{column} holds Chinese: “{words}”"]


def test_words_on_words_quote_chinese(built: Built) -> None:
    assert told(built.published, Observation, note_en="The elliptic 新冠检测及治疗药 is read as products.") == []


def test_exchanged_names_of_columns_are_told_where_they_stand(seeds: Path) -> None:
    edit(seeds / "registry" / "organizations.csv", "name_zh,name_en", "name_en,name_zh")
    with pytest.raises(CheckError) as refused:
        pipeline.read(seeds)
    lines = [line for line in refused.value.failures if "name_en holds Chinese" in line]
    assert lines[0].startswith("seeds/registry/organizations.csv:")


def test_what_a_machine_alone_has_read_is_not_asked(seeds: Path) -> None:
    add_report(seeds, "some-2021", "某省2021年工作报告\n一、2021年工作回顾\n新建学校3所。")
    published = pipeline.read(seeds).published
    mine = [row for _, row in published.rows(Sentence, report_id="some-2021")]
    assert mine
    assert list(check_english(published)) == []
