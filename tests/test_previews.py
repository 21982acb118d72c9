"""Previews: the draft as readers would see it, for the desk and for the person who holds an open link."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.drafts import editing
from articles.models import Address, Article, Byline, Edition, Event, PreviewLink, Source
from articles.site import previews
from articles.workflow import NotAllowed, State
from newsroom.lib import clock
from sections.models import free_slug
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    make_user,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
STORY = re.compile(r'<article class="story.*?</article>', re.DOTALL)
NOTHING = "The link is wrong, has expired or has been closed."


@pytest.fixture
def story(nora):
    """Nora's draft, with everything a story can have."""
    secret = SourceFactory(kind=Source.Kind.UNNAMED, name="Deep Throat", attribution="a source in the Secretariat")
    return ArticleFactory(
        slug="council", writer=nora, dateline="Quba", photo=PhotoFactory(), named=[CorrespondentFactory()],
        tagged=["Energy"], citing=[SourceFactory(), secret],
    )  # fmt: skip


@pytest.fixture
def link(story, nora) -> PreviewLink:
    return previews.share(story, by=nora, clock=at(NOON))


def path(link: PreviewLink) -> str:
    return previews.address(link).removeprefix("http://testserver")


@pytest.fixture
def fresh(story, nora) -> PreviewLink:
    """A link that is open by today's clock."""
    return previews.share(story, by=nora)


def desk(article: Article, page: str = "preview") -> str:
    return f"/admin/articles/article/{article.pk}/{page}/"


def is_closed(response: HttpResponse, status: int) -> bool:
    return response.status_code == status and NOTHING in response.text and "Quba" not in response.text


# -- what is shown ----------------------------------------------------------------------------------------------------


def without_places(html: str) -> str:
    return re.sub(r"/(?:media|preview/[^/ ]+)/", "/picture/", STORY.search(html)[0])


def test_a_preview_is_the_story_that_publishing_then_shows(story, link, answer):
    preview = answer(path(link), NOON + HOUR).text
    publish(story, now=NOON + HOUR)
    page = answer("/politics/2024/04/28/council/", NOON + HOUR).text
    assert without_places(preview) == without_places(page)
    assert "Leyla Həsənova" in preview


def test_so_is_the_preview_of_a_correction(story, link, answer):
    publish(story, now=NOON + HOUR)
    publish(rewrite(story, headline="Council met"), now=NOON + 2 * HOUR, change="correction", note="It was Sunday.")
    story = rewrite(story, standfirst="The council of Quba met on Monday.")
    preview = answer(path(link), NOON + 3 * HOUR).text
    publish(story, now=NOON + 3 * HOUR)
    page = answer("/politics/2024/04/28/council/", NOON + 3 * HOUR).text
    assert without_places(preview) == without_places(page)
    assert "It was Sunday." in preview
    assert "28 Apr 2024, 17:00" in preview


def test_a_brief_is_previewed_too(nora, answer):
    link = previews.share(BriefFactory(writer=nora), by=nora, clock=at(NOON))
    assert '<h1 dir="auto">The road to Xınalıq is open again.</h1>' in answer(path(link), NOON).text


@pytest.mark.parametrize("left_out", ["section", "headline", "standfirst", "body", "photo", "everything"])
def test_what_is_not_written_yet_is_no_hindrance(story, nora, client, left_out):
    empty = {"section": None, "headline": "", "standfirst": "", "body": "", "photo": None, "slug": ""}
    fields = empty if left_out == "everything" else {left_out: empty[left_out]}
    Article.objects.filter(pk=story.pk).update(**fields)
    client.force_login(nora)
    assert client.get(desk(story)).status_code == 200
    client.logout()
    assert client.get(path(previews.share(story, by=nora))).status_code == 200


def test_it_is_always_the_working_copy_as_it_stands(story, link, answer):
    publish(story, now=NOON)
    rewrite(story, headline="Council votes in Quba")
    assert '<h1 dir="auto">Council votes in Quba</h1>' in answer(path(link), NOON + HOUR).text
    rewrite(story, headline="Council rests in Quba")
    assert '<h1 dir="auto">Council rests in Quba</h1>' in answer(path(link), NOON + HOUR).text


def test_an_unnamed_source_is_not_named(story, fresh, client, nora):
    client.force_login(nora)
    for page in (client.get(desk(story)), Client().get(path(fresh))):
        assert "A source in the Secretariat" in page.text  # as a heading
        assert "Deep Throat" not in page.text


