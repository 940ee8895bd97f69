"""The real script over a fresh build with all releases, asked by the SDK's own client over a pair of pipes."""

from __future__ import annotations

import csv
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.from_thread
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from support.paths import ROOT


@asynccontextmanager
async def connected(package: Path) -> AsyncIterator[Client]:
    """Start the script as a client's configuration does, and shake hands."""
    words = [str(ROOT / "scripts" / "assist.py"), "--package", str(package)]
    async with Client(stdio_client(StdioServerParameters(command=sys.executable, args=words))) as client:
        yield client


class Assistant:
    """Asks the server, without waiting in the test's own words; the client checks every answer against its schema."""

    def __init__(self, portal: Any, client: Client) -> None:
        self.portal, self.client = portal, client

    def call(self, tool: str, **arguments: Any) -> Any:
        """Return the result of a tool as the protocol has it."""
        return self.portal.call(self.client.call_tool, tool, arguments)

    def answer(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Return the structure that a tool answers; fails where it answers with an error."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content[0].text
        return result.structured_content  # type: ignore[no-any-return]

    def text(self, tool: str, **arguments: Any) -> str:
        """Return the text that a tool answers; fails where it answers with an error."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content[0].text
        return result.content[0].text  # type: ignore[no-any-return]

    def error(self, tool: str, **arguments: Any) -> str:
        """Return what a tool says is wrong; fails where it answers."""
        result = self.call(tool, **arguments)
        assert result.is_error, result.content[0].text
        assert result.structured_content is None
        return result.content[0].text  # type: ignore[no-any-return]

    def ask(self, name: str, *arguments: Any) -> Any:
        """Ask for anything else of the protocol."""
        return self.portal.call(getattr(self.client, name), *arguments)


@pytest.fixture(scope="session")
def assistant(served: Path) -> Iterator[Assistant]:
    """An assistant connected to the current data and all releases."""
    with anyio.from_thread.start_blocking_portal() as portal, portal.wrap_async_context_manager(connected(served)) as c:
        yield Assistant(portal, c)


@pytest.fixture(scope="session")
def tables(served: Path) -> dict[str, list[dict[str, str]]]:
    """The published tables, read from their CSV files by nothing but Python's own reader."""
    found = {}
    for path in (served / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            found[path.stem] = list(csv.DictReader(handle))
    return found


@pytest.fixture(scope="session")
def text(served: Path, tables: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    """The frozen texts by their reports."""
    folder = served / "seeds" / "reports"
    return {
        row["report_id"]: (folder / row["report_id"] / "text.txt").read_bytes().decode("utf-8")
        for row in tables["reports"]
    }
