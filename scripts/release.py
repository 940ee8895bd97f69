"""Release the current data: decide the version by what changed, write releases/<version>/, refuse anything unsafe."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("release", root=Path(__file__).resolve().parents[1])
