"""What readers ask for."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from articles.models import Kind
from newsroom.lib import plain_text


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str:
        """What is no day is not put back: a field for days cannot hold it, and the page would not be valid."""
        try:
            return str(parse_date(value or "") or "")
        except ValueError:
            return ""


class SearchForm(forms.Form):
    """Words, and what narrows them. All is answered: a bad value says so at its field, and is left out."""

    q = forms.CharField(label=_("Search for"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    section = forms.SlugField(label=_("Section"), required=False, widget=forms.Select)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    by = forms.SlugField(label=_("Correspondent"), required=False, widget=forms.Select)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput)
    language = forms.ChoiceField(label=_("Language"), required=False)
    order = forms.ChoiceField(required=False, choices=[("best", ""), ("new", "")])
    page = forms.IntegerField(required=False, min_value=1)

    @property
    def filters(self) -> list[forms.BoundField]:
        """Those that the form draws by itself."""
        return [self[name] for name in ("kind", "since", "until")]

    def __init__(self, data) -> None:
        super().__init__(
            {name: plain_text.without_controls(value[:1000]) for name, value in data.items()}, label_suffix=""
        )
        codes = dict(settings.LANGUAGES)
        self.fields["language"].choices = [(code, get_language_info(code)["name_local"]) for code in codes]
