"""A story at the desk: written, submitted, read, published, rewritten, withdrawn; through the forms alone."""

import io
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles import publishing
from articles.desk.listing import public_words
from articles.drafts import editing
from articles.exchange import wire
from articles.models import Act, Article, Citation, Edition, Event, Photo, ledger
from articles.workflow import State
from reviews.admin.stories import HIDDEN
from tests.factories import (
    FAR,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SectionFactory,
    SourceFactory,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

LIST, ADD, DASHBOARD = "/admin/articles/article/", "/admin/articles/article/add/", "/admin/"
WIRE = Path(__file__).parent / "wire"


def page_of(article):
    return f"{LIST}{article.pk}/change/"


def step(article, verb):
    return f"{LIST}{article.pk}/{verb}/step/"


class Form(HTMLParser):
    """What a browser sends back of the form of a story if nobody touches it: line ends as CR LF and all.

    A browser with scripts: it leaves out what is in `without` (test_story_editor.py has one that runs none).
    """

    without: tuple[str, ...] = ("template", "noscript")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values, self.inside, self.text, self.choice, self.left_out = {}, False, None, None, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        its = dict(attrs)
        self.left_out += tag in self.without
        if self.left_out:
            return
        if tag == "form":
            self.inside = its.get("id") == "article_form"
        belongs = self.choice if tag == "option" else self.inside or its.get("form") == "article_form"
        if not belongs:  # the texts are beside the form, and belong to it
            return
        if tag == "textarea":
            self.text = (its["name"], [])
        elif tag == "select":
            self.choice = its["name"]
        elif tag == "option" and "selected" in its:
            self.values[self.choice] = its.get("value", "")
        elif tag == "input" and "name" in its and self.is_sent(its):
            self.values[its["name"]] = its.get("value", "")

    @staticmethod
    def is_sent(its):
        kind = its.get("type")
        return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in its)

    def handle_data(self, data):
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        self.left_out -= tag in self.without
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.choice = None
        if tag == "textarea" and self.text:
            name, parts = self.text
            typed = "".join(parts).removeprefix("\r\n").removeprefix("\n").replace("\r\n", "\n")
            self.values[name], self.text = typed.replace("\n", "\r\n"), None


def filled(response) -> dict[str, str]:
    return Form(response.text).values


def with_line(data: dict, inline: str, **fields) -> dict:
    """One more line in an inline, as its button “Add another” makes it."""
    number = int(data[f"{inline}-TOTAL_FORMS"])
    line = {f"{inline}-{number}-{name}": value for name, value in fields.items()}
    return data | line | {f"{inline}-TOTAL_FORMS": number + 1}


def asked(response) -> dict:
    """What the page of a step hands back."""
    return {field.html_name: field.value() for field in response.context["form"] if field.value() is not None}


def offered(page, article) -> list[str]:
    """The steps that the page of a story has: as buttons of its form, or as links."""
    found = re.findall(rf'name="_step" value="(\w+)"|/{article.pk}/(\w+)/step/', page)
    return ["".join(names) for names in found]


def save(client, article, **changes):
    return client.post(page_of(article), filled(client.get(page_of(article))) | changes)


def take(client, article, verb, **fields):
    """Open the page of a step, and press its button."""
    return client.post(step(article, verb), asked(client.get(step(article, verb))) | fields)


def stored(article) -> Article:
    return Article.objects.get(pk=article.pk)


def verbs(article):
    return [*Event.objects.about(article).order_by("pk").values_list("verb", flat=True)]


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def moderator(mina):
    return logged_in(mina)


@pytest.fixture
def written(nora):
    """`written("submitted")`: a story that Nora wrote, with everything a story can have."""

    def make(state=State.DRAFT, **fields):
        fields = {"named": [CorrespondentFactory()], "citing": [SourceFactory()], "tagged": ["Energy"]} | fields
        return ArticleFactory(writer=nora, edited_by=nora, state=state, photo=PhotoFactory(), **fields)

    return make


# -- writing ----------------------------------------------------------------------------------------------------------


