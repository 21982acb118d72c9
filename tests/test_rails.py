"""What is beside readers' pages: other days, corrections, related topics and stories, what readers review."""

import re
from datetime import timedelta

import pytest

from articles import publishing
from articles.models import Edition
from articles.site import rails
from articles.site.related import ALIKE, related
from articles.workflow import State
from reviews import totals
from reviews.models import Review
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SectionFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAY_OF_NOON = NOON.date()


def headlines(editions) -> list[str]:
    return [edition.headline for edition in editions]


# -- other days -------------------------------------------------------------------------------------------------------


def test_other_days_are_those_before_with_how_much_of_them_is_live():
    for days, count in ((1, 2), (3, 1), (4, 3)):
        for _number in range(count):
            publish(ArticleFactory(), now=NOON - days * DAY)
    withdrawn = publish(ArticleFactory(), now=NOON - DAY)
    publishing.withdraw(withdrawn.article_id, by=IMPORT, reason="Wrong.", clock=at(NOON))
    publish(ArticleFactory(), now=NOON)
    found = rails.days_before(Edition.objects.live(NOON + HOUR), DAY_OF_NOON)
    assert found == [(DAY_OF_NOON - days * DAY, count) for days, count in ((1, 2), (3, 1), (4, 3))]


def test_a_day_that_is_not_counted_to_its_end_is_left_out(monkeypatch):
    monkeypatch.setattr(rails, "COUNTED", 3)
    for days in (1, 1, 2, 2):
        publish(ArticleFactory(), now=NOON - days * DAY)
    assert rails.days_before(Edition.objects.live(NOON), DAY_OF_NOON) == [(DAY_OF_NOON - DAY, 2)]


# -- corrected today --------------------------------------------------------------------------------------------------


def corrected(now, **fields) -> Edition:
    language = fields.pop("language", "en")
    edition = publish(ArticleFactory(language=language), now=NOON - 5 * DAY)
    return publish(rewrite(edition.article, headline=f"Changed at {now}"), now=now, **fields)


def test_what_was_corrected_today_is_told_and_nothing_else():
    corrected(NOON - DAY, change="correction", note="Yesterday.")
    corrected(NOON, change="update", note="New facts.")
    corrected(NOON, change="minor")
    corrected(NOON, change="correction", note="По-русски.", language="ru")
    corrected(NOON + 2 * HOUR, change="correction", note="Later.")
    corrected(NOON, change="clarification", note="First.")
    corrected(NOON + HOUR, change="correction", note="Second.")
    assert [one.note for one in rails.corrected_today(NOON + HOUR, "en")] == ["Second.", "First."]


def test_the_rail_of_the_latest_leads_to_the_change(answer):
    edition = corrected(NOON, change="correction", note="It was Sunday.")
    page = answer("/latest/", NOON).text
    assert f'<a href="{edition.get_absolute_url()}history/#edition-2" dir="auto" lang="en">It was Sunday.</a>' in page


# -- the same subject -------------------------------------------------------------------------------------------------


@pytest.fixture
def river():
    """A story about the river and the dam, and others that have one topic of it, both, its author, or nothing."""
    leyla = CorrespondentFactory()
    others = (
        ("Both", {"tagged": ["River", "Dam"]}),
        ("River", {"tagged": ["River"]}),
        ("By Leyla", {"named": [leyla]}),
        ("Nothing", {}),
    )
    for number, (headline, fields) in enumerate(others):
        publish(
            ArticleFactory(headline=headline, section=SectionFactory(name="Culture"), **fields),
            now=NOON + number * HOUR,
        )
    publish(BriefFactory(tagged=["River"]), now=NOON)
    publish(ArticleFactory(headline="Река", language="ru", tagged=["River", "Dam"]), now=NOON)
    ArticleFactory(headline="A draft", tagged=["River"], state=State.DRAFT)
    publish(ArticleFactory(headline="Later", tagged=["River"]), now=NOON + 9 * HOUR)
    gone = publish(ArticleFactory(headline="Gone", tagged=["River"]), now=NOON)
    publishing.withdraw(gone.article_id, by=IMPORT, reason="Wrong.", clock=at(NOON + HOUR))
    return publish(ArticleFactory(headline="The story", tagged=["River", "Dam"], named=[leyla]), now=NOON + 5 * HOUR)


