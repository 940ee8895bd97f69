"""metadata/releases.atom: the releases as news, for feed readers (Atom, RFC 4287).

Ids are UUIDs made of what never changes, since an address may: the feed's of the first release's fingerprint, an
entry's of its version and fingerprint. Times are days of release or withdrawal, at midnight UTC, never the clock's.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree as ET

from gongbao.releases.index import address
from gongbao.releases.manifest import Manifest
from gongbao.releases.shelf import FOLDER, Shelf
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.withdrawals import Withdrawal

FILE = "metadata/releases.atom"
_ATOM = "http://www.w3.org/2005/Atom"
_SPACE = uuid.UUID("6f2b1c64-92a1-5d0e-8c55-0b6a7c3f4e19")  # the namespace of names below; drawn once, for good


def render_feed(shelf: Shelf, marks: Mapping[str, Withdrawal], dataset: Dataset) -> str | None:
    """Return the feed, the newest release first; nothing before the first release, when there is no news.

    `marks` are the releases that were withdrawn: their entries say so, and count as changed on that day.
    """
    if not shelf.manifests:
        return None
    days = {m.version: _changed(m, marks.get(m.version)) for m in shelf.manifests}
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(feed, "id", _name(f"{dataset.name} {shelf.manifests[0].fingerprint}"))
    _add(feed, "title", f"{dataset.title_en} · {dataset.title_zh}")
    _add(feed, "updated", _time(max(days.values())))
    for person in dataset.contributors:
        _add(ET.SubElement(feed, "author"), "name", person.title)
    _add(feed, "rights", f"{dataset.licences[0].title} ({dataset.licences[0].path})")
    if dataset.homepage:
        _link(feed, "self", f"{dataset.homepage}/{FILE}", "application/atom+xml")
        _link(feed, "alternate", dataset.homepage, "text/html")
    for manifest in reversed(shelf.manifests):
        _add_entry(feed, manifest, marks.get(manifest.version), dataset)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _add_entry(feed: ET.Element, manifest: Manifest, mark: Withdrawal | None, dataset: Dataset) -> None:
    entry, home = ET.SubElement(feed, "entry"), f"{FOLDER}/{manifest.version}"
    _add(entry, "id", _name(f"{manifest.name} {manifest.version} {manifest.fingerprint}"))
    _add(entry, "title", f"{dataset.name} {manifest.version}{' (withdrawn 已撤回)' if mark else ''}")
    _add(entry, "published", _time(manifest.released))
    _add(entry, "updated", _time(_changed(manifest, mark)))
    archive = next(file for file in manifest.files if file.path == manifest.archive)
    place = address(dataset, f"{home}/{manifest.archive}")
    _link(entry, "enclosure", place, "application/zip", length=str(archive.bytes))
    _link(entry, "related", address(dataset, f"{home}/SUMMARY.md"), "text/markdown")
    if dataset.homepage:
        _link(entry, "alternate", f"{dataset.homepage}/{manifest.database}", "text/html")
    told = [mark.words("en"), mark.words("zh")] if mark else []
    _add(entry, "content", "\n".join([*told, manifest.summary_en, manifest.summary_zh])).set("type", "text")


def _changed(manifest: Manifest, mark: Withdrawal | None) -> date:
    return mark.withdrawn_on if mark else manifest.released


def _name(words: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, words)}"


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, name: str, words: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = words
    return element


def _link(parent: ET.Element, relation: str, place: str, kind: str, **more: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "href": place, "type": kind, **more})
