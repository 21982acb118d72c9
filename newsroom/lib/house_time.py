"""The newsroom's own time: what a person types, and the instants it can mean."""

from datetime import UTC, date, datetime, time

from django.utils import timezone


def place() -> str:
    """Where the house's clocks hang, as its time zone is called: Baku."""
    return timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")


def instants(typed: datetime) -> list[datetime]:
    """The instants (UTC) that a time of the house's clocks means, earliest first.

    As a rule one; none where a clock change skips that time, two where it repeats it. `typed` has no time zone.
    """
    zone = timezone.get_default_timezone()
    either = {typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in either if at.astimezone(zone).replace(tzinfo=None) == typed)


def midnight(day: date) -> datetime:
    """The instant at which a day of the house begins."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
