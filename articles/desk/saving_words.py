"""What the page of a story says while it is saved, and the scripts that save it."""

from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media

MODULES = ["autosave", "bars", "copy", "errors", "facts", "form", "main", "post", "presence", "rows", "save", "state",
           "status"]  # fmt: skip
MEDIA = Media(importmap=ImportMap({f"saving/{name}": f"desk/saving/{name}.js" for name in MODULES}))
WORDS = {
    "saving": _("Saving…"),
    "saved": _("Saved {at}"),
    "autosaved": _("Autosaved {at}"),
    "offline": _("Offline: kept in this browser"),
    "conflict": _("Not saved: edit conflict"),
    "error": _("Not saved: 1 field to correct"),
    "errors": _("Not saved: {count} fields to correct"),
    "loggedOut": _("Not saved: you are logged out"),
    "refused": _("Not saved"),
    "correctOne": _("Please correct 1 field. Nothing you typed is lost."),
    "correct": _("Please correct {count} fields. Nothing you typed is lost."),
    "combine": _("Combine"),
}
ICONS = ["done", "warning", "error"]
