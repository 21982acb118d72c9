"""What a writer typed is there again after their browser, or the server, was killed (SIGKILL); in Chromium."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.conftest import QUIET
from tests.browser.test_saving import AUTOSAVED, SAVED, state
from tests.browser.test_typing import EDITOR, restore, type_on
from tests.factories import ArticleFactory
from tests.test_serve import address_of, begin, free_port, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(nora):
    return ArticleFactory(writer=nora)


@pytest.fixture
def session(article, nora) -> str:
    client = Client()
    client.force_login(nora)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def browser_of_its_own(playwright, executable: str, profile) -> Iterator[tuple]:
    """A browser that keeps what it knows in `profile`, and its process. It is gone at the end."""
    told = profile / "DevToolsActivePort"
    told.unlink(missing_ok=True)
    command = [
        executable,
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        *QUIET,
        "about:blank",
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_until(lambda: told.exists() and "\n" in told.read_text(), 30)
        port = told.read_text().split()[0]
        yield playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0], process
    finally:
        process.kill()
        process.wait()


def open_form(context, url: str, session: str, article):
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{url}/admin/articles/article/{article.pk}/change/")
    page.locator(EDITOR).wait_for()
    return page


def test_a_browser_that_is_killed_loses_no_word(
    article, session, live_server, playwright, browser_type_launch_args, tmp_path
):
    chromium = browser_type_launch_args["executable_path"]
    with browser_of_its_own(playwright, chromium, tmp_path) as (context, process):
        page = open_form(context, live_server.url, session, article)
        page.locator("[name=headline]").fill("Typed by night")
        type_on(page, " Sabahın xəbəri.")
        expect(state(page)).to_have_text(AUTOSAVED)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with browser_of_its_own(playwright, chromium, tmp_path) as (context, _process):
        page = open_form(context, live_server.url, session, article)
        restore(page)
        expect(page.locator("[name=headline]")).to_have_value("Typed by night")
        expect(page.locator(EDITOR)).to_contain_text("Sabahın xəbəri.")
        page.keyboard.press("Control+s")
        expect(state(page)).to_have_text(SAVED)
    assert "Sabahın xəbəri." in Article.objects.get().body


class Served:
    """The desk as a process on the tests' database, that can be killed and started again at the same address."""

    def __init__(self, files) -> None:
        self.files, self.port = files, free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = begin(
            address_of(connection.settings_dict["NAME"]),
            self.port,
            self.files,
            SECRET_KEY=settings.SECRET_KEY,
            LANGUAGES="en",
        )
        wait_until(self.answers, 60)

    def answers(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("GET", "/healthz")
        return line.getresponse().status == 200

    def kill(self) -> None:
        """All its processes at once; nothing is brought to its end."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def served(session, tmp_path) -> Iterator[Served]:
    desk = Served(tmp_path)
    desk.start()
    yield desk
    desk.kill()


@pytest.mark.postgres
def test_a_server_that_is_killed_and_started_again_loses_no_word(article, session, served, new_context):
    complaints = []
    page = open_form(new_context(), served.url, session, article)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.locator("[name=headline]").fill("Typed before")
    expect(state(page)).to_have_text(AUTOSAVED)
    served.kill()
    type_on(page, " Typed while nothing answered.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Offline: kept in this browser")
    page.locator("[name=standfirst]").fill("And this too.")
    served.start()
    expect(state(page)).to_have_text(SAVED, timeout=20_000)
    page.reload()
    page.locator(EDITOR).wait_for()
    expect(page.locator("[name=headline]")).to_have_value("Typed before")
    expect(page.locator("[name=standfirst]")).to_have_value("And this too.")
    expect(page.locator(EDITOR)).to_contain_text("Typed while nothing answered.")
    assert complaints == []


@pytest.mark.postgres
def test_a_server_that_is_killed_during_a_save_has_saved_all_or_nothing_and_then_all(
    article, session, served, new_context
):
    page = open_form(new_context(), served.url, session, article)
    for number in range(3):
        page.locator("[name=headline]").fill(f"Save {number}")
        type_on(page, f" Word {number}.")
        page.keyboard.press("Control+s")
        served.kill()
        served.start()
        expect(state(page)).to_have_text(SAVED, timeout=20_000)
    page.reload()
    page.locator(EDITOR).wait_for()
    expect(page.locator("[name=headline]")).to_have_value("Save 2")
    expect(page.locator(EDITOR)).to_contain_text("Word 0. Word 1. Word 2.")
    expect(page.get_by_role("link", name="Restore")).to_have_count(0)
