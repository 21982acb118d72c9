"""More than can be served, or a database that doesn't answer: 503 with Retry-After, and what was posted comes back."""

import errno
import io
import sqlite3
import threading
import time
from html import escape

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from articles.models import Photo
from newsroom import bodies, overload
from newsroom.lib import patience
from newsroom.lib.disk import Disk
from newsroom.lib.places import Breaker, Full, Places
from newsroom.management.commands import serve
from reviews import posting
from tests.factories import NOON, ArticleFactory, publish
from tests.test_demo import small_picture
from tests.test_reviews import GOOD

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
TYPED = "The bridge was closed in <May>, & not in June."


# -- places -----------------------------------------------------------------------------------------------------------


def test_no_more_get_in_than_there_are_places():
    places, inside, most = Places(3, waiting=20, patience=5), [], []

    def work() -> None:
        with places.one():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 20
    assert max(most) == 3


def test_where_nobody_may_wait_it_is_full_at_once():
    places = Places(1)
    with places.one(), pytest.raises(Full), places.one():
        pass
    with places.one():  # it is given back
        pass


def test_nobody_waits_longer_than_patience():
    places = Places(1, waiting=1, patience=0.05)
    with places.one(), pytest.raises(Full), places.one():  # without an end of it this would wait for itself
        pass


def test_one_network_takes_only_its_share():
    places = Places(4, each=2)
    with places.one("a"), places.one("a"), places.one("b"):
        with pytest.raises(Full), places.one("a"):
            pass
        with places.one("c"):
            pass
    with places.one("a"):
        pass


def test_after_a_failure_one_at_a_time_tries_until_it_works_again():
    now = [100.0]
    breaker = Breaker(rest=2, clock=lambda: now[0])
    breaker.enter()
    breaker.failed()
    with pytest.raises(Full):
        breaker.enter()
    now[0] += 2
    breaker.enter()  # this one tries for all
    with pytest.raises(Full):
        breaker.enter()
    breaker.succeeded()
    breaker.enter()
    breaker.enter()


# -- what is expected, and what is a fault ----------------------------------------------------------------------------


def raised(cause: Exception, outer: type[Exception] = OperationalError) -> Exception:
    error = outer(*cause.args)
    error.__cause__ = cause
    return error


def locked() -> Exception:
    """What SQLite raises while another process writes."""
    one, other = (sqlite3.connect("file:locked?mode=memory&cache=shared", uri=True, timeout=0) for _ in range(2))
    one.execute("CREATE TABLE t (a)")
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as found:
        other.execute("INSERT INTO t VALUES (1)")
    one.close(), other.close()
    return raised(found.value)


def no_table() -> Exception:
    with pytest.raises(sqlite3.OperationalError) as found:
        sqlite3.connect(":memory:").execute("SELECT * FROM missing")
    return raised(found.value)


AWAY = {
    "refused": raised(psycopg.OperationalError("connection refused")),
    "too many": raised(psycopg.errors.TooManyConnections("too many clients already")),
    "shut down": raised(psycopg.errors.AdminShutdown("terminating connection")),
    "deadlock": raised(psycopg.errors.DeadlockDetected("deadlock")),
    "closed": InterfaceError("connection already closed"),
    "locked": locked(),
}
FAULTS = {
    "no table": no_table(),
    "undefined": raised(psycopg.errors.UndefinedTable("no table")),
    "another": ValueError("x"),
    "none": None,
}


@pytest.mark.parametrize("why", AWAY)
def test_a_database_that_cannot_be_asked_is_no_fault(why):
    assert overload.is_expected(AWAY[why])


@pytest.mark.parametrize("why", FAULTS)
def test_a_fault_stays_a_fault(why):
    assert not overload.is_expected(FAULTS[why])


def _raise(error: Exception):
    raise error


# -- what comes back --------------------------------------------------------------------------------------------------


@pytest.fixture
def patient() -> Client:
    """A browser that shows the page of an error; a test's client raises it."""
    return Client(raise_request_exception=False)


@pytest.fixture
def closed_breaker():
    yield
    overload.database.succeeded()


@pytest.mark.django_db
@pytest.mark.parametrize("why", AWAY)
def test_a_review_that_cannot_be_stored_comes_back(patient, monkeypatch, why, closed_breaker):
    story = publish(ArticleFactory()).story
    monkeypatch.setattr(posting, "post", lambda *args, **kwargs: _raise(AWAY[why]))
    response = patient.post(reverse("reviews:post", args=[story]), GOOD | {"text": TYPED}, **OURS)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert escape(TYPED) in response.text
    assert 'name="email"' in response.text
    assert "csrf" not in response.text
    assert not response.cookies


