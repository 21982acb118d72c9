"""What the page of a story says while it is saved, and the scripts that save it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from js_asset import ImportMap, Media

MODULES = ["autosave", "bars", "copy", "counted", "errors", "facts", "form", "main", "post", "presence", "rows", "save",
           "state", "status"]  # fmt: skip
MEDIA = Media(importmap=ImportMap({f"saving/{name}": f"desk/saving/{name}.js" for name in MODULES}))
# A number of each plural category that English, Azerbaijani and Russian have (CLDR), as Intl.PluralRules names them.
PLURALS = {"one": 1, "few": 2, "many": 5, "other": 5}
WORDS = {
    "saving": _("Saving…"),
    "saved": _("Saved {at}"),
    "autosaved": _("Autosaved {at}"),
    "offline": _("Offline: kept in this browser"),
    "conflict": _("Not saved: edit conflict"),
    "errors": {
        category: ngettext_lazy("Not saved: {count} field to correct", "Not saved: {count} fields to correct", number)
        for category, number in PLURALS.items()
    },
    "loggedOut": _("Not saved: you are logged out"),
    "refused": _("Not saved"),
    "correct": {
        category: ngettext_lazy(
            "Please correct {count} field. Nothing you typed is lost.",
            "Please correct {count} fields. Nothing you typed is lost.",
            number,
        )
        for category, number in PLURALS.items()
    },
    "combine": _("Combine"),
}
ICONS = ["done", "warning", "error"]
