"""The policy of pages in a browser: what somebody smuggles into a page neither runs nor paints; nobody frames it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, Route

KINDS = (
    "/",
    "/reports/bda-2021",
    "/gongbao/projects",
    "/gongbao/projects/jd-logistics-base",
    "/charts",
    "/about/guide",
)
SMUGGLED = """
<p id="smuggled" style="color: rgb(255, 0, 0)" onclick="window.ran = 'handler'">smuggled</p>
<style>#smuggled { outline: 9px solid rgb(255, 0, 0) }</style>
<script>window.ran = "inline script"</script>
<img src="nothing:" alt="" onerror="window.ran = 'error handler'">
<link rel="stylesheet" href="data:text/css,%23smuggled{outline:9px solid red}">
<script src="data:text/javascript,window.ran='script in an address'"></script>
<a id="way" href="javascript:window.ran='address'">way</a>
<form id="away" action="http://127.0.0.1:9/taken" method="post"><input name="words"></form>
<svg><style>#smuggled { outline: 9px solid rgb(255, 0, 0) }</style><script>window.ran = "picture"</script></svg>
"""


def smuggle(page: Page, url: str) -> None:
    """Open a page into which somebody has put markup of their own, with the headers that the server gave."""

    def answer(route: Route) -> None:
        given = route.fetch()
        body = given.text().replace("<main ", f"{SMUGGLED}<main ", 1)
        assert SMUGGLED in body
        route.fulfill(response=given, body=body)

    page.route(url, answer)
    page.goto(url)
    page.unroute(url)


@pytest.mark.parametrize("path", KINDS)
def test_nothing_smuggled_into_a_page_runs_or_paints(path: str, page: Page, address: str, problems: list[str]) -> None:
    smuggle(page, f"{address}{path}")
    page.locator("#smuggled").click()
    page.locator("#way").click()
    page.wait_for_load_state("load")
    seen = page.evaluate(
        "() => { const s = getComputedStyle(document.querySelector('#smuggled'));"
        " return [window.ran ?? null, s.color, s.outlineStyle]; }"
    )
    assert seen[0] is None
    assert seen[1] != "rgb(255, 0, 0)"
    assert seen[2] == "none"
    assert any("style" in problem for problem in problems)
    assert any("script" in problem for problem in problems)
    problems.clear()  # each refusal is told on the console


def test_a_form_leads_nowhere_else(page: Page, address: str, problems: list[str]) -> None:
    smuggle(page, f"{address}/about")
    with page.expect_console_message(lambda message: "form-action" in message.text):
        page.evaluate("document.querySelector('#away').submit()")
    assert page.url == f"{address}/about"
    assert not any(problem.startswith("http://127.0.0.1:9") for problem in problems)
    problems.clear()


@pytest.mark.parametrize(
    "code", ["eval('window.ran = 1')", "new Function('window.ran = 1')()", "setTimeout('window.ran = 1', 0)"]
)
def test_a_text_is_never_run(code: str, page: Page, address: str, problems: list[str]) -> None:
    page.goto(f"{address}/about")
    page.evaluate(
        f"() => new Promise(done => setTimeout(() => {{ try {{ {code} }} catch (error) {{ window.told = error.name }};"
        " setTimeout(done, 50) }, 0))"
    )
    assert page.evaluate("window.ran ?? null") is None
    assert page.evaluate("window.told") == "EvalError" or any("unsafe-eval" in problem for problem in problems)
    problems.clear()


class Framing(BaseHTTPRequestHandler):
    """Answers with a page that frames the address behind the question mark."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f"<iframe src='{self.path.partition('?')[2]}'></iframe>".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def framing() -> Iterator[str]:
    """The address of another site that frames what is named behind it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Framing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/?"
        server.shutdown()


def test_another_page_cannot_frame_the_site(page: Page, address: str, framing: str, problems: list[str]) -> None:
    page.goto(f"{framing}{framing}")
    assert page.frames[1].url == framing  # framing works: what forbids it is the site
    page.goto(f"{framing}{address}/about")
    assert page.frames[1].url == "chrome-error://chromewebdata/"
    assert page.frames[1].locator("main").count() == 0
    problems.clear()


@pytest.mark.parametrize("path", ["/gongbao/units.json", "/robots.txt", "/sitemap.xml", "/data/units.csv"])
def test_a_file_is_shown_without_a_complaint(path: str, page: Page, address: str) -> None:
    if path.endswith(".csv"):
        with page.expect_download():
            page.evaluate("address => { location.href = address }", f"{address}{path}")
    else:
        page.goto(f"{address}{path}")


def test_a_picture_keeps_its_own_rules(page: Page, address: str) -> None:
    page.goto(f"{address}/docs/organizations.svg")
    assert page.evaluate("getComputedStyle(document.querySelector('text.head')).fontSize") == "16px"
