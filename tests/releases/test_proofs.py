"""What a proof says of itself: what it could compare, what not and why; signatures; unpacked releases; the shelf."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import minisign
import pytest

from gongbao.commands import verify as verify_command
from gongbao.errors import GongbaoError, ReleaseError
from gongbao.releases.archive import extract
from gongbao.releases.manifest import FORMAT, read_manifest
from gongbao.releases.shelf import Shelf
from gongbao.releases.verification import Against, verify
from support.forgery import seal
from support.paths import ROOT
from support.rehearsal import git

pytestmark = pytest.mark.slow
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    """Release 1.0.0 away from any repository."""
    return Path(shutil.copytree(first / "releases" / "1.0.0", tmp_path / "shelf" / "1.0.0"))


def refused(run: Run, *words: str | Path) -> str:
    """The one line that a command refuses with."""
    result = run(*words)
    assert result.returncode == 1, result.stdout
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


# --- what is said -----------------------------------------------------------------------------------------------------


def test_it_says_what_it_proved_and_what_not(first: Path, script: Run) -> None:
    result = script("verify.py", first / "releases" / "1.0.0", "--verbose")
    assert result.returncode == 0, result.stderr
    commit = read_manifest(first / "releases" / "1.0.0").source.commit or ""
    added = git(first, "log", "--format=%H", "--", "releases/1.0.0").strip()
    line, *more = result.stdout.splitlines()
    known = (f"commit {commit[:12]}", f"commit {added[:12]} that added it")
    for what in ("every file in every list", *known, "views", "recorded requests", "made again"):
        assert what in line.partition("not compared")[0]
        assert any(what in other and "proved 已证" in other for other in more)
    left = "signature (no 1.0.0.minisig lies beside it)"
    assert left in line.partition("not compared")[2]
    assert any(left in other and "not compared 未比对" in other for other in more)


def test_without_git_that_is_said(folder: Path, script: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    result = script("verify.py", folder)
    assert result.returncode == 0, result.stderr
    assert "tag v1.0.0 or the commit that added it (git cannot be run (No such file or directory))" in result.stdout


def test_away_from_any_repository_that_is_said(folder: Path) -> None:
    assert "tag v1.0.0 or the commit that added it (git says “not a git repository" in verify(folder).line()


def test_without_the_release_before_that_is_said(rehearsed: Path, tmp_path: Path) -> None:
    shutil.copytree(rehearsed / "releases" / "1.0.1", tmp_path / "1.0.1")
    assert "changes since 1.0.0 (it does not lie beside)" in verify(tmp_path / "1.0.1").unproved


# --- unpacked ---------------------------------------------------------------------------------------------------------


def test_an_unpacked_release_verifies_anywhere(
    folder: Path, tmp_path: Path, script: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    extract(folder / "gongbao-1.0.0.zip", tmp_path / "any name")
    assert verify_command.main(None, [str(tmp_path / "any name")]) == 0
    told = capsys.readouterr().out
    assert "this is release 1.0.0, unaltered" in told
    assert f"fingerprint {read_manifest(folder).fingerprint}" in told
    assert "every file as SHA256SUMS lists it, schemas, receipts" in told
    assert "requests, signature (the release's folder has them)" in told
    with (tmp_path / "any name" / "data" / "terms.csv").open("a", encoding="utf-8") as handle:
        handle.write("\n")
    assert "any name/data/terms.csv: was altered (SHA-256)" in refused(script, "verify.py", tmp_path / "any name")


def test_an_unpacked_release_is_held_against_its_tag(first: Path, folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(first), str(tmp_path / "clone"))
    git(tmp_path / "clone", "tag", "v1.0.0")
    package = tmp_path / "clone" / "unpacked"
    extract(folder / "gongbao-1.0.0.zip", package)
    assert "tag v1.0.0" in verify(package).proved


# --- a publisher's signature ------------------------------------------------------------------------------------------


@pytest.fixture
def keys() -> minisign.KeyPair:
    return minisign.KeyPair.generate()


def sign(folder: Path, keys: minisign.KeyPair) -> Path:
    """Sign a release as its publisher does; returns the file of the public key."""
    signature = keys.secret_key.sign((folder / "SHA256SUMS").read_bytes())
    folder.with_name("1.0.0.minisig").write_bytes(bytes(signature) + b"\n")
    public = folder.parents[1] / "minisign.pub"
    public.write_bytes(bytes(keys.public_key) + b"\n")
    return public


def test_a_signature_beside_the_folder_is_checked(
    folder: Path, keys: minisign.KeyPair, capsys: pytest.CaptureFixture[str]
) -> None:
    public = sign(folder, keys)
    for key in (str(public), keys.public_key.to_base64().decode()):
        assert verify_command.main(None, [str(folder), "--key", key]) == 0
        assert "the publisher's signature" in capsys.readouterr().out.partition("not compared")[0]
    assert "signature (1.0.0.minisig: no public key was given (--key))" in verify(folder).unproved


@pytest.mark.skipif(not shutil.which("minisign"), reason="the program minisign is not on this machine")
@pytest.mark.parametrize("legacy", [(), ("-l",)], ids=["hashed", "legacy"])
def test_the_program_minisign_and_this_code_check_each_other(
    legacy: tuple[str, ...], folder: Path, keys: minisign.KeyPair, tmp_path: Path
) -> None:
    """The commands are those of RELEASING.md."""
    signed, signature = ("-m", str(folder / "SHA256SUMS")), ("-x", str(folder.with_name("1.0.0.minisig")))
    own, secret = tmp_path / "own.pub", tmp_path / "secret.key"

    def run_minisign(*words: str | Path) -> None:
        subprocess.run(["minisign", *map(str, words)], check=True, capture_output=True)

    run_minisign("-G", "-W", "-p", own, "-s", secret)
    run_minisign("-S", *legacy, *signed, *signature, "-s", secret)
    assert "the publisher's signature" in verify(folder, Against(key=own)).proved
    run_minisign("-V", *signed, *signature, "-p", sign(folder, keys))


def test_the_dataset_s_own_key_is_taken_where_none_is_given(
    folder: Path, keys: minisign.KeyPair, capsys: pytest.CaptureFixture[str]
) -> None:
    root = folder.parents[1]
    (root / "seeds").mkdir()
    sign(folder, keys).rename(root / "seeds" / "minisign.pub")
    assert verify_command.main(root, [str(folder)]) == 0
    assert "the publisher's signature" in capsys.readouterr().out.partition("not compared")[0]


def test_a_signature_of_something_else_is_a_fault(folder: Path, keys: minisign.KeyPair, script: Run) -> None:
    public = sign(folder, keys)
    seal(folder, lambda words: words["source"]["tools"].update(sqlite="9"))
    line = refused(script, "verify.py", folder, "--key", public)
    assert "1.0.0.minisig: is not the publisher's signature of SHA256SUMS (signature verification failed)" in line


def test_another_s_signature_is_a_fault(folder: Path, keys: minisign.KeyPair, script: Run) -> None:
    public = sign(folder, keys)
    sign(folder, minisign.KeyPair.generate())
    public.write_bytes(bytes(keys.public_key))
    assert "is not the publisher's signature" in refused(script, "verify.py", folder, "--key", public)


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"untrusted comment: x\n!!\ntrusted comment: y\n!!\n"])
def test_what_is_no_signature_or_key_is_one_line(raw: bytes, folder: Path, keys: minisign.KeyPair, script: Run) -> None:
    public = sign(folder, keys)
    public.write_bytes(raw)
    assert "minisign.pub: is no public key of minisign" in refused(script, "verify.py", folder, "--key", public)
    public.write_bytes(bytes(keys.public_key))
    folder.with_name("1.0.0.minisig").write_bytes(raw)
    assert "1.0.0.minisig: is no signature of minisign" in refused(script, "verify.py", folder, "--key", public)


# --- manifests of every age -------------------------------------------------------------------------------------------


def test_the_first_manifests_have_no_format_and_are_read_as_they_are(folder: Path) -> None:
    assert read_manifest(ROOT / "releases" / "1.0.0").format_version is None
    assert read_manifest(folder).format_version == FORMAT


@pytest.mark.parametrize("number", [FORMAT + 1, 0, "next", 1.5, None])
def test_a_format_nobody_knows_is_one_line(number: object, folder: Path, script: Run) -> None:
    seal(folder, lambda words: words.update(format_version=number))
    assert "1.0.0/manifest.json: is of format" in refused(script, "verify.py", folder)


# --- the shelf is not trusted unread ----------------------------------------------------------------------------------


def empty(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"\n")[0] + b"\n" if path.suffix == ".csv" else b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def alter(path: Path) -> None:
    """Other bytes of the same number."""
    raw = path.read_bytes()
    path.write_bytes(raw[:-3] + bytes([raw[-3] ^ 1]) + raw[-2:])


def put_a_file(path: Path) -> None:
    shutil.rmtree(path)
    path.touch()


@pytest.mark.parametrize(
    ("name", "damage", "line"),
    [
        ("changes.csv", empty, "releases/1.0.1/changes.csv: has 69 bytes, not"),
        ("changes.csv", alter, "releases/1.0.1/changes.csv: is not the file that was released (SHA-256)"),
        ("datasette.json", alter, "releases/1.0.1/datasette.json: is not the file that was released (SHA-256)"),
        ("gongbao-1.0.1.zip", cut, "releases/1.0.1/gongbao-1.0.1.zip: has 1000 bytes, not"),
        ("manifest.json", alter, "1.0.1/manifest.json: is no manifest of a release"),
        ("SHA256SUMS", cut, "releases/1.0.1: manifest.json and SHA256SUMS do not list the same files"),
        ("SUMMARY.md", Path.unlink, "releases/1.0.1/SUMMARY.md: is missing"),
        ("manifest.json", Path.unlink, "1.0.1/manifest.json: is missing"),
        (".", put_a_file, "1.0.1/manifest.json: is no manifest of a release"),
        (".", shutil.rmtree, "releases/1.1.0/manifest.json: follows 1.0.1, which is not there"),
    ],
)
@pytest.mark.parametrize("verb", ["build.py", "validate.py"])
def test_a_damaged_release_stops_build_and_validation(
    verb: str, name: str, damage: Callable[[Path], object], line: str, rehearsed: Path, tmp_path: Path, script: Run
) -> None:
    root = Path(shutil.copytree(rehearsed, tmp_path / "main", ignore=shutil.ignore_patterns(".git")))
    damage(root / "releases" / "1.0.1" / name)
    where = ("--out", root) if verb == "build.py" else ("--package", root)
    assert line in refused(script, verb, "--seeds", root / "seeds", *where)


def test_a_zip_of_another_content_is_not_opened(rehearsed: Path, tmp_path: Path) -> None:
    shutil.copytree(rehearsed / "releases", tmp_path / "releases")
    alter(tmp_path / "releases" / "1.0.1" / "gongbao-1.0.1.zip")
    with pytest.raises(ReleaseError, match="is not the file that was released"), Shelf(tmp_path).open("1.0.1"):
        pass


def test_a_folder_with_another_number_is_one_line(rehearsed: Path, tmp_path: Path) -> None:
    shutil.copytree(rehearsed / "releases" / "1.0.1", tmp_path / "releases" / "1.0.2")
    with pytest.raises(GongbaoError, match=r"releases/1\.0\.2/manifest\.json: states version 1\.0\.1"):
        Shelf(tmp_path)
    assert json.loads((tmp_path / "releases/1.0.2/manifest.json").read_text(encoding="utf-8"))["version"] == "1.0.1"
