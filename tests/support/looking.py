"""Looking at a page in a browser: what axe-core says of it, whether it fits, and waiting for what it is to become."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PATIENCE = 200  # times fifty milliseconds

# A third of axe-core's time, half on long pages, goes into reading few colours for every node; here each is read once.
REMEMBER = """
(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else { read.call(this, text); known.set(text, [this.r, this.g, this.b, this.alpha]); }
    return this;
  };
})();
"""
AXE = Axe()
AXE.axe_script += REMEMBER


def judge(page: Page, axe: Axe = AXE) -> list[str]:
    """Return what axe-core finds, all its rules on, a line a node."""
    found = axe.run(page).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def until(page: Page, script: str) -> None:
    """Wait until a script says yes; Playwright's own way evaluates texts within the page, which its policy forbids."""
    for _ in range(PATIENCE):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {script}")
