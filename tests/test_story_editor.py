"""The page on which a story is written: every field has a place, one main button, rows without scripts, few queries."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import notes, notifications
from articles.desk.forms import ArticleForm
from articles.models import Article, Citation, Event
from articles.workflow import State
from newsroom.staticfiles import without_remarks
from tests.factories import (
    FAR,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SourceFactory,
    publish,
    rewrite,
)
from tests.test_desk_article import ADD, Form, filled, logged_in, page_of, save, stored

pytestmark = pytest.mark.django_db

QUERIES = 16  # of an edited, published story, its session, user and permissions included
SCRIPTS = 60 * 1024


class WithoutScripts(Form):
    """What a browser sends that runs no scripts."""

    without = ("template",)


@pytest.fixture
def editor(omar):
    return logged_in(omar)


def main_button(page: str) -> tuple[str, bool]:
    """Its words, and whether it can be pressed."""
    tag, words = re.search(r'(<button class="button main"[^>]*data-main[^>]*>)([^<]*)</button>', page).groups()
    return words, " disabled" not in tag


# -- what is on it ----------------------------------------------------------------------------------------------------


def test_every_field_of_a_story_has_a_place_on_its_page(editor):
    page = editor.get(page_of(ArticleFactory())).text
    names = {name for name in ArticleForm.base_fields if name != "wire_digest"}
    assert {name for name in names if f'name="{name}"' not in page} == set()
    for prefix in ("bylines", "citations", "gallery"):
        assert f'name="{prefix}-TOTAL_FORMS"' in page


def test_a_closed_group_says_what_is_in_it(editor):
    article = ArticleFactory(slugline="QUBA", urgency=3)
    article.bylines.create(correspondent=CorrespondentFactory(name="Leyla"))
    page = editor.get(page_of(article)).text
    sums = re.findall(r'<span class="sum[^"]*" data-sum>([^<]*)</span>', page)
    assert f"{article.section} · News · English" in sums
    assert {"Leyla", "QUBA · urgency 3", "Version 1"} <= {*sums}


def test_the_page_loads_nothing_of_the_ordinary_forms_and_evaluates_nothing(editor):
    for address in (page_of(ArticleFactory()), ADD):
        page = editor.get(address)
        loaded = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', page.text)
        assert not [one for one in loaded if re.search(r"unfold|admin/|jquery|select2|material-icons|overrides", one)]
        assert "unsafe-eval" not in page["Content-Security-Policy"]


def test_the_scripts_of_the_page_are_small():
    """All but the text editor's."""
    folder = Path(settings.BASE_DIR, "static/desk")
    scripts = [*folder.glob("room/*.js"), *folder.glob("saving/*.js"), *folder.glob("editor/*.js")]
    scripts += [folder / name for name in ("thread.js", "mentions.js", "leaving.js", "tags.js", "clock.js", "frame.js")]
    scripts.append(folder / "form-autosave.js")
    served = (without_remarks(path.read_text("utf-8")) for path in scripts)
    assert sum(len(gzip.compress(script.encode())) for script in served) < SCRIPTS


# -- the main button --------------------------------------------------------------------------------------------------


def test_the_main_button_is_the_next_step_for_this_person_and_this_story(nora, omar):
    article = ArticleFactory(writer=nora)
    assert main_button(logged_in(nora).get(ADD).text) == ("Submit…", True)
    assert main_button(logged_in(nora).get(page_of(article)).text) == ("Submit…", True)
    Article.objects.update(state=State.SUBMITTED)
    assert main_button(logged_in(nora).get(page_of(article)).text) == ("Submitted", False)
    assert main_button(logged_in(omar).get(page_of(article)).text) == ("Publish…", True)
    publish(stored(article))
    assert main_button(logged_in(omar).get(page_of(article)).text) == ("No changes", False)
    rewrite(stored(article), headline="Council does not meet")
    Article.objects.update(state=State.APPROVED)
    assert main_button(logged_in(omar).get(page_of(article)).text) == ("Publish changes…", True)


def test_what_takes_a_story_away_is_last_in_the_menu_and_in_the_colour_of_danger(editor):
    article = publish(ArticleFactory(state=State.APPROVED)).article
    menu = editor.get(page_of(article)).text.partition('class="menu-list"')[2].partition("</ul>")[0]
    last = menu.rpartition("<li")[2]
    assert "Withdraw" in last
    assert 'class="bad"' in last
    assert menu.count('class="bad"') == 1


# -- saving it --------------------------------------------------------------------------------------------------------


