"""Text that is too long or too deeply nested is refused before it is parsed, and cleaned while nothing is locked."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from articles.drafts import autosave
from articles.exchange import wire
from articles.models import AboutPage, Article
from articles.publishing import preflight
from articles.text import rendering
from newsroom.lib import markup
from tests.factories import ArticleFactory, publish
from tests.growth import too_steep
from tests.test_desk_article import ADD, filled, logged_in, page_of, step

BOMBS = {
    "lists": "<ul><li>" * 25_000,
    "blocks": "<div>" * 25_000,
    "marks that nothing ends": "<b></p>" * 25_000,
    "quotations": "<blockquote>" * 61,
    "unknown elements": "<x-y>" * 61,
    "tables": "<table><tr><td>" * 61,
    "capitals": "<DIV>" * 61,
    "after a comment": "<!--><div>-->" + "<div>" * 60,
    "a list in each item": "<ol><li>" * 31,
    "long": "<p>" + "word " * 60_001 + "</p>",
    "many": "<p>a</p>" * 20_001,
    "marks that a parser repeats": "<p>" + "".join(f"<b lang={n}>" for n in range(55)) + "<p>x" * 19_000,
}
FINE = {
    "sixty levels": "<div>" * 60 + "A" + "</div>" * 60,
    "a paragraph in each of many": "<div><p>A</div>" * 1_000,
    "items without an end": "<ul>" + "<li>A" * 1_000 + "</ul>",
    "cells without an end": "<table>" + "<tr><td>A<td>B" * 500 + "</table>",
    "lists one after another": "<ul><li>A</ul>" * 1_000,
    "line breaks": "A<br>" * 5_000,
    "pictures": '<img src="a.jpg">' * 5_000,
    "in a comment": f"<p>A</p><!-- {'<w:div>' * 500} -->",
    "words": "<p>" + "слово " * 49_000 + "</p>",
    "less than": "< " * 30_000,
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
def test_too_much_is_refused(source):
    with pytest.raises(ValidationError) as refusal:
        rendering.clean(source)
    assert refusal.value.code in {"too-long", "too-deep", "too-many"}
    assert "%" not in refusal.value.messages[0]


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_a_long_text_of_an_ordinary_kind_is_not(source):
    assert markup.excess(source) == ""
    rendering.clean(source)


@pytest.mark.parametrize("unit", ["<!--", "<!---", "<a '", '<a "', "</", "<![CDATA[", "<p <p", "&", "-->"])
def test_what_is_broken_is_looked_through_in_one_pass(unit):
    assert too_steep(markup.excess, lambda size: unit * size, 2_000) == ""


@pytest.mark.parametrize("what", [what for what in BOMBS if what != "marks that a parser repeats"])
def test_it_can_still_be_read_without_being_parsed(what, monkeypatch):
    source = BOMBS[what]
    monkeypatch.setattr(rendering.nh3, "clean", None)
    words = rendering.text(source)
    assert "<" not in words
    assert "A" not in words or len(words) < len(source)


@pytest.mark.django_db
class TestWhereItComesIn:
    @pytest.fixture(params=["lists", "long"])
    def bomb(self, request):
        return BOMBS[request.param]

    def test_the_form_of_a_story_says_what_is_wrong(self, bomb, nora):
        reporter = logged_in(nora)
        response = reporter.post(ADD, filled(reporter.get(ADD)) | {"body": bomb})
        assert response.status_code == 200
        assert response.context["adminform"].form.errors.as_data()["body"][0].code in {"too-deep", "too-long"}
        assert not Article.objects.exists()

    def test_a_quick_fix_too(self, bomb, omar):
        article = ArticleFactory()
        publish(article)
        editor = logged_in(omar)
        response = editor.post(step(article, "fix"), filled(editor.get(step(article, "fix"))) | {"body": bomb})
        assert "body" in response.context["form"].errors
        assert article.publishing_state.acts == 1

    def test_a_page_about_the_newsroom_too(self, bomb, omar):
        editor, page = logged_in(omar), "/admin/articles/aboutpage/add/"
        response = editor.post(
            page, {"name": "Ethics", "slug": "ethics", "language": "en", "position": 0, "body": bomb}
        )
        assert "body" in response.context["adminform"].form.errors
        assert not AboutPage.objects.exists()

    def test_what_is_autosaved_is_refused_in_words(self, bomb):
        with pytest.raises(autosave.Refused) as refusal:
            autosave.clean({"body": [bomb]})
        assert refusal.value.code in {"too-deep", "too-long"}

    def test_a_wire_file_too(self):
        text = "Headline of a story\nThe lede of it.\n" + "word " * 60_001
        with pytest.raises(wire.BadWire, match="too long"):
            wire.load(wire.Wire("Headline", "The lede.", [text]))

    def test_a_merge_with_it_goes_back_to_the_form(self, bomb, nora):
        reporter, article = logged_in(nora), ArticleFactory(writer=nora)
        data = filled(reporter.get(page_of(article))) | {"body": bomb}
        article.headline = "Another"
        article.save()
        assert reporter.post(page_of(article), data).status_code == 200

    def test_a_stored_text_of_before_can_be_opened_and_not_published(self, bomb, omar):
        article = ArticleFactory()
        Article.objects.filter(pk=article.pk).update(body=bomb)
        article.refresh_from_db()
        assert {problem.code for problem in preflight.errors(article)} & {"too-deep", "too-long"}
        editor = logged_in(omar)
        for page in (page_of(article), step(article, "publish"), f"/admin/articles/article/{article.pk}/preview/"):
            assert editor.get(page).status_code == 200, page


@pytest.mark.django_db(transaction=True)
def test_a_text_is_cleaned_while_nothing_is_locked(nora, omar, monkeypatch):
    """On SQLite a transaction that writes holds up every reader who posts a review."""
    body, locked = f"<p>{uuid.uuid4()}</p>", []
    harmless = rendering.FIRST

    class Watched:
        def clean(self, source):
            if body[3:-4] in source:
                locked.append(connection.in_atomic_block)
            return harmless.clean(source)

    monkeypatch.setattr(rendering, "FIRST", Watched())
    reporter = logged_in(nora)
    assert reporter.post(ADD, filled(reporter.get(ADD)) | {"body": body + "<div>A</div>"}).status_code == 302
    assert locked == [False]
