"""A rebuild while serving: noticed, served without a gap, and nothing of the old build is left open."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from gongbao.serving.databases import make_app, put_away
from gongbao.serving.newest import marks_of
from gongbao.serving.switching import Switching

ASKED = "/gongbao/themes.json?_shape=array&_col=name_en&_size=1"


@pytest.fixture
def root(package: Path, tmp_path: Path) -> Path:
    """A package without releases."""
    shutil.copytree(package / "build", tmp_path / "build")
    return tmp_path


def rebuild(root: Path, name: str) -> None:
    """Put another build in the place of the one there is, as a build does: whole, by renaming."""
    fresh = root / "fresh"
    shutil.copytree(root / "build", fresh)
    with closing(sqlite3.connect(fresh / "gongbao.db")) as connection, connection:
        connection.execute("update themes set name_en = ?", (name,))
    (root / "build").rename(root / f"old-{name}")
    fresh.rename(root / "build")


def switching(root: Path, **options: Any) -> Switching:
    return Switching(lambda: make_app(root), lambda: marks_of(root), every=0, **options)


def asked(app: Switching) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost")


async def renewed(client: httpx.AsyncClient, app: Switching) -> None:
    """Ask once, and wait until what that began is done."""
    await client.get("/robots.txt")
    if app.renewing:
        await app.renewing


def name_in(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return str(answer.json()[0]["name_en"])


def test_a_new_build_is_served_and_its_pages_are_not_the_old_ones(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def visit() -> None:
        app = switching(root)
        async with asked(app) as client:
            before = await client.get(ASKED)
            assert name_in(await client.get(ASKED)) == name_in(before)
            assert (await client.get(ASKED, headers={"If-None-Match": before.headers["etag"]})).status_code == 304
            rebuild(root, "Another")
            await renewed(client, app)
            assert name_in(await client.get(ASKED, headers={"If-None-Match": before.headers["etag"]})) == "Another"

    asyncio.run(visit())
    assert "serving the new build" in capsys.readouterr().err


def test_visitors_are_answered_all_the_while(root: Path) -> None:
    """While the new application is made the old one answers; no request fails, none gets a page of neither."""

    async def visit() -> None:
        app = switching(root)
        async with asked(app) as client:
            seen = [name_in(await client.get(ASKED))]
            rebuild(root, "Another")
            while seen[-1] != "Another":
                seen.append(name_in(await client.get(f"{ASKED}&_nocount={len(seen)}")))
                await asyncio.sleep(0.005)
            assert len(set(seen)) == 2
            assert len(seen) > 2

    asyncio.run(visit())


def test_an_answer_that_is_being_given_is_given_to_its_end(root: Path) -> None:
    async def visit() -> None:
        app = switching(root)
        async with asked(app) as client:
            await client.get(ASKED)
            assert app.newest is not None
            with app.newest.using() as old:  # somebody is being answered
                rebuild(root, "Another")
                await renewed(client, app)
                assert app.newest.current is not old
                await old.datasette.get_database("gongbao").execute("select 1")
            await asyncio.gather(*app.newest.closing)
            with pytest.raises(RuntimeError, match="after shutdown"):
                await old.datasette.get_database("gongbao").execute("select 1")

    asyncio.run(visit())


def test_files_are_closed_when_the_last_statement_has_ended(root: Path) -> None:
    """Who goes away leaves a statement running in a thread; its connection must not be closed under it."""

    async def visit() -> float:
        app = switching(root)
        async with asked(app) as client:
            await client.get(ASKED)
            assert app.newest is not None
            served = app.newest.current
            database, begun, ended = served.datasette.get_database("gongbao"), time.monotonic(), []

            def slow(connection: sqlite3.Connection) -> None:
                while time.monotonic() - begun < 0.5:
                    connection.execute("select count(*) from numerals").fetchone()
                ended.append(time.monotonic())

            waiting = asyncio.create_task(database.execute_fn(slow))
            await asyncio.sleep(0.05)
            waiting.cancel()
            await put_away(served.datasette)
            return time.monotonic() - ended[0]

    assert asyncio.run(visit()) >= 0


def test_a_build_that_cannot_be_served_leaves_the_old_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def visit() -> None:
        app = switching(root)
        async with asked(app) as client:
            name = name_in(await client.get(ASKED))
            (root / "build" / "metadata.json").write_text("{", encoding="utf-8")
            for _ in range(3):
                await renewed(client, app)
                assert name_in(await client.get(ASKED)) == name
            shutil.copy(root / "build" / "gongbao.db", root / "build" / "copy.db")
            rebuild(root, "Never seen")
            await renewed(client, app)

    asyncio.run(visit())
    told = [line for line in capsys.readouterr().err.splitlines() if "is not served" in line]
    assert len(told) == 2, told
    assert all(line.endswith("the one before goes on") for line in told)


def test_nothing_of_the_old_builds_stays_open(root: Path) -> None:
    async def visit() -> list[int]:
        app, found = switching(root), []
        async with asked(app) as client:
            await client.get(ASKED)
            for turn in range(3):
                rebuild(root, f"Turn {turn}")
                await renewed(client, app)
                assert name_in(await client.get(ASKED)) == f"Turn {turn}"
                await client.get("/gongbao/projects")
                await asyncio.gather(*app.newest.closing)
                found.append(open_databases())
        return found

    first, *_, last = asyncio.run(visit())
    assert 0 < last <= first


def open_databases() -> int:
    """Return how many files of databases this process holds open."""
    found = 0
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            found += "gongbao.db" in os.readlink(f"/proc/self/fd/{number}")
    return found