def test_without_scripts_a_row_is_added_in_the_empty_one_that_the_page_has(editor):
    article, source = ArticleFactory(), SourceFactory()
    data = WithoutScripts(editor.get(page_of(article)).text).values
    assert data["citations-TOTAL_FORMS"] == "1"
    assert editor.post(page_of(article), data).status_code == 302
    assert not Citation.objects.exists()  # nobody filled it in
    data |= {"seen_version": stored(article).version}
    filled_in = data | {"citations-0-source": source.pk, "citations-0-statement": "It met."}
    assert editor.post(page_of(article), filled_in).status_code == 302
    assert Citation.objects.get().statement == "It met."
    assert WithoutScripts(editor.get(page_of(article)).text).values["citations-TOTAL_FORMS"] == "2"


def test_without_scripts_what_is_chosen_from_a_long_list_is_named_by_its_number(editor):
    article, photo = ArticleFactory(), PhotoFactory()
    data = WithoutScripts(editor.get(page_of(article)).text).values
    assert editor.post(page_of(article), data | {"photo": photo.pk}).status_code == 302
    assert stored(article).photo == photo
    data = WithoutScripts(editor.get(page_of(article)).text).values
    assert data["photo"] == str(photo.pk)
    assert editor.post(page_of(article), data | {"photo": ""}).status_code == 302
    assert stored(article).photo is None


def test_no_noscript_is_inside_another(editor):
    """A browser with scripts ends it at the first end, and would send what comes after."""
    page = editor.get(page_of(ArticleFactory())).text
    for part in page.split("<noscript>")[1:]:
        assert part.count("</noscript>") == 1


def test_a_refused_save_links_to_each_field_and_opens_its_group(editor):
    article = ArticleFactory()
    data = filled(editor.get(page_of(article))) | {"slug": "not a slug", "urgency": "12"}
    page = editor.post(page_of(article), data).text
    assert "Please correct 2 fields. Nothing you typed is lost." in page
    for name, group in (("slug", "g-address"), ("urgency", "g-wire")):
        assert f'<a href="#id_{name}">' in page
        assert re.search(rf'id="{group}" open data-wrong', page)
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true"', page)
    assert not re.search(r'id="g-who" open', page)


def test_a_new_story_is_in_the_language_its_writer_used_last(settings, nora):
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]
    assert filled(logged_in(nora).get(ADD))["language"] == "en"
    ArticleFactory(writer=nora, language="ru")
    page = logged_in(nora).get(ADD)
    assert filled(page)["language"] == "ru"
    assert re.search(r'<textarea name="headline"[^>]*lang="ru"', page.text)


def test_the_desk_sets_a_wanted_length_which_is_no_new_version(editor, nora):
    article = ArticleFactory(writer=nora)
    save(editor, article, wanted_words="400")
    assert (stored(article).wanted_words, stored(article).version) == (400, article.version)
    assert Event.objects.about(article).get(verb="assign").detail["wanted_words"] == 400
    assert 'data-wanted="400"' in logged_in(nora).get(page_of(article)).text
    save(logged_in(nora), article, wanted_words="9")  # her form has no such field
    assert stored(article).wanted_words == 400


# -- what it costs ----------------------------------------------------------------------------------------------------


def crowd(article: Article, until: int, *, by: User, told: User) -> None:
    """Of everything that the page shows at least so much: rows, tags, notes, notifications, reviews, versions."""
    for place in range(article.citations.count(), until):
        save(logged_in(by), article, headline=f"Council meets for the {place}th time")
        article.tags.add(f"Topic {place}")
        notes.write(article, f"Who says {place}?", by=by)
        notifications.tell(notifications.Kind.MENTIONED, ArticleFactory(), by=by, people=[told])
        ReviewFactory(article=article, kind="error", rating=None)
        article.citations.create(source=SourceFactory(name=f"Source {place}"), statement=f"Words {place}")
        article.bylines.create(correspondent=CorrespondentFactory(name=f"Name {place}", slug=f"name-{place}"))
        article.gallery.create(photo=PhotoFactory(), position=place)


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_the_page_takes_as_many_queries_however_much_there_is(state, nora, omar, editor):
    article = publish(ArticleFactory(state=State.APPROVED, photo=PhotoFactory(), editor=omar, reporter=nora)).article
    publish(article, at=FAR)
    asked = []
    for rows, stories in ((1, 1), (12, 200)):
        crowd(article, rows, by=nora, told=omar)
        ArticleFactory.create_batch(stories, section=article.section)
        Article.objects.update(state=state)
        editor.get(page_of(article))
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(page_of(article)).text
        shown = {
            "<dt>Scheduled</dt>",
            "Topic 0",
            "Who says 0?",
            "Source 0",
            "Name 0",
            ReviewFactory.text,
            ">Compare</a>",
        }
        assert {words for words in shown if words not in page} == set()
        asked.append([query["sql"] for query in queries])
    assert len(asked[1]) == len(asked[0]), "\n".join(asked[1])
    assert len(asked[1]) <= QUERIES, "\n".join(asked[1])
