"""Moments, as they are typed at the desk: in the newsroom's time."""

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Script
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import FOREVER, NEVER
from newsroom.lib import house_time

YEARS = range(NEVER.year, FOREVER.year)
HOUR = re.compile(r"(\d{1,2})(?:[:.h]?(\d\d)(:\d\d)?)?", re.ASCII)


class MomentInput(forms.DateTimeInput):
    """With the same moment in UTC beside it while it is chosen, where scripts run.

    Beside a time that a clock change repeats is a choice of both, posted under the name with “-which”.
    """

    class Media:
        js = [Script("desk/clock.js", type="module")]

    def format_value(self, value: datetime | str | None) -> str | None:
        typed = _typed(value)
        if typed is None:
            return value or None
        return typed.isoformat(timespec="seconds" if typed.second else "minutes")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        value, which = data.get(name), _instant(data.get(f"{name}-which"))
        typed = _typed(value)
        if which and typed and which in house_time.instants(typed):
            return which.isoformat()
        return value

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        typed = _typed(value)
        if typed and typed.second:  # or browsers take no time of other seconds
            attrs = (attrs or {}) | {"step": "1"}
        field = super().render(name, value, attrs, renderer)
        if typed is None or not (either := house_time.either(typed)):
            return field
        chosen = _instant(value)
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((at.isoformat(), SafeString(" selected") if at == chosen else "", words) for at, words in either),
        )  # fmt: skip
        return format_html(
            '{}<select name="{}-which" aria-label="{}"><option value="">{}</option>{}</select>',
            field, name, _("First or second"), _("First or second?"), options,
        )  # fmt: skip


class ClockInput(MomentInput):
    """A day, and a time of 24 hours typed as text. A time that a clock change repeats offers both as radio buttons.

    Posted as NAME-day and NAME-time; a single NAME is taken too.
    """

    template_name = "desk/_clock.html"

    class Media:
        extend = False
        js = [Script("desk/clock-field.js", type="module")]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        day, hour = (data.get(f"{name}-{part}", "").strip() for part in ("day", "time"))
        if f"{name}-day" not in data and f"{name}-time" not in data:
            return super().value_from_datadict(data, files, name)
        typed = f"{day}T{_hour(hour)}" if day or hour else ""
        return super().value_from_datadict({name: typed, f"{name}-which": data.get(f"{name}-which")}, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(part not in data for part in (name, f"{name}-day", f"{name}-time"))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        typed, chosen = _typed(value), _instant(value)
        day, _t, hour = (self.format_value(value) or "").partition("T")
        either = house_time.either(typed) if typed else []
        more = {name: words for name, words in (attrs or {}).items() if name.startswith("aria-")}
        one = chosen or (found[0] if typed and len(found := house_time.instants(typed)) == 1 else None)
        context = {
            "name": name, "id": (attrs or {}).get("id", f"id_{name}"), "day": day, "time": hour, "attrs": more,
            "either": [(at.isoformat(), words, at == chosen) for at, words in either], "required": self.is_required,
            "sentence": house_time.sentence(one) if one else "", "zone": settings.TIME_ZONE,
        }  # fmt: skip
        return SafeString(render_to_string(self.template_name, context))


class MomentField(forms.DateTimeField):
    """One instant, between 1970 and 9998. A time that the newsroom's clocks skip or repeat is never guessed."""

    widget = MomentInput
    default_error_messages = {
        "invalid": gettext_lazy("Enter a date and a time, for example 2026-11-24T06:00."),
        "year": gettext_lazy("Enter a year from 1970 to 9998."),
    }

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            at = _parsed(value)
        except ValueError:
            at = None
        if not isinstance(at, datetime):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if at.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        at = at if timezone.is_aware(at) else _one(at)
        if not NEVER <= at < FOREVER:  # at the edges the newsroom's year is not that of UTC
            raise ValidationError(self.error_messages["year"], code="year")
        return at


def moment_field(label: str, help_text: str, *, required: bool = False, **attrs: str) -> MomentField:
    """A moment in the newsroom's time."""
    attrs = {"type": "datetime-local", "data-zone": settings.TIME_ZONE} | attrs
    return MomentField(label=label, help_text=help_text, required=required, widget=MomentInput(attrs=attrs))


def clock_field(label: str, help_text: str = "", *, required: bool = False) -> MomentField:
    """The same, as a day and a time that is typed."""
    error = {"invalid": gettext_lazy("Enter a day, and a time from 00:00 to 23:59, for example 06:00.")}
    return MomentField(label=label, help_text=help_text, required=required, widget=ClockInput(), error_messages=error)


def _hour(typed: str) -> str:
    """A time as people type it, 6, 0600, 6.00 or 06:00, in the one form that is read; else as it is."""
    found = HOUR.fullmatch(typed)
    return f"{int(found[1]):02}:{found[2] or '00'}{found[3] or ''}" if found else typed


def _one(typed: datetime) -> datetime:
    found = house_time.instants(typed)
    if not found:
        raise ValidationError(house_time.skipped(typed), code="skipped")
    if len(found) > 1:
        raise ValidationError(house_time.repeated(typed), code="repeated")
    return found[0]


def _parsed(value: Any) -> Any:
    """A day alone is no moment."""
    if not isinstance(value, str):
        return value
    return parse_datetime(value.strip()) if ":" in value else None


def _typed(value: Any) -> datetime | None:
    """What the newsroom's clocks show at a moment, or what was typed of one; None where it is no moment."""
    try:
        at = _parsed(value)
    except ValueError:
        return None
    if not isinstance(at, datetime) or at.year not in YEARS:
        return None
    return timezone.localtime(at).replace(tzinfo=None, fold=0) if timezone.is_aware(at) else at


def _instant(value: Any) -> datetime | None:
    """The instant that a value names exactly."""
    try:
        at = parse_datetime(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return at.astimezone(UTC) if isinstance(at, datetime) and timezone.is_aware(at) and at.year in YEARS else None
