"""Who is asked to write a story and who to read it, by when, and how urgent it is. Readers see nothing of it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article, Event

FIELDS = ("reporter", "editor", "deadline", "priority", "wanted_words")


def assign(article_id: int, *, by: User, **wanted: Any) -> Article:
    """Set any of reporter, editor, deadline, priority and wanted length (None clears one); log it.

    This makes no new version of the text. The caller checks permissions. TypeError for any other field.
    """
    if unknown := set(wanted) - set(FIELDS):
        raise TypeError(f"only {', '.join(FIELDS)} are assigned, not {', '.join(unknown)}")
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        for name, value in wanted.items():
            setattr(article, name, value)
        article.save(update_fields=[*wanted])
        Event.objects.write("assign", article, by=by, **{name: _written(value) for name, value in wanted.items()})
    return article


def _written(value: User | datetime | int | None) -> str | int | None:
    """As JSON: a person by their log-in, a moment with its offset."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value.get_username() if isinstance(value, User) else value
