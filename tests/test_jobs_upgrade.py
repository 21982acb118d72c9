"""What waited in the three queues of earlier versions comes through the upgrade, and is carried out."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Job, Notice
from newsroom import jobs
from newsroom.models import Invitation
from reviews.models import Letter
from tests.factories import NOON, ArticleFactory, PhotoFactory, ReviewFactory, at, make_user, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BEFORE = [
    ("articles", "0042_plain_names"),
    ("newsroom", "0007_login_attempts"),
    ("reviews", "0010_plain_words"),
]
TASKS = "django_tasks_database_dbtaskresult"
HOUR = timedelta(hours=1)


def migrate(targets: list):
    return MigrationExecutor(connection).migrate(targets).apps


def newest() -> list:
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in dict(BEFORE)]


@pytest.fixture
def before():
    """The models of the version before; what others make is made first, by today's."""
    yield lambda: migrate(BEFORE)
    migrate(newest())
    Job.objects.all().delete()


def test_a_story_s_errands_keep_their_order_their_tries_and_their_errors(before):
    article = publish().article
    Errand = before().get_model("articles", "Errand")  # noqa: N806
    what = {"article_id": article.pk, "kind": "act", "due": NOON}
    Errand.objects.create(act=1, next_try_at=NOON, done_at=NOON, **what)
    Errand.objects.create(act=2, next_try_at=NOON + HOUR, attempts=3, error="Unreachable: 127.0.0.1", **what)
    boundary = what | {"kind": "boundary", "due": NOON + HOUR}
    Errand.objects.create(act=2, next_try_at=NOON + HOUR, **boundary)
    Errand.objects.create(act=1, next_try_at=NOON + HOUR, done_at=NOON, moot=True, **boundary)
    migrate(newest())

    assert [*Job.objects.order_by("pk").values_list("kind", "args", "due", "tries", "error", "done_at", "moot")] == [
        ("act", {"story": article.pk, "act": 1}, NOON, 0, "", NOON, False),
        ("act", {"story": article.pk, "act": 2}, NOON, 3, "Unreachable: 127.0.0.1", None, False),
        ("boundary", {"story": article.pk, "act": 2}, NOON + HOUR, 0, "", None, False),
        ("boundary", {"story": article.pk, "act": 1}, NOON + HOUR, 0, "", NOON, True),
    ]
    assert {*Job.objects.values_list("key", flat=True)} == {f"story {article.pk}"}
    assert Job.objects.get(tries=3).next_try_at == NOON + HOUR
    assert jobs.carry_out(jobs.PUBLISHING, clock=at(NOON + HOUR)) == 2
    assert not Job.objects.waiting().exists()


def test_notifications_that_were_not_mailed_yet_are_and_no_others(before):
    nora, article = make_user("nora", "Journalists"), ArticleFactory()
    Old = before().get_model("articles", "Notice")  # noqa: N806
    what = {"to_id": nora.pk, "kind": "deadline", "article_id": article.pk, "at": NOON, "desk": True}
    rows = {
        "waits": Old.objects.create(mail_at=NOON, tries=2, **what),
        "waits too": Old.objects.create(mail_at=NOON + HOUR, **what),
        "mailed": Old.objects.create(mail_at=NOON, mailed_at=NOON, **what),
        "given up": Old.objects.create(mail_at=NOON, tries=60, **what),
        "not wanted": Old.objects.create(**what),
    }
    migrate(newest())

    named = {name: row.pk for name, row in rows.items()}
    assert [*Job.objects.order_by("pk").values_list("kind", "key", "args", "due", "tries")] == [
        ("notification-mail", f"person {nora.pk}", {"notice": named["waits"]}, NOON, 2),
        ("notification-mail", f"person {nora.pk}", {"notice": named["waits too"]}, NOON + HOUR, 0),
    ]
    assert [*Notice.objects.filter(mail=False).values_list("pk", flat=True)] == [named["not wanted"]]
    jobs.carry_out(jobs.MAIL, clock=at(NOON + HOUR))
    assert [letter.to for letter in mail.outbox] == [[nora.email]] * 2
    assert not Job.objects.exists()


def test_e_mails_to_readers_and_about_accounts_that_were_not_sent_yet_are(before):
    nora = make_user("nora", "Journalists")
    review = ReviewFactory(article=publish().article, email="pia@reader.example")
    Job.objects.all().delete()
    apps = before()
    apps.get_model("reviews", "Letter").objects.create(
        review_id=review.pk, kind="confirm", asked_at=NOON, mail_at=NOON, tries=1
    )
    apps.get_model("newsroom", "Reset").objects.create(person_id=nora.pk, asked_at=NOON, mail_at=NOON)
    apps.get_model("newsroom", "Reset").objects.create(asked_at=NOON)
    apps.get_model("newsroom", "Invitation").objects.create(
        email="eve@samur.example", first_name="Eve", made_by_id=nora.pk, made_at=NOON, expires_at=NOON + 9 * HOUR,
        mail_at=NOON,
    )  # fmt: skip
    migrate(newest())

    assert {*Job.objects.values_list("kind", flat=True)} == {"review-mail", "password-mail", "invitation-mail"}
    jobs.carry_out(jobs.MAIL, clock=at(NOON + HOUR))
    assert {letter.to[0] for letter in mail.outbox} == {"pia@reader.example", nora.email, "eve@samur.example"}
    assert not Job.objects.exists()
    assert Letter.objects.get().mailed_at == Invitation.objects.get().mailed_at == NOON + HOUR


def test_copies_that_were_asked_for_are_drawn_and_the_table_of_django_tasks_goes(before):
    wanted, lost, done = PhotoFactory(), PhotoFactory(), PhotoFactory()
    before()
    json_type = "jsonb" if connection.vendor == "postgresql" else "text"
    with connection.cursor() as cursor:  # its columns that matter
        cursor.execute(f"CREATE TABLE {TASKS} (task_path text, status text, args_kwargs {json_type})")
        for path, status, number in (
            ("articles.tasks.draw_copies", "READY", wanted.pk),
            ("articles.pictures.tasks.draw_copies", "READY", wanted.pk),
            ("articles.pictures.tasks.draw_copies", "RUNNING", lost.pk),
            ("articles.pictures.tasks.draw_copies", "SUCCESSFUL", done.pk),
            ("articles.publishing.tasks.carry_out", "READY", 0),
        ):
            args = json.dumps({"args": [number] if number else [], "kwargs": {}})
            cursor.execute(f"INSERT INTO {TASKS} VALUES (%s, %s, %s)", [path, status, args])  # noqa: S608
    migrate(newest())

    asked = Job.objects.order_by("pk").values_list("kind", "args")
    assert [*asked] == [("picture-copies", {"photo": photo.pk}) for photo in (wanted, lost)]
    assert TASKS not in connection.introspection.table_names()
    assert jobs.carry_out(jobs.PICTURES) == 2
    assert not Job.objects.waiting().exists()
