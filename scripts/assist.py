"""Answer language models from the dataset over the Model Context Protocol, every answer with its receipts."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("assist", root=Path(__file__).resolve().parents[1])
