"""All shortcuts of the desk on one page; the dialog behind “?” shows the same list."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as title
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Preference
from newsroom.lib import lazy

KEYS: list[tuple[lazy.Text, list[tuple[str, lazy.Text]]]] = [
    (
        _("Writing"),
        [
            ("Ctrl+S", _("Save")),
            ("Ctrl+Enter", _("Submit or publish: the main button")),
            ("Ctrl+.", _("Show or hide the panel")),
            ("Ctrl+Shift+V", _("Preview in a new tab")),
            ("Ctrl+B", _("Bold")),
            ("Ctrl+I", _("Italic")),
            ("Ctrl+K", _("Link, inside the text")),
            ("Ctrl+Shift+B", _("Quotation")),
            ("Ctrl+Shift+E", _("Cite a source for the selected words")),
            ("Ctrl+H", _("Find and replace in the text")),
            ("Alt+F10", _("Go to the toolbar; Esc leads back to the text")),
            ("F6", _("Go to the text, the panel and the bar in turn")),
        ],
    ),
    (
        _("Everywhere"),
        [
            ("Ctrl+K", _("Search, outside the text; the first entry starts a new story")),
            ("?", _("Show all shortcuts")),
        ],
    ),
    (
        _("Lists"),
        [
            ("/", _("Search in this list")),
            ("J, K", _("Next and previous row")),
            ("Enter", _("Open")),
            ("X", _("Select")),
            ("P", _("Preview")),
            (".", _("Actions")),
        ],
    ),
    (
        _("Moderation queue"),
        [
            ("J, K", _("Next and previous review")),
            ("A", _("Publish")),
            ("R", _("Refuse")),
            ("S", _("Mark as spam")),
            ("C", _("Start a correction")),
            ("U", _("Undo the last decision")),
            ("E", _("Open")),
        ],
    ),
]


@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    context = {
        "title": title("Keyboard shortcuts"),
        "groups": KEYS,
        "single_keys": Preference.single_keys_of(request.user),
    }
    return TemplateResponse(request, "desk/shortcuts.html", context)
