"""Makes again, from the package alone, every file that is made from it: the same code gives the same bytes.

That proves what no list of hashes can: views, labels, descriptions and metadata are those of the code that is named.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from gongbao.errors import ReleaseError
from gongbao.exports import (
    citation_file,
    croissant,
    data_dictionary,
    data_package,
    datacite_metadata,
    datasette_metadata,
    dcat,
    hugging_face,
    release_metadata,
    release_readme,
    schema_org,
    sqlite_database,
    table_schemas,
    zenodo_metadata,
)
from gongbao.exports.files import to_json, write_text
from gongbao.exports.release_formats import RELEASE_FORMATS
from gongbao.model.rows import TABLES, Report
from gongbao.packages.content import Package
from gongbao.packages.remembering import Remembered, key_of
from gongbao.packages.untrusted import tell
from gongbao.releases.history import History
from gongbao.releases.manifest import hash_file, list_files, sums
from gongbao.releases.package_verification import key_of_package
from gongbao.resources import SITE
from gongbao.seeds.dataset import Dataset

_AGAIN = "fetch the release again"
_DESCRIPTIONS = (
    citation_file.DESCRIPTION,
    zenodo_metadata.DESCRIPTION,
    datacite_metadata.DESCRIPTION,
    schema_org.DESCRIPTION,
    dcat.DESCRIPTION,
    croissant.DESCRIPTION,
)
Made = dict[str, str]
"""The hashes of files that the code makes, by name."""
_MADE: Remembered[Made] = Remembered()


def dataset_of(package: Package) -> Dataset:
    """Return what the dataset said of itself when it was released, from descriptor, CITATION.cff and DCAT.

    Raises ReleaseError where these do not say it.
    """
    try:
        said, citation = package.descriptor, yaml.safe_load((package.root / "CITATION.cff").read_text(encoding="utf-8"))
        words: dict[str, Any] = {
            "name": said["name"],
            "version": said["version"],
            "released": said.get("released"),
            "licences": [_licence(licence) for licence in said["licenses"]],
            "contributors": [_contributor(person) for person in said["contributors"]],
            "doi": citation.get("doi"),
            "homepage": citation.get("url"),
            "contact": said.get("contact"),
        }
        for language in ("en", "zh"):
            words[f"title_{language}"] = said["titles"][language]
            words[f"description_{language}"] = said["descriptions"][language]
            words[f"keywords_{language}"] = _keywords(package, language)
        return Dataset.model_validate(words)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as fault:
        raise ReleaseError(f"datapackage.json: does not say what a dataset says ({tell(fault)}): {_AGAIN}") from None


def _licence(licence: dict[str, Any]) -> dict[str, str]:
    named = {key: licence[key] for key in ("name", "title", "path")}
    return {**named, "covers_en": licence["covers"]["en"], "covers_zh": licence["covers"]["zh"]}


def _contributor(person: dict[str, Any]) -> dict[str, Any]:
    return {"title": person["title"], "title_zh": person["titles"]["zh"], "roles": person["roles"]}


def _keywords(package: Package, language: str) -> list[str]:
    """Return the keywords of one language: the descriptor lists both together, DCAT says which is which."""
    told = json.loads((package.root / dcat.DESCRIPTION.file).read_text(encoding="utf-8"))["dcat:keyword"]
    return [word["@value"] for word in told if word["@language"] == language]


def remade_members(package: Package, dataset: Dataset, shown: str) -> Iterator[str]:
    """Yield a line for every schema and description in a package that the code does not make of it."""
    wrong = [*_odd_members(package, _of_package("basis", _basis, package, dataset), shown)]
    yield from wrong
    if not wrong:  # the descriptions are made of descriptor and schemas
        yield from _odd_members(package, _of_package("descriptions", _descriptions, package, dataset), shown)


def _of_package(
    what: str, make: Callable[[Package, Dataset], dict[str, str]], package: Package, dataset: Dataset
) -> Made:
    """Return the hashes of texts made of a package, made once a process of the same package."""

    def hashes() -> Made:
        return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in make(package, dataset).items()}

    return _MADE.get(key_of(what, key_of_package(package), dataset.model_dump_json()), hashes)


def _odd_members(package: Package, made: Made, shown: str) -> Iterator[str]:
    for name, digest in made.items():
        if not (package.root / name).is_file() or hash_file(package.root / name) != digest:
            yield f"{shown}: {name} is not what this very code makes of the package: {_AGAIN}"


def _basis(package: Package, dataset: Dataset) -> dict[str, str]:
    """Return schemas and descriptor, by file, as the code makes them of the tables and texts."""
    texts = {f"schemas/{model.table}.json": to_json(table_schemas.describe_table(model)) for model in TABLES}
    try:
        table = next(table for table in package.tables if table.name == Report.table)
        rows = [Report.model_validate(dict(zip(table.names, row, strict=True))) for row in package.rows(table)]
        content = data_package.describe_package(rows, package.root, dataset, package.root / "seeds")
    except (OSError, ValueError, StopIteration) as fault:
        raise ReleaseError(
            f"data/{Report.table}.csv: holds no reports of this code ({tell(fault)}): {_AGAIN}"
        ) from None
    return texts | {"datapackage.json": to_json(content)}


def _descriptions(package: Package, dataset: Dataset) -> dict[str, str]:
    texts = {data_dictionary.FILE: data_dictionary.describe(package)}
    texts[release_readme.FILE] = release_readme.render(package, dataset)
    texts[hugging_face.FILE] = hugging_face.describe(package, dataset)
    for description in _DESCRIPTIONS:
        content = description.describe(package, dataset)
        texts[description.file] = content if isinstance(content, str) else to_json(content)
    return texts


def remade_files(
    package: Package, dataset: Dataset, folder: Path, news: release_readme.News, history: History | None
) -> Iterator[str]:
    """Yield a line for every file of a release's folder that the code does not make of its package.

    `news` is what the release says of its changes, which its README repeats; `history` what its database tells of
    releases, None where that is not known and the database is not compared.
    """
    whole = key_of(key_of_package(package), dataset.model_dump_json(), repr(news), _tell(history))
    wrong = [*_odd_files(_MADE.get(whole, lambda: _make_files(package, dataset, news, history)), folder)]
    yield from wrong
    if not wrong:  # they are described by size and hash
        listed = key_of(whole, sums(folder, list_files(folder)))
        yield from _odd_files(_MADE.get(listed, lambda: _make_metadata(package, dataset, folder)), folder)


def _tell(history: History | None) -> str:
    rows = None if history is None else {m.table: [row.cells() for row in rows] for m, rows in history.items()}
    return json.dumps(rows, ensure_ascii=False)


def _make_files(package: Package, dataset: Dataset, news: release_readme.News, history: History | None) -> Made:
    """Make every file of a release that is made of its package, and return their hashes."""
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place)
        for write in RELEASE_FORMATS.values():
            write(package, fresh, dataset)
        database = fresh / sqlite_database.release_file(dataset)
        if history is None:
            database.unlink()
        else:
            sqlite_database.add_history(database, history)
        frozen = datasette_metadata.freeze(datasette_metadata.describe(dataset, [], SITE), dataset)
        datasette_metadata.write_frozen(frozen, fresh)
        text = release_readme.render(package, dataset) + release_readme.render_news(news)
        write_text(fresh / release_readme.FILE, text)
        return {name: hash_file(fresh / name) for name in list_files(fresh)}


def _make_metadata(package: Package, dataset: Dataset, folder: Path) -> Made:
    """Describe every file of a release's folder, and return the hashes of the descriptions."""
    with tempfile.TemporaryDirectory() as place:
        for file, content in release_metadata.describe(package, dataset, folder).items():
            write_text(Path(place) / file, content)
        return {name: hash_file(Path(place) / name) for name in list_files(Path(place))}


def _odd_files(made: Made, folder: Path) -> Iterator[str]:
    for name, digest in made.items():
        if not (folder / name).is_file() or hash_file(folder / name) != digest:
            yield f"{folder.name}/{name}: is not what this very code makes of the package: {_AGAIN}"
