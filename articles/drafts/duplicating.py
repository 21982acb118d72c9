"""A copy of a story to start from."""

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from articles.drafts import editing
from articles.models import Article
from articles.workflow import NotAllowed

# What belongs to the other story alone: its address, when it was filed, and which stories it hangs together with.
ITS_OWN = {"slug", "dateline_on", "follows", "developing", "translation_of", "translated_edition"}
PARTS = ("bylines", "citations", "gallery")


def duplicate(article_id: int, *, by: User) -> Article:
    """A new draft by `by` with the text, byline, sources, pictures and tags of this story, and nothing of its history.

    It has an address of its own once it is published. Raises NotAllowed: forbidden.
    """
    if not by.has_perm("articles.add_article"):
        raise NotAllowed(_("You don't have permission to write stories."), code="forbidden")
    with transaction.atomic():
        story = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        new = Article(writer=by, **{name: getattr(story, name) for name in Article.names() if name not in ITS_OWN})
        before = editing.before_change(new)
        new.save()
        new.tags.set(story.tags.all())
        for part in PARTS:
            for line in getattr(story, part).all():
                _copy(line, new)
        editing.after_change(new, before, by=by, copied_from=story.pk)
    return new


def _copy(line: models.Model, article: Article) -> None:
    fields = [field for field in line._meta.concrete_fields if field.name not in {"id", "article"}]
    values = {field.attname: field.value_from_object(line) for field in fields}
    type(line).objects.create(article=article, **values)
