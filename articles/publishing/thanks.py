"""Which notes thank a reader. Reviews know, an app above, which settings name; what they say is asked in the question
for the editions. An edition is sealed: this is no part of it, and holds at the moment of the question."""

from django.conf import settings
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string


def of_story() -> Combinable:
    """Of an edition: {number of a corrected edition of its story: key of the review that asked for it}."""
    return import_string(settings.NOTES_THANK)()
