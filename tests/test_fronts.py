"""What readers see of a front: what editors put there, and what fills itself, at each moment."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.drafts import assigning, printing
from articles.models import Edition
from reviews.models import Review
from sections import arranging, breaking
from sections.arranging import Held
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    PhotoFactory,
    ReviewFactory,
    SectionFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

MINUTE, HOUR, TICK = timedelta(minutes=1), timedelta(hours=1), timedelta(microseconds=1)
LATER = NOON + 3 * HOUR


@pytest.fixture
def stories():
    """Twelve in Politics, one a minute; the last is the newest."""
    made = [ArticleFactory(headline=f"Story {number}.") for number in range(12)]
    for number, story in enumerate(made):
        publish(story, now=NOON + number * MINUTE)
    return made


@pytest.fixture
def look(client, monkeypatch):
    """`look(moment, path)`: the context of a page as a reader is shown it at a moment."""

    def ask(moment, path="/"):
        monkeypatch.setattr("newsroom.middleware.clock.now", lambda: moment)
        return client.get(path).context

    return ask


@pytest.fixture
def top(look):
    """`top(moment)`: the stories at the top of the home page, the lead first; of a section where its path is given."""

    def keys(moment, path="/"):
        context = look(moment, path)
        shown = [context["lead"], *context["seconds"], *context["more"]] if path == "/" else context["top"]
        return [edition.article_id for edition in shown if edition]

    return keys


def arrange(by, held, section=None, now=LATER, **how):
    """`held`: place → story."""
    slots = [Held(place, story.pk) for place, story in held.items()]
    return arranging.arrange(section, slots, by=by, clock=at(now), **how)


def keys(stories):
    return [story.pk for story in stories]


# -- what editors put there -------------------------------------------------------------------------------------------


def test_a_front_that_nobody_arranged_shows_the_newest(stories, top):
    assert top(LATER) == keys(stories[:3:-1])
    assert top(LATER, "/politics/") == keys(stories[:8:-1])


def test_slots_come_first_and_the_rest_fills_itself(omar, stories, top):
    arrange(omar, {1: stories[0], 3: stories[11]})
    assert top(LATER) == keys([stories[0], stories[10], stories[11], *stories[9:4:-1]])
    assert top(LATER - TICK) == keys(stories[:3:-1])


def test_so_it_is_on_a_section_s_front_whose_older_stories_follow(omar, stories, top, look):
    politics = stories[0].section
    arrange(omar, {2: stories[0]}, section=politics)
    assert top(LATER, "/politics/") == keys([stories[11], stories[0], stories[10]])
    assert [one.article_id for one in look(LATER, "/politics/")["editions"]] == keys(stories[9:0:-1])
    assert top(LATER) == keys(stories[:3:-1])


@pytest.fixture
def block(look):
    """`block(moment)`: the stories in the block of Politics on the home page."""

    def keys(moment):
        (politics,) = look(moment)["blocks"]
        return [edition.article_id for edition in politics["editions"]]

    return keys


def test_a_section_s_block_on_the_home_page_begins_as_its_own_front_does(omar, stories, block):
    assert block(LATER) == keys(stories[3::-1])
    arrange(omar, {1: stories[1], 3: stories[0]}, section=stories[0].section)
    assert block(LATER) == keys([stories[1], stories[3], stories[0], stories[2]])
    assert block(LATER - TICK) == keys(stories[3::-1])


def test_a_section_that_was_quiet_for_long_keeps_its_block(omar, stories, look, monkeypatch):
    culture = SectionFactory(name="Culture")
    quiet = [ArticleFactory(section=culture) for _number in range(7)]
    for number, story in enumerate(quiet):
        publish(story, now=NOON - (1 + number) * HOUR)
    monkeypatch.setattr("sections.filling.NEWEST", 12)  # as if there had been hundreds of others since
    blocks = {one["section"]: [edition.article_id for edition in one["editions"]] for one in look(LATER)["blocks"]}
    assert blocks[culture] == keys(quiet[:5])
    assert blocks[stories[0].section] == keys(stories[3::-1])


def test_what_stands_above_it_or_in_the_wire_does_not_stand_in_a_block_again(omar, stories, block):
    publish(brief := BriefFactory())
    arrange(omar, {1: stories[11], 2: brief, 3: stories[0]}, section=stories[0].section)
    assert block(LATER) == keys([stories[3], stories[2], stories[0], stories[1]])


def test_what_went_or_moved_to_another_section_leaves_the_block(omar, stories, block, look):
    politics, economy = stories[0].section, SectionFactory(name="Economy")
    arrange(omar, {1: stories[0], 2: stories[1]}, section=politics)
    publishing.withdraw(stories[0].pk, by=IMPORT, reason="Wrong.", clock=at(LATER + HOUR))
    publish(rewrite(stories[1], section=economy), now=LATER + HOUR)
    assert block(LATER)[:2] == keys(stories[:2])
    blocks = {one["section"]: one["editions"] for one in look(LATER + HOUR)["blocks"]}
    assert [edition.article_id for edition in blocks[politics]] == keys(stories[3:1:-1])
    assert [edition.article_id for edition in blocks[economy]] == keys(stories[1:2])


@pytest.mark.parametrize("fate", ["withdrawn", "ended"])
def test_a_story_that_goes_leaves_its_place_by_itself(omar, stories, top, fate):
    arrange(omar, {1: stories[0]})
    if fate == "withdrawn":
        publishing.withdraw(stories[0].pk, by=IMPORT, reason="Wrong.", clock=at(LATER + HOUR))
    else:
        publishing.window(stories[0].pk, by=IMPORT, ends_at=LATER + HOUR, clock=at(LATER))
    assert top(LATER + HOUR - TICK)[0] == stories[0].pk
    assert top(LATER + HOUR) == keys(stories[:3:-1])


def test_a_story_that_is_not_public_yet_takes_its_place_when_it_is(omar, stories, top):
    coming = ArticleFactory()
    publish(coming, now=NOON, at=LATER + HOUR)
    arrange(omar, {1: coming})
    assert top(LATER + HOUR - TICK) == keys(stories[:3:-1])
    assert top(LATER + HOUR)[0] == coming.pk


def test_a_planned_front_comes_at_its_moment(omar, stories, top):
    arrange(omar, {1: stories[0]}, at=LATER + HOUR)
    assert top(LATER + HOUR - TICK)[0] == stories[11].pk
    assert top(LATER + HOUR)[0] == stories[0].pk


def test_a_story_that_moves_to_another_section_leaves_the_section_s_front(omar, stories, top):
    arrange(omar, {1: stories[0]}, section=stories[0].section)
    publish(rewrite(stories[0], section=SectionFactory(name="Economy")), now=LATER + HOUR)
    assert top(LATER, "/politics/")[0] == stories[0].pk
    assert stories[0].pk not in top(LATER + HOUR, "/politics/")


def test_no_story_stands_twice(omar, stories, look):
    brief = BriefFactory()
    publish(brief)
    arrange(omar, {2: brief, 5: stories[1]})
    page = look(LATER)
    shown = [page["lead"], *page["seconds"], *page["more"], *page["wire"]]
    shown += [edition for block in page["blocks"] for edition in block["editions"]]
    shown = [edition.article_id for edition in shown]
    assert len(shown) == len({*shown}) == 13
    arrange(omar, {1: brief, 2: stories[0]}, section=stories[0].section)
    page = look(LATER, "/politics/")
    shown = [edition.article_id for edition in [*page["top"], *page["editions"], *page["rail"]]]
    assert len(shown) == len({*shown}) == 13


# -- what fills itself ------------------------------------------------------------------------------------------------


def test_the_most_urgent_of_two_days_come_first_then_the_newest(stories, top):
    urgent, waiting = (ArticleFactory(priority=priority) for priority in (1, 5))
    publish(urgent, now=NOON - HOUR)
    publish(waiting, now=NOON + HOUR)
    assert top(LATER) == keys([urgent, *stories[:4:-1]])
    after = NOON - HOUR + timedelta(hours=48)  # by then the urgent one is two days old
    assert top(after - TICK)[0] == urgent.pk
    assert urgent.pk not in top(after)
    assert top(NOON + timedelta(hours=50))[0] == waiting.pk


def test_the_lead_has_a_picture_if_one_as_urgent_has_one(stories, top):
    pictured = ArticleFactory(photo=PhotoFactory())
    publish(pictured, now=NOON - HOUR)
    assert pictured.pk not in top(LATER)  # not among the newest eight
    publish(drawn := ArticleFactory(photo=PhotoFactory()), now=NOON + 8 * MINUTE)
    assert top(LATER)[0] == drawn.pk
    publish(flash := ArticleFactory(priority=1), now=NOON)
    assert top(LATER)[0] == flash.pk


def test_a_priority_is_printed_and_no_part_of_what_was_approved(omar, nora, stories):
    article = ArticleFactory(writer=nora, edited_by=nora, priority=2)
    edition = publish(article)
    assert edition.priority == 2
    before = printing.proof(article)
    assigning.assign(article.pk, by=omar, priority=1)
    article.refresh_from_db()
    assert Edition.objects.get(pk=edition.pk).priority == 2
    after = printing.proof(article)
    assert (before.priority, after.priority) == (2, 1)
    assert article.version == edition.version
    assert publish(article, now=NOON + HOUR).content_hash  # nobody had to approve it again
    fixed, _clashes = publishing.fix(
        article.pk, by=IMPORT, headline="Mended", clock=at(NOON + 2 * HOUR), change="minor"
    )
    assert fixed.priority == 1


# -- the rest of the page ---------------------------------------------------------------------------------------------


def test_the_most_reviewed_of_the_last_days_are_told(stories, look):
    for story, count in ((stories[0], 3), (stories[1], 1), (stories[2], 5)):
        ReviewFactory.create_batch(count, article=story, state=Review.State.PUBLISHED, posted_at=LATER - HOUR)
    ReviewFactory.create_batch(9, article=stories[3], posted_at=LATER - HOUR)
    ReviewFactory.create_batch(9, article=stories[4], state=Review.State.PUBLISHED, posted_at=LATER - timedelta(days=8))
    publishing.withdraw(stories[2].pk, by=IMPORT, reason="Wrong.", clock=at(LATER))
    told = [(one.article_id, one.reviewed_recently) for one in look(LATER)["reviewed"]]
    assert told == [(stories[0].pk, 3), (stories[1].pk, 1)]
    assert look(LATER - 2 * HOUR)["reviewed"] == []


def test_a_brief_on_lists_is_its_lede_and_all_of_it_the_link(client):
    words = "The road to Xınalıq is open again. " * 8
    brief = publish(BriefFactory(standfirst=words.strip()))
    for path in ("/", "/latest/", "/politics/"):
        page = client.get(path).text
        assert f'<a href="{brief.get_absolute_url()}" dir="auto" lang="en">{words.strip()}</a>' in page, path
        assert "Read more" not in page


@pytest.mark.parametrize("place", [1, 2, 6])
def test_a_brief_that_an_editor_puts_on_a_front_is_its_lede_too(omar, stories, client, place):
    words = ("The road to Xınalıq is open again. " * 8).strip()
    brief = BriefFactory(standfirst=words)
    edition = publish(brief)
    for section in (None, stories[0].section):
        arrange(omar, {min(place, 3) if section else place: brief}, section=section)
    for path in ("/", "/politics/"):
        page = client.get(path).text
        assert (
            page.count(
                f'class="card-brief" dir="auto"><a href="{edition.get_absolute_url()}" dir="auto" lang="en">{words}</a>'
            )
            == 1
        ), path


@pytest.mark.parametrize(
    ("path", "budget"), [("/", 13), ("/politics/", 10), ("/politics/?before=29990101T000000.0-1", 7)]
)
def test_an_arranged_front_asks_no_more(omar, stories, client, path, budget):
    for section in (None, stories[0].section):
        arrange(omar, {1: stories[0], 2: stories[5]}, section=section)
    ReviewFactory(article=stories[0], state=Review.State.PUBLISHED)
    breaking.put_up("Snow", by=omar, article=stories[0])
    with CaptureQueriesContext(connection) as asked:
        assert "Snow" in client.get(path).text
    assert len(asked) == budget, "\n".join(query["sql"] for query in asked)
    assert not [query for query in asked if '"articles_article"' in query["sql"]]


# -- the banner -------------------------------------------------------------------------------------------------------


def test_the_banner_stands_on_every_page_and_leads_to_its_story_while_it_is_live(omar, stories, client, answer):
    breaking.put_up("Dam <holds>", by=omar, article=stories[0], at=LATER, clock=at(NOON))
    publishing.withdraw(stories[0].pk, by=IMPORT, reason="Wrong.", clock=at(LATER + HOUR))
    pages = ("/", "/politics/", "/latest/", "/search/", Edition.objects.get(article=stories[1]).get_absolute_url())
    path = Edition.objects.get(article=stories[0]).get_absolute_url()
    for page in pages:
        assert "Dam" not in answer(page, LATER - TICK).text
        assert f'<a href="{path}" lang="en">Dam &lt;holds&gt;</a>' in answer(page, LATER).text, page
        after = answer(page, LATER + HOUR).text
        assert '<span lang="en">Dam &lt;holds&gt;</span>' in after, page
        assert 'role="alert"' not in after
    assert "Dam" in client.get("/nowhere/").text
