"""About pages: written at the desk, read by everybody once they are public, named where machines look.

What readers were shown of them at a moment is kept.
"""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db.models import ProtectedError

from articles.models import AboutPage, AboutPageEdition, Event
from articles.site import about_pages
from tests.factories import NOON, ArticleFactory, SourceFactory, at, publish

pytestmark = pytest.mark.django_db


DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def write(slug="ethics", *, by=None, public=True, now=NOON, **fields) -> AboutPage:
    fields = {"name": f"Page {slug}", "body": "<p>We ask.</p>"} | fields
    page = AboutPage(slug=slug, public=public, **fields)
    about_pages.write(page, by=by, clock=at(now))
    return page


def rewrite(page: AboutPage, *, now, **fields) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    about_pages.write(page, by=None, clock=at(now))


def story_data(page: str) -> dict:
    found = [json.loads(data) for data in re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)]
    return next(one for one in found if one["@type"] == "NewsArticle")


@pytest.mark.parametrize(("slug", "path"), [("about", "/about/"), ("ethics", "/about/ethics/")])
def test_a_public_page_stands_at_its_address_and_in_the_footer(client, slug, path):
    page = write(slug, description="In one sentence.")
    assert page.get_absolute_url() == path
    shown = client.get(path).text
    for words in (
        "<h1>Page ",
        "In one sentence.",
        "<p>We ask.</p>",
        f'<link rel="canonical" href="http://testserver{path}"',
    ):
        assert words in shown, words
    assert f'<a href="{path}"' in client.get("/latest/").text


def test_what_is_not_public_is_neither_found_nor_linked(client):
    write("about", public=False)
    assert client.get("/about/").status_code == 404
    assert "Page about" not in client.get("/").text


def test_the_page_about_us_has_one_address(client):
    write("about")
    assert client.get("/about/about/").status_code == 404
    assert client.get("/about/nothing/").status_code == 404


def test_what_is_written_comes_out_clean(client):
    write(body='<p onclick="x()">We <script>alert(1)</script>ask.</p><h2>And</h2>')
    assert "<p>We ask.</p><h2>And</h2>" in client.get("/about/ethics/").text.replace("\n", "")


def test_a_page_in_another_language_says_so(client):
    write(language="az", name="Qaydalar")
    page = client.get("/az/about/ethics/").text
    assert '<html lang="az"' in page
    assert "<h1>Qaydalar</h1>" in page
    assert '<a href="/az/about/ethics/">Qaydalar</a>' in page


def test_machines_learn_of_those_that_are_written_and_of_no_others(client):
    edition = publish()
    assert {*story_data(client.get(edition.get_absolute_url()).text)["publisher"]} == {
        "@type", "@id", "name", "url", "logo",
    }  # fmt: skip
    for slug in ("ethics", "corrections", "unnamed-sources", "contact", "privacy"):
        write(slug)
    write("ownership", public=False)
    said = story_data(client.get(edition.get_absolute_url()).text)["publisher"]
    assert said["correctionsPolicy"] == "http://testserver/about/corrections/"
    assert said["unnamedSourcesPolicy"] == "http://testserver/about/unnamed-sources/"
    assert said["publishingPrinciples"] == said["ethicsPolicy"] == "http://testserver/about/ethics/"
    assert said["contactPoint"]["url"] == "http://testserver/about/contact/"
    assert "ownershipFundingInfo" not in said


def test_a_story_with_an_unnamed_source_leads_to_the_rule(client):
    unnamed = SourceFactory(kind="unnamed", name="Zaur", attribution="a clerk")
    edition = publish(ArticleFactory(citing=[unnamed]))
    link = '<a href="/about/unnamed-sources/">When we do not name a source</a>'
    assert link not in client.get(edition.get_absolute_url()).text
    write("unnamed-sources")
    assert link in client.get(edition.get_absolute_url()).text


def test_the_journal_says_who_changed_what_and_keeps_what_stood_there(omar, client):
    page = write(by=omar)
    page.body, page.name = "<p>We ask twice.</p>", "Ethics"
    about_pages.write(page, by=omar)
    about_pages.write(page, by=omar)
    changed, added = Event.objects.about(page)
    assert (added.verb, added.by) == ("add", omar)
    assert (changed.verb, changed.by) == ("change", omar)
    assert changed.detail == {"fields": ["name", "body"], "before": {"name": "Page ethics", "body": "<p>We ask.</p>"}}


