"""Moments, as they are typed at the desk: in house time."""

from django import forms
from django.conf import settings
from django.forms import Script


class MomentInput(forms.DateTimeInput):
    """With the same moment in UTC beside it while it is chosen, where scripts run."""

    class Media:
        js = [Script("desk/clock.js", type="module")]


def moment_field(label: str, help_text: str, *, required: bool = False, **attrs: str) -> forms.DateTimeField:
    """A moment in house time; one that a clock change skips or repeats is refused by Django, never guessed."""
    attrs = {"type": "datetime-local", "data-zone": settings.TIME_ZONE} | attrs
    widget = MomentInput(attrs=attrs, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, required=required, widget=widget)
