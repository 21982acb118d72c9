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
MAILBOXES = {"nora@samur.example", "pia@reader.example", "eve@samur.example"}


def migrate(targets: list):
    return MigrationExecutor(connection).migrate(targets).apps


def newest() -> list:
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in dict(BEFORE)]


def asked(*kinds: str) -> list[tuple]:
    fields = ("kind", "key", "args", "due", "tries", "error", "done_at", "moot")
    return [*Job.objects.filter(kind__in=kinds).order_by("pk").values_list(*fields)]


class Before:
    """The rows of the version before. What they refer to is made first, by today's models."""

    def __init__(self) -> None:
        self.nora, self.story = make_user("nora", "Journalists"), publish().article
        self.review = ReviewFactory(article=self.story, email="pia@reader.example")
        self.draft = ArticleFactory()
        self.wanted, self.lost, self.done = PhotoFactory(), PhotoFactory(), PhotoFactory()
        Job.objects.all().delete()
        self.apps = migrate(BEFORE)
        self.errands()
        self.notices = self.notifications()
        self.letters()
        self.accounts()
        self.tasks()

    def create(self, app: str, model: str, **fields):
        return self.apps.get_model(app, model).objects.create(**fields)

    def errands(self) -> None:
        act = {"article_id": self.story.pk, "kind": "act", "due": NOON}
        self.create("articles", "Errand", act=1, next_try_at=NOON, done_at=NOON, **act)
        self.create("articles", "Errand", act=2, next_try_at=NOON + HOUR, attempts=3, error="Unreachable: c", **act)
        boundary = act | {"kind": "boundary", "due": NOON + HOUR, "next_try_at": NOON + HOUR}
        self.create("articles", "Errand", act=2, **boundary)
        self.create("articles", "Errand", act=1, done_at=NOON, moot=True, **boundary)

    def notifications(self) -> dict:
        what = {"to_id": self.nora.pk, "kind": "deadline", "article_id": self.draft.pk, "at": NOON, "desk": True}
        rows = {
            "waits": {"mail_at": NOON, "tries": 2},
            "waits too": {"mail_at": NOON + HOUR},
            "mailed": {"mail_at": NOON, "mailed_at": NOON},
            "given up": {"mail_at": NOON, "tries": 60},
            "not wanted": {},
        }
        return {name: self.create("articles", "Notice", **what, **fields).pk for name, fields in rows.items()}

    def letters(self) -> None:
        what = {"review_id": self.review.pk, "kind": "confirm", "asked_at": NOON, "mail_at": NOON}
        self.create("reviews", "Letter", tries=1, **what)
        self.create("reviews", "Letter", mailed_at=NOON, **what)

    def accounts(self) -> None:
        self.create("newsroom", "Reset", person_id=self.nora.pk, asked_at=NOON, mail_at=NOON)
        self.create("newsroom", "Reset", asked_at=NOON)
        self.create(
            "newsroom", "Invitation", email="eve@samur.example", first_name="Eve", made_by_id=self.nora.pk,
            made_at=NOON, expires_at=NOON + 9 * HOUR, mail_at=NOON,
        )  # fmt: skip

    def tasks(self) -> None:
        """The table of django-tasks-db, with the columns that matter."""
        json_type = "jsonb" if connection.vendor == "postgresql" else "text"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {TASKS} (task_path text, status text, args_kwargs {json_type})")
            for path, status, args in (
                ("articles.tasks.draw_copies", "READY", [self.wanted.pk]),
                ("articles.pictures.tasks.draw_copies", "READY", [self.wanted.pk]),
                ("articles.pictures.tasks.draw_copies", "RUNNING", [self.lost.pk]),
                ("articles.pictures.tasks.draw_copies", "SUCCESSFUL", [self.done.pk]),
                ("articles.publishing.tasks.carry_out", "READY", []),
            ):
                row = [path, status, json.dumps({"args": args, "kwargs": {}})]
                cursor.execute(f"INSERT INTO {TASKS} VALUES (%s, %s, %s)", row)  # noqa: S608


@pytest.fixture
def before():
    try:
        yield Before()
    finally:
        migrate(newest())


def test_what_waited_becomes_jobs_and_is_carried_out(before):
    """In one test: there and back takes a dozen seconds."""
    migrate(newest())
    a_story_s_jobs_keep_their_order_their_tries_and_their_errors(before.story)
    what_was_not_mailed_yet_is_and_nothing_else(before)
    copies_that_were_asked_for_are_drawn_once(before)
    assert not Job.objects.waiting().exists()


def a_story_s_jobs_keep_their_order_their_tries_and_their_errors(story) -> None:
    key, first, second = f"story {story.pk}", {"story": story.pk, "act": 1}, {"story": story.pk, "act": 2}
    assert asked("act", "boundary") == [
        ("act", key, first, NOON, 0, "", NOON, False),
        ("act", key, second, NOON, 3, "Unreachable: c", None, False),
        ("boundary", key, second, NOON + HOUR, 0, "", None, False),
        ("boundary", key, first, NOON + HOUR, 0, "", NOON, True),
    ]
    assert Job.objects.get(tries=3).next_try_at == NOON + HOUR
    assert jobs.carry_out(jobs.PUBLISHING, clock=at(NOON + HOUR)) == 2


def what_was_not_mailed_yet_is_and_nothing_else(before: Before) -> None:
    key = f"person {before.nora.pk}"
    assert asked("notification-mail") == [
        ("notification-mail", key, {"notice": before.notices["waits"]}, NOON, 2, "", None, False),
        ("notification-mail", key, {"notice": before.notices["waits too"]}, NOON + HOUR, 0, "", None, False),
    ]
    assert [*Notice.objects.filter(mail=False).values_list("pk", flat=True)] == [before.notices["not wanted"]]
    assert [(kind, tries) for kind, _key, _args, _due, tries, *_rest in asked("review-mail")] == [("review-mail", 1)]
    assert len(asked("password-mail")) == len(asked("invitation-mail")) == 1
    assert jobs.carry_out(jobs.MAIL, clock=at(NOON + HOUR)) == 5
    assert {letter.to[0] for letter in mail.outbox} == MAILBOXES
    assert len(mail.outbox) == 5
    assert {*Letter.objects.values_list("mailed_at", flat=True)} == {NOON, NOON + HOUR}
    assert Invitation.objects.get().mailed_at == NOON + HOUR


def copies_that_were_asked_for_are_drawn_once(before: Before) -> None:
    assert [args["photo"] for _kind, _key, args, *_rest in asked("picture-copies")] == [
        before.wanted.pk,
        before.lost.pk,
    ]
    assert TASKS not in connection.introspection.table_names()
    assert jobs.carry_out(jobs.PICTURES) == 2
