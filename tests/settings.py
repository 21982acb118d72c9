"""The settings of the tests: nothing of the developer's environment, SQLite in memory unless told otherwise."""

import os
import tempfile
from pathlib import Path

import environ

os.environ |= {
    "SECRET_KEY": "only-for-tests-and-nothing-else-0123456789",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_NAME": "Samur Wire",
    "SITE_TAGLINE": "",
    "SITE_TAGLINE_AZ": "",
    "SITE_TAGLINE_RU": "",
    "SITE_URL": "http://testserver",
    "TIME_ZONE": "Asia/Baku",
    "LANGUAGES": "en,az,ru",
    "TRUSTED_PROXIES": "0",
    "EMAIL_URL": "memorymail://",
    "CACHE_URL": "",
    "STORAGE_URL": "",
    "DATABASE_URL": "",
    "REVIEWS_AN_HOUR": "5",
    "REVIEWS_BY_MAIL": "0",
    "RECORD_COMPARISON": "1",
    "FOUR_EYES": "1",
    "DEFAULT_FROM_EMAIL": "newsroom@localhost",
    "PURGE_URL": "",
    "FEED_FULL_TEXT": "1",
    "WEBSUB_HUB": "",
}

from newsroom.settings import *  # noqa: F403

TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "")
if TEST_DATABASE_URL:
    DATABASES = {"default": environ.Env.db_url_config(TEST_DATABASE_URL)}

MEDIA_ROOT = Path(tempfile.gettempdir()) / f"newsroom-tests-{os.getpid()}"
STATIC_ROOT = MEDIA_ROOT / "static"  # whitenoise wants it to be there
FACE_ROOT = MEDIA_ROOT / "face"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "newsroom.lib.disk.Disk"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
