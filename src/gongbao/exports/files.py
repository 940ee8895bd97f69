"""Files as they are written and reviewed: UTF-8, LF line ends, JSON with two spaces and Chinese unescaped."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset


def to_json(content: object) -> str:
    """Write JSON as people review it, with a last line break."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a text file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class Description:
    """A file about the package: its path, and what says in a standard's words what package and dataset are.

    `describe` returns the text, or the content of a JSON file.
    """

    file: str
    describe: Callable[[Package, Dataset], object]

    def write(self, folder: Path, *, dataset: Dataset) -> None:
        """Write the file into `folder`, about the package that stands there."""
        content = self.describe(Package(folder), dataset)
        write_text(folder / self.file, content if isinstance(content, str) else to_json(content))
