"""Other spellings of a name, so that Aliyev, Əliyev and Алиев lead to the same person, topic and stories."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, plain_text

KEY, MOST = 120, 30  # letters of a folded name; other spellings of one


class Spelled(models.Model):
    """Has other spellings, one a line. Before Translated in the bases; `spelling_of` is its field of Spelling."""

    spelling_of: ClassVar[str]

    aliases = fields.TextField(
        _("other spellings"), blank=True,
        help_text=_("Optional. One a line, for example Aliyev or Алиев. Search finds the stories by them, too; readers "
                    "don't see them."),
    )  # fmt: skip

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self.aliases = "\n".join(self.other_spellings)
        with transaction.atomic():
            super().save(*args, **kwargs)
            Spelling.objects.filter(**{self.spelling_of: self}).delete()
            if not self.merged_into_id:
                Spelling.objects.bulk_create(rows(Spelling, self.spelling_of, self.pk, self.spellings))

    @property
    def other_spellings(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.aliases.splitlines())
        return list(dict.fromkeys(filter(None, lines)))[:MOST]

    @property
    def spellings(self) -> list[str]:
        return [*self.all_names(), *self.other_spellings]

    @property
    def keys(self) -> set[str]:
        """Its spellings, folded."""
        return set(filter(None, (" ".join(plain_text.words(name))[:KEY] for name in self.spellings)))

    def take_spellings(self, other: "Spelled") -> None:
        """Those of a row that becomes one with this one, its name among them. It is not saved here."""
        own = set(self.all_names())
        self.aliases = "\n".join([self.aliases, *(name for name in other.spellings if name not in own)])


class Spelling(models.Model):
    """How readers may look for a correspondent or topic: a whole name, or one word of it. Made when these are saved."""

    key = fields.CharField(max_length=KEY)  # folded words
    whole = models.BooleanField()
    correspondent = models.ForeignKey("articles.Correspondent", models.CASCADE, null=True, related_name="spelt")
    tag = models.ForeignKey("articles.Tag", models.CASCADE, null=True, related_name="spelt")

    class Meta:
        default_permissions = ()  # of the correspondent and the tag
        indexes = [models.Index(fields=["key"], name="spelling_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(correspondent=None, tag__isnull=False) | Q(correspondent__isnull=False, tag=None),
                name="a spelling is of one person or topic",
            )
        ]

    def __str__(self) -> str:
        return self.key


def rows(model: type, owner: str, pk: int, names: Iterable[str]) -> list[Any]:
    """Of Spelling, for all names of a row; `owner`: the name of the field that leads to it."""
    folded = [found for name in names if (found := plain_text.words(name))]
    whole = dict.fromkeys(" ".join(found)[:KEY] for found in folded)
    words = dict.fromkeys(word[:KEY] for found in folded for word in found)
    made = [(key, True) for key in whole] + [(key, False) for key in words if key not in whole]
    return [model(key=key, whole=is_whole, **{f"{owner}_id": pk}) for key, is_whole in made]
