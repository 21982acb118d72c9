"""What must hold before publication: small named rules in order, each saying at most one thing."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from articles import rendering
from articles.models import Photo

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from articles.models import Article


@dataclass(frozen=True)
class Problem:
    code: str
    message: "str | _StrPromise"
    blocks: bool = True


def no_section(article: "Article") -> Problem | None:
    if not article.section_id:
        return Problem("no-section", _("The story stands in no section."))
    return None


def no_words(article: "Article") -> Problem | None:
    if not article.title:
        return Problem("no-words", _("The story has neither a headline nor a lede."))
    return None


def no_slug(article: "Article") -> Problem | None:
    if not article.slug:
        return Problem("no-slug", _("No address can be made of this headline; write a slug."))
    return None


def bare_picture(article: "Article") -> Problem | None:
    if article.photo and not (article.photo.alt and article.photo.credit):
        return Problem("bare-picture", _("The picture needs a description and a credit."))
    return None


def pictures_in_text(article: "Article") -> Problem | None:
    return new_pictures(article.body)


def new_pictures(body: str, printed: Collection[str] = ()) -> Problem | None:
    """Of the pictures in a text, all but those that were printed before (uids) are known, described and credited."""
    uids = set(rendering.pictures_in(body)) - set(printed)
    photos = Photo.objects.filter(uid__in=uids) if uids else ()
    if len(photos) < len(uids):
        return Problem("unknown-picture", _("A picture in the text is not in the library. Take it out."))
    if not all(photo.alt and photo.credit for photo in photos):
        return Problem("bare-picture", _("A picture in the text needs a description and a credit."))
    return None


def long_headline(article: "Article") -> Problem | None:
    if len(article.headline) > 90:
        return Problem("long-headline", _("The headline is longer than 90 characters."), blocks=False)
    return None


RULES: tuple[Callable[["Article"], Problem | None], ...] = (
    no_section,
    no_words,
    no_slug,
    bare_picture,
    pictures_in_text,
    long_headline,
)


def check(article: "Article") -> Iterator[Problem]:
    """Everything that stands in the way of publication, then what only deserves a second look."""
    problems = [problem for rule in RULES if (problem := rule(article))]
    yield from sorted(problems, key=lambda problem: not problem.blocks)


def errors(article: "Article") -> list[Problem]:
    return [problem for problem in check(article) if problem.blocks]
