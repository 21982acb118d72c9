"""The steps of the workflow at the desk: a page each, which asks on GET and acts on POST alone. Start in views.py."""

from articles.desk.steps.views import take, view

__all__ = ["take", "view"]
