"""Answers are kept: once made, for whom they are right, within bounds; and told as HTTP says."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from datasette.database import QueryInterrupted

from gongbao.serving.databases import make_app
from gongbao.site.answers import keeping, kept
from gongbao.site.answers.keeping import Keeping
from gongbao.site.answers.kept import LARGEST, Shelf, answer_of
from gongbao.site.answers.keys import is_known
from support.pages import LONG, PAGES

PAGE = "/gongbao/projects"
PLAIN = {"accept_encoding": "identity"}


class Counted:
    """An application that says how often it was asked; `body` is what it answers."""

    def __init__(self, body: bytes = b"x" * 2000, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        self.times, self.body = 0, body
        self.headers = headers or [(b"content-type", b"text/html; charset=utf-8")]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG002 - as ASGI has it
        self.times += 1
        await asyncio.sleep(0.01)
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def scope_of(path: str, query: str = "", method: str = "GET", **headers: str) -> dict[str, Any]:
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": lines,
    }


async def ask(app: Any, scope: dict[str, Any]) -> tuple[int, dict[bytes, bytes], bytes]:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, None, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return messages[0]["status"], dict(messages[0]["headers"]), body


def test_what_was_asked_is_made_once(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    monkeypatch.setattr(keeping, "answer_of", lambda *words: made.append(words[2]) or answer_of(*words))
    with asyncio.Runner() as runner:
        app = make_app(served)
        runner.run(app.invoke_startup())
        for language, times in (("en", 1), ("en", 1), ("zh", 2), ("en", 2)):
            answer = runner.run(app.client.get(PAGE, headers={"Accept-Language": language}))
            assert answer.status_code == 200
            assert len(made) == times, language
        other = runner.run(app.client.get(PAGE, headers={"Accept-Language": "en", "Host": "elsewhere.example"}))
        assert len(made) == 3
        assert "elsewhere.example" in other.headers["link"]


def test_a_page_is_the_same_however_it_is_sent(get: Any) -> None:
    plain = get(PAGE, **PLAIN)
    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(plain.content)
    for coding in ("gzip", "br"):
        packed = get(PAGE, accept_encoding=coding)
        assert packed.headers["content-encoding"] == coding
        assert packed.text == plain.text
        assert packed.headers["etag"] == plain.headers["etag"][:-1] + f'-{coding}"'
        assert "Accept-Encoding" in packed.headers["vary"]
        assert int(packed.headers["content-length"]) < len(plain.content) / 3


def test_who_has_a_page_is_told_so(get: Any) -> None:
    for coding in ("identity", "gzip", "br"):
        tag = get(PAGE, accept_encoding=coding).headers["etag"]
        again = get(PAGE, accept_encoding=coding, if_none_match=f'"other", W/{tag}')
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert get(PAGE, if_none_match='"other"').status_code == 200
    assert get(PAGE, if_none_match="*").status_code == 304
    assert (
        get(PAGE, if_none_match=get(PAGE, accept_language="zh").headers["etag"], accept_language="en").status_code
        == 200
    )


def test_the_choice_of_a_language_is_kept_by_the_browser_alone(get: Any) -> None:
    """A page kept in memory sets the cookie for whoever asks for a language, and for nobody else."""
    for _ in range(2):
        assert "gongbao_language" in get(f"{PAGE}?lang=zh").headers["set-cookie"]
        assert 'lang="zh-Hans"' in get(f"{PAGE}?lang=zh").text
        assert "set-cookie" not in get(PAGE).headers


def test_scripts_of_the_site_are_packed(get: Any) -> None:
    path = "/static/reader.js"
    plain, packed = get(path, **PLAIN), get(path, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert "content-encoding" not in plain.headers
    for answer in (plain, packed):
        again = get(path, accept_encoding="gzip", if_none_match=answer.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
    part = get(path, accept_encoding="gzip", range="bytes=0-9")
    assert (part.status_code, part.content) == (206, plain.content[:10])


def test_data_by_address_are_sent_as_they_lie(get: Any, served: Path) -> None:
    answer = get("/data/projects.csv", accept_encoding="gzip, br")
    assert "content-encoding" not in answer.headers
    assert answer.content == (served / "data" / "projects.csv").read_bytes()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", "utm_source=x"),
        ("/gongbao", "sql=select+1&made_up=1"),
        ("/gongbao/projects/x", "made_up=1"),
        ("/gongbao/projects", "_made_up=1"),
        ("/reports/bda-2021", "made_up=1"),
        ("/-/versions.json", ""),
        ("/a/b/c/d", ""),
    ],
)
def test_made_up_addresses_are_not_kept(path: str, query: str) -> None:
    assert not is_known(scope_of(path, query))
    app, shelf = Counted(), Shelf()

    async def twice() -> None:
        for _ in range(2):
            await ask(Keeping(app, shelf), scope_of(path, query))

    asyncio.run(twice())
    assert (app.times, len(shelf.answers)) == (2, 0)


@pytest.mark.parametrize("header", [{"authorization": "x"}, {"cookie": "a=b; ds_actor=x"}, {"range": "bytes=0-1"}])
def test_what_is_for_one_alone_is_not_kept(header: dict[str, str]) -> None:
    app, shelf = Counted(), Shelf()
    asyncio.run(ask(Keeping(app, shelf), scope_of("/", **header)))
    assert not shelf.answers


@pytest.mark.parametrize(
    "header",
    [
        (b"set-cookie", b"a=b"),
        (b"cache-control", b"private, no-store"),
        (b"etag", b'"x"'),
        (b"content-encoding", b"br"),
    ],
)
def test_answers_that_are_not_for_all_are_not_kept(header: tuple[bytes, bytes]) -> None:
    app, shelf = Counted(headers=[header]), Shelf()
    status, headers, body = asyncio.run(ask(Keeping(app, shelf), scope_of("/")))
    assert (status, body, headers[header[0]]) == (200, app.body, header[1])
    assert not shelf.answers


def test_a_long_answer_is_sent_as_it_comes() -> None:
    app, shelf = Counted(b"0123456789" * (LARGEST // 10 + 1)), Shelf()

    async def together() -> list[bytes]:
        keep = Keeping(app, shelf)
        return [body for _, _, body in await asyncio.gather(*(ask(keep, scope_of("/")) for _ in range(3)))]

    assert asyncio.run(together()) == [app.body] * 3
    assert not shelf.answers


def test_what_ran_out_of_time_is_not_kept(served: Path) -> None:
    """A page whose facets took too long is told without them, and asked for anew the next time."""
    path = "/gongbao/numerals.json?_facet=role&_size=1"

    async def ask_twice() -> tuple[Any, Any]:
        app = make_app(served)
        await app.invoke_startup()
        database = app.get_database("gongbao")
        plain = database._ask_itself

        async def late(sql: str, *rest: Any) -> Any:
            if "group by" in sql:
                raise QueryInterrupted(TimeoutError("interrupted"), sql, {})
            return await plain(sql, *rest)

        database._ask_itself = late
        first = (await app.client.get(path)).json()
        database._ask_itself = plain
        return first, (await app.client.get(path)).json()

    first, second = asyncio.run(ask_twice())
    assert "role" not in first["facet_results"]
    assert "role" in second["facet_results"]


def test_many_that_ask_for_the_same_at_once_wait_for_one_answer() -> None:
    app = Counted()

    async def together() -> list[bytes]:
        keep = Keeping(app, Shelf())
        return [body for _, _, body in await asyncio.gather(*(ask(keep, scope_of("/")) for _ in range(20)))]

    assert asyncio.run(together()) == [app.body] * 20
    assert app.times == 1


def test_a_failure_frees_those_who_wait() -> None:
    class Failing(Counted):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            if not self.times:
                self.times += 1
                await asyncio.sleep(0.01)
                raise RuntimeError
            await super().__call__(scope, receive, send)

    async def together() -> list[Any]:
        keep = Keeping(Failing(), Shelf())
        return await asyncio.gather(*(ask(keep, scope_of("/")) for _ in range(3)), return_exceptions=True)

    first, *others = asyncio.run(together())
    assert isinstance(first, RuntimeError)
    assert [answer[0] for answer in others] == [200, 200]


def test_a_head_has_the_length_and_no_body() -> None:
    keep = Keeping(Counted(), Shelf())

    async def both() -> list[tuple[int, dict[bytes, bytes], bytes]]:
        return [await ask(keep, scope_of("/", method=method)) for method in ("HEAD", "GET")]

    (_, head, nothing), (_, whole, body) = asyncio.run(both())
    assert (nothing, len(body)) == (b"", 2000)
    assert head == whole
    assert head[b"content-length"] == b"2000"


def test_memory_is_bounded_whatever_is_asked() -> None:
    shelf = Shelf(50_000)
    keep = Keeping(Counted(), shelf)

    async def many() -> None:
        for number in range(200):
            await ask(keep, scope_of("/gongbao/projects", f"_next={number}", accept_encoding="gzip"))
            assert shelf.bytes <= 50_000
            assert shelf.bytes == sum(size for _, size in shelf.answers.values())

    asyncio.run(many())
    assert 5 < len(shelf.answers) < 25
    last = [key.query for key in shelf.answers if isinstance(key, tuple)]
    assert last[-1] == b"_next=199"


def test_an_answer_weighs_what_it_takes() -> None:
    """The bound holds in bytes of memory, not of bodies alone."""
    import tracemalloc

    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    shelf = Shelf()
    for number in range(300):
        lines = [(b"content-type", b"text/html"), (b"link", f"<http://a/{number}>".encode())]
        answer = answer_of(200, lines, str(number).encode() * 700)
        answer.pack(b"gzip")
        answer.variant(b"gzip")
        answer.variant(None)
        shelf.put(("http", b"a", f"/a/{number}".encode(), b"", "en"), answer)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken <= shelf.bytes <= 2 * taken


def test_a_memory_of_no_bytes_keeps_nothing() -> None:
    app, shelf = Counted(), Shelf(0)

    async def twice() -> None:
        for _ in range(2):
            assert (await ask(Keeping(app, shelf), scope_of("/")))[2] == app.body

    asyncio.run(twice())
    assert (app.times, shelf.bytes) == (2, 0)


def test_what_gets_no_smaller_is_not_packed() -> None:
    noise = bytes(range(256)) * 2
    answer = answer_of(200, [(b"content-type", b"text/plain")], gzip.compress(noise * 9, mtime=0) + noise)
    answer.body = brotli.compress(answer.body)
    answer.pack(b"br")
    assert not answer.packable
    assert not answer.packed
    assert kept.coding_for(b"br") == b"br"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", [*PAGES, *LONG])
def test_no_page_is_large(get: Any, path: str, language: str) -> None:
    """A page has 300 kB at most, 60 kB on its way to a browser."""
    plain = get(path, accept_language=language, **PLAIN)
    packed = get(path, accept_language=language, accept_encoding="br")
    assert packed.headers["content-encoding"] == "br"
    assert int(plain.headers["content-length"]) <= 300_000
    assert int(packed.headers["content-length"]) <= 60_000
