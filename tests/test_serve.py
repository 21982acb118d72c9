"""`manage.py serve` as a process, with PostgreSQL behind a door that the test can shut. All on this machine."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import escape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection, connections

from articles.models import Edition
from reviews.models import Review
from tests.factories import ArticleFactory, publish
from tests.test_reviews import GOOD

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[1]
TYPED = "The bridge was closed in May & not in June, as the page says."


class Door:
    """A port that leads to the database while it is open."""

    def __init__(self, to: tuple[str, int]) -> None:
        self.to, self.inside, self.listener = to, [], None
        self.port = free_port()
        self.open()

    def open(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._let_in, args=[self.listener], daemon=True).start()

    def shut(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.inside:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.inside.clear()

    def _let_in(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.to)
                self.inside += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=[one, other], daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Server:
    def __init__(self, port: int, process: subprocess.Popen, door: Door, log: Path) -> None:
        self.port, self.process, self.door, self.log = port, process, door, log

    def ask(self, path: str, form: dict[str, str] | None = None, timeout: float = 30) -> tuple[int, str, dict]:
        """Status, page and headers. A form is posted, as from a page of ours."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request("POST" if form else "GET", path, urlencode(form) if form else None, headers if form else {})
            answer = line.getresponse()
            return answer.status, answer.read().decode(errors="replace"), dict(answer.headers)
        finally:
            line.close()

    def answers(self, path: str, number: int) -> Counter:
        """What so many readers at once are answered, how often."""
        with ThreadPoolExecutor(number) as readers:
            return Counter(readers.map(lambda _number: self.ask(path, timeout=60)[0], range(number)))

    def slow_body(self, path: str) -> socket.socket:
        """Somebody who begins to post, and goes on for ever."""
        line = socket.create_connection(("127.0.0.1", self.port))
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: 5000\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=a".encode())
        return line


@pytest.fixture
def database() -> Iterator[str]:
    """The name of a copy of the tests' database, with what is in it."""
    source = connection.settings_dict
    name = f"{source['NAME']}_served"
    connections.close_all()
    said = {"host": source["HOST"], "port": source["PORT"] or 5432, "user": source["USER"]}
    said |= {"password": source["PASSWORD"]} if source["PASSWORD"] else {}
    with psycopg.connect(dbname="postgres", autocommit=True, **said) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source["NAME"]}"')
        yield name
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def edition(db) -> Edition:
    return publish(ArticleFactory())


def begin(address: str, port: int, files: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    """`manage.py serve` on this port and this database, with one process; its files and its log are in `files`."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served",
        "SECRET_KEY": "only-for-the-tests-of-a-server-of-its-own-0123456789",
        "DATABASE_URL": address,
        "TEST_FILES": str(files),
        "SITE_URL": f"http://127.0.0.1:{port}",
    } | environment  # fmt: skip
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1", *arguments]
    with (files / "log").open("a") as out:
        return subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )


def address_of(database: str, port: int | None = None) -> str:
    source = connection.settings_dict
    password = f":{source['PASSWORD']}" if source["PASSWORD"] else ""
    place = f"127.0.0.1:{port}" if port else f"{source['HOST']}:{source['PORT'] or 5432}"
    return f"postgres://{source['USER']}{password}@{place}/{database}"


@pytest.fixture
def server(edition, database, tmp_path) -> Iterator[Server]:
    """One process with two requests at once."""
    source = connection.settings_dict
    door = Door((source["HOST"], int(source["PORT"] or 5432)))
    port = free_port()
    many = {"REVIEWS_AN_HOUR": "1000", "REVIEWS_AN_HOUR_NETWORK": "1000"}
    process = begin(address_of(database, door.port), port, tmp_path, "--threads", "2", **many)
    server = Server(port, process, door, tmp_path / "log")
    try:
        wait_until(lambda: server.ask("/healthz")[0] == 200, 60)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        door.shut()


def wait_until(true, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            if true():
                return
        assert time.monotonic() < ends, "too late"
        time.sleep(0.2)


def test_a_hundred_readers_at_once_are_served_or_asked_to_come_back(server, edition):
    answers = server.answers(edition.get_absolute_url(), 100)
    assert set(answers) <= {200, 503}
    assert answers[200] >= 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '%%_served'")
        assert cursor.fetchone()[0] <= 4
    assert "Traceback" not in server.log.read_text()


def test_slow_bodies_keep_no_reader_from_a_page(server, edition):
    slow = [server.slow_body(f"/reviews/{edition.story}/") for _number in range(200)]
    time.sleep(1)
    for _number in range(3):
        status, page, _headers = server.ask(edition.get_absolute_url(), timeout=15)
        assert (status, edition.headline in page) == (200, True)
    for line in slow:
        line.close()
    wait_until(lambda: server.ask(f"/reviews/{edition.story}/", GOOD)[0] == 303, 15)


def test_while_the_database_is_away_pages_are_503_and_no_word_is_lost(server, edition):
    address = f"/reviews/{edition.story}/"
    server.door.shut()
    status, page, headers = server.ask(address, GOOD | {"text": TYPED})
    assert status == 503
    assert escape(TYPED) in page
    assert int(headers["retry-after"]) > 0
    assert server.ask("/latest/")[0] == 503
    assert server.ask("/healthz")[0] == 503
    server.door.open()
    wait_until(lambda: server.ask(address, GOOD | {"text": TYPED})[0] == 303, 20)
    assert server.ask(edition.get_absolute_url())[0] == 200
    assert "Traceback" not in server.log.read_text()


def test_what_is_at_work_is_brought_to_its_end(server, edition):
    body = urlencode(GOOD).encode()
    head = f"POST /reviews/{edition.story}/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    line = socket.create_connection(("127.0.0.1", server.port), timeout=15)
    line.sendall(head.encode() + body[:-5])
    time.sleep(0.5)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    line.sendall(body[-5:])
    assert line.recv(12) == b"HTTP/1.1 303"
    assert server.process.wait(20) == 0
    assert not Review.objects.exists()  # that of the copy
