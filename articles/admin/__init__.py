"""The desk: one module a model."""

from . import article, edition, journal, people, photos, sources, tags

__all__ = ["article", "edition", "journal", "people", "photos", "sources", "tags"]
