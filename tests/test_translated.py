"""Names in several languages (newsroom/lib/translated.py): what is said where, what is kept, what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.template import engines
from django.utils.translation import override

from articles.models import Correspondent, Source, Tag
from newsroom.lib.translated import in_any_language
from sections.models import Section
from tests.factories import SectionFactory


def sport(**said) -> Section:
    return Section(name="Sport", slug="sport", description="Every match", translations=said)


# -- what is said ------------------------------------------------------------------------------------------------------


def test_a_name_is_said_in_the_language_of_the_page():
    section = sport(ru={"name": "Спорт"}, az={"name": "İdman"})
    assert section.said("name", "ru") == "Спорт"
    for language, name in (("en", "Sport"), ("az", "İdman"), ("ru", "Спорт")):
        with override(language):
            assert section.said("name") == str(section) == name


def test_where_a_language_has_no_name_the_column_is_said():
    section = sport(ru={"name": "Спорт"})
    assert section.said("name", "az") == "Sport"
    assert section.said("description", "ru") == "Every match"
    assert section.own("description", "ru") == ""


def test_outside_a_page_the_default_language_is_said():
    with override(None):
        assert sport(ru={"name": "Спорт"}).said("name") == "Sport"


def test_whether_a_row_is_named_in_a_language():
    section = sport(ru={"name": "Спорт"}, az={"description": "Bütün oyunlar"})
    assert [section.has_name(code) for code in ("en", "ru", "az")] == [True, True, False]
    with override("az"):
        assert not section.has_name()


def test_what_a_language_lacks_is_what_the_default_one_has():
    section = sport(ru={"name": "Спорт"})
    assert section.lacks("ru") == ["description"]
    assert section.lacks("az") == ["name", "description"]
    section.description = ""
    assert section.lacks("ru") == []


def test_a_field_that_has_no_translations_is_an_error():
    with pytest.raises(LookupError, match=r"Section\.slug"):
        sport().said("slug")


def test_templates_say_names_with_a_filter():
    template = engines["django"].from_string('{% load names %}{{ section|said:"name" }}{{ nothing|said:"name" }}')
    with override("ru"):
        assert template.render({"section": sport(ru={"name": "Спорт"})}) == "Спорт"


def test_of_a_source_without_an_attribution_its_name_is_said_until_there_is_a_translation():
    source = Source(kind="organisation", name="Ministry of Energy", translations={"ru": {"attribution": "Минэнерго"}})
    assert source.said("attribution", "az") == "Ministry of Energy"
    assert source.said("attribution", "ru") == "Минэнерго"
    assert source.lacks("az") == ["attribution"]


def test_of_an_unnamed_source_the_name_is_said_in_no_language():
    source = Source(kind="unnamed", name="Petrov", attribution="a diplomat")
    assert {source.said("attribution", code) for code in ("en", "az", "ru")} == {"a diplomat"}
    assert source.lacks("ru") == ["attribution"]


# -- what is kept ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_translations_are_tidied_and_nothing_empty_is_kept():
    section = sport(ru={"name": " Спорт\x07\n", "description": "  "}, az={"name": ""})
    section.save()
    section.refresh_from_db()
    assert section.translations == {"ru": {"name": "Спорт"}}


@pytest.mark.django_db
def test_a_language_that_is_no_longer_set_keeps_its_names(settings):
    section = sport(ru={"name": "Спорт"})
    section.save()
    settings.LANGUAGES = [("en", "English")]
    section = Section.objects.get(pk=section.pk)
    section.description = "All sport"
    section.full_clean()
    section.save()
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]
    assert Section.objects.get(pk=section.pk).said("name", "ru") == "Спорт"


def test_of_two_rows_that_become_one_the_first_keeps_its_own_words():
    tag, other = Tag(name="Gas", translations={"ru": {"name": "Газ"}}), Tag(name="Natural gas")
    other.translations = {"ru": {"name": "Природный газ"}, "az": {"name": "Təbii qaz"}}
    tag.take_translations(other)
    assert tag.translations == {"ru": {"name": "Газ"}, "az": {"name": "Təbii qaz"}}
    assert other.translations["az"] == {"name": "Təbii qaz"}


def test_one_name_is_set_at_a_time():
    section = sport(ru={"description": "Все матчи"})
    section.translate("name", "ru", "Спорт")
    section.translate("name", "en", "Sports")
    assert (section.name, section.translations) == ("Sports", {"ru": {"description": "Все матчи", "name": "Спорт"}})


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Sport", "sport", "Спорт", "İdman"])
def test_a_row_is_found_by_its_name_in_any_language(typed):
    SectionFactory(name="Politics", translations={"ru": {"name": "Политика"}})
    section = SectionFactory(name="Sport", translations={"ru": {"name": "Спорт"}, "az": {"name": "İdman"}})
    assert [*Section.objects.filter(in_any_language("name", "icontains", typed))] == [section]


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"xx": {"name": "Sport"}}, "“xx” is not a language code"),
        ({"ru": {"slug": "sport"}}, "“slug” has no translations"),
        ({"ru": {"name": "с" * 81}}, "can't be longer than 80 characters"),
        ({"ru": {"name": 7}}, "can't be longer than 80 characters"),
    ],
)
def test_unknown_languages_and_fields_and_long_names_are_refused(said, words):
    with pytest.raises(ValidationError, match=words):
        sport(**said).clean_fields()


def test_a_text_without_a_limit_has_none_in_other_languages_either():
    Correspondent(name="Nora", slug="nora", translations={"ru": {"biography": "б" * 5000}}).clean_fields()


@pytest.mark.parametrize("words", ["человек Петрова", "Petrov's deputy", "друг петрова"])
@pytest.mark.parametrize("field", ["attribution", "reason", "knowledge"])
def test_no_translation_gives_away_the_name_of_an_unnamed_source(words, field):
    source = Source(kind="unnamed", name="Petrov", attribution="a diplomat", reason="asked not to be", knowledge="saw")
    source.clean()
    source.translations = {"ru": {field: words}}
    with pytest.raises(ValidationError) as error:
        source.clean()
    assert [*error.value.error_dict] == [field]
