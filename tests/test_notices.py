"""Who is told what, at the desk and by mail."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import publishing
from articles.desk import notifications
from articles.drafts import editing
from articles.models import Article, Job, Notice, NoticeChoice, Source
from articles.models.notice import Kind
from articles.workflow import State
from newsroom import jobs
from newsroom.accounts import noticeboard
from newsroom.management.commands import worker
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    SectionFactory,
    SourceFactory,
    at,
    make_user,
    publish,
    send_mail,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def story(nora):
    return ArticleFactory(headline="Council meets", writer=nora)


def heard(person) -> list[str]:
    return [notice.kind for notice in Notice.objects.at_desk(person)]


# -- whom it concerns -------------------------------------------------------------------------------------------------


def test_what_is_submitted_is_told_to_its_own_editor(story, nora, omar):
    ada = make_user("ada", "Editors")
    story.editor = ada
    assert notifications.tell(Kind.SUBMITTED, story, by=nora) == [ada]
    assert heard(omar) == []


def test_without_an_editor_of_its_own_it_is_told_to_those_of_its_section(story, nora, omar):
    ada = make_user("ada", "Editors")
    story.section.editors.add(ada)
    assert notifications.tell(Kind.SUBMITTED, story, by=nora) == [ada]


def test_where_the_section_has_none_it_is_told_to_all_editors_who_are_tied_to_no_other(story, nora, omar, admin):
    ada = make_user("ada", "Editors")
    SectionFactory(name="Culture").editors.add(ada)
    assert notifications.tell(Kind.SUBMITTED, story, by=nora) == [omar]


def test_where_there_is_no_editor_at_all_it_is_told_to_the_administrators(story, nora, admin):
    assert notifications.tell(Kind.SUBMITTED, story, by=nora) == [admin]


def test_what_comes_back_is_told_to_all_who_wrote_it_once_each(story, nora, omar):
    ada = make_user("ada", "Journalists")
    story.reporter = ada
    for person in (nora, ada):
        story.bylines.create(correspondent=CorrespondentFactory(slug=person.username, user=person))
    assert notifications.tell(Kind.RETURNED, story, by=omar, words="Who said so?") == [nora, ada]
    assert Notice.objects.at_desk(nora).get().words == "Who said so?"


def test_nobody_is_told_what_they_did_themselves(story, nora):
    assert notifications.tell(Kind.RETURNED, story, by=nora) == []


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_who_cannot_log_in_is_told_nothing(story, nora, omar, closed):
    setattr(story.writer, closed, False)
    assert notifications.tell(Kind.RETURNED, story, by=omar) == []
    assert not Notice.objects.exists()


def test_only_those_whom_a_note_names_are_told_of_it(story, nora, omar, mina):
    assert notifications.tell(Kind.MENTIONED, story, by=omar, people=[mina], words="@mina look") == [mina]


# -- as each chose ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk", "mail", "rows"),
    [(True, False, [(True, False)]), (False, True, [(False, True)]), (True, True, [(True, True)]), (False, False, [])],
)
def test_a_person_hears_of_a_kind_as_they_chose(story, nora, omar, desk, mail, rows):
    NoticeChoice.objects.create(user=nora, kind=Kind.RETURNED, desk=desk, mail=mail)
    assert notifications.tell(Kind.RETURNED, story, by=omar) == ([nora] if rows else [])
    assert [(notice.desk, notice.mail) for notice in Notice.objects.all()] == rows


@pytest.mark.parametrize("kind", Kind)
def test_who_chose_nothing_hears_all_at_the_desk_and_what_calls_them_by_mail(story, nora, omar, kind):
    notifications.tell(kind, story, by=omar, people=[nora])
    calls = kind in {"check", "returned", "assigned", "mentioned", "deadline", "held", "outdated", "original"}
    assert [(notice.desk, notice.mail) for notice in Notice.objects.all()] == [(True, calls)]


def test_nobody_without_an_address_is_written_to(story, nora, omar):
    story.writer.email = ""
    notifications.tell(Kind.RETURNED, story, by=omar)
    assert Notice.objects.get().mail is False
    assert not Job.objects.exists()


def test_a_notice_that_goes_nowhere_is_refused_by_the_database(story, nora):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(to=nora, kind=Kind.RETURNED, article=story, at=NOON, desk=False)


def test_a_named_occasion_is_told_of_once(story, nora):
    for _again in range(2):
        notifications.tell(Kind.PUBLISHED, story, by=None, once="edition 1")
    notifications.tell(Kind.PUBLISHED, story, by=None, once="edition 2")
    assert heard(nora) == [Kind.PUBLISHED, Kind.PUBLISHED]


def test_telling_asks_the_database_as_often_for_forty_as_for_one(story, nora, omar, django_assert_num_queries):
    for number in range(40):
        make_user(f"editor-{number}", "Editors")
    with django_assert_num_queries(4):  # those of the section, all, their choices, the notices
        assert len(notifications.tell(Kind.SUBMITTED, story, by=nora)) == 41


# -- on screen --------------------------------------------------------------------------------------------------------


def step(client, article, verb, **said):
    said = {"version": article.version, "seen": "0.0", "text_digest": editing.digest(article)} | said
    return client.post(f"/admin/articles/article/{article.pk}/{verb}/step/", said, follow=True)


def test_a_step_says_on_screen_who_was_told(story, nora, omar, client):
    client.force_login(nora)
    assert "An editor will read it next. Notified: omar." in step(client, story, "submit").text
    client.force_login(omar)
    assert "with your note. Notified: nora." in step(client, story, "return", note="Who said so?").text
    assert heard(omar) == [Kind.SUBMITTED]
    assert heard(nora) == [Kind.RETURNED]


@pytest.mark.parametrize(("when", "kind"), [("", Kind.PUBLISHED), ("2998-01-01T12:00", Kind.SCHEDULED)])
def test_what_is_published_and_what_is_scheduled_are_told_apart(story, nora, omar, client, when, kind):
    Article.objects.update(state=State.SUBMITTED)
    client.force_login(omar)
    assert "Notified: nora." in step(client, story, "publish", at=when).text
    assert heard(nora) == [kind]


def test_what_was_refused_is_told_to_nobody(story, nora, omar, client):
    client.force_login(omar)
    step(client, story, "return", note="Not open to a draft.")
    assert not Notice.objects.exists()


def test_of_many_a_few_are_named():
    people = [make_user(f"editor-{number}") for number in range(6)]
    assert notifications.told(people) == "Notified: editor-0, editor-1, editor-2, editor-3 and 2 others."
    assert notifications.told(people[:5]) == "Notified: editor-0, editor-1, editor-2, editor-3 and 1 other."
    assert notifications.told(people[:2]) == "Notified: editor-0, editor-1."


# -- at the desk ------------------------------------------------------------------------------------------------------


def told_of(person, number: int = 1, **fields) -> list[Notice]:
    story = ArticleFactory(headline="Council meets")
    fields = {"to": person, "kind": Kind.DEADLINE, "article": story, "at": NOON, "desk": True} | fields
    return [Notice.objects.create(**fields) for _each in range(number)]


def test_the_menu_counts_what_is_unread_up_to_a_point(nora, client):
    client.force_login(nora)
    assert noticeboard.badge(client.get("/admin/").wsgi_request) == ""
    told_of(nora, 3)
    assert noticeboard.badge(client.get("/admin/").wsgi_request) == "3"
    told_of(nora, 100)
    assert noticeboard.badge(client.get("/admin/").wsgi_request) == "99+"


def test_counting_is_one_query_however_many_there_are(nora, client, django_assert_max_num_queries):
    client.force_login(nora)
    told_of(nora, 40, by=make_user("ada"), kind=Kind.RETURNED)
    with django_assert_max_num_queries(8):  # session, person, groups' and own rights, notices, how many are unread
        assert client.get("/admin/notices/").text.count("ada returned “Council meets”.</a>") == 30


def test_the_page_shows_ones_own_notices_newest_first_with_what_was_said(nora, omar, client):
    told_of(nora, kind=Kind.RETURNED, by=omar, words="Who <said> so?")
    told_of(nora)
    told_of(omar, words="Not for Nora.")
    told_of(nora, desk=False, mail=True, words="By mail alone.")
    client.force_login(nora)
    page = client.get("/admin/notices/").text
    assert page.index("The deadline of “Council meets” is near.") < page.index("omar returned “Council meets”.")
    assert "Who &lt;said&gt; so?" in page
    assert "Not for Nora." not in page
    assert "By mail alone." not in page


def test_older_notices_are_on_the_next_page(nora, client):
    told_of(nora, 31)
    client.force_login(nora)
    page = client.get("/admin/notices/")
    older = client.get("/admin/notices/", {"before": page.context["older"]})
    assert len(older.context["notices"]) == 1
    assert older.context["older"] is None


def test_one_is_marked_as_read_or_all_that_were_shown_and_only_ones_own(nora, omar, client):
    told_of(nora, 3)
    told_of(omar)
    client.force_login(nora)
    assert client.get("/admin/notices/read/").status_code == 405
    newest = Notice.objects.at_desk(nora).first()
    client.post("/admin/notices/read/", {"notice": Notice.objects.at_desk(omar).get().pk})
    client.post("/admin/notices/read/", {"notice": newest.pk})
    assert [Notice.objects.unread(person).count() for person in (nora, omar)] == [2, 1]
    told_of(nora)  # comes in while the page is looked at
    client.post("/admin/notices/read/", {"upto": newest.pk})
    assert [Notice.objects.unread(person).count() for person in (nora, omar)] == [1, 1]


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30, "²"])
def test_a_notice_that_is_no_number_is_nobodys(nora, client, typed):
    told_of(nora)
    client.force_login(nora)
    client.post("/admin/notices/read/", {"notice": typed})
    assert client.get("/admin/notices/", {"before": typed}).status_code == 200
    assert Notice.objects.unread(nora).count() == 1


def test_who_opens_the_story_has_read_what_they_were_told_of_it(story, nora, omar, client):
    for person in (nora, omar):
        told_of(person, article=story)
        told_of(person)
    client.force_login(nora)
    client.get(f"/admin/articles/article/{story.pk}/change/")
    assert [Notice.objects.unread(person).count() for person in (nora, omar)] == [1, 2]


# -- by mail ----------------------------------------------------------------------------------------------------------

LATER = NOON + notifications.SETTLE


def told_by_mail(*people, at_=NOON, **fields) -> None:
    for person in people:
        notifications.ask_for_mail(told_of(person, mail=True, at=at_, **fields))


def test_a_letter_says_what_happened_by_whom_with_which_note_and_where(story, nora, omar):
    source = SourceFactory(kind=Source.Kind.UNNAMED, name="Colonel Quliyev", attribution="a source in the army")
    story.citations.create(source=source, statement="agreed on the budget")
    notifications.tell(Kind.RETURNED, story, by=omar, words="Who said so?", at=NOON)
    assert send_mail(clock=at(LATER))
    (letter,) = mail.outbox
    assert letter.to == ["nora@samur.example"]
    assert letter.subject == "omar returned “Council meets”."
    assert letter.body.startswith("omar returned “Council meets”.\n\n    Who said so?\n\nhttp://testserver/admin/")
    assert f"/admin/articles/article/{story.pk}/change/" in letter.body
    assert story.standfirst not in letter.body
    assert "two hours" not in letter.body
    assert "Quliyev" not in letter.body


def test_an_e_mail_of_several_says_each_as_it_was_written_and_why_it_came(nora, omar):
    story = ArticleFactory(headline="Fish & chips")
    told_by_mail(nora, article=story, kind=Kind.RETURNED, by=omar, words="Who <said> so?\n\nAnd why?")
    told_by_mail(nora, article=story)
    send_mail(clock=at(LATER))
    address = f"http://testserver/admin/articles/article/{story.pk}/change/"
    assert mail.outbox[0].body == (
        "omar returned “Fish & chips”.\n\n    Who <said> so?\n\n    And why?\n\n"
        f"{address}\n\n"
        "The deadline of “Fish & chips” is near.\n\n"
        f"{address}\n\n"
        "-- \nSamur Wire\n"
        "You chose to get these notifications by e-mail. Change your choice: http://testserver/admin/profile/\n"
    )
    assert mail.outbox[0].extra_headers == {"Auto-Submitted": "auto-generated"}


def test_nothing_goes_before_it_has_settled_and_nothing_goes_twice(nora):
    told_by_mail(nora)
    send_mail(clock=at(LATER - timedelta(seconds=1)))
    assert mail.outbox == []
    for _look in range(2):
        send_mail(clock=at(LATER))
    assert len(mail.outbox) == 1


def test_what_comes_in_meanwhile_goes_in_the_same_letter_to_each_person(nora, omar):
    told_by_mail(nora, omar)
    told_by_mail(nora, at_=NOON + timedelta(seconds=20))
    send_mail(clock=at(LATER))
    assert sorted((letter.to[0], letter.subject[:9]) for letter in mail.outbox) == [
        ("nora@samur.example", "2 notific"),
        ("omar@samur.example", "The deadl"),
    ]


def test_a_headline_cannot_write_a_header(nora):
    told_by_mail(nora, article=ArticleFactory(headline="Council\r\nBcc: eve@evil.example"))
    assert send_mail(clock=at(LATER))
    assert mail.outbox[0].subject == "The deadline of “Council Bcc: eve@evil.example” is near."


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": ""}])
def test_whoever_left_or_has_no_address_meanwhile_is_not_written_to(nora, fields):
    told_by_mail(nora)
    type(nora).objects.filter(pk=nora.pk).update(**fields)
    assert send_mail(clock=at(LATER))
    assert mail.outbox == []


@pytest.fixture
def post(monkeypatch):
    """What the post does: `post.fails` is raised instead of sending."""

    class Post:
        fails = None
        asked = 0

    def send_mail(self, **kwargs):
        Post.asked += 1
        if Post.fails:
            raise Post.fails
        mail.outbox.append(self)

    monkeypatch.setattr(mail.EmailMessage, "send", send_mail)
    return Post


def test_where_the_post_does_not_answer_it_is_asked_once_and_left_in_peace(nora, omar, admin, post, caplog):
    told_by_mail(nora, omar, admin)
    post.fails = ConnectionRefusedError()
    assert send_mail(clock=at(LATER)) == 1
    assert send_mail(clock=at(LATER)) == 0  # nothing is ready now
    assert post.asked == 1
    assert "samur.example" not in caplog.text
    post.fails = None
    assert send_mail(clock=at(LATER + timedelta(seconds=2)))
    assert len(mail.outbox) == 3


def test_one_address_that_is_refused_holds_nobody_else_up(nora, omar, post):
    told_by_mail(nora)
    post.fails = SMTPRecipientsRefused({})
    send_mail(clock=at(LATER))
    told_by_mail(omar)
    post.fails = None
    assert send_mail(clock=at(LATER))
    assert [letter.to for letter in mail.outbox] == [["omar@samur.example"]]


def test_who_cannot_be_reached_for_days_is_given_up(nora, post):
    told_by_mail(nora)
    post.fails = SMTPRecipientsRefused({})
    Job.objects.update(tries=jobs.MAIL.most_tries - 1)
    for hours in range(3):
        send_mail(clock=at(LATER + timedelta(hours=2 * hours)))
    assert post.asked == 1
    job = Job.objects.get()
    assert (job.tries, job.done_at) == (jobs.MAIL.most_tries, LATER)
    assert job.error.startswith("SMTPRecipientsRefused")


def test_a_worker_that_died_with_a_letter_leaves_it_to_the_next(nora):
    told_by_mail(nora)
    assert jobs.claim(jobs.MAIL, LATER)
    assert not jobs.claim(jobs.MAIL, LATER + jobs.MAIL.lease - timedelta(seconds=1))
    assert jobs.claim(jobs.MAIL, LATER + jobs.MAIL.lease)


def test_an_e_mail_that_was_sent_by_a_worker_that_died_before_it_said_so_is_sent_once(nora, monkeypatch):
    """It had marked the notification, and not yet the job."""
    told_by_mail(nora)
    jobs.MAIL.handlers[notifications.MAIL](jobs.claim(jobs.MAIL, LATER), LATER)
    send_mail(clock=at(LATER + jobs.MAIL.lease))
    assert len(mail.outbox) == 1
    assert not Job.objects.exists()


def test_one_notification_that_the_server_refuses_keeps_none_of_the_same_person_waiting(nora, post, monkeypatch):
    """Both go in one e-mail first; when that is refused, each goes alone."""
    told_by_mail(nora, words="the words that a filter looks for")
    told_by_mail(nora, words="Good words.")

    def send(self, **kwargs):
        post.asked += 1
        if "a filter looks for" in self.body:
            raise SMTPDataError(554, b"spam")
        mail.outbox.append(self)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    send_mail(clock=at(LATER))
    assert post.asked == 3
    (sent,) = mail.outbox
    assert "Good words." in sent.body
    assert Notice.objects.get(mailed_at=None).words == "the words that a filter looks for"
    told_by_mail(nora, words="News.")
    send_mail(clock=at(LATER))
    assert "News." in mail.outbox[-1].body


def test_of_several_that_were_told_in_one_e_mail_all_wait_together_for_a_server_that_does_not_answer(nora, post):
    told_by_mail(nora, nora, nora)
    post.fails = ConnectionRefusedError()
    send_mail(clock=at(LATER))
    post.fails = None
    send_mail(clock=at(LATER + timedelta(minutes=1)))
    assert sorted(letter.subject[:9] for letter in mail.outbox) == ["2 notific", "The deadl"]
    assert not Job.objects.exists()


def test_a_job_of_mail_names_the_notification_and_holds_none_of_its_words(nora, story, omar):
    notifications.tell(Kind.RETURNED, story, by=omar, words="Who said so?", at=NOON)
    job, notice = Job.objects.get(), Notice.objects.get()
    assert (job.kind, job.key, job.args) == (notifications.MAIL, f"person {nora.pk}", {"notice": notice.pk})
    send_mail(clock=at(LATER))
    assert not Job.objects.exists()


def test_the_worker_watches_the_deadlines(nora, story, monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # or the test would lose its own
    Article.objects.filter(pk=story.pk).update(deadline=timezone.now() + timedelta(minutes=10))
    assert worker.look()
    assert heard(nora) == []
    assert worker.look(worker.DEADLINES_EVERY)
    assert worker.look(worker.DEADLINES_EVERY)
    assert heard(nora) == [Kind.DEADLINE]
    assert Job.objects.count() == 1


# -- by the clock -----------------------------------------------------------------------------------------------------


def test_what_goes_live_by_the_clock_is_told_once_however_often_it_is_tried(story, nora, omar):
    six = NOON + timedelta(hours=6)
    publish(story, at=six)
    for _try in range(2):
        jobs.carry_out(jobs.PUBLISHING, clock=at(six))
        Job.objects.update(done_at=None, next_try_at=six)
    assert Notice.objects.at_desk(nora).get().sentence == "“Council meets” has been published, as scheduled."


def test_what_ends_or_was_cancelled_goes_live_for_nobody(story, nora):
    six = NOON + timedelta(hours=6)
    publish(story, at=six)
    publishing.withdraw(story.pk, by=IMPORT, reason="Never mind.", clock=at(NOON))
    jobs.carry_out(jobs.PUBLISHING, clock=at(six))
    assert not Notice.objects.exists()


def test_a_deadline_is_told_half_an_hour_before_to_writer_and_editor_once(story, nora, omar):
    Article.objects.update(deadline=NOON, editor=omar)
    for minutes in (31, 30, 10, 0):
        notifications.of_deadlines(NOON - timedelta(minutes=minutes))
        told = {31: [], 30: [Kind.DEADLINE], 10: [Kind.DEADLINE], 0: [Kind.DEADLINE]}[minutes]
        assert [heard(nora), heard(omar)] == [told, told], minutes
    assert Notice.objects.at_desk(nora).get().words == "28 Apr 2024, 16:00 (12:00 UTC)"


def test_a_deadline_that_is_moved_is_told_of_again(story, nora):
    for moment in (NOON, NOON + timedelta(minutes=5)):
        Article.objects.update(deadline=moment)
        notifications.of_deadlines(NOON - timedelta(minutes=10))
    assert len(heard(nora)) == 2


def test_the_deadline_weighs_on_whoever_was_asked_to_write(story, nora):
    ada = make_user("ada", "Journalists")
    Article.objects.update(deadline=NOON, reporter=ada)
    notifications.of_deadlines(NOON - timedelta(minutes=10))
    assert heard(nora) == []
    assert heard(ada) == [Kind.DEADLINE]


@pytest.mark.parametrize("done", ["approved", "spiked", "live"])
def test_what_is_done_has_no_deadline_any_more(story, nora, done):
    if done == "live":
        publish(story)
        Article.objects.update(state=State.DRAFT)
    else:
        Article.objects.update(state=done)
    Article.objects.update(deadline=NOON + timedelta(minutes=10))
    notifications.of_deadlines(NOON)
    assert heard(nora) == []
