"""Metadata against the schemas and validators of those who will read it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate as validate_shapes
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, SKOS, Graph, URIRef
from rdflib.namespace import DefinedNamespace

from gongbao.exports import citation_file, croissant, datacite_metadata, dcat, schema_org, zenodo_metadata
from gongbao.exports.distributions import list_distributions
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset, load_dataset
from support.paths import ROOT, SEEDS

WRITERS = (citation_file, croissant, datacite_metadata, dcat, schema_org, zenodo_metadata)
DAY = date(2026, 11, 24)
DOI, HOME = "10.1234/example.5", "https://example.org/data"
SHAPES = str(Path(__file__).parent / "shapes" / "dcat-ap.ttl")
Make = Callable[..., Path]


def dataset(**changes: Any) -> Dataset:
    fixed = {"version": "1.0.0", "released": DAY, "doi": None, "homepage": None}
    return load_dataset(SEEDS).model_copy(update=fixed | changes)


@pytest.fixture
def make(package: Path, tmp_path: Path) -> Make:
    """Write all metadata of a dataset about the package, and return the folder."""

    def run(**changes: Any) -> Path:
        folder = tmp_path / f"p{len(list(tmp_path.iterdir()))}"
        for name in ("data", "schemas", "seeds"):
            shutil.copytree(package / name, folder / name)
        shutil.copyfile(package / "datapackage.json", folder / "datapackage.json")
        for writer in WRITERS:
            writer.DESCRIPTION.write(folder, dataset=dataset(**changes))
        return folder

    return run


def read(folder: Path, module: Any) -> Any:
    text = (folder / module.DESCRIPTION.file).read_text(encoding="utf-8")
    return text if module is citation_file else json.loads(text)


# --- each against its reader ------------------------------------------------------------------------------------


def test_datacite_schema(make: Make) -> None:
    from datacite import schema45  # here: it takes every worker a second to load

    for changes in ({}, {"doi": DOI, "homepage": HOME}):
        content = read(make(**changes), datacite_metadata)
        assert list(schema45.validator.iter_errors(content)) == []
        assert content.get("doi") == changes.get("doi")
    faults = list(schema45.validator.iter_errors(read(make(released=None), datacite_metadata)))
    assert ["publicationYear" in fault.message for fault in faults] == [True]  # not published: no year, not valid yet


def test_croissant_is_valid_and_loads(make: Make) -> None:
    import mlcroissant  # here: it takes long to load

    folder = make()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = mlcroissant.Dataset(jsonld=str(folder / croissant.DESCRIPTION.file))
    assert not loaded.metadata.ctx.issues.errors
    assert not loaded.metadata.ctx.issues.warnings
    rows = list(loaded.records("observations"))
    package = Package(folder)
    table = next(t for t in package.tables if t.name == "observations")
    cells = list(package.cells(table))
    assert len(rows) == len(cells)
    assert rows[0]["observations/quote"].decode() == cells[0][table.names.index("quote")]
    assert {r.name for r in loaded.metadata.record_sets} == {t.name for t in package.tables}


@pytest.fixture(scope="session")
def cffconvert() -> Path:
    """The validator in an environment of its own, because it needs an older jsonschema than frictionless."""
    lock = ROOT / "requirements-cff.lock"
    home = ROOT / "build" / "validators" / hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    if not (home / "ready").exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "-q", "--no-compile", "--require-hashes", "-r", str(lock)], check=True)
        (home / "ready").touch()
    return home / "bin" / "cffconvert"


@pytest.mark.parametrize("changes", [{}, {"doi": DOI, "homepage": HOME}, {"released": None}])
def test_citation_file_is_valid(changes: dict[str, Any], make: Make, cffconvert: Path) -> None:
    path = make(**changes) / citation_file.DESCRIPTION.file
    result = subprocess.run([str(cffconvert), "--validate", "-i", str(path)], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    apa = subprocess.run([str(cffconvert), "-f", "apalike", "-i", str(path)], capture_output=True, text=True).stdout
    assert "gongbao contributors" in apa
    assert "version 1.0.0" in apa


def test_the_validator_refuses_a_broken_citation_file(make: Make, cffconvert: Path) -> None:
    path = make() / citation_file.DESCRIPTION.file
    path.write_text(path.read_text(encoding="utf-8").replace("type: dataset", "type: data"), encoding="utf-8")
    assert subprocess.run([str(cffconvert), "--validate", "-i", str(path)], capture_output=True).returncode != 0


def graph(folder: Path, module: Any) -> Graph:
    found = Graph()
    found.parse(folder / module.DESCRIPTION.file, format="json-ld")
    return found


def unknown_terms(found: Graph, *vocabularies: type[DefinedNamespace]) -> set[str]:
    """Properties and classes of these vocabularies that their own lists of terms do not have."""
    used = {p for _, p, _ in found} | {o for _, p, o in found if p == RDF.type and isinstance(o, URIRef)}
    return {
        str(term) for term in used for vocabulary in vocabularies
        if str(term).startswith(str(vocabulary)) and term not in vocabulary
    }  # fmt: skip


def test_dcat_fits_the_profile(make: Make) -> None:
    for changes in ({}, {"doi": DOI, "homepage": HOME}, {"released": None}):
        found = graph(make(**changes), dcat)
        fits, _, words = validate_shapes(found, shacl_graph=SHAPES)
        assert fits, words
        new_in_dcat_3 = {"http://www.w3.org/ns/dcat#version"}  # rdflib's list is of DCAT 2
        assert unknown_terms(found, DCAT, DCTERMS, FOAF, SKOS) <= new_in_dcat_3


def test_the_profile_refuses_a_dataset_without_publisher(make: Make) -> None:
    folder = make()
    content = read(folder, dcat)
    del content["dct:publisher"]
    (folder / dcat.DESCRIPTION.file).write_text(json.dumps(content), encoding="utf-8")
    fits, _, words = validate_shapes(graph(folder, dcat), shacl_graph=SHAPES)
    assert not fits
    assert "publisher" in words


def test_schema_org_has_only_terms_of_schema_org(make: Make) -> None:
    found = graph(make(homepage=HOME, doi=DOI), schema_org)
    assert unknown_terms(found, SDO) == set()
    assert {str(p) for _, p, _ in found if not str(p).startswith(str(SDO))} == {str(RDF.type)}


def test_schema_org_has_what_dataset_search_asks_for(make: Make) -> None:
    content = read(make(), schema_org)
    words = content["description"][0]["@value"]
    assert 50 <= len(words) <= 5000
    for name in ("name", "license", "creator", "distribution", "isBasedOn", "temporalCoverage", "spatialCoverage"):
        assert content[name], name
    assert content["temporalCoverage"] == "2021"
    assert len(content["variableMeasured"]) == 88


ZENODO = {
    "upload_type": {"publication", "poster", "presentation", "dataset", "image", "video", "software", "other"},
    "access_right": {"open", "embargoed", "restricted", "closed"},
}  # fmt: skip
ZENODO_FIELDS = {
    "upload_type", "publication_date", "title", "creators", "description", "access_right", "license", "doi", "keywords",
    "notes", "related_identifiers", "contributors", "references", "communities", "grants", "subjects", "version",
    "language", "locations", "dates", "method", "imprint_publisher",
}  # fmt: skip


def test_zenodo_has_only_fields_of_its_deposits(make: Make) -> None:
    """Zenodo publishes no schema one can install; these are the fields and words its interface documents."""
    content = read(make(homepage=HOME), zenodo_metadata)
    assert set(content) <= ZENODO_FIELDS
    for name, words in ZENODO.items():
        assert content[name] in words
    assert re.fullmatch(r"[a-z]{3}", content["language"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", content["publication_date"])
    assert content["license"] == "cc-by-4.0"
    assert all(set(person) <= {"name", "affiliation", "orcid", "gnd"} for person in content["creators"])
    assert content["description"].count("<p>") == 2


# --- all from one model -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", WRITERS, ids=lambda m: m.__name__.rsplit(".", 1)[-1])
def test_what_there_is_not_is_absent(module: Any, make: Make) -> None:
    text = (make(released=None) / module.DESCRIPTION.file).read_text(encoding="utf-8")
    for word in ("doi.org", '"doi"', "doi:", "example.org", "2026-"):
        assert word not in text, word


@pytest.mark.parametrize("module", WRITERS, ids=lambda m: m.__name__.rsplit(".", 1)[-1])
def test_what_there_is_stands_in_it(module: Any, make: Make) -> None:
    text = (make(doi=DOI, homepage=HOME) / module.DESCRIPTION.file).read_text(encoding="utf-8")
    assert HOME in text
    assert "1.0.0" in text
    assert "2026" in text
    assert module is zenodo_metadata or DOI in text  # Zenodo gives the DOI itself
    assert "政府工作报告" in text
    assert "government work report" in text


@pytest.mark.parametrize("module", [croissant, dcat, schema_org], ids=lambda m: m.__name__.rsplit(".", 1)[-1])
def test_every_file_is_described_with_its_hash(module: Any, make: Make) -> None:
    folder = make()
    text = (folder / module.DESCRIPTION.file).read_text(encoding="utf-8")
    files = list_distributions(Package(folder))
    assert len(files) > 20
    for file in files:
        assert hashlib.sha256((folder / file.path).read_bytes()).hexdigest() == file.sha256
        assert f'"../{file.path}"' in text
        assert text.count(file.sha256) >= 1


def test_the_same_bytes_twice(make: Make) -> None:
    one, other = make(), make()
    for module in WRITERS:
        assert (one / module.DESCRIPTION.file).read_bytes() == (other / module.DESCRIPTION.file).read_bytes()


def test_citation_file_and_codes_of_licence_agree(make: Make) -> None:
    folder = make()
    assert "license: CC-BY-4.0" in read(folder, citation_file)
    assert read(folder, datacite_metadata)["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert read(folder, croissant)["license"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert DCTERMS.license in {p for _, p, _ in graph(folder, dcat)}
