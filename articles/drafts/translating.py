"""A story in another language: a draft beside the original, and whether it still says what the original says."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.drafts import copying, editing
from articles.models import Article, Edition
from articles.models.article import ArticleQuerySet
from articles.workflow import NotAllowed, State
from newsroom.lib import clock

# What is written for each language anew, or left out: its address, its other headlines, the story it follows there.
ITS_OWN = {"slug", "language", "follows", "translation_of", "translated_edition", "front_headline", "search_title",
           "search_description", "social_title"}  # fmt: skip


def translate(article_id: int, language: str, *, by: User) -> Article:
    """A draft by `by` in another language, with the text, byline, sources, pictures and tags of this story.

    It names the original and the edition that is translated: the live one, or else the one that is scheduled; 0 where
    nothing was ever published. A translation of a translation names the same original, and the edition of it that was
    translated. If the original has a translation into that language, it is returned. Raises NotAllowed: forbidden,
    unknown-language.
    """
    if not by.has_perm("articles.add_article"):
        raise NotAllowed(_("You don't have permission to write stories."), code="forbidden")
    if language not in dict(settings.LANGUAGES):
        raise NotAllowed(_("This newsroom doesn't write in “%(code)s”.") % {"code": language}, code="unknown-language")
    with transaction.atomic():
        root = root_of(Article.objects.get(pk=article_id))
        Article.objects.select_for_update(no_key=True).get(pk=root)  # the second of two people finds the first's draft
        known = family(root).exclude(state=State.SPIKED).filter(language=language).order_by("pk").first()
        return known or _begin(Article.objects.get(pk=article_id), root, language, by)


def root_of(article: Article) -> int:
    """The original of a translation, or the story itself."""
    return article.translation_of_id or article.pk


def family(root: int) -> ArticleQuerySet:
    """An original and its translations."""
    return Article.objects.filter(Q(pk=root) | Q(translation_of=root))


def languages_of(stories: Iterable[Article]) -> dict[int, set[str]]:
    """For the key of each story the languages that it is in: its own, its original's and its translations'. One query.

    Spiked ones don't count: the story can be translated into their language again.
    """
    roots: dict[int, set[str]] = {root_of(story): set() for story in stories}
    found = Article.objects.filter(Q(pk__in=roots) | Q(translation_of__in=roots)).exclude(state=State.SPIKED)
    for pk, original, language in found.order_by().values_list("pk", "translation_of", "language"):
        roots[original or pk].add(language)
    return {story.pk: roots[root_of(story)] for story in stories}


def edition_to_translate(article: Article, now: datetime) -> Edition | None:
    """What readers see of a story, or else would see next, or saw last."""
    mine = Edition.objects.filter(article=article)
    return mine.ahead(now).order_by("live_from").first() or mine.public_by(now).order_by("-number").first()


def _begin(story: Article, root: int, language: str, by: User) -> Article:
    edition = edition_to_translate(story, clock.now())
    text = edition if edition and not edition.erased else story
    number = text.translated_edition if story.pk != root else edition.number if edition else 0
    new = Article(writer=by, **{name: getattr(text, name) for name in Article.names() if name not in ITS_OWN})
    new.language, new.slug = language, f"{text.slug[:90]}-{language}".lower()
    new.translation_of_id, new.translated_edition = root, number or 0
    before = editing.before_change(new)
    new.save()
    copying.copy_parts(story, new)
    editing.after_change(new, before, by=by, translates=root, edition=new.translated_edition)
    return new