def test_it_says_that_it_is_not_published(story, fresh, client, nora):
    client.force_login(nora)
    for page in (client.get(desk(story)), Client().get(path(fresh))):
        assert "Preview: not published" in page.text


def test_it_holds_nothing_that_can_be_sent(story, fresh, client, nora):
    publish(story)
    client.force_login(nora)
    for page in (client.get(desk(story)), Client().get(path(fresh))):
        assert "<form" not in page.text
        assert "/reviews/" not in page.text
        assert 'id="leave"' in page.text  # where the story says that it is


def test_machines_are_told_nothing(fresh, client):
    page = client.get(path(fresh)).text
    for word in ("canonical", "og:", "ld+json"):
        assert word not in page
    assert "Quba" not in page[: page.index("</head>")]


def test_looking_prints_nothing(story, fresh, client, nora):
    client.force_login(nora)
    before = Event.objects.count()
    client.get(desk(story))
    client.get(path(fresh))
    assert not Edition.objects.exists()
    assert not Address.objects.exists()
    assert Event.objects.count() == before
    assert Article.objects.get(pk=story.pk).version == story.version


# -- how long ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (NOON - SECOND, 410),
        (NOON, 200),
        (NOON + timedelta(hours=72) - SECOND, 200),
        (NOON + timedelta(hours=72), 410),
        (FAR, 410),
    ],
)
@pytest.mark.parametrize("name", ["", "{uid}/960.jpg"])
def test_a_link_is_open_for_72_hours_to_the_second(story, link, answer, moment, status, name):
    assert answer(path(link) + name.format(uid=story.photo.uid), moment).status_code == status


def test_a_revoked_link_is_closed_at_once_and_for_good(story, link, nora, omar, answer):
    previews.revoke(link, by=omar, clock=at(NOON + HOUR))
    link.refresh_from_db()
    assert is_closed(answer(path(link), NOON + HOUR), 410)
    previews.revoke(link, by=nora, clock=at(NOON + 2 * HOUR))
    link.refresh_from_db()
    assert link.revoked_at == NOON + HOUR
    events = Event.objects.about(story).filter(verb="unshare")
    assert [(event.by, event.detail["link"]) for event in events] == [(omar, str(link.pk))]


def test_revoking_one_link_leaves_the_others(story, link, nora, answer):
    other = previews.share(story, by=nora, clock=at(NOON))
    previews.revoke(link, by=nora, clock=at(NOON))
    assert answer(path(other), NOON).status_code == 200


def test_a_link_to_a_spiked_story_opens_nothing_and_reviving_does_not_open_it_again(story, fresh, nora, omar, client):
    assert client.get(path(fresh)).status_code == 200
    editing.take(story.pk, "spike", by=omar, note="No.")
    assert is_closed(client.get(path(fresh)), 410)
    with pytest.raises(NotAllowed) as refused:
        previews.share(Article.objects.get(pk=story.pk), by=omar)
    assert refused.value.code == "wrong-state"
    editing.take(story.pk, "revive", by=omar)
    assert is_closed(client.get(path(fresh)), 410)
    assert client.get(path(previews.share(Article.objects.get(pk=story.pk), by=nora))).status_code == 200


def test_a_link_made_while_somebody_spiked_the_story_opens_nothing(story, fresh, client):
    """The line of the activity log is older than the link then; the state is what tells."""
    Article.objects.filter(pk=story.pk).update(state="spiked")
    assert is_closed(client.get(path(fresh)), 410)


def test_a_withdrawal_closes_the_links_that_were_made_before(story, link, nora, answer):
    publish(story, now=NOON)
    assert answer(path(link), NOON + HOUR - SECOND).status_code == 200
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    assert is_closed(answer(path(link), NOON + HOUR), 410)
    later = previews.share(story, by=nora, clock=at(NOON + 2 * HOUR))
    assert answer(path(later), NOON + 2 * HOUR).status_code == 200


def test_an_embargo_does_not_close_a_link(story, link, answer):
    publish(story, now=NOON, at=FAR)
    assert answer(path(link), NOON + HOUR).status_code == 200


# -- forged -----------------------------------------------------------------------------------------------------------


