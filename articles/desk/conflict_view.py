"""The page on which two saves of one story are brought together; nobody's save writes over another's.

It posts to the address of the form: what the form posted, on the version it was opened on, and a choice for each clash.
So a third save in between asks again. What is chosen then is saved as any form is.
"""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.forms import ChoiceField, Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.desk import conflict_choices, form_data, saving
from articles.desk.autosave_views import called, keep
from articles.desk.conflict_rows import TEXTS, Sides, keyed
from articles.drafts import autosave, revisions
from articles.drafts.autosave import Fields
from articles.drafts.conflicts import Merged
from articles.models import Article
from articles.text import rendering
from newsroom.lib import clock, comparing, marking

ONTO = "_onto"  # the version that the page showed as theirs


def lock(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> Article | None:
    """The story that is to be saved, locked until that is done; None: there is none, or not for this person.

    Called inside a transaction.
    """
    stored = Article.objects.select_for_update(no_key=True).filter(pk=form_data.number(object_id)).first()
    return stored if stored and model_admin.has_change_permission(request, stored) else None  # the form says so


def late(model_admin: ModelAdmin, request: HttpRequest, stored: Article) -> HttpResponse | None:
    """The page, if the form was opened on an older version than the stored one, or on an unknown one; else None.

    Also None once everything is chosen: what is posted then is what was brought together.
    """
    mine = autosave.typed_of(dict(request.POST.lists()))
    seen = form_data.number(request.POST.get("seen_version", ""))
    if seen == stored.version:
        return None
    sides = Sides(model_admin, request, stored, mine, seen)
    fields = [field for field in sides.merged() if field.by_theirs or field.by_mine]
    choices = {field.name: conflict_choices.choices(request, field) for field in fields}
    ready = request.POST.get(ONTO) == str(stored.version) and all(
        conflict_choices.UNDECIDED not in chosen for chosen in choices.values()
    )
    if not ready:
        keep(request, stored)
        return _told(request, sides, fields) if saving.wanted(request) else _page(model_admin, request, sides, fields)
    try:
        return _go_on(request, sides, fields, choices)
    except autosave.Refused as refusal:  # too many unsaved texts to go on in the form: it can still be saved
        messages.error(request, str(refusal))
        return _page(model_admin, request, sides, fields)


def _told(request: HttpRequest, sides: Sides, fields: list[Merged]) -> JsonResponse:
    """What a script is told, whose form stays on the screen. Sent as a form, the same text leads to the page."""
    by, moment = revisions.made_by(sides.stored)
    at = date_format(timezone.localtime(moment), "H:i")
    if by == request.user:
        who = _("You saved a newer version yourself at %(at)s.") % {"at": at}
    else:
        who = _("%(who)s saved a newer version at %(at)s.") % {"who": called(by), "at": at}
    both = get_text_list([str(Words(sides, field.name).label).lower() for field in fields if field.clashes], _("and"))
    what = _("You both changed: %(fields)s.") % {"fields": both} if both else _("You changed different places.")
    return JsonResponse({"conflict": {"who": who, "what": what}}, status=saving.CONFLICT)


# -- choosing ---------------------------------------------------------------------------------------------------------


def _go_on(
    request: HttpRequest, sides: Sides, fields: list[Merged], choices: dict[str, list[Any]]
) -> HttpResponse | None:
    """Everything is chosen: it is posted as if it had been typed on the stored version, or goes back into the form."""
    left_out = {
        field.name
        for field in fields
        for clash, choice in zip(field.clashes, choices[field.name], strict=True)
        if conflict_choices.leaves_out_mine(choice, clash)
    }
    if left_out:
        now = clock.now()
        autosave.put_by(sides.mine, by=request.user, article=sides.stored, version=sides.seen, now=now)
        messages.info(
            request,
            _("Your changes that were left out are kept for 30 days under “Not saved yet” on Today."),
        )
    inlines = tuple(f"{field.name}-" for field in fields if field.name in sides.formsets)  # numbered anew
    fields_now = {name: values for name, values in sides.mine.items() if not name.startswith(inlines)}
    fields_now |= {"seen_version": [str(sides.stored.version)]}
    for field in fields:
        fields_now |= _as_posted(sides, field, field.chosen(choices[field.name]))
    if "_form" in request.POST:
        return _into_the_form(request, sides.stored, fields_now)
    controls = {name: values for name, values in request.POST.lists() if name.startswith("_")}
    request.POST = form_data.data(fields_now | controls)
    request.merged = {"verb": "merge", "seen": sides.seen, "onto": sides.stored.version, "left_out": sorted(left_out)}
    return None


def _into_the_form(request: HttpRequest, stored: Article, fields: Fields) -> HttpResponse:
    """As a form of its own, filled with what came together; the old one is done with."""
    sheet, now = uuid4(), clock.now()
    if old := form_data.uuid(request.POST.get("sheet")):
        autosave.close(old, by=request.user, now=now)
    fields |= {"sheet": [str(sheet)]}
    autosave.beat(sheet, by=request.user, article=stored, version=stored.version, now=now, fields=fields)
    page = reverse("admin:articles_article_change", args=[stored.pk])
    return HttpResponseRedirect(f"{page}?restore={sheet}")


def _as_posted(sides: Sides, field: Merged, value: Any) -> Fields:
    if field.name in form_data.NAMES:
        return {field.name: form_data.tags_field(value)}
    if field.name in TEXTS:
        return {field.name: [value]}
    if field.name not in sides.formsets:
        return {field.name: value}
    lines = form_data.untouched_lines(sides.formsets[field.name])
    ids = {key: line["id"] for key, line in zip(keyed(lines, field.name, "theirs"), lines, strict=True)}
    return form_data.formset(field.name, value, ids)


# -- the page ---------------------------------------------------------------------------------------------------------


def _page(model_admin: ModelAdmin, request: HttpRequest, sides: Sides, fields: list[Merged]) -> HttpResponse:
    stored = sides.stored
    by, _at = revisions.made_by(stored)
    page = TemplateResponse(request, "desk/merge.html", model_admin.admin_site.each_context(request) | {
        "title": _("Edit conflict: %(story)s") % {"story": stored},
        "opts": model_admin.opts,
        "original": stored,
        "article": stored,
        "who": _("You (in another window)") if by == request.user else called(by),
        "again": ONTO in request.POST and request.POST[ONTO] != str(stored.version),
        "known": sides.content is not None,
        "fields": [_shown(request, sides, field) for field in fields],
        "typed": [(name, value) for name, values in sides.mine.items() for value in values],
        "button": _button(request),
        "onto": stored.version,
    })  # fmt: skip
    return page


def _button(request: HttpRequest) -> tuple[str, str]:
    """By which button the form was sent, to go on from there."""
    pressed = (name for name in ("_step", "_submit", "_continue", "_addanother") if name in request.POST)
    name = next(pressed, "_save")
    return name, request.POST.get(name, "1")


def _shown(request: HttpRequest, sides: Sides, field: Merged) -> dict[str, Any]:
    lines = Words(sides, field.name)
    base = lines(field.base)
    return {
        "name": field.name,
        "label": lines.label,
        "by_theirs": field.by_theirs,
        "by_mine": field.by_mine,
        "too_different": field.too_different,
        "changes": [
            (side, comparing.compare(base, lines(value)))
            for side, value, changed in (("theirs", field.theirs, field.by_theirs), ("mine", field.mine, field.by_mine))
            if changed and field.base is not None and (field.name in TEXTS or not field.clashes)
        ],
        "clashes": [_clash(request, field, number, lines) for number in range(len(field.clashes))],
    }


def _clash(request: HttpRequest, field: Merged, number: int, lines: "Words") -> dict[str, Any]:
    """One clash: the sides with the words marked in which they differ, and what can be chosen."""
    clash, name = field.clashes[number], f"{field.name}-{number}"
    is_known = clash.base is not None or field.base is not None
    base, theirs, mine = lines(clash.base), lines(clash.theirs), lines(clash.mine)
    joined, words = conflict_choices.both(field, clash), conflict_choices.own_words(field, clash)
    return {
        "name": name,
        "base": base if is_known else None,
        "theirs": marking.in_place(base if is_known else mine, theirs),
        "mine": marking.in_place(base if is_known else theirs, mine),
        "both": None if joined is None else [] if field.name in TEXTS else lines(joined),
        "hand": None if words is None else request.POST.get(f"_hand-{name}", words),
        "loses_links": field.name == "body" and "<a " in clash.mine,
    }


class Words:
    """The values of one field in lines of words, as people read them."""

    def __init__(self, sides: Sides, name: str) -> None:
        self.name = name
        if name in sides.formsets:
            formset = sides.formsets[name]
            self.label = formset.model._meta.verbose_name_plural
            self.fields = formset.form(prefix="line").fields
        else:
            self.fields = sides.form.fields
            self.label = self.fields[name].label if name in self.fields else name

    def __call__(self, value: Any) -> list[str]:
        if value is None:
            return []
        if self.name == "body":
            return rendering.lines(value)
        if isinstance(value, str):
            return value.splitlines()
        if self.name in form_data.NAMES:
            return [", ".join(value)]
        if isinstance(value, list):
            return [words for one in value if (words := _words(self.fields.get(self.name), one))]
        if value and all(isinstance(line, dict) for line in value.values()):
            return [self._line(line) for line in value.values()]
        return [self._line(value)] if value else []

    def _line(self, line: form_data.Row) -> str:
        return ", ".join(words for name, value in line.items() if (words := _words(self.fields.get(name), value)))


def _words(field: Field | None, value: str) -> str:
    """What a field shows for a value that it posts."""
    if not isinstance(field, ChoiceField) or not value:
        return value
    if isinstance(field, ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or value) if value.isdecimal() else value
    return str(dict(field.choices).get(value, value))
