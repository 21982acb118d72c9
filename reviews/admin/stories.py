"""The stories that reviews are about. Moderators see of them what readers see now, never a draft."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition
from newsroom.lib import lazy
from reviews.models import Review


@dataclass(frozen=True)
class Story:
    title: lazy.Text
    standfirst: str = ""
    section: str = ""

    def __str__(self) -> str:
        return str(self.title)


HIDDEN = Story(_("(a story that is not published)"))


def show(reviews: Iterable[Review], request: HttpRequest) -> None:
    """Give each review its `story`: for those who may read drafts the draft, for others what is live, in one query."""
    reviews = [*reviews]
    found = {} if _reads_drafts(request) else _live([review.article_id for review in reviews], request)
    for review in reviews:
        review.story = _draft(review.article) if _reads_drafts(request) else found.get(review.article_id, HIDDEN)


def of_article(article: Article, request: HttpRequest) -> Story:
    """The same for one story; HIDDEN if this person may not see it."""
    return _draft(article) if _reads_drafts(request) else _live([article.pk], request).get(article.pk, HIDDEN)


def _reads_drafts(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.view_article")


def _draft(article: Article) -> Story:
    return Story(str(article), article.standfirst, str(article.section or ""))


def _live(articles: list[int], request: HttpRequest) -> dict[int, Story]:
    editions = Edition.objects.live(request.moment).filter(article__in=articles).for_lists()
    return {one.article_id: Story(one.title, one.standfirst, str(one.section)) for one in editions}
