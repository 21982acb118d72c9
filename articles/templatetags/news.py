"""Times, pictures and structured data on readers' pages."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext, override

from articles.exchange.dialects import dialects
from articles.models import AboutPageEdition, Correspondent, Edition
from articles.models.documents import address_name
from articles.pictures import copies, social
from articles.site import corrections, structured, translations
from articles.text import quoting, typesetting
from newsroom.lib import house_time, plain_text

register = template.Library()

NIGHT = timedelta(hours=12)
OLD = 30  # days after which a page says how old its story is
PARAGRAPH = re.compile("</p>|</li>")
TELEPHONE = "(max-width: 39.99rem)"  # as in static/css/card.css
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _time(at: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(timespec="minutes"), words)


@register.filter
def moment(at: datetime | str) -> SafeString:
    """Absolute: 23 Nov 2026, 14:05 Baku, in the newsroom's time zone. Also of a moment as printed (ISO 8601)."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    return _time(at, f"{date_format(timezone.localtime(at), 'j M Y, H:i')} {house_time.place()}")


@register.filter
def clock(at: datetime, now: datetime) -> SafeString:
    """14:05 on the day of `now` and in the night before it, 23 Nov in its year, else 23 Nov 2024."""
    local, today = timezone.localtime(at), timezone.localtime(now)
    fresh = local.date() == today.date() or timedelta(0) < now - at < NIGHT
    form = "H:i" if fresh else "j M" if local.year == today.year else "j M Y"
    return _time(at, date_format(local, form))


@register.filter
def day(at: Any) -> SafeString:
    """Monday 23 November 2026, of a moment, a date, or a date as printed (ISO 8601)."""
    if isinstance(at, str):
        at = date.fromisoformat(at)
    on = timezone.localdate(at) if isinstance(at, datetime) else at
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "l j\N{NO-BREAK SPACE}E Y"))


@register.filter
def short_day(at: str) -> SafeString:
    """23 Nov 2026, of a date as printed (ISO 8601)."""
    return format_html('<time datetime="{}">{}</time>', at, date_format(date.fromisoformat(at), "j M Y"))


@register.filter
def written(on: date, language: str) -> str:
    """A day as a text in this language has it: 23 November, 22 noyabr."""
    with override(language):
        return date_format(on, "j E")


@register.filter
def age(edition: Edition, now: datetime) -> str:
    """How old what a story says is, in words, from OLD days on; else "". A material update makes it young again."""
    days = (now - (edition.updated_at or edition.first_published_at)).days
    if days < OLD:
        return ""
    years, months = days // 365, min(11, days // 30)
    if years:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


@register.filter
def section_name(edition: Edition) -> str:
    """Of its section, in its language."""
    return edition.section.said("name", edition.language)


@register.filter
def change_label(edition: Edition) -> str:
    return corrections.label(edition)


@register.simple_tag
def change_note(changed: Edition, page: Edition, live: Edition | None) -> SafeString:
    return corrections.note(changed, page, live)


@register.filter
def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, whole words, and … where something was left off."""
    return plain_text.shorten(text, limit)


@register.filter
def rooted(html: str) -> SafeString:
    """The final HTML of a text, under the prefix under which the page is shown."""
    return typesetting.rooted(html)


@register.filter
def by_source(citations: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Citations as printed, those of one source together, in the order in which the sources come."""
    found: dict[tuple, list[dict[str, Any]]] = {}
    for cited in citations:
        key = tuple(cited.get(name) for name in ("source", "attribution", "reason", "knowledge"))
        found.setdefault(key, []).append(cited)
    return [*found.values()]


@register.filter
def named_first(attribution: str, language: str) -> str:
    """Who said it, at the head of an entry."""
    return quoting.capitalised(attribution, language)


@register.filter
def as_said(cited: dict[str, Any], edition: Edition) -> str:
    """What a source said: in quotation marks where the story quotes it word for word, else as a sentence."""
    said = cited["statement"].strip()
    text = (edition.headline, edition.standfirst, *map(strip_tags, PARAGRAPH.split(edition.html)))
    if cited["kind"] == "quotation" or quoting.is_quoted(said, text):
        return quoting.marked(said, edition.language)
    return quoting.stopped(quoting.capitalised(said, edition.language))


@register.filter
def count_sources(citations: list[dict[str, Any]]) -> str:
    """4 sources, 1 unnamed."""
    sources = by_source(citations)
    unnamed = sum(cited[0].get("source") == "unnamed" for cited in sources)
    counted = ngettext("%(count)s source", "%(count)s sources", len(sources)) % {"count": len(sources)}
    if not unnamed:
        return counted
    left_out = ngettext("%(count)s unnamed", "%(count)s unnamed", unnamed) % {"count": unnamed}
    return f"{counted}, {left_out}"


