"""Pictures of the library stand in a text: named by their uid in the source, printed with all that is said of them."""

import hashlib
import importlib
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from articles import publishing
from articles.drafts import printing
from articles.models import Edition, Photo, WithPhoto
from articles.publishing import Refused, triggers
from articles.site import previews, search
from articles.text import rendering, search_terms, typesetting
from tests import schema_org
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, PhotoFactory, at, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def figure(photo: Photo, caption: str = "") -> str:
    own = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-photo="{photo.uid}">{own}</figure>'


def media(photo: Photo, name: str = "960.jpg") -> str:
    return reverse("stories:media", args=[photo.uid, name])


@pytest.fixture
def photo():
    return PhotoFactory(
        alt='A "round" hall', caption="The hall & its dome", credit="Photo: Nora",
        original__width=600, original__height=450,
    )  # fmt: skip


@pytest.fixture
def story(photo):
    return ArticleFactory(body=f"<p>The members spoke.</p>{figure(photo)}<p>Nobody listened.</p>")


def test_a_picture_is_printed_with_caption_credit_description_and_size(story, photo):
    html = publish(story).html
    assert html.startswith('<p>The members spoke.</p><figure class="picture">')
    assert re.search(
        r"<figcaption>The hall &amp; its dome\s+<span class=\"credit\">Photo: Nora</span></figcaption>", html
    )
    assert 'alt="A &quot;round&quot; hall"' in html
    assert 'width="600" height="450"' in html
    assert 'loading="lazy"' in html
    assert f'src="/media/{photo.uid}/960.jpg"' in html
    for ending in ("avif", "webp", "jpg"):  # none larger than the original
        wide = [f"/media/{photo.uid}/{name}.{ending} {width}w" for name, width in ((320, 320), (480, 480), (640, 600))]
        assert f'srcset="{", ".join(wide)}"' in html


def test_a_caption_written_in_the_text_stands_for_the_library_s(photo):
    html = publish(ArticleFactory(body=figure(photo, "The <em>empty</em> hall"))).html
    assert "<figcaption>The <em>empty</em> hall <" in html
    assert "dome" not in html
    assert "Photo: Nora" in html


def test_the_edition_lists_its_pictures_as_printed_each_once_in_order(photo):
    other = PhotoFactory()
    edition = publish(ArticleFactory(body=figure(other) + figure(photo, "Again") + figure(other)))
    edition.refresh_from_db()
    assert [picture["uid"] for picture in edition.pictures] == [other.uid, photo.uid]
    assert edition.pictures[1] == {
        "uid": photo.uid, "width": 600, "height": 450, "alt": 'A "round" hall', "caption": "The hall & its dome",
        "credit": "Photo: Nora", "sha256": hashlib.sha256(photo.original.read()).hexdigest(),
    }  # fmt: skip


def test_what_the_library_says_later_changes_nothing_that_was_printed(story, photo):
    publish(story)
    photo.caption, photo.credit = "Another hall", "Photo: Ada"
    photo.save()
    fixed, _clashes = publishing.fix(story.pk, by=IMPORT, headline="Council met", clock=at(NOON + HOUR))
    assert "The hall &amp; its dome" in fixed.html
    assert "Photo: Nora" in fixed.html
    assert "Photo: Ada" in publish(story, now=NOON + 2 * HOUR).html


@pytest.mark.parametrize("lacks", ["alt", "credit"])
def test_a_picture_that_lacks_words_blocks_publication(story, photo, lacks):
    Photo.objects.update(**{lacks: ""})
    with pytest.raises(Refused) as refusal:
        publish(story)
    assert refusal.value.code == "bare-picture"


def test_a_picture_that_the_library_has_not_blocks_publication():
    with pytest.raises(Refused) as refusal:
        publish(ArticleFactory(body='<figure data-photo="nothing"></figure>'))
    assert refusal.value.code == "unknown-picture"


def test_a_fix_brings_in_no_picture_that_could_not_be_published(story, photo):
    publish(story)
    bare = PhotoFactory(credit="")
    with pytest.raises(Refused) as refusal:
        publishing.fix(story.pk, by=IMPORT, body=story.body + figure(bare), clock=at(NOON + HOUR))
    assert refusal.value.code == "bare-picture"
    Photo.objects.filter(pk=photo.pk).update(credit="")  # of what is printed nothing is asked again
    fixed, _clashes = publishing.fix(story.pk, by=IMPORT, body=story.body + "<p>!</p>", clock=at(NOON + HOUR))
    assert [picture["uid"] for picture in fixed.pictures] == [photo.uid]


# -- who may have it, and when ----------------------------------------------------------------------------------------


