"""The annotations read by JSON-LD processors: pyld in both versions of the standard, rdflib as triples."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from pyld import jsonld
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from gongbao.exports.web_annotations import CONTEXT, FILE, Reader, write
from gongbao.packages.content import Package
from gongbao.releases.shelf import Shelf
from gongbao.seeds.dataset import Dataset
from support.paths import CASES, ROOT

# The terms an annotation uses, as the W3C Recommendation's context maps them; the context itself lies on the web.
TERMS = json.loads((CASES / "annotation_terms.json").read_text(encoding="utf-8"))
OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")


def load_context(address: str, _options: object = None) -> dict[str, Any]:
    assert address == CONTEXT, f"{address}: no other context may be needed"
    return {"contextUrl": None, "documentUrl": address, "document": TERMS, "contentType": "application/ld+json"}


def expand(path: Path, mode: str) -> Any:
    content = json.loads(path.read_text(encoding="utf-8"))
    options = {"documentLoader": load_context, "processingMode": mode, "base": path.as_uri()}
    return jsonld.expand(content, options)


def nodes(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for item in content:
            yield from nodes(item)
    elif isinstance(content, dict):
        yield content
        for item in content.values():
            yield from nodes(item)


def parse(path: Path) -> Graph:
    content = json.loads(path.read_text(encoding="utf-8")) | TERMS
    return Graph().parse(data=json.dumps(content), format="json-ld", publicID=path.as_uri())


def file_of(address: object) -> Path:
    return Path(unquote(urlsplit(str(address)).path))


@pytest.fixture(scope="module")
def found(complete: Path) -> Graph:
    return parse(complete / FILE)


@pytest.mark.parametrize("mode", ["json-ld-1.0", "json-ld-1.1"])
def test_every_term_expands_once_in_both_versions_of_json_ld(mode: str, complete: Path) -> None:
    expanded = [*nodes(expand(complete / FILE, mode))]
    names = {name for node in expanded for name in node}
    assert all(name.startswith(("@", "http://")) for name in names), names
    addresses = {node["@id"] for node in expanded if "@id" in node}
    assert len(addresses) > 3000
    for address in addresses:
        assert address.startswith(("file:///", "http://", "https://")), address
        assert address.count("#") <= 1, address
        assert " " not in address, address


def test_no_word_is_lost_in_expansion(complete: Path) -> None:
    """A term the context does not know is dropped in silence, so the words of the file are counted."""
    content = json.loads((complete / FILE).read_text(encoding="utf-8"))
    used = {name for node in nodes(content["@graph"]) for name in node}
    assert used <= set(TERMS["@context"]), used - set(TERMS["@context"])
    types = {node["type"] for node in nodes(content["@graph"]) if "type" in node}
    assert types <= set(TERMS["@context"]), types


def test_the_first_form_was_refused_by_version_1_0() -> None:
    """What the check would have said of the releases before: so it can fail."""
    old = ROOT / "releases" / "1.0.1" / FILE
    with pytest.raises(jsonld.JsonLdError, match="absolute IRI"):
        expand(old, "json-ld-1.0")
    assert any(node.get("@id", "").count("#") > 1 for node in nodes(expand_keys(old)))


def expand_keys(path: Path) -> list[dict[str, str]]:
    return [{"@id": name} for node in nodes(expand(path, "json-ld-1.1")) for name in node]


def test_rdflib_counts_annotations_targets_and_selectors(found: Graph, complete: Path) -> None:
    package = Package(complete / "package")
    anchored = [table for table in package.tables if {"report_id", "char_start", "char_end"} <= set(table.names)]
    total = sum(1 for table in anchored for _ in package.cells(table))
    kinds = ("Annotation", "TextualBody", "TextPositionSelector", "TextQuoteSelector")
    assert [len(set(found.subjects(RDF.type, OA[kind]))) for kind in kinds] == [total] * 4
    assert len(set(found.objects(None, OA.hasTarget))) == total
    collection = URIRef((complete / FILE).as_uri())
    assert int(str(found.value(collection, AS.totalItems))) == total


@pytest.mark.parametrize("place", ["release", "package"])
def test_every_receipt_reads_its_quote_at_the_address_it_gives(place: str, complete: Path, tmp_path: Path) -> None:
    """Beside the zip file, and put into the unpacked package."""
    home = complete
    if place == "package":
        home = Path(shutil.copytree(complete / "package", tmp_path / "package"))
        shutil.copyfile(complete / FILE, home / FILE)
    found, texts = parse(home / FILE), {}
    for target in found.objects(None, OA.hasTarget):
        source = found.value(target, OA.hasSource)
        if source not in texts:
            texts[source] = file_of(source).read_bytes().decode("utf-8")
        words: dict[str, str] = {}
        for selector in found.objects(target, OA.hasSelector):
            words |= {str(p).rpartition("#")[2]: str(o) for p, o in found.predicate_objects(selector)}
        start, end = int(words["start"]), int(words["end"])
        assert texts[source][start:end] == words["exact"]
        assert texts[source][:start].endswith(words["prefix"])
        assert texts[source][end:].startswith(words["suffix"])
    assert len(texts) == len(list(home.glob("seeds/reports/*/text.txt"))) > 0


def test_pages_have_ids_of_their_own_and_lead_through_all(found: Graph, complete: Path) -> None:
    collection = URIRef((complete / FILE).as_uri())
    page, counted, seen = found.value(collection, AS.first), 0, []
    while page is not None:
        assert (page, AS.partOf, collection) in found
        assert str(page).startswith(f"{collection}#page-")
        assert int(str(found.value(page, AS.startIndex))) == counted
        items = list(found.items(found.value(page, AS["items"])))
        assert all((item, RDF.type, OA.Annotation) in found for item in items)
        counted += len(items)
        seen.append(page)
        page = found.value(page, AS.next)
    assert counted == int(str(found.value(collection, AS.totalItems)))
    assert seen[-1] == found.value(collection, AS.last)
    assert len(seen) == len(set(seen)) == len(set(found.subjects(RDF.type, AS.OrderedCollectionPage)))


def test_every_annotation_says_who_made_it_under_what_licence_and_when(found: Graph, cut: Dataset) -> None:
    for annotation in found.subjects(RDF.type, OA.Annotation):
        assert str(found.value(annotation, DCTERMS.rights)) == cut.licences[0].path
        assert str(found.value(annotation, DCTERMS.created)).startswith("2026-11-24T00:00:00")
        creator = found.value(annotation, DCTERMS.creator)
        names = {str(name) for name in found.objects(creator, URIRef("http://xmlns.com/foaf/0.1/name"))}
        assert names == {cut.contributors[0].title, cut.contributors[0].title_zh}


def test_what_is_not_released_bears_no_day(complete: Path, cut: Dataset, tmp_path: Path) -> None:
    write(Package(complete / "package"), tmp_path, dataset=cut.model_copy(update={"released": None}))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert '"created"' not in text
    assert '"rights"' in text


def test_all_rows_come_back(complete: Path) -> None:
    package, reader = Package(complete / "package"), Reader(complete)
    for table in package.tables:
        rows = [list(row) for row in reader.rows(table)]
        wanted = [[str(value) for value in cells] for cells in package.cells(table)]
        assert len(rows) == len(wanted), table.name
        assert [str(row[0]) for row in rows] == [cells[0] for cells in wanted]


def test_the_form_of_the_first_releases_is_still_read() -> None:
    with Shelf(ROOT).open("1.0.1") as package:
        for table in package.tables:
            rows = [list(row) for row in Reader(ROOT / "releases" / "1.0.1").rows(table)]
            assert [str(row[0]) for row in rows] == [cells[0] for cells in package.cells(table)], table.name
