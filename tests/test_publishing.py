"""Publishing by the twelve rules (docs/publishing.md), as far as they are built."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from articles import publishing
from articles.drafts import editing
from articles.models import (
    FOREVER,
    NEVER,
    Act,
    Address,
    Article,
    Citation,
    Edition,
    Event,
    Kind,
    PublishingState,
    Source,
    UnderName,
    UnderTag,
    WithDocument,
    WithPhoto,
    ledger,
)
from articles.publishing import Refused, issuing, preflight
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def withdraw(article, now, reason="It was wrong."):
    publishing.withdraw(article.pk, by=IMPORT, reason=reason, clock=at(now))


def ranges(article):
    return [(e.number, e.live_from, e.live_until) for e in article.editions.order_by("number")]


def everything(article):
    """All that publishing may write of a story, to be compared with itself."""
    return {
        model.__name__: [*model.objects.filter(article=article).order_by("pk").values()]
        for model in (Edition, Act, Address, PublishingState, UnderTag, UnderName, WithDocument, WithPhoto)
    } | {"events": [*Event.objects.about(article).order_by("pk").values()]}


def refused(article, **act):
    """The code with which an act is refused. Nothing may have changed by it."""
    before = everything(article)
    with pytest.raises(Refused) as refusal:
        publish(article, **act)
    after = everything(article)
    # The row that is locked is made when it is first needed, also for an act that is then refused.
    before["PublishingState"] = before["PublishingState"] or after["PublishingState"]
    assert after == before
    assert str(refusal.value)
    return refusal.value.code


# -- what the first edition is -----------------------------------------------------------------------------------------


def test_the_first_edition_is_live_from_now_and_without_end():
    article = ArticleFactory(slug="council-meets")
    edition = publish(article)
    assert ranges(article) == [(1, NOON, FOREVER)]
    assert edition.first_published_at == NOON
    assert edition.previous is None
    assert edition.embargo == NEVER
    assert edition.get_absolute_url() == "/politics/2024/04/28/council-meets/"


def test_an_edition_says_what_the_story_says():
    photo, leyla = PhotoFactory(), CorrespondentFactory()
    article = ArticleFactory(
        kind=Kind.ANALYSIS, language="az", dateline="Washington", dateline_on=NOON.date(), byline="Samur Wire",
        photo=photo, named=[leyla], tagged=["Energy", "COP29"], citing=[SourceFactory(name="Ministry of Energy")],
    )  # fmt: skip
    edition = Edition.objects.get(pk=publish(article).pk)
    for name in Article.names():
        assert getattr(edition, name) == getattr(article, name), name
    assert (edition.story, edition.version) == (article.uid, article.version)
    assert edition.bylines == [
        {"id": leyla.pk, "name": "Leyla Həsənova", "slug": "leyla-hesenova", "role": "Washington correspondent"}
    ]
    assert [(topic["name"], topic["slug"]) for topic in edition.topics] == [("COP29", "cop29"), ("Energy", "energy")]
    assert [citation["attribution"] for citation in edition.citations] == ["Ministry of Energy"]
    assert edition.picture == {
        "uid": photo.uid, "width": 64, "height": 48, "alt": "A hall with empty chairs",
        "caption": "The hall before the session", "credit": "Photo: Samur Wire", "sha256": photo.sha256,
    }  # fmt: skip
    assert edition.html == article.body


def test_the_date_of_an_address_is_that_of_the_newsroom():
    """Half past nine in the evening in Greenwich is half past one of the next day in Baku."""
    edition = publish(ArticleFactory(slug="late"), now=datetime(2024, 4, 28, 21, 30, tzinfo=UTC))
    assert edition.get_absolute_url() == "/politics/2024/04/29/late/"


def test_a_brief_is_a_full_citizen():
    edition = publish(BriefFactory(slug=""))
    assert edition.title == "The road to Xınalıq is open again."
    assert edition.get_absolute_url() == "/politics/2024/04/28/the-road-to-xinaliq-is-open-again/"


def test_the_source_is_kept_as_written_and_the_page_is_made_harmless():
    edition = publish(ArticleFactory(body='<p onclick="x()">A</p><script>alert(1)</script>'))
    assert edition.body == '<p onclick="x()">A</p><script>alert(1)</script>'
    assert edition.html == "<p>A</p>"


# -- the next edition -------------------------------------------------------------------------------------------------


def test_the_second_edition_ends_the_first_at_the_same_instant():
    first = publish()
    publish(first.article, now=NOON + HOUR)
    assert ranges(first.article) == [(1, NOON, NOON + HOUR), (2, NOON + HOUR, FOREVER)]


def test_an_edition_knows_its_number_the_one_before_and_what_changed():
    first = publish()
    second = publish(first.article, now=NOON + HOUR, change="correction", note="The budget is for two years.")
    second.refresh_from_db()
    assert (second.number, second.previous) == (2, first)
    assert (second.change, second.note) == ("correction", "The budget is for two years.")
    assert second.first_published_at == NOON


def test_a_first_edition_has_nothing_to_correct():
    edition = publish(change="correction", note="The budget is for two years.")
    assert (edition.change, edition.note) == ("", "")


def test_a_live_story_is_rewritten_without_touching_what_readers_see():
    first = publish()
    rewrite(first.article, headline="Council does not meet", body="<p>Never mind.</p>")
    first.refresh_from_db()
    assert (first.headline, first.html) == ("Council meets in Quba", "<p>The members spoke for two hours.</p>")


def test_a_name_that_is_corrected_later_does_not_change_what_was_printed():
    leyla = CorrespondentFactory()
    edition = publish(ArticleFactory(named=[leyla]))
    leyla.name = "Leyla Kərimova"
    leyla.save()
    edition.refresh_from_db()
    assert edition.bylines[0]["name"] == "Leyla Həsənova"


@pytest.mark.parametrize("step", [HOUR, TICK], ids=["an hour", "a microsecond"])
def test_a_correction_keeps_the_edition_before_on_the_record(step):
    first = publish()
    second = publish(first.article, now=NOON + step, change="correction", note="The budget is for two years.")
    assert second.note == "The budget is for two years."
    assert second.previous == first
    assert Edition.objects.public_by(NOON + HOUR).filter(pk=first.pk).exists()


# -- the window -------------------------------------------------------------------------------------------------------


def test_an_edition_runs_to_the_end_of_its_story():
    article = ArticleFactory()
    PublishingState.objects.create(article=article, embargo=NOON, ends_at=NOON + DAY)
    publish(article, now=NOON)
    publish(article, now=NOON + HOUR)
    assert ranges(article) == [(1, NOON, NOON + HOUR), (2, NOON + HOUR, NOON + DAY)]
    assert {edition.embargo for edition in article.editions.all()} == {NOON}


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (NOON - TICK, "embargoed"),
        (NOON, None),
        (NOON + DAY - TICK, None),
        (NOON + DAY, "after-its-end"),
        (NOON + DAY + TICK, "after-its-end"),
    ],
)
@pytest.mark.parametrize("later", [False, True], ids=["now", "scheduled"])
def test_nothing_is_published_outside_the_window(moment, code, later):
    article = ArticleFactory()
    PublishingState.objects.create(article=article, embargo=NOON, ends_at=NOON + DAY)
    when = {"now": NOON - HOUR, "at": moment} if later else {"now": moment}
    if code:
        assert refused(article, **when) == code
    else:
        assert publish(article, **when).live_from == moment


@pytest.mark.parametrize("earlier", [TICK, HOUR, 1000 * DAY])
def test_nothing_is_published_in_the_past(earlier):
    assert refused(ArticleFactory(), at=NOON - earlier) == "in-the-past"


def test_publishing_at_this_very_moment_is_publishing_now():
    assert publish(at=NOON).live_from == NOON


# -- what is to come --------------------------------------------------------------------------------------------------


def test_a_first_edition_can_be_scheduled():
    article = ArticleFactory()
    edition = publish(article, at=NOON + HOUR)
    assert ranges(article) == [(1, NOON + HOUR, FOREVER)]
    assert edition.first_published_at == NOON + HOUR
    assert not Edition.objects.live(NOON).exists()


def test_a_scheduled_update_ends_the_live_edition_when_it_starts():
    first = publish()
    publish(first.article, now=NOON + TICK, at=NOON + HOUR)
    assert ranges(first.article) == [(1, NOON, NOON + HOUR), (2, NOON + HOUR, FOREVER)]


def test_a_quick_fix_cancels_the_scheduled_update():
    first = publish()
    second = publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    third = publish(first.article, now=NOON + 2 * HOUR)
    assert ranges(first.article) == [
        (1, NOON, NOON + 2 * HOUR),
        (2, NOON + DAY, NOON + DAY),
        (3, NOON + 2 * HOUR, FOREVER),
    ]
    assert third.previous == first
    assert not Edition.objects.live(NOON + DAY).filter(pk=second.pk).exists()


@pytest.mark.parametrize("moved", [-HOUR, timedelta(0), HOUR], ids=["earlier", "same", "later"])
def test_a_second_schedule_replaces_the_first(moved):
    first = publish()
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    publish(first.article, now=NOON + 2 * HOUR, at=NOON + DAY + moved)
    assert ranges(first.article) == [
        (1, NOON, NOON + DAY + moved),
        (2, NOON + DAY, NOON + DAY),
        (3, NOON + DAY + moved, FOREVER),
    ]


def test_a_first_edition_that_is_put_off_has_its_own_first_publication_and_address():
    article = ArticleFactory(slug="put-off")
    publish(article, at=NOON + HOUR)
    second = publish(article, now=NOON + TICK, at=NOON + DAY)
    assert second.first_published_at == NOON + DAY
    assert second.previous is None
    assert second.address_id == "politics/2024/04/29/put-off"


def test_the_edition_after_a_scheduled_one_follows_it_once_it_has_started():
    first = publish()
    second = publish(first.article, now=NOON + TICK, at=NOON + HOUR)
    third = publish(first.article, now=NOON + HOUR)
    assert third.previous in {first, second}
    assert Edition.objects.live(NOON + HOUR).get() == third
    fourth = publish(first.article, now=NOON + 2 * HOUR)
    assert fourth.previous == third


# -- withdrawing ------------------------------------------------------------------------------------------------------


def test_withdrawing_ends_what_is_live():
    first = publish()
    withdraw(first.article, NOON + HOUR)
    assert ranges(first.article) == [(1, NOON, NOON + HOUR)]


def test_withdrawing_cancels_what_is_to_come_and_reopens_nothing():
    first = publish()
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    withdraw(first.article, NOON + 2 * HOUR)
    assert ranges(first.article) == [(1, NOON, NOON + 2 * HOUR), (2, NOON + DAY, NOON + DAY)]
    for moment in (NOON + 2 * HOUR, NOON + DAY, NOON + 100 * DAY):
        assert not Edition.objects.live(moment).exists()


def test_withdrawing_what_is_only_to_come_leaves_no_trace_for_readers():
    article = ArticleFactory()
    publish(article, at=NOON + DAY)
    withdraw(article, NOON + HOUR)
    assert ranges(article) == [(1, NOON + DAY, NOON + DAY)]


@pytest.mark.parametrize("history", ["never", "withdrawn", "ended"])
def test_withdrawing_is_refused_where_nothing_is_public_or_to_come(history):
    article = ArticleFactory()
    if history == "ended":
        PublishingState.objects.create(article=article, ends_at=NOON + HOUR)
    if history != "never":
        publish(article)
    if history == "withdrawn":
        withdraw(article, NOON + HOUR)
    before = everything(article)
    with pytest.raises(Refused) as refusal:
        withdraw(article, NOON + DAY)
    assert refusal.value.code == "nothing-public"
    assert history == "never" or everything(article) == before


def test_a_return_to_print_keeps_address_and_date_of_first_publication():
    article = ArticleFactory(slug="back")
    publish(article)
    withdraw(article, NOON + HOUR)
    article = rewrite(article, section=SectionFactory(name="Economy"))
    edition = publish(article, now=NOON + 30 * DAY)
    assert edition.address_id == "politics/2024/04/28/back"
    assert edition.first_published_at == NOON
    assert edition.section.slug == "economy"
    assert ranges(article) == [(1, NOON, NOON + HOUR), (2, NOON + 30 * DAY, FOREVER)]


def test_withdrawing_asks_nothing_of_what_its_editor_saw():
    first = publish()
    publish(first.article, now=NOON + TICK)
    withdraw(first.article, NOON + HOUR)
    assert not Edition.objects.live(NOON + HOUR).exists()


# -- putting off, and thinking better of it ---------------------------------------------------------------------------


def test_cancelling_empties_what_is_to_come_and_nothing_else():
    first = publish()
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    publishing.cancel(first.article_id, by=IMPORT, clock=at(NOON + 2 * HOUR))
    assert ranges(first.article) == [(1, NOON, FOREVER), (2, NOON + DAY, NOON + DAY)]


def test_cancelling_lets_the_live_edition_run_to_the_story_s_end_and_no_further():
    article = ArticleFactory()
    PublishingState.objects.create(article=article, ends_at=NOON + 2 * DAY)
    publish(article)
    publish(article, now=NOON + HOUR, at=NOON + DAY)
    publishing.cancel(article.pk, by=IMPORT, clock=at(NOON + 2 * HOUR))
    assert ranges(article) == [(1, NOON, NOON + 2 * DAY), (2, NOON + DAY, NOON + DAY)]


def test_cancelling_reopens_nothing_that_was_withdrawn():
    first = publish()
    withdraw(first.article, NOON + HOUR)
    publish(first.article, now=NOON + 2 * HOUR, at=NOON + DAY)
    publishing.cancel(first.article_id, by=IMPORT, clock=at(NOON + 3 * HOUR))
    assert ranges(first.article) == [(1, NOON, NOON + HOUR), (2, NOON + DAY, NOON + DAY)]


def test_rescheduling_is_publishing_the_same_content_at_another_moment():
    first = publish()
    second = publish(first.article, now=NOON + HOUR, at=NOON + DAY, change="update", note="A vote was held.")
    rewrite(first.article, headline="Council does not meet")
    third = publishing.reschedule(first.article_id, by=IMPORT, at=NOON + 2 * DAY, clock=at(NOON + 2 * HOUR))
    assert ranges(first.article) == [
        (1, NOON, NOON + 2 * DAY),
        (2, NOON + DAY, NOON + DAY),
        (3, NOON + 2 * DAY, FOREVER),
    ]
    for name in (
        *Article.names(),
        "bylines",
        "citations",
        "topics",
        "picture",
        "pictures",
        "html",
        "change",
        "note",
    ):
        assert getattr(third, name) == getattr(second, name), name


@pytest.mark.parametrize("verb", ["cancel", "reschedule"])
@pytest.mark.parametrize("history", ["never", "live", "withdrawn", "started"])
def test_where_nothing_is_to_come_there_is_nothing_to_cancel_or_to_put_off(verb, history):
    article = ArticleFactory()
    if history != "never":
        publish(article)
    if history == "withdrawn":
        withdraw(article, NOON + HOUR)
    if history == "started":
        publish(article, now=NOON + HOUR, at=NOON + DAY)
    how = {"at": NOON + 3 * DAY} if verb == "reschedule" else {}
    with pytest.raises(Refused) as refusal:
        getattr(publishing, verb)(article.pk, by=IMPORT, clock=at(NOON + DAY), **how)
    assert refusal.value.code == "nothing-to-come"


@pytest.mark.parametrize(
    ("moment", "code"),
    [(NOON, "in-the-past"), (NOON + 2 * HOUR, "embargoed"), (NOON + 9 * DAY, "after-its-end")],
)
def test_an_edition_is_not_put_off_out_of_the_window(moment, code):
    article = ArticleFactory()
    PublishingState.objects.create(article=article, embargo=NOON + 3 * HOUR, ends_at=NOON + 9 * DAY)
    publish(article, at=NOON + DAY)
    before = everything(article)
    with pytest.raises(Refused) as refusal:
        publishing.reschedule(article.pk, by=IMPORT, at=moment, clock=at(NOON + HOUR))
    assert refusal.value.code == code
    assert everything(article) == before


# -- moving embargo and end -------------------------------------------------------------------------------------------


def window(article, now, **moved):
    publishing.window(article.pk, by=IMPORT, clock=at(now), **moved)


def test_a_return_to_print_that_a_later_embargo_moves_keeps_its_kind_and_its_note():
    article = publish().article
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + HOUR))
    said = {"change": "correction", "note": "It met on Monday."}
    publish(article, now=NOON + 2 * HOUR, at=NOON + DAY, **said)
    window(article, NOON + 3 * HOUR, embargo=NOON + 2 * DAY)
    moved = Edition.objects.get(article=article, live_from=NOON + 2 * DAY)
    assert {"change": moved.change, "note": moved.note} == said


def test_the_ledger_says_why_an_edition_was_cancelled():
    article = publish(at=NOON + DAY).article
    publishing.cancel(article.pk, by=IMPORT, reason="The talks were called off.", clock=at(NOON + HOUR))
    act = Act.objects.get(article=article, verb="cancel")
    assert (act.edition, act.reason) == (1, "The talks were called off.")


def test_the_first_moment_of_1970_can_be_brought_in():
    assert publishing.bring_in(ArticleFactory().pk, by=IMPORT, at=NEVER, clock=at(NOON)).live_from == NEVER


def test_a_new_end_is_the_end_of_what_is_live_and_of_what_is_to_come():
    first = publish()
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    window(first.article, NOON + 2 * HOUR, ends_at=NOON + 3 * DAY)
    assert ranges(first.article) == [(1, NOON, NOON + DAY), (2, NOON + DAY, NOON + 3 * DAY)]
    window(first.article, NOON + 3 * HOUR, ends_at=FOREVER)
    assert ranges(first.article) == [(1, NOON, NOON + DAY), (2, NOON + DAY, FOREVER)]


@pytest.mark.parametrize("end", [NOON + DAY - TICK, NOON + DAY])
def test_what_would_start_at_or_after_the_new_end_is_cancelled(end):
    first = publish()
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    window(first.article, NOON + 2 * HOUR, ends_at=end)
    assert ranges(first.article) == [(1, NOON, end), (2, NOON + DAY, NOON + DAY)]


@pytest.mark.parametrize("embargo", [NOON + DAY + TICK, NOON + 2 * DAY])
def test_what_would_start_before_the_new_embargo_is_issued_again_at_it(embargo):
    article = ArticleFactory()
    publish(article, at=NOON + DAY)
    window(article, NOON + HOUR, embargo=embargo)
    assert ranges(article) == [(1, NOON + DAY, NOON + DAY), (2, embargo, FOREVER)]
    assert article.editions.get(number=2).first_published_at == embargo


@pytest.mark.parametrize("embargo", [NOON + HOUR, NOON + DAY])
def test_what_starts_at_or_after_the_new_embargo_stays_where_it_is(embargo):
    article = ArticleFactory()
    publish(article, at=NOON + DAY)
    window(article, NOON + HOUR, embargo=embargo)
    assert ranges(article) == [(1, NOON + DAY, FOREVER)]


def test_taking_an_embargo_off_makes_nothing_public_that_was_not_planned():
    article = ArticleFactory()
    window(article, NOON, embargo=NOON + DAY)
    publish(article, at=NOON + DAY)
    window(article, NOON + HOUR, embargo=NEVER)
    assert ranges(article) == [(1, NOON + DAY, FOREVER)]
    assert not Edition.objects.live(NOON + DAY - TICK).exists()


@pytest.mark.parametrize("over", ["ended", "withdrawn"])
def test_a_later_end_reopens_nothing(over):
    article = ArticleFactory()
    PublishingState.objects.create(article=article, ends_at=NOON + HOUR)
    publish(article)
    if over == "withdrawn":
        withdraw(article, NOON + HOUR - TICK)
    window(article, NOON + 2 * HOUR, ends_at=FOREVER)
    assert not Edition.objects.ahead(NOON + 2 * HOUR).exists()


@pytest.mark.parametrize(
    ("code", "moved"),
    [
        ("already-public", {"embargo": NOON + 2 * HOUR}),
        ("already-public", {"embargo": NOON - HOUR}),  # later than none, though the edition starts behind it
        ("ends-before-it-starts", {"embargo": NOON + DAY, "ends_at": NOON + DAY}),
        ("ends-before-it-starts", {"embargo": NOON + DAY, "ends_at": NOON + HOUR}),
        ("in-the-past", {"ends_at": NOON + HOUR}),
        ("in-the-past", {"ends_at": NOON}),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(code, moved):
    first = publish()
    before = everything(first.article)
    with pytest.raises(Refused) as refusal:
        window(first.article, NOON + HOUR, **moved)
    assert refusal.value.code == code
    assert everything(first.article) == before


@pytest.mark.parametrize("verb", ["publish", "reschedule", "cancel", "window", "fix"])
def test_every_act_but_withdrawing_names_what_its_editor_saw(verb):
    first = publish()
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    how = {"reschedule": {"at": NOON + 2 * DAY}, "fix": {"headline": "Council met"}}.get(verb, {})
    before = everything(first.article)
    with pytest.raises(Refused) as refusal:
        getattr(publishing, verb)(first.article_id, by=IMPORT, seen="1.1", clock=at(NOON + 2 * HOUR), **how)
    assert refusal.value.code == "changed-meanwhile"
    assert everything(first.article) == before
    getattr(publishing, verb)(first.article_id, by=IMPORT, seen="2.1", clock=at(NOON + 2 * HOUR), **how)


# -- what changed, in public ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("unknown-change", {"change": "improvement", "note": "Better now."}),
        ("note-missing", {"change": "correction"}),
        ("note-missing", {"change": "update", "note": "  "}),
    ],
)
def test_a_change_has_a_kind_and_a_note(code, said):
    first = publish()
    assert refused(first.article, now=NOON + HOUR, **said) == code


@pytest.mark.parametrize("said", [{}, {"change": "minor"}, {"change": "minor", "note": "A comma."}])
def test_a_minor_change_is_not_told(said):
    first = publish()
    second = publish(first.article, now=NOON + HOUR, **said)
    assert (second.change, second.note, second.notes_by(NOON + DAY)) == ("minor", "", [])


def test_the_notes_of_an_edition_are_those_of_all_before_it_and_its_own(django_assert_num_queries):
    article = publish().article
    publish(article, now=NOON + HOUR, change="correction", note="Two years, not one.")
    publish(article, now=NOON + 2 * HOUR)
    last = publish(article, now=NOON + 3 * HOUR, change="update", note="A vote was held.")
    with django_assert_num_queries(1):
        last.corrections = last.notes_by(NOON + DAY)
        assert [(one.number, one.change, one.note) for one in last.corrections] == [
            (2, "correction", "Two years, not one."),
            (4, "update", "A vote was held."),
        ]
        assert last.updated_at == NOON + 3 * HOUR
    first, second = article.editions.order_by("number")[:2]
    with django_assert_num_queries(0):
        assert first.notes_by(NOON + DAY) == []
    assert [one.number for one in second.notes_by(NOON + DAY)] == [2]


def test_a_note_is_shown_from_the_moment_of_its_edition_on_and_not_if_that_was_cancelled(admin):
    article = publish().article
    publish(article, now=NOON + HOUR, at=NOON + 4 * HOUR, change="correction", note="Never printed.")
    publish(article, now=NOON + 2 * HOUR, change="correction", note="Two years, not one.")
    last = publish(article, now=NOON + 3 * HOUR, change="update", note="A vote was held.")
    assert [one.note for one in last.notes_by(NOON + 5 * HOUR)] == ["Two years, not one.", "A vote was held."]
    assert [one.note for one in last.notes_by(NOON + 3 * HOUR - TICK)] == ["Two years, not one."]
    publishing.erase(article.pk, 3, by=admin, reason="A court.", clock=at(NOON + 6 * HOUR))
    assert [one.note for one in last.notes_by(NOON + 7 * HOUR)] == ["A vote was held."]


# -- mending what is live while the desk is ahead ---------------------------------------------------------------------


def fix(article, now=NOON + HOUR, **how):
    return publishing.fix(article.pk, by=how.pop("by", IMPORT), clock=at(now), **how)


def test_after_a_fix_of_what_is_level_the_story_is_level_again():
    """The edition names the version of the draft that says the same; of one that is ahead, it keeps the older one."""
    article = publish(ArticleFactory(standfirst="The councl met.")).article
    edition, _clashes = fix(article, standfirst="The council met.")
    draft = Article.objects.get(pk=article.pk)
    assert (edition.version, draft.standfirst) == (draft.version, "The council met.")
    rewrite(article, headline="Half a rewrite")
    later, _clashes = fix(article, now=NOON + 2 * HOUR, standfirst="The council has met.")
    assert later.version == edition.version < Article.objects.get(pk=article.pk).version


def test_a_fix_is_printed_from_the_live_edition_and_not_from_half_a_rewrite():
    article = publish(ArticleFactory(standfirst="The councl met. It agreed.")).article
    rewrite(article, headline="Half a rewrite", standfirst="The councl met. It did not agree.")
    edition, clashes = fix(article, standfirst="The council met. It agreed.")
    assert (edition.number, edition.headline) == (2, "Council meets in Quba")
    assert edition.standfirst == "The council met. It agreed."
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Half a rewrite", "The council met. It did not agree.")
    assert clashes == []


def test_a_fix_says_where_the_desk_has_rewritten_that_very_place():
    article = publish(ArticleFactory(standfirst="The councl met.")).article
    rewrite(article, standfirst="Nobody came.")
    edition, clashes = fix(article, standfirst="The council met.")
    article.refresh_from_db()
    assert edition.standfirst == "The council met."
    assert (clashes, article.standfirst) == (["standfirst"], "Nobody came.")


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("nothing-changed", {"headline": "Council meets in Quba"}),
        ("nothing-changed", {}),
        ("note-missing", {"headline": "x", "change": "correction"}),
    ],
)
def test_a_fix_that_mends_nothing_is_refused(code, how):
    article = publish().article
    before = everything(article)
    with pytest.raises(Refused) as refusal:
        fix(article, **how)
    assert refusal.value.code == code
    assert everything(article) == before


def test_what_is_not_live_is_not_fixed():
    article = ArticleFactory()
    publish(article, at=NOON + DAY)
    with pytest.raises(Refused) as refusal:
        fix(article, headline="Council met")
    assert refusal.value.code == "nothing-live"


def test_only_words_are_fixed():
    with pytest.raises(TypeError):
        fix(publish().article, slug="moved")


def test_a_fix_of_one_s_own_is_seen_by_one_pair_of_eyes_and_needs_a_reason(omar):
    article = publish().article
    with pytest.raises(Refused) as refusal:
        fix(article, by=omar, headline="Council met")
    assert refusal.value.code == "four-eyes"
    fix(article, by=omar, headline="Council met", reason="A misspelt name.")
    assert Event.objects.about(article).get(verb="override").reason == "A misspelt name."


# -- archives, and the law --------------------------------------------------------------------------------------------


def test_an_archive_is_brought_in_where_it_stood():
    article = ArticleFactory(slug="from-the-archive")
    edition = publishing.bring_in(article.pk, by=IMPORT, at=NOON - 1000 * DAY, clock=at(NOON))
    assert edition.live_from == edition.first_published_at == NOON - 1000 * DAY
    assert edition.address_id == "politics/2021/08/02/from-the-archive"
    assert Act.objects.get(article=article).made_at == NOON


@pytest.mark.parametrize("code", ["already-acted", "not-in-the-past", "before-1970"])
def test_only_a_new_story_is_brought_in_and_only_from_the_past(code):
    article = ArticleFactory()
    moment = {"not-in-the-past": NOON + TICK, "before-1970": NEVER - TICK}.get(code, NOON - DAY)
    if code == "already-acted":
        publish(article, now=NOON - HOUR)
    before = everything(article)
    with pytest.raises(Refused) as refusal:
        publishing.bring_in(article.pk, by=IMPORT, at=moment, clock=at(NOON))
    assert refusal.value.code == code
    assert article.editions.count() == len(before["Edition"])


def erase(article, number, by, **how):
    how = {"reason": "A court of Quba.", "clock": at(NOON + 2 * HOUR)} | how
    publishing.erase(article.pk, number, by=by, **how)


def test_an_erased_edition_keeps_its_times_and_none_of_its_words(admin):
    article = ArticleFactory(named=[CorrespondentFactory()], tagged=["Energy"], citing=[SourceFactory()])
    publish(article)
    publish(rewrite(article, headline="Council met", standfirst="It met.", body=""), now=NOON + HOUR)
    erase(article, 1, admin)
    row = Edition.objects.filter(article=article, number=1).values().get()
    for words in ("Council meets", "agreed on the budget", "two hours", "Həsənova", "Energy", "Ministry"):
        assert words not in str(row)
    assert (row["erased"], row["salt"], row["live_from"], row["live_until"]) == (True, "", NOON, NOON + HOUR)
    act = Act.objects.filter(article=article).latest("number")
    assert (act.verb, act.edition, act.reason) == ("erase", 1, "A court of Quba.")


def test_no_guess_at_an_erased_text_can_be_tested_against_the_journal(admin, omar):
    """A guess is right when it is the very text; the salt that could show it is gone."""
    article = ArticleFactory(wire_digest="d" * 64)
    approve(article, omar)

    def is_in_the_journal(story: Article) -> bool:
        return Event.objects.filter(verb="approve", detail__digest=editing.digest(story)).exists()

    assert is_in_the_journal(Article.objects.get(pk=article.pk))
    publish(article)
    rewritten = rewrite(article, headline="Council met")
    assert not is_in_the_journal(rewritten)
    publish(rewritten, now=NOON + HOUR)
    assert is_in_the_journal(rewrite(article, headline=article.headline))
    rewrite(article, headline="Council met")
    erase(article, 1, admin)
    guess = rewrite(article, headline=article.headline)
    assert not is_in_the_journal(guess)
    assert guess.wire_digest is None


@pytest.mark.parametrize(
    ("code", "number", "who", "reason"),
    [
        ("forbidden", 1, "omar", "A court of Quba."),
        ("note-missing", 1, "admin", "  "),
        ("still-public", 2, "admin", "A court of Quba."),
        ("no-such-edition", 7, "admin", "A court of Quba."),
    ],
)
def test_erasing_is_for_administrators_with_a_reason_and_never_hides_what_is_public(request, code, number, who, reason):
    article = publish().article
    publish(article, now=NOON + HOUR)
    before = everything(article)
    with pytest.raises(Refused) as refusal:
        erase(article, number, request.getfixturevalue(who), reason=reason)
    assert refusal.value.code == code
    assert everything(article) == before


# -- what the editor saw ----------------------------------------------------------------------------------------------


def seen(article, now):
    return publishing.token(article.pk, clock=at(now))


def test_who_saw_the_story_as_it_is_may_publish():
    first = publish()
    token = seen(first.article, NOON + HOUR)
    assert publish(first.article, now=NOON + 2 * HOUR, seen=token, version=1).number == 2


def test_looking_changes_nothing():
    first = publish()
    before = everything(first.article)
    assert seen(first.article, NOON + HOUR) == seen(first.article, NOON + 2 * HOUR)
    assert everything(first.article) == before


def test_an_act_in_between_refuses_who_did_not_see_it():
    first = publish()
    token = seen(first.article, NOON + TICK)
    publish(first.article, now=NOON + HOUR)
    assert refused(first.article, now=NOON + DAY, seen=token) == "changed-meanwhile"


def test_a_withdrawal_in_between_refuses_too():
    first = publish()
    token = seen(first.article, NOON + TICK)
    withdraw(first.article, NOON + HOUR)
    assert refused(first.article, now=NOON + DAY, seen=token) == "changed-meanwhile"


def test_the_clock_in_between_refuses_too():
    """Nobody acted, but the scheduled edition has gone live meanwhile."""
    first = publish()
    publish(first.article, now=NOON + TICK, at=NOON + HOUR)
    token = seen(first.article, NOON + HOUR - TICK)
    assert refused(first.article, now=NOON + HOUR, seen=token) == "changed-meanwhile"


def test_a_story_that_nobody_published_can_be_seen_too():
    article = ArticleFactory()
    token = seen(article, NOON)
    assert publish(article, seen=token).number == 1
    assert refused(article, now=NOON + HOUR, seen=token) == "changed-meanwhile"


def test_a_text_that_was_changed_since_it_was_read_is_refused():
    article = ArticleFactory()
    rewrite(article, headline="Council does not meet")
    assert refused(article, version=1) == "text-changed-meanwhile"
    assert publish(article, version=2).headline == "Council does not meet"


def test_a_whole_save_is_a_new_version_and_naming_fields_is_not():
    article = ArticleFactory()
    assert article.version == 1
    article.save()
    article.state = "approved"
    article.save(update_fields=["state"])
    article.refresh_from_db()
    assert article.version == 2


# -- addresses --------------------------------------------------------------------------------------------------------


def test_a_taken_address_is_refused_and_not_numbered():
    publish(ArticleFactory(slug="council-meets"))
    other = ArticleFactory(slug="council-meets")
    assert refused(other) == "address-taken"
    assert other.editions.count() == 0


def test_a_refused_address_leaves_what_was_live_live():
    publish(ArticleFactory(slug="council-meets"))
    other = publish(ArticleFactory(slug="another"))
    publish(other.article, now=NOON + TICK, at=NOON + DAY)
    article = rewrite(other.article, slug="council-meets")
    assert refused(article, now=NOON + HOUR) == "address-taken"


@pytest.mark.parametrize("fate", ["withdrawn", "to come", "moved away"])
def test_an_address_is_never_freed(fate):
    owner = ArticleFactory(slug="council-meets")
    publish(owner, at=NOON + HOUR) if fate == "to come" else publish(owner)
    if fate == "withdrawn":
        withdraw(owner, NOON + TICK)
    if fate == "moved away":
        publish(rewrite(owner, slug="council-has-met"), now=NOON + TICK)
    assert refused(ArticleFactory(slug="council-meets"), now=NOON + HOUR) == "address-taken"


@pytest.mark.parametrize("other", ["section", "day"])
def test_one_slug_may_stand_in_two_sections_and_on_two_days(other):
    publish(ArticleFactory(slug="council-meets"))
    if other == "section":
        edition = publish(ArticleFactory(slug="council-meets", section=SectionFactory(name="Economy")))
    else:
        edition = publish(ArticleFactory(slug="council-meets"), now=NOON + DAY)
    assert edition.number == 1


def test_a_new_slug_adds_an_address_and_keeps_section_and_date():
    article = ArticleFactory(slug="council-meets")
    publish(article)
    article = rewrite(article, slug="council-has-met", section=SectionFactory(name="Economy"))
    edition = publish(article, now=NOON + 30 * DAY)
    assert edition.address_id == "politics/2024/04/28/council-has-met"
    assert {address.path for address in article.addresses.all()} == {
        "politics/2024/04/28/council-meets",
        "politics/2024/04/28/council-has-met",
    }


def test_a_story_may_come_back_to_an_address_it_had():
    article = ArticleFactory(slug="first")
    publish(article)
    publish(rewrite(article, slug="second"), now=NOON + HOUR)
    assert publish(rewrite(article, slug="first"), now=NOON + DAY).address_id == "politics/2024/04/28/first"
    assert article.addresses.count() == 2


# -- four eyes --------------------------------------------------------------------------------------------------------


def approve(article, by):
    """What the desk writes when somebody approves a text."""
    digest = editing.digest(Article.objects.get(pk=article.pk))
    Event.objects.write("approve", article, by=by, digest=digest)


def test_nobody_publishes_alone_what_they_last_changed(omar):
    assert refused(ArticleFactory(edited_by=omar), by=omar) == "four-eyes"


def test_who_did_not_change_it_may_publish(omar, nora):
    assert publish(ArticleFactory(edited_by=nora, writer=omar), by=omar).number == 1
    assert publish(ArticleFactory(edited_by=None, writer=omar), by=omar).number == 1


def test_a_machine_has_no_eyes_to_count(omar):
    assert publish(ArticleFactory(edited_by=omar), by=IMPORT).number == 1


def test_the_approval_of_another_for_that_very_text_allows(omar, admin):
    article = ArticleFactory(edited_by=omar, tagged=["Energy"])
    approve(article, admin)
    assert publish(article, by=omar).number == 1


def test_one_s_own_approval_does_not_count(omar):
    article = ArticleFactory(edited_by=omar)
    approve(article, omar)
    assert refused(article, by=omar) == "four-eyes"


@pytest.mark.parametrize(
    "change", ["headline", "standfirst", "body", "dateline", "byline", "section", "slug", "tags", "photo", "citation"]
)
def test_an_approval_does_not_outlive_the_text_it_was_given_to(omar, admin, change):
    article = ArticleFactory(edited_by=omar)
    approve(article, admin)
    if change == "section":
        article.section = SectionFactory(name="Economy")
    elif change == "photo":
        article.photo = PhotoFactory()
    elif change == "tags":
        article.tags.add("Energy")
    elif change == "citation":
        Citation.objects.create(article=article, source=SourceFactory())
    else:
        setattr(article, change, "changed-later")
    article.save()
    assert refused(article, by=omar) == "four-eyes"


def test_an_approval_of_another_story_of_the_same_words_does_not_count(omar, admin):
    approve(ArticleFactory(slug="same"), admin)
    assert refused(ArticleFactory(slug="same", edited_by=omar), by=omar) == "four-eyes"


def test_breaking_news_goes_out_with_a_reason_that_is_written_down(omar):
    article = ArticleFactory(edited_by=omar)
    edition = publish(article, by=omar, reason="The minister has resigned.")
    event = Event.objects.about(article).get(verb="override")
    assert (event.by, event.reason) == (omar, "The minister has resigned.")
    assert event.detail == {"digest": ledger.text_digest(edition, edition.article.salt)}
    assert Act.objects.get(article=article).reason == "The minister has resigned."


def test_where_four_eyes_have_seen_it_a_reason_is_no_override(omar):
    article = ArticleFactory()
    publish(article, by=omar, reason="Asked by the desk.")
    assert not Event.objects.about(article).filter(verb="override").exists()


def test_an_override_that_is_refused_all_the_same_is_not_written_down(omar):
    article = ArticleFactory(edited_by=omar)
    assert refused(article, by=omar, reason="The minister has resigned.", at=NOON - HOUR) == "in-the-past"


# -- the ledger and the clock -----------------------------------------------------------------------------------------


def test_each_act_is_a_row_of_the_ledger(omar):
    first = publish(by=omar, reason="Agreed.")
    publish(first.article, now=NOON + HOUR, at=NOON + DAY)
    withdraw(first.article, NOON + 2 * HOUR, reason="It was wrong.")
    rows = Act.objects.filter(article=first.article).order_by("number")
    fields = ("number", "verb", "made_at", "edition", "at", "until", "reason", "by")
    assert [*rows.values_list(*fields)] == [
        (1, "publish", NOON, 1, NOON, FOREVER, "Agreed.", "omar"),
        (2, "publish", NOON + HOUR, 2, NOON + DAY, FOREVER, "", "import"),
        (3, "withdraw", NOON + 2 * HOUR, 1, NOON + 2 * HOUR, None, "It was wrong.", "import"),
    ]
    assert rows[1].content_hash == first.article.editions.get(number=2).content_hash


def test_no_act_is_earlier_than_the_one_before():
    """A clock that was put back, or a second machine whose clock is slow."""
    first = publish()
    second = publish(first.article, now=NOON + HOUR)
    withdraw(first.article, NOON)
    moments = [*Act.objects.order_by("number").values_list("made_at", flat=True)]
    assert moments[:2] == [NOON, NOON + HOUR]
    assert moments[2] == NOON + HOUR + TICK
    second.refresh_from_db()
    assert second.live_from == NOON + HOUR


@pytest.mark.parametrize("behind", [timedelta(0), TICK, timedelta(seconds=1), issuing.BEHIND])
def test_a_clock_that_is_a_little_behind_does_not_reach_behind_the_last_act(behind):
    first = publish()
    publish(first.article, now=NOON + HOUR)
    third = publish(first.article, now=NOON + HOUR - behind)
    assert third.live_from == NOON + HOUR + TICK
    assert ranges(first.article)[:2] == [(1, NOON, NOON + HOUR), (2, NOON + HOUR, NOON + HOUR + TICK)]


def test_of_two_acts_of_one_instant_the_first_stays_on_the_record_with_its_note():
    article = publish().article
    publish(article, now=NOON + HOUR, change="correction", note="The vote was on Tuesday.")
    third = publish(article, now=NOON + HOUR, change="minor")
    assert [edition.number for edition in Edition.objects.public_by(NOON + DAY)] == [1, 2, 3]
    assert [one.note for one in third.notes_by(NOON + DAY)] == ["The vote was on Tuesday."]


# -- preflight --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "lacks"),
    [
        ("no-section", {"section": None}),
        ("no-lede", {"standfirst": " "}),
        ("no-slug", {"headline": "…", "slug": ""}),
    ],
)
def test_what_lacks_something_is_not_published(code, lacks):
    article = ArticleFactory(**lacks)
    assert refused(article) == code
    assert code in [problem.code for problem in preflight.errors(article)]


@pytest.mark.parametrize("lacks", ["alt", "credit"])
def test_a_picture_without_description_or_credit_is_not_published(lacks):
    article = ArticleFactory(photo=PhotoFactory(**{lacks: ""}))
    assert refused(article) == "bare-picture"


def test_a_long_headline_is_a_second_look_and_no_obstacle():
    article = ArticleFactory(headline="q" * 91)
    assert [(problem.code, problem.blocks) for problem in preflight.check(article)] == [("long-headline", False)]
    assert publish(article).number == 1


def test_what_blocks_is_said_first():
    article = ArticleFactory(headline="q" * 91, section=None)
    assert [problem.code for problem in preflight.check(article)] == ["no-section", "long-headline"]


def test_a_good_story_has_no_problems():
    article = ArticleFactory(headline="q" * 90, photo=PhotoFactory())
    assert [*preflight.check(article)] == []


# -- what never goes into an edition ----------------------------------------------------------------------------------


def test_the_name_of_an_unnamed_source_is_never_in_an_edition():
    source = SourceFactory(
        kind=Source.Kind.UNNAMED, name="Zqsecret Zqname", attribution="a source in the Secretariat", note="Zqphone"
    )
    publish(ArticleFactory(citing=[source]))
    edition = Edition.objects.filter().values().get()
    assert edition["citations"][0]["attribution"] == "a source in the Secretariat"
    assert not re.search("zq", str(edition), re.IGNORECASE)
    assert str(source.pk) not in edition["citations"][0].values()


def test_a_named_source_may_be_attributed_otherwise():
    source = SourceFactory(name="Zqsecret", attribution="the Ministry")
    publish(ArticleFactory(citing=[source]))
    assert "Zqsecret" not in str(Edition.objects.values().get())


# -- where it is listed -----------------------------------------------------------------------------------------------


def agree():
    """Every row of a list has the range of its edition, and every topic and name of an edition its row."""
    copied = ("article_id", "first_published_at", "live_from", "live_until")
    for model, field in ((UnderTag, "topics"), (UnderName, "bylines")):
        for row in model.objects.select_related("edition"):
            assert [getattr(row, name) for name in copied] == [getattr(row.edition, name) for name in copied]
        assert model.objects.count() == sum(len(getattr(edition, field)) for edition in Edition.objects.all())
    return True


def test_lists_agree_with_their_editions_after_every_act():
    article = ArticleFactory(tagged=["Energy", "COP29"], named=[CorrespondentFactory()])
    publish(article)
    assert agree()
    publish(article, now=NOON + HOUR, at=NOON + DAY)
    assert agree()
    article.tags.remove("Energy")
    publish(article, now=NOON + 2 * HOUR)
    assert agree()
    withdraw(article, NOON + 3 * HOUR)
    assert agree()
    publish(article, now=NOON + 4 * HOUR)
    assert agree()
    assert UnderTag.objects.count() == 2 + 2 + 1 + 1


def test_a_topic_that_was_dropped_no_longer_lists_the_story():
    article = ArticleFactory(tagged=["Energy", "COP29"])
    publish(article)
    article.tags.remove("Energy")
    publish(article, now=NOON + HOUR)
    assert [*UnderTag.objects.live(NOON).values_list("tag__name", flat=True).order_by("tag__slug")] == [
        "COP29",
        "Energy",
    ]
    assert [*UnderTag.objects.live(NOON + HOUR).values_list("tag__name", flat=True)] == ["COP29"]