def test_a_forged_link_is_404(link, client, settings):
    key = link.pk.hex
    sound = path(link).split("/")[2]
    forged = [
        "x", key, f"{key}.", f"{key}.x", f".{sound.split('.')[1]}", sound[:-1], f"{sound}x", sound.swapcase(),
        Signer(sep=".").sign(key), Signer(sep=".", salt="articles.models").sign(key),
        Signer(key="another", sep=".", salt="articles.site.previews").sign(key), "ə.ə", "%00", "..%2f",
    ]  # fmt: skip
    for token in forged:
        for name in ("", "x/960.jpg"):
            assert client.get(f"/preview/{token}/{name}").status_code == 404, token
    settings.SECRET_KEY = "a new one"
    assert is_closed(client.get(f"/preview/{sound}/"), 404)


def test_the_signature_of_one_link_does_not_fit_another(story, nora, link, client):
    other = previews.share(story, by=nora)
    mixed = f"{other.pk.hex}.{path(link).split('.')[1]}"
    assert is_closed(client.get(f"/preview/{mixed}"), 404)


def test_a_sound_link_to_a_row_that_is_gone_is_closed(link, client):
    address = path(link)
    link.delete()
    assert is_closed(client.get(address), 410)


def test_all_that_is_closed_looks_the_same_and_like_the_site(story, nora, omar, client):
    expired = previews.share(story, by=nora, clock=at(NOON))
    revoked = previews.share(story, by=nora)
    previews.revoke(revoked, by=omar)
    pages = [client.get(path(expired)), client.get(path(revoked)), client.get("/preview/forged.x/")]
    assert [page.status_code for page in pages] == [410, 410, 404]
    assert len({page.content for page in pages}) == 1
    assert 'class="masthead' in pages[0].text


# -- kept by nobody, the same for everybody ---------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("name", ["", "{uid}/960.jpg", "{uid}/no.jpg", "x/960.jpg"])
@pytest.mark.parametrize("which", ["open", "expired", "forged"])
def test_no_answer_is_kept_indexed_or_told(story, nora, client, which, name, method):
    link = previews.share(story, by=nora, clock=at(NOON) if which == "expired" else None)
    address = "/preview/forged.x/" if which == "forged" else path(link)
    response = getattr(client, method)(address + name.format(uid=story.photo.uid))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert "unsafe" not in response["Content-Security-Policy"]
    if method == "post":
        assert response.status_code == 405


def test_it_is_the_same_bytes_for_everybody(fresh, client, nora, admin, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    seen = {client.get(path(fresh)).content}
    for person in (nora, admin, make_user("pia", is_staff=False)):
        client.force_login(person)
        seen.add(client.get(path(fresh)).content)
    assert len(seen) == 1


def test_the_desk_s_preview_is_as_strict_and_as_little_kept(story, client, nora):
    client.force_login(nora)
    for name in ("", f"{story.photo.uid}/960.jpg"):
        response = client.get(desk(story) + name)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
    assert "unsafe" not in client.get(desk(story))["Content-Security-Policy"]


# -- the picture ------------------------------------------------------------------------------------------------------


def test_the_picture_is_reached_by_the_link_and_by_no_other_way(story, fresh, client):
    page = client.get(path(fresh)).text
    assert "/media/" not in page
    picture = re.search(r'<img src="([^"]*)"', page)[1]
    assert picture == f"{path(fresh)}{story.photo.uid}/960.jpg"
    shown = client.get(picture)
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown).startswith(b"\xff\xd8")
    assert client.get(f"/media/{story.photo.uid}/960.jpg").status_code == 404
    for name in ("original", "960.png", "1.webp"):
        assert client.get(f"{path(fresh)}{story.photo.uid}/{name}").status_code == 404
    previews.revoke(fresh, by=story.writer)
    assert client.get(picture).status_code == 410


def test_a_link_shows_the_picture_of_its_own_story_and_only_as_long_as_it_has_one(story, fresh, client):
    Article.objects.filter(pk=story.pk).update(photo=None)
    assert client.get(f"{path(fresh)}{story.photo.uid}/960.jpg").status_code == 404


# -- at the desk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def others():
    """A story that is not Nora's."""
    return ArticleFactory(headline="Ada's story", writer=make_user("ada", "Journalists"), photo=PhotoFactory())


