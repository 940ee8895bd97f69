"""annotations.jsonld: every receipt as a W3C Web Annotation, and the rows without one beside them.

An annotation's target is the frozen text with a TextPositionSelector and a TextQuoteSelector; its body is the row.
Addresses are relative to the package, because the dataset has no public address of its own; give the folder's address
as the base when loading the file. Offsets count Unicode code points, half-open, as the standard's selector does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from gongbao.errors import ReleaseError
from gongbao.exports.json_lines import as_object
from gongbao.packages.content import Package, Table, Value

FILE = "annotations.jsonld"
AROUND = 12
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"@vocab": "datapackage.json#", "row": {"@id": "datapackage.json#row", "@type": "@json"}},
]
_RECEIPT = {"report_id", "char_start", "char_end"}


def write(package: Package, folder: Path) -> None:
    """Write `folder`/annotations.jsonld: a collection of annotations with a page a table, one row a line."""
    texts = read_texts(package)
    anchored = [table for table in package.tables if set(table.names) >= _RECEIPT]
    others = [table for table in package.tables if table not in anchored]
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as handle:
        head = {
            "@context": CONTEXT,
            "id": FILE,
            "type": "AnnotationCollection",
            "label": [package.descriptor["titles"]["en"], package.descriptor["titles"]["zh"]],
            "total": sum(1 for table in anchored for _ in package.cells(table)),
            "first": anchored[0].path,
            "last": anchored[-1].path,
        }
        handle.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "@included": [')
        for number, table in enumerate([*anchored, *others]):
            after = anchored[number + 1].path if number + 1 < len(anchored) else None
            handle.write("," if number else "")
            _write_page(handle, package, table, texts if number < len(anchored) else None, after)
        handle.write("\n]}\n")


def _write_page(
    handle: IO[str], package: Package, table: Table, texts: dict[str, str] | None, after: str | None
) -> None:
    head: dict[str, Any] = {"id": table.path, "type": "AnnotationPage" if texts is not None else "Table"}
    head |= {"partOf": FILE} if texts is not None else {}
    head |= {"next": after} if after else {}
    items = "items" if texts is not None else "rows"
    handle.write(f'\n{json.dumps(head | {"table": table.name}, ensure_ascii=False)[:-1]}, "{items}": [')
    for position, row in enumerate(package.rows(table)):
        content = as_object(table, row)
        node = annotation(table, content, texts) if texts is not None else {"row": content}
        text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
        handle.write(f"{',' if position else ''}\n{text}")
    handle.write("\n]}")


def annotation(table: Table, row: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """Return one row as an annotation of the text its receipt points at.

    Raises ReleaseError where the package holds no text of that report.
    """
    report, start, end = row["report_id"], row["char_start"], row["char_end"]
    if report not in texts:
        raise ReleaseError(f"{table.path}: report {report} has no text in the package: restore its text.txt")
    text = texts[report]
    key = "/".join(str(row[name]) for name in table.primary_key)
    return {
        "id": f"{table.path}#{key}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "Dataset", "row": row},
        "target": {
            "source": f"seeds/reports/{report}/text.txt",
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


def read_texts(package: Package) -> dict[str, str]:
    """Return the frozen texts of a package by report."""
    paths = [r["path"] for r in package.descriptor["resources"] if r["name"].startswith("text-")]
    return {Path(path).parent.name: (package.root / path).read_bytes().decode("utf-8") for path in paths}


class Reader:
    """Reads the rows of an annotation file back; it is read line by line, never as a whole."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def rows(self, table: Table) -> Iterator[Sequence[Value]]:
        """Yield the rows of one table as typed values."""
        inside = False
        with self.path.open(encoding="utf-8") as handle:
            for line in handle:
                line = line.strip().removesuffix(",").removeprefix(",")
                if line.endswith(": ["):
                    inside = f'"table": "{table.name}"' in line
                elif inside and line.startswith("{"):
                    node = json.loads(line)
                    row = node["row"] if "row" in node else node["body"]["row"]
                    yield [row[name] for name in table.names]
