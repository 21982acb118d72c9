"""The language of a story and its letters: a list of names, a warning where they differ, spelling checked in it."""

import pytest
from django.utils.translation import override

from articles.models import Article
from articles.publishing import preflight
from newsroom.lib import scripts
from tests.factories import ArticleFactory, publish
from tests.test_desk_article import ADD, filled, logged_in, page_of, step, stored

pytestmark = pytest.mark.django_db

RUSSIAN = "Совет Губы собрался в воскресенье и согласовал бюджет."
AZERBAIJANI = "Quba şurası bazar günü toplandı və büdcəni razılaşdırdı."


@pytest.mark.parametrize(
    ("text", "language", "suits"),
    [
        (RUSSIAN, "ru", True),
        (RUSSIAN, "en", False),
        (RUSSIAN, "az", False),
        (AZERBAIJANI, "az", True),
        (AZERBAIJANI, "ru", False),
        (RUSSIAN, "sr", True),
        (AZERBAIJANI, "sr-latn", True),
        ("اجتمع المجلس يوم الأحد واتفق على الميزانية", "ar", True),
        ("اجتمع المجلس يوم الأحد واتفق على الميزانية", "en", False),
        ("Совет", "en", True),  # a name is no text
        ("12 345 678 901 234 567 890 …", "ru", True),
        (f"{RUSSIAN} {AZERBAIJANI}", "en", True),  # of both, and neither has most
        ("", "en", True),
    ],
)
def test_letters_tell_whether_a_text_can_be_in_a_language(text, language, suits):
    assert scripts.suits(text, language) is suits


def codes(article):
    return [problem.code for problem in preflight.check(article) if not problem.blocks]


def test_a_story_in_other_letters_than_its_language_is_warned_of_at_its_field(settings):
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]
    story = ArticleFactory(headline="Совет", standfirst=RUSSIAN, body=f"<p>{RUSSIAN}</p>")
    found = next(problem for problem in preflight.check(story) if problem.code == "other-script")
    assert "The language is English" in found.message
    assert found.place == "id_language"
    Article.objects.update(language="ru")
    assert "other-script" not in codes(Article.objects.get())


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (AZERBAIJANI, "en", "Azerbaijani"),
        (AZERBAIJANI, "az", ""),
        ("The council of Quba met on Sunday and agreed on the budget.", "az", "English"),
        ("The mayor, Əli Məmmədov, and Şəhla Həsənova were at the meeting of the council on Sunday.", "en", ""),
        ("“Hörmətli vətəndaşlar,” the mayor said at the opening of the bridge, and it was the end of it.", "en", ""),
        ("Quba", "en", ""),
    ],
)
def test_a_story_whose_words_are_of_another_language_is_warned_of(text, language, found, settings):
    settings.LANGUAGES = [("en", "English"), ("az", "Azerbaijani"), ("ru", "Russian")]
    story = ArticleFactory(headline="Quba", standfirst="", body=f"<p>{text}</p>", language=language)
    problems = [problem for problem in preflight.check(story) if problem.code == "other-language"]
    assert [problem.blocks for problem in problems] == ([False] if found else [])
    assert all(f"looks like {found}" in problem.message for problem in problems)


def test_the_language_is_chosen_by_its_name(settings, omar):
    settings.LANGUAGES = [("en", "English"), ("az", "Azerbaijani"), ("ru", "Russian")]
    page = logged_in(omar).get(ADD).text
    for code, name in settings.LANGUAGES:
        assert f'<option value="{code}"' in page
        assert f">{name}</option>" in page


@pytest.mark.parametrize("typed", ["RU", "ru-RU", "Azerbaijani", "xx"])
def test_another_language_is_refused_with_the_names_of_those_there_are(typed, settings, omar):
    settings.LANGUAGES = [("en", "English"), ("az", "Azerbaijani"), ("ru", "Russian")]
    story, client = ArticleFactory(), logged_in(omar)
    answer = client.post(page_of(story), filled(client.get(page_of(story))) | {"language": typed})
    assert answer.status_code == 200
    assert "Choose one of: English, Azerbaijani, Russian." in answer.text


def test_a_language_that_the_newsroom_gave_up_stays_with_its_stories(settings, omar):
    story, client = ArticleFactory(language="az"), logged_in(omar)
    settings.LANGUAGES = [("en", "English")]
    assert filled(client.get(page_of(story)))["language"] == "az"


@pytest.mark.parametrize(("language", "direction"), [("az", "ltr"), ("ar", "rtl")])
def test_the_browser_is_told_in_which_language_a_story_is_written(language, direction, settings, omar):
    settings.LANGUAGES = [("en", "English"), ("az", "Azerbaijani"), ("ar", "Arabic")]
    story, client = ArticleFactory(language=language), logged_in(omar)
    publish(story)
    for address in (page_of(story), step(story, "fix")):
        form = client.get(address)
        form = form.context["adminform"].form if "adminform" in form.context else form.context["form"]
        for name in ("headline", "standfirst", "body"):
            attrs = form.fields[name].widget.attrs
            assert (attrs["lang"], attrs["dir"], attrs["spellcheck"]) == (language, direction, "true")
    with override("en"):
        assert stored(story).language == language
