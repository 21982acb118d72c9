"""Somebody leaves: one act ends their log-ins, closes what they opened and hands over their work."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Act, Article, Byline, Edition, Event, Notice, Source
from articles.site import previews
from articles.workflow import NotAllowed, State
from newsroom.accounts import invitations, leaving, passwords
from newsroom.models import Invitation
from tests.factories import ArticleFactory, CorrespondentFactory, SourceFactory, make_user, publish, rewrite, send_mail

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def ada(db):
    """Writes too."""
    return make_user("ada", "Journalists")


def test_every_log_in_ends_at_once_and_coming_back_opens_none_of_them(nora, admin):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(nora)
    leaving.leave(nora, by=admin)
    assert [client.get("/admin/").status_code for client in clients] == [302, 302]
    assert Client().post("/admin/login/", {"username": "nora", "password": "desk"}).status_code == 200
    leaving.come_back(nora, by=admin)
    assert [client.get("/admin/").status_code for client in clients] == [302, 302]
    assert Client().post("/admin/login/", {"username": "nora", "password": "desk"}).status_code == 200


def test_a_link_to_a_new_password_opens_nothing_after_leaving_nor_after_coming_back(nora, admin, client):
    path = passwords.address(nora)
    leaving.leave(nora, by=admin)
    assert client.get(path).status_code == 410
    leaving.come_back(nora, by=admin)
    assert client.get(path).status_code == 410


def test_who_came_back_asks_for_a_new_password(nora, admin, client):
    leaving.leave(nora, by=admin)
    leaving.come_back(nora, by=admin)
    client.post("/admin/password_reset/", {"email": nora.email})
    assert send_mail()
    assert [letter.to for letter in mail.outbox] == [[nora.email]]


def test_unfinished_work_goes_to_the_heirs_and_finished_work_stays(nora, ada, omar, admin):
    mina = make_user("second", "Editors")
    draft, ready = ArticleFactory(writer=nora), ArticleFactory(writer=nora, state=State.APPROVED)
    asked = ArticleFactory(writer=omar, reporter=nora)
    another = ArticleFactory(writer=nora, reporter=omar)  # somebody else was asked to write it on
    spiked = ArticleFactory(writer=nora, state=State.SPIKED)
    printed = ArticleFactory(writer=nora, named=[CorrespondentFactory(user=nora)])
    publish(printed)
    rewritten = ArticleFactory(writer=nora)
    publish(rewritten)
    rewrite(rewritten, headline="More of it", state=State.DRAFT)
    read = ArticleFactory(editor=nora)
    leaving.leave(nora, by=admin, writer=ada, editor=mina)
    reporters = dict(Article.objects.values_list("pk", "reporter"))
    assert {draft.pk, ready.pk, asked.pk, rewritten.pk} == {pk for pk, person in reporters.items() if person == ada.pk}
    assert reporters[another.pk] == omar.pk
    assert reporters[spiked.pk] is reporters[printed.pk] is None
    assert Article.objects.get(pk=read.pk).editor == mina
    assert Article.objects.get(pk=draft.pk).writer == nora, "who wrote it stays on the record"
    assert Byline.objects.get().article == printed
    assert {notice.kind for notice in Notice.objects.at_desk(ada)} == {"assigned"}
    assert Notice.objects.at_desk(ada).count() == 4


def test_without_an_heir_the_work_waits_for_somebody(nora, omar, admin):
    asked, read = ArticleFactory(writer=omar, reporter=nora), ArticleFactory(editor=nora)
    leaving.leave(nora, by=admin)
    assert Article.objects.get(pk=asked.pk).reporter is None
    assert Article.objects.get(pk=read.pk).editor is None


def test_sources_that_nobody_else_knows_go_to_a_keeper_who_is_chosen(nora, ada, admin, client):
    secret, named = SourceFactory(kind="unnamed", attribution="a diplomat", keeper=nora), SourceFactory(name="Ministry")
    client.force_login(admin)
    page = client.get(f"/admin/auth/user/{nora.pk}/leave/")
    assert "1 unnamed source is known to them alone" in page.text
    assert admin not in page.context["form"].fields["keeper"].queryset, "or the name would be looked up unseen"
    client.post(f"/admin/auth/user/{nora.pk}/leave/", {"writer": "", "editor": "", "keeper": ada.pk})
    assert Source.objects.get(pk=secret.pk).keeper == ada
    assert Source.objects.get(pk=named.pk).keeper is None
    assert Event.objects.about(secret).get(verb="change").by == admin


def test_without_a_keeper_they_stay_known_to_nobody_who_is_here(nora, ada, admin):
    secret = SourceFactory(kind="unnamed", attribution="a diplomat", keeper=nora)
    leaving.leave(nora, by=admin, writer=ada)
    assert Source.objects.get(pk=secret.pk).keeper == nora


def test_who_may_not_know_a_source_hands_none_on(nora, ada, client):
    clerk = make_user("clerk")
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["change_user", "view_user"]))
    secret = SourceFactory(kind="unnamed", attribution="a diplomat", keeper=nora)
    client.force_login(clerk)
    assert "keeper" not in client.get(f"/admin/auth/user/{nora.pk}/leave/").context["form"].fields
    with pytest.raises(NotAllowed):
        leaving.leave(nora, by=User.objects.get(pk=clerk.pk), keeper=ada)
    client.post(f"/admin/auth/user/{nora.pk}/leave/", {"keeper": ada.pk})
    assert not User.objects.get(pk=nora.pk).is_active
    assert Source.objects.get(pk=secret.pk).keeper == nora


def test_what_readers_see_is_the_same(nora, admin):
    publish(ArticleFactory(writer=nora, named=[CorrespondentFactory(user=nora)]))
    before = [*Edition.objects.values(), *Act.objects.values()]
    leaving.leave(nora, by=admin)
    assert [*Edition.objects.values(), *Act.objects.values()] == before


def test_the_text_of_what_is_handed_over_is_no_new_version(nora, ada, admin):
    story = ArticleFactory(writer=nora)
    before = Article.objects.values("version", "edited_by", "state").get(pk=story.pk)
    leaving.leave(nora, by=admin, writer=ada)
    assert Article.objects.values("version", "edited_by", "state").get(pk=story.pk) == before


def test_links_and_invitations_that_were_open_are_closed(nora, admin, client):
    link = previews.share(ArticleFactory(writer=nora), by=nora)
    invitation = Invitation(email="eve@samur.example", first_name="Eve")
    invitations.invite(invitation, [Group.objects.get(name="Journalists")], by=nora)
    leaving.leave(nora, by=admin)
    assert client.get(previews.address(link).removeprefix("http://testserver")).status_code == 410
    assert client.get(invitations.address(invitation)).status_code == 410


def test_one_line_of_the_journal_says_what_was_done(nora, ada, admin):
    story = ArticleFactory(writer=nora)
    leaving.leave(nora, by=admin, writer=ada)
    event = Event.objects.about(nora).get(verb="leave")
    assert event.by == admin
    assert event.detail == {
        "writing": [story.pk], "reading": [], "links": 0, "invitations": 0, "writer": ada.pk, "editor": None,
        "sources": [], "keeper": None, "plans": [],
    }  # fmt: skip


def test_nobody_lets_themselves_leave_so_one_administrator_is_left(admin):
    with pytest.raises(NotAllowed):
        leaving.leave(admin, by=admin)
    assert User.objects.get(pk=admin.pk).is_active


@pytest.mark.parametrize("who", ["nora", "omar"])
def test_nobody_else_may(who, request, mina, client):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        leaving.leave(mina, by=person)
    client.force_login(person)
    for method in (client.get, client.post):
        assert method(f"/admin/auth/user/{mina.pk}/leave/").status_code == 403
    assert User.objects.get(pk=mina.pk).is_active


def test_the_page_says_beforehand_what_will_happen(nora, ada, omar, admin, client):
    ArticleFactory(writer=nora)
    ArticleFactory(writer=nora, state=State.SUBMITTED)
    previews.share(ArticleFactory(editor=nora), by=omar)
    client.force_login(admin)
    page = client.get(f"/admin/auth/user/{nora.pk}/leave/")
    assert "2 unfinished stories are reassigned" in page.text
    assert "1 story they were to edit" in page.text
    assert "0 open preview links" in page.text
    assert User.objects.get(pk=nora.pk).is_active, "asking changes nothing"
    offered = [*page.context["form"].fields["writer"].queryset]
    assert ada in offered
    assert nora not in offered
    assert [*page.context["form"].fields["editor"].queryset] == [admin, omar]


def test_leaving_and_coming_back_are_done_on_the_page_of_the_account(nora, ada, admin, client):
    story = ArticleFactory(writer=nora)
    client.force_login(admin)
    account = f"/admin/auth/user/{nora.pk}/"
    assert f"{account}leave/" in client.get(f"{account}change/").text
    done = client.post(f"{account}leave/", {"writer": ada.pk, "editor": ""}, follow=True)
    assert "The account of nora is closed and the work reassigned." in done.text
    assert Article.objects.get(pk=story.pk).reporter == ada
    client.post(f"{account}leave/")
    assert User.objects.get(pk=nora.pk).is_active


def test_nobody_takes_over_what_they_may_not_do(nora, ada, mina, admin, client):
    client.force_login(admin)
    for heirs in ({"writer": mina.pk}, {"editor": ada.pk}):
        assert client.post(f"/admin/auth/user/{nora.pk}/leave/", heirs).status_code == 200
    assert User.objects.get(pk=nora.pk).is_active


def test_who_has_left_hears_nothing_more(nora, omar, admin):
    leaving.leave(nora, by=admin)
    assert not Notice.objects.filter(to=nora, at__gte=timezone.now()).exists()
