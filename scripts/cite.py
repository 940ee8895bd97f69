"""Say how to cite the dataset, a table, a row or a saved query: GB/T 7714, APA, Chicago, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("cite", root=Path(__file__).resolve().parents[1])