def test_stories_with_the_same_topics_come_first_then_those_of_the_same_author(river):
    assert headlines(related(river, at=NOON + 6 * HOUR).alike) == ["Both", "River", "By Leyla"]


def test_only_what_is_live_is_on_the_same_subject(river):
    assert "Gone" in headlines(related(river, at=NOON).alike)
    assert headlines(related(river, at=NOON + 9 * HOUR).alike)[0] == "Both"
    assert "Later" in headlines(related(river, at=NOON + 9 * HOUR).alike)


def test_a_story_is_in_one_place_beside_another(river):
    followed = Edition.objects.get(headline="Both")
    edition = publish(
        ArticleFactory(headline="Next", tagged=["River", "Dam"], follows=followed.article), now=NOON + 6 * HOUR
    )
    found = related(edition, at=NOON + 6 * HOUR)
    assert headlines(found.followed) == ["Both"]
    assert headlines(found.alike) == ["The story", "River"]
    assert not {*headlines(found.rail)} & {"Both", "Next", *headlines(found.alike)}


def test_no_more_than_a_few_are_named_however_many_there_are(river):
    for _number in range(10):
        publish(ArticleFactory(tagged=["River"]), now=NOON + 2 * HOUR)
    assert len(related(river, at=NOON + 6 * HOUR).alike) == ALIKE


def test_the_page_of_a_topic_names_the_topics_that_go_with_it(river, answer):
    page = answer("/topics/river/", NOON + 6 * HOUR).text
    rail = page[page.index('<aside class="rail"') :]
    assert '<a href="/topics/dam/">Dam</a>' in rail
    assert '<a href="/topics/river/">' not in rail


def test_the_page_of_a_person_shows_what_others_write_in_their_section(river, answer):
    publish(ArticleFactory(headline="By others", section=river.section), now=NOON + 5 * HOUR)
    page = answer("/correspondents/leyla-hesenova/", NOON + 6 * HOUR).text
    rail = page[page.index('<aside class="rail"') :]
    assert "By others" in rail
    assert "The story" not in rail


# -- reviews ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reviewed():
    """Three stories, one of them in Russian, with one to three reviews, and one that nobody has reviewed."""
    stories = {}
    for count, language in ((0, "en"), (1, "en"), (2, "en"), (3, "ru")):
        edition = publish(ArticleFactory(headline=f"With {count}", language=language, photo=PhotoFactory()), now=NOON)
        for _number in range(count):
            review = ReviewFactory(article=edition.article, state=Review.State.PUBLISHED, posted_at=NOON)
            review.article.discussion  # noqa: B018  (made by the factory)
        ReviewFactory(article=edition.article, posted_at=NOON)  # not read yet
        stories[count] = edition
    return stories


def test_what_readers_review_most_is_told_in_the_language_of_the_page(reviewed):
    assert headlines(totals.most_reviewed(NOON + HOUR, "en")) == ["With 2", "With 1"]
    assert headlines(totals.most_reviewed(NOON + HOUR, "ru")) == ["With 3"]
    assert headlines(totals.most_reviewed(NOON + HOUR, "en", beside=reviewed[2])) == ["With 1"]
    assert totals.most_reviewed(NOON + 8 * DAY, "en") == []


def test_many_reviews_in_one_language_leave_room_for_another(reviewed, monkeypatch):
    monkeypatch.setattr(totals, "CANDIDATES", 1)
    monkeypatch.setattr(totals, "COUNTED", 2)
    assert headlines(totals.most_reviewed(NOON + HOUR, "ru")) == ["With 3"]
    assert headlines(totals.most_reviewed(NOON + HOUR, "en"))


