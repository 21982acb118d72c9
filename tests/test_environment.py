"""What the operator says in the environment is understood, or refused in one sentence before anything starts."""

import os
import runpy
from datetime import time
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.lib import environment, private

SETTINGS = Path(__file__).parents[1] / "newsroom" / "settings.py"

# Every variable of the contract, so that neither the developer's environment nor their .env is asked.
PLAIN = {
    "SECRET_KEY": "only-for-tests-and-nothing-else-0123456789",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "SITE_URL": "http://127.0.0.1:8000",
    "SITE_NAME": "Samur Wire",
    "SITE_TAGLINE": "",
    "SITE_TAGLINE_AZ": "",
    "SITE_TAGLINE_RU": "",
    "TIME_ZONE": "Asia/Baku",
    "LANGUAGES": "en,az,ru",
    "DATABASE_URL": "sqlite://:memory:",
    "CACHE_URL": "locmemcache://",
    "STORAGE_URL": "",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "desk@samur.example",
    "TRUSTED_PROXIES": "0",
    "REVIEWS_AN_HOUR": "5",
    "DEBUG": "0",
    "DEMO": "0",
}


def settings(**said: str) -> dict:
    """The settings of a newsroom that is started with these words in its environment."""
    with patch.dict(os.environ, PLAIN | said):
        return runpy.run_path(str(SETTINGS))


def refusal(**said: str) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings(**said)
    return str(refused.value)


# -- booleans ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["1", "true", "yes", "on", "TRUE", "Yes", " on "])
@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_these_words_are_a_yes(name, word):
    assert settings(**{name: word})[name] is True


@pytest.mark.parametrize("word", ["0", "false", "no", "off", "FALSE", "No", " off ", "", " "])
@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_these_words_are_a_no(name, word):
    assert settings(**{name: word})[name] is False


@pytest.mark.parametrize("word", ["maybe", "2", "-1", "y", "n", "t", "enabled", "None", "да", "0.0", "true,"])
@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_anything_else_stops_the_start(name, word):
    assert refusal(**{name: word}).startswith(f"{name}={word} ")


def test_where_nothing_is_said_the_default_holds(monkeypatch):
    monkeypatch.delenv("NOWHERE_SAID", raising=False)
    assert environment.boolean("NOWHERE_SAID", default=True) is True
    assert environment.boolean("NOWHERE_SAID", default=False) is False


# -- bad values -------------------------------------------------------------------------------------------------------

BAD = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "x"),
    ("SECRET_KEY", "changeme"),
    ("SECRET_KEY", "ab" * 40),
    ("SECRET_KEY", "django-insecure-3z!v@d#k2$8l0q9w1e5r7t6y4u8i2o0p"),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "news.example,*"),
    ("UMASK", "022"),
    ("UMASK", "private"),
    ("WEB_THREADS", "0"),
    ("WEB_THREADS", "²"),
    ("SITE_URL", ""),
    ("SITE_URL", "news.example"),
    ("SITE_URL", "ftp://news.example"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://news.example/site"),
    ("SITE_URL", "https://news.example?x=1"),
    ("SITE_URL", "https://news.example#top"),
    ("SITE_URL", "http://[::1"),
    ("SITE_URL", "http://news.example:port"),
    ("TIME_ZONE", "Baku"),
    ("TIME_ZONE", "GMT+4"),
    ("TIME_ZONE", "../../etc/passwd"),
    ("TIME_ZONE", "/usr/share/zoneinfo/Asia/Baku"),
    ("LANGUAGES", "xx"),
    ("LANGUAGES", "en,azerbaijani"),
    ("LANGUAGES", ","),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "one"),
    ("TRUSTED_PROXIES", "1.5"),
    ("REVIEWS_AN_HOUR", "many"),
    ("REVIEWS_HOURS", "in the morning"),
    ("REVIEWS_HOURS", "22:00-08:00"),
    ("REVIEWS_HOURS", "08:00"),
    ("SECURITY_CONTACT", "security@news.example"),
    ("SECURITY_CONTACT", "http://news.example"),
    ("DATABASE_URL", "newsroom"),
    ("DATABASE_URL", "mongodb://127.0.0.1/newsroom"),
    ("CACHE_URL", "newsroom"),
    ("EMAIL_URL", "newsroom"),
    ("STORAGE_URL", "newsroom"),
    ("STORAGE_URL", "ftp://key:secret@s3.example/pictures"),
    ("STORAGE_URL", "s3://s3.example/pictures"),
    ("STORAGE_URL", "s3://key:secret@s3.example"),
    ("STORAGE_URL", "s3://key:secret@s3.example:port/pictures"),
    ("STORAGE_URL", "s3://key:secret@s3.example/pictures?regoin=x"),
    ("STORAGE_URL", "s3://key:secret@s3.example/pictures?redirect=maybe"),
]


@pytest.mark.parametrize(("name", "word"), BAD)
def test_a_bad_value_is_refused_in_one_sentence_that_names_it(name, word):
    said = refusal(**{name: word})
    assert name in said
    assert "\n" not in said
    assert said.endswith(".")
    assert "secret@s3.example:" not in said.partition("such as")[0]


@pytest.mark.parametrize(
    "name", ["LANGUAGES", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "STORAGE_URL", "TIME_ZONE", "TRUSTED_PROXIES"]
)
def test_an_empty_value_is_as_good_as_none(name):
    assert settings(**{name: ""})["ROOT_URLCONF"] == "newsroom.urls"


def test_debugging_in_public_is_refused():
    said = refusal(DEBUG="1", SITE_URL="https://news.example")
    assert said.startswith("DEBUG=1 ")
    assert settings(DEBUG="1", SITE_URL="https://localhost")["DEBUG"] is True
    assert settings(DEBUG="1", ALLOWED_HOSTS="*")["DEBUG"] is True


