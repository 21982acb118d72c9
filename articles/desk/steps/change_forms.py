"""The forms that change what readers see: publishing, and a quick fix."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing
from articles.desk.editor import text_field, write_in
from articles.desk.moments import clock_field
from articles.desk.steps.forms import SeenForm
from articles.models import Edition
from articles.models.edition import Change
from articles.publishing import issuing
from newsroom.lib import clock

KINDS = [
    (Change.MINOR, gettext_lazy("Minor change"), gettext_lazy("Spelling, style. No note to readers.")),
    (Change.UPDATE, gettext_lazy("Update"), gettext_lazy("Something new has happened.")),
    (Change.CLARIFICATION, gettext_lazy("Clarification"), gettext_lazy("It was right, but could be misread.")),
    (Change.CORRECTION, gettext_lazy("Correction"), gettext_lazy("It was wrong.")),
    (Change.RETRACTION, gettext_lazy("Retraction"), gettext_lazy("The story can't be relied on.")),
]
NOW, AT, ASK, ALONE = "now", "at", "ask", "alone"


class ChangeForm(SeenForm):
    """Of something that was public before: what kind of change it is, and what readers are told."""

    change = forms.ChoiceField(
        label=gettext_lazy("What kind of change is it?"), choices=Change, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what kind of change this is.")},
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note to readers"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Shown on the story, in its publication history and, for a correction, on the corrections page. "
            "Say what was wrong and what is right."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the ledger. Readers don't see it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change"].choices = [
            (value, format_html('{} <span class="hint">{}</span>', name, meaning)) for value, name, meaning in KINDS
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("change") not in {None, "", Change.MINOR}:
            if not cleaned.get("note", "").strip():
                self.add_error("note", _(issuing.REASONS["note-missing"]))
            elif issuing.is_unfinished(cleaned["note"]):
                self.add_error("note", _(issuing.REASONS["note-unfinished"]))
        return cleaned


class PublishForm(ChangeForm):
    """What is published when, as what; and whether one person does it alone, or asks another first."""

    of_text = True
    when = forms.ChoiceField(
        label=gettext_lazy("When"), required=False, widget=forms.RadioSelect, initial=NOW,
        choices=[(NOW, gettext_lazy("Now")), (AT, gettext_lazy("At a set time"))],
    )  # fmt: skip
    at = clock_field(gettext_lazy("Publish at"))
    check = forms.ChoiceField(label=gettext_lazy("Second check"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not Edition.objects.public_by(clock.now()).filter(article=self.article).exists():
            del self.fields["change"], self.fields["note"]
        if self.initial["two"]:
            del self.fields["reason"], self.fields["check"]
        else:
            self.fields["check"].choices = [*self._asking(self.initial["checkers"]), (ALONE, self._alone())]
            if self._asks:
                self._ask()

    @property
    def _asks(self) -> bool:
        return self.data.get("check") == ASK

    def _ask(self) -> None:
        """Who asks for a second check decides nothing yet: the colleague gets what they propose."""
        for name in {"change", "note"} & {*self.fields}:
            self.fields[name].required = False

    def _asking(self, colleagues: list[str]) -> list[tuple[str, str]]:
        if not colleagues:
            return []
        words = _("Ask %s or another editor") if len(colleagues) > 1 else _("Ask %s")
        hint = _("They get a notification with a link to this page.")
        return [(ASK, format_html('{} <span class="hint">{}</span>', words % colleagues[0], hint))]

    def _alone(self) -> str:
        hint = _("It goes on the list “Needs a second check”.")
        return format_html('{} <span class="hint">{}</span>', _("Publish without a second check"), hint)

    def clean(self) -> dict[str, Any]:
        cleaned = SeenForm.clean(self) if self._asks else super().clean()
        if cleaned.get("when") == NOW and ("at" in self.errors or cleaned.get("at")):
            self.add_error("at", _("You entered a time, but chose “Now”. Choose “At a set time”, or clear the time."))
        elif cleaned.get("when") == AT and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Enter a day and a time, or publish now."))
        return cleaned


class FixForm(ChangeForm):
    """A correction of the live edition, while the draft may be far ahead."""

    headline = forms.CharField(
        label=gettext_lazy("Headline"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 1})
    )
    standfirst = forms.CharField(label=gettext_lazy("Lede"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    body = text_field()
    field_order = ["headline", "standfirst", "body", "change", "note", "reason"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        write_in(self, self.article.language)
        if settings.FOUR_EYES:
            self.fields["reason"].label = _("Why nobody else has checked it")
            self.fields["reason"].help_text = _("Optional for a minor change. For the ledger; readers don't see it.")
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A text that was not sent at all is no text that was deleted."""
        cleaned = super().clean()
        is_minor = cleaned.get("change") in {None, "", Change.MINOR}
        if "reason" in self.fields and not is_minor and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give a reason. Only a minor change needs none."))
        return {name: value for name, value in cleaned.items() if name not in publishing.FIXABLE or name in self.data}

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].splitlines())

    def clean_standfirst(self) -> str:
        return self.cleaned_data["standfirst"].replace("\r\n", "\n")

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")
