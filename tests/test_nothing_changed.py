"""No edition without a change, and no correction whose note was never finished."""

import pytest
from django.utils import timezone
from django.utils.translation import override, trans_real

from articles import publishing
from articles.models import Article, Edition, Source
from articles.publishing import issuing
from articles.workflow import State
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)
from tests.test_desk_article import asked, logged_in, step

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = at(NOON.replace(hour=13))


@pytest.fixture
def story():
    article = ArticleFactory(
        body="<p>The members spoke.</p><p>They went.</p>", tagged=["Energy"], named=[CorrespondentFactory()],
        citing=[SourceFactory()], photo=PhotoFactory(),
    )  # fmt: skip
    publish(article)
    return article


def again(story, **act):
    return publishing.publish(story.pk, by=IMPORT, clock=LATER, **act)


def refused(act, *args, **kwargs) -> str:
    before = Edition.objects.count()
    with pytest.raises(publishing.Refused) as refusal:
        act(*args, **kwargs)
    assert Edition.objects.count() == before
    return refusal.value.code


@pytest.mark.parametrize("how", [{}, {"at": FAR}, {"change": "correction", "note": "A figure was wrong."}])
def test_an_edition_that_says_what_is_live_is_refused(story, how):
    assert refused(again, story, **how) == "nothing-changed"


@pytest.mark.parametrize(
    "same",
    [
        {"priority": 1},
        {"state": State.DRAFT},
        {"body": "<p>The members spoke.</p>\n<p>They went.</p>"},
        {"body": "<p>The members spoke.</p>\r\n\r\n<p>They went.</p>\n"},
        {"standfirst": "The council of Quba met on Sunday and agreed on the budget. \r\n"},
        {"standfirst": "The council of Quba met on Sunday  and agreed\ton the budget."},
        {"body": "<p>The members spoke. </p><p> They went.</p>"},
        {"body": "<p>The  members\nspoke.</p><p>They went.</p><p></p>"},
        {"body": "<p>The members spoke.<br></p><p>They went.</p>"},
        {"headline": "Council  meets in Quba "},
        {"byline": " "},
        {"dateline": "\t"},
    ],
    ids=[
        "priority",
        "state",
        "line ends",
        "blank lines",
        "blanks behind the lede",
        "blanks in the lede",
        "blanks at the edge of a paragraph",
        "blanks in a paragraph",
        "a last line break",
        "blanks in the headline",
        "a blank byline",
        "a blank dateline",
    ],
)
def test_what_readers_cannot_see_is_no_change(story, same):
    Article.objects.filter(pk=story.pk).update(**same)
    assert refused(again, story) == "nothing-changed"


