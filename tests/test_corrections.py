"""Notes for readers on what was changed: on the page of the story, at /corrections/, in structured data."""

import re
from datetime import timedelta

import pytest

from articles import publishing
from articles.models import Edition
from newsroom.lib import paging
from tests import schema_org
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, BriefFactory, at, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)

NOTES = {
    "update": "Adds what the growers say.",
    "clarification": "The council is that of the town, not of the region.",
    "correction": "The budget is for two years, not one.",
    "retraction": "The quotation was invented.",
}


@pytest.fixture
def story():
    """With a note of every kind, an hour apart, and a minor change last."""
    article = ArticleFactory(slug="council-meets")
    publish(article)
    for hours, (change, note) in enumerate(NOTES.items(), start=1):
        publish(rewrite(article, headline=f"Council meets {hours}"), now=NOON + hours * HOUR, change=change, note=note)
    publish(rewrite(article, headline="Council meets in Quba"), now=NOON + 5 * HOUR, change="minor", note="Zqminor.")
    return article


PATH = "/politics/2024/04/28/council-meets/"


def structured(response) -> dict:
    return next(one for one in schema_org.told(response.text) if one["@type"] == "NewsArticle")


def listed(response) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'<p class="note" lang="\w+">(.*?)</p>', response.text)


# -- on the page of the story -----------------------------------------------------------------------------------------


def test_what_changed_the_meaning_is_told_before_the_text(story, client):
    page = client.get(PATH).text
    boxes = page.index('class="correction"'), page.rindex('class="correction"')
    assert all(place < page.index("The members spoke for two hours.") for place in boxes)
    assert [*re.findall(r'id="correction-(\d+)"', page)] == ["5", "4", "3"]


@pytest.mark.parametrize("change", NOTES)
def test_every_note_but_an_update_stays_in_a_box_on_all_later_editions(story, answer, change):
    note, since = NOTES[change], NOON + (1 + [*NOTES].index(change)) * HOUR
    assert note not in answer(PATH, since - TICK).text
    for moment in (since, NOON + 5 * HOUR, FAR):
        page = answer(PATH, moment).text
        assert (f"<p>{note}</p>" in page) is (change != "update"), moment


def test_each_box_says_its_kind_and_its_time(story, client):
    page = " ".join(client.get(PATH).text.split())
    for kind, hour in (("Clarification", "18:00"), ("Correction", "19:00"), ("Retraction", "20:00")):
        assert re.search(rf"<h2[^>]*> {kind} <time[^>]*>28 Apr 2024, {hour} Baku</time> </h2>", page)


def test_and_leads_to_the_change(story, client):
    page = client.get(PATH).text
    links = re.findall(r'<a href="(\S+)#(edition-\d+)">See the change</a>', page)
    assert links == [(f"{PATH}history/", f"edition-{number}") for number in (5, 4, 3)]
    record = client.get(links[0][0]).text
    assert all(f'id="{anchor}"' in record for _path, anchor in links)


def test_a_minor_change_is_neither_noted_nor_an_update(client):
    edition = publish()
    publish(rewrite(edition.article, headline="Council meets"), now=NOON + HOUR, change="minor", note="Zqminor.")
    response = client.get(edition.get_absolute_url())
    assert "Updated" not in response.text
    assert "zqminor" not in response.text.lower()
    assert "article:modified_time" not in response.text
    assert structured(response)["dateModified"] == structured(response)["datePublished"] == "2024-04-28T12:00:00+00:00"


@pytest.mark.parametrize("change", NOTES)
def test_what_matters_to_readers_is(client, change):
    edition = publish()
    publish(edition.article, now=NOON + HOUR, change=change, note=NOTES[change])
    publish(edition.article, now=NOON + 2 * HOUR, change="minor")
    response = client.get(edition.get_absolute_url())
    assert "Updated" in response.text
    assert structured(response)["dateModified"] == "2024-04-28T13:00:00+00:00"
    assert 'article:modified_time" content="2024-04-28T17:00:00+04:00"' in response.text


