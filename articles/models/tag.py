"""Topics: each has a page, an address that stays, and one name however it is written."""

import unicodedata
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager, _TaggableManager
from taggit.models import TagBase

from newsroom.lib import fields, plain_text
from newsroom.lib.translated import Translated, others

from .merged import Merged, MergedQuerySet
from .spelling import Spelled

FOLDED = 500
DOTS = str.maketrans("İIı", "iii")


def key_of(name: str) -> str:
    """What names have in common that differ only in case (the i of Azerbaijani and Turkish included) and blanks."""
    return " ".join(unicodedata.normalize("NFC", name).translate(DOTS).casefold().split())


class TagQuerySet(MergedQuerySet):
    def known(self, name: str) -> "Tag | None":
        """The tag of this name in any language, however it is written; of one that was merged, the tag it became."""
        found = self.filter(key=key_of(name)).select_related("merged_into")
        tag = found.order_by(models.F("merged_into").asc(nulls_first=True)).first()
        tag = tag or self._known_elsewhere(name)
        return tag and (tag.merged_into or tag)

    def _known_elsewhere(self, name: str) -> "Tag | None":
        """The same by its names in languages other than the default one."""
        words = " ".join(plain_text.words(name))
        if not words or not others():
            return None
        like = self.filter(folded__contains=words).exclude(translations={}).select_related("merged_into").order_by("pk")
        return next((tag for tag in like if key_of(name) in map(key_of, tag.all_names())), None)

    def named(self, name: str) -> "Tag":
        """The same, made where there is none yet."""
        if tag := self.known(name):
            return tag
        return self.get_or_create(key=key_of(name), merged_into=None, defaults={"name": " ".join(name.split())})[0]

    def published(self, at: datetime, language: str) -> "TagQuerySet":
        """Those that have a page in this language at `at`: something live in it has them, or what was merged into them;
        by name.
        """
        listed = self.model._meta.apps.get_model("articles", "UnderTag").objects.live(at).in_language(language)
        own, taken_over = listed.filter(tag=OuterRef("pk")), listed.filter(tag__merged_into=OuterRef("pk"))
        return self.filter(Exists(own) | Exists(taken_over), merged_into=None).order_by("folded", "name")

    def like(self, typed: str) -> "TagQuerySet":
        """Those that have a word beginning like this, in any spelling: ə is found by e, ş by s."""
        start = " ".join(plain_text.words(typed))
        return self.filter(Q(folded__startswith=start) | Q(folded__contains=f" {start}")) if start else self.none()


class Tag(TagBase, Spelled, Merged, Translated):
    """A topic, with an address that is transliterated, not stripped.

    One that was merged stays: its name leads to the other tag wherever it is typed, its address wherever it was public.
    """

    spelling_of = "tag"

    name = fields.CharField(pgettext_lazy("A tag name", "name"), unique=True, max_length=100)
    slug = fields.SlugField(pgettext_lazy("A tag slug", "slug"), unique=True, max_length=100, allow_unicode=True)
    key = fields.CharField(max_length=300, editable=False)  # key_of(name); folding can make a name longer
    folded = fields.CharField(
        max_length=FOLDED, editable=False
    )  # its words in every language and spelling, for finding it

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(merged_into__isnull=True), name="a topic has one name",
                violation_error_message=_("A tag with this name, perhaps spelt differently, already exists."),
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="a tag is not merged into itself"),
        ]  # fmt: skip
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args, **kwargs) -> None:
        fields.tidy(self)
        names = " ".join(" ".join(plain_text.words(name)) for name in self.spellings)
        self.key, self.folded = key_of(self.name), names[:FOLDED]
        super().save(*args, **kwargs)

    def name_like(self, start: str) -> str:
        """The name that begins like this (folded), in whichever language; else that of the default one."""
        return next((name for name in self.all_names() if plain_text.fold(name).startswith(start)), self.name)

    def get_absolute_url(self) -> str:
        return reverse("articles:topic", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = plain_text.slug(tag) or "topic"
        return f"{slug}-{i}" if i else slug


class TaggedByName(_TaggableManager):
    """taggit's manager, to which names mean tags however they are written, and never a second one."""

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: dict[str, Any]) -> list[Tag]:
        found = [Tag.objects.named(tag) if isinstance(tag, str) else tag for tag in tags]
        return super()._to_tag_model_instances(found, tag_kwargs)


class Tags(TaggableManager):
    """taggit's field. A form shows the tags that were read with its story (`tags_read`), if they were."""

    def value_from_object(self, story: models.Model) -> list[Tag]:
        return story.tags_read if hasattr(story, "tags_read") else super().value_from_object(story)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """As taggit's own: the database knows no difference."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "taggit.managers.TaggableManager", args, kwargs
