"""Where on the fronts a story is, for the desk's page that publishes it."""

from datetime import datetime
from typing import NamedTuple

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article
from newsroom.lib import site_languages
from sections import arranging
from sections.models import Section, Slot

register = template.Library()


class Place(NamedTuple):
    """A front, what becomes of the story there, and where that is changed ("": not by this person)."""

    name: str
    words: str
    href: str


@register.simple_tag(takes_context=True)
def places_of(context: Context, article: Article, now: datetime) -> list[Place]:
    """The home page, and the page of the story's section, both on the site in its language."""
    slots = Slot.objects.held(now).filter(article=article, arrangement__front__language=article.language)
    held = dict(slots.values_list("arrangement__front__section", "place"))
    found = []
    for section in (None, article.section) if article.section else (None,):
        name = str(section) if section else _("Home page")
        place = held.get(section.pk if section else None)
        words = _("Slot %s, as now") % place if place else _("In the list, newest first; in no slot of its own")
        may = arranging.may_arrange(context["request"].user, section)
        found.append(Place(name, words, _front(section, article.language) if may else ""))
    return found


def _front(section: Section | None, language: str) -> str:
    where = {"pk": section.pk} if section else {}
    if site_languages.is_prefix(language):
        where["language"] = language
    return reverse("fronts:front", kwargs=where)
