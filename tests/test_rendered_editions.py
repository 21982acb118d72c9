"""What readers are sent of an edition follows from its sealed text, and `verify_editions` sees where it does not."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.models import NEVER, Edition
from articles.publishing import rendered, triggers
from articles.text import rendering
from tests.factories import (
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FOLDER = Path(__file__).parent / "rendered"


def verify(**options) -> str:
    out = StringIO()
    try:
        call_command("verify_editions", stdout=out, stderr=StringIO(), **options)
    except CommandError:
        return out.getvalue().rstrip()
    return out.getvalue()


@pytest.fixture
def edition():
    """With all that the rendering knows: see tests/rendered/source.html."""
    photo = PhotoFactory(uid="picture-of-the-hall")
    body = (FOLDER / "source.html").read_text("utf-8").strip()
    article = ArticleFactory(
        body=body, tagged=["Energy"], named=[CorrespondentFactory()], citing=[SourceFactory()], photo=photo
    )
    return publish(article)


def stored(edition, **fields):
    """By somebody who took the triggers off, or came before them."""
    triggers.remove()
    Edition.objects.filter(pk=edition.pk).update(**fields)
    triggers.install()


# -- the version ------------------------------------------------------------------------------------------------------


def test_whoever_changes_the_rendering_raises_its_version(edition):
    """If this fails: raise rendering.VERSION and keep what is rendered now in a file of that name beside the last one.

    Else verify_editions would take every edition that was rendered before for a forgery.
    """
    expected = (FOLDER / f"{rendering.VERSION}.html").read_text("utf-8")
    assert f"{edition.html}\n" == expected


def test_an_edition_says_which_version_rendered_it(edition):
    assert Edition.objects.get().rendered_with == edition.rendered_with == rendering.VERSION


# -- forged, or older -------------------------------------------------------------------------------------------------


def test_what_was_published_renders_as_it_is_stored(edition):
    assert "all as they were sealed" in verify()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("html", "<p>FORGED WORDS.</p>", "its HTML is not what its sealed text becomes"),
        ("html", "", "its HTML is not what its sealed text becomes"),
    ],
)
def test_what_does_not_follow_from_the_sealed_text_is_a_forgery(edition, field, value, words):
    other = publish()
    stored(edition, **{field: value})
    assert verify() == f"Story {edition.article_id} ({edition.story}): edition 1 was altered: {words}."
    assert "all as they were sealed" in verify(article=other.article_id)
    assert "all as they were sealed" in verify(html=False)


def test_one_letter_is_enough(edition):
    stored(edition, html=edition.html.replace("two hours", "ten hours"))
    assert "its HTML is not" in verify()


def test_a_forger_cannot_hide_behind_a_version_that_is_not_there_yet(edition):
    """The triggers let the HTML move with a higher version; no edition may have one that nobody has."""
    Edition.objects.update(html="<p>FORGED</p>", rendered_with=rendering.VERSION + 1)
    assert f"it says that version {rendering.VERSION + 1} of the rendering made it" in verify()


def test_what_an_older_version_rendered_is_counted_and_is_no_forgery(edition, monkeypatch):
    for _number in range(2):
        publish()
    stored(edition, html=edition.html.replace("<figure", "<figure data-old"))
    monkeypatch.setattr(rendering, "VERSION", rendering.VERSION + 1)
    assert verify() == (
        "1 editions were rendered by an older version, and would be rendered differently now: run manage.py "
        "render_editions.\n3 stories, 3 editions, 3 acts: all as they were sealed.\n"
    )


def test_rendering_again_puts_right_what_is_older_and_leaves_nothing_to_say(edition, monkeypatch):
    right = edition.html
    stored(edition, html="<p>Old spelling</p>", rendered_with=0)
    publish()
    out = StringIO()
    call_command("render_editions", stdout=out)
    assert out.getvalue().splitlines() == [
        "1 editions rendered again.", "2 editions indexed for searching.", "2 stories marked for the desk's lists.",
    ]  # fmt: skip
    edition.refresh_from_db()
    assert (edition.html, edition.rendered_with) == (right, rendering.VERSION)
    assert verify() == "2 stories, 2 editions, 2 acts: all as they were sealed.\n"
    assert rendered.render_older() == 0


def test_a_forgery_under_an_older_version_does_not_outlive_the_next_rendering(edition, monkeypatch):
    monkeypatch.setattr(rendering, "VERSION", rendering.VERSION + 1)
    stored(edition, html="<p>FORGED</p>")
    rendered.render_older()
    assert "FORGED" not in Edition.objects.get().html


def test_an_erased_edition_is_not_rendered_again(edition, admin, monkeypatch):
    publish(rewrite(edition.article, headline="Second"), now=NOON + HOUR)
    publishing.erase(edition.article_id, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    monkeypatch.setattr(rendering, "VERSION", rendering.VERSION + 1)
    assert rendered.render_older() == 1
    assert Edition.objects.get(number=1).html == ""
    assert "all as they were sealed" in verify()


def test_many_are_rendered_batch_by_batch(monkeypatch):
    for _number in range(5):
        publish()
    monkeypatch.setattr(rendering, "VERSION", rendering.VERSION + 1)
    monkeypatch.setattr(rendered, "BATCH", 2)
    assert rendered.render_older() == 5


# -- links to our own stories -----------------------------------------------------------------------------------------


@pytest.fixture
def linking():
    """A story that links twice to another one, by the address that this had before it got a new slug."""
    old = publish()
    publish(rewrite(old.article, slug="renamed"), now=NOON + HOUR)
    link = f'<a href="/{old.address_id}/">It</a>'
    return publish(ArticleFactory(body=f"<p>{link} began. {link} goes on.</p>"), now=NOON + 2 * HOUR)


def test_a_link_to_an_address_that_a_story_had_is_no_forgery(linking):
    assert "/renamed/" in linking.html
    assert "all as they were sealed" in verify()
    publish(rewrite(Edition.objects.get(number=2).article, slug="renamed-again"), now=NOON + 3 * HOUR)
    assert "all as they were sealed" in verify()


def test_a_link_that_leads_to_another_story_is_one(linking):
    stored(linking, html=linking.html.replace("/renamed/", f"/{publish().address_id.split('/', 1)[1]}/"))
    assert "its HTML is not" in verify()
    stored(linking, html=linking.html.replace("/renamed/", "/never-claimed/"))
    assert "its HTML is not" in verify()


def test_so_is_one_word_beside_it(linking):
    stored(linking, html=linking.html.replace("began", "ended"))
    assert "its HTML is not" in verify()


def test_one_that_was_rendered_long_ago_is_rendered_with_the_addresses_of_today(linking):
    with triggers.present(NEVER):
        publish(rewrite(Edition.objects.get(number=2).article, slug="renamed-again"), now=NOON + 3 * HOUR)
    stored(linking, rendered_with=0)
    rendered.render_older()
    assert "/renamed-again/" in Edition.objects.get(pk=linking.pk).html
    assert "all as they were sealed" in verify()