def test_a_reporter_writes_a_story_and_submits_it(reporter, nora):
    leyla, ministry = CorrespondentFactory(), SourceFactory(name="Ministry of Energy")
    photo, section = PhotoFactory(), SectionFactory()
    data = filled(reporter.get(ADD)) | {
        "kind": "news",
        "section": section.pk,
        "headline": "Council meets in Quba",
        "standfirst": "The council of Quba met on Sunday.",
        "body": "<p>The members spoke for <strong>two hours</strong>.</p><ul><li>one</li></ul>",
        "dateline": "Quba",
        "dateline_on": "2024-04-28",
        "tags": "Energy, Local government",
        "photo": photo.pk,
        "_submit": "",
    }
    data = with_line(data, "bylines", correspondent=leyla.pk, role="from Quba", position=0)
    data = with_line(
        data, "citations", source=ministry.pk, kind="quotation", statement="The members spoke", position=0,
        address="https://energy.example/minutes", obtained_on="2024-04-27",
    )  # fmt: skip
    response = reporter.post(ADD, data)
    article = Article.objects.get()
    assert (response.status_code, response["Location"]) == (302, page_of(article))

    assert (article.state, article.version) == (State.SUBMITTED, 1)
    assert (article.writer, article.edited_by) == (nora, nora)
    assert (article.headline, article.slug) == ("Council meets in Quba", "council-meets-in-quba")
    assert article.body == "<p>The members spoke for <strong>two hours</strong>.</p><ul><li>one</li></ul>"
    assert (article.language, article.section, article.photo) == ("en", section, photo)
    assert (article.dateline, article.dateline_on) == ("Quba", date(2024, 4, 28))
    assert sorted(article.tags.names()) == ["Energy", "Local government"]
    assert [(line.correspondent, line.role) for line in article.bylines.all()] == [(leyla, "from Quba")]
    citation = article.citations.get()
    assert (citation.source, citation.statement) == (ministry, "The members spoke")
    assert (citation.address, citation.obtained_on) == ("https://energy.example/minutes", date(2024, 4, 27))
    assert verbs(article) == ["write", "submit"]
    assert not Edition.objects.exists()


def test_the_journal_names_the_text_with_all_its_parts(reporter):
    """The digest is taken after bylines, citations and tags are saved, or no approval would ever fit."""
    data = filled(reporter.get(ADD)) | {"headline": "Council meets", "tags": "Energy"}
    data = with_line(data, "bylines", correspondent=CorrespondentFactory().pk, position=0)
    reporter.post(ADD, with_line(data, "citations", source=SourceFactory().pk, kind="quotation", position=0))
    article = Article.objects.get()
    assert Event.objects.about(article).get(verb="write").detail["digest"] == editing.digest(article)


def test_a_story_can_be_kept_before_anything_else_is_known(reporter):
    """Nothing that was typed is ever thrown away: no section, no byline, not even a headline is asked for."""
    response = reporter.post(ADD, filled(reporter.get(ADD)) | {"standfirst": "Something happened in Quba."})
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.state, article.section, article.slug) == (State.DRAFT, None, "something-happened-in-quba")
    assert reporter.get(page_of(article)).status_code == 200
    assert reporter.get(LIST).status_code == 200


def test_a_field_that_is_wrong_sends_everything_back_that_was_typed(reporter):
    data = filled(reporter.get(ADD)) | {
        "headline": "Council meets in Quba",
        "standfirst": "Said at length.",
        "body": "<p>The members spoke.</p>",
        "tags": "Energy",
        "dateline_on": "last Sunday",
    }
    data = with_line(data, "bylines", correspondent=CorrespondentFactory().pk, role="from Quba", position=0)
    response = reporter.post(ADD, data)
    assert response.status_code == 200
    for typed in ("Council meets in Quba", "Said at length.", "The members spoke.", "Energy", "from Quba"):
        assert typed in response.text
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ('<p>A<script>fetch("//evil.example")</script>B</p>', "<p>AB</p>"),
        ('<p onclick="x()">A</p>', "<p>A</p>"),
        ('<p><a href="javascript:alert(1)">A</a></p>', "<p>A</p>"),
        ('<p><a href="//evil.example">A</a></p>', "<p>A</p>"),
        ('<p style="position:fixed">A</p><style>p{}</style>', "<p>A</p>"),
        ('<p>A<img src="https://evil.example/x.png" onerror="x()"></p>', "<p>A</p>"),
        ('<iframe src="https://evil.example"></iframe><p>A</p>', "<p>A</p>"),
        ("<p>A\x1bB</p>", "<p>A B</p>"),
        ("<svg><p>A</p></svg>", "<p>A</p>"),
        ('<form action="//evil.example"><p>A</p><input name="password"></form>', "<p>A</p>"),
    ],
)
def test_a_hostile_text_is_cleaned_before_it_is_kept(hostile, kept, reporter):
    assert reporter.post(ADD, filled(reporter.get(ADD)) | {"body": hostile}).status_code == 302
    assert Article.objects.get().body == kept


