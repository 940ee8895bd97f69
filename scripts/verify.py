"""Verify a release: hashes, schema, receipts, and the same content in every format."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("verify", root=Path(__file__).resolve().parents[1])
