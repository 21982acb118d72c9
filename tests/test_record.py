"""The publication history at …/history/: every edition readers have seen, and what changed from one to the next."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils.html import escape

from articles import publishing
from articles.models import Edition, PublishingState
from articles.publishing import public_history, verbs
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)

FIRST = {
    "headline": "Sarvan and Ardel agree on the Kömür",
    "standfirst": "The agreement was signed on Sunday.",
    "body": "<p>Sarvan keeps 56 per cent of the water. Nobody spoke afterwards.</p><p>The dam is left for last.</p>",
}
SECOND = FIRST | {
    "headline": "Sarvan and Ardel agree to share the Kömür",
    "body": "<p>Sarvan keeps 58 per cent of the water. Nobody spoke afterwards.</p><p>The dam is left for last.</p>"
    "<p>Growers were careful.</p>",
}


class Page(HTMLParser):
    """The words of a page as they are read aloud, and those in ins and del by themselves."""

    def __init__(self, response) -> None:
        super().__init__()
        self.said, self.marked, self._open = "", {"ins": [], "del": []}, []
        self.feed(response.text)

    def handle_starttag(self, tag, attrs):
        if tag in self.marked:
            self.marked[tag].append("")
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.marked:
            self._open.pop()

    def handle_data(self, data):
        self.said += data
        if self._open:
            self.marked[self._open[-1]][-1] += data


@pytest.fixture
def story():
    """Published at noon, corrected an hour later."""
    article = ArticleFactory(slug="komur", **FIRST)
    publish(article)
    publish(rewrite(article, **SECOND), now=NOON + HOUR, change="correction", note="The share is 58, not 56.")
    return article


PATH = "/politics/2024/04/28/komur/history/"


def words(text: str) -> str:
    return " ".join(text.split())


def read(response) -> str:
    assert response.status_code == 200
    return words(Page(response).said)


# -- what it says -----------------------------------------------------------------------------------------------------


def test_every_edition_stands_there_newest_first(story, client):
    page = client.get(PATH).text
    assert [*re.findall(r'id="edition-(\d+)"', page)] == ["2", "1"]


def test_each_says_when_it_was_live_what_kind_of_change_it_was_and_its_seal(story, client):
    said = read(client.get(PATH))
    first, second = Edition.objects.order_by("number")
    assert "Edition 2 28 Apr 2024, 17:00 Baku current edition Correction The share is 58, not 56." in said
    assert "Edition 1 28 Apr 2024, 16:00 Baku until 28 Apr 2024, 17:00 Baku First published" in said
    for edition in (first, second):
        seal = edition.content_hash[:16]
        assert f"Seal {seal[:4]} {seal[4:8]} {seal[8:12]} {seal[12:]}" in said


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ("minor", "Minor change"),
        ("update", "Update"),
        ("clarification", "Clarification"),
        ("correction", "Correction"),
        ("retraction", "Retraction"),
    ],
)
def test_each_kind_of_change_has_its_name(story, client, change, label):
    publish(
        rewrite(story, headline="New"), now=NOON + 2 * HOUR, change=change, note="" if change == "minor" else "New."
    )
    assert f"current edition {label}" in read(client.get(PATH))


def test_what_changed_is_shown_where_it_changed_and_nothing_else(story, client):
    said = read(client.get(PATH))
    assert "Headline Sarvan and Ardel agree Removed: on Added: to share the Kömür" in said
    assert "Text Sarvan keeps Removed: 56 Added: 58 per cent of the water." in said
    assert "Added: Growers were careful." in said
    assert "Lede" not in said
    for unchanged in ("signed on Sunday", "Nobody spoke", "left for last"):
        assert unchanged not in said


def test_it_compares_what_was_sealed_whatever_the_html_says(story, client):
    """Else a forged page would have a history that bears it out."""
    Edition.objects.update(html="<p>FORGED WORDS.</p>", rendered_with=99)
    text = read(client.get(PATH))
    assert "FORGED" not in text
    assert "58 per cent" in text


def test_a_lede_that_changed_is_called_so(story, client):
    publish(rewrite(story, standfirst="The agreement was signed on Monday."), now=NOON + 2 * HOUR)
    assert "Lede The agreement was signed on Removed: Sunday. Added: Monday." in read(client.get(PATH))


def test_a_change_is_marked_by_words_too_and_by_a_key(story, client):
    """Not by colour, underline or strike alone; a screen reader may pass over ins and del."""
    page = Page(client.get(PATH))
    assert page.marked["ins"][0] == "Added"
    assert page.marked["del"][0] == "Removed"
    assert "Added is underlined" in words(page.said)
    assert "Removed is struck out" in words(page.said)
    assert all(said.startswith("Added: ") for said in page.marked["ins"][1:])
    assert all(said.startswith("Removed: ") for said in page.marked["del"][1:])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: {"byline": "Staff"}, "the byline"),
        (lambda: {"dateline": "Quba"}, "the dateline"),
        (lambda: {"photo": PhotoFactory()}, "the picture"),
        (lambda: {"section": SectionFactory(name="Economy")}, "the section"),
        (lambda: {"kind": "analysis"}, "the kind of story"),
        (lambda: {"language": "tr"}, "the language"),
        (lambda: {"slug": "komur-2"}, "the address"),
        (lambda: {"body": SECOND["body"].replace("p>", "h2>")}, "links or layout in the text"),
    ],
)  # fmt: skip
def test_what_changed_beside_the_words_is_named(story, client, change, words):
    edition = publish(rewrite(story, **change()), now=NOON + 2 * HOUR)
    said = read(client.get(f"{edition.get_absolute_url()}history/"))
    assert f"The wording is the same. Changed: {words}." in said


def test_so_are_bylines_sources_and_topics(story, client):
    story.tags.add("Water")
    story.bylines.create(correspondent=CorrespondentFactory(), position=0)
    story.citations.create(source=SourceFactory(), position=0, statement="Agreed.")
    publish(rewrite(story, headline="New"), now=NOON + 2 * HOUR)
    said = read(client.get(PATH))
    assert "Also changed: the byline, the sources, the tags." in said
    assert "Agreed." not in said


def test_an_edition_that_changed_nothing_says_so(story, client, monkeypatch):
    """As they could be made before an edition needed a change."""
    monkeypatch.setattr(verbs.printing, "says_the_same", lambda edition, live: False)
    publish(story, now=NOON + 2 * HOUR)
    assert "Nothing readers see has changed." in read(client.get(PATH))


def test_a_story_of_one_edition_has_a_record_too(client):
    edition = publish(ArticleFactory(**FIRST))
    said = read(client.get(f"{edition.get_absolute_url()}history/"))
    assert "First published" in said
    assert "Added" not in said


def test_a_hostile_text_is_words_on_the_record(story, client):
    hostile = "</title><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"
    publish(
        rewrite(story, headline=hostile, standfirst=hostile, body=escape(f"<p>{hostile}</p>")),
        now=NOON + 2 * HOUR, change="update", note=hostile,
    )  # fmt: skip
    page = client.get(PATH).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 4


def test_texts_and_notes_carry_their_language(client):
    article = ArticleFactory(slug="komur", language="az", **FIRST)
    publish(article)
    publish(rewrite(article, **SECOND), now=NOON + HOUR, change="correction", note="58, 56 yox.")
    page = client.get(PATH).text
    assert '<div class="prose" lang="az">' in page
    assert '<p class="note" lang="az">58, 56 yox.</p>' in page
    assert '<span class="hidden" lang="az">Çıxarılıb: </span>56' in page


# -- at which moment --------------------------------------------------------------------------------------------------


def test_the_record_grows_with_the_clock(story, answer):
    publish(rewrite(story, headline="Zqcoming"), now=NOON + 2 * HOUR, at=FAR, change="update", note="Zqnote.")

    def numbers(moment):
        page = answer(PATH, moment)
        return re.findall(r'id="edition-(\d+)"', page.text) if page.status_code == 200 else page.status_code

    assert numbers(NOON - TICK) == 404
    assert numbers(NOON) == ["1"]
    assert numbers(NOON + HOUR - TICK) == ["1"]
    assert numbers(NOON + HOUR) == ["2", "1"]
    assert numbers(FAR - TICK) == ["2", "1"]
    assert numbers(FAR) == ["3", "2", "1"]


def test_what_is_to_come_is_not_on_it(story, client):
    publish(rewrite(story, headline="Zqcoming"), now=NOON + 2 * HOUR, at=FAR, change="update", note="Zqnote.")
    page = client.get(PATH).text
    assert "zq" not in page.lower()
    assert "2999" not in page
    assert "current edition" in page


def test_what_was_cancelled_is_not_on_it_and_the_missing_number_is_explained(story, client):
    assert "called off" not in client.get(PATH).text
    publish(rewrite(story, headline="Zqcoming"), now=NOON + 2 * HOUR, at=FAR, change="update", note="Zqnote.")
    publish(rewrite(story, headline="New"), now=NOON + 3 * HOUR)
    page = client.get(PATH).text
    assert [*re.findall(r'id="edition-(\d+)"', page)] == ["4", "2", "1"]
    assert "zq" not in page.lower()
    assert "cancelled before it was published" in page


def test_an_old_address_leads_to_the_record_at_the_new_one(story, client):
    edition = publish(rewrite(story, slug="komur-2"), now=NOON + 2 * HOUR)
    response = client.get(PATH)
    assert response.status_code == 301
    assert response["Location"] == f"{edition.get_absolute_url()}history/"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("fate", ["never", "to come", "called off", "nobody's"])
def test_an_address_where_nothing_was_has_no_record(story, client, fate):
    """As little as the address itself says: a path that is claimed for later is a path that nobody knows."""
    if fate == "never":
        publish(ArticleFactory(slug="zq"), at=FAR)
    if fate in {"to come", "called off"}:
        publish(rewrite(story, slug="zq"), now=NOON + 2 * HOUR, at=NOON + 3 * HOUR if fate == "called off" else FAR)
    if fate == "called off":
        publishing.cancel(story.pk, by=IMPORT, clock=at(NOON + 2 * HOUR + TICK))
    response = client.get("/politics/2024/04/28/zq/history/")
    assert response.status_code == 404


# -- after a withdrawal or an end -------------------------------------------------------------------------------------


def secret(number: int) -> dict[str, str]:
    """Words that stand nowhere else, in every part of a text."""
    return {
        "headline": f"Zqheadline{number} zqstayed",
        "standfirst": f"Zqlede{number} zqstayed.",
        "body": f"<p>Zqbody{number} zqstayed. Zqsecond{number}.</p>",
    }


@pytest.fixture
def gone(request):
    """Two editions with every kind of words, then off the site, in one of the ways of being so."""
    article = ArticleFactory(
        slug="komur", byline="Zqbyline", dateline="Zqplace", tagged=["Zqtopic"], citing=[SourceFactory(name="Zqfrom")],
        photo=PhotoFactory(alt="Zqalt", caption="Zqcaption", credit="Zqcredit"), **secret(1),
    )  # fmt: skip
    how = getattr(request, "param", "withdrawn")
    if how == "ended":
        PublishingState.objects.create(article=article, ends_at=NOON + 2 * HOUR)
    publish(article)
    publish(rewrite(article, **secret(2)), now=NOON + HOUR, change="correction", note="A number was wrong.")
    if how == "withdrawn":
        publishing.withdraw(article.pk, by=IMPORT, reason="The minister was misquoted.", clock=at(NOON + 2 * HOUR))
    return article


@pytest.mark.parametrize("gone", ["withdrawn", "ended"], indirect=True)
def test_no_word_of_the_text_is_left_on_the_page(gone, client, answer):
    response = client.get(PATH)
    assert response.status_code == 200
    assert "zq" not in f"{response.headers} {response.text}".lower()
    for moment in (NOON + 2 * HOUR - TICK, NOON + HOUR):  # and the words would be found
        before = answer(PATH, moment).text.lower()
        for number in (1, 2):
            for word in ("zqheadline", "zqlede", "zqbody", "zqsecond"):
                assert f"{word}{number}" in before
    assert "zq" not in answer(PATH, NOON + 2 * HOUR).text.lower()


def test_times_notes_and_the_reason_are(gone, client):
    said = read(client.get(PATH))
    assert "A story that is no longer published" in said
    assert "Withdrawn 28 Apr 2024, 18:00 Baku The minister was misquoted." in said
    assert "Edition 2 28 Apr 2024, 17:00 Baku until 28 Apr 2024, 18:00 Baku Correction A number was wrong." in said
    assert "Edition 1 28 Apr 2024, 16:00 Baku until 28 Apr 2024, 17:00 Baku First published" in said
    assert said.count("Seal ") == 2


@pytest.mark.parametrize("gone", ["ended"], indirect=True)
def test_a_story_that_ended_says_so_and_gives_no_reason(gone, client):
    said = read(client.get(PATH))
    assert "Ended 28 Apr 2024, 18:00 Baku The text published until then" in said
    assert "Withdrawn" not in said


def test_the_page_that_answers_410_leads_to_the_record(gone, client):
    response = client.get(PATH.removesuffix("history/"))
    assert response.status_code == 410
    assert f'href="{PATH}"' in response.text


def test_a_return_to_print_does_not_bring_back_what_was_withdrawn(gone, client):
    """Neither the changes up to then, nor the difference to what stands there now."""
    publish(rewrite(gone, **FIRST, byline="", dateline="", photo=None), now=NOON + 3 * HOUR)
    publish(rewrite(gone, **SECOND), now=NOON + 4 * HOUR)
    response = client.get(PATH)
    said = read(response)
    assert "zqstayed" not in response.text.lower()
    assert "zqbody" not in response.text.lower()
    assert "Sarvan keeps Removed: 56 Added: 58 per cent" in said
    assert "Published again · Minor change" in said
    assert "Withdrawn 28 Apr 2024, 18:00 Baku The minister was misquoted." in said
    assert said.count("Added: Growers were careful.") == 1


def test_nor_does_one_in_the_same_instant(gone, client):
    publish(rewrite(gone, **FIRST), now=NOON + 2 * HOUR)
    response = client.get(PATH)
    assert "zqbody" not in response.text.lower()
    assert "The minister was misquoted." in response.text
    assert "Published again" in response.text


def test_a_second_withdrawal_has_its_own_reason(gone, client):
    publish(gone, now=NOON + 3 * HOUR)
    publishing.withdraw(gone.pk, by=IMPORT, reason="And again.", clock=at(NOON + 4 * HOUR))
    said = read(client.get(PATH))
    assert said.index("And again.") < said.index("The minister was misquoted.")
    assert "And again." in client.get(PATH.removesuffix("history/")).text


def test_why_something_was_called_off_before_it_came_is_nobodys_business(client):
    article = ArticleFactory(slug="komur", **FIRST)
    publish(article, at=NOON + HOUR)
    publishing.withdraw(article.pk, by=IMPORT, reason="Zqreason.", clock=at(NOON + TICK))
    publish(article, now=NOON + 2 * TICK)
    assert "zqreason" not in client.get(PATH).text.lower()
    publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    publish(article, now=NOON + 2 * HOUR, at=FAR)
    publishing.withdraw(article.pk, by=IMPORT, reason="Zqreason.", clock=at(NOON + 3 * HOUR))
    for path in (PATH, PATH.removesuffix("history/")):
        page = client.get(path).text
        assert "zqreason" not in page.lower()
        assert "It was wrong." in page


# -- what is not compared ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2])
def test_an_editor_can_close_the_comparison_of_an_edition(story, client, number):
    """Of either side: it is the difference that would say the words again."""
    Edition.objects.filter(number=number).update(comparable=False)
    said = read(client.get(PATH))
    assert "56 per cent" not in said
    assert "Removed" not in said
    assert "What changed is not shown." in said
    assert "The share is 58, not 56." in said


def test_the_comparison_after_a_closed_one_is_closed_with_it(story, client):
    publish(rewrite(story, headline="New"), now=NOON + 2 * HOUR)
    publish(rewrite(story, headline="Newest"), now=NOON + 3 * HOUR)
    Edition.objects.filter(number=2).update(comparable=False)
    page = client.get(PATH)
    assert read(page).count("What changed is not shown.") == 2
    assert Page(page).marked["del"][1:] == ["Removed: New"]


def test_a_setting_closes_all_comparisons_and_the_notes_stay(story, client, settings):
    settings.RECORD_COMPARISON = False
    said = read(client.get(PATH))
    assert "Removed" not in said
    assert "56 per cent" not in said
    assert "not shown" not in said
    assert "Correction The share is 58, not 56." in said
    assert "The share is 58, not 56." in client.get(PATH.removesuffix("history/")).text
    assert "The share is 58, not 56." in client.get("/corrections/").text


def test_an_edition_that_was_erased_says_so(story, client, admin):
    publishing.erase(story.pk, 1, by=admin, reason="Zqcourt.")
    page = client.get(PATH)
    said = read(page)
    assert "First published The text of this edition has been erased for legal reasons." in said
    assert "56 per cent" not in said
    assert "Sarvan and Ardel agree on" not in said
    assert "zqcourt" not in page.text.lower()
    assert said.count("Seal ") == 2


# -- what it costs, and how one gets there ----------------------------------------------------------------------------


def test_a_long_record_takes_few_queries(story, client, django_assert_max_num_queries):
    for number in range(20):
        publish(rewrite(story, headline=f"Headline {number}"), now=NOON + (number + 2) * HOUR)
    with django_assert_max_num_queries(6):
        assert client.get(PATH).status_code == 200


@pytest.mark.parametrize("gone", ["withdrawn", "ended"], indirect=True)
def test_so_does_that_of_a_story_that_is_gone(gone, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get(PATH).status_code == 200


def test_the_record_is_for_readers_and_not_for_search_engines(story, client):
    """It quotes what was found to be wrong."""
    assert '<meta name="robots" content="noindex">' in client.get(PATH).text


@pytest.mark.parametrize("change", ["minor", "correction"])
def test_a_story_that_was_changed_leads_to_its_record(client, change):
    edition = publish(ArticleFactory(slug="komur", **FIRST))
    assert PATH not in client.get(edition.get_absolute_url()).text
    publish(rewrite(edition.article, **SECOND), now=NOON + HOUR, change=change, note="58, not 56.")
    assert f'<a href="{PATH}">What changed</a>' in client.get(edition.get_absolute_url()).text


def test_nothing_is_known_of_a_story_that_was_never_public(story):
    assert public_history.of(ArticleFactory().pk, at=NOON) is None
    assert public_history.of(story.pk, at=NOON - TICK) is None
