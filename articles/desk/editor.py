"""The editor of a text at the desk: what it offers, and the words it says. Its scripts are in static/desk/editor/."""

import json
from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media, Script

from articles.models import Preference
from articles.publishing import preflight
from articles.text import rendering

LENGTHS = {
    "words_one": gettext_lazy("{count} word"),
    "words_other": gettext_lazy("{count} words"),
    "wordsOf_one": gettext_lazy("{words} of {wanted} word"),
    "wordsOf_other": gettext_lazy("{words} of {wanted} words"),
    "minutes": gettext_lazy("{minutes} min"),
}
HEADLINE = {"most": preflight.HEADLINE_LIMIT, "characters": gettext_lazy("{count} of {most}")}
LEDE = {name: LENGTHS[name] for name in ("words_one", "words_other")}

WORDS = {
    "close": gettext_lazy("Close"),
    "found": gettext_lazy("Found: {count}."),
    "failed": gettext_lazy("The search isn't responding. Try again."),
    # quotations
    "quote": gettext_lazy("Quotation"),
    "saidBy": gettext_lazy("Who said it, and where (optional)"),
    # pictures
    "picture": gettext_lazy("Picture from the library"),
    "choosePicture": gettext_lazy("A picture from the library"),
    "searchPictures": gettext_lazy("Search captions, descriptions and credits"),
    "caption": gettext_lazy("Caption"),
    "lacks": gettext_lazy("This picture needs a description and a credit before the story can be published."),
    "unnamed": gettext_lazy("(no description yet)"),
    "unknown": gettext_lazy("This picture is not in the library. Remove it."),
    "removePicture": gettext_lazy("Remove picture"),
    "onePicture": gettext_lazy("The picture was left out. Add pictures from the library with the picture button."),
    "pictures": gettext_lazy("Pictures left out: {count}. Add pictures from the library with the picture button."),
    "leftOut": gettext_lazy("Left out: {parts}."),
    "comment_one": gettext_lazy("{count} comment"),
    "comment_other": gettext_lazy("{count} comments"),
    "deletion_one": gettext_lazy("{count} deletion"),
    "deletion_other": gettext_lazy("{count} deletions"),
    "hidden_one": gettext_lazy("{count} hidden passage"),
    "hidden_other": gettext_lazy("{count} hidden passages"),
    # link cards
    "card": gettext_lazy("Link card: a post or video on another site"),
    "cardHelp": gettext_lazy(
        "A title and a link to a post or video on another site. Nothing is loaded from that "
        "site until a reader follows the link."
    ),
    "cardAddress": gettext_lazy("Address"),
    "cardTitle": gettext_lazy("Title, for example “The minister's speech, on YouTube”"),
    "cardUntitled": gettext_lazy("Add a title: it is all that readers see."),
    "cardHosts": gettext_lazy("Link cards don't work for this site. Use an ordinary link instead."),
    "insert": gettext_lazy("Insert"),
    "removeCard": gettext_lazy("Remove card"),
    # links
    "link": gettext_lazy("Link"),
    "searchStories": gettext_lazy("Search our stories"),
    "address": gettext_lazy("Or type an address"),
    "addressWrong": gettext_lazy("Start the address with https://, or with / for one of our own pages."),
    "setLink": gettext_lazy("Add link"),
    "unlink": gettext_lazy("Remove link"),
    # find and replace
    "find": gettext_lazy("Find and replace"),
    "findWords": gettext_lazy("Find"),
    "replaceBy": gettext_lazy("Replace with"),
    "matchCase": gettext_lazy("Match capitals"),
    "previous": gettext_lazy("Previous"),
    "next": gettext_lazy("Next"),
    "replace": gettext_lazy("Replace"),
    "replaceAll": gettext_lazy("Replace all"),
    "placeOf": gettext_lazy("{place} of {count}"),
    "noMatch": gettext_lazy("Not found."),
    "replaced": gettext_lazy("Replaced: {count}."),
    # tables
    "noHeadings": gettext_lazy("The pasted table has no headings."),
    "firstRow": gettext_lazy("Use its first row"),
    # kinds of paragraph
    "style": gettext_lazy("Paragraph style"),
    "styleText": gettext_lazy("Text"),
    "styleHeading": gettext_lazy("Subheading"),
    "styleSmall": gettext_lazy("Small subheading"),
}  # fmt: skip

TOOLS = {  # by the component's names for them
    "bold": gettext_lazy("Bold (Ctrl+B)"),
    "italic": gettext_lazy("Italic (Ctrl+I)"),
    "link": gettext_lazy("Link (Ctrl+K)"),
    "strike": gettext_lazy("Strike through"),
    "superscript": gettext_lazy("Superscript"),
    "subscript": gettext_lazy("Subscript"),
    "blockquote": gettext_lazy("Quotation (Ctrl+Shift+B)"),
    "bulletList": gettext_lazy("List"),
    "orderedList": gettext_lazy("Numbered list"),
    "horizontalRule": gettext_lazy("Line across"),
    "history:undo": gettext_lazy("Undo (Ctrl+Z)"),
    "history:redo": gettext_lazy("Redo (Ctrl+Shift+Z)"),
    "find": gettext_lazy("Find and replace (Ctrl+H)"),
    "cite": gettext_lazy("Cite (Ctrl+Shift+E)"),
    "table": gettext_lazy("Table"),
    "table:addColumnAfter": gettext_lazy("Add column"),
    "table:deleteColumn": gettext_lazy("Delete column"),
    "table:addRowAfter": gettext_lazy("Add row"),
    "table:deleteRow": gettext_lazy("Delete row"),
    "table:mergeCells": gettext_lazy("Merge cells"),
    "table:splitCell": gettext_lazy("Split cell"),
    "table:toggleHeaderCell": gettext_lazy("Heading cell"),
    "table:deleteTable": gettext_lazy("Delete table"),
    "more": gettext_lazy("More formatting"),
}

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


SHARED = (
    "dialog",
    "finding",
    "hidden",
    "hosts",
    "icons",
    "length",
    "library",
    "lists",
    "prose",
    "typography",
)  # modules


class StoryEditor(AdminProseEditorWidget):
    """The editor, and below it how long the text is."""

    def __init__(self, config: dict[str, Any] = EDITOR, **kwargs) -> None:
        super().__init__(config=config, preset="configurable", **kwargs)

    @property
    def media(self) -> Media:
        modules = {f"newsroom/{name}": f"desk/editor/{name}.js" for name in SHARED}
        scripts = [Script(f"desk/editor/{name}.js", type="module") for name in ("fields", "enter")]
        sheets = {"all": ["desk/editor/editor.css", "desk/editor/bar.css"]}
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
    for name, said in {"headline": HEADLINE, "standfirst": LEDE}.items():
        if name in form.fields:
            form.fields[name].widget.attrs["data-length"] = json.dumps(said, cls=DjangoJSONEncoder)


def as_preferred(form: forms.BaseForm, person: Any) -> None:
    """Leave the signs that are typed as they are, for people who have chosen so."""
    if Preference.objects.filter(user=person.pk, typographic=False).exists():
        for name in WRITTEN & {*form.fields}:
            form.fields[name].widget.attrs["data-straight"] = True


def text_field() -> TextField:
    return TextField(
        label=gettext_lazy("Text"), required=False, config=EDITOR, preset="configurable", widget=StoryEditor()
    )


def plain_text_field() -> TextField:
    return TextField(label=gettext_lazy("Text"), config=PLAIN, preset="configurable", widget=StoryEditor(config=PLAIN))
