"""Changes of a draft that are made to many stories at once, without their forms: section and tags."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import workflow
from articles.drafts import editing
from articles.models import Article
from articles.workflow import NotAllowed


def move(article_id: int, section_id: int | None, *, by: User) -> bool:
    """Give a story to another section. Returns whether that changed it. Raises NotAllowed: forbidden."""

    def change(article: Article) -> None:
        article.section_id = section_id
        article.save(update_fields=["section"])

    return _amend(article_id, change, by=by)


def tag(article_id: int, names: list[str], *, by: User) -> bool:
    """Add tags to those it has. Returns whether that changed it. Raises NotAllowed: forbidden."""
    return _amend(article_id, lambda article: article.tags.add(*names), by=by)


def _amend(article_id: int, change: Callable[[Article], None], *, by: User) -> bool:
    """An edit like any other: a new version, after which an approved story needs approval again."""
    with transaction.atomic():
        article = Article.objects.get(pk=article_id)
        before = editing.before_change(article)
        article.refresh_from_db()
        if not workflow.may_edit(by, article):
            raise NotAllowed(_("You don't have permission to edit this story."), code="forbidden")
        change(article)
        return editing.after_change(article, before, by=by)
