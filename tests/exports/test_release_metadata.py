"""What a release says of its files, held against them and read by SHACL, mlcroissant, rdflib and datasets."""

from __future__ import annotations

import csv
import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyshacl import validate as validate_shapes
from rdflib import DCAT, DCTERMS, RDF, SDO, Graph, Literal, URIRef

from gongbao.exports import croissant, dcat, hugging_face, release_metadata, release_readme, schema_org
from gongbao.exports.distributions import describe_release
from gongbao.packages.content import Package, Table
from gongbao.seeds.dataset import Dataset
from support.paths import SHAPES

HOME, CONTACT = "https://example.org/data", "data@example.org"


def read(folder: Path, module: Any) -> Any:
    return json.loads((folder / module.DESCRIPTION.file).read_text(encoding="utf-8"))


def graph(path: Path) -> Graph:
    return Graph().parse(path, format="json-ld")


@pytest.fixture
def described(complete: Path, cut: Dataset, tmp_path: Path) -> Path:
    """The descriptions of a release that has an address and somebody to write to."""
    words = {"homepage": HOME, "contact": CONTACT}
    texts = release_metadata.describe(Package(complete / "package"), cut.model_copy(update=words), complete)
    for file, text in texts.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


# --- every file, as it is ------------------------------------------------------------------------------------------


def test_every_format_of_the_readme_is_described(complete: Path, cut: Dataset) -> None:
    kinds = release_readme.released_files(cut)
    files = describe_release(Package(complete / "package"), complete, cut).files
    assert {file.format for file in files} == {kind.format for kind in kinds}
    assert {kind.format for kind in kinds} >= {
        "Data Package",
        "XLSX",
        "Parquet",
        "JSON Lines",
        "SQLite",
        "Stata",
        "CSV",
    }
    for folder, suffix in (("parquet", "parquet"), ("jsonl", "jsonl"), ("stata", "dta"), ("flat", "csv")):
        lying = {f"{folder}/{path.name}" for path in (complete / folder).glob(f"*.{suffix}")}
        assert lying == {file.path for file in files if file.path.startswith(f"{folder}/")} != set()


@pytest.mark.parametrize("module", [croissant, dcat, schema_org], ids=lambda m: m.__name__.rsplit(".", 1)[-1])
def test_sizes_and_hashes_are_those_of_the_finished_files(module: Any, complete: Path, cut: Dataset) -> None:
    text = (complete / module.DESCRIPTION.file).read_text(encoding="utf-8")
    files = describe_release(Package(complete / "package"), complete, cut).files
    assert len(files) > 100
    for file in files:
        raw = (complete / file.path).read_bytes()
        assert (len(raw), hashlib.sha256(raw).hexdigest()) == (file.bytes, file.sha256)
        assert f'"../{file.path}"' in text, "the address leads to the file from where the description lies"
        assert file.sha256 in text


def test_the_package_describes_what_it_holds_and_no_other_file(complete: Path) -> None:
    content = read(complete / "package", schema_org)
    addresses = {each["contentUrl"]["@id"] for each in content["distribution"]}
    assert addresses == {f"../{r['path']}" for r in Package(complete / "package").descriptor["resources"]}


def test_with_a_homepage_the_addresses_are_those_the_site_serves(described: Path, cut: Dataset) -> None:
    for each in read(described, schema_org)["distribution"]:
        assert each["contentUrl"]["@id"].startswith(f"{HOME}/releases/{cut.version}/")


# --- each against its reader ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shapes", ["shapes", "range", "recommended"])
@pytest.mark.parametrize("about", ["package", "release", "served release"])
def test_dcat_fits_the_official_shapes(about: str, shapes: str, complete: Path, described: Path) -> None:
    """DCAT-AP 3.0.1: all that is mandatory, and of what is recommended all that is known."""
    path = SHAPES / f"dcat-ap-3.0.1-{shapes}.ttl"
    if not path.is_file():
        pytest.skip(f"the official DCAT-AP shapes are not on this machine: put them into {SHAPES.parent.name}/shapes")
    homes = {"package": complete / "package", "release": complete, "served release": described}
    found = graph(homes[about] / dcat.DESCRIPTION.file)
    fits, results, words = validate_shapes(found, shacl_graph=Graph().parse(path))
    if shapes != "recommended":
        assert fits, words
        return
    lacking = {str(each).rpartition("/")[2].rpartition("#")[2] for each in results.objects(None, RESULT_PATH)}
    unknown = {"type", "bbox", "centroid"}  # what kind of body the publisher is, and where the places end
    assert lacking == unknown | (set() if about == "served release" else {"contactPoint"})


RESULT_PATH = URIRef("http://www.w3.org/ns/shacl#resultPath")


def test_dcat_counts_its_distributions(complete: Path, cut: Dataset) -> None:
    found = graph(complete / dcat.DESCRIPTION.file)
    files = describe_release(Package(complete / "package"), complete, cut).files
    each = list(found.subjects(RDF.type, DCAT.Distribution))
    assert len(each) == len(files)
    for distribution in each:
        assert {str(word.language) for word in found.objects(distribution, DCTERMS.title)} == {"en", "zh"}
    formats = {str(label) for label in found.objects(None, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))}
    assert formats == {file.format for file in files}
    media = {str(kind) for kind in found.objects(None, DCAT.mediaType)}
    assert not any("/x-" in kind for kind in media), "only registered types have an address at IANA"


