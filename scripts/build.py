"""Convert the seeds into data/, schemas/, datapackage.json and build/gongbao.db."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors
from gongbao.commands import build

if __name__ == "__main__":
    doors.run(build.main, root=Path(__file__).resolve().parents[1])
