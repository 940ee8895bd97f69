"""What git knows of a release: the commit its manifest names, its tag, and the commit that added its folder."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongbao.errors import GitError
from gongbao.exports.hugging_face import FILE as CARD
from gongbao.exports.release_readme import FILE as README
from gongbao.releases.manifest import FILE as MANIFEST
from gongbao.releases.manifest import SUMS

VIEWS = "exports/views.sql"
MADE = (README, CARD)  # what a release makes for its zip file and no commit holds beside it
# What a clone may be set to would convert line ends on the way out.
_AS_STORED = ("-c", "core.autocrlf=false", "-c", "core.eol=lf")


def run_git(root: Path, *words: str) -> bytes:
    """Return what git answers; raises GitError with git's own reason, or where git cannot be run."""
    try:
        result = subprocess.run(["git", "-C", str(root), *_AS_STORED, *words], capture_output=True)
    except OSError as fault:
        raise GitError(f"git cannot be run ({fault.strerror})", missing=True) from None
    if result.returncode:
        lines = result.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise GitError(f"git says “{lines[0].removeprefix('fatal: ')}”")
    return result.stdout


@dataclass(frozen=True, slots=True)
class Tree:
    """All files of a commit: the id of each as git stores it."""

    root: Path
    commit: str
    files: dict[str, str]

    def read(self, ending: str) -> str | None:
        """Return the text of the one file whose path ends so, nothing where there is none."""
        name = next((name for name in self.files if name == ending or name.endswith(f"/{ending}")), None)
        return run_git(self.root, "cat-file", "blob", self.files[name]).decode("utf-8") if name else None

    def hash_seeds(self) -> str:
        """Return the hash of all curated files of the commit, as `manifest.hash_seeds` computes it from a folder."""
        with tarfile.open(fileobj=io.BytesIO(run_git(self.root, "archive", self.commit, "seeds"))) as archive:
            files = {m.name.removeprefix("seeds/"): archive.extractfile(m) for m in archive if m.isfile()}
            lines = [f"{hashlib.sha256(f.read()).hexdigest()}  {n}\n" for n, f in sorted(files.items()) if f]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_tree(roots: Iterable[Path], revision: str) -> Tree:
    """Return the files of a commit or tag from the first repository that knows it.

    Raises GitError with the reason where none of the folders lies in one that does.
    """
    return _search(roots, lambda top: _open_tree(top, revision))


def read_released_tree(roots: Iterable[Path], version: str) -> tuple[Tree, str]:
    """Return the files of the commit that holds a release as it was cut, and how to name it.

    That is the commit of its tag; where nobody has put the tag on, the first commit that holds the release's folder:
    a release never changes, so whoever alters it later alters what stands there.
    Raises GitError with the reason where no repository knows either.
    """
    roots, tag = tuple(roots), f"v{version}"
    try:
        return read_tree(roots, f"refs/tags/{tag}"), f"tag {tag}"
    except GitError:
        tree = _search(roots, lambda top: _open_tree(top, _find_addition(top, f"releases/{version}/{MANIFEST}")))
        return tree, f"commit {tree.commit[:12]} that added it"


def _search(roots: Iterable[Path], opened: Callable[[Path], Tree]) -> Tree:
    lacking: list[GitError] = []  # a repository without it says more than a folder in none
    outside: list[GitError] = []
    for root in roots:
        try:
            top = Path(run_git(root, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
        except GitError as fault:
            outside.append(fault)
            continue
        try:
            return opened(top)
        except GitError as fault:
            lacking.append(fault)
    raise [*lacking, *outside, GitError("no repository was given")][0]


def _open_tree(top: Path, revision: str) -> Tree:
    words = ("rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    try:
        commit = run_git(top, *words).decode().strip()
    except GitError:
        raise GitError("the repository does not have it") from None
    listed = run_git(top, "ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "replace")
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
    return Tree(top, commit, {name: words.split()[2] for words, _, name in entries})


def _find_addition(top: Path, name: str) -> str:
    """Return the first commit of the branch that holds a file; raises GitError where none is known to."""
    if run_git(top, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise GitError("the clone is shallow: git does not know its first commits")
    words = ("log", "--diff-filter=A", "--no-renames", "--format=%H", "--", f":(top){name}")
    added = run_git(top, *words).decode().split()
    if not added:
        raise GitError("no commit of the repository holds it")
    return added[-1]


def compare_files(tree: Tree, folder: Path, names: Iterable[str], shown: str, *, under: str = "") -> Iterator[str]:
    """Yield a line for every file of a folder that is not what the commit holds at the same place `under` a path."""
    for name in names:
        stored = tree.files.get(under + name, "")
        if stored != _blob_id((folder / name).read_bytes(), stored):
            why = "is not what" if stored else "is not in what"
            yield f"{shown}/{name}: {why} git holds at {tree.commit[:12]}: fetch the release again"


def _blob_id(raw: bytes, like: str) -> str:
    """Return the id git gives a file, by the hash function of a known id (SHA-1, or SHA-256 where it is long)."""
    digest = hashlib.new("sha256" if len(like) == 64 else "sha1", b"blob %d\0" % len(raw), usedforsecurity=False)
    digest.update(raw)
    return digest.hexdigest()


def committed(names: Iterable[str]) -> list[str]:
    """Return which files of a package stand in a commit as well: all but those a release makes for its zip file."""
    return [name for name in names if name not in (SUMS, *MADE)]
