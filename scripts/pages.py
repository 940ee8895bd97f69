"""Write the site as files: the static edition, which works from disk with the network off and on any web host."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("pages", root=Path(__file__).resolve().parents[1])
