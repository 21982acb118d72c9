"""Take the pictures of the documentation again: from a running `make demo`, with the Python of the browser tests.

.venv/bin/python docs/screens/take.py [ADDRESS]        default: http://127.0.0.1:8000
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1280, 860


@dataclass(frozen=True)
class Shot:
    name: str
    who: str  # "" for a reader
    go: Callable[[Page], object]
    width: int = WIDTH


def at(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def story(words: str, then: str = "") -> Callable[[Page], object]:
    """The form of the story with these words in its headline; `then`: the end of an address beside it."""

    def go(page: Page) -> None:
        page.goto(f"/admin/articles/article/?q={words}")
        page.locator("[data-open]", has_text=words).first.click()
        page.wait_for_url("**/change/**")
        if then:
            page.goto(page.url.partition("change/")[0] + then)

    return go


SHOTS = [
    Shot("front", "", at("/")),
    Shot("desk", "editor", at("/admin/")),
    Shot("list", "editor", at("/admin/articles/article/")),
    Shot("form", "reporter", story("gauges")),
    Shot("publish", "editor", story("Tutlar", "publish/step/")),
    Shot("history", "editor", story("Half the rice", "history/")),
    Shot("arranging", "editor", at("/admin/fronts/home/")),
    Shot("planning", "editor", at("/admin/planning/")),
    Shot("queue", "moderator", at("/admin/reviews/review/queue/")),
]


def take(page: Page, shots: list[Shot]) -> Iterator[Path]:
    for shot in shots:
        page.set_viewport_size({"width": shot.width, "height": HEIGHT})
        shot.go(page)
        page.wait_for_load_state("networkidle")
        path = HERE / f"{shot.name}.png"
        page.screenshot(path=path)
        yield path


def main(address: str) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for who in dict.fromkeys(shot.who for shot in SHOTS):
            page = browser.new_context(base_url=address, locale="en-GB").new_page()
            if who:
                page.goto("/admin/login/")
                page.fill("[name=username]", who)
                page.fill("[name=password]", "demo")
                page.locator("[type=submit]").click()
                page.wait_for_url("**/admin/")
            for path in take(page, [shot for shot in SHOTS if shot.who == who]):
                print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
