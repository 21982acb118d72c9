"""Pages about the house: written at the desk, read by everybody once they are public, named where machines look."""

import json
import re

import pytest

from articles import house
from articles.models import Event, HousePage
from tests.factories import ArticleFactory, SourceFactory, publish

pytestmark = pytest.mark.django_db


def write(slug="ethics", *, by=None, public=True, **fields) -> HousePage:
    fields = {"name": f"Page {slug}", "body": "<p>We ask.</p>"} | fields
    page = HousePage(slug=slug, public=public, **fields)
    house.write(page, by=by)
    return page


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
    page = client.get("/about/ethics/").text
    assert re.search(r'<article class="top entry" lang="az">', page)
    assert '<a href="/about/ethics/" lang="az">Qaydalar</a>' in page


def test_machines_learn_of_those_that_are_written_and_of_no_others(client):
    edition = publish()
    assert {*story_data(client.get(edition.get_absolute_url()).text)["publisher"]} == {"@type", "name", "url"}
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
    house.write(page, by=omar)
    house.write(page, by=omar)
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
    answer = client.post("/admin/articles/housepage/add/", sent | {"public": "on"})
    assert answer.status_code == 302
    page = HousePage.objects.get()
    assert (page.html, Event.objects.about(page).get().by) == ("<p>We ask.</p>", omar)
    change = f"/admin/articles/housepage/{page.pk}/change/"
    client.post(change, sent | {"slug": "other", "body": "<p>We ask twice.</p>"})
    page.refresh_from_db()
    assert (page.slug, page.html) == ("ethics", "<p>We ask twice.</p>")
    assert "changed it (body)" in client.get(f"/admin/articles/housepage/{page.pk}/history/").text
