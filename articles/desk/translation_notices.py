"""Who is told that the original of a translation was changed or withdrawn; they are reminded until that is settled."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.desk import notifications, staff
from articles.models import Article, Edition, Job
from articles.models.article import ArticleQuerySet
from articles.models.notice import Kind
from articles.publishing import translations
from articles.workflow import State


def tell(jobs: list[Job], now: datetime) -> None:
    """Of each translation that is concerned still. Carried out twice, it tells nobody twice."""
    (job,) = jobs
    story, held = job.args["story"], {*job.args["held"]}
    found = (
        Article.objects.filter(translation_of=story).exclude(state=State.SPIKED).select_related("writer", "reporter")
    )
    if number := job.args.get("edition"):
        note = Edition.objects.filter(article=story, number=number).values_list("note", flat=True).first() or ""
        _tell_all(Kind.OUTDATED, found.out_of_date(now), held, now, note=note, once=f"edition {number}")
    elif not Edition.objects.filter(article=story).live(now).exists():
        _tell_all(Kind.ORIGINAL, found, held, now, note="", once=f"act {job.args['act']}")


def started(jobs: list[Job], now: datetime) -> None:
    """A scheduled edition went live: its translations are held back, and people are told."""
    (job,) = jobs
    edition = Edition.objects.live(job.due).filter(article_id=job.args["story"], live_from=job.due).first()
    if edition:
        translations.edition_started(edition.article_id, edition)


def people(article: Article) -> list[User]:
    """The editors who may publish the translation and work in its language; and those who write it."""
    able = [*staff.editors(article.section_id).select_related("desk_preference")]
    chosen = [one for one in able if not one.is_superuser and works_in(one, article.language)]
    return [*(chosen or able), *filter(None, [article.writer, article.reporter])]


def works_in(user: User, language: str) -> bool:
    """Somebody who has named no language works in all."""
    own = getattr(user, "desk_preference", None)
    return not (own and own.working_languages) or language in own.working_languages


def _tell_all(
    kind: Kind, found: ArticleQuerySet | Iterable[Article], held: set[int], now: datetime, *, note: str, once: str
) -> None:
    for article in found:
        is_held = article.pk in held
        words = "\n".join(filter(None, [note, _("The schedule of the translation was cancelled.") if is_held else ""]))
        notifications.tell(kind, article, by=None, people=people(article), words=words, once=once, at=now)
