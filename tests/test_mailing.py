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

from articles.desk import notifications
from articles.models import Job, Notice
from articles.models.notice import Kind
from newsroom import jobs
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
        self.taken, self.tried, self.left = [], [], threading.Event()


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):
            self.greet()
            for line in self.rfile:
                self.answer(line.decode().strip().upper())

    def greet(self) -> None:
        """By the byte: anyone who waits for the end of the line waits for a minute."""
        try:
            for _byte in range(600 * self.server.drips):
                self.wfile.write(b"2")
                time.sleep(0.1)
        except OSError:
            self.server.left.set()
            raise
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
    notices = [
        Notice.objects.create(
            to=person, kind=Kind.DEADLINE, article=article, at=NOON - notifications.SETTLE, mail=True, desk=True,
            words=SPAM if person == nora else "",
        )
        for person in people
    ]  # fmt: skip
    notifications.ask_for_mail(notices)
    return notices


def unsent() -> list[int]:
    return [*Notice.objects.filter(mailed_at=None).values_list("to", flat=True)]


def send(moment=NOON) -> int:
    return jobs.carry_out(jobs.MAIL, clock=at(moment))


# -- one bad e-mail ---------------------------------------------------------------------------------------------------


def test_a_body_that_the_server_refuses_keeps_nobody_else_waiting(server, waiting, nora):
    assert send() == 4
    assert unsent() == [nora.pk]
    assert len(server.taken) == 3
    assert send(NOON + timedelta(seconds=1)) == 0  # it waits
    assert len(server.tried) == 4


@pytest.mark.parametrize("address", ["a@xn--ü.example", f"a@{60 * 'ü'}.example", "a@\xad.example", "no address"])
def test_an_address_that_cannot_be_written_keeps_nobody_else_waiting(server, waiting, nora, address):
    type(nora).objects.filter(pk=nora.pk).update(email=address)
    assert send() == 4
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
    Job.objects.filter(key=f"person {nora.pk}").update(tries=20)

    def fails(self, **kwargs):
        raise error

    monkeypatch.setattr(EmailMessage, "send", fails)
    assert send() == 1
    due = dict(Job.objects.values_list("key", "next_try_at"))
    bad = due.pop(f"person {nora.pk}")
    assert bad > max(due.values())
    assert max(due.values()) <= NOON + jobs.PAUSE
    assert Job.objects.filter(tries=0).count() == 3


def test_neither_the_log_nor_the_job_holds_an_address(waiting, monkeypatch, caplog):
    def fails(self, **kwargs):
        raise SMTPRecipientsRefused({"nora@samur.example": (550, b"no such nora@samur.example")})

    monkeypatch.setattr(EmailMessage, "send", fails)
    send()
    errors = " ".join(Job.objects.values_list("error", flat=True))
    for text in (caplog.text, errors):
        assert "SMTPRecipientsRefused" in text
        assert "samur.example" not in text


# -- a slow server ----------------------------------------------------------------------------------------------------


def test_a_server_that_drips_is_given_up_after_a_while(server, waiting, monkeypatch):
    """Or it would be waited for until its greeting is whole, and take the e-mail."""
    monkeypatch.setattr(smtp, "WHOLE", 1)
    server.drips = True
    assert send() == 1
    assert server.taken == server.tried == []
    assert server.left.wait(60)
    server.drips = False
    send(NOON + timedelta(minutes=5))
    assert len(server.taken) == 3


def test_mail_has_threads_of_its_own(monkeypatch):
    """A job of publishing, done while the mail server keeps all that send mail waiting."""
    done, sending, stopping = threading.Event(), threading.Event(), threading.Event()

    def carry_out_next(lane: jobs.Lane) -> int:
        if lane is jobs.MAIL:
            sending.set()
            done.wait(60)
        elif sending.wait(60):
            done.set()
        return 0

    monkeypatch.setattr(jobs, "carry_out_next", carry_out_next)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    crew = worker.Crew(0.01, stopping)
    assert done.wait(60)
    stopping.set()
    crew.part()
    assert not any(hand.is_alive() for hand in crew.hands)


# -- addresses in forms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["pia@reader.example", "pia@bücher.example", "pia@şəhər.example", ""])
def test_an_address_with_an_ascii_form_is_taken(address):
    mailing.validate_mailable(address)


@pytest.mark.parametrize("address", ["a@xn--ü.example", f"a@{60 * 'ü'}.example", "a@\xad.example", "a@b..example"])
def test_an_address_without_one_is_refused(address):
    with pytest.raises(ValidationError) as refused:
        mailing.validate_mailable(address)
    assert refused.value.code == "unmailable"
