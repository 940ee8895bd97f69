"""The whole proof of a release: what its files prove, and that Datasette still answers every recorded request."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gongbao.errors import CheckError, ReleaseError
from gongbao.exports.datasette_metadata import thaw
from gongbao.packages.content import Package
from gongbao.releases.archive import extract
from gongbao.releases.manifest import FILE, Manifest, read_manifest
from gongbao.releases.package_verification import Report
from gongbao.releases.verification import Against, Verified, verify
from gongbao.serving import recordings
from gongbao.serving.databases import app_of

DESCRIBED = "datasette.json"
_AGAIN = "fetch the release again"


def prove(path: Path, against: Against | None = None, *, report: Report = lambda _line: None) -> Verified:
    """Verify a release and, where `path` is its folder, ask Datasette everything it promises to answer.

    Raises CheckError with one line for every fault, ReleaseError where the files cannot be read at all.
    """
    found = verify(path, against, report=report)
    if not (path / FILE).is_file():
        return found
    folder = path.resolve()
    failures = list(check_requests(folder, read_manifest(folder)))
    if failures:
        raise CheckError(failures)
    report("proved: every recorded request is answered as it was")
    return replace(found, proved=(*found.proved, "recorded requests"))


def check_requests(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield a line for every promised request that is not recorded, and for every one that is answered otherwise."""
    recorded = recordings.read_requests(folder)
    frozen = read_described(folder, manifest.database)
    database = folder / f"{manifest.database}.db"
    shown = f"{folder.name}/{recordings.FILE}"
    with tempfile.TemporaryDirectory() as place:
        extract(folder / manifest.archive, Path(place) / "package")
        promised = recordings.list_requests(Package(Path(place) / "package"), database, frozen["queries"])
    if [line.path for line in recorded] != promised:
        odd = sorted({line.path for line in recorded} ^ set(promised)) or ["their order"]
        yield f"{shown}: does not list the requests a release promises ({odd[0][:80]}): {_AGAIN}"
        return
    with contextlib.redirect_stderr(
        io.StringIO()
    ):  # Datasette prints tracebacks of what a forger makes it stumble over
        answers = recordings.record(app_of([database], {"databases": {database.stem: frozen}}), promised)
    for stated, found in zip(recorded, answers, strict=True):
        if stated != found:
            yield f"{shown}: {stated.path[:120]} is answered otherwise than recorded: {_AGAIN}"


def read_described(folder: Path, database: str) -> dict[str, dict[str, object]]:
    """Return what a release's datasette.json tells; raises ReleaseError in one line where it tells nothing."""
    try:
        content = thaw(json.loads((folder / DESCRIBED).read_text(encoding="utf-8")), database)
        if not all(isinstance(content[key], dict) for key in ("tables", "queries")):
            raise TypeError("tables and queries are no objects")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        why = f"{type(fault).__name__}: {fault}"[:80]
        raise ReleaseError(f"{folder.name}/{DESCRIBED}: describes no database ({why}): {_AGAIN}") from None
    return dict(content)