@pytest.mark.django_db
def test_another_site_cannot_put_words_under_our_button(patient, monkeypatch, closed_breaker):
    monkeypatch.setattr(overload, "is_expected", lambda error: True)
    story = publish(ArticleFactory()).story
    response = patient.post(
        reverse("reviews:post", args=[story]), GOOD | {"text": TYPED}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert escape(TYPED) not in response.text


@pytest.mark.django_db
def test_a_story_that_cannot_be_saved_comes_back(admin, monkeypatch, closed_breaker):
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    page = client.get(reverse("admin:articles_article_add"))
    form = page.context["adminform"].form
    posted = {"headline": "Bridge", "body": f"<p>{TYPED}</p>", "kind": "news", "language": "en", "password": "hidden"}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    posted |= {name: "" for name in form.fields if name not in posted}
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", lambda self: _raise(AWAY["shut down"]))
    response = client.post(page.request["PATH_INFO"], posted, **OURS)
    assert response.status_code == 503
    assert escape(f"<p>{TYPED}</p>") in response.text
    assert 'name="csrfmiddlewaretoken"' in response.text
    assert "hidden</textarea>" not in response.text  # a password is never given back


@pytest.mark.django_db
def test_at_the_desk_nothing_comes_back_to_a_client_that_says_nothing_of_itself(patient, monkeypatch, closed_breaker):
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", lambda self: _raise(AWAY["locked"]))
    patient.cookies["sessionid"] = "x" * 32
    response = patient.post("/admin/articles/article/add/", {"headline": TYPED})
    assert response.status_code == 503
    assert escape(TYPED) not in response.text


@pytest.mark.django_db
def test_health_says_that_the_database_is_away(patient, monkeypatch, closed_breaker):
    monkeypatch.setattr("newsroom.jobs.last_beat", lambda now: _raise(AWAY["refused"]))
    response = patient.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "away"})


@pytest.mark.django_db
def test_while_the_database_is_away_nobody_waits_for_it(patient, closed_breaker):
    overload.database.failed()
    response = patient.get("/latest/")
    assert response.status_code == 503
    assert b"<h1" in response.content


@pytest.mark.django_db
def test_when_everybody_is_at_work_the_answer_is_503(patient, monkeypatch):
    monkeypatch.setattr(overload, "places", Places(1))
    with overload.places.one():
        assert patient.get("/latest/").status_code == 503
        assert patient.get("/healthz").status_code == 200
    assert patient.get("/latest/").status_code == 200


# -- bodies -----------------------------------------------------------------------------------------------------------


class Asked(Exception):
    """The database was asked before the body was read."""


def nothing_is_asked(execute, *args):
    raise Asked


@pytest.mark.django_db
def test_a_reader_s_body_is_bounded_before_anything_is_asked(client):
    story = publish(ArticleFactory()).story
    with connection.execute_wrapper(nothing_is_asked):
        response = client.post(reverse("reviews:post", args=[story]), GOOD | {"text": "x" * 66_000})
    assert response.status_code == 413
    assert "64" in response.text
    assert b"<h1" in response.content


@pytest.mark.django_db
def test_no_reader_s_form_has_files(client, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    story = publish(ArticleFactory()).story
    files = {"text2": io.BytesIO(b"x" * 30_000)}
    response = client.post(reverse("reviews:post", args=[story]), GOOD | files)
    assert response.status_code == 303
    assert not response.wsgi_request.FILES


@pytest.mark.django_db
def test_a_stranger_cannot_upload_at_the_desk(client, admin):
    large = {"file": io.BytesIO(b"x" * 2_000_000)}
    assert client.post("/admin/articles/photo/add/", large).status_code == 413
    client.cookies["sessionid"] = "x" * 32
    large["file"].seek(0)
    assert client.post("/admin/articles/photo/add/", large).status_code == 413
    client.force_login(admin)
    large["file"].seek(0)
    assert client.post("/admin/articles/photo/add/", large).status_code != 413


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "status"), [(9_000, 200), (10_001, 413)])
def test_a_long_form_never_ends_in_a_bare_400(client, admin, rows, status):
    client.force_login(admin)
    response = client.post("/admin/articles/article/add/", {f"citations-{number}-id": "" for number in range(rows)})
    assert response.status_code == status
    assert b"<h1" in response.content


