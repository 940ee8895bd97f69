"""A package of two reports, one of which nobody has curated, and the reader's pages as they are read back."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path

from gongbao import pipeline
from support.damage import add_report
from support.paths import SEEDS

ADDED = "some-2021"
TEXT = (
    "某省2021年工作报告\n一、2021年工作回顾\n"
    "地区生产总值增长5.5%，新增企业<b>3000</b>家，“十四五”规划全面实施。\n"
    "二、2022年工作安排\n"
    "加快建设集成电路产业基地，出台人才政策20条，推进“&lt;script&gt;”与北京合作。"
)


def build_two_reports(home: Path) -> None:
    """Fill a folder with a package of the curated report and one that nobody has curated, whose text holds markup."""
    shutil.copytree(SEEDS, home / "seeds")
    add_report(home / "seeds", ADDED, TEXT)
    pipeline.build(home / "seeds", home)


def copy_database(package: Path, home: Path) -> None:
    """Copy what the site serves of a package, so that a test may write into it."""
    (home / "build").mkdir()
    for name in ("gongbao.db", "metadata.json"):
        shutil.copyfile(package / "build" / name, home / "build" / name)


class Reader(HTMLParser):
    """The Chinese text of a reader's page: that of all sentences, and that of every element that bears an id."""

    VOID = frozenset({"input", "link", "meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.texts: dict[str, str] = {}
        self.chinese = ""
        self.nested_links = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag not in self.VOID:
            self.nested_links += tag == "a" and any(name == "a" for name, _ in self.open)
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if any(given.get("class") == "zh" for _, given in self.open):
            self.chinese += text
            for _, given in self.open:
                name = given.get("id") or given.get("data-of")
                if name:
                    self.texts[name] = self.texts.get(name, "") + text