def test_it_is_served_as_long_as_a_live_edition_shows_it(story, photo, answer):
    publish(story)
    publish(rewrite(story, body="<p>Without.</p>"), now=NOON + HOUR)
    tick = timedelta.resolution
    for moment, status in ((NOON - tick, 404), (NOON, 200), (NOON + HOUR - tick, 200), (NOON + HOUR, 404)):
        assert answer(media(photo), moment).status_code == status


def test_a_withdrawal_takes_it_away_too(story, photo, client):
    publish(story)
    assert client.get(media(photo)).status_code == 200
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.")
    assert client.get(media(photo)).status_code == 404


def test_one_query_finds_all_of_them(story, photo, client, django_assert_num_queries):
    publish(story)
    client.get(media(photo))
    with django_assert_num_queries(1):
        client.get(media(photo), headers={"If-None-Match": f'"{photo.uid}-960.jpg"'})


def test_a_picture_that_stands_above_the_text_and_in_it_is_listed_once(photo):
    edition = publish(ArticleFactory(photo=photo, body=figure(photo)))
    assert WithPhoto.objects.filter(edition=edition).count() == 1


def test_once_an_edition_is_erased_its_pictures_may_go(story, photo, admin):
    publish(story)
    publish(rewrite(story, body="<p>Without.</p>"), now=NOON + HOUR)
    publishing.erase(story.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    assert Edition.objects.get(number=1).pictures == []
    photo.delete()
    assert not Photo.objects.exists()


def test_what_was_published_before_pictures_were_listed_is_listed_by_the_migration(photo):
    edition = publish(ArticleFactory(photo=photo))
    publish(ArticleFactory())
    triggers.remove()
    listed = WithPhoto.objects.values("edition", "photo", "article", "first_published_at", "live_from", "live_until")
    before = list(listed)
    WithPhoto.objects.all().delete()
    Photo.objects.update(words="")
    migration = importlib.import_module("articles.migrations.0012_shown_pictures")
    migration.list_pictures(apps, connection.schema_editor())
    migration.fold(apps, connection.schema_editor())
    assert list(listed) == before
    assert before[0]["edition"] == edition.pk
    assert [*Photo.objects.search("DÔME nora")] == [photo]


# -- before it is published -------------------------------------------------------------------------------------------


def test_a_preview_shows_it_from_where_only_the_link_leads(story, photo, client, nora):
    story.writer = nora
    story.save()
    folder = previews.address(previews.share(story, by=nora)).removeprefix("http://testserver")
    page = client.get(folder).text
    assert f'src="{folder}{photo.uid}/960.jpg"' in page
    assert "/media/" not in page
    assert client.get(f"{folder}{photo.uid}/960.jpg").status_code == 200
    assert client.get(f"{folder}{PhotoFactory().uid}/960.jpg").status_code == 404
    assert client.get(media(photo)).status_code == 404


def test_as_of_another_moment_it_comes_from_that_moment(story, photo, client, omar):
    publish(story, at=FAR)
    client.force_login(omar)
    mount = "/admin/as-of/2999-01-01T00:00:00Z"
    page = client.get(mount + Edition.objects.get().get_absolute_url()).text
    assert f'src="{mount}/media/{photo.uid}/960.jpg"' in page
    assert f'"{mount}/media/{photo.uid}/320.webp 320w, {mount}/media/' in page


# -- what is read of it -----------------------------------------------------------------------------------------------


def test_a_search_finds_its_caption(story, photo):
    edition = publish(story)
    assert search.newest(search.entries(at=NOON), search_terms.parse("dome")) == [edition.pk]


def test_a_page_names_all_its_pictures_to_machines(photo, client):
    other = PhotoFactory()
    page = client.get(publish(ArticleFactory(photo=other, body=figure(photo))).get_absolute_url()).text
    told = next(one for one in schema_org.told(page) if one["@type"] == "NewsArticle")["image"]
    assert [one["url"] for one in told] == [
        f"http://testserver{media(other, '320.jpg')}", f"http://testserver{media(photo, '640.jpg')}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        '<figure data-photo="a/../b"></figure>',
        '<figure data-photo="{{ settings.SECRET_KEY }}"></figure>',
        '<figure data-photo="x&quot; onload=&quot;alert(1)"></figure>',
        '<figure data-photo="aaaaaaaaaaaaaaaaaaaaaaaaa"></figure>',
        '<p data-photo="picture">A</p>',
    ],
)
def test_what_is_no_uid_is_no_picture(source):
    assert "data-photo" not in rendering.clean(source)
    assert rendering.pictures_in(source) == []


def test_what_is_written_in_a_caption_is_text(photo):
    photo.caption = photo.credit = photo.alt = '<script>alert(1)</script>"'
    photo.save()
    html = printing.proof(ArticleFactory(body=figure(photo, '<img src=x onerror=alert(1)>"A"<script>x</script>'))).html
    assert "<script" not in html
    assert "onerror" not in html
    assert typesetting.with_pictures_from(html, "/x/").count("/media/") == 0
