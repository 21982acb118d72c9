"""Names in other languages on the desk's forms, and finding by them."""

import pytest
from django.urls import reverse

from articles.drafts import joining_people, joining_tags
from articles.models import Correspondent, Event, Source, Tag
from tests.factories import CorrespondentFactory, SectionFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, omar):
    client.force_login(omar)
    return client


def change(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def fill(desk, row, **typed):
    """Send the form of a row as it is shown, with some fields changed."""
    form = desk.get(change(row)).context["adminform"].form
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in shown.items() if value is not None and value is not False} | typed
    return desk.post(change(row), sent)


@pytest.mark.parametrize(
    ("make", "field", "text"),
    [
        (SectionFactory, "name", "Спорт"),
        (CorrespondentFactory, "role", "Корреспондент"),
        (SourceFactory, "attribution", "Минэнерго"),
        (lambda: Tag.objects.create(name="Gas"), "name", "Газ"),
    ],
)
def test_each_field_has_one_for_every_other_language_below_it(desk, make, field, text):
    row = make()
    form = desk.get(change(row)).context["adminform"].form
    assert {f"{field}_in_az", f"{field}_in_ru"} <= set(form.fields)
    assert form.fields[f"{field}_in_ru"].label.endswith("in Russian")
    assert form.fields[f"{field}_in_ru"].widget.attrs["lang"] == "ru"
    answer = fill(desk, row, **{f"{field}_in_ru": text})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row.refresh_from_db()
    assert row.own(field, "ru") == text
    assert Event.objects.filter(verb="change", on_id=row.pk).exists()


def test_with_one_language_there_are_no_such_fields_and_names_stay(desk, settings):
    section = SectionFactory()
    settings.LANGUAGES = [("en", "English")]
    assert not [name for name in desk.get(change(section)).context["adminform"].form.fields if "_in_" in name]
    fill(desk, section, description="What is decided")
    section.refresh_from_db()
    assert section.description == "What is decided"
    assert section.translations["ru"] == {"name": "Политика"}


@pytest.mark.parametrize(
    "make",
    [
        lambda name, said: SectionFactory(name=name, translations=said),
        lambda name, said: Tag.objects.create(name=name, translations=said),
    ],
)
def test_no_two_have_the_same_name_in_one_language(desk, make):
    make("Sport", {"ru": {"name": "Спорт"}})
    other = make("Games", {})
    answer = fill(desk, other, name_in_ru="Спорт")
    assert "already used in this language" in answer.content.decode()
    other.refresh_from_db()
    assert other.own("name", "ru") == ""


def test_a_name_that_is_too_long_is_refused_at_its_field(desk):
    answer = fill(desk, SectionFactory(), name_in_ru="с" * 81)
    assert "name_in_ru" in answer.context["adminform"].form.errors


def test_who_may_not_see_an_unnamed_source_may_not_translate_it(desk, nora):
    source = SourceFactory(kind="unnamed", name="Petrov", attribution="a diplomat", keeper=nora)
    desk.post(change(source), {"attribution_in_ru": "Петров"})
    source.refresh_from_db()
    assert source.translations == {}


def test_a_translation_that_gives_away_an_unnamed_source_is_refused(client, nora):
    client.force_login(nora)
    source = SourceFactory(kind="unnamed", name="Petrov", attribution="a diplomat", keeper=nora)
    answer = fill(client, source, attribution_in_ru="помощник Петрова")
    assert "contains the source" in answer.content.decode()
    source.refresh_from_db()
    assert source.translations == {}


@pytest.mark.parametrize("typed", ["Спорт", "İdman", "Sport"])
def test_lists_find_a_section_a_tag_a_person_and_a_source_by_a_name_in_any_language(desk, typed):
    said = {"ru": {"name": "Спорт"}, "az": {"name": "İdman"}}
    rows = [SectionFactory(name="Sport", translations=said), Tag.objects.create(name="Sport", translations=said)]
    rows.append(CorrespondentFactory(name="Sport", translations=said))
    rows.append(
        SourceFactory(
            name="S",
            attribution="Sport",
            translations={code: {"attribution": words["name"]} for code, words in said.items()},
        )
    )
    for row in rows:
        found = desk.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist"), {"q": typed})
        assert [*found.context["cl"].result_list] == [row]


def test_a_tag_is_known_and_suggested_by_its_name_in_any_language(desk):
    tag = Tag.objects.create(name="Gas", translations={"ru": {"name": "Природный газ"}})
    assert Tag.objects.named("природный  ГАЗ") == tag
    assert Tag.objects.known("газ") is None
    assert desk.get(reverse("admin:articles_tag_suggest"), {"q": "прир"}).json() == {"names": ["Природный газ"]}


def test_merging_keeps_what_only_the_other_one_is_called(omar):
    one = Tag.objects.create(name="Natural gas", translations={"ru": {"name": "Природный газ"}})
    into = Tag.objects.create(name="Gas", translations={"az": {"name": "Qaz"}})
    joining_tags.merge(one.pk, into.pk, by=omar)
    assert Tag.objects.get(pk=into.pk).translations == {"az": {"name": "Qaz"}, "ru": {"name": "Природный газ"}}
    assert Tag.objects.known("природный газ") == into
    person = CorrespondentFactory(slug="one", translations={"ru": {"role": "Редактор"}})
    kept = CorrespondentFactory(slug="two", name="L. Həsənova")
    joining_people.merge(person.pk, kept.pk, by=omar)
    assert Correspondent.objects.get(pk=kept.pk).said("role", "ru") == "Редактор"


def test_a_search_by_translations_finds_no_secret_name(omar):
    said = {"ru": {"attribution": "дипломат"}}
    source = SourceFactory(kind="unnamed", name="Petrov", attribution="a diplomat", translations=said)
    assert [*Source.objects.search("дипломат", by=omar)] == [source]
    assert [*Source.objects.search("Petrov", by=omar)] == []
