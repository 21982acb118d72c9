"""Moderation at the desk, a module a page."""

from reviews.admin import review, word  # noqa: F401  (that is how they are registered)
