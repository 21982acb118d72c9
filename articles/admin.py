"""Django looks here for the admin. It is in articles/desk: one module a model."""

from articles.desk import about_pages, activity_log, documents, edition, people, photos, sources, story, tags

__all__ = ["about_pages", "activity_log", "documents", "edition", "people", "photos", "sources", "story", "tags"]
