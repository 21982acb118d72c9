"""The activity log says what changed in a person's rights, from what to what; and shows it to those it concerns."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.models import Event
from reviews import moderation
from sections.models import Section
from tests.factories import CorrespondentFactory, ReviewFactory, SectionFactory, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(admin) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def form_of(client: Client, page: str) -> dict:
    """What the form of this page would send as it is."""
    context = client.get(page).context
    form = context["adminform"].form
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        sent |= {management.add_prefix(name): value for name, value in management.initial.items()}
    sent = {name: [one.pk for one in value] if isinstance(value, list) else value for name, value in sent.items()}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def change(client: Client, thing, **fields):
    page = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    sent = form_of(client, page) | fields
    response = client.post(page, {name: value for name, value in sent.items() if value is not None})
    assert response.status_code == 302, response.context["errors"]
    return Event.objects.about(thing).filter(verb="change").first()


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def test_which_groups_were_given_and_taken(boss, nora):
    event = change(boss, nora, groups=[role("Editors").pk, role("Moderators").pk])
    assert event.detail["rights"] == {
        "groups": {
            "from": ["Journalists"], "to": ["Editors", "Moderators"], "given": ["Editors", "Moderators"],
            "taken": ["Journalists"],
        }
    }  # fmt: skip
    page = boss.get(reverse("admin:auth_user_history", args=[nora.pk])).text
    assert "groups: + Editors + Moderators − Journalists" in page


def test_that_somebody_was_made_an_administrator_and_one_no_more(boss, nora):
    event = change(boss, nora, is_superuser="on")
    assert event.detail["rights"] == {"is_superuser": {"from": False, "to": True}}
    event = change(boss, nora, is_superuser=None, is_staff=None)
    assert event.detail["rights"] == {
        "is_staff": {"from": True, "to": False},
        "is_superuser": {"from": True, "to": False},
    }


def test_which_permission_was_given(boss, nora):
    secret = Permission.objects.get(codename="view_source_identity")
    event = change(boss, nora, user_permissions=[secret.pk])
    assert event.detail["rights"]["user_permissions"]["given"] == [str(secret)]
    event = change(boss, nora, user_permissions=[])
    assert event.detail["rights"]["user_permissions"]["taken"] == [str(secret)]


def test_what_a_role_may_do_from_now_on(boss):
    editors, some = role("Editors"), Permission.objects.get(codename="view_source_identity")
    before = [one.pk for one in editors.permissions.all()]
    event = change(boss, editors, permissions=[*before[1:], some.pk])
    right = event.detail["rights"]["permissions"]
    assert right["given"] == [str(some)]
    assert right["taken"] == [str(Permission.objects.get(pk=before[0]))]


def test_in_which_section_somebody_is_an_editor(boss, omar):
    section = SectionFactory()
    event = change(boss, section, editors=[omar.pk])
    assert event.detail["rights"]["editors"]["given"] == ["omar"]
    event = change(boss, Section.objects.get(), editors=[])
    assert event.detail["rights"]["editors"]["taken"] == ["omar"]


def test_whose_name_opens_the_stories_under_it(boss, nora):
    person, ada = CorrespondentFactory(user=nora), make_user("ada", "Journalists")
    event = change(boss, person, user=ada.pk)
    assert event.detail["rights"] == {"user": {"from": "nora", "to": "ada"}}


def test_what_a_new_role_may_do(boss):
    some = Permission.objects.get(codename="publish_article")
    boss.post(reverse("admin:auth_group_add"), {"name": "Night desk", "permissions": [some.pk]})
    event = Event.objects.about(role("Night desk")).get(verb="add")
    assert event.detail["rights"]["permissions"]["given"] == [str(some)]


def test_a_change_of_a_name_is_no_change_of_rights(boss, nora):
    assert "rights" not in change(boss, nora, first_name="Nora").detail


@pytest.mark.parametrize(
    ("who", "reviews", "accounts"), [("nora", False, False), ("omar", True, False), ("admin", True, True)]
)
def test_reviews_and_accounts_are_in_the_log_of_those_who_may_see_them(request, who, reviews, accounts, admin, mina):
    person = request.getfixturevalue(who)
    review = ReviewFactory(name="Zqname", text="Zqwords of a reader that were refused.")
    moderation.decide(review.pk, "refuse", by=mina, reason="other", note="Zqnote")
    event = Event.objects.about(review).get()
    Event.objects.write("change", mina, by=admin, fields=["zqright"])
    client = Client()
    client.force_login(person)
    page = client.get("/admin/articles/event/").text
    assert "Zqname" not in page
    assert "Zqwords" not in page
    assert ("Zqnote" in page) == reviews
    assert client.get(f"/admin/articles/event/{event.pk}/change/").status_code == (200 if reviews else 302)
    account = Event.objects.about(mina).get(verb="change")
    assert client.get(f"/admin/articles/event/{account.pk}/change/").status_code == (200 if accounts else 302)