@pytest.mark.parametrize(
    ("headline", "slug", "words"),
    [
        ("İlham Əliyev Şəkidə çıxış etdi", "ilham-eliyev-sekide-cixis-etdi", "Görüş “Heydər” sarayında oldu – ığöçşü."),
        ("Политика: ёлка и щука", "politika-elka-i-shchuka", "«Съешь ещё», — сказал министр."),
    ],
)
def test_azerbaijani_and_russian_survive(headline, slug, words, reporter, editor):
    data = filled(reporter.get(ADD)) | {
        "headline": headline,
        "standfirst": words,
        "body": f"<p>{words}</p>",
        "section": SectionFactory().pk,
        "dateline": headline,
        "byline": words,
        "tags": f'"{headline}"',
        "_submit": "",
    }
    assert reporter.post(ADD, data).status_code == 302
    article = Article.objects.get()
    assert (article.headline, article.standfirst, article.body) == (headline, words, f"<p>{words}</p>")
    assert (article.dateline, article.byline) == (headline, words)
    assert {tag.name: tag.slug for tag in article.tags.all()} == {headline: slug}
    assert article.slug == slug
    save(reporter, article)
    assert stored(article).version == 1
    assert take(editor, article, "publish").status_code == 302
    shown = Client().get(Edition.objects.get().get_absolute_url()).text
    assert headline in shown
    assert words in shown


def test_a_brief_is_written_without_a_headline(reporter, editor):
    data = filled(reporter.get(ADD)) | {
        "kind": "brief", "section": SectionFactory().pk, "standfirst": "The road is open again. It was closed.",
        "_submit": "",
    }  # fmt: skip
    reporter.post(ADD, data)
    article = Article.objects.get()
    assert (article.slug, article.state) == ("the-road-is-open-again", State.SUBMITTED)
    assert take(editor, article, "publish").status_code == 302
    assert Edition.objects.get().title == "The road is open again."


# -- saving -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [*State])
def test_saving_without_a_change_makes_no_new_version(state, editor, written):
    article = written(state)
    before = Article.objects.values().get()
    assert save(editor, article).status_code == 302
    assert Article.objects.values().get() == before
    assert verbs(article) == []


@pytest.mark.parametrize("file", ["plain.txt", "azerbaijani.txt", "russian.txt", "crlf.txt", "two-line-brief.txt"])
def test_a_wire_that_was_only_looked_at_and_saved_is_still_the_wire_s(file, editor, omar):
    """Or four eyes would keep the only editor of the night from publishing it."""
    for article in wire.load(wire.parse((WIRE / file).read_bytes())).made:
        assert save(editor, article, _submit="").status_code == 302
        saved = stored(article)
        assert (saved.body, saved.standfirst) == (article.body, article.standfirst)
        assert (saved.version, saved.edited_by, saved.state) == (1, None, State.SUBMITTED)
        assert publishing.seen_by_two(saved, by=omar)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "Council does not meet"),
        ("standfirst", "It did not meet."),
        ("body", "<p>Nobody spoke.</p>"),
        ("kind", "analysis"),
        ("language", "az"),
        ("dateline", "Washington"),
        ("dateline_on", "2024-04-29"),
        ("byline", "Samur Wire's own correspondent"),
        ("slug", "another-slug"),
        ("slug", ""),  # made anew from the headline
        ("tags", "Energy, Roads"),
        ("photo", ""),
        ("section", ""),
    ],
)
def test_a_change_of_what_readers_see_is_a_new_version(field, value, editor, omar, written):
    article = written(State.APPROVED)
    assert save(editor, article, **{field: value}).status_code == 302
    article = stored(article)
    assert (article.version, article.edited_by, article.state) == (2, omar, State.DRAFT)
    event = Event.objects.about(article).get()
    assert (event.verb, event.by, event.detail["version"]) == ("edit", omar, 2)
    assert event.detail["digest"] == editing.digest(article)


