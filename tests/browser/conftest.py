"""People with browsers. Chromium is the one of the machine: CHROMIUM names it, or it is looked for on the PATH."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.test import Client, TransactionTestCase

from tests.conftest import chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the thread of the tests

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = chromium()
    if path is None:
        pytest.skip("needs Chromium: install it, or set CHROMIUM to its path")
    return browser_type_launch_args | {"executable_path": path, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def complaints(live_server) -> Iterator[list[str]]:
    """What any browser complained of, and what it asked another host for. A test that ends with one has failed."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def somebody(new_context, live_server, complaints) -> Callable:
    """`somebody(java_script_enabled=False)`: a page in a browser of their own, with an ear on what goes wrong in it."""
    host = urlsplit(live_server.url).netloc

    def sit_down(**options):
        page = new_context(base_url=live_server.url, **options).new_page()
        page.set_default_timeout(15_000)

        def asked(request):
            if urlsplit(request.url).scheme in {"http", "https"} and urlsplit(request.url).netloc != host:
                complaints.append(f"asks another host: {request.url}")

        def said(message):
            if message.type in {"error", "warning"}:
                complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

        def failed(request):
            if request.failure not in {
                "net::ERR_ABORTED",
                "net::ERR_INTERNET_DISCONNECTED",
            }:  # gone or offline
                complaints.append(f"failed: {request.url} {request.failure}")

        page.context.on("request", asked)
        page.context.on("requestfailed", failed)
        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        return page

    return sit_down


@pytest.fixture(scope="session", autouse=True)
def a_flush_is_tried_again():
    """A page's last request may still be answered when its test is over; PostgreSQL then refuses the flush once."""
    flush = TransactionTestCase._fixture_teardown

    def patient(case: TransactionTestCase) -> None:
        try:
            flush(case)
        except CommandError:
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", patient)
        yield


@pytest.fixture
def at_the_desk(somebody, live_server) -> Iterator[Callable]:
    """`at_the_desk("nora")`: the desk's first page, opened by somebody who is logged in.

    The session is made on the server and handed over as a cookie: the log-in form has tests of its own.
    """

    pages = []

    def log_in(username: str):
        client = Client()
        client.force_login(User.objects.get(username=username))
        page = somebody()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto("/admin/")
        pages.append(page)
        return page

    yield log_in
    for page in pages:  # what a page sends by itself must not arrive when the test is over
        tabs = page.context.pages  # none, if the test has closed the browser
        for tab in tabs:
            tab.wait_for_load_state("networkidle")
        if tabs:
            page.context.set_offline(True)  # nor what a tab sends as it is closed
