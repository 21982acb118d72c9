"""No list of the desk answers what the address asks of any field: only its own filters do."""

import pytest
from django.contrib import admin as desk
from django.contrib.admin import SimpleListFilter
from django.db import models
from django.test import Client
from django.urls import reverse

from articles.desk.base import DeskAdmin
from tests.factories import ReviewFactory, SourceFactory

pytestmark = pytest.mark.django_db

ENDINGS = (
    "startswith",
    "istartswith",
    "contains",
    "icontains",
    "regex",
    "iregex",
    "endswith",
    "gt",
    "lt",
    "in",
    "range",
)
TEXT = (models.CharField, models.TextField, models.UUIDField, models.JSONField)
REGISTERED = sorted(desk.site._registry, key=lambda model: model._meta.label)


def path(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def paths_to_text(model: type[models.Model]) -> set[str]:
    """The text fields of a model, and those one step away, along relations in either direction."""
    found = set()
    for field in model._meta.get_fields():
        if isinstance(field, TEXT):
            found.add(field.name)
        elif field.is_relation and field.related_model:
            found |= {
                f"{field.name}__{far.name}" for far in field.related_model._meta.get_fields() if isinstance(far, TEXT)
            }
    return found


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_every_list_refuses_what_its_filters_do_not_ask(model, admin, rf):
    """Also to administrators: what is refused to them is refused to all."""
    shown, request = desk.site._registry[model], rf.get("/")
    request.user = admin
    assert isinstance(shown, DeskAdmin)
    asked = [f"{name}__{ending}" for name in paths_to_text(model) for ending in ENDINGS]
    assert asked
    assert [lookup for lookup in asked if shown.lookup_allowed(lookup, "a", request)] == []


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_and_answers_400(model, admin):
    client = Client()
    client.force_login(admin)
    texts = sorted(field.name for field in model._meta.get_fields() if isinstance(field, TEXT))
    for name in texts:
        for ending in ("startswith", "contains", "regex"):
            assert client.get(path(model), {f"{name}__{ending}": "a"}).status_code == 400, (name, ending)
        assert client.get(path(model), {f"{name}__startswith": "", "q": "a"}).status_code == 400


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_every_link_of_a_filter_still_works(model, admin, rf):
    """The filters are asked themselves which links they offer."""
    client = Client()
    client.force_login(admin)
    for one in (ReviewFactory, SourceFactory):
        one()
    request = rf.get("/")
    request.user = admin
    changelist = client.get(path(model)).context["cl"]
    offered = [choice.get("query_string") for spec in changelist.filter_specs for choice in spec.choices(changelist)]
    for query in filter(None, offered):
        assert client.get(f"{path(model)}{query}").status_code == 200, query
    for entry in desk.site._registry[model].get_list_filter(request):
        if isinstance(entry, type) and issubclass(entry, SimpleListFilter):
            assert client.get(path(model), {entry.parameter_name: "x"}).status_code == 200, entry


@pytest.mark.parametrize("field", ["text", "name", "email"])
@pytest.mark.parametrize("who", ["mina", "omar"])
def test_nobody_spells_out_what_a_reader_took_back(request, who, field):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    ReviewFactory(name="Taken", email="taken@reader.example", text="Taken back words of a reader.")
    for lookup in (f"{field}__startswith", f"{field}__icontains", field, f"article__reviews__{field}__regex"):
        assert client.get("/admin/reviews/review/", {lookup: "Taken"}).status_code == 400
    assert client.get("/admin/reviews/review/", {"state__exact": "pending"}).status_code == 200