def test_who_to_write_to_stands_there_once_there_is_one(described: Path, complete: Path) -> None:
    assert (None, SDO.email, Literal(CONTACT)) in graph(described / schema_org.DESCRIPTION.file)
    assert (None, DCAT.landingPage, URIRef(HOME)) in graph(described / dcat.DESCRIPTION.file)
    for module in (dcat, schema_org, croissant):
        text = (complete / module.DESCRIPTION.file).read_text(encoding="utf-8")
        assert not any(word in text for word in ("contact", "vcard:fn", "landingPage"))


@pytest.mark.parametrize("home", [".", "package"])
def test_croissant_loads_every_table_whole(home: str, complete: Path) -> None:
    import mlcroissant  # here: it takes long to load

    path = complete / home / croissant.DESCRIPTION.file
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = mlcroissant.Dataset(jsonld=str(path))
    assert not loaded.metadata.ctx.issues.errors
    package = Package(complete / "package")
    for table in package.tables:
        rows = list(loaded.records(table.name))
        wanted = [dict(zip(table.names, row, strict=True)) for row in package.rows(table)]
        assert len(rows) == len(wanted), table.name
        for row, want in zip(rows, wanted, strict=True):
            _same(table, row, want)


def _same(table: Table, row: dict[str, Any], want: dict[str, Any]) -> None:
    for field in table.fields:
        got = row[f"{table.name}/{field.name}"]
        if field.type == "list":
            assert [item.decode() for item in got or ()] == list(want[field.name] or ()), (table.name, field.name)
        elif field.type == "string":
            assert (got and got.decode()) == want[field.name], (table.name, field.name)


def test_croissant_says_keys_lists_and_references(complete: Path) -> None:
    content = read(complete, croissant)
    sets = {each["@id"]: each for each in content["recordSet"]}
    fields = {field["@id"]: field for each in content["recordSet"] for field in each["field"]}
    package = Package(complete / "package")
    for table in package.tables:
        assert [key["@id"] for key in sets[table.name]["key"]] == [f"{table.name}/{n}" for n in table.primary_key]
        for field in table.fields:
            assert fields[f"{table.name}/{field.name}"].get("repeated", False) is (field.type == "list")
    references = {name: f["references"]["field"]["@id"] for name, f in fields.items() if "references" in f}
    assert references["observations/indicator_id"] == "indicators/indicator_id"
    assert len(references) > 40
    assert not {name.partition("/")[0] for name in references} & {to.partition("/")[0] for to in references.values()}


def test_schema_org_has_only_terms_of_schema_org(described: Path) -> None:
    found = graph(described / schema_org.DESCRIPTION.file)
    used = {p for _, p, _ in found} | {o for _, p, o in found if p == RDF.type}
    assert {str(term) for term in used if str(term).startswith(str(SDO)) and term not in SDO} == set()
    assert len(list(found.subjects(RDF.type, SDO.DataDownload))) > 100


# --- the card of Hugging Face --------------------------------------------------------------------------------------


@pytest.mark.parametrize("home", [".", "package"])
def test_the_card_names_every_table_with_its_file(home: str, complete: Path) -> None:
    """What `datasets.load_dataset` wants: one configuration a table, each with its file, one of them the default."""
    card = yaml.safe_load((complete / home / hugging_face.FILE).read_text(encoding="utf-8"))
    package = Package(complete / "package")
    flat = [] if home == "package" else [table.name for table in Package(complete / "flat").tables]
    assert [each["config_name"] for each in card["configs"]] == [*flat, *(table.name for table in package.tables)]
    for each in card["configs"]:
        assert (complete / home / each["data_files"]).is_file(), each
        assert Path(each["data_files"]).stem == each["config_name"]
    assert [each["config_name"] for each in card["configs"] if each.get("default")] == [
        card["configs"][0]["config_name"]
    ]
    assert card["license"] == "cc-by-4.0"
    assert card["language"] == ["zh", "en"]


def test_no_cell_of_the_csv_files_is_taken_for_a_missing_one(complete: Path) -> None:
    """pandas, which the loader reads CSV with, takes words such as “None” and “NA” for nothing unless it is told."""
    card = yaml.safe_load((complete / "package" / hugging_face.FILE).read_text(encoding="utf-8"))
    for each in card["configs"]:
        assert (each["keep_default_na"], each["na_values"]) == (False, [""])


def test_the_readme_begins_with_its_title(complete: Path) -> None:
    """The card is a file of its own: front matter would stand before the title wherever a README is read as text."""
    assert (complete / "package" / "README.md").read_text(encoding="utf-8").startswith("# ")


def test_the_list_of_files_is_complete(complete: Path) -> None:
    """Every kind of file people find in a release has a line, and every line with a pattern finds files."""
    path = Path(release_readme.__file__).with_name("release_files.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle, strict=True))
    for line in lines:
        assert all(line[name] for name in ("names", "what_en", "what_zh", "how_en", "how_zh")), line
        assert bool(line["files"]) == bool(line["format"]) == bool(line["media_type"]), line
        assert line["place"] == "folder" or not line["files"]
    named = {name.rstrip("/").partition("/")[0] for line in lines for name in line["names"].split(";")}
    for entry in complete.iterdir():
        assert entry.name == "package" or entry.name in named or entry.suffix in (".zip", ".xlsx", ".db"), entry.name
