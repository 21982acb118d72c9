"""One bad e-mail never delays another, and a slow mail server holds nothing else up."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from articles.models import Notice
from articles.models.notice import Kind
from newsroom.lib import mailing, smtp
from newsroom.management.commands import worker
from tests.factories import NOON, ArticleFactory, at, make_user

pytestmark = pytest.mark.django_db

SPAM = "the words that a filter looks for"


class MailServer(socketserver.ThreadingTCPServer):
    """On this machine. Refuses the body that holds SPAM with 554; where it `drips`, it greets a byte at a time."""

    daemon_threads = allow_reuse_address = True
    drips = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken, self.tried = [], []


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):
            self.greet()
            for line in self.rfile:
                self.answer(line.decode().strip().upper())

    def greet(self) -> None:
        ends = time.monotonic() + 20
        while self.server.drips and time.monotonic() < ends:
            self.wfile.write(b"2")
            time.sleep(0.1)
        self.wfile.write(b"220 here\r\n")

    def answer(self, said: str) -> None:
        if said != "DATA":
            self.wfile.write(b"221 bye\r\n" if said == "QUIT" else b"250 fine\r\n")
            return
        self.wfile.write(b"354 go on\r\n")
        body = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
        self.server.tried.append(body)
        bad = SPAM in body
        self.wfile.write(b"554 refused\r\n" if bad else b"250 taken\r\n")
        if not bad:
            self.server.taken.append(body)


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with MailServer() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "newsroom.lib.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = found.server_address
        settings.EMAIL_TIMEOUT = 5
        yield found
        found.shutdown()


@pytest.fixture
def waiting(nora) -> list[Notice]:
    """Four e-mails, to four people; the first in the queue is the bad one."""
    article = ArticleFactory()
    people = [nora, *(make_user(f"person{number}", "Journalists") for number in range(3))]
    return [
        Notice.objects.create(
            to=person, kind=Kind.DEADLINE, article=article, at=NOON, once=f"{person}", mail_at=NOON, desk=True,
            words=SPAM if person == nora else "",
        )
        for person in people
    ]  # fmt: skip


def write(rows: list[Notice]) -> EmailMessage:
    return EmailMessage("Hello", rows[0].words or "Good words.", to=[rows[0].to.email])


def unsent() -> list[int]:
    return [*Notice.objects.filter(mailed_at=None).values_list("to", flat=True)]


def send(moment=NOON) -> bool:
    return mailing.send(Notice.objects.all(), write, clock=at(moment))


# -- one bad e-mail ---------------------------------------------------------------------------------------------------


def test_a_body_that_the_server_refuses_keeps_nobody_else_waiting(server, waiting, nora):
    assert send() is True
    assert unsent() == [nora.pk]
    assert len(server.taken) == 3
    assert send(NOON + timedelta(seconds=1)) is True  # it waits
    assert len(server.tried) == 4


@pytest.mark.parametrize("address", ["a@xn--ü.example", f"a@{60 * 'ü'}.example", "a@\xad.example", "no address"])
def test_an_address_that_cannot_be_written_keeps_nobody_else_waiting(server, waiting, nora, address):
    type(nora).objects.filter(pk=nora.pk).update(email=address)
    assert send() is True
    assert unsent() == [nora.pk]


ALONE = [
    SMTPDataError(554, b"spam"),
    SMTPDataError(451, b"later"),
    SMTPSenderRefused(550, b"no", "desk@samur.example"),
    SMTPRecipientsRefused({"nora@samur.example": (550, b"no")}),
    UnicodeError("label too long"),
    KeyError("template"),
    mail.BadHeaderError(),
]
ALL = [
    ConnectionRefusedError(),
    TimeoutError(),
    SMTPServerDisconnected("x"),
    SMTPConnectError(421, b"x"),
    SMTPAuthenticationError(535, b"x"),
    SMTPSenderRefused(421, b"closing", "desk@samur.example"),
]


@pytest.mark.parametrize("error", [*ALONE, *ALL], ids=repr)
def test_only_a_server_that_cannot_be_talked_to_concerns_all(error):
    assert mailing.concerns_all(error) is (error in ALL)


@pytest.mark.parametrize("error", ALL, ids=repr)
def test_what_failed_is_behind_the_others_and_nobody_waits_for_longer_than_a_minute(waiting, monkeypatch, error, nora):
    Notice.objects.filter(to=nora).update(tries=20)

    def fails(self, **kwargs):
        raise error

    monkeypatch.setattr(EmailMessage, "send", fails)
    assert send() is False
    due = dict(Notice.objects.values_list("to", "mail_at"))
    bad = due.pop(nora.pk)
    assert bad > max(due.values())
    assert max(due.values()) <= NOON + mailing.PAUSE
    assert Notice.objects.filter(tries=0).count() == 3


def test_a_log_line_holds_no_address(waiting, monkeypatch, caplog):
    def fails(self, **kwargs):
        raise SMTPRecipientsRefused({"nora@samur.example": (550, b"no such nora@samur.example")})

    monkeypatch.setattr(EmailMessage, "send", fails)
    send()
    assert "SMTPRecipientsRefused" in caplog.text
    assert "nora" not in caplog.text


# -- a slow server ----------------------------------------------------------------------------------------------------


def test_a_server_that_drips_is_given_up_after_a_while(server, waiting, monkeypatch):
    monkeypatch.setattr(smtp, "WHOLE", 1)
    server.drips = True
    began = time.monotonic()
    assert send() is False
    assert 0.8 < time.monotonic() - began < 10
    server.drips = False
    assert send(NOON + timedelta(minutes=5)) is True
    assert len(server.taken) == 3


def test_mail_has_a_thread_of_its_own(monkeypatch):
    done, sent = threading.Event(), threading.Event()

    def slow() -> bool:
        sent.set()
        return done.wait(20)

    def look(*args) -> bool:
        """A job, done while the mail server keeps the other thread waiting."""
        assert sent.wait(20)
        done.set()
        return True

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "MAIL", (slow,))
    monkeypatch.setattr(worker, "look", look)
    monkeypatch.setattr(worker.Worker, "configure_signals", lambda self: None)
    running = property(lambda self: not done.is_set(), lambda self, value: None)
    monkeypatch.setattr(worker.Worker, "running", running, raising=False)
    worker.Command().handle(interval=0.01, once=False, beside=None)
    assert done.is_set()


# -- addresses in forms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["pia@reader.example", "pia@bücher.example", "pia@şəhər.example", ""])
def test_an_address_with_an_ascii_form_is_taken(address):
    mailing.validate_mailable(address)


@pytest.mark.parametrize("address", ["a@xn--ü.example", f"a@{60 * 'ü'}.example", "a@\xad.example", "a@b..example"])
def test_an_address_without_one_is_refused(address):
    with pytest.raises(ValidationError) as refused:
        mailing.validate_mailable(address)
    assert refused.value.code == "unmailable"
