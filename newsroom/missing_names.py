"""What has no name yet in one of the newsroom's languages, each with the form where it is given.

A section without a name is shown nowhere in that language, and publishing into it is refused, so sections come first.
Of topics, correspondents and sources only those count whose stories in that language need the name.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.desk.about_pages import adding
from articles.models import AboutPage, Article, Correspondent, Source, Tag
from newsroom.lib.translated import Translated, others
from sections.models import Section

MOST = 100  # named on the page, of one kind in one language


class Missing(NamedTuple):
    name: str  # in the language of the desk
    lacks: str  # the fields, in words; "" where it is the whole page
    link: str


class Group(NamedTuple):
    title: str
    missing: list[Missing]


@require_safe
def missing_names(request: HttpRequest) -> HttpResponse:
    """Those that this person may change, by language; for editors."""
    if len(settings.LANGUAGES) < 2:
        raise Http404
    if not request.user.has_perm("articles.change_tag"):
        raise PermissionDenied
    names = dict(settings.LANGUAGES)
    languages = [(code, _(names[code]), list(_groups(request, code))) for code in others()]
    context = {
        "title": _("Missing names"),
        "languages": [(code, name, groups) for code, name, groups in languages if groups],
        "count": sum(len(group.missing) for _code, _name, groups in languages for group in groups),
        "most": MOST,
    }
    return TemplateResponse(request, "desk/missing_names.html", context)


def _groups(request: HttpRequest, language: str) -> Iterator[Group]:
    for model, rows in _needed(language, request.moment).items():
        if admin.site.get_model_admin(model).has_change_permission(request):
            missing = [_missing(row, fields) for row in rows if (fields := row.lacks(language))][:MOST]
            if missing:
                yield Group(_title(model), missing)
    if request.user.has_perm("articles.add_aboutpage") and (pages := _pages(language)):
        yield Group(_title(AboutPage), pages)


def _needed(language: str, at: datetime) -> dict[type[Translated], Iterable[Translated]]:
    """What is shown in this language, or will be. Of a source only what readers may see is ever asked for."""
    stories = Article.objects.filter(language=language)
    return {
        Section: Section.objects.all(),
        Tag: Tag.objects.published(at, language),
        Correspondent: Correspondent.objects.published(at, language),
        Source: Source.objects.filter(pk__in=stories.order_by().values("citations__source")),
    }


def _missing(row: Translated, fields: list[str]) -> Missing:
    meta = row._meta
    name = row.public_name if isinstance(row, Source) else row.said("name")
    lacks = ", ".join(str(meta.get_field(field).verbose_name) for field in fields)
    return Missing(name, lacks, reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]))


def _pages(language: str) -> list[Missing]:
    """Public About pages of the first language that have no counterpart."""
    there = AboutPage.objects.filter(language=language).values("slug")
    lacking = AboutPage.objects.filter(language=settings.LANGUAGE_CODE, public=True).exclude(slug__in=there)
    return [Missing(page.name, "", adding(page, language)) for page in lacking[:MOST]]


def _title(model: type) -> str:
    plural = str(model._meta.verbose_name_plural)
    return plural[:1].upper() + plural[1:]