@pytest.mark.parametrize(
    ("who", "preview", "own", "other"), [("nora", 200, 302, 403), ("omar", 200, 302, 302), ("mina", 403, 403, 403)]
)
def test_who_may_preview_and_share(request, client, story, others, who, preview, own, other):
    client.force_login(request.getfixturevalue(who))
    assert client.get(desk(story)).status_code == preview
    assert client.get(f"{desk(story)}{story.photo.uid}/960.jpg").status_code == preview
    assert client.post(desk(story, "share")).status_code == own
    assert client.post(desk(others, "share")).status_code == other
    assert client.get(desk(others, "share")).status_code == (200 if other == 302 else 403)
    assert PreviewLink.objects.count() == [own, other].count(302)


def test_whose_name_the_story_bears_may_share_it(others, nora):
    with pytest.raises(NotAllowed) as refused:
        previews.share(others, by=nora)
    assert refused.value.code == "forbidden"
    Byline.objects.create(article=others, correspondent=CorrespondentFactory(user=nora))
    assert previews.share(others, by=nora)


def test_who_may_not_edit_a_story_may_not_revoke_its_links(others, omar, nora, client):
    link = previews.share(others, by=omar)
    client.force_login(nora)
    assert client.post(f"{desk(others, 'share')}{link.pk}/revoke/").status_code == 403
    with pytest.raises(NotAllowed) as refused:
        previews.revoke(link, by=nora)
    assert refused.value.code == "forbidden"
    link.refresh_from_db()
    assert link.revoked_at is None


def test_a_link_is_made_listed_and_revoked(story, nora, client):
    client.force_login(nora)
    assert "No links yet." in client.get(desk(story, "share")).text
    assert not PreviewLink.objects.exists()
    page = client.post(desk(story, "share"), follow=True)
    link = PreviewLink.objects.get()
    assert (link.article, link.made_by, link.expires_at - link.made_at) == (story, nora, timedelta(hours=72))
    assert f'value="{previews.address(link)}"' in page.text
    assert timezone.localtime(link.expires_at).strftime("%H:%M") in page.text
    assert [event.detail["link"] for event in Event.objects.about(story).filter(verb="share", by=nora)] == [
        str(link.pk)
    ]
    revoking = f"{desk(story, 'share')}{link.pk}/revoke/"
    assert revoking in page.text
    assert client.get(revoking).status_code == 405
    page = client.post(revoking, follow=True)
    assert previews.address(link) not in page.text
    assert "Revoked" in page.text
    assert Client().get(path(link)).status_code == 410


def test_a_link_is_revoked_under_its_own_story_only(story, others, link, omar, client):
    client.force_login(omar)
    assert client.post(f"{desk(others, 'share')}{link.pk}/revoke/").status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("page", ["share", "revoke"])
def test_nothing_is_made_or_revoked_without_the_token_of_the_form(story, link, nora, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nora)
    address = desk(story, "share") if page == "share" else f"{desk(story, 'share')}{link.pk}/revoke/"
    assert client.post(address).status_code == 403
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


def test_the_desk_is_told_why_a_spiked_story_is_not_shared(story, omar, client):
    Article.objects.filter(pk=story.pk).update(state=State.SPIKED)
    client.force_login(omar)
    assert client.get(desk(story)).status_code == 200
    assert "Revive it first." in client.post(desk(story, "share"), follow=True).text
    assert not PreviewLink.objects.exists()


def test_the_story_s_page_leads_to_both(story, others, nora, client):
    client.force_login(nora)
    own, other = (client.get(desk(article, "change")).text for article in (story, others))
    assert 'name="_step" value="preview"' in own
    assert 'name="_step" value="share"' in own
    assert desk(others) in other
    assert "share" not in other.partition("strip-facts")[2].partition("</section>")[0]


# -- the rest of the site ---------------------------------------------------------------------------------------------


def test_a_published_page_knows_of_no_preview(story, fresh, client):
    edition = publish(story, at=None)
    page = client.get(edition.get_absolute_url()).text.replace("max-image-preview", "")  # said to search engines
    for word in ("preview", "bar.css", "Preview"):
        assert word not in page
    assert f"/media/{story.photo.uid}/960.jpg" in page
    assert "folder" not in Edition.objects.get().picture


def test_no_section_can_be_called_preview():
    with pytest.raises(ValidationError):
        free_slug("preview")


def test_a_link_is_open_for_a_while(story, nora):
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.create(article=story, made_by=nora, made_at=NOON, expires_at=NOON)