def test_an_editor_writes_it_at_the_desk(omar, client):
    client.force_login(omar)
    sent = {
        "name": "Ethics",
        "slug": "ethics",
        "body": "<p>We ask.</p>",
        "language": "en",
        "position": 1,
        "public": "on",
    }
    answer = client.post("/admin/articles/aboutpage/add/", sent | {"public": "on"})
    assert answer.status_code == 302
    page = AboutPage.objects.get()
    assert (page.editions.get().html, Event.objects.about(page).get().by) == ("<p>We ask.</p>", omar)
    change = f"/admin/articles/aboutpage/{page.pk}/change/"
    client.post(change, sent | {"slug": "other", "body": "<p>We ask twice.</p>"})
    page.refresh_from_db()
    assert (page.slug, page.editions.last().html) == ("ethics", "<p>We ask twice.</p>")
    assert "changed it (body)" in client.get(f"/admin/articles/aboutpage/{page.pk}/history/").text


# -- as of another moment ---------------------------------------------------------------------------------------------


def test_a_page_is_shown_as_it_was_at_the_moment(answer):
    page = write()
    rewrite(page, now=NOON + DAY, name="Ethics", body="<p>We ask twice.</p>", description="How we work.")
    path = page.get_absolute_url()
    assert answer(path, NOON - TICK).status_code == 404
    for moment, words, others in (
        (
            NOON,
            ("Page ethics", "<p>We ask.</p>", 'Last updated <time datetime="2024-04-28"'),
            ("Ethics</h1>", "We ask twice"),
        ),
        (NOON + DAY - TICK, ("Page ethics", "<p>We ask.</p>"), ("Ethics</h1>", "We ask twice")),
        (
            NOON + DAY,
            ("Ethics</h1>", "We ask twice", "How we work.", 'Last updated <time datetime="2024-04-29"'),
            ("Page ethics",),
        ),
    ):
        shown = answer(path, moment).text
        assert [one for one in words if one not in shown] == []
        assert [one for one in others if one in shown] == []
    assert ">Page ethics</a>" in answer("/latest/", NOON).text
    assert ">Ethics</a>" in answer("/latest/", NOON + DAY).text


def test_what_is_public_no_more_is_gone_and_stood_there_all_the_same(answer):
    page = write()
    rewrite(page, now=NOON + DAY, public=False)
    rewrite(page, now=NOON + 2 * DAY, body="<p>We ask twice.</p>")
    path = page.get_absolute_url()
    assert answer(path, NOON + DAY - TICK).status_code == 200
    gone = answer(path, NOON + 2 * DAY)
    assert gone.status_code == 410
    assert "We ask" not in gone.text
    assert "Page ethics" not in answer("/latest/", NOON + DAY).text
    rewrite(page, now=NOON + 3 * DAY, public=True)
    assert answer(path, NOON + 3 * DAY - TICK).status_code == 410
    assert "We ask twice." in answer(path, NOON + 3 * DAY).text


def test_a_page_that_says_what_it_said_is_no_later_for_it():
    page = write(position=1)
    rewrite(page, now=NOON + DAY, position=2)
    assert page.editions.get().live_from == NOON


def test_a_clock_that_was_put_back_changes_nothing_of_the_past():
    page = write()
    rewrite(page, now=NOON - DAY, name="Ethics")
    first, second = page.editions.all()
    assert first.live_until == second.live_from == NOON
    rewrite(page, now=NOON + DAY, public=False)
    rewrite(page, now=NOON, public=True)
    assert page.editions.last().live_from == NOON + DAY


def test_what_was_public_once_is_not_deleted():
    page = write()
    rewrite(page, now=NOON + DAY, public=False)
    with pytest.raises(ProtectedError):
        page.delete()
    write("contact", public=False).delete()
    assert AboutPageEdition.objects.count() == 1


def test_roles_keep_their_permissions_for_about_pages(omar, nora):
    """They were given under the model's old name, in a database of the version before and in a new one."""
    assert omar.has_perms([f"articles.{verb}_aboutpage" for verb in ("add", "change", "delete", "view")])
    assert nora.has_perm("articles.view_aboutpage")
    assert not nora.has_perm("articles.change_aboutpage")
    assert not Permission.objects.filter(codename__endswith="_housepage").exists()


def test_the_former_address_at_the_desk_leads_to_the_present_one(omar, client):
    client.force_login(omar)
    for rest in ("", "1/change/"):
        response = client.get(f"/admin/articles/housepage/{rest}")
        assert (response.status_code, response["Location"]) == (302, f"/admin/articles/aboutpage/{rest}")
