"""Readers' pages: addresses, views, related stories, archive, search, structured data, previews."""
