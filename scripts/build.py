"""Convert the seeds into data/, schemas/, datapackage.json and build/gongbao.db."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("build", root=Path(__file__).resolve().parents[1])
