"""Unfold's templates with their icons unheard: each is a word in a font, which screen readers would say.

Its templates are no stable interface, so they are not copied: the one attribute is added where they are loaded.
"""

import re

from django.forms import renderers
from django.template.base import Origin
from django.template.loaders import app_directories

ICON = re.compile(r"<span(?=[^>]*\bmaterial-symbols-outlined\b)(?![^>]*\baria-hidden)")


def unheard(source: str) -> str:
    return ICON.sub('<span aria-hidden="true"', source)


class Loader(app_directories.Loader):
    def get_contents(self, origin: Origin) -> str:
        return unheard(super().get_contents(origin))


class FormRenderer(renderers.TemplatesSetting):
    """Fields are drawn by the same templates as pages, so that what is said above holds for theirs too."""