@pytest.mark.django_db
def test_what_cannot_be_parsed_is_refused_in_our_words(client):
    story = publish(ArticleFactory()).story
    response = client.post(reverse("reviews:post", args=[story]), b"no parts", content_type="multipart/form-data")
    assert response.status_code == 400
    assert b"<h1" in response.content


def test_a_length_that_is_no_number_is_none(rf):
    for said in ("", "-1", "1e9", "٣", "9" * 30):
        assert bodies.length(rf.post("/", CONTENT_LENGTH=said)) == 0


# -- how many ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 8, 64])
@pytest.mark.parametrize("allowed", [13, 20, 97, 400])
def test_the_pools_never_open_more_than_the_database_allows(workers, allowed):
    size = serve.fitting(workers, 0, allowed)
    assert size.workers >= 1
    assert size.threads >= 1
    assert size.workers * serve.pooled(size.threads) <= allowed - serve.RESERVED


def test_a_small_machine_with_an_ordinary_database():
    assert serve.fitting(2, 0, 97) == serve.Size(2, 8, 97)
    assert serve.fitting(4, 12, None) == serve.Size(4, 12)


def test_what_does_not_fit_is_said_before_the_start():
    with pytest.raises(CommandError, match="max_connections"):
        serve.fitting(4, 50, 97)
    with pytest.raises(CommandError, match="max_connections"):
        serve.fitting(1, 0, 12)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_is_asked_how_many_it_allows():
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        most = int(cursor.fetchone()[0])
        cursor.execute(serve.LIMIT)
        assert most - 50 < cursor.fetchone()[0] < most


# -- how long ---------------------------------------------------------------------------------------------------------


def ask(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_reader_s_query_ends_after_a_while_and_nothing_stays_behind():
    with patience.limited(0.2):
        assert ask("SELECT 1") == (1,)
        with pytest.raises(OperationalError) as found:
            ask("SELECT pg_sleep(5)")
    assert overload.timed_out(found.value)
    assert ask("SHOW statement_timeout") == ("0",)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_says_so(patient, monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    monkeypatch.setattr("newsroom.searching.search.newest", lambda *args, **kwargs: ask("SELECT pg_sleep(5)"))
    publish(ArticleFactory(), now=NOON)
    response = patient.get("/search/?q=bridge")
    assert response.status_code == 503
    assert "The search took too long" in response.text
    assert patient.get("/latest/").status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_limit_costs_no_query(patient, django_assert_num_queries):
    with patience.limited(), django_assert_num_queries(1):
        assert get_user_model().objects.count() == 0


# -- a disk that is full ----------------------------------------------------------------------------------------------


class FillsTheDisk(ContentFile):
    """The first part is written, and there is no room for the second."""

    def chunks(self, chunk_size=None):
        yield b"x" * 1000
        raise OSError(errno.ENOSPC, "No space left on device")


def test_nothing_is_left_of_a_file_that_could_only_be_written_in_part(tmp_path):
    disk = Disk(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        disk.save("originals/a", FillsTheDisk(b"x" * 2000))
    assert [*(tmp_path / "originals").iterdir()] == []
    assert disk.save("originals/a", ContentFile(b"x")) == "originals/a"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"), [(OSError(errno.ENOSPC, "x"), "disk is full"), (Full(), "try again in a minute")]
)
def test_a_picture_that_cannot_be_stored_is_answered_with_a_sentence(admin, client, monkeypatch, error, words):
    monkeypatch.setattr(Disk, "_save", lambda *args: _raise(error))
    client.force_login(admin)
    picture = SimpleUploadedFile("hall.jpg", small_picture(""), content_type="image/jpeg")
    response = client.post(
        reverse("admin:articles_photo_upload"), {"files": picture}, headers={"Accept": "application/json"}
    )
    (told,) = response.json()["files"]
    assert told["error"]
    assert words in told["said"]
    assert "hall.jpg" in told["said"]
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_a_document_that_cannot_be_stored_is_answered_with_a_sentence(admin, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    monkeypatch.setattr(Disk, "_save", lambda *args: _raise(OSError(errno.ENOSPC, "x")))
    file = SimpleUploadedFile("notes.txt", b"Some notes.", content_type="text/plain")
    response = client.post(reverse("admin:articles_document_add"), {"file": file, "downloadable": "on"}, **OURS)
    assert response.status_code == 503
    assert "disk is full" in response.text
    assert "choose your files again" in response.text
