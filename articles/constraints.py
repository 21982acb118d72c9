"""Migrations that have landed import this name."""

from articles.models.constraints import NoOverlap

__all__ = ["NoOverlap"]
