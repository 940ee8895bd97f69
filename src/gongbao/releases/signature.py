"""A publisher's signature: <version>.minisig beside a release's folder signs its SHA256SUMS (minisign)."""

from __future__ import annotations

from pathlib import Path

import minisign

from gongbao.errors import ReleaseError
from gongbao.releases.manifest import SUMS

ENDING = ".minisig"
KEY = "minisign.pub"


def check_signature(folder: Path, version: str, key: Path | str | None) -> str | None:
    """Check the signature beside a release; returns None where it is right, else why nothing was checked.

    `key` is the file of the publisher's public key, or the key itself. Raises ReleaseError in one line for a wrong
    signature, and for a file that is no signature or no key.
    """
    path = folder.resolve().parent / f"{version}{ENDING}"
    if not path.is_file():
        return f"no {path.name} lies beside it"
    if key is None:
        return f"{path.name}: no public key was given (--key)"
    public = _read_key(key)
    try:
        signature = minisign.Signature.from_bytes(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise ReleaseError(f"{path.name}: is no signature of minisign ({fault}): fetch it again") from None
    try:
        public.verify((folder / SUMS).read_bytes(), signature)
    except minisign.VerifyError as fault:
        raise ReleaseError(
            f"{path.name}: is not the publisher's signature of {SUMS} ({fault}): do not trust it"
        ) from None
    return None


def _read_key(key: Path | str) -> minisign.PublicKey:
    path = Path(key)
    try:
        if path.is_file():
            return minisign.PublicKey.from_bytes(path.read_bytes())
        return minisign.PublicKey.from_base64(str(key))
    except (OSError, ValueError) as fault:
        raise ReleaseError(
            f"{path.name[:80]}: is no public key of minisign ({fault}): give its file or the key"
        ) from None