@pytest.mark.parametrize(
    "change", ["byline added", "byline gone", "role", "citation added", "citation gone", "statement"]
)
def test_so_is_a_change_of_bylines_and_citations(change, editor, omar, written):
    article = written(State.APPROVED)
    data = filled(editor.get(page_of(article)))
    if change == "byline added":
        other = CorrespondentFactory(name="Rauf", slug="rauf")
        data = with_line(data, "bylines", correspondent=other.pk, position=1)
    elif change == "citation added":
        data = with_line(data, "citations", source=SourceFactory(name="Court").pk, kind="document", position=1)
    else:
        name, value = {
            "byline gone": ("bylines-0-DELETE", "on"),
            "citation gone": ("citations-0-DELETE", "on"),
            "role": ("bylines-0-role", "from Quba"),
            "statement": ("citations-0-statement", "other words"),
        }[change]
        data[name] = value
    assert editor.post(page_of(article), data).status_code == 302
    article = stored(article)
    assert (article.version, article.edited_by, article.state) == (2, omar, State.DRAFT)
    assert verbs(article) == ["edit"]


def test_a_new_byline_together_with_a_new_headline_is_one_version(editor, written):
    article = written()
    data = filled(editor.get(page_of(article))) | {"headline": "Council does not meet", "bylines-0-role": "from Quba"}
    editor.post(page_of(article), data)
    assert stored(article).version == 2


def test_a_correspondent_is_named_once(reporter, written):
    article = written()
    data = filled(reporter.get(page_of(article)))
    data = with_line(data, "bylines", correspondent=data["bylines-0-correspondent"], position=1)
    assert reporter.post(page_of(article), data).status_code == 200
    assert article.bylines.count() == 1


@pytest.mark.parametrize("part", ["byline", "citation"])
def test_a_part_saved_meanwhile_is_a_newer_version_and_not_written_over(part, reporter, editor, written):
    article = written()
    typed = filled(reporter.get(page_of(article))) | {"headline": "Nora's headline"}
    other = {"byline": {"bylines-0-role": "from Quba"}, "citation": {"citations-0-statement": "other words"}}[part]
    save(editor, article, **other)
    assert reporter.post(page_of(article), typed).status_code == 200
    assert stored(article).headline == "Council meets in Quba"


def test_a_form_that_hides_which_version_it_is_of_writes_over_nothing(reporter, written):
    article = written()
    typed = filled(reporter.get(page_of(article))) | {"headline": "Nora's headline"}
    typed.pop("seen_version")
    assert reporter.post(page_of(article), typed).status_code == 200
    assert stored(article).headline == "Council meets in Quba"


def test_a_step_taken_meanwhile_is_not_undone_by_a_save(reporter, editor, written):
    """Omar approves while Nora has the form open; she may still save, but what was approved was another text."""
    article = written(State.SUBMITTED)
    typed = filled(reporter.get(page_of(article))) | {"headline": "Nora's headline"}
    take(editor, article, "approve")
    assert reporter.post(page_of(article), typed).status_code == 302
    article = stored(article)
    assert (article.state, article.headline) == (State.DRAFT, "Nora's headline")


def test_nobody_writes_what_the_form_does_not_show(reporter, written, omar):
    article = written()
    save(
        reporter, article, headline="Nora's", state="approved", version="99", writer=omar.pk, edited_by="", uid="0" * 32
    )
    saved = stored(article)
    assert (saved.state, saved.version, saved.writer_id) == (State.DRAFT, 2, article.writer_id)
    assert (saved.edited_by_id, saved.uid) == (article.edited_by_id, article.uid)


def test_a_reporter_reads_the_story_of_another_and_cannot_save_it(written):
    article = written()
    ada = logged_in(make_user("ada", "Journalists"))
    page = ada.get(page_of(article))
    assert page.status_code == 200
    assert article.headline in page.text
    assert 'name="_save"' not in page.text
    assert 'name="_submit"' not in page.text
    assert 'class="strip-steps' not in page.text
    assert 'id="article_form"' not in page.text
    assert ada.post(page_of(article), {"headline": "Ada's", "seen_version": 1}).status_code == 403
    assert stored(article).headline == "Council meets in Quba"


def test_who_may_not_edit_a_story_reads_it_rendered_as_readers_would(written):
    article = written()
    secret = SourceFactory(kind="unnamed", name="Zaur", attribution="a clerk of the council")
    Citation.objects.create(article=article, source=secret, statement="It met.", position=9)
    body = "<h2>How it was counted</h2><blockquote><p>“We counted.”</p></blockquote><script>alert(1)</script>"
    Article.objects.filter(pk=article.pk).update(body=body, photo=PhotoFactory())
    page = logged_in(make_user("ada", "Journalists")).get(page_of(article)).text
    assert "How it was counted</h2>" in page
    assert "&lt;h2&gt;" not in page
    assert "alert(1)" not in page
    assert "a clerk of the council" in page
    assert "Zaur" not in page
    assert "A hall with empty chairs" in page  # the picture, described
    assert not [words for words in ("Add pictures", "data-cite", 'name="_', "prose-editor") if words in page]


