"""The pages of notices and accounts, inside and before the log-in, for those who see little or hold a telephone."""

import pytest
from django.contrib.auth.models import Group

from articles.desk import notifications
from articles.models.notice import Kind
from newsroom.accounts import invitations, passwords
from newsroom.models import Invitation
from tests.browser.test_desk_for_everybody import findings
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def outside(nora, admin) -> list[str]:
    invitation = Invitation(email="ada@samur.example", first_name="Ada")
    invitations.invite(invitation, [Group.objects.get(name="Journalists")], by=admin)
    return [
        "/admin/login/",
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        passwords.address(nora),
        invitations.address(invitation),
    ]


@pytest.fixture
def inside(nora, admin, outside) -> list[str]:
    story = ArticleFactory(headline="Council meets", writer=nora)
    notifications.tell(Kind.MENTIONED, story, by=nora, people=[admin], words="@admin look at this")
    return [
        "/admin/notices/",
        "/admin/profile/",
        f"/admin/auth/user/{nora.pk}/leave/",
        "/admin/newsroom/invitation/",
        "/admin/newsroom/invitation/add/",
        f"/admin/newsroom/invitation/{Invitation.objects.get().pk}/change/",
    ]


def wrong(page, paths: list[str], width: int) -> list[str]:
    """What axe finds serious, and which pages scroll sideways."""
    found = []
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found += [f"{path} {one}" for one in findings(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path} scrolls sideways")
    return found


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(outside, inside, somebody, at_the_desk, width, scheme):
    for page, paths in ((somebody(), outside), (at_the_desk("admin"), inside)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert not (found := wrong(page, paths, width)), "\n".join(found)


def test_an_invited_person_comes_in_by_keyboard_alone(outside, somebody):
    page = somebody()
    page.goto(outside[-1])
    page.focus("[name=username]")
    for words in ("ada", "Ada", "Quliyeva", "seven quiet herons", "seven quiet herons"):
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/login/")
    assert "Log in as ada" in page.text_content("body")