def test_an_update_is_told_beside_its_time(client):
    edition = publish()
    publish(edition.article, now=NOON + HOUR, change="update", note=NOTES["update"])
    page = " ".join(client.get(edition.get_absolute_url()).text.split())
    assert re.search(
        rf'Updated</dt> <dd> <time[^>]*>28 Apr 2024, 17:00 Baku</time> <p lang="en">{NOTES["update"]}</p>', page
    )
    assert 'class="correction"' not in page


def test_a_note_on_a_brief_is_told_too(client):
    edition = publish(BriefFactory())
    publish(edition.article, now=NOON + HOUR, change="correction", note="It was closed for a day.")
    assert "<p>It was closed for a day.</p>" in client.get(edition.get_absolute_url()).text


def test_a_return_to_print_keeps_the_notes(story, client):
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 6 * HOUR))
    publish(story, now=NOON + 7 * HOUR)
    page = client.get(PATH).text
    assert all(f"<p>{note}</p>" in page for change, note in NOTES.items() if change != "update")


def test_the_note_of_an_erased_edition_is_gone_and_the_others_stay(story, client, admin):
    """Also where the last one that was public was erased, and the story comes back after that."""
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 6 * HOUR))
    for number in (4, 6):
        publishing.erase(story.pk, number, by=admin, reason="A court asked.", clock=at(NOON + 7 * HOUR))
    publish(story, now=NOON + 8 * HOUR)
    for path in (PATH, "/corrections/", f"{PATH}history/"):
        page = client.get(path).text
        assert NOTES["correction"] not in page, path
        assert NOTES["clarification"] in page, path
        assert NOTES["retraction"] in page, path


# -- in structured data -----------------------------------------------------------------------------------------------


def test_machines_are_told_what_was_corrected_and_when(story, client):
    """schema.org: correction, CorrectionComment; an update corrects nothing."""
    assert structured(client.get(PATH))["correction"] == [
        {"@type": "CorrectionComment", "datePublished": f"2024-04-28T{hour}:00:00+00:00", "text": NOTES[change]}
        for hour, change in ((14, "clarification"), (15, "correction"), (16, "retraction"))
    ]


def test_a_story_without_corrections_has_none(client):
    edition = publish()
    assert "correction" not in structured(client.get(edition.get_absolute_url()))
    publish(edition.article, now=NOON + HOUR, change="update", note="New.")
    assert "correction" not in structured(client.get(edition.get_absolute_url()))


def test_no_note_can_end_the_script(client):
    edition = publish()
    note = "</script><script>alert(1)</script>"
    publish(edition.article, now=NOON + HOUR, change="correction", note=note)
    response = client.get(edition.get_absolute_url())
    assert "<script>alert" not in response.text
    assert structured(response)["correction"][0]["text"] == note


# -- at /corrections/ -------------------------------------------------------------------------------------------------


def test_every_note_is_listed_newest_first(story, client):
    assert listed(client.get("/corrections/")) == [*NOTES.values()][::-1]


def test_each_with_its_kind_its_time_and_its_story_as_it_is_now(story, client):
    page = " ".join(client.get("/corrections/").text.split())
    assert '28 Apr 2024, 19:00 Baku</time> <span class="label">Correction</span>' in page
    notes, _main, _rail = page.partition("</main>")
    assert notes.count(f'<a href="{PATH}" lang="en">Council meets in Quba</a>') == len(NOTES)
    assert f'<a href="{PATH}history/#edition-4">See the change</a>' in page
    assert "Council meets 3" not in page


def test_a_note_is_listed_from_its_moment_on(answer):
    article = ArticleFactory()
    publish(article)
    publish(article, now=NOON + TICK, at=NOON + HOUR, change="correction", note="Zqnote.")
    assert listed(answer("/corrections/", NOON + HOUR - TICK)) == []
    assert listed(answer("/corrections/", NOON + HOUR)) == ["Zqnote."]


