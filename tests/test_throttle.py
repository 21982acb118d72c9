"""How often somebody may guess: counted before a password is hashed, apart for a device that is known."""

from threading import Event as Signal
from threading import Lock, Thread

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from newsroom.accounts import login
from newsroom.accounts.throttle import FORGOTTEN, LOG_IN
from newsroom.models import LoginAttempt, Reset
from tests.factories import NOON, make_user
from tests.test_races import together

pytestmark = pytest.mark.django_db
ATTACKER = "198.51.100.7"
COLLEAGUE = "198.51.100.8"  # in the same network


def log_in(client: Client, name: str, password: str = "desk"):  # noqa: S107
    return client.post("/admin/login/", {"username": name, "password": password})


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were hashed, in order."""
    seen, lock, encode = [], Lock(), hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        with lock:
            seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return seen


# -- counted first ----------------------------------------------------------------------------------------------------


def test_a_guess_beyond_the_limit_is_not_even_hashed(nora, client, hashed):
    for number in range(LOG_IN.for_name + 3):
        response = log_in(client, "nora", f"guess {number}")
    assert hashed == [f"guess {number}" for number in range(LOG_IN.for_name)]
    assert response.status_code == 429
    assert response["Retry-After"] == str(15 * 60)


def test_a_guess_is_counted_while_its_password_is_hashed(nora, client, monkeypatch):
    counted = []
    check = hashers.MD5PasswordHasher.verify
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "verify", lambda *said: counted.append(LoginAttempt.objects.count()) or check(*said)
    )
    log_in(client, "nora", "wrong")
    assert counted == [2]  # for the network, and for the name


def test_success_is_not_counted(nora, client):
    for _visit in range(3 * LOG_IN.for_name):
        assert log_in(client, "nora").status_code == 302
        client.post("/admin/logout/")
    assert not LoginAttempt.objects.exists()


def test_a_form_without_a_password_is_no_guess(nora, client):
    for _try in range(2 * LOG_IN.for_name):
        log_in(client, "nora", "")
    assert log_in(client, "nora").status_code == 302


def test_an_unknown_name_costs_what_a_known_one_does(nora, client, hashed):
    make_user("left")
    User.objects.filter(username="left").update(password="!")
    make_user("closed", is_active=False)
    costs = {}
    for name in ("nora", "nobody", "left", "closed"):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            log_in(Client(), name, "wrong")
        costs[name] = (len(asked), len(hashed))
    assert len({*costs.values()}) == 1, costs


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["nora", "nobody"])
def test_of_sixty_guesses_at_once_no_more_than_the_limit_are_tried(nora, hashed, monkeypatch, name):
    monkeypatch.setattr(login, "QUEUE", Endless())  # all of them may wait, so that only the count refuses
    nora.set_password("the right one")
    nora.save()
    hashed.clear()
    passwords = [f"guess {number}" for number in range(60)]
    passwords[40] = "the right one"
    results = together(*[lambda word=word: log_in(Client(), name, word).status_code for word in passwords])
    assert len(hashed) <= LOG_IN.for_name + (name == "nora"), results  # the right one is taken back, if it was tried
    assert {*results} <= {200, 302, 429}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_sixty_names_guessed_at_once_from_one_network_no_more_than_its_limit_are_tried(hashed, monkeypatch):
    monkeypatch.setattr(login, "QUEUE", Endless())
    together(*[lambda name=name: log_in(Client(), f"name-{name}", "wrong") for name in range(60)])
    assert len(hashed) == LOG_IN.from_network


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_requests_for_a_new_password_at_once_no_more_than_the_limit_are_taken(nora):
    ask = [lambda: Client().post("/admin/password_reset/", {"email": nora.email}).status_code] * 30
    results = together(*ask)
    assert sorted(results) == [302] * FORGOTTEN.for_name + [429] * (30 - FORGOTTEN.for_name)
    assert Reset.objects.count() == FORGOTTEN.for_name


class Endless:
    """A queue that nobody is sent away from."""

    def acquire(self, *, blocking: bool) -> bool:
        return True

    def release(self) -> None:
        pass


# -- two hashes at once -----------------------------------------------------------------------------------------------


def test_at_most_two_passwords_are_hashed_at_once_and_few_wait(monkeypatch):
    """Without a database: who gets in, while two are at it and stay."""
    monkeypatch.setattr(login, "WAIT", 0.05)
    hold, inside, results = Signal(), [], []

    def hash_something() -> None:
        with login.one_of_few() as free:
            results.append(free)
            if free:
                inside.append(True)
                hold.wait(10)

    first = [Thread(target=hash_something) for _one in range(10)]
    for thread in first:
        thread.start()
    while len(results) < len(first):
        pass
    assert (len(inside), results.count(False)) == (2, 8)
    hold.set()
    for thread in first:
        thread.join()
    with login.one_of_few() as free:
        assert free, "all places are free again"


def test_who_must_come_back_is_told_when_and_has_lost_no_attempt(nora, client, monkeypatch):
    monkeypatch.setattr(login, "WAIT", 0)
    with login.one_of_few(), login.one_of_few():
        response = log_in(client, "nora")
    assert response.status_code == 503
    assert "Retry-After" in response.headers
    assert "Try again in a few seconds" in response.text
    assert not LoginAttempt.objects.exists()
    assert log_in(client, "nora").status_code == 302


# -- a known device ---------------------------------------------------------------------------------------------------


@pytest.fixture
def known(nora) -> Client:
    """Nora's own, on which she logged in once."""
    client = Client(REMOTE_ADDR=COLLEAGUE)
    log_in(client, "nora")
    client.post("/admin/logout/")
    return client


