"""Put a corrected text of a report in place of the current one; then write the tombstones of the ids that ended."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("correct", root=Path(__file__).resolve().parents[1])
