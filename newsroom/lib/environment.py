"""What the operator says in the environment, refused in one sentence where it makes no sense."""

import os
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from newsroom.lib import colours

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
SCHEMES = {"s3": "https", "s3+http": "http"}  # of a bucket
KEY_LENGTH, KEY_VARIETY = 32, 10
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}


def boolean(name: str, *, default: bool) -> bool:
    """One of 1 0 true false yes no on off, in any case; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name}={os.environ[name]} is neither yes nor no; write 1 or 0.")
    return value in YES


def words(name: str, *, default: str = "") -> list[str]:
    """A list separated by commas, blanks around each item taken off."""
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


def number(name: str, *, default: int, least: int = 0) -> int:
    """A whole number, `least` or more."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdecimal()) or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value} is not a whole number, {least} or more.")
    return int(value)


def hours(name: str) -> tuple[time, time] | None:
    """Hours of the day such as 08:00-22:00, the first before the second; None where nothing is said."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        first, last = (datetime.strptime(part.strip(), "%H:%M").time() for part in value.replace("–", "-").split("-"))  # noqa: DTZ007
    except ValueError:
        first = last = time()
    if first >= last:
        raise ImproperlyConfigured(f"{name}={value} is not a part of the day; write it as 08:00-22:00.")
    return first, last


def contact(name: str) -> str:
    """An address such as mailto:security@news.example or https://news.example/security; "" where nothing is said."""
    value = os.environ.get(name, "").strip()
    parts = urlsplit(value)
    good = "@" in parts.path if parts.scheme == "mailto" else parts.scheme == "https" and parts.netloc
    if value and (not good or len(value.split()) > 1):
        raise ImproperlyConfigured(f"{name}={value} is not an address such as mailto:security@news.example.")
    return value


def site_address(name: str, *, default: str) -> str:
    """An http or https origin such as https://news.example, without a path."""
    value = os.environ.get(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or value != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(f"{name}={value} is not an address such as https://news.example.")
    return value


def service(name: str, *, default: str, read: Callable[[str], dict[str, Any]], like: str) -> dict[str, Any]:
    """The settings in an address such as postgres://user@host/name, read with django-environ."""
    try:
        found = read(os.environ.get(name) or default)
    except (ImproperlyConfigured, LookupError, ValueError):
        found = {}
    if not any(found.get(key) for key in ("ENGINE", "BACKEND", "EMAIL_BACKEND")):
        raise ImproperlyConfigured(f"{name} is not an address such as {like}.")  # it may hold a password: not repeated
    return found


def storage(name: str) -> dict[str, Any]:
    """Where files lie: this machine's disk, or a bucket such as s3://key:secret@s3.example/bucket?region=eu-central-1.

    s3+http:// leads to a server without TLS. `style=virtual` puts the bucket's name before the host's; `redirect=1`
    sends readers there for pictures. Anything after the bucket's name is a folder in it.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return {"BACKEND": "newsroom.lib.disk.Disk"}
    refusal = ImproperlyConfigured(  # it may hold a password: not repeated
        f"{name} is not an address such as s3://key:secret@s3.example/bucket?region=eu-central-1."
    )
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
        said = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise refusal from None
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    region, style, redirect = said.pop("region", "us-east-1"), said.pop("style", "path"), said.pop("redirect", "0")
    known = parts.scheme in SCHEMES and style in {"path", "virtual"} and redirect.lower() in YES | NO and not said
    if not (known and region and bucket and parts.hostname and parts.username and parts.password):
        raise refusal
    options = {
        "endpoint_url": f"{SCHEMES[parts.scheme]}://{parts.hostname}{port}",
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "location": folder,
        "region_name": region,
        "style": style,
        "lends": redirect.lower() in YES,
    }
    return {"BACKEND": "newsroom.lib.bucket.Bucket", "OPTIONS": options}


def lenders(storage: dict[str, Any]) -> list[str]:
    """The origin to which readers' browsers are sent for pictures, if they are."""
    said = storage.get("OPTIONS", {})
    if not said.get("lends"):
        return []
    scheme, _sign, host = said["endpoint_url"].partition("://")
    return [f"{scheme}://{said['bucket_name']}.{host}" if said["style"] == "virtual" else said["endpoint_url"]]


def web_addresses(name: str, *, default: str = "") -> list[str]:
    """Addresses of http or https, separated by commas, each with any path and query; none has a password."""
    found = words(name, default=default)
    for number, value in enumerate(found, start=1):
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            message = f"{name}: address {number} is not one such as https://cache.example/drop."  # it may hold a secret
            raise ImproperlyConfigured(message)
    return found


def time_zone(name: str, *, default: str) -> str:
    """A name of the IANA time zone database, such as Asia/Baku."""
    value = os.environ.get(name) or default
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name}={value} is no time zone; write one such as Asia/Baku.") from None
    return value


def colour(name: str, *, default: str, on: str, least: float) -> str:
    """A colour such as #98182e that is seen well enough on the colour `on`."""
    value = os.environ.get(name, "").strip() or default
    if not colours.HEX.fullmatch(value):
        raise ImproperlyConfigured(f"{name}={value} is no colour; write one such as {default}.")
    if (seen := colours.contrast(value, on)) < least:
        message = f"{name}={value} is hard to read: its contrast on {on} is {seen:.1f}, and {least} is the least."
        raise ImproperlyConfigured(message)
    return value.lower()


def file(name: str, *, endings: Iterable[str]) -> Path | None:
    """The path of a file that is there and has one of these endings, or None where nothing is said."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    path = Path(value).expanduser().resolve()
    if path.suffix.lower() not in endings or not path.is_file():
        raise ImproperlyConfigured(f"{name}={value} is no file of this machine that ends in {' or '.join(endings)}.")
    return path


def secret_key(name: str) -> str:
    """A text that nobody guesses: long, of many different characters, and not the one of an example."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is empty; set it to a long random text, or run make demo.")
    if len(value) < KEY_LENGTH or len(set(value)) < KEY_VARIETY or value.startswith("django-insecure-"):
        # it is not repeated
        how = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        raise ImproperlyConfigured(f"{name} can be guessed: at least {KEY_LENGTH} random characters, as {how} prints.")
    return value


def umask(name: str, *, default: str) -> int:
    """Which rights new files don't have, in octal: 077 or, where a group may read them, 027."""
    value = os.environ.get(name, "").strip() or default
    if value.lstrip("0") not in {"77", "27"}:
        raise ImproperlyConfigured(f"{name}={value} is neither 077 nor 027, which lets the group read.")
    return int(value, 8)


def only_loopback(hosts: Iterable[str]) -> bool:
    """Whether all of these host names lead nowhere but to this machine."""
    return all(host in LOOPBACK for host in hosts)
