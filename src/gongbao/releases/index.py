"""metadata/releases.json: every release, the newest first, with its files, for programs that look for one.

A build writes it from the releases that lie beside the data; nothing is added to a release. While the dataset has no
address, files are named relative to the index itself; once it has one, by that address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongbao.exports.files import to_json
from gongbao.releases.manifest import Manifest
from gongbao.releases.shelf import FOLDER, Shelf
from gongbao.seeds.dataset import Dataset
from gongbao.seeds.withdrawals import Withdrawal

FILE = "metadata/releases.json"


def render_index(shelf: Shelf, marks: Mapping[str, Withdrawal], dataset: Dataset) -> str:
    """Return the index; `marks` are the releases that were withdrawn. `latest` names the newest that stands."""
    standing = [version for version in shelf.versions if version not in marks]
    return to_json(
        {
            "name": dataset.name,
            "title": {"en": dataset.title_en, "zh": dataset.title_zh},
            "latest": standing[-1] if standing else None,
            "releases": [_describe(m, marks.get(m.version), dataset) for m in reversed(shelf.manifests)],
        }
    )


def address(dataset: Dataset, path: str) -> str:
    """Return the address of a file of the repository as the files in `metadata/` give it."""
    return f"{dataset.homepage}/{path}" if dataset.homepage else f"../{path}"


def _describe(manifest: Manifest, mark: Withdrawal | None, dataset: Dataset) -> dict[str, Any]:
    home = f"{FOLDER}/{manifest.version}"
    return {
        "version": manifest.version,
        "released": manifest.released.isoformat(),
        "previous": manifest.previous,
        "level": manifest.level,
        "summary": {"en": manifest.summary_en, "zh": manifest.summary_zh},
        "rows": manifest.row_count,
        "changes": manifest.change_count,
        "fingerprint": manifest.fingerprint,
        "database": manifest.database,
        "withdrawn": _tell(mark) if mark else None,
        "manifest": address(dataset, f"{home}/manifest.json"),
        "files": [
            {"url": address(dataset, f"{home}/{file.path}"), "bytes": file.bytes, "sha256": file.sha256}
            for file in manifest.files
        ],
    }


def _tell(mark: Withdrawal) -> dict[str, Any]:
    return {
        "on": mark.withdrawn_on.isoformat(),
        "replacement": mark.replacement_version,
        "reason": {"en": mark.reason_en, "zh": mark.reason_zh},
    }
