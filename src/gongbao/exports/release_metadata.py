"""metadata/ of a release's folder: DCAT-AP, schema.org and Croissant of every file people fetch from it.

The package inside the zip file describes its own files; what is made of it later lies beside the zip file, and so does
its description: sizes and hashes are those of the finished files.
"""

from __future__ import annotations

from pathlib import Path

from gongbao.exports import croissant, dcat, schema_org
from gongbao.exports.distributions import describe_release
from gongbao.exports.files import to_json
from gongbao.packages.content import Package
from gongbao.seeds.dataset import Dataset

_WORDS = {
    croissant.DESCRIPTION.file: croissant.describe_files,
    dcat.DESCRIPTION.file: dcat.describe_files,
    schema_org.DESCRIPTION.file: schema_org.describe_files,
}
FILES = tuple(_WORDS)


def describe(package: Package, dataset: Dataset, folder: Path) -> dict[str, str]:
    """Return the descriptions by file; all other formats of the release lie in `folder`."""
    described = describe_release(package, folder, dataset)
    return {file: to_json(words(described, dataset)) for file, words in _WORDS.items()}
