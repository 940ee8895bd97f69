"""The window that tests share: what one test leaves in it, the next does not find."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

STATE = "navigator.permissions.query({ name: 'clipboard-read' }).then(found => found.state)"


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_finds_nothing_of_another(context: BrowserContext, address: str, turn: int) -> None:
    """Each turn looks for, and leaves behind, a cookie, a permission, pages known and open, and a network off."""
    assert [page.url for page in context.pages] == ["about:blank"]
    assert context.cookies() == []
    page = context.new_page()
    answer = page.goto(f"{address}/about/method?lang=zh")
    assert answer is not None
    assert "set-cookie" in answer.all_headers()  # which a page that the browser knows comes without
    assert page.evaluate(STATE) != "granted"
    context.add_cookies([{"name": "turn", "value": str(turn), "url": address}])
    context.grant_permissions(["clipboard-read"])
    assert page.evaluate(STATE) == "granted"
    context.set_offline(True)