@pytest.mark.parametrize("fate", ["cancelled", "replaced before it came", "withdrawn before it came", "put off"])
def test_what_was_called_off_is_never_listed(answer, fate):
    article = ArticleFactory()
    publish(article)
    publish(article, now=NOON + TICK, at=NOON + HOUR, change="correction", note="Zqnote.")
    clock = at(NOON + 2 * TICK)
    if fate == "cancelled":
        publishing.cancel(article.pk, by=IMPORT, clock=clock)
    if fate == "replaced before it came":
        publish(article, now=NOON + 2 * TICK)
    if fate == "withdrawn before it came":
        publishing.withdraw(article.pk, by=IMPORT, reason="Never mind.", clock=clock)
    if fate == "put off":
        publishing.reschedule(article.pk, by=IMPORT, at=FAR, clock=clock)
    for moment in (NOON + 2 * TICK, NOON + HOUR, NOON + 100 * HOUR):
        assert listed(answer("/corrections/", moment)) == []
    assert listed(answer("/corrections/", FAR)) == (["Zqnote."] if fate == "put off" else [])


def test_a_story_that_is_gone_is_not_named(story, client):
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 6 * HOUR))
    response = client.get("/corrections/")
    assert listed(response) == [*NOTES.values()][::-1]
    assert "Council" not in response.text.replace(NOTES["clarification"], "")
    assert PATH not in response.text
    assert response.text.count("In a story that is no longer published.") == len(NOTES)


def test_a_note_is_on_the_page_in_the_language_of_its_story_and_on_no_other(client):
    article = ArticleFactory(language="az")
    publish(article)
    publish(article, now=NOON + HOUR, change="correction", note="Büdcə iki il üçündür.")
    note = '<p class="note" lang="az">Büdcə iki il üçündür.</p>'
    assert note in client.get("/az/corrections/").text
    assert note not in client.get("/corrections/").text


def test_no_note_yet_is_said(client):
    response = client.get("/corrections/")
    assert listed(response) == []
    assert "No corrections yet." in response.text


def test_every_page_leads_to_the_corrections(client):
    for path in ("/", "/corrections/", "/latest/"):
        assert '<a href="/corrections/">Corrections</a>' in client.get(path).text


@pytest.fixture
def many():
    """Three pages of notes; stories share moments, and one story has many notes."""
    first = publish()
    articles = [publish().article for _ in range(5)]
    for number in range(2 * paging.SIZE + 5):
        article = first.article if number % 2 else articles[number % 5]
        moment = NOON + (1 + number // 2) * HOUR
        publish(article, now=moment, change="correction", note=f"Note {number:03}.")
    return NOON + 100 * HOUR


@pytest.mark.parametrize("meanwhile", [False, True], ids=["at rest", "while more are published"])
def test_page_by_page_every_note_is_listed_once(many, answer, meanwhile):
    moment, query, notes = many, {}, []
    for _page in range(9):
        response = answer("/corrections/", moment, **query)
        notes += listed(response)
        older = re.search(r'href="\?before=([^"]+)"', response.text)
        if not older:
            break
        assert "Older corrections" in response.text
        query = {"before": older[1]}
        if meanwhile:
            moment += HOUR
            publish(Edition.objects.first().article, now=moment, change="update", note="Meanwhile.")
    assert len(notes) == len({*notes}) == 2 * paging.SIZE + 5
    assert {*notes} == {f"Note {number:03}." for number in range(2 * paging.SIZE + 5)}


@pytest.mark.parametrize("before", ["x", "-", "20240428T120000.000000-", "20240428T120000.000000-x"])
def test_a_page_that_nobody_named_is_not_there(client, before):
    assert client.get("/corrections/", {"before": before}).status_code == 404


def test_many_notes_take_few_queries(many, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as asked:
        assert len(listed(client.get("/corrections/"))) == paging.SIZE
    for query in asked.captured_queries:
        assert '"articles_article"' not in query["sql"]
        assert '"body"' not in query["sql"]
