"""Words that hold a review, or put it aside. Moderators keep the lists."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, plain_text
from reviews import matching


def has_letters(text: str) -> None:
    if not plain_text.words(text):
        raise ValidationError(_("Write a word, or several."), code="no-word")


class WordQuerySet(models.QuerySet):
    def for_stories_in(self, language: str) -> "WordQuerySet":
        return self.filter(language__in=["", language])


class Word(models.Model):
    class Kind(models.TextChoices):
        SUSPECT = "suspect", _("Suspect: a moderator reads the review")
        BANNED = "banned", _("Banned: the review is marked as spam")

    text = fields.CharField(
        _("word or phrase"), max_length=80, validators=[has_letters],
        help_text=_("Found as a whole word, never inside a longer one; several words are found next to each other. "
                    "Letters and numbers only: write out each spelling that readers use."),
    )  # fmt: skip
    kind = fields.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SUSPECT)
    language = fields.CharField(
        _("language"), max_length=12, blank=True, default="",
        help_text=_("Optional. Leave blank to use it under all stories. An insult in one language may be an ordinary "
                    "word in another."),
    )  # fmt: skip
    note = fields.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For colleagues: why this word is listed.")
    )
    folded = fields.CharField(max_length=200, editable=False)

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["folded", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "language"], name="a word stands once in a language",
                violation_error_message=_("This word is already on the list."),
            )
        ]  # fmt: skip
        default_permissions = ()  # moderators edit the list
        verbose_name = _("flagged word")
        verbose_name_plural = _("flagged words")

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.folded = matching.key(self.text, self.language)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.folded = matching.key(self.text, self.language)
        if self.language and self.language not in dict(settings.LANGUAGES):
            raise ValidationError({"language": _("The newsroom doesn't write in this language.")}, code="language")
        if problem := self.problem:
            raise ValidationError({"text": problem}, code="matches-too-much")

    @property
    def problem(self) -> str:
        """Why it isn't used, with an example of what it would match; "" if it is."""
        return matching.problem(self.text, self.language, tuple(dict(settings.LANGUAGES)))
