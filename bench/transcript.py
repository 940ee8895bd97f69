"""The transcript of docs/assistants.md: its questions asked of scripts/assist.py, the answers written below them.

    python bench/transcript.py

Every call in a block of JSON is made by the client of the protocol's official SDK over standard input and output, in
the order of the page; the block of text that follows becomes what was answered, cursors and all.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters, stdio_client

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "assistants.md"
ASKED = re.compile(
    r'(^```json\n(\{"name": [^\n]*\})\n```\n(?:\n<!-- [^\n]+ -->\n)?\n```text\n)(.*?)(^```$)', re.M | re.S
)


async def main() -> None:
    """Ask everything the page asks, and write the page anew."""
    page = PAGE.read_text(encoding="utf-8")
    server = StdioServerParameters(command=sys.executable, args=[str(ROOT / "scripts" / "assist.py")])
    pieces, at, count = [], 0, 0
    async with Client(stdio_client(server)) as client:
        for asked in ASKED.finditer(page):
            call = json.loads(asked[2])
            result = await client.call_tool(call["name"], call["arguments"])
            mark = "error: " if result.is_error else ""
            pieces += [page[at : asked.end(1)], f"{mark}{result.content[0].text}\n", asked[4]]
            at, count = asked.end(), count + 1
    PAGE.write_text("".join([*pieces, page[at:]]), encoding="utf-8", newline="\n")
    print(f"{count} questions of {PAGE.relative_to(ROOT)} answered")


if __name__ == "__main__":
    asyncio.run(main())
