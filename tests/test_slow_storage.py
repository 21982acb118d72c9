"""A bucket that says nothing, drips or fails: a few seconds once, then 503 at once; no database connection is held."""

import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from newsroom.lib import bucket, environment
from newsroom.lib.places import Breaker, Full, Places
from tests.factories import ArticleFactory, PhotoFactory, publish
from tests.test_pictures_served import media

pytestmark = pytest.mark.django_db


class Storage(socketserver.ThreadingTCPServer):
    """Takes connections; `says` what it answers, and goes on without an end where it `drips`."""

    daemon_threads = allow_reuse_address = True
    says, drips = b"", False
    asked = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Silence)
        self.done = threading.Event()


class Silence(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.asked += 1
        with suppress(OSError):
            self.request.recv(65536)
            self.request.sendall(self.server.says)
            while not self.server.done.wait(0.05):
                if self.server.drips:
                    self.request.sendall(b"x")
                elif self.server.says:
                    return


@pytest.fixture
def storage(settings, monkeypatch) -> Iterator[Storage]:
    with Storage() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address
        monkeypatch.setattr(bucket, "READ", 0.5)
        monkeypatch.setattr(bucket, "breaker", Breaker(rest=30))
        monkeypatch.setattr(bucket, "places", Places(2, waiting=2, patience=0.2))
        monkeypatch.setenv("STORAGE_URL", f"s3+http://key:secret@{host}:{port}/pictures")
        settings.STORAGES = settings.STORAGES | {"default": environment.storage("STORAGE_URL")}
        yield server
        server.done.set()
        server.shutdown()


def refused(what) -> bool:
    """Whether it ends with Full; without an end of its own it would wait for the storage for ever."""
    with pytest.raises(Full):
        what()
    return True


@pytest.mark.parametrize(
    "what",
    [
        lambda: default_storage.open("a"),
        lambda: default_storage.save("a", ContentFile(b"x")),
        lambda: default_storage.exists("a"),
        lambda: default_storage.delete("a"),
        lambda: default_storage.listdir("a"),
        lambda: default_storage.size("a"),
    ],
    ids=["open", "save", "exists", "delete", "listdir", "size"],
)
def test_silence_is_waited_for_once_and_then_by_nobody(storage, what):
    assert refused(what)
    assert storage.asked == 1
    assert refused(what)
    assert storage.asked == 1  # refused without a connection, so without a wait


def test_a_file_that_drips_is_given_up(storage, monkeypatch):
    monkeypatch.setattr(bucket, "WHOLE", 1)
    monkeypatch.setattr(bucket, "CHUNK", 1)
    storage.says, storage.drips = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", True
    assert refused(lambda: default_storage.open("a"))  # all of it would take more than an hour


def test_a_storage_that_fails_is_left_alone_for_a_while(storage):
    storage.says = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n"
    assert refused(lambda: default_storage.open("a"))
    assert storage.asked == 1
    assert refused(lambda: default_storage.open("a"))
    assert storage.asked == 1


def test_what_is_not_there_is_no_failure(storage):
    storage.says = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    for _time in range(2):
        with pytest.raises(FileNotFoundError):
            default_storage.open("a")
    assert storage.asked == 2


def test_few_ask_at_once(storage):
    with ThreadPoolExecutor(12) as pool:
        answers = [pool.submit(refused, lambda: default_storage.open("a")) for _number in range(12)]
        assert all(answer.result() for answer in answers)
    assert storage.asked <= 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_database_connection_is_held_meanwhile(storage, monkeypatch):
    seen = []
    monkeypatch.setattr(bucket, "_read", None)
    photo = PhotoFactory.build(original=None, width=64, height=48, sha256="0" * 64)
    photo.original.name = "originals/x"
    photo.save()
    edition = publish(ArticleFactory(photo=photo))
    enter = bucket.breaker.enter

    def watched() -> None:
        seen.append(connection.connection)
        enter()

    monkeypatch.setattr(bucket.breaker, "enter", watched)
    response = Client(raise_request_exception=False).get(media(photo))
    assert edition
    assert (response.status_code, seen) == (503, [None])
    assert int(response["Retry-After"]) > 0
