"""A follow-up and the story it follows link to each other while both are live; nothing else of either is told."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.drafts import following
from articles.models import Article, Event
from articles.workflow import NotAllowed
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    SectionFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def first():
    return publish(ArticleFactory(headline="Dam opens", slug="dam-opens"))


@pytest.fixture
def second(first):
    article = ArticleFactory(headline="Dam leaks", slug="dam-leaks", follows=first.article)
    return publish(article, now=NOON + HOUR)


def thread(response) -> str:
    """The words of the lines that lead to the stories before and after."""
    found = re.search(r'<ul class="thread.*?</ul>', response.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else ""


# -- for readers ------------------------------------------------------------------------------------------------------


def test_each_of_the_two_leads_to_the_other(first, second, client):
    page = client.get(second.get_absolute_url())
    assert thread(page) == "Follows: Dam opens , 28 Apr 2024"
    assert f'href="{first.get_absolute_url()}"' in page.text
    page = client.get(first.get_absolute_url())
    assert thread(page) == "Followed by: Dam leaks , 28 Apr 2024"
    assert f'href="{second.get_absolute_url()}"' in page.text


def test_a_story_in_the_middle_says_both(first, second, client):
    publish(ArticleFactory(headline="Dam mended", follows=second.article), now=NOON + 2 * HOUR)
    words = thread(client.get(second.get_absolute_url()))
    assert "Follows: Dam opens" in words
    assert "Followed by: Dam mended" in words


def test_a_story_that_stands_alone_says_nothing(client):
    assert thread(client.get(publish().get_absolute_url())) == ""


def test_before_the_follow_up_is_live_the_first_story_knows_nothing_of_it(first, second, answer):
    path = first.get_absolute_url()
    assert "Dam leaks" not in answer(path, NOON + HOUR - timedelta(microseconds=1)).text
    assert "Dam leaks" in answer(path, NOON + HOUR).text


def test_what_is_withdrawn_is_not_told_by_its_headline(first, second, answer):
    publishing.withdraw(first.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + 2 * HOUR))
    assert thread(answer(second.get_absolute_url(), NOON + 2 * HOUR)) == ""
    publishing.withdraw(second.article_id, by=IMPORT, reason="So was this.", clock=at(NOON + 3 * HOUR))
    publish(first.article, now=NOON + 4 * HOUR)
    assert thread(answer(first.get_absolute_url(), NOON + 4 * HOUR)) == ""


@pytest.mark.parametrize("fate", ["draft", "upcoming", "cancelled"])
def test_a_story_that_is_not_public_is_not_told(client, fate):
    hidden = ArticleFactory(headline="Zqhidden", slug="zqhidden")
    if fate != "draft":
        publish(hidden, at=FAR)
    if fate == "cancelled":
        publishing.cancel(hidden.pk, by=IMPORT, clock=at(NOON + HOUR))
    live = publish(ArticleFactory(follows=hidden))
    publish(ArticleFactory(headline="Zqlater", follows=live.article), at=FAR)
    page = client.get(live.get_absolute_url()).text
    assert "zq" not in page.lower()


def test_it_leads_to_where_the_story_lives_now_under_the_headline_it_has_now(first, second, client):
    moved = publish(rewrite(first.article, slug="dam-opened", headline="Dam opened"), now=NOON + 2 * HOUR)
    page = client.get(second.get_absolute_url())
    assert thread(page).startswith("Follows: Dam opened ,")
    assert f'href="{moved.get_absolute_url()}"' in page.text


def test_what_the_desk_links_next_is_not_shown_before_it_is_published(first, client):
    edition = publish(ArticleFactory(headline="Dam leaks"), now=NOON + HOUR)
    rewrite(edition.article, follows=first.article)
    assert thread(client.get(edition.get_absolute_url())) == ""
    assert thread(client.get(first.get_absolute_url())) == ""
    publish(edition.article, now=NOON + 2 * HOUR)
    assert "Dam opens" in thread(client.get(edition.get_absolute_url()))


def test_a_fix_and_a_new_start_keep_what_the_edition_follows(first, omar):
    article = ArticleFactory(headline="Dam leaks", follows=first.article)
    publish(article)
    rewrite(article, follows=None)
    fixed, _clashes = publishing.fix(
        article.pk, by=omar, reason="A slip.", headline="Dam leaks a lot", clock=at(NOON + HOUR)
    )
    assert fixed.follows_id == first.article_id
    publish(rewrite(article, follows=first.article), now=NOON + 2 * HOUR, at=NOON + 9 * HOUR)
    rewrite(article, follows=None)
    again = publishing.reschedule(article.pk, by=omar, at=NOON + 8 * HOUR, clock=at(NOON + 3 * HOUR))
    assert again.follows_id == first.article_id


def test_the_record_says_that_it_changed(first, client):
    edition = publish(ArticleFactory(headline="Dam leaks"), now=NOON + HOUR)
    publish(rewrite(edition.article, follows=first.article), now=NOON + 2 * HOUR)
    page = client.get(f"{edition.get_absolute_url()}history/").text
    assert "the story it follows" in page
    assert "Dam opens" not in page


def test_a_brief_says_it_too(first, client):
    brief = publish(BriefFactory(follows=first.article), now=NOON + HOUR)
    assert "Follows: Dam opens" in thread(client.get(brief.get_absolute_url()))


def test_however_many_follow_it_takes_two_queries_and_shows_the_newest(first, second, client):
    for number in range(12):
        publish(ArticleFactory(headline=f"Part {number}", follows=second.article), now=NOON + (2 + number) * HOUR)
    with CaptureQueriesContext(connection) as asked:
        words = thread(client.get(second.get_absolute_url()))
    assert sum("follows_id" in query["sql"].partition("WHERE")[2] for query in asked) == 2
    assert words.startswith("Follows: Dam opens , 28 Apr 2024 Followed by: Part 11")
    assert words.count("Followed by:") == 7


# -- at the desk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def dam(first):
    """The story that is followed, with all that a follow-up begins with."""
    article = rewrite(first.article, section=SectionFactory(name="Regions"), language="az", byline="Samur Wire's man")
    article.tags.add("Energy", "Ağyal dam")
    article.bylines.create(correspondent=CorrespondentFactory(), role="in Quba")
    return article


def test_a_follow_up_begins_with_section_tags_and_byline_and_no_words(dam, nora):
    new = following.follow_up(dam.pk, by=nora)
    assert (new.follows, new.section, new.language, new.byline) == (dam, dam.section, "az", "Samur Wire's man")
    assert {*new.tags.names()} == {"Energy", "Ağyal dam"}
    assert [(line.correspondent.name, line.role) for line in new.bylines.all()] == [("Leyla Həsənova", "in Quba")]
    assert (new.headline, new.standfirst, new.body, new.slug, new.photo, new.state) == ("", "", "", "", None, "draft")
    assert (new.writer, new.edited_by, new.version) == (nora, nora, 1)


def test_the_journal_and_the_history_tell_of_it(dam, nora):
    new = following.follow_up(dam.pk, by=nora)
    event = Event.objects.about(new).get()
    assert (event.verb, event.by, event.detail["follows"]) == ("write", nora, dam.pk)
    assert new.revisions.get().content["follows"] == dam.pk


def test_the_story_that_is_followed_is_not_touched(dam, nora):
    before = Article.objects.filter(pk=dam.pk).values().get()
    following.follow_up(dam.pk, by=nora)
    assert Article.objects.filter(pk=dam.pk).values().get() == before


def test_a_second_click_gives_the_same_empty_story_and_another_person_their_own(dam, nora, omar):
    new = following.follow_up(dam.pk, by=nora)
    assert following.follow_up(dam.pk, by=nora) == new
    assert following.follow_up(dam.pk, by=omar) != new
    rewrite(new, headline="Dam leaks")
    assert following.follow_up(dam.pk, by=nora) != new


def test_who_may_not_write_may_not_follow_up(dam, mina):
    with pytest.raises(NotAllowed) as refusal:
        following.follow_up(dam.pk, by=mina)
    assert refusal.value.code == "forbidden"


def test_the_button_stands_on_the_form_of_a_live_story_and_leads_to_the_new_one(first, client, nora):
    client.force_login(nora)
    address = f"/admin/articles/article/{first.article_id}/follow-up/"
    assert f'action="{address}"' in client.get(f"/admin/articles/article/{first.article_id}/change/").text
    draft = ArticleFactory(writer=nora)
    assert "/follow-up/" not in client.get(f"/admin/articles/article/{draft.pk}/change/").text
    response = client.post(address, follow=True)
    new = Article.objects.get(follows=first.article)
    assert response.redirect_chain == [(f"/admin/articles/article/{new.pk}/change/", 302)]
    assert "New follow-up to Dam opens" in response.text


def test_nothing_is_made_by_following_a_link(first, client, nora):
    client.force_login(nora)
    assert client.get(f"/admin/articles/article/{first.article_id}/follow-up/").status_code == 405
    assert not Article.objects.filter(follows=first.article).exists()


def test_a_story_cannot_follow_itself(dam):
    dam.follows = dam
    with pytest.raises(ValidationError, match="not follow itself"):
        dam.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        dam.save()
