"""Serve build/gongbao.db with Datasette on this computer: pages, search, SQL, downloads."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("serve", root=Path(__file__).resolve().parents[1])
