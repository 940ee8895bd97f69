"""A forger at work: whoever can write every file of a release makes its lists agree with what was altered."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.packages.content import Package, fingerprint
from gongbao.releases.archive import extract
from gongbao.releases.contents import pack
from gongbao.releases.manifest import FILE, SUMS, describe_files, list_files, write_sums
from gongbao.releases.remaking import dataset_of

Words = dict[str, Any]


def seal(folder: Path, alter: Callable[[Words], object] | None = None) -> None:
    """Make manifest and SHA256SUMS agree with the files; `alter` then says what else the manifest states."""
    path = folder / FILE
    words = json.loads(path.read_text(encoding="utf-8"))
    words["files"] = _entries(folder, words["files"], beside=(FILE, SUMS))
    package = folder.parent / ".unpacked"
    try:
        extract(folder / words["archive"], package)
        words["package"] = _entries(package, words["package"])
    except Exception:  # the forgery is the zip file itself
        assert alter is None
    finally:
        shutil.rmtree(package, ignore_errors=True)
    if alter:
        alter(words)
    path.write_text(json.dumps(words, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    write_sums(folder)


def _entries(folder: Path, before: list[Words], *, beside: tuple[str, ...] = ()) -> list[Words]:
    rows = {entry["path"]: entry["rows"] for entry in before if entry["rows"] is not None}
    names = [name for name in list_files(folder) if name not in beside]
    return [entry.model_dump() for entry in describe_files(folder, names, rows)]


def states(**words: Any) -> Callable[[Path], None]:
    """A forgery of what the manifest states."""
    return lambda folder: seal(folder, lambda stated: stated.update(words))


def rewrites(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A forgery of one text file, wherever `old` stands in it."""

    def forge(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        seal(folder)

    return forge


def holds(name: str, raw: bytes) -> Callable[[Path], None]:
    """A forgery that puts other bytes in a file's place, or a file where there was none."""

    def forge(folder: Path) -> None:
        (folder / name).write_bytes(raw)
        seal(folder)

    return forge


def runs(script: str) -> Callable[[Path], None]:
    """A forgery of the database by SQL."""

    def forge(folder: Path) -> None:
        with closing(sqlite3.connect(next(folder.glob("*.db")))) as connection:
            connection.executescript(script)
        seal(folder)

    return forge


def repack(folder: Path, edit: Callable[[Path], None]) -> None:
    """Alter the package inside the zip file and make its own lists agree."""
    path, package = next(folder.glob("*.zip")), folder.parent / ".repacked"
    extract(path, package)
    edit(package)
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        raw = (package / resource["path"]).read_bytes()
        resource |= {"hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "bytes": len(raw)}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (package / "datapackage.json").write_text(text, encoding="utf-8")
    write_sums(package)
    pack(package, path)
    shutil.rmtree(package)


def repacks(edit: Callable[[Path], None]) -> Callable[[Path], None]:
    """A forgery inside the zip file."""

    def forge(folder: Path) -> None:
        repack(folder, edit)
        seal(folder)

    return forge


def alter_a_value(folder: Path) -> None:
    """Alter one value in every format, with every hash and fingerprint: nothing in the release contradicts it."""

    def edit(package: Path) -> None:
        path = package / "data" / "observations.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        rows[1][rows[0].index("value")] = "99"
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)

    repack(folder, edit)
    place = folder.parent / ".altered"
    extract(next(folder.glob("*.zip")), place)
    package = Package(place)
    for path in folder.glob("*.db"):
        path.unlink()
    for write in RELEASE_FORMATS.values():
        write(package, folder, dataset_of(package))
    whole, each = fingerprint(package.tables, package)
    shutil.rmtree(place)
    before = json.loads((folder / FILE).read_text(encoding="utf-8"))["fingerprint"]
    summary = folder / "SUMMARY.md"
    summary.write_text(summary.read_text(encoding="utf-8").replace(before, whole), encoding="utf-8")
    seal(folder, lambda words: words.update(fingerprint=whole, fingerprints=each))


def empty_the_changes(folder: Path) -> None:
    """Say everywhere that nothing but words changed since the release before."""
    head = (folder / "changes.csv").read_text(encoding="utf-8").splitlines(keepends=True)[0]
    (folder / "changes.csv").write_text(head, encoding="utf-8")
    recipe = json.loads((folder / "changes.json").read_text(encoding="utf-8")) | {"changes": [], "tables": {}}
    (folder / "changes.json").write_text(json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    said = json.loads((folder / FILE).read_text(encoding="utf-8"))
    words = {"summary_en": "Since 1.0.0: only words changed.", "summary_zh": "较1.0.0：仅文字说明改变。"}
    for file in ("SUMMARY.md", "README.md"):
        text = (folder / file).read_text(encoding="utf-8")
        for name, word in words.items():
            text = text.replace(said[name], word)
        (folder / file).write_text(text, encoding="utf-8")
    seal(folder, lambda stated: stated.update(change_count=0, **words))