def test_an_attacker_in_the_same_network_locks_nobody_out_of_a_known_device(known):
    for number in range(LOG_IN.from_network + 5):
        log_in(Client(REMOTE_ADDR=ATTACKER), "nora" if number % 2 else f"nobody-{number}", "wrong")
    assert log_in(Client(REMOTE_ADDR=COLLEAGUE), "nora").status_code == 429
    assert log_in(known, "nora").status_code == 302
    assert log_in(known, " NORA ").status_code != 429


def test_nor_does_one_who_asks_for_new_passwords(known, nora):
    for _try in range(FORGOTTEN.from_network + 1):
        Client(REMOTE_ADDR=ATTACKER).post("/admin/password_reset/", {"email": f"{_try}@samur.example"})
    ask = {"email": nora.email}
    assert Client(REMOTE_ADDR=COLLEAGUE).post("/admin/password_reset/", ask).status_code == 429
    assert known.post("/admin/password_reset/", ask).status_code == 302


def test_a_known_device_has_its_own_limit(known):
    for _try in range(LOG_IN.for_name):
        log_in(known, "nora", "wrong")
    assert log_in(known, "nora").status_code == 429


def test_a_device_is_known_for_the_person_who_used_it_alone(known, omar):
    for _try in range(LOG_IN.for_name):
        log_in(Client(REMOTE_ADDR=ATTACKER), "omar", "wrong")
    assert log_in(known, "omar").status_code == 429


def test_the_cookie_of_one_person_is_worth_nothing_under_the_name_of_another(known, omar):
    request = RequestFactory().get("/admin/login/")
    (own, *_rest) = (name for name in known.cookies if name.startswith("device-"))
    theirs = login.devices._cookie("omar")
    request.COOKIES[theirs] = known.cookies[own].value
    assert login.devices.known(request, "omar") == ""
    request.COOKIES[own] = known.cookies[own].value
    assert login.devices.known(request, "nora") or login.devices.known(request, "nora@samur.example")


@pytest.mark.parametrize("value", ["", "x", "x:y:z", "device:1qQ:abc"])
def test_a_forged_cookie_is_no_device(nora, value):
    client = Client(REMOTE_ADDR=ATTACKER)
    client.cookies[login.devices._cookie("nora")] = value
    for _try in range(LOG_IN.for_name):
        log_in(client, "nora", "wrong")
    assert log_in(client, "nora").status_code == 429
    assert log_in(Client(REMOTE_ADDR=ATTACKER), "nora").status_code == 429


def test_the_cookie_is_for_the_desk_alone_and_no_script_reads_it(known):
    cookies = [cookie for name, cookie in known.cookies.items() if name.startswith("device-")]
    assert len(cookies) == 2
    for cookie in cookies:
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
        assert "nora" not in cookie.OutputString()


def test_a_failed_log_in_makes_no_device_known(nora, client):
    log_in(client, "nora", "wrong")
    assert not [name for name in client.cookies if name.startswith("device-")]


def test_an_attempt_counts_for_a_quarter_of_an_hour_and_no_longer():
    request = RequestFactory().post("/admin/login/")
    request.moment = NOON
    for _try in range(LOG_IN.for_name):
        LOG_IN.attempt(request, "nora")
    assert LOG_IN.attempt(request, "nora") is None
    request.moment = NOON + LOG_IN.span
    assert LOG_IN.attempt(request, "nora") is not None


# -- a proxy that nobody counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("proxies", "warned"), [(0, True), (1, False)])
def test_administrators_are_warned_of_a_proxy_that_makes_everybody_one_network(
    admin, omar, client, settings, proxies, warned
):
    settings.TRUSTED_PROXIES = proxies
    through = {"X-Forwarded-For": "203.0.113.9"}
    client.force_login(admin)
    assert ("TRUSTED_PROXIES" in client.get("/admin/", headers=through).text) == warned
    assert "TRUSTED_PROXIES" not in client.get("/admin/").text
    client.force_login(omar)
    assert "TRUSTED_PROXIES" not in client.get("/admin/", headers=through).text
