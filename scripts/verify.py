"""Verify a release: everything in it recomputed, and compared with git and the publisher's key where they are there."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("verify", root=Path(__file__).resolve().parents[1])
