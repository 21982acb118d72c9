"""The desk: one module a model."""

from . import article, documents, edition, house, journal, people, photos, sources, tags

__all__ = ["article", "documents", "edition", "house", "journal", "people", "photos", "sources", "tags"]
