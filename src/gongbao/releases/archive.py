"""The package as a zip file whose bytes depend on its members alone: sorted, stored, one fixed day, no extra fields.

Members are stored, not deflated: compressed bytes differ between versions of zlib, stored ones never do.
"""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from gongbao.errors import ReleaseError

DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip file can name


def write_zip(path: Path, members: Mapping[str, Path]) -> None:
    """Write the files under their names; the same files give the same bytes, whoever owns them and whenever."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, DAY)
            member.create_system, member.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            member.file_size = members[name].stat().st_size
            with archive.open(member, "w") as target, members[name].open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)


def extract(path: Path, folder: Path) -> list[str]:
    """Unpack a package into an empty folder and return its members' names.

    Raises ReleaseError in one line where it is no intact zip file, or a name leads out of the folder.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            for name in names:
                if name.startswith("/") or ".." in name.split("/") or "\\" in name:
                    raise ReleaseError(f"{path.name}: holds the unsafe name {name!r}: do not open it")
            archive.extractall(folder)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as fault:
        raise ReleaseError(f"{path.name}: is no intact zip file ({fault}): fetch it again") from None
    return names


def is_canonical(path: Path, folder: Path, names: list[str]) -> bool:
    """Tell whether a zip file is, byte for byte, what `write_zip` makes of its unpacked members in `folder`."""
    again = folder.with_suffix(".again")
    try:
        write_zip(again, {name: folder / name for name in names})
        return _same(path, again)
    finally:
        again.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while chunk := left.read(1 << 20):
            if chunk != right.read(1 << 20):
                return False
    return True
