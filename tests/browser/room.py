"""How people use the page of a story: groups are opened, rows added, lists searched, steps taken from the top bar."""

import re

from playwright.sync_api import expect

EDITOR = ".ProseMirror[contenteditable=true]"


def opened(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(EDITOR).wait_for()
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    return page


def group(page, name: str):
    """A group of the panel, open."""
    found = page.locator("details.panel-group", has=page.locator("summary", has_text=name))
    if found.get_attribute("open") is None:
        found.locator("> summary").click()
    return found


def choose(page, field: str, words: str) -> None:
    """Type into a field that searches while one types, and take what it finds."""
    box = page.locator(f".combo:has(select[name='{field}'])")
    box.get_by_role("combobox").fill(words)
    box.get_by_role("option", name=words).first.click()
    expect(box.get_by_role("combobox")).to_have_value(re.compile(re.escape(words)))


def step(page, name: str):
    """The button or link of a step: the main one, or in the menu beside it."""
    main = page.locator("[data-main]")
    if main.count() and main.inner_text().startswith(name):
        return main
    page.locator("summary", has_text="More actions").click()
    menu = page.locator(".menu-list")
    by_name = re.compile(f"^{name}")
    return menu.get_by_role("button", name=by_name).or_(menu.get_by_role("link", name=by_name))
