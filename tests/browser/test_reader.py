"""The reader in a browser: from a number to its row and back, kinds on and off, by keyboard, on a phone, on paper."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from support.looking import judge, until

READER = "/reports/bda-2021"
PLACE = "bda-2021-o347"


def in_view(page: Page, selector: str) -> bool:
    """Tell whether an element stands within the window."""
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    assert size is not None
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def focused(page: Page) -> str:
    """Return the id of what has the focus, or its text."""
    told: str = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return told


def test_another_language_keeps_the_place_and_the_choices(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en#{PLACE}")
    page.locator(".reader-texts a[data-text=zh]").click()
    page.wait_for_url("**text=zh**")
    page.locator(".languages a[lang|=zh]").click()
    page.wait_for_url("**lang=zh-Hans**")
    assert "text=zh" in page.url
    assert page.url.endswith(f"#{PLACE}")
    assert in_view(page, f"#{PLACE}")


def test_from_a_number_to_its_card_its_row_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en")
    page.locator(f"#{PLACE}").click()
    card = page.locator("dialog.reader-card")
    expect(card).to_be_visible()
    expect(card.locator(".card-title").first).to_contain_text("COVID-19 vaccine doses supplied")
    expect(card).to_contain_text("1,700,000,000")
    assert page.url.endswith(f"#{PLACE}")
    card.get_by_role("link", name="Row page").first.click()
    page.wait_for_url(f"**/gongbao/observations/{PLACE}")
    page.locator(f"a[href$='{READER}#{PLACE}']").first.click()
    page.wait_for_url(f"**{READER}#{PLACE}")
    expect(page.locator(f"#{PLACE}")).to_be_in_viewport()
    expect(page.locator("dialog.reader-card")).to_be_visible()


@pytest.mark.parametrize("name", [PLACE, "c346", "bda-2021-n347"])
def test_an_address_opens_at_its_place_with_its_card(name: str, page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en#{name}")
    card = page.locator("dialog.reader-card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("more than 1.7 billion doses")
    expect(page.locator(f"#{PLACE}")).to_have_class(re.compile(r"\bnow\b"))
    assert in_view(page, f"#{PLACE}")
    assert focused(page) == PLACE
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert focused(page) == PLACE


@pytest.mark.parametrize("name", ["bda-2021-s6553", "s6553", "bda-2021-h6553"])
def test_an_address_of_a_sentence_opens_there_without_a_card(name: str, page: Page, address: str) -> None:
    page.goto(f"{address}{READER}#{name}")
    expect(page.locator("#bda-2021-s6553")).to_have_class(re.compile(r"\bhere\b"))
    assert in_view(page, "#bda-2021-s6553")
    assert page.locator("dialog.reader-card").is_hidden()


def test_a_place_lights_up_even_where_its_kind_is_off(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en#bda-2021-n12")
    card = page.locator("dialog.reader-card")
    expect(card).to_be_visible()
    expect(card.locator("dl").first).to_contain_text("period")


def test_rows_that_overlap_are_all_on_the_card(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en")
    inner = page.locator(".c .p .t").first
    expected = inner.evaluate(
        "e => { const ids = []; for (; e && e.id !== 'text'; e = e.parentElement)"
        " if (e.id && e.classList.length && e.matches('.zh *')) ids.push(e.id); return ids; }"
    )
    assert len(expected) >= 3
    inner.click()
    card = page.locator("dialog.reader-card")
    expect(card.locator(".card-row")).to_have_count(len(expected))
    links = card.locator("[data-copy-link]").evaluate_all("all => all.map(e => e.dataset.copyLink.split('#')[1])")
    assert links[0] == expected[0]
    assert sorted(links) == sorted(expected)


def test_kinds_are_switched_on_and_off_and_stay_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en")
    line = f"getComputedStyle(document.getElementById('{PLACE}')).textDecorationLine"
    numeral = "#bda-2021-n12"
    assert page.evaluate(line) == "underline"
    assert page.locator(numeral).get_attribute("href") is None
    page.get_by_role("checkbox", name="Numbers").uncheck()
    page.get_by_role("checkbox", name="Other numerals").check()
    assert page.evaluate(line) == "none"
    assert page.locator(f"#{PLACE}").get_attribute("href") is None
    assert page.locator(numeral).get_attribute("href") == f"{urlsplit(address).path}/gongbao/numerals/bda-2021-n12"
    assert "kinds=project,policy,commitment,organization,place,term,erratum,numeral" in page.url
    page.reload()
    assert page.evaluate(line) == "none"
    expect(page.get_by_role("checkbox", name="Numbers")).not_to_be_checked()
    page.locator(numeral).click()
    expect(page.locator("dialog.reader-card")).to_contain_text("Reason")
    page.keyboard.press("Escape")
    page.get_by_role("checkbox", name="Numbers").check()
    page.get_by_role("checkbox", name="Other numerals").uncheck()
    assert "kinds" not in page.url


def test_a_hidden_kind_gives_way_to_the_one_around_it(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?kinds=commitment")
    term = page.locator(".c .t").first
    around = term.evaluate("e => e.closest('.c').id")
    term.click()
    expect(page.locator("dialog.reader-card [data-copy-link]").first).to_have_attribute(
        "data-copy-link", f"{urlsplit(address).path}{READER}#{around}"
    )


def test_a_kind_that_was_off_gets_links_within_those_that_hold_it(page: Page, address: str) -> None:
    """The page sends one link for a term with numerals in it; switched on, they have links of their own."""
    page.goto(f"{address}{READER}?lang=en")
    numeral = page.locator("#text .t > .n > a").first
    expect(numeral).to_have_attribute("href", re.compile("/term_mentions/"))
    page.get_by_role("checkbox", name="Other numerals").check()
    expect(numeral).to_have_attribute("href", re.compile("/numerals/"))
    around = page.locator("#text .t:has(> .n)").first
    assert "".join(around.locator("a").all_inner_texts()) == around.inner_text()


def test_the_languages_of_the_text_are_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en&kinds=place")
    sentence = page.locator("#bda-2021-s310")
    chinese, english = sentence.locator(".zh"), sentence.locator("[lang=en]")
    for choice, shown in (("Chinese only", (True, False)), ("English only", (False, True))):
        page.get_by_role("link", name=choice).click()
        expect(chinese).to_be_visible(visible=shown[0])
        expect(english).to_be_visible(visible=shown[1])
    assert "text=en" in page.url
    assert "kinds=place" in page.url
    page.reload()
    assert (chinese.is_visible(), english.is_visible()) == (False, True)
    page.get_by_role("link", name="Chinese and English").click()
    box, beside = chinese.bounding_box(), english.bounding_box()
    assert box is not None
    assert beside is not None
    assert beside["x"] >= box["x"] + box["width"]
    assert abs(beside["y"] - box["y"]) < 20


def test_the_outline_stays_in_view_and_says_where_one_is(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en")
    outline = page.locator(".reader-outline")
    outline.get_by_role("link", name="Strengthen the building of a law-based government").click()
    expect(page.locator("#bda-2021-h10552")).to_be_in_viewport()
    expect(outline).to_be_in_viewport()
    here = outline.locator("a[aria-current]")
    expect(here).to_have_attribute("href", "#bda-2021-h10552")
    expect(here).to_be_in_viewport()


def test_by_keyboard_alone(page: Page, address: str) -> None:
    """From the top to the text in a few keys, along the highlights, into a card and out of it."""
    page.goto(f"{address}{READER}?lang=en")
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == "Skip to the text":
            break
    assert in_view(page, ".skip:focus")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = focused(page)
    assert first == page.locator(".zh a[href]").first.get_attribute("id")
    page.keyboard.press("Enter")
    card = page.locator("dialog.reader-card")
    expect(card.locator(".card-row").first).to_be_visible()
    until(page, "document.activeElement.id === 'card-title'")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Next"
    page.keyboard.press("Enter")
    expect(card.locator(".card-row").first).to_be_visible()
    until(page, f"location.hash !== '#{first}'")
    second = page.evaluate("location.hash.slice(1)")
    expect(page.locator(f"[id='{second}']")).to_have_class(re.compile(r"\bnow\b"))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert focused(page) == second
    stops = page.locator(".zh a[href]:not([tabindex])").count()
    rows = page.locator(".zh [id]:is(.o, .p, .y, .c, .g, .l, .t, .e)").count()
    assert stops <= rows


def test_a_citation_and_a_link_are_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{READER}?lang=en#{PLACE}")
    card = page.locator("dialog.reader-card")
    card.get_by_role("button", name="Copy link").first.click()
    expect(card.get_by_role("button", name="Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}{READER}#{PLACE}"
    card.get_by_text("Cite (APA)").first.click()
    card.get_by_role("button", name="Copy citation").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert PLACE in copied
    assert copied == card.locator(".card-citation").first.inner_text()


def test_a_card_that_cannot_be_fetched_says_so(page: Page, address: str, problems: list[str]) -> None:
    page.route("**/card?*", lambda route: route.abort())
    page.goto(f"{address}{READER}?lang=zh")
    page.locator(f"#{PLACE}").click()
    expect(page.locator("dialog.reader-card")).to_contain_text("未能读取此处数据")
    problems.clear()  # a browser logs what it could not fetch itself


def test_without_a_script_highlights_are_links(page: Page, address: str) -> None:
    page.route("**/reader.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{address}{READER}?lang=en")
    page.get_by_role("checkbox", name="Projects").uncheck()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**kinds=**")
    assert page.locator("[href^='/gongbao/project_mentions/']").count() == 0
    page.get_by_role("link", name="Chinese only").click()
    expect(page.locator("#bda-2021-s310 [lang=en]")).to_be_hidden()
    page.locator(f"#{PLACE}").click()
    page.wait_for_url(f"**/gongbao/observations/{PLACE}")


def test_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for choice in ("both", "zh", "en"):
        page.goto(f"{address}{READER}?lang=zh&text={choice}&marks=1#{PLACE}")
        expect(page.locator("dialog.reader-card .card-row").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if choice != "en":
            card, place = page.locator("dialog.reader-card").bounding_box(), page.locator(f"#{PLACE}").bounding_box()
            assert card is not None
            assert place is not None
            assert place["y"] + place["height"] <= card["y"]  # the sheet leaves the place in sight
    outline = page.locator(".reader-outline details")
    assert outline.get_attribute("open") is None
    page.keyboard.press("Escape")
    outline.locator("summary").click()
    page.get_by_role("link", name="加强法治政府建设").click()
    expect(page.locator("#bda-2021-s10552")).to_be_in_viewport()


def test_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}{READER}?lang=en&kinds=observation,project#{PLACE}")
    expect(page.locator("dialog.reader-card")).to_be_visible()
    page.emulate_media(media="print")
    colophon = page.locator(".colophon")
    for words in ("t20220107_2586002", "version ", "CC-BY-4.0", "https://creativecommons.org", f"{address}{READER}"):
        expect(colophon).to_contain_text(words)
    assert colophon.get_by_text(f"{address}{READER}").is_visible()
    for gone in ("dialog.reader-card", ".reader-outline", ".site-header", ".reader-texts", ".reader-kinds button"):
        assert page.locator(gone).first.is_hidden(), gone
    legend = page.locator(".reader-kinds label")
    assert [" ".join(label.inner_text().split()) for label in legend.all() if label.is_visible()] == [
        "Numbers 91", "Projects 158",
    ]  # fmt: skip
    assert page.evaluate(f"getComputedStyle(document.getElementById('{PLACE}')).textDecorationLine") == "underline"
    mark = f"getComputedStyle(document.getElementById('{PLACE}'), '::before').content"
    assert '"#"' in page.evaluate(mark)


def test_the_list_is_filtered_with_a_few_keys(page: Page, address: str) -> None:
    page.goto(f"{address}/reports?lang=zh")
    page.get_by_label("审校情况").select_option("auto")
    page.get_by_role("button", name="显示").click()
    page.wait_for_url("**review=auto**")
    expect(page.locator("main")).to_contain_text("没有符合条件的报告")
    page.get_by_role("link", name="显示全部报告").first.click()
    page.get_by_role("link", name="北京经济技术开发区管委会2021年度工作报告").click()
    page.wait_for_url(f"**{READER}")


def test_an_open_card_is_accessible(page: Page, address: str) -> None:
    """With several rows on it, its citation open, all kinds and their letters shown."""
    page.set_viewport_size({"width": 390, "height": 800})
    every = "observation,project,policy,commitment,organization,place,term,erratum,numeral"
    page.goto(f"{address}{READER}?lang=zh&kinds={every}&marks=1")
    page.locator(".c .p .t").first.click()
    card = page.locator("dialog.reader-card")
    expect(card.locator(".card-row")).not_to_have_count(1)
    card.locator("summary").first.click()
    expect(card.locator(".card-citation").first).not_to_be_empty()
    assert judge(page) == []


def test_values_are_seen_and_covered_rows_have_links_only_without_a_script(
    page: Page, address: str, browser: Browser
) -> None:
    page.goto(f"{address}/reports/bda-2021")
    expect(page.locator('label[data-table="observations"] .sample')).to_be_visible()
    expect(page.locator("#bda-2021-o334")).to_be_visible()
    expect(page.locator("a.covered").first).to_be_hidden()
    plain = browser.new_context(java_script_enabled=False)
    without = plain.new_page()
    without.goto(f"{address}/reports/bda-2021")
    expect(without.locator("a.covered").first).to_be_visible()
    plain.close()