CHANGES = {
    "headline": lambda story: rewrite(story, headline="Council does not meet"),
    "lede": lambda story: rewrite(story, standfirst="It met."),
    "a blank between words": lambda story: rewrite(story, body="<p>The mem bers spoke.</p><p>They went.</p>"),
    "a no-break space": lambda story: rewrite(story, body="<p>The&nbsp;members spoke.</p><p>They went.</p>"),
    "a line break": lambda story: rewrite(story, body="<p>The members<br>spoke.</p><p>They went.</p>"),
    "two paragraphs in one": lambda story: rewrite(story, body="<p>The members spoke. They went.</p>"),
    "a second paragraph in the lede": lambda story: rewrite(
        story, standfirst=story.standfirst.replace(" and", "\nand")
    ),
    "bold": lambda story: rewrite(story, body="<p>The <strong>members</strong> spoke.</p><p>They went.</p>"),
    "slug": lambda story: rewrite(story, slug="another"),
    "language": lambda story: rewrite(story, language="az"),
    "dateline": lambda story: rewrite(story, dateline="Quba"),
    "developing": lambda story: rewrite(story, developing=True),
    "tags": lambda story: story.tags.add("Budget"),
    "byline": lambda story: story.bylines.all().delete(),
    "a role": lambda story: story.bylines.update(role="in Quba"),
    "sources": lambda story: story.citations.all().delete(),
    "an attribution": lambda story: Source.objects.update(attribution="the ministry"),
    "a caption": lambda story: story.photo.__class__.objects.update(caption="The hall after it"),
    "picture": lambda story: rewrite(story, photo=None),
    "gallery": lambda story: story.gallery.create(photo=PhotoFactory(), position=0),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_readers_see_is_a_change(story, what):
    CHANGES[what](story)
    assert again(story).number == 2


def test_a_return_to_print_needs_no_change(story):
    publishing.withdraw(story.pk, by=IMPORT, reason="In doubt.", clock=LATER)
    assert publishing.publish(story.pk, by=IMPORT, clock=at(NOON.replace(hour=14))).number == 2


def test_a_story_that_ended_may_be_published_again_as_it_was(story):
    publishing.window(story.pk, by=IMPORT, ends_at=NOON.replace(hour=14), clock=LATER)
    publishing.window(story.pk, by=IMPORT, ends_at=FAR, clock=at(NOON.replace(hour=15)))
    assert publishing.publish(story.pk, by=IMPORT, clock=at(NOON.replace(hour=16))).number == 2


def test_another_start_or_window_needs_no_change(story):
    rewrite(story, headline="Council does not meet")
    again(story, at=FAR)
    assert publishing.reschedule(story.pk, by=IMPORT, at=FAR.replace(year=2998), clock=LATER).number == 3
    publishing.window(story.pk, by=IMPORT, ends_at=FAR, clock=LATER)


def test_what_is_scheduled_already_is_not_scheduled_once_more(story):
    rewrite(story, headline="Council does not meet")
    said = {"at": FAR, "change": "update", "note": "It met later."}
    assert again(story, **said).number == 2
    assert refused(again, story, **said) == "already-scheduled"
    assert refused(publishing.reschedule, story.pk, by=IMPORT, at=FAR, clock=LATER) == "already-scheduled"
    assert again(story, **said | {"note": "It met an hour later."}).number == 3
    rewrite(story, headline="Council does not meet today")
    assert again(story, **said).number == 4


def test_a_first_edition_that_is_scheduled_already_is_not_scheduled_once_more():
    story = ArticleFactory()
    assert again(story, at=FAR).number == 1
    assert refused(again, story, at=FAR) == "already-scheduled"
    assert again(story).number == 2  # at once instead


def test_the_page_that_reschedules_sent_as_it_was_opened_schedules_nothing(omar, nora):
    story = ArticleFactory(writer=nora)
    publish(story, at=FAR.replace(second=5, microsecond=12))
    client = logged_in(omar)
    form = client.get(step(story, "reschedule")).context["form"]
    shown = {"at": form["at"].field.widget.format_value(form["at"].value())}
    answer = client.post(step(story, "reschedule"), asked(client.get(step(story, "reschedule"))) | shown)
    assert answer.status_code == 409
    assert "already scheduled for this time" in answer.text
    assert Edition.objects.count() == 1


def test_the_same_text_may_be_scheduled_again_for_another_moment(story):
    rewrite(story, headline="Council does not meet")
    again(story, at=FAR)
    assert again(story, at=FAR.replace(year=2998)).number == 3


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"headline": "Council meets in Quba"},
        {"body": "<p>The members spoke.</p>\r\n<p>They went.</p>"},
        {"standfirst": "The council of Quba met on Sunday and agreed on the budget.\r\n"},
    ],
)
def test_a_quick_fix_that_fixes_nothing_is_refused(story, texts):
    assert refused(publishing.fix, story.pk, by=IMPORT, clock=LATER, **texts) == "nothing-changed"


def test_the_page_of_a_quick_fix_sent_as_it_was_opened_publishes_nothing(omar, nora):
    """Two paragraphs in the lede: browsers send other line ends than are stored."""
    body = "<p>The members spoke.</p>\n<p>They went.</p>"
    story = ArticleFactory(writer=nora, standfirst="It met.\n\nIt went.", body=body)
    publish(story, now=timezone.now())
    client = logged_in(omar)
    seen = asked(client.get(step(story, "fix")))
    seen["standfirst"] = seen["standfirst"].replace("\n", "\r\n")
    answer = client.post(step(story, "fix"), seen | {"change": "minor", "reason": "A reader reported it."})
    assert answer.status_code == 409
    assert "Nothing has changed since the published edition" in answer.text
    assert Edition.objects.count() == 1


# -- what a quick fix may not take away --------------------------------------------------------------------------------


