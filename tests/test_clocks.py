"""Moments at the desk: the newsroom's time, and UTC beside it; and on readers' lists."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import timezone as django_timezone

from articles import publishing
from articles.drafts import editing
from articles.models import Article
from articles.templatetags.desk import both_clocks
from articles.templatetags.news import clock
from articles.workflow import State
from tests.factories import ArticleFactory

pytestmark = pytest.mark.database

BAKU = timezone(timedelta(hours=4))


@pytest.mark.parametrize("zone", [UTC, BAKU])
@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 25, 2, 0, tzinfo=UTC), "25 Nov 2026, 06:00 (02:00 UTC)"),
        (datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "25 Nov 2026, 02:30 (24 Nov, 22:30 UTC)"),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), "1 Jan 2027, 00:00 (31 Dec, 20:00 UTC)"),
    ],
)
def test_both_clocks_are_said_whatever_zone_a_moment_comes_in(at, words, zone):
    assert both_clocks(at.astimezone(zone)) == words


def test_an_editor_who_schedules_is_told_the_moment_on_both_clocks(client, omar, nora):
    article = ArticleFactory(state=State.APPROVED, edited_by=nora)
    client.force_login(omar)
    stored = Article.objects.get(pk=article.pk)
    seen = {"seen": publishing.token(stored.pk), "version": stored.version, "text_digest": editing.digest(stored)}
    year = django_timezone.localdate().year + 1
    data = seen | {"at": f"{year}-03-05T06:00"}
    page = client.post(f"/admin/articles/article/{article.pk}/publish/step/", data, follow=True)
    assert f"5 Mar {year}, 06:00 (02:00 UTC)" in page.text


def test_the_page_of_a_step_says_where_it_is_and_offers_utc_beside_a_chosen_time(client, omar):
    article = ArticleFactory(state=State.APPROVED, headline="Council meets")
    client.force_login(omar)
    page = client.get(f"/admin/articles/article/{article.pk}/publish/step/").text
    assert f'href="/admin/articles/article/{article.pk}/change/"' in page.partition("<h1>")[0]
    assert 'data-zone="Asia/Baku"' in page
    assert 'src="/static/desk/clock-field.js"' in page


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 23, 19, 59, tzinfo=UTC), "18:30"),
        (datetime(2026, 11, 24, 2, 29, tzinfo=UTC), "18:30"),
        (datetime(2026, 11, 24, 2, 30, tzinfo=UTC), "23 Nov"),
        (datetime(2026, 11, 22, 14, 30, tzinfo=UTC), "23 Nov"),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), "23 Nov 2026"),
    ],
)
def test_lists_say_the_hour_until_the_morning_after_then_the_day(now, words):
    assert clock(datetime(2026, 11, 23, 14, 30, tzinfo=UTC), now).endswith(f">{words}</time>")
