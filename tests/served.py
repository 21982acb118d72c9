"""The settings of a server that a test starts as a process of its own: those of production, but for its files."""

import os
from pathlib import Path

from newsroom.settings import *  # noqa: F403

MEDIA_ROOT = Path(os.environ["TEST_FILES"]) / "media"
STATIC_ROOT = Path(os.environ["TEST_FILES"]) / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = True  # nothing is collected