@pytest.mark.parametrize("lede", ["", "  \r\n"])
def test_a_quick_fix_that_deletes_the_lede_is_refused(story, lede):
    assert refused(publishing.fix, story.pk, by=IMPORT, clock=LATER, standfirst=lede) == "no-lede"


def test_a_quick_fix_that_no_save_would_take_is_refused(story):
    deep = "<ul><li>" * 200 + "x" + "</li></ul>" * 200
    assert refused(publishing.fix, story.pk, by=IMPORT, clock=LATER, body=deep) == "too-deep"


@pytest.mark.parametrize("lost", publishing.FIXABLE)
def test_a_text_that_was_not_sent_is_not_deleted(omar, nora, lost):
    """A page without it: an old one, or one that a script or an extension broke."""
    story = ArticleFactory(writer=nora)
    publish(story, now=timezone.now())
    client = logged_in(omar)
    sent = asked(client.get(step(story, "fix"))) | {"change": "minor", "reason": "A name."}
    sent = {name: value for name, value in sent.items() if name != lost}
    assert client.post(step(story, "fix"), sent).status_code == 409
    other = "standfirst" if lost == "headline" else "headline"
    assert client.post(step(story, "fix"), sent | {other: "Another"}).status_code == 302
    assert getattr(Edition.objects.latest("number"), lost) == getattr(story, lost)


# -- notes ------------------------------------------------------------------------------------------------------------

UNFINISHED = [
    "What was wrong: …",
    "What was wrong: ...",
    "what was wrong: . . .",
    "What was wrong:…  Thanks to a reader.",
    "What was wrong: … Thanks to a reader.",
    "What was wrong: Thanks to a reader.",
    "What was wrong:",
    "What was wrong",
    "What was wrong : …",
    "What was wrong – … in the second paragraph",
    "What was wrong: ⋯",
    "What was wrong\u200b:\u200b …",
    "What was wrong：…",
    "What was wrong: ․․․",
    "What was wrong: (…)",
    "Thanks to a reader",
    "What was wrong… thanks to a reader!",
    "Thanks to a reader.",
    "…",
    "...",
    "–",
    "The figure. What was wrong: …",
    "Что было неверно: … Спасибо читателю.",
    "Что было неверно: ...",
]
FINISHED = [
    "What was wrong: the council met on Monday, not on Sunday.",
    "What was wrong: the council met on Monday… Thanks to a reader.",
    "The mayor said “…and then we left”, not “we stayed”.",
    "Что было неверно: заседание прошло в понедельник.",
    "5",
    "Thanks to a reader: the council met on Monday.",
    "What was wrong. The council met on Monday...",
]


@pytest.fixture
def russian(settings):
    """A newsroom that has its template in Russian too."""
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]
    catalogue = trans_real.translation("ru")._catalog
    catalogue[issuing.NOTE_START], catalogue[issuing.THANKS] = "Что было неверно: …", "Спасибо читателю."
    yield
    trans_real._translations.pop("ru")


@pytest.mark.parametrize("note", UNFINISHED)
def test_a_note_that_still_holds_what_it_started_from_is_refused(story, russian, note):
    rewrite(story, headline="Council does not meet")
    for language in ("en", "ru"):
        with override(language):
            assert refused(again, story, change="correction", note=note) == "note-unfinished"
            fix = {"headline": "Another", "change": "correction", "note": note}
            assert refused(publishing.fix, story.pk, by=IMPORT, clock=LATER, **fix) == "note-unfinished"


@pytest.mark.parametrize("note", FINISHED)
def test_a_finished_note_is_taken(story, russian, note):
    rewrite(story, headline="Council does not meet")
    assert again(story, change="correction", note=note).note == note


def test_the_page_says_at_the_note_what_is_missing(omar, nora):
    story = ArticleFactory(writer=nora)
    publish(story, now=timezone.now())
    client = logged_in(omar)
    said = {"headline": "Another", "change": "correction", "note": "What was wrong: …", "reason": "A reader."}
    page = client.post(step(story, "fix"), asked(client.get(step(story, "fix"))) | said)
    assert page.context["form"].errors["note"] == [issuing.REASONS["note-unfinished"]]
    assert Edition.objects.count() == 1
