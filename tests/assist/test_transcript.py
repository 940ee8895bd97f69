"""The page about assistants: what it shows as asked and answered is asked again."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest

from gongbao.assist.tools import TOOLS
from support.paths import ROOT

PAGE = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
CURSOR = re.compile(r"cursor=[0-9a-f]{8}~")  # tells one build from another
FOUND = [(match[1], match[2]) for match in BLOCK.finditer(PAGE)]
ASKED = [(body, answer) for (_, body), (_, answer) in pairwise(FOUND) if body.startswith('{"name"')]


@pytest.mark.parametrize(("asked", "shown"), ASKED, ids=[asked[:60] for asked, _ in ASKED])
def test_the_transcript_is_what_is_answered(assistant: Any, asked: str, shown: str) -> None:
    """Where it is not: python bench/transcript.py, and a look at the difference."""
    call = json.loads(asked)
    result = assistant.call(call["name"], **call["arguments"])
    answered = f"{'error: ' if result.is_error else ''}{result.content[0].text}\n"
    assert CURSOR.sub("cursor=", answered) == CURSOR.sub("cursor=", shown)


def test_the_transcript_asks_most_tools_in_both_languages() -> None:
    assert len(ASKED) == 9
    assert len({json.loads(asked)["name"] for asked, _ in ASKED}) >= 6
    assert any(re.search("[一-鿿]", asked) for asked, _ in ASKED)


def test_every_tool_is_listed() -> None:
    listed = PAGE[PAGE.index("## 工具") : PAGE.index("## 一个回答")]
    assert set(re.findall(r"`(\w+)`", listed)) == set(TOOLS)


def test_what_a_client_is_told_to_start_is_there() -> None:
    for page in (PAGE, (ROOT / "README.md").read_text(encoding="utf-8")):
        (block,) = [body for _, body in BLOCK.findall(page) if "mcpServers" in body]
        server = json.loads(block)["mcpServers"]["gongbao"]
        assert server["command"].endswith("/.venv/bin/python")
        (script,) = server["args"]
        assert (ROOT / script.removeprefix("/home/me/gongbao/")).is_file()
