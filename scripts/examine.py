"""Examine a text before it is frozen: what spoils it, where, and what the engine will do about it."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("examine", root=Path(__file__).resolve().parents[1])
