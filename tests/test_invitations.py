"""Invitations: a signed link that makes one account, once."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Event
from newsroom.accounts import invitations
from newsroom.models import Invitation
from tests.factories import make_user, send_mail

pytestmark = [pytest.mark.database, pytest.mark.django_db]

DOOR = "/admin/newsroom/invitation/"
WHO = {"username": "ada", "first_name": "Ada", "last_name": "Quliyeva"}
PASSWORD = "seven quiet herons"
JOINS = WHO | {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invitation(admin) -> Invitation:
    invitation = Invitation(email="ada@samur.example", first_name="Ada")
    invitations.invite(invitation, [Group.objects.get(name="Journalists")], by=admin)
    return invitation


def invite(client: Client, **fields):
    roles = [Group.objects.get(name="Journalists").pk]
    said = {"email": "ada@samur.example", "first_name": "Ada", "last_name": "", "roles": roles} | fields
    return client.post(f"{DOOR}add/", said)


def test_an_administrator_invites_and_the_invited_person_comes_in(admin, client):
    client.force_login(admin)
    assert invite(client).status_code == 302
    assert send_mail()
    (letter,) = mail.outbox
    assert letter.to == ["ada@samur.example"]
    ada = Client()
    path = re.search(r"http://testserver(\S+)", letter.body)[1]
    assert 'value="Ada"' in ada.get(path).text
    assert ada.post(path, JOINS).status_code == 302
    assert ada.post("/admin/login/", {"username": "ada", "password": PASSWORD}).status_code == 302
    assert ada.get("/admin/articles/article/add/").status_code == 200
    user = User.objects.get(username="ada")
    assert (user.email, user.is_superuser, user.groups.get().name) == ("ada@samur.example", False, "Journalists")
    verbs = [event.verb for event in Event.objects.order_by("pk")]
    assert verbs == ["invite", "join", "log-in"]


def test_whoever_joined_is_led_to_the_log_in_and_what_was_typed_is_not_given_back(invitation, client):
    ours = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
    response = client.post(invitations.address(invitation), JOINS, headers=ours)
    assert (response.status_code, response["Location"]) == (302, "/admin/login/")


def test_a_link_is_used_once(invitation, client):
    path = invitations.address(invitation)
    assert client.post(path, JOINS).status_code == 302
    assert client.get(path).status_code == 410
    assert client.post(path, JOINS | {"username": "eve"}).status_code == 410
    assert User.objects.filter(username="eve").count() == 0


@pytest.mark.parametrize("fate", ["expired", "revoked"])
def test_a_link_that_is_closed_says_so_and_not_whose_it_was(invitation, admin, client, fate):
    if fate == "revoked":
        assert invitations.revoke(invitation, by=admin)
    else:
        past = timezone.now() - invitations.LIFE
        Invitation.objects.update(made_at=past - timedelta(seconds=1), expires_at=past + invitations.LIFE)
    response = client.post(invitations.address(invitation), JOINS)
    assert response.status_code == 410
    assert "ada" not in response.text.lower()
    assert not User.objects.filter(username="ada").exists()


@pytest.mark.parametrize("token", ["{key}", "{key}.x", "x.y", "{signed}x"])
def test_a_forged_link_opens_nothing(invitation, client, token):
    signed = invitations.address(invitation).split("/")[-2]
    token = token.format(key=invitation.key.hex, signed=signed)
    assert client.get(f"/admin/invitation/{token}/").status_code == 404


def test_it_is_open_until_the_second_it_says(invitation):
    end = invitation.expires_at
    assert invitation.is_open(end - timedelta(microseconds=1))
    assert not invitation.is_open(end)


def test_no_other_site_and_no_cache_learns_the_link(invitation, client):
    response = client.get(invitations.address(invitation))
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"password1": "short", "password2": "short"},
        {"password2": "another thing"},
        {"username": "ADMIN"},
        {"username": ""},
    ],
)
def test_what_cannot_be_an_account_is_asked_again(invitation, client, wrong):
    response = client.post(invitations.address(invitation), JOINS | wrong)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert invitation.is_open(timezone.now())


def test_the_invited_person_gives_themselves_no_rights(invitation, client):
    client.post(invitations.address(invitation), JOINS | {"is_superuser": "on", "groups": "2", "email": "x@y.example"})
    user = User.objects.get(username="ada")
    assert (user.is_superuser, user.email, user.groups.get().name) == (False, "ada@samur.example", "Journalists")


def test_a_second_invitation_takes_the_place_of_the_first(invitation, admin, client):
    client.force_login(admin)
    invite(client, email="ADA@samur.example")
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert Invitation.objects.open(timezone.now()).count() == 1


def test_who_has_an_account_is_not_invited(admin, nora, client):
    client.force_login(admin)
    response = invite(client, email="Nora@samur.example")
    assert response.status_code == 200
    assert "An account with this address already exists." in response.text


def test_an_invitation_is_revoked_from_the_list(invitation, admin, client):
    client.force_login(admin)
    assert "ada@samur.example" in client.get(DOOR).text
    response = client.post(f"{DOOR}{invitation.pk}/revoke/", follow=True)
    assert "The link no longer works." in response.text
    assert "It was already closed." in client.post(f"{DOOR}{invitation.pk}/revoke/", follow=True).text


def test_a_revoked_invitation_is_not_sent(invitation, admin):
    invitations.revoke(invitation, by=admin)
    assert send_mail()
    assert mail.outbox == []


def test_who_may_not_add_users_invites_nobody(invitation, omar, client):
    client.force_login(omar)
    assert client.get(DOOR).status_code == 403
    assert invite(client).status_code == 403
    assert client.post(f"{DOOR}{invitation.pk}/revoke/").status_code == 403
    assert Invitation.objects.get().is_open(timezone.now())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_comes_in():
    invitation = Invitation(email="ada@samur.example", first_name="Ada")
    invitations.invite(invitation, [Group.objects.get(name="Journalists")], by=make_user("boss", is_superuser=True))
    path, ready, answers = invitations.address(invitation), Barrier(2), []

    def join(username: str) -> None:
        ready.wait()
        answers.append(Client().post(path, JOINS | {"username": username}).status_code)
        connection.close()

    both = [Thread(target=join, args=[name]) for name in ("ada", "eve")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(answers) == [302, 410]
    assert User.objects.filter(username__in=["ada", "eve"]).count() == 1
