"""The operator's logo among the static files."""

from django.conf import settings


def name() -> str:
    """Under which it lies there; "" where there is none."""
    return f"img/logo{settings.SITE_LOGO.suffix.lower()}" if settings.SITE_LOGO else ""
