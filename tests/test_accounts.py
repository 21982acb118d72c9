"""Everyday things: the log-in, a forgotten password, one's own profile."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Event, NoticeChoice
from articles.models.notice import Kind
from newsroom.accounts.throttle import FORGOTTEN, LOG_IN
from newsroom.models import LoginAttempt, Reset
from tests.factories import ArticleFactory, CorrespondentFactory, make_user, send_mail

pytestmark = pytest.mark.django_db

FORGOT = "/admin/password_reset/"
NEW = "seven quiet herons"


def log_in(client: Client, username: str, password: str = "desk"):  # noqa: S107
    return client.post("/admin/login/", {"username": username, "password": password})


def forget(client: Client, email: str):
    return client.post(FORGOT, {"email": email}, follow=True)


def link_in_mail() -> str:
    """The path of the one link that was sent."""
    assert send_mail()
    (letter,) = mail.outbox
    return re.search(r"http://testserver(\S+)", letter.body)[1]


# -- the log-in -------------------------------------------------------------------------------------------------------


def test_the_log_in_offers_a_way_out_of_a_forgotten_password(client):
    assert f'href="{FORGOT}"' in client.get("/admin/login/").text


def test_who_logs_in_from_no_other_page_comes_to_the_first_page_of_the_desk(nora, client):
    assert log_in(client, "nora")["Location"] == "/admin/"


def test_who_comes_in_stands_in_the_journal_and_who_fails_does_not(nora, client):
    assert log_in(client, "nora", "wrong").status_code == 200
    assert not Event.objects.exists()
    assert log_in(client, "nora").status_code == 302
    assert Event.objects.get().verb == "log-in"
    assert Event.objects.get().by == nora


def test_after_too_many_tries_not_even_the_right_password_opens(nora, omar, client):
    for _try in range(LOG_IN.for_name):
        log_in(client, "nora", "wrong")
    response = log_in(client, " NORA ")
    assert response.status_code == 429
    assert "Too many attempts" in response.text
    assert log_in(client, "omar").status_code == 302  # another name, same network


def test_nobody_is_locked_out_from_elsewhere(nora):
    for _try in range(LOG_IN.for_name):
        log_in(Client(REMOTE_ADDR="198.51.100.7"), "nora", "wrong")
    assert log_in(Client(REMOTE_ADDR="203.0.113.9"), "nora").status_code == 302


def test_a_network_that_guesses_many_names_is_stopped(nora, client):
    for number in range(LOG_IN.from_network):
        log_in(client, f"guess-{number}", "wrong")
    assert "Too many attempts" in log_in(client, "nora").text


def test_a_closed_door_opens_after_a_while(nora, client):
    for _try in range(LOG_IN.for_name):
        log_in(client, "nora", "wrong")
    LoginAttempt.objects.update(at=timezone.now() - LOG_IN.span - timedelta(seconds=1))
    assert log_in(client, "nora").status_code == 302


def test_what_is_counted_names_nobody(nora, client):
    log_in(client, "nora", "wrong")
    assert {*LoginAttempt.objects.values_list("door", flat=True)} == {"log-in"}
    assert all(re.fullmatch("[0-9a-f]{64}", who) for who in LoginAttempt.objects.values_list("who", flat=True))


# -- a forgotten password ---------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew_by_mail(nora, client):
    there = Client()
    there.force_login(nora)
    assert "If an account has this address" in forget(client, "NORA@samur.example").text
    path = link_in_mail()
    assert mail.outbox[0].to == ["nora@samur.example"]
    form = client.get(path, follow=True)
    assert form.context["validlink"]
    done = client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    assert done.status_code == 302
    assert "Your password has been set." in client.get(done["Location"]).text
    assert there.get("/admin/").status_code == 302, "whoever was logged in with the old password is out"
    assert log_in(client, "nora", NEW).status_code == 302
    assert [event.verb for event in Event.objects.about(nora)] == ["log-in", "new-password"]
    assert Client().get(path).status_code == 410, "the link was used"


def test_a_stranger_is_told_the_same_and_the_same_is_done(nora, client):
    known, unknown = forget(client, "nora@samur.example"), forget(client, "nobody@samur.example")
    assert known.redirect_chain == unknown.redirect_chain
    blank = re.compile(r'nonce="[^"]*"|value="[^"]*"')
    assert blank.sub("", known.text) == blank.sub("", unknown.text)
    assert [reset.person for reset in Reset.objects.order_by("pk")] == [nora, None]
    send_mail()
    assert [letter.to for letter in mail.outbox] == [["nora@samur.example"]]


def test_asking_costs_the_database_the_same_for_whoever_is_asked_about(nora, client, django_assert_num_queries):
    lock = connection.vendor == "postgresql"  # SQLite locks the whole file as the transaction begins
    for email in ("nora@samur.example", "nobody@samur.example"):
        with django_assert_num_queries(11 + lock):
            client.post(FORGOT, {"email": email})


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_nothing_is_sent_to_a_closed_account(nora, client, closed):
    setattr(nora, closed, False)
    nora.save()
    forget(client, nora.email)
    send_mail()
    assert mail.outbox == []


def test_a_link_that_was_sent_opens_nothing_once_the_account_is_closed(nora, client):
    forget(client, nora.email)
    path = link_in_mail()
    nora.is_active = False
    nora.save()
    assert client.get(path, follow=True).status_code == 410


def test_too_many_requests_from_one_network_are_refused(nora, client):
    for _try in range(FORGOTTEN.for_name):
        forget(client, nora.email)
    response = forget(client, nora.email)
    assert response.status_code == 429
    assert response["Retry-After"] == str(60 * 60)
    assert Reset.objects.count() == FORGOTTEN.for_name
    send_mail()
    assert len(mail.outbox) == 1, "what was asked for within one look is one letter"


def test_a_weak_password_is_refused(nora, client):
    forget(client, nora.email)
    form = client.get(link_in_mail(), follow=True)
    weak = client.post(form.redirect_chain[-1][0], {"new_password1": "password", "new_password2": "password"})
    assert weak.status_code == 200
    assert weak.context["form"].errors


def test_a_new_password_ends_the_log_ins_elsewhere(nora, client):
    there = Client()
    there.force_login(nora)
    client.force_login(nora)
    said = {"old_password": "desk", "new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", said).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302


# -- one's own profile ------------------------------------------------------------------------------------------------

MINE = {"first_name": "Nora", "last_name": "Əliyeva", "email": "nora@samur.example"}


def test_everybody_changes_their_own_name(nora, client):
    client.force_login(nora)
    assert client.post("/admin/profile/", MINE).status_code == 302
    nora.refresh_from_db()
    assert nora.get_full_name() == "Nora Əliyeva"
    assert Event.objects.about(nora).get().detail == {"changed": ["first_name", "last_name"]}


@pytest.mark.parametrize(("password", "email"), [("", "old"), ("wrong", "old"), ("desk", "new")])
def test_an_address_is_changed_by_whoever_knows_the_password(nora, client, password, email):
    client.force_login(nora)
    client.post("/admin/profile/", MINE | {"email": "new@samur.example", "password": password})
    nora.refresh_from_db()
    assert nora.email == {"old": "nora@samur.example", "new": "new@samur.example"}[email]


def test_a_profile_gives_no_rights(nora, client):
    client.force_login(nora)
    client.post("/admin/profile/", MINE | {"is_superuser": "on", "username": "boss", "groups": ["1", "2"]})
    nora.refresh_from_db()
    assert (nora.is_superuser, nora.username, nora.groups.get().name) == (False, "nora", "Journalists")


def test_a_profile_says_which_correspondent_one_is(nora, client):
    CorrespondentFactory(name="Nora Quliyeva", slug="nora", user=nora)
    client.force_login(nora)
    assert "Nora Quliyeva" in client.get("/admin/profile/").text


def test_each_person_chooses_what_they_hear_of(nora, omar, client):
    client.force_login(nora)
    client.post("/admin/profile/notices/", {"returned_desk": "on", "published_mail": "on"})
    chosen = {choice.kind: (choice.desk, choice.mail) for choice in NoticeChoice.objects.filter(user=nora)}
    assert chosen == dict.fromkeys(Kind, (False, False)) | {"returned": (True, False), "published": (False, True)}
    assert not NoticeChoice.objects.filter(user=omar).exists()
    page = client.get("/admin/profile/").text
    assert re.search(r'name="published_mail"[^>]* checked', page)
    assert not re.search(r'name="submitted_desk"[^>]* checked', page)


def test_typographic_signs_can_be_switched_off_by_everybody_for_themselves(nora, omar, client):
    story = f"/admin/articles/article/{ArticleFactory(writer=nora).pk}/change/"
    client.force_login(nora)
    assert "data-straight" not in client.get(story).text
    client.post("/admin/profile/preferences/", {})
    form = client.get(story).context["adminform"].form
    assert all(form.fields[name].widget.attrs["data-straight"] for name in ("headline", "standfirst", "body"))
    client.force_login(omar)
    assert "data-straight" not in client.get(story).text
    client.force_login(nora)
    client.post("/admin/profile/preferences/", {"typographic": "on"})
    assert "data-straight" not in client.get(story).text


def test_the_user_menu_leads_to_the_profile(nora, client):
    client.force_login(nora)
    assert f'href="{reverse("profile")}"' in client.get("/admin/").text


# -- who may do what with accounts ------------------------------------------------------------------------------------


@pytest.fixture
def clerk(db):
    """Looks after accounts, and is no administrator."""
    person = make_user("clerk")
    for code in ("view_user", "add_user", "change_user"):
        person.user_permissions.add(person.user_permissions.model.objects.get(codename=code))
    return person


def test_who_is_no_administrator_makes_none(clerk, nora, admin, client):
    client.force_login(clerk)
    page = client.get(f"/admin/auth/user/{nora.pk}/change/").text
    assert 'name="username"' in page
    for field in ("is_superuser", "user_permissions", "is_active"):
        assert f'name="{field}"' not in page
    assert client.post(f"/admin/auth/user/{admin.pk}/change/", {"username": "mine"}).status_code == 403
    assert client.post(f"/admin/auth/user/{admin.pk}/password/", {"password1": NEW}).status_code == 403
    assert client.get(f"/admin/auth/user/{admin.pk}/leave/").status_code == 403


def test_no_account_is_deleted(admin, nora, client):
    client.force_login(admin)
    assert client.post(f"/admin/auth/user/{nora.pk}/delete/", {"post": "yes"}).status_code == 403
