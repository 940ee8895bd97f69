"""What stands in the zip file of a release: the package, its texts, and the words a stranger needs."""

from __future__ import annotations

import shutil
from pathlib import Path

from gongbao.exports import hugging_face, release_readme
from gongbao.exports.files import write_text
from gongbao.packages.content import Package
from gongbao.releases.archive import write_zip
from gongbao.releases.manifest import list_files, write_sums
from gongbao.seeds.dataset import Dataset

FOLDERS = ("data", "schemas")
METADATA = ("croissant.json", "datacite.json", "dcat-ap.jsonld", "schema-org.jsonld")
TAKEN = ("seeds/tombstones.csv", "LICENSE")
FILES = ("datapackage.json", "CITATION.cff", ".zenodo.json", "docs/data-dictionary.md")


def assemble(build: Path, root: Path, target: Path, dataset: Dataset) -> None:
    """Copy into the empty folder `target` what a release's zip file holds, with SHA256SUMS over all of it.

    `build` is a fresh build; the frozen texts, the tombstones and the licence come from the repository `root`; the
    README for people and the card for programs are made here.
    """
    names = [*FILES, *(f"metadata/{name}" for name in METADATA)]
    names += [name for folder in FOLDERS for name in _below(build, folder)]
    texts = sorted(path.relative_to(root).as_posix() for path in (root / "seeds" / "reports").glob("*/text.txt"))
    for source, found in ((build, names), (root, [*texts, *TAKEN])):
        for name in found:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)
    package = Package(target)
    write_text(target / release_readme.FILE, release_readme.render(package, dataset))
    write_text(target / hugging_face.FILE, hugging_face.describe(package, dataset))
    write_sums(target)


def _below(build: Path, folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in list_files(build / folder)]


def pack(package: Path, path: Path) -> None:
    """Write an assembled package as a zip file."""
    write_zip(path, {name: package / name for name in list_files(package)})