# -- pictures ---------------------------------------------------------------------------------------------------------


def picture(name="DSC_0001.jpg", format="JPEG", size=(64, 48)):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, format)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{format.lower()}")


def test_a_reporter_uploads_a_picture(reporter):
    data = {"original": picture(), "alt": "A hall", "caption": "The hall", "credit": "Photo: Nora"}
    assert reporter.post("/admin/articles/photo/add/", data).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.credit) == (64, 48, "Photo: Nora")
    assert "DSC" not in photo.original.name
    preview = reporter.get(f"/admin/articles/photo/{photo.pk}/preview/")
    assert (preview.status_code, preview["Content-Type"]) == (200, "image/webp")


@pytest.mark.parametrize("wrong", ["gif", "words", "svg", "empty"])
def test_what_is_no_picture_is_refused(wrong, reporter):
    files = {
        "gif": lambda: picture("a.jpg", "GIF"),
        "words": lambda: SimpleUploadedFile("a.jpg", b"not a picture", content_type="image/jpeg"),
        "svg": lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "empty": lambda: SimpleUploadedFile("a.jpg", b""),
    }
    response = reporter.post("/admin/articles/photo/add/", {"original": files[wrong](), "alt": "A", "credit": "B"})
    assert response.status_code == 200
    assert not Photo.objects.exists()


@pytest.mark.parametrize("missing", ["alt", "credit"])
def test_a_bare_picture_keeps_a_story_from_being_published(missing, editor, written):
    article = written(State.SUBMITTED)
    Photo.objects.update(**{missing: ""})
    response = take(editor, article, "publish")
    assert response.status_code == 409
    assert "The picture needs a description and a credit." in response.text
    assert not Edition.objects.exists()


# -- publishing -------------------------------------------------------------------------------------------------------


def test_an_editor_reads_and_publishes(editor, omar, written):
    article = written(State.SUBMITTED)
    page = editor.get(step(article, "publish"))
    assert article.standfirst in page.text
    assert "The members spoke for two hours." in page.text
    response = editor.post(step(article, "publish"), asked(page))
    assert (response.status_code, response["Location"]) == (302, page_of(article))
    edition = Edition.objects.get()
    assert (edition.number, edition.version, edition.headline) == (1, 1, "Council meets in Quba")
    assert Act.objects.get().by == "omar"
    assert stored(article).state == State.APPROVED
    assert Client().get(edition.get_absolute_url()).status_code == 200
    assert "Edition 1" in editor.get(page_of(article)).text


@pytest.mark.parametrize("stale", ["text", "act", "withdrawal"])
def test_an_editor_does_not_publish_what_they_did_not_see(stale, editor, reporter, admin, written):
    article = written(State.APPROVED)
    if stale != "text":
        publish(article)
    seen = asked(editor.get(step(article, "publish")))
    if stale == "text":
        save(reporter, article, headline="The headline that nobody read")
        Article.objects.update(state=State.APPROVED)
    elif stale == "act":
        Article.objects.update(body="<p>There is more.</p>")
        publishing.publish(article.pk, by=admin)
    else:
        publishing.withdraw(article.pk, by=admin, reason="It was wrong.")
    editions = [*Edition.objects.values()]
    response = editor.post(step(article, "publish"), seen)
    assert response.status_code == 409
    reason = "The text has changed" if stale == "text" else "Someone has published, cancelled or withdrawn this story"
    assert reason in response.text
    assert [*Edition.objects.values()] == editions


@pytest.mark.parametrize("left_out", ["seen", "version"])
def test_a_post_that_does_not_say_what_was_seen_publishes_nothing(left_out, editor, written):
    article = written(State.SUBMITTED)
    data = asked(editor.get(step(article, "publish")))
    data.pop(left_out)
    assert editor.post(step(article, "publish"), data).status_code != 302
    assert not Edition.objects.exists()


def test_what_stands_in_the_way_is_said_before_and_after(editor, written):
    article = written(State.SUBMITTED, section=None)
    said = "The story has no section. Choose one."
    assert said in editor.get(page_of(article)).text
    assert said in editor.get(step(article, "publish")).text
    response = take(editor, article, "publish")
    assert (response.status_code, said in response.text) == (409, True)
    assert stored(article).state == State.SUBMITTED


