"""The newsroom as it is served, on a database of its own, with nothing of the developer's environment."""

import os
from pathlib import Path

FOLDER = Path(os.environ["BENCH_FOLDER"])  # made and removed by bench/__main__.py

os.environ |= {
    "SECRET_KEY": "only-for-benchmarks-and-nothing-else-0123456789",
    "ALLOWED_HOSTS": "testserver",
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_URL": "http://testserver",
    "TIME_ZONE": "Asia/Baku",
    "EMAIL_URL": "memorymail://",
    "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{FOLDER / 'bench.sqlite3'}",
}

from newsroom.settings import *  # noqa: E402, F403

ROOT_URLCONF = "bench.urls"
MEDIA_ROOT = FOLDER / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
