"""What all tests share: the cast, the options, and the triggers around a flush."""

import gc
import importlib
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, resolve
from django.utils.translation import override
from hypothesis import settings as hypothesis_settings

from articles.publishing import triggers
from newsroom.lib import site_languages
from tests.factories import make_user


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-everything",
        action="store_true",
        help="fail at the start where PostgreSQL (TEST_DATABASE_URL) or Chromium is missing, instead of skipping",
    )
    parser.addoption(
        "--long",
        action="store_true",
        help="the long proofs: 2,000 random sequences with new seeds (ORACLE_SEED repeats them), 200 rounds of a race",
    )


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
    hypothesis_settings.load_profile("untimed")
    if config.getoption("--long"):  # the workers of xdist inherit it, and play the same sequences
        os.environ.setdefault("ORACLE_SEED", str(secrets.randbelow(10**9)))
    if not config.getoption("--require-everything"):
        return
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        raise pytest.UsageError("--require-everything needs PostgreSQL: set TEST_DATABASE_URL=postgres://…")
    if not chromium():
        raise pytest.UsageError("--require-everything needs Chromium: install it, or set CHROMIUM to its path.")


def pytest_report_header(config: pytest.Config) -> str | None:
    return f"ORACLE_SEED={os.environ['ORACLE_SEED']}" if config.getoption("--long") else None


def chromium() -> str | None:
    """The browser that CHROMIUM names, or else the one on the PATH."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE_URL, or run make test-all")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Drawing pages makes much and leaves little: looking for circles as often as usual took a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


# -- the database -----------------------------------------------------------------------------------------------------


def _make_roles(**kwargs) -> None:
    importlib.import_module("newsroom.migrations.0001_roles").make_roles(apps, connection.schema_editor())
    for name in ("0003_documents_for_roles", "0004_pages_for_roles"):
        importlib.import_module(f"newsroom.migrations.{name}").give(apps, connection.schema_editor())
    importlib.import_module("newsroom.migrations.0005_moderators_see_what_is_public").take(
        apps, connection.schema_editor()
    )


@pytest.fixture(scope="session", autouse=True)
def roles_after_a_flush():
    """A flush empties the groups that a migration made; they are made again when it sends post_migrate."""
    post_migrate.connect(_make_roles, sender=apps.get_app_config("articles"))


@pytest.fixture(autouse=True)
def triggers_off_before_a_flush(request: pytest.FixtureRequest, _django_db_marker):
    """SQLite is flushed by DELETE, which the triggers refuse; post_migrate, at the end of a flush, puts them back."""
    mark = request.node.get_closest_marker("django_db")
    flushed = bool(mark and mark.kwargs.get("transaction")) or {"transactional_db", "live_server"} & {
        *request.fixturenames
    }
    if flushed:
        request.getfixturevalue("transactional_db")
    yield
    if flushed:
        triggers.remove()


@pytest.fixture(scope="class")
def kept(django_db_setup, django_db_blocker):
    """What fixtures of a class write after this stays for all of its tests, and is rolled back behind the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


# -- the cast ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def nora(db):
    """Writes."""
    return make_user("nora", "Journalists")


@pytest.fixture
def omar(db):
    """Edits."""
    return make_user("omar", "Editors")


@pytest.fixture
def mina(db):
    """Moderates."""
    return make_user("mina", "Moderators")


@pytest.fixture
def admin(db):
    return make_user("admin", is_superuser=True)


# -- time travel ------------------------------------------------------------------------------------------------------


@pytest.fixture
def answer(db):
    """`answer(path, moment)`: what a reader who came at that moment was shown; no clock is touched for it."""

    def look(path: str, moment: datetime, **query: str) -> HttpResponse:
        request = RequestFactory().get(path, query)
        request.moment, request.user = moment, AnonymousUser()
        with override(site_languages.of_path(path)):
            match = resolve(path)
            try:
                return match.func(request, *match.args, **match.kwargs)
            except Http404:
                return HttpResponse(status=404)

    return look


# -- the site map -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def public_routes() -> list[str]:
    """The names of all routes that do not lead to the desk."""

    def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
        for entry in resolver.url_patterns:
            if not isinstance(entry, URLResolver):
                yield f"{namespace}{entry.name}"
            elif not str(entry.pattern).startswith("admin/"):
                yield from names(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)

    return [*names(get_resolver())]
