"""annotations.jsonld: every receipt as a W3C Web Annotation, and the rows without one beside them.

An annotation's target is the frozen text with a TextPositionSelector and a TextQuoteSelector; its body is the row, a
text of the format application/json: so every term is one of the standard's own context, which JSON-LD 1.0 and 1.1 read
alike. Addresses are relative to the file and those of the package: they lead to the text beside the file in a release's
folder, and just so where the file is put into an unpacked package. Offsets count Unicode code points, half-open, as the
standard's selector does.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from gongbao.errors import ReleaseError
from gongbao.exports.data_package import moment
from gongbao.exports.json_lines import as_object
from gongbao.packages.content import Package, Table, Value
from gongbao.seeds.dataset import Dataset

FILE = "annotations.jsonld"
AROUND = 12
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_RECEIPT = {"report_id", "char_start", "char_end"}


def write(package: Package, folder: Path, *, dataset: Dataset) -> None:
    """Write `folder`/annotations.jsonld, a collection with a page a table and a row a line.

    The texts it points into are put beside it, at their places in the package.
    """
    for path in text_paths(package):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.root / path, folder / path)
    texts, provenance = read_texts(package), _provenance(dataset)
    anchored = [table for table in package.tables if set(table.names) >= _RECEIPT]
    others = [table for table in package.tables if table not in anchored]
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(f'{{"@context": "{CONTEXT}", "@graph": [')
        for node in (*_creators(dataset), _collection(package, anchored, provenance)):
            handle.write(f"\n{_dump(node)},")
        starts = 0
        for number, table in enumerate(anchored):
            links = _links(number, anchored)
            head = {"id": _page(table), "type": "AnnotationPage", "label": _label(table), **links, "startIndex": starts}
            nodes = (annotation(table, row, texts) | provenance for row in _rows(package, table))
            starts += _write_nodes(handle, head, nodes)
            handle.write("," if others or number + 1 < len(anchored) else "")
        for number, table in enumerate(others):
            head = {"id": _address(f"table-{table.name}"), "type": "Dataset", "label": _label(table)}
            _write_nodes(handle, head, (_body(table, row) for row in _rows(package, table)))
            handle.write("," if number + 1 < len(others) else "")
        handle.write("\n]}\n")


def _dump(node: dict[str, Any]) -> str:
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def _address(name: str) -> str:
    return f"{FILE}#{quote(name, safe='/')}"


def _page(table: Table) -> str:
    return _address(f"page-{table.name}")


def _label(table: Table) -> list[str]:
    return [table.title("en"), table.title("zh")]


def _key(table: Table, row: dict[str, Any]) -> str:
    return "/".join([table.name, *(str(row[name]) for name in table.primary_key)])


def _rows(package: Package, table: Table) -> Iterator[dict[str, Any]]:
    return (as_object(table, row) for row in package.rows(table))


def _creators(dataset: Dataset) -> list[dict[str, Any]]:
    return [
        {"id": _address(f"creator-{number}"), "type": "Organization", "name": [person.title, person.title_zh]}
        for number, person in enumerate(dataset.contributors, 1)
    ]


def _provenance(dataset: Dataset) -> dict[str, Any]:
    """Return who made an annotation, under what licence, and when: the day of the release."""
    words: dict[str, Any] = {"creator": [node["id"] for node in _creators(dataset)]}
    words["rights"] = dataset.licences[0].path
    return words | ({"created": moment(dataset.released)} if dataset.released else {})


def _collection(package: Package, anchored: Sequence[Table], provenance: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": FILE,
        "type": "AnnotationCollection",
        "label": [package.descriptor["titles"]["en"], package.descriptor["titles"]["zh"]],
        **provenance,
        "total": sum(1 for table in anchored for _ in package.cells(table)),
        "first": _page(anchored[0]),
        "last": _page(anchored[-1]),
    }


def _links(number: int, anchored: Sequence[Table]) -> dict[str, str]:
    links = {"partOf": FILE}
    links |= {"prev": _page(anchored[number - 1])} if number else {}
    return links | ({"next": _page(anchored[number + 1])} if number + 1 < len(anchored) else {})


def _write_nodes(handle: IO[str], head: dict[str, Any], nodes: Iterator[dict[str, Any]]) -> int:
    """Write a page or table with what it holds, one node a line; returns how many they are."""
    handle.write(f'\n{_dump(head)[:-1]},"items":[')
    count = 0
    for node in nodes:
        handle.write(f"{',' if count else ''}\n{_dump(node)}")
        count += 1
    handle.write("\n]}")
    return count


def annotation(table: Table, row: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """Return one row as an annotation of the text its receipt points at.

    Raises ReleaseError where the package holds no text of that report.
    """
    report, start, end = row["report_id"], row["char_start"], row["char_end"]
    if report not in texts:
        raise ReleaseError(f"{table.path}: report {report} has no text in the package: restore its text.txt")
    text = texts[report]
    return {
        "id": _address(_key(table, row)),
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody"} | _value(row),
        "target": {
            "source": quote(f"seeds/reports/{report}/text.txt"),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "prefix": text[max(0, start - AROUND) : start],
                    "exact": text[start:end],
                    "suffix": text[end : end + AROUND],
                },
            ],
        },
    }


def _body(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {"id": _address(_key(table, row)), "type": "Text"} | _value(row)


def _value(row: dict[str, Any]) -> dict[str, str]:
    return {"format": "application/json", "value": _dump(row)}


def text_paths(package: Package) -> list[str]:
    """Return where the frozen texts of a package lie in it."""
    return [str(r["path"]) for r in package.descriptor["resources"] if r["name"].startswith("text-")]


def read_texts(package: Package) -> dict[str, str]:
    """Return the frozen texts of a package by report."""
    paths = text_paths(package)
    return {Path(path).parent.name: (package.root / path).read_bytes().decode("utf-8") for path in paths}


_HEAD = re.compile(r'"id":"[^"#]+#(?:page|table)-([^"]+)".*:\[$|"table": "([^"]+)".*: \[$')  # the second: before 2.0.0


class Reader:
    """Reads the rows of an annotation file back, of any release; it is read line by line, never as a whole."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        inside = False
        with self.path.open(encoding="utf-8") as handle:
            for line in handle:
                line = line.strip().removesuffix(",").removeprefix(",")
                if line.endswith("["):
                    head = _HEAD.search(line)
                    inside = head is not None and table.name in head.groups()
                elif inside and line.startswith("{"):
                    row = _row_of(json.loads(line))
                    yield [row[name] for name in table.names]


def _row_of(node: dict[str, Any]) -> dict[str, Any]:
    """Return the row a node holds: as text of its body or itself; before 2.0.0 as an object."""
    holder = node.get("body", node)
    row: dict[str, Any] = holder["row"] if "row" in holder else json.loads(holder["value"])
    return row
