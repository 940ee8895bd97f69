"""Validate the published package: frictionless, pydantic on every row, the project's laws, and the seeds."""

from __future__ import annotations

from pathlib import Path

from gongbao import doors

if __name__ == "__main__":
    doors.run("validate", root=Path(__file__).resolve().parents[1])
