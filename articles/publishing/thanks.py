"""Which public notes thank a reader. The reviews app knows this. It is above us, so settings.NOTES_THANK names it; its
expression is added to the query for editions. The thanks are not part of a sealed edition: they can be withdrawn."""

from importlib import import_module

from django.conf import settings
from django.db.models.expressions import Combinable


def of_story() -> Combinable:
    """For an edition: {number of a correcting edition of its story: key of the review that led to it}."""
    return import_module(settings.NOTES_THANK).of_story()