def test_who_made_the_last_change_is_asked_why_nobody_else_read_it(editor, omar, written):
    article = written(State.SUBMITTED)
    save(editor, article, headline="Minister resigns")
    page = editor.get(step(article, "publish"))
    assert "You made the last changes, so another editor should approve this text." in page.text
    assert 'name="reason"' in page.text
    for reason in ("", "   "):
        response = editor.post(step(article, "publish"), asked(page) | {"reason": reason})
        assert response.status_code == 409
        assert "Ask a colleague to approve it, or give a reason." in response.text
    assert not Edition.objects.exists()

    response = editor.post(step(article, "publish"), asked(page) | {"reason": "It is on every other site."})
    assert response.status_code == 302
    event = Event.objects.about(article).get(verb="override")
    assert (event.by, event.reason) == (omar, "It is on every other site.")
    assert Act.objects.get().reason == "It is on every other site."


def test_what_another_changed_last_is_published_without_a_question(editor, reporter, written):
    article = written(State.SUBMITTED)
    save(editor, article, headline="Minister resigns")
    save(reporter, article, headline="Minister resigns, says ministry")
    assert 'name="reason"' not in editor.get(step(article, "publish")).text
    assert take(editor, article, "publish").status_code == 302
    assert "override" not in verbs(article)


def test_an_approval_by_another_editor_makes_four_eyes(editor, admin, written):
    article = written(State.SUBMITTED)
    save(editor, article, headline="Minister resigns")
    assert take(logged_in(admin), article, "approve").status_code == 302
    assert 'name="reason"' not in editor.get(step(article, "publish")).text
    assert take(editor, article, "publish").status_code == 302


def test_one_s_own_approval_does_not(editor, written):
    article = written(State.SUBMITTED)
    save(editor, article, headline="Minister resigns")
    take(editor, article, "approve")
    assert take(editor, article, "publish").status_code == 409
    assert not Edition.objects.exists()


# -- after publication ------------------------------------------------------------------------------------------------


@pytest.fixture
def live(written):
    """A story of Nora's that readers see."""
    article = written(State.APPROVED)
    publish(article)
    return stored(article)


def test_a_live_story_is_rewritten_and_readers_see_none_of_it(live, reporter, client):
    address = live.editions.get().get_absolute_url()
    before, editions = client.get(address).text, [*Edition.objects.values()]
    data = {"headline": "Council does not meet", "body": "<p>Never mind.</p>", "tags": "Roads", "photo": ""}
    assert save(reporter, live, **data, **{"bylines-0-DELETE": "on", "citations-0-DELETE": "on"}).status_code == 302
    article = stored(live)
    assert (article.headline, article.state, article.bylines.count()) == ("Council does not meet", State.DRAFT, 0)
    assert [*Edition.objects.values()] == editions
    assert client.get(address).text == before
    assert "published, with unpublished changes" in reporter.get(page_of(article)).text
    assert reporter.get(LIST).context["rows"][0].public.words == "Changed"


@pytest.mark.parametrize(
    ("history", "words", "short"),
    [
        ("none", "not published", "Not published"),
        ("live", "published", "Published"),
        ("rewritten", "published, with unpublished changes", "Changed"),
        ("to come", "scheduled for 1 Jan", "1 Jan 2999"),
        ("update to come", "published, an update is scheduled for 1 Jan", "Update 1 Jan 2999"),
        ("withdrawn", "withdrawn", "Withdrawn"),
    ],
)
def test_the_list_says_what_is_public_of_a_story(history, words, short, editor, omar, written):
    article = written(State.APPROVED)
    if history not in {"none", "to come"}:
        publish(article)
    if history in {"to come", "update to come"}:
        publish(article, at=FAR)
    if history == "rewritten":
        save(editor, article, headline="Council does not meet")
    if history == "withdrawn":
        publishing.withdraw(article.pk, by=omar, reason="It was wrong.")
    page = editor.get(LIST)
    said = str(public_words(page.context["cl"].result_list[0]))
    assert said.startswith(words) if history.endswith("to come") else said == words
    assert f"</svg>{short}</span>" in page.text
    assert said in editor.get(page_of(article)).text


