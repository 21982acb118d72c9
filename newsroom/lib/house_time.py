"""The newsroom's own time: what a person types, and the instants it can mean."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


CITIES = {  # as each language writes them; others are written as in the name of their zone
    "Asia/Almaty": gettext_lazy("Almaty"),
    "Asia/Baku": gettext_lazy("Baku"),
    "Asia/Tashkent": gettext_lazy("Tashkent"),
    "Asia/Tbilisi": gettext_lazy("Tbilisi"),
    "Asia/Yerevan": gettext_lazy("Yerevan"),
    "Europe/Berlin": gettext_lazy("Berlin"),
    "Europe/Istanbul": gettext_lazy("Istanbul"),
    "Europe/Kyiv": gettext_lazy("Kyiv"),
    "Europe/London": gettext_lazy("London"),
    "Europe/Moscow": gettext_lazy("Moscow"),
    "Europe/Prague": gettext_lazy("Prague"),
}


def place() -> str:
    """The city of the newsroom's time zone, in the language of the page: Baku, Bakı, Баку."""
    zone = timezone.get_current_timezone_name()
    return str(CITIES.get(zone, zone.rpartition("/")[2].replace("_", " ")))


def instants(typed: datetime) -> list[datetime]:
    """The instants (UTC) that a time of newsroom time means, earliest first.

    As a rule one; none where a clock change skips that time, two where it repeats it. `typed` has no time zone.
    """
    zone = timezone.get_default_timezone()
    either = {typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in either if at.astimezone(zone).replace(tzinfo=None) == typed)


def either(typed: datetime) -> list[tuple[datetime, str]]:
    """Of a time that a clock change repeats: both instants, each in words that tell them apart."""
    found = instants(typed)
    if len(found) < 2:
        return []
    return list(zip(found, (_said(_("first"), found[0]), _said(_("second"), found[1])), strict=True))


def repeated(typed: datetime) -> str:
    """That a time is one of two, in words."""
    return _("The clocks go back, so %(time)s occurs twice. Choose the first or the second.") % {"time": _words(typed)}


def skipped(typed: datetime) -> str:
    """That a time does not exist, in words, with the two nearest that do."""
    minute = typed.replace(second=0, microsecond=0)
    before, after = _nearest(minute, -MINUTE), _nearest(minute, MINUTE)
    message = _(
        "The clocks go forward, so %(time)s doesn't exist. The nearest times that do are %(before)s and %(after)s."
    )
    return message % {"time": _words(typed), "before": _words(before), "after": _words(after)}


def _nearest(typed: datetime, step: timedelta) -> datetime:
    minutes = (typed + number * step for number in range(1, DAY // MINUTE + 2))
    return next((minute for minute in minutes if instants(minute)), typed)


def sentence(at: datetime) -> tuple[str, str]:
    """A moment in full, in newsroom time and in UTC: Sunday 31 October 2027, 02:30."""
    house, utc = at.astimezone(timezone.get_default_timezone()), at.astimezone(UTC)
    return date_format(house, "l j F Y, H:i"), date_format(utc, "H:i" if utc.date() == house.date() else "l j F, H:i")


def midnight(day: date) -> datetime:
    """The instant at which a day of the newsroom begins."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _words(typed: datetime) -> str:
    return date_format(typed, "H:i:s, j F Y" if typed.second else "H:i, j F Y")


def _said(which: str, at: datetime) -> str:
    """first, 01:30 summer time (05:30 UTC)"""
    here = at.astimezone(timezone.get_default_timezone())
    season = _("summer time") if here.dst() else _("standard time")
    clock = "H:i:s" if at.second else "H:i"
    words = {"which": which, "time": date_format(here, clock), "season": season, "utc": date_format(at, clock)}
    return _("%(which)s, %(time)s %(season)s (%(utc)s UTC)") % words
