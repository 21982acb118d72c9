"""The editor of a text at the desk: what it offers, and the words it says. Its scripts are in static/desk/editor/."""

import json
from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media, Script

from articles.desk.editor_words import HEADLINE, LEDE, LENGTHS, TOOLS, WORDS
from articles.models import Preference
from articles.text import rendering
from newsroom.lib import languages

GROUPS = [
    {"group": name}
    for name in ("style", "marks", "link", "nodes -blockType", "lists", "insert table", "history tools", "cite")
]

EDITOR = {
    "extensions": {
        "NoSpellCheck": False,
        "Menu": {"groups": GROUPS},
        "Bold": True,
        "Italic": True,
        "Strike": True,
        "Superscript": True,
        "Subscript": True,
        "Heading": {"levels": [2, 3]},
        "Blockquote": True,
        "BulletList": True,
        "OrderedList": {"enableListAttributes": False},
        "ListItem": True,
        "HardBreak": True,
        "HorizontalRule": True,
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "History": True,
        "Link": {
            "enableTarget": False,
            "protocols": ["http", "https", "mailto"],
            "stories": reverse_lazy("admin:articles_article_links"),
            "words": WORDS,
        },
        "Quote": {"words": WORDS},
        "Photo": {"library": reverse_lazy("admin:articles_photo_library"), "words": WORDS},
        "Uploads": {"library": reverse_lazy("admin:articles_photo_library"), "words": WORDS},
        "Card": {"hosts": settings.EMBED_HOSTS, "words": WORDS},
        "Paste": {"hosts": settings.EMBED_HOSTS, "words": WORDS},
        "Counts": {"minute": rendering.WORDS_A_MINUTE, "words": LENGTHS},
        "Typing": True,
        "Toolbar": {"label": gettext_lazy("Formatting"), "words": TOOLS},
        "Styles": {"words": WORDS},
        "Find": {"words": WORDS},
        "Headings": {"words": WORDS},
        "Cite": {"label": gettext_lazy("Cite")},
    }
}

# For a page that has no pictures and no cards.
PLAIN = {
    "extensions": {name: how for name, how in EDITOR["extensions"].items() if name not in {"Photo", "Card", "Cite"}}
}


SHARED = (  # modules that others import by name
    "blocks describing dialog finding hidden hosts icons length library lists pictures prose typography upload".split()
)


class StoryEditor(AdminProseEditorWidget):
    """The editor, and below it how long the text is."""

    def __init__(self, config: dict[str, Any] = EDITOR, **kwargs) -> None:
        super().__init__(config=config, preset="configurable", **kwargs)

    @property
    def media(self) -> Media:
        modules = {f"newsroom/{name}": f"desk/editor/{name}.js" for name in SHARED}
        scripts = [Script(f"desk/editor/{name}.js", type="module") for name in ("fields", "enter", "language")]
        sheets = {"all": ["desk/editor/editor.css", "desk/editor/bar.css", "desk/editor/pictures.css"]}
        return super().media + Media(importmap=ImportMap(modules), css=sheets, js=scripts)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        key = (attrs or {}).get("id", "")
        editor = super().render(name, value, attrs, renderer)
        shown = '{}<output class="hint figures" for="{}" data-counts aria-live="off">{}</output>'
        return format_html(shown, editor, key, length(value or ""))


def length(source: str) -> str:
    """How long a text is, in words: “398 words · 2 min”. The editor's script says the same while one writes."""
    count = rendering.count(source)
    words = ngettext("{count} word", "{count} words", count).format(count=count)
    return f"{words} · {LENGTHS['minutes'].format(minutes=rendering.minutes(count))}"


class TextField(ProseEditorFormField):
    """What is posted is cleaned here: refused where it is too long or too deeply nested, before anything parses it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\0", " ") if isinstance(value, str) else value)

    def clean(self, value: Any) -> str:
        return rendering.clean(super().clean(value))


def clean_ahead(request: HttpRequest, field: TextField, name: str = "body") -> None:
    """Clean a posted text before its form is validated in a transaction, where it would hold up others who write.

    The form does it again, and rendering.clean still has it.
    """
    if request.method == "POST":
        with suppress(ValidationError):
            field.clean(request.POST.get(name, ""))


def say_left_out(request: HttpRequest, name: str = "body") -> None:
    """Tell a person what of the text they saved was not kept, because nobody was to see it."""
    with suppress(ValidationError):
        if parts := [LEFT_OUT[what](number) for what, number in rendering.left_out(request.POST.get(name, "")).items()]:
            messages.info(request, _("Left out of the text: %(parts)s.") % {"parts": ", ".join(parts)})


WRITTEN = {"headline", "standfirst", "body"}
LEFT_OUT = {
    "comment": lambda n: ngettext("%(count)s comment", "%(count)s comments", n) % {"count": n},
    "deletion": lambda n: ngettext("%(count)s deletion", "%(count)s deletions", n) % {"count": n},
    "hidden": lambda n: ngettext("%(count)s hidden passage", "%(count)s hidden passages", n) % {"count": n},
}


def write_in(form: forms.BaseForm, language: str) -> None:
    """Tell the browser in which language the texts of a form are written, so that it checks their spelling in it."""
    direction = "rtl" if language.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"
    for name in WRITTEN & {*form.fields}:
        form.fields[name].widget.attrs |= {"lang": language, "dir": direction, "spellcheck": "true"}
    if "language" in form.fields and not form.instance.pk:  # of a new story it follows what is typed
        form.fields["language"].widget.attrs["data-recognise"] = json.dumps(languages.marks(dict(settings.LANGUAGES)))
    for name, said in {"headline": HEADLINE, "standfirst": LEDE}.items():
        if name in form.fields:
            form.fields[name].widget.attrs["data-length"] = json.dumps(said, cls=DjangoJSONEncoder)


def straight(person: Any) -> QuerySet[Preference]:
    """A row if this person has chosen that signs stay as they are typed."""
    return Preference.objects.filter(user=person.pk, typographic=False)


def as_preferred(form: forms.BaseForm, person: Any, *, is_straight: bool | None = None) -> None:
    """Leave the signs that are typed as they are, for people who have chosen so. `is_straight`: if it is known."""
    if straight(person).exists() if is_straight is None else is_straight:
        for name in WRITTEN & {*form.fields}:
            form.fields[name].widget.attrs["data-straight"] = True


def text_field() -> TextField:
    return TextField(
        label=gettext_lazy("Text"), required=False, config=EDITOR, preset="configurable", widget=StoryEditor()
    )


def plain_text_field() -> TextField:
    return TextField(label=gettext_lazy("Text"), config=PLAIN, preset="configurable", widget=StoryEditor(config=PLAIN))
