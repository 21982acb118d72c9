"""The log: one line for a refusal, a traceback for a fault, and no token and no source in either."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from articles.models import Source
from newsroom.lib import addresses
from newsroom.lib.logs import Formatter
from newsroom.lib.places import Full


def line(message: str, *args, error: Exception | None = None, status: int | None = None) -> str:
    """What the operator reads."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, info)
    if status:
        record.status_code = status
    return Formatter().format(record)


def raised(error: Exception) -> Exception:
    with pytest.raises(type(error)) as found:
        raise error
    return found.value


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 503])
def test_a_refusal_is_one_line(status):
    said = line("Forbidden: %s", "/reviews/", error=raised(PermissionDenied("Not from\nthere")), status=status)
    assert said == "Forbidden: /reviews/ (PermissionDenied: Not from)"


def test_an_error_without_words_is_named():
    assert line("Busy: %s", "/", error=raised(Full()), status=503) == "Busy: / (Full)"


def test_a_fault_has_its_traceback():
    said = line("Internal Server Error: %s", "/", error=raised(ValueError("x")), status=500)
    assert "Traceback" in said
    assert "ValueError: x" in said


@pytest.mark.parametrize(
    "path",
    [
        "/preview/1f2e3d.SiGnAtUrE/",
        "/preview/1f2e3d.SiGnAtUrE/picture/320.webp",
        "/reviews/status/1f2e3d.SiGnAtUrE/edit/",
        "/reviews/confirm/1f2e3d.SiGnAtUrE/",
        "/admin/invitation/1f2e3d.SiGnAtUrE/",
        "/admin/password_reset/MQ/1f2e3d-SiGnAtUrE/",
    ],
)
def test_a_token_is_left_out(path):
    for status in (404, 500):
        assert "SiGnAtUrE" not in line("Gone: %s", path, error=raised(ValueError(path)), status=status)


def test_an_ordinary_path_stays():
    assert line("Not Found: %s", "/politics/2024/04/28/council/") == "Not Found: /politics/2024/04/28/council/"


ROW = """new row violates check constraint "x"
DETAIL:  Failing row contains (1, Colonel Quliyev,
who lives in Quba, null)."""


def test_a_row_that_was_refused_is_left_out():
    inner = raised(ValueError(ROW))
    try:
        raise IntegrityError(ROW) from inner
    except IntegrityError as error:
        said = line("Internal Server Error: %s", "/", error=error, status=500)
    assert "violates check" in said
    assert "Quliyev" not in said
    assert "Quba" not in said
    assert "direct cause" in said


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_source_that_postgresql_refuses_is_not_named():
    who = "Colonel Quliyev"
    with pytest.raises(IntegrityError) as found:
        Source.objects.create(kind=Source.Kind.UNNAMED, name=who, attribution="")
    assert "Quliyev" in str(found.value)
    assert "Quliyev" not in line("Internal Server Error: %s", "/", error=found.value, status=500)


def test_a_proxy_that_nobody_trusts_is_said_once(rf, caplog):
    addresses._warn_of_proxy.cache_clear()
    for address in ("10.0.0.7", "10.0.0.7", "8.8.8.8"):
        addresses.client_address(rf.get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR="1.2.3.4"))
    assert caplog.text.count("TRUSTED_PROXIES") == 2  # in one line
    assert "8.8.8.8" not in caplog.text