def test_the_rewrite_is_read_once_an_editor_publishes_again(live, reporter, editor, client):
    address = live.editions.get().get_absolute_url()
    save(reporter, live, headline="Council does not meet", _submit="")
    assert take(editor, live, "publish").status_code == 200  # what kind of change is it?
    assert take(editor, live, "publish", change="correction").status_code == 200  # and what was wrong?
    assert Edition.objects.count() == 1
    assert take(editor, live, "publish", change="correction", note="It did not meet.").status_code == 302
    assert [*Edition.objects.order_by("number").values_list("number", "headline")] == [
        (1, "Council meets in Quba"),
        (2, "Council does not meet"),
    ]
    assert "Council does not meet" in client.get(address).text
    assert "It did not meet." in client.get(address).text


def test_a_withdrawn_story_answers_410_and_says_why(live, editor, omar, client):
    address = live.editions.get().get_absolute_url()
    page = editor.get(step(live, "withdraw"))
    assert "tells readers that it was withdrawn, and why" in page.text
    assert take(editor, live, "withdraw", note="It was wrong.").status_code == 302
    gone = client.get(address)
    assert gone.status_code == 410
    assert "It was wrong." in gone.text
    assert live.headline not in gone.text
    act = Act.objects.last()
    assert (act.verb, act.by, act.reason) == ("withdraw", "omar", "It was wrong.")
    for public in ("/", "/latest/", "/politics/"):
        assert live.headline not in client.get(public).text


def test_withdrawing_does_not_mind_what_happened_meanwhile(live, editor, admin, client):
    seen = asked(editor.get(step(live, "withdraw")))
    Article.objects.update(body="<p>There is more.</p>")
    publishing.publish(live.pk, by=admin)
    assert editor.post(step(live, "withdraw"), seen | {"note": "It was wrong."}).status_code == 302
    assert client.get(live.editions.first().get_absolute_url()).status_code == 410


def test_the_note_of_a_return_waits_for_its_writer(reporter, editor, written):
    article = written(State.SUBMITTED)
    take(editor, article, "return", note="Who said so?")
    page = reporter.get(page_of(article)).text
    assert "Who said so?" in page
    assert "omar" in page
    assert stored(article).state == State.DRAFT


# -- what the form shows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "public", "steps"),
    [
        ("draft", False, ["publish", "submit", "spike"]),
        ("submitted", False, ["publish", "approve", "return", "spike"]),
        ("approved", True, ["return", "withdraw"]),  # nothing has changed since it was published
        ("spiked", False, ["revive"]),
    ],
)
def test_only_the_steps_that_are_open_have_buttons(state, public, steps, editor, reporter, written):
    article = written(state)
    if public:
        publish(article)
    verbs = ("submit", "publish", "approve", "return", "withdraw", "spike", "revive")
    assert [verb for verb in offered(editor.get(page_of(article)).text, article) if verb in verbs] == steps
    shown = reporter.get(page_of(article)).text
    assert ("submit" in offered(shown, article)) is (state == "draft")
    assert "publish" not in offered(shown, article)


def test_every_field_is_explained_and_named_in_the_words_of_the_newsroom(reporter):
    shown = reporter.get(ADD).text
    for help_text in (
        "Topics, separated by commas.",
        "Where the story was filed from",
        "Aim for 90 characters or fewer.",
    ):
        assert help_text in shown


def test_the_list_finds_and_sorts_what_the_desk_looks_for(editor, written):
    written(State.SUBMITTED, headline="Minister resigns")
    written(State.DRAFT, headline="Roads are closed")
    assert "Roads are closed" not in editor.get(LIST, {"state": "submitted"}).text


def test_the_name_of_an_unnamed_source_is_on_no_page_of_the_step(editor, written):
    secret = SourceFactory(kind="unnamed", name="Vüqar Sentinel", attribution="a source in the Secretariat")
    article = written(State.SUBMITTED, citing=[secret])
    take(editor, article, "publish")
    edition = Edition.objects.get()
    assert "Sentinel" not in Client().get(edition.get_absolute_url()).text
    assert "Sentinel" not in editor.get(f"/admin/articles/edition/{edition.pk}/change/").text


# -- the dashboard ----------------------------------------------------------------------------------------------------


def waiting(client) -> dict:
    """Heading → the titles below it; what is empty is left out."""
    context = client.get(DASHBOARD).context
    groups = [*context["groups"], *context["aside"]]
    return {group.title: [item.title for item in group.items] for group in groups if group.items}


WAITING, MINE, READ, FREE = "Waiting for you", "Your drafts", "With an editor", "Nobody assigned"
REVIEWS = "Reviews waiting"


