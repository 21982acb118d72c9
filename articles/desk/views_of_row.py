"""The row that an address of the desk means, for those who may look at it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def row(model_admin: ModelAdmin, request: HttpRequest, key: int | str) -> Any:
    """Raises PermissionDenied where there is none too: who may not look learns nothing from the difference."""
    found = model_admin.get_object(request, str(key))
    if found is None or not model_admin.has_view_permission(request, found):
        raise PermissionDenied
    return found


def of_row(model_admin: ModelAdmin) -> Callable[[View], View]:
    """Makes a page of the desk, at an address with `<int:pk>`, of a view that gets the row in the place of its key."""

    def page(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, **which) -> HttpResponseBase:
            return view(request, row(model_admin, request, pk), **which)

        return model_admin.admin_site.admin_view(wrapped)

    return page
