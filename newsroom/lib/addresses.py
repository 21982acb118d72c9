"""Where a request comes from."""

import ipaddress
import logging
from contextlib import suppress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def client_address(request: HttpRequest) -> str:
    """The reader's IP address as the nearest trusted proxy saw it.

    TRUSTED_PROXIES says how many proxies of our own are in front of us; each appends one entry to X-Forwarded-For.
    Entries further left were sent by the client and are never believed.
    """
    if not settings.TRUSTED_PROXIES and "X-Forwarded-For" in request.headers:
        _warn_of_proxy(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    ours = settings.TRUSTED_PROXIES
    return hops[-ours] if ours and len(hops) >= ours else request.META.get("REMOTE_ADDR", "")


def unknown_proxy(request: HttpRequest) -> bool:
    """Whether there seems to be a proxy that TRUSTED_PROXIES doesn't count: all visitors would share its address."""
    return not settings.TRUSTED_PROXIES and "X-Forwarded-For" in request.headers


@lru_cache(100)
def _warn_of_proxy(nearest: str) -> None:
    """Once for each address of our own machines; a visitor from elsewhere may send what they like."""
    with suppress(ValueError):
        if ipaddress.ip_address(nearest).is_private:
            logger.warning(
                "%s sends X-Forwarded-For, but TRUSTED_PROXIES=0: everybody behind it counts as one visitor, and one "
                "can lock the others out. If it is a proxy of yours, set TRUSTED_PROXIES=1.",
                nearest,
            )


def network(address: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) that an address belongs to; "" for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def keyed_hash(text: str) -> str:
    """64 hex digits that only this newsroom's SECRET_KEY can make again, so that an address need not be kept."""
    return salted_hmac("newsroom.lib.addresses", text, algorithm="sha256").hexdigest()