def test_each_finds_what_waits_for_them(reporter, editor, moderator, written, nora):
    written(State.DRAFT, headline="A draft")
    written(State.SUBMITTED, headline="A submitted story")
    written(State.APPROVED, headline="An approved story")
    written(State.SPIKED, headline="A spiked story")
    ArticleFactory(headline="A wire")
    ArticleFactory(headline="Somebody else's draft", writer=make_user("ada", "Journalists"))
    review = ReviewFactory(article=ArticleFactory(headline="Read by many", state=State.SPIKED))
    ReviewFactory(article=review.article, state="published")
    assert waiting(reporter) == {MINE: ["A draft"], READ: ["A submitted story"], FREE: ["A wire"]}
    assert waiting(editor) == {WAITING: ["A submitted story", "An approved story"], FREE: ["A wire"]}
    assert waiting(moderator) == {REVIEWS: [str(HIDDEN)]}
    assert review.text in moderator.get(DASHBOARD).text


def test_who_waits_longest_stands_first(editor, written):
    for headline in ("first", "second", "third"):
        written(State.SUBMITTED, headline=headline)
    assert waiting(editor)[WAITING] == ["first", "second", "third"]


def test_a_story_that_readers_have_as_it_is_waits_for_nobody(live, editor, reporter):
    assert waiting(editor) == {}
    save(reporter, live, headline="Council does not meet", _submit="")
    assert waiting(editor) == {WAITING: ["Council does not meet"]}


def test_a_withdrawn_story_is_not_offered_for_publication(live, editor):
    """It was taken off for a reason; nobody should put it back because the dashboard says that it is ready."""
    take(editor, live, "withdraw", note="It was wrong.")
    assert waiting(editor).keys() <= {"Going out next"}


def test_a_story_that_is_scheduled_waits_for_nobody(editor, written):
    publish(written(State.APPROVED), at=FAR)
    assert waiting(editor).keys() <= {"Going out next"}


@pytest.mark.parametrize("who", ["nora", "omar", "mina", "admin"])
def test_the_dashboard_takes_twenty_queries_at_most(who, request, written):
    client = logged_in(request.getfixturevalue(who))
    for state in [*State] * 4:
        ReviewFactory(article=written(state, named=[], citing=[]))
    client.get(DASHBOARD)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(DASHBOARD).status_code == 200
    assert len(queries) <= 20, [query["sql"] for query in queries]


# -- how much is asked of the database --------------------------------------------------------------------------------


def queries(client, address) -> int:
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_asks_no_more_for_many_stories_than_for_few(editor, written):
    publish(written(State.APPROVED))
    few = queries(editor, LIST)
    for state in [*State] * 3:
        article = written(state, named=[CorrespondentFactory(name=f"Of a {state} story", slug=state)])
        if state != State.SPIKED:
            publish(article)
    assert queries(editor, LIST) == few
    assert few <= 15


@pytest.mark.parametrize("model", ["edition", "act", "event", "source", "photo", "tag", "correspondent"])
def test_so_do_the_other_lists(model, admin, written, omar):
    client = logged_in(admin)

    def story(number):
        article = (
            written(
                State.APPROVED,
                photo=PhotoFactory(),
                tagged=[f"Tag {number}"],
                citing=[SourceFactory(name=f"S{number}")],
                named=[CorrespondentFactory(name=f"C{number}", slug=f"c{number}")],
            )
            if False
            else written(State.APPROVED)
        )
        Event.objects.write("approve", article, by=omar)
        publish(article)

    story(0)
    few = queries(client, f"/admin/articles/{model}/")
    for number in range(1, 6):
        story(number)
    assert queries(client, f"/admin/articles/{model}/") == few


def test_the_list_of_reviews_asks_no_more_for_many_than_for_few(moderator):
    ReviewFactory()
    few = queries(moderator, "/admin/reviews/review/")
    for _ in range(6):
        ReviewFactory()
    assert queries(moderator, "/admin/reviews/review/") == few


def test_the_digest_of_the_desk_is_that_of_the_edition(editor, written):
    """What was approved, and what was printed, are the same text by the same name."""
    article = written(State.SUBMITTED)
    take(editor, article, "approve")
    take(editor, article, "publish")
    approved = Event.objects.about(article).get(verb="approve").detail["digest"]
    assert (
        approved == ledger.text_digest(Edition.objects.get(), stored(article).salt) == editing.digest(stored(article))
    )
    assert Citation.objects.count() == 1
