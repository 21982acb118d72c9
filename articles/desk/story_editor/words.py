"""The scripts of a story's page: their names, and what they say in the language of the desk."""

from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media

from articles.desk.editor_words import UPLOAD, WORDS

PICKER = ("close", "found", "failed", "choosePicture", "searchPictures", "lacks", "unnamed")

SCRIPTS = ["words", "page", "panel", "sheet", "tools", "text", "combobox", "rows", "sources", "margin", "pictures",
           "elsewhere"]  # fmt: skip
MODULES = Media(importmap=ImportMap({f"room/{name}": f"desk/room/{name}.js" for name in SCRIPTS}))


def of_page() -> dict[str, str]:
    """As JSON on the page."""
    return (
        {name: WORDS[name] for name in PICKER}
        | UPLOAD
        | {
            "choose": _("Pictures for the gallery"),
            "added": _("In the gallery"),
            "up": _("Move up"),
            "down": _("Move down"),
            "remove": _("Remove"),
            "unknown": _("This picture is not in the library."),
            "noMatch": _("Nothing found."),
            "results": _("Found: {count}."),
            "noSource": _("No source. Cite"),
            "hidePanel": _("Hide the panel"),
            "showPanel": _("Show the panel"),
            "writeHere": _("Write here, or paste from Word"),
            "unsourcedMany": _("{count} statements without a source"),
            "unsourcedOne": _("1 statement without a source"),
        }
    )
