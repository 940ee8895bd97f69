"""The health address and the lines of the log: what they tell who runs the server, and what they do not tell."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gongbao.serving.databases import databases_of, make_app
from gongbao.serving.log_lines import Logged, Message
from support.asking import asking

PATH = "/-/health"


def test_health_tells_the_version_and_the_hash_of_every_database(served: Path) -> None:
    for get in asking(served):
        answer, told = get(PATH), get(PATH).json()
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert told["status"] == "ok"
        assert (
            told["version"] == json.loads((served / "build" / "metadata.json").read_text("utf-8"))["gongbao"]["version"]
        )
        hashes = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in databases_of(served)}
        assert {name: state["sha256"] for name, state in told["databases"].items()} == hashes


def copy_of(package: Path, to: Path) -> Path:
    shutil.copytree(package / "build", to / "build")
    return to / "build" / "gongbao.db"


def test_health_is_503_when_a_database_is_gone_and_200_when_it_is_back(package: Path, tmp_path: Path) -> None:
    database = copy_of(package, tmp_path)
    for get in asking(tmp_path):
        assert get(PATH).status_code == 200
        database.rename(tmp_path / "elsewhere.db")
        gone = get(PATH)
        assert (gone.status_code, gone.json()["status"]) == (503, "fault")
        assert gone.json()["databases"]["gongbao"] == {"fault": "its file is gone"}
        (tmp_path / "elsewhere.db").rename(database)
        assert get(PATH).status_code == 200


def test_health_is_503_when_a_database_cannot_be_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of(package, tmp_path)
    app = make_app(tmp_path)

    async def fail(*_: Any) -> None:
        raise OSError("the disk is gone")

    async def ask() -> Any:
        await app.invoke_startup()
        await app.client.get(PATH)
        monkeypatch.setattr(app.databases["gongbao"], "execute", fail)
        return await app.client.get(PATH)

    answer = asyncio.run(ask())
    assert answer.status_code == 503
    assert answer.json()["databases"]["gongbao"] == {"fault": "it cannot be read"}
    assert "the disk" not in answer.text


async def answer_something(_scope: Message, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"12345", "more_body": True})
    await send({"type": "http.response.body", "body": b"67"})


async def break_off(_scope: Message, _receive: Any, _send: Any) -> None:
    raise RuntimeError("broken")


def lines_of(app: Any, **scope: Any) -> list[str]:
    lines: list[str] = []

    async def ignore(_message: Message) -> None:
        return

    asked = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "client": ("203.0.113.9", 1), **scope}
    asyncio.run(Logged(app, lines.append)(asked, ignore, ignore))
    return lines


def test_a_line_tells_what_was_asked_and_answered_and_nothing_of_the_visitor() -> None:
    (line,) = lines_of(
        answer_something, path="/gongbao", query_string=b"sql=select+secret", headers=[(b"cookie", b"x=y")]
    )
    assert line.split()[1:6] == ["GET", "/gongbao", "200", "7", "bytes"]
    assert not any(word in line for word in ("203.0.113.9", "secret", "x=y"))


def test_nothing_in_an_address_begins_another_line() -> None:
    (line,) = lines_of(answer_something, path="/a\nGET /b 200", raw_path="/a\nGET /公 200".encode())
    assert "\n" not in line
    assert line.split()[2] == "/a?GET?/????200"


def test_an_answer_that_broke_off_has_a_line_too() -> None:
    lines: list[str] = []
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    with pytest.raises(RuntimeError):
        asyncio.run(Logged(break_off, lines.append)(scope, None, None))  # type: ignore[arg-type]
    assert [line.split()[2:4] for line in lines] == [["/", "0"]]
