"""How often somebody may try to log in or ask for a new password: a throttle that counts in the database.

django-axes does this too, with a middleware, signals, settings and pages of its own; what is needed here is a count.
An attempt is counted before anything is done for it, so that many at once are no more than the limit. A stranger is
counted by network, and by name within that network: nobody can lock another person out from elsewhere. A device that
this person logged in with before has a count of its own, so a stranger in the same network can't lock them out either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest

from newsroom.accounts import devices
from newsroom.lib import locking
from newsroom.lib.addresses import client_address, keyed_hash, network
from newsroom.models import LoginAttempt

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Throttle:
    name: str
    span: timedelta
    from_network: int  # attempts within the span, by strangers
    for_name: int  # the same for one name: from that network, or from one known device

    def attempt(self, request: HttpRequest, name: str) -> list[int] | None:
        """Count an attempt that is about to be made. Its rows, for take_back; None if it must not be made."""
        limits = self._limits(request, name)
        since = request.moment - self.span
        with transaction.atomic():
            locking.hold(next(iter(limits)))  # two at once are not both the last that is allowed
            counted = LoginAttempt.objects.filter(door=self.name, at__gt=since)
            if any(counted.filter(who=who).count() >= most for who, most in limits.items()):
                return None
            return [LoginAttempt.objects.create(door=self.name, who=who, at=request.moment).pk for who in limits]

    def take_back(self, rows: list[int]) -> None:
        """The attempt succeeded, or was never made: it doesn't count."""
        LoginAttempt.objects.filter(pk__in=rows).delete()

    @property
    def retry_after(self) -> int:
        """Seconds after which another attempt is allowed at the latest."""
        return int(self.span.total_seconds())

    def _limits(self, request: HttpRequest, name: str) -> dict[str, int]:
        """Under which keys an attempt is counted, and how many each allows."""
        name = name.strip().casefold()
        if device := devices.known(request, name):
            return {keyed_hash(f"{self.name} device {device}"): self.for_name}
        place = network(client_address(request))
        return {
            keyed_hash(f"{self.name} {place}"): self.from_network,
            keyed_hash(f"{self.name} {place} {name}"): self.for_name,
        }


LOG_IN = Throttle("log-in", timedelta(minutes=15), from_network=50, for_name=6)
FORGOTTEN = Throttle("forgotten", timedelta(hours=1), from_network=20, for_name=3)


def tidy(now: datetime) -> None:
    LoginAttempt.objects.filter(at__lt=now - KEPT).delete()