def test_a_card_says_how_many_reviews_its_story_has_and_its_page_does_too(reviewed, answer):
    front = answer("/politics/", NOON + HOUR).text
    for count, words in ((1, "1 review"), (2, "2 reviews")):
        address = reviewed[count].get_absolute_url()
        page = answer(address, NOON + HOUR).text
        assert re.search(rf'<a href="#reviews">{words}\s*</a>', page)
        if f'{address}#reviews"' in front:
            assert re.search(rf'<a href="{address}#reviews">{words}\s*</a>', front)
    assert front.count('#reviews"') >= 1
    assert f'{reviewed[0].get_absolute_url()}#reviews"' not in front
    assert '<a href="#leave">Leave a review</a>' in answer(reviewed[0].get_absolute_url(), NOON + HOUR).text


# -- filters ----------------------------------------------------------------------------------------------------------


def test_the_latest_can_be_narrowed_to_stories_or_briefs_page_by_page(answer):
    for number in range(35):
        publish(ArticleFactory(headline=f"Story {number}"), now=NOON + number * timedelta(minutes=1))
    brief = publish(BriefFactory(standfirst="The road is open."), now=NOON)
    page = answer("/latest/", NOON + HOUR, only="stories").text
    older = re.search(r'rel="next" href="\?only=stories&amp;before=([^"]+)"', page)
    assert page.count("Story ") == 30
    second = answer("/latest/", NOON + HOUR, only="stories", before=older[1]).text
    assert second.count("Story ") == 5
    assert '<a href="/latest/?only=stories">Back to the newest</a>' in second
    assert brief.get_absolute_url() not in page + second
    briefs = answer("/latest/", NOON + HOUR, only="briefs").text
    assert brief.get_absolute_url() in briefs
    assert "Story " not in briefs
    assert answer("/latest/", NOON + HOUR, only="drafts").status_code == 404


# -- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/latest/", "/archive/2024/04/", "/corrections/", "/topics/", "/correspondents/", "/politics/"]
)
def test_what_is_beside_a_page_is_in_its_language(answer, path):
    for language, headline in (("en", "In English"), ("ru", "По-русски")):
        edition = publish(
            ArticleFactory(
                headline=headline,
                language=language,
                tagged=["River"],
                named=[CorrespondentFactory(slug=f"by-{language}")],
            ),
            now=NOON,
        )
        ReviewFactory(article=edition.article, state=Review.State.PUBLISHED, posted_at=NOON)
    page = answer(path, NOON + HOUR).text
    rail = page[page.index('<aside class="rail"') :]
    assert "In English" in rail
    assert "По-русски" not in rail
    page = answer(f"/ru{path}", NOON + HOUR).text
    rail = page[page.index('<aside class="rail"') :]
    assert "По-русски" in rail
    assert "In English" not in rail


def test_the_home_page_ends_with_what_is_new_in_the_other_languages(answer):
    for number in range(4):
        publish(ArticleFactory(headline=f"Новость {number}", language="ru"), now=NOON + number * HOUR)
    ArticleFactory(headline="Черновик", language="ru", state=State.DRAFT)
    publish(ArticleFactory(headline="In English"), now=NOON)
    page = answer("/", NOON + 2 * HOUR).text
    block = re.search(r'<section aria-labelledby="in-ru">.*?</section>', page, re.DOTALL)[0]
    assert re.findall(r'lang="ru">(\w+ \d)</a>', block) == ["Новость 2", "Новость 1", "Новость 0"]
    assert '<a href="/ru/" hreflang="ru">Русский</a>' in block
    assert "in-az" not in page
    russian = answer("/ru/", NOON + 2 * HOUR).text
    assert "in-ru" not in russian
    assert '<a href="/" hreflang="en">English</a>' in russian


def test_with_one_language_there_are_no_others(answer, settings):
    settings.LANGUAGES = [("en", "English")]
    publish(ArticleFactory(headline="Новость", language="ru"), now=NOON)
    assert "hreflang" not in answer("/", NOON + HOUR).text.partition("<main")[2]
