"""The same valid package is validated once a process, however often tests copy it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest


@pytest.fixture(scope="session", autouse=True)
def valid_once() -> Iterator[None]:
    """Let frictionless answer for a package at once where it found the very same bytes valid before."""
    validate, valid = frictionless.validate, {}

    def ask(source: str, **options: Any) -> Any:
        digest = _digest(Path(source).parent)
        if digest not in valid:
            report = validate(source, **options)
            if not report.valid:
                return report
            valid[digest] = report
        return valid[digest]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frictionless, "validate", ask)
        yield


def _digest(package: Path) -> str:
    """The digest of everything frictionless reads: descriptor, schemas, tables."""
    files = [package / "datapackage.json", *sorted(package.glob("schemas/*")), *sorted(package.glob("data/*"))]
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(package)} {path.stat().st_size if path.exists() else -1}\n".encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
