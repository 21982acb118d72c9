"""The parts of a story (tags, byline, sources, gallery) copied to a new one."""

from django.db import models

from articles.models import Article

PARTS = ("bylines", "citations", "gallery")


def copy_parts(story: Article, new: Article, parts: tuple[str, ...] = PARTS) -> None:
    new.tags.set(story.tags.all())
    for part in parts:
        for line in getattr(story, part).all():
            _copy(line, new)


def _copy(line: models.Model, article: Article) -> None:
    fields = [field for field in line._meta.concrete_fields if field.name not in {"id", "article"}]
    values = {field.attname: field.value_from_object(line) for field in fields}
    type(line).objects.create(article=article, **values)
