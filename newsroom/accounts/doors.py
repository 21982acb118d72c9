"""How often a door may be tried: the log-in and the forgotten password, counted in the database.

django-axes does this too, with a middleware, signals, settings and pages of its own; what is needed here is a count.
A door is closed to a network that tried too often, and to a name as tried from one network: nobody can lock another
person out from elsewhere. Who guesses from very many networks is slowed by the passwords' hashes alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from newsroom.lib.addresses import client_address, keyed_hash, network
from newsroom.models import Knock

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    name: str
    span: timedelta
    from_network: int  # how many tries within the span
    for_name: int  # the same, for one name from that network

    def is_closed(self, request: HttpRequest, name: str) -> bool:
        since = request.moment - self.span
        return any(
            Knock.objects.filter(door=self.name, who=who, at__gt=since).count() >= most
            for who, most in self._limits(request, name).items()
        )

    def knock(self, request: HttpRequest, name: str) -> None:
        Knock.objects.bulk_create(
            Knock(door=self.name, who=who, at=request.moment) for who in self._limits(request, name)
        )

    def _limits(self, request: HttpRequest, name: str) -> dict[str, int]:
        place = network(client_address(request))
        return {
            keyed_hash(f"{self.name} {place}"): self.from_network,
            keyed_hash(f"{self.name} {place} {name.strip().casefold()}"): self.for_name,
        }


LOG_IN = Door("log-in", timedelta(minutes=15), from_network=50, for_name=6)
FORGOTTEN = Door("forgotten", timedelta(hours=1), from_network=20, for_name=3)


def tidy(now: datetime) -> None:
    Knock.objects.filter(at__lt=now - KEPT).delete()