@register.filter
def file_address(file: dict[str, Any]) -> str:
    """Where readers download a stored copy, as printed."""
    return reverse("stories:document", args=[file["uid"], address_name(file["name"])])


@register.inclusion_tag("articles/_thumbnail.html")
def thumbnail(picture: dict[str, Any]) -> dict[str, Any]:
    """A small square of a picture as printed, beside a headline that says what it shows: so its alt text is empty."""
    return {"src": picture_address(picture, copies.SQUARE)}


@register.simple_tag
def picture_address(picture: dict[str, Any], name: str) -> str:
    """Where one copy of a picture as printed is."""
    return f"{_folder(picture)}{name}"


def _folder(picture: dict[str, Any]) -> str:
    if "folder" in picture:  # of a preview: nobody else may see it yet
        return f"{picture['folder']}{picture['uid']}/"
    return reverse("stories:media", args=[picture["uid"], "320.jpg"]).removesuffix("320.jpg")


@register.inclusion_tag("articles/_picture.html")
def picture(
    picture: dict[str, Any], sizes: str, *, eager: bool = False, cut: str = "", square_on_telephones: bool = False
) -> dict[str, Any]:
    """A picture as printed; `sizes` says how wide it is shown, as in HTML.

    `cut`: to this shape around what matters in it (copies.SHAPES), as CSS cuts what is not cut yet around the middle.
    """
    size, whole = (picture["width"], picture["height"]), copies.widths(picture["width"])
    folder, (*better, plain) = _folder(picture), copies.FORMATS

    def srcset(copies: list[tuple[str, int]], ending: str) -> str:
        return ", ".join(f"{folder}{name}.{ending} {wide}w" for name, wide in copies)

    def sources(copies: list[tuple[str, int]], **more: str) -> list[dict[str, str]]:
        return [{"type": f"image/{one}", "srcset": srcset(copies, one), **more} for one in better if copies]

    square = sources(copies.cuts("square", *size), sizes="6.5rem", media=TELEPHONE) if square_on_telephones else []
    others = sources((copies.cuts(cut, *size) if cut else []) or whole, sizes=sizes)
    said = {"picture": picture, "sizes": sizes, "eager": eager, "sources": [*square, *others]}
    return said | {"src": f"{folder}960.{plain}", "srcset": srcset(whole, plain)}


@register.inclusion_tag("articles/_sharing.html")
def sharing(edition: Edition) -> dict[str, str]:
    """Plain links that hand a story on; nothing of the sites they lead to is loaded here. None while time travels."""
    if get_script_prefix() != "/":
        return {}
    address = settings.SITE_URL + edition.get_absolute_url()
    words = {"title": edition.title, "address": address, "both": f"{edition.title} {address}"}
    return words | {f"{name}_quoted": quote(value, safe="") for name, value in words.items()}


@register.simple_tag
def social_picture(edition: Edition | None = None, picture: dict[str, Any] | None = None) -> dict[str, Any]:
    """The card that other sites show for a story, for a page with a picture, or for any other page."""
    if edition:
        return social.picture(edition)
    return social.photo(picture) if picture else social.of_site()


@register.simple_tag
def structured_trail(edition: Edition) -> SafeString:
    """The way from the front down to the story, for machines."""
    section = edition.section
    steps = [(settings.SITE_NAME, reverse("front"))]
    if section.has_name():
        steps.append((section.said("name"), section.get_absolute_url()))
    return data_script(structured.trail(*steps, (edition.title, edition.get_absolute_url())))


@register.simple_tag
def formats_of(edition: Edition) -> list[dict[str, str]]:
    """The formats in which other newsrooms can take a story, each with its path."""
    return [
        {"content_type": one.content_type, "title": one.title, "address": one.address(edition)} for one in dialects()
    ]


@register.inclusion_tag("articles/_translations.html")
def translations_of(edition: Edition, alternates: list[Edition]) -> dict[str, Any]:
    """Links to the story in other languages."""
    return {"translations": translations.others(edition, alternates or [])}


@register.simple_tag
def structured_site(pages: list[AboutPageEdition]) -> SafeString:
    """The site and its house for machines."""
    return data_script(structured.site(pages))


@register.simple_tag
def structured_person(person: Correspondent, portrait: dict[str, Any] | None) -> SafeString:
    """A correspondent for machines."""
    return data_script(structured.person(person, portrait))


def data_script(data: structured.Data) -> SafeString:
    """JSON-LD, escaped so that no text can end the script."""
    script = json.dumps(data, ensure_ascii=False).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{script}</script>')  # noqa: S308  (escaped above)
