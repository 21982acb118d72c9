"""The mark that publishing keeps beside a draft for the desk's lists (articles/models/public_mark.py)."""

from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from articles.models import NEVER, Article, Edition, PublishingState
from articles.models.public_mark import NO_MARK, Mark

BATCH = 200  # stories
ACTED_AT = F("article__publishing_state__acted_at")


def keep(articles: QuerySet[Article]) -> int:
    """Write the marks of these stories from their editions, in one query; how many."""
    public = Edition.objects.filter(article=OuterRef("pk")).ahead(NEVER).order_by("-number")
    ahead = public.ahead(ACTED_AT)
    return articles.order_by().update(
        public_from=Subquery(public.values("live_from")[:1]),
        public_until=Subquery(public.values("live_until")[:1]),
        public_version=Subquery(public.values("version")[:1]),
        version_before=Subquery(ahead.values("version")[1:2]),
    )


def rebuild() -> int:
    """The marks of all stories, a batch at a time, each under the lock of its acts; how many. It may be run again."""
    done, last = 0, 0
    while keys := [*Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]]:
        with transaction.atomic():
            states = PublishingState.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
            done, last = done + keep(Article.objects.filter(pk__in=[state.pk for state in states])), keys[-1]
    return done


def of(editions: list[Any], versions: dict[int, int], acted_at: Any) -> Mark:
    """The same from the replayed ledger: editions in the order of their numbers, and the version that each is of."""
    public = [edition for edition in editions if edition.live_from < edition.live_until]
    if not public:
        return NO_MARK
    last, ahead = public[-1], [edition for edition in public if edition.live_until > acted_at]
    before = versions.get(ahead[-2].number) if len(ahead) > 1 else None
    return last.live_from, last.live_until, versions.get(last.number), before