def test_a_secret_key_is_not_repeated():
    assert "pass phrase" not in refusal(SECRET_KEY="pass phrase")


# -- who may read what is written --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "mode"), [("", 0o600), ("077", 0o600), ("027", 0o640)])
def test_files_are_private_or_the_group_s(said, mode, tmp_path):
    before = os.umask(0o022)
    try:
        made = settings(UMASK=said)
        (tmp_path / "mail").write_text("x")
        assert (tmp_path / "mail").stat().st_mode & 0o777 == mode
        assert made["FILE_UPLOAD_PERMISSIONS"] == mode
    finally:
        os.umask(before)


def test_what_was_readable_by_everybody_is_closed(tmp_path):
    database, media = tmp_path / "newsroom.sqlite3", tmp_path / "media"
    for ending in ("", "-wal"):
        Path(f"{database}{ending}").touch(0o644)
    media.mkdir(0o755)
    private.tighten(0o077, database, media, tmp_path / "missing")
    assert database.stat().st_mode & 0o777 == Path(f"{database}-wal").stat().st_mode & 0o777 == 0o600
    assert media.stat().st_mode & 0o777 == 0o700


# -- the demo ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hosts", ["127.0.0.1", "localhost", "127.0.0.1,localhost,[::1]", " localhost , 127.0.0.1 "])
def test_the_demo_runs_on_this_machine(hosts):
    assert settings(DEMO="1", ALLOWED_HOSTS=hosts)["DEMO"] is True


@pytest.mark.parametrize(
    "hosts", ["news.example", "127.0.0.1,news.example", "*", ".localhost", "192.168.1.5", "localhost.evil"]
)
def test_the_demo_with_log_ins_that_everybody_knows_is_refused_elsewhere(hosts):
    assert refusal(DEMO="1", ALLOWED_HOSTS=hosts).startswith("DEMO=1 ")
    assert hosts == "*" or settings(DEMO="0", ALLOWED_HOSTS=hosts)["DEMO"] is False


# -- what follows from it ---------------------------------------------------------------------------------------------


def test_languages_keep_their_order_and_the_first_is_the_house_s():
    made = settings(LANGUAGES="az, ru ,en")
    assert [code for code, _name in made["LANGUAGES"]] == ["az", "ru", "en"]
    assert made["LANGUAGE_CODE"] == "az"


def test_a_slash_behind_the_address_of_the_site_is_taken_off():
    assert settings(SITE_URL="https://news.example/")["SITE_URL"] == "https://news.example"


def test_a_site_behind_https_sends_its_cookies_nowhere_else():
    made = settings(SITE_URL="https://news.example")
    assert made["SESSION_COOKIE_SECURE"] is made["CSRF_COOKIE_SECURE"] is made["SECURE_SSL_REDIRECT"] is True
    assert made["SECURE_HSTS_SECONDS"] > 0


@pytest.mark.parametrize(("proxies", "believed"), [("0", None), ("1", ("HTTP_X_FORWARDED_PROTO", "https"))])
def test_a_header_says_https_only_where_a_proxy_of_ours_writes_it(proxies, believed):
    assert settings(SITE_URL="https://news.example", TRUSTED_PROXIES=proxies)["SECURE_PROXY_SSL_HEADER"] == believed


def test_nothing_is_let_through_that_readers_pages_do_not_need():
    policy = settings()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert "unsafe" not in str(policy)
    assert {str(word) for words in policy.values() for word in words} == {"'self'", "'none'"}


def test_a_bucket_is_named_by_its_address():
    made = settings(STORAGE_URL="s3://key:p%2Fw@s3.example:9000/pictures/desk?region=eu-central-1")
    assert made["STORAGES"]["default"]["BACKEND"] == "newsroom.lib.bucket.Bucket"
    assert made["STORAGES"]["default"]["OPTIONS"] == {
        "endpoint_url": "https://s3.example:9000", "access_key": "key", "secret_key": "p/w", "bucket_name": "pictures",
        "location": "desk", "region_name": "eu-central-1", "style": "path", "lends": False,
    }  # fmt: skip
    assert made["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("style", "origin"), [("path", "http://s3.example:9000"), ("virtual", "http://pictures.s3.example:9000")]
)
def test_browsers_may_go_to_a_bucket_only_where_they_are_sent_there(style, origin):
    made = settings(STORAGE_URL=f"s3+http://key:secret@s3.example:9000/pictures?redirect=1&style={style}")
    assert made["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"] == ["'self'", origin]
    assert origin in made["DESK_SECURITY_POLICY"]["img-src"]


@pytest.mark.parametrize(
    ("said", "asks"),
    [({"EMAIL_URL": ""}, False), ({}, True), ({"EMAIL_URL": "", "DEMO": "1"}, True), ({"REVIEWS_BY_MAIL": "0"}, False)],
)
def test_readers_are_asked_by_mail_where_there_is_mail_and_at_the_demo(said, asks):
    assert settings(**{"REVIEWS_BY_MAIL": ""} | said)["REVIEWS_BY_MAIL"] is asks


def test_hours_of_the_day_are_two_times():
    assert settings()["REVIEWS_HOURS"] is None
    assert settings(REVIEWS_HOURS="08:00 – 22:30")["REVIEWS_HOURS"] == (time(8), time(22, 30))


def test_subdomains_are_bound_to_https_only_if_the_operator_says_so():
    assert settings(SITE_URL="https://news.example")["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is False
    assert settings(SITE_URL="https://news.example", HSTS_SUBDOMAINS="1")["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
