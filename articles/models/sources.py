"""Who a statement comes from. What is secret of it stays in this table; editions copy what readers may know."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, plain_text
from newsroom.lib.translated import Translated, in_any_language

IDENTITY = "articles.view_source_identity"
SEARCHED = 200  # characters of a search that are used


class SourceQuerySet(models.QuerySet):
    def search(self, text: str, *, by: User) -> "SourceQuerySet":
        """Sources whose public name or name contains each of these words. Unnamed sources' names are searched only for
        their keeper."""
        found, open_to = self, ~Q(kind=Source.Kind.UNNAMED) | Q(keeper=by)
        for word in text[:SEARCHED].split():
            said = in_any_language("attribution", "icontains", word)
            found = found.filter(said | open_to & Q(name__icontains=word))
        return found


class Source(Translated):
    """Only what readers may see is translated; the name never is."""

    translated = ("attribution", "reason", "knowledge")

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        DOCUMENT = "document", _("Document")
        OUTLET = "outlet", _("Media outlet")
        UNNAMED = "unnamed", _("Unnamed")

    kind = fields.CharField(
        _("kind"), max_length=12, choices=Kind,
        help_text=_("Unnamed: readers are not told who it is, and on the desk only the keeper can see it."),
    )  # fmt: skip
    name = fields.CharField(
        _("name"), max_length=160,
        help_text=_("The real name, or a code name. Only the keeper can see the name of an unnamed source."),
    )  # fmt: skip
    attribution = fields.CharField(
        _("attribution"), max_length=200, blank=True,
        help_text=_("What readers see, for example “a source in the Secretariat”. Leave blank to use the "
                    "name."),
    )  # fmt: skip
    reason = fields.CharField(
        _("why not named"), max_length=200, blank=True,
        help_text=_("Only for unnamed sources. Shown to readers, for example “was not allowed to speak "
                    "publicly”."),
    )  # fmt: skip
    knowledge = fields.CharField(
        _("how they know"), max_length=200, blank=True,
        help_text=_("Only for unnamed sources. Shown to readers, for example “took part in the talks”."),
    )  # fmt: skip
    note = fields.TextField(
        _("note"), blank=True,
        help_text=_("Never shown to readers: how to reach them, what to be careful about. Only the keeper "
                    "can see the note on an unnamed source."),
    )  # fmt: skip
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="sources_kept",
        verbose_name=_("keeper"),
        help_text=_("Only for unnamed sources: the one person on the desk who can see who it is."),
    )  # fmt: skip

    added_by = models.ForeignKey(  # empty: an import, or before this was noted
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip

    objects = SourceQuerySet.as_manager()

    class Meta:
        # Ordered by the public name: an order by names would give away the first letters of a secret one.
        ordering = [Coalesce(NullIf(F("attribution"), Value("")), F("name")), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="unnamed") | ~Q(attribution=""),
                                   name="an unnamed source has an attribution")
        ]  # fmt: skip
        permissions = [("view_source_identity", "Can see who an unnamed source is, giving a reason")]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.public_name

    @property
    def is_unnamed(self) -> bool:
        return self.kind == self.Kind.UNNAMED

    @property
    def public_name(self) -> str:
        """What may be printed; never the name of an unnamed source."""
        return self.attribution if self.is_unnamed else self.attribution or self.name

    @property
    def is_accounted_for(self) -> bool:
        """Readers can be told why a source is not named, and how it knows."""
        return not self.is_unnamed or bool(self.reason and self.knowledge)

    def in_default(self, field: str) -> str:
        return self.public_name if field == "attribution" else getattr(self, field)

    def lacks(self, language: str) -> list[str]:
        """Why and how are only said of those that are not named."""
        return [field for field in super().lacks(language) if field == "attribution" or self.is_unnamed]

    def is_open_to(self, user: User) -> bool:
        """Whether they may read and write all of it: nobody but its keeper, where it is unnamed."""
        return not self.is_unnamed or self.keeper_id == user.pk

    def may_be_made_unnamed_by(self, user: User) -> bool:
        """Who added it, and editors: from then on its keeper alone knows who it is."""
        return self.pk is None or self.added_by_id == user.pk or user.has_perm("articles.publish_article")

    def may_be_unmasked_by(self, user: User) -> bool:
        return self.is_unnamed and not self.is_open_to(user) and user.has_perm(IDENTITY)

    def clean(self) -> None:
        if not self.is_unnamed:
            return
        said = {
            "attribution": _("Enter what readers will see, for example “a source in the Secretariat”."),
            "reason": _("Tell readers why this source is not named."),
            "knowledge": _("Tell readers how this source knows."),
        }
        if missing := {name: words for name, words in said.items() if not getattr(self, name).strip()}:
            raise ValidationError({name: ValidationError(words, code=name) for name, words in missing.items()})
        if given_away := [field for field in said if any(map(self._names_it, self.all_names(field)))]:
            message = ValidationError(_("This contains the source's name. Reword it."), code="gives-away")
            raise ValidationError(dict.fromkeys(given_away, message))

    def _names_it(self, text: str) -> bool:
        """Also in other letters: Petrov is named by Петров."""
        name = plain_text.fold(self.name).strip()
        return self.name.casefold() in text.casefold() or bool(name and name in plain_text.fold(text))
