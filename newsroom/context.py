"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from newsroom import branding
from newsroom.lib import site_languages
from sections import navigation


def site(request: HttpRequest | None = None) -> dict[str, object]:
    """The site's own facts, and what is around its pages; nothing of the visitor."""
    around = {"navigation": navigation.of(request)} if request else {}
    return around | {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_TAGLINE": site_languages.tagline(),
        "SITE_URL": settings.SITE_URL,
        "SITE_ACCENT": settings.SITE_ACCENT,
        "SITE_LOGO": branding.logo(),
        "DEMO": settings.DEMO,
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
    }
