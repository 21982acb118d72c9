"""What the desk shows first, and how its list is narrowed and searched: the same cost however large the archive is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.desk.story import ArticleAdmin
from articles.drafts import assigning, editing, finding
from articles.models import Article, Autosave, Notice, SearchWords, search_index
from articles.models.article import Priority
from articles.models.notice import Kind
from articles.publishing import foureyes
from articles.workflow import State
from newsroom import corpus
from tests.factories import (
    FAR,
    IMPORT,
    ArticleFactory,
    CorrespondentFactory,
    SectionFactory,
    make_user,
    publish,
    rewrite,
)
from tests.test_desk_article import ADD, DASHBOARD, FREE, LIST, MINE, READ, WAITING, filled, logged_in, save, waiting

pytestmark = [pytest.mark.database, pytest.mark.django_db]

DUE, LOOK, OUT, BACK = "Due today", "Needs a second check", "Going out next", "Returned to you"
HOUR = timedelta(hours=1)


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


@pytest.fixture
def olga(db):
    """Edits Politics, and nothing else."""
    olga = make_user("olga", "Editors")
    SectionFactory(name="Politics").editors.add(olga)
    return olga


def aged(article, **ago) -> Article:
    Article.objects.filter(pk=article.pk).update(edited_at=timezone.now() - timedelta(**ago))
    return article


def listed(client: Client, **asked: str) -> list[str]:
    """The headlines of the list, in its order."""
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return [story.headline for story in response.context["cl"].result_list]


def group(client: Client, title: str):
    context = client.get(DASHBOARD).context
    return next((one for one in [*context["groups"], *context["aside"]] if one.title == title), None)


def the_item(client: Client, title: str):
    (item,) = group(client, title).items
    return item


# -- the dashboard ----------------------------------------------------------------------------------------------------


def test_the_most_urgent_stands_first_then_what_waits_longest(editor):
    for headline, priority in (("b", 3), ("flash", 1), ("c", 3), ("can wait", 5)):
        ArticleFactory(headline=headline, priority=priority, state=State.SUBMITTED)
    assert waiting(editor)[WAITING] == ["flash", "b", "c", "can wait"]


def test_what_another_editor_is_asked_to_read_waits_for_them_alone(editor, omar):
    ona = make_user("ona", "Editors")
    for headline, who in (("anybody's", None), ("Omar's", omar), ("Ona's", ona)):
        ArticleFactory(headline=headline, editor=who, state=State.SUBMITTED)
    assert waiting(editor)[WAITING] == ["anybody's", "Omar's"]
    assert waiting(logged_in(ona))[WAITING] == ["anybody's", "Ona's"]


def test_what_was_given_to_somebody_is_theirs_and_no_longer_its_writer_s(reporter, nora):
    ada = make_user("ada", "Journalists")
    ArticleFactory(headline="given to Nora", writer=ada, reporter=nora)
    ArticleFactory(headline="given to Ada", writer=nora, reporter=ada)
    assert waiting(reporter) == {MINE: ["given to Nora"]}


def test_an_editor_of_some_sections_is_shown_their_work_and_what_has_no_section_yet(olga):
    for name in ("Politics", "Culture", None):
        section = name and SectionFactory(name=name)
        ArticleFactory(headline=str(name), section=section, state=State.SUBMITTED, writer=olga)
        ArticleFactory(headline=str(name), section=section, state=State.APPROVED)
    assert waiting(logged_in(olga))[WAITING] == ["Politics", "None"] * 2


def test_due_is_what_is_in_hand_with_a_deadline_before_midnight_and_not_public(editor, reporter, nora):
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    ArticleFactory(headline="late", deadline=now - HOUR, writer=nora)
    ArticleFactory(headline="tonight", deadline=midnight - timedelta(seconds=1), writer=nora)
    ArticleFactory(headline="tomorrow", deadline=midnight, writer=nora)
    ArticleFactory(headline="ready", deadline=now - HOUR, state=State.APPROVED, writer=nora)
    rewritten = ArticleFactory(deadline=now - HOUR, writer=nora)
    publish(rewritten)
    rewrite(rewritten, headline="rewritten", state=State.DRAFT)
    assert waiting(editor)[DUE] == ["late", "tonight"]
    first, second = group(editor, DUE).items
    assert (first.late, first.overdue) == (True, "Late by 1\xa0hour")
    assert (second.late, second.overdue) == (False, "")
    assert "late" in waiting(reporter)[DUE]


def test_a_deadline_is_shown_in_newsroom_time_over_a_clock_change(reporter, nora, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    deadline = datetime(2998, 7, 1, 10, 0, tzinfo=UTC)
    ArticleFactory(writer=nora, deadline=deadline)
    assert "Deadline 1 Jul, 12:00" in reporter.get(DASHBOARD).text
    Article.objects.update(deadline=deadline.replace(month=1))
    assert "Deadline 1 Jan, 11:00" in reporter.get(DASHBOARD).text


# -- what came back ---------------------------------------------------------------------------------------------------


def returned(article, by, note: str = "Who was there?") -> Article:
    Article.objects.filter(pk=article.pk).update(state=State.SUBMITTED)
    return editing.take(article.pk, "return", by=by, note=note)


def test_what_came_back_is_first_with_who_returned_it_and_the_first_line_of_the_note(reporter, nora, omar):
    ArticleFactory(headline="a draft", writer=nora, priority=Priority.FLASH)
    returned(ArticleFactory(headline="came back", writer=nora), omar, "Who was there?\n\nAnd when did they leave?")
    groups = reporter.get(DASHBOARD).context["groups"]
    assert [(one.title, [item.title for item in one.items]) for one in groups[:1]] == [(BACK, ["came back"])]
    assert the_item(reporter, BACK).note == ("omar", "Who was there?")
    assert waiting(reporter)[MINE] == ["a draft"]


def test_what_was_submitted_again_did_not_come_back(reporter, nora, omar):
    story = returned(ArticleFactory(headline="again", writer=nora), omar)
    editing.take(story.pk, "submit", by=nora)
    assert waiting(reporter) == {READ: ["again"]}


def test_what_came_back_twice_shows_the_last_note(reporter, nora, omar):
    story = returned(ArticleFactory(writer=nora), omar, "Who was there?")
    editing.take(story.pk, "submit", by=nora)
    returned(story, omar, "And when?")
    assert the_item(reporter, BACK).note == ("omar", "And when?")


def test_what_came_back_to_a_colleague_is_not_shown_to_others(nora, omar):
    returned(ArticleFactory(headline="came back", writer=nora), omar)
    assert BACK not in waiting(logged_in(make_user("ada", "Journalists")))


def test_a_story_appears_once_in_its_most_urgent_group(nora, omar, reporter):
    """Returned, late and hers to write; submitted, late and his to read."""
    late = timezone.now() - HOUR
    returned(ArticleFactory(headline="back", writer=nora, deadline=late), omar)
    ArticleFactory(headline="read", writer=omar, state=State.SUBMITTED, deadline=late)
    assert waiting(reporter) == {BACK: ["back"]}
    assert waiting(logged_in(omar)) == {WAITING: ["read"], DUE: ["back"]}
    assert "Late by" in group(logged_in(omar), WAITING).items[0].overdue


def test_a_long_group_shows_ten_and_says_that_there_are_more(editor):
    for number in range(11):
        ArticleFactory(headline=str(number), state=State.SUBMITTED)
    shown = group(editor, WAITING)
    assert (len(shown.shown), shown.count) == (10, "10+")
    assert editor.get(DASHBOARD).text.count('<li class="item">') == 10


def test_an_empty_group_is_left_out_but_for_texts_that_are_not_saved(editor, reporter):
    for client in (editor, reporter):
        context = client.get(DASHBOARD).context
        assert [one.title for one in [*context["groups"], *context["aside"]]] == ["Not saved yet"]
        assert "All your texts are saved." in client.get(DASHBOARD).text


def test_the_next_step_is_one_click_away(editor, nora):
    submitted = ArticleFactory(headline="a", state=State.SUBMITTED, writer=nora)
    approved = ArticleFactory(headline="b", state=State.APPROVED, writer=nora)
    free = ArticleFactory(headline="c")
    actions = {item.title: item.actions[0] for title in (WAITING, FREE) for item in group(editor, title).items}
    assert {title: action.label for title, action in actions.items()} == {
        "a": "Edit", "b": "Publish…", "c": "Assign to me",
    }  # fmt: skip
    assert actions["a"].link == f"{LIST}{submitted.pk}/change/"
    assert actions["b"].link == f"{LIST}{approved.pk}/publish/step/"
    assert actions["c"].link == f"{LIST}{free.pk}/take/step/"
    assert all(editor.get(action.link).status_code == 200 for action in actions.values())


# -- what is not saved ------------------------------------------------------------------------------------------------


def typed(user, words: str, article=None, **fields) -> Autosave:
    sent = {"headline": [article.headline if article else "Council meets"], "standfirst": [""], "body": [words]}
    now = timezone.now()
    return Autosave.objects.create(user=user, article=article, fields=sent, opened_at=now, typed_at=now, **fields)


def test_texts_that_are_not_saved_are_told_apart_by_their_length_and_their_last_words(reporter, nora):
    typed(nora, "<p>The council met. Nobody came.</p>")
    typed(nora, "<p>The council met. Nobody came but the caretaker and her cat.</p>")
    longer, shorter = (item.facts for item in group(reporter, "Not saved yet").items)
    assert shorter == ["5 words", "last typed: “…The council met. Nobody came.”", "a new story"]
    assert longer[:2] == ["11 words", "last typed: “…met. Nobody came but the caretaker and her cat.”"]


def test_what_was_typed_last_is_found_in_the_middle_of_a_saved_text(reporter, nora):
    story = ArticleFactory(writer=nora, standfirst="", body="<p>The council met. Everybody left early.</p>")
    typed(nora, "<p>The council met at the old library. Everybody left early.</p>", story)
    assert the_item(reporter, "Not saved yet").facts[:2] == [
        "10 words",
        "last typed: “…The council met at the old library.”",
    ]


def test_nobody_is_shown_what_a_colleague_typed(editor, nora):
    typed(nora, "<p>The council met.</p>")
    assert not group(editor, "Not saved yet").items


def test_a_writer_is_shown_what_they_were_told(reporter, editor, nora, omar):
    for kind in (Kind.RETURNED, Kind.MENTIONED):
        Notice.objects.create(to=nora, by=omar, kind=kind, article=ArticleFactory(), at=timezone.now(), desk=True)
    Notice.objects.update(words="Then the second paragraph changes too.")
    assert len(group(reporter, "For you").items) == 2
    assert the_words(reporter) == {"Then the second paragraph changes too."}
    assert group(editor, "For you") is None


def the_words(client: Client) -> set[str]:
    return {item.note[1] for item in group(client, "For you").items}


def test_what_was_approved_long_ago_waits_for_nobody(editor):
    aged(ArticleFactory(state=State.APPROVED), days=15)
    assert waiting(editor) == {}


def test_what_goes_out_next_is_said_in_its_order_with_embargoes_that_nothing_follows(editor, omar):
    publish(ArticleFactory(headline="third"), at=FAR + HOUR)
    publish(ArticleFactory(headline="first"), at=FAR - HOUR)
    bare = ArticleFactory(headline="second")
    publishing.window(bare.pk, by=omar, embargo=FAR)
    publish(ArticleFactory(headline="live"))
    assert [one.title for one in group(editor, OUT).items] == ["first", "second", "third"]
    page = editor.get(DASHBOARD).text
    assert page.count("the embargo ends and nothing is scheduled") == 1


def test_what_somebody_published_alone_is_shown_to_the_others_who_could_read_it(editor, omar, olga, reporter):
    story, other = ArticleFactory(headline="alone"), ArticleFactory(section=SectionFactory(name="Culture"))
    foureyes.override(story, by=omar, reason="Fire in the refinery.")
    foureyes.override(other, by=omar, reason="Fire in the museum.")
    assert waiting(logged_in(olga))[LOOK] == [story.headline]
    assert "Fire in the refinery." in logged_in(olga).get(DASHBOARD).text
    assert group(editor, LOOK) is None
    assert "Fire" not in reporter.get(DASHBOARD).text


# -- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_section_state_kind_and_priority(editor):
    ArticleFactory(headline="a", state=State.SUBMITTED, priority=Priority.FLASH, kind="analysis")
    ArticleFactory(headline="b", section=SectionFactory(name="Culture"))
    ArticleFactory(headline="c", section=None)
    assert listed(editor) == ["c", "b", "a"]
    for asked in ({"state": "submitted"}, {"priority": "1"}, {"section": "politics"}, {"kind": "analysis"}):
        assert listed(editor, **asked) == ["a"]
    assert listed(editor, section="-") == ["c"]
    assert listed(editor, section="culture", state="draft") == ["b"]
    assert listed(editor, section="nowhere") == ["c", "b", "a"]


@pytest.mark.parametrize(("old", "new"), [("in_review", State.SUBMITTED), ("ready", State.APPROVED)])
def test_a_bookmark_with_the_old_name_of_a_state_still_narrows_the_list(editor, old, new):
    ArticleFactory(headline="wanted", state=new)
    ArticleFactory(headline="other")
    assert listed(editor, state=old) == ["wanted"]
    assert State(old) is new


def test_the_list_is_narrowed_by_what_is_public(editor):
    publish(ArticleFactory(headline="live"))
    publish(ArticleFactory(headline="coming"), at=FAR)
    changed = ArticleFactory(headline="changed")
    publish(changed)
    rewrite(changed, standfirst="It met again.")
    withdrawn = ArticleFactory(headline="withdrawn")
    publish(withdrawn)
    publishing.withdraw(withdrawn.pk, by=IMPORT, reason="Wrong.")
    ArticleFactory(headline="no")
    for public in ("coming", "changed", "withdrawn", "no"):
        assert listed(editor, public=public) == [public]
    assert {*listed(editor, public="live")} == {"live", "changed"}


def test_the_list_is_narrowed_by_person_whatever_they_have_to_do_with_it(editor, nora, omar):
    by_name = CorrespondentFactory(name="Nora", slug="nora", user=nora)
    rauf = CorrespondentFactory(name="Rauf", slug="rauf")
    ArticleFactory(headline="writes", writer=nora)
    ArticleFactory(headline="is asked", reporter=nora)
    ArticleFactory(headline="is named", named=[by_name])
    ArticleFactory(headline="reads", editor=omar)
    ArticleFactory(headline="no log-in", named=[rauf])
    assert {*listed(editor, person=f"u{nora.pk}")} == {"writes", "is asked", "is named"}
    assert listed(editor, person=f"u{omar.pk}") == ["reads"]
    assert listed(editor, person=f"c{rauf.pk}") == ["no log-in"]


def test_the_list_is_narrowed_by_age_and_deadline(editor):
    aged(ArticleFactory(headline="old"), days=40)
    aged(ArticleFactory(headline="yesterday"), days=2)
    ArticleFactory(headline="now", deadline=timezone.now() + HOUR)
    ArticleFactory(headline="late", deadline=timezone.now() - HOUR)
    assert listed(editor, age="older") == ["old"]
    assert listed(editor, age="1") == ["late", "now"]
    assert listed(editor, age="3") == ["late", "now", "yesterday"]
    assert listed(editor, deadline="late") == ["late"]
    assert listed(editor, deadline="soon") == ["now"]


def test_the_list_goes_on_after_its_last_story_and_keeps_what_it_was_narrowed_to(editor, monkeypatch):
    for number in range(7):
        aged(ArticleFactory(headline=str(number), state=State.SUBMITTED), minutes=9 - number)
    ArticleFactory(headline="a draft")
    monkeypatch.setattr("articles.desk.story.ArticleAdmin.list_per_page", 3)
    address, seen = f"{LIST}?state=submitted", []
    while address:
        response = editor.get(address)
        seen += [story.headline for story in response.context["cl"].result_list]
        address = response.context["cl"].older and LIST + response.context["cl"].older
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_a_place_that_nobody_named_leads_back_to_the_list(editor):
    assert editor.get(LIST, {"before": "yesterday"}).status_code == 302


# -- searching --------------------------------------------------------------------------------------------------------


def noted(**fields) -> Article:
    article = ArticleFactory(**fields)
    finding.note(article)
    return article


def test_a_working_copy_is_found_by_headline_lede_text_names_and_topics(editor):
    leyla = CorrespondentFactory(name="Leyla Həsənova")
    text = {"standfirst": "In Xudat.", "body": "<p>Nobody <b>knows</b> why.</p>"}
    noted(headline="Minister resigns", tagged=["Energy"], named=[leyla], **text)
    noted(headline="Roads are closed")
    for typed in ("minister", "MINIST", "xudat", "knows why", "“nobody knows”", "energy", "leyla", "resigns -roads"):
        assert listed(editor, q=typed) == ["Minister resigns"], typed
    for typed in ("absent", "minister -xudat", "“knows nobody”", "?!"):
        assert listed(editor, q=typed) == [], typed


@pytest.mark.parametrize("typed", ["Həsənova", "hesenova", "HƏSƏNOVA", "ışıq", "işıq", "isiq", "министр", "ministr"])
def test_letters_are_found_in_any_spelling(editor, typed):
    noted(headline="Işıq", standfirst="Министр", named=[CorrespondentFactory(name="Leyla Həsənova")])
    assert listed(editor, q=typed) == ["Işıq"]


def test_what_is_typed_is_found_as_soon_as_it_is_saved_and_no_longer_by_what_it_was(reporter, editor):
    reporter.post(ADD, filled(reporter.get(ADD)) | {"headline": "Minister resigns", "tags": "Energy"})
    article = Article.objects.get()
    assert listed(editor, q="minister energy") == ["Minister resigns"]
    save(reporter, article, headline="Roads are closed")
    assert listed(editor, q="minister") == []
    assert listed(editor, q="roads") == ["Roads are closed"]


def test_a_search_is_narrowed_like_the_list(editor):
    noted(headline="a council", state=State.SUBMITTED)
    noted(headline="a council")
    assert len(listed(editor, q="council")) == 2
    assert len(listed(editor, q="council", state="submitted")) == 1


def test_common_words_are_found_while_walking_and_rare_ones_looked_up(editor, monkeypatch):
    for number in range(5):
        noted(headline=f"{number} council")
    found = listed(editor, q="council")
    monkeypatch.setattr(finding, "MANY", 2)
    assert listed(editor, q="council") == found == ["4 council", "3 council", "2 council", "1 council", "0 council"]
    assert listed(editor, q="council -3") == ["4 council", "2 council", "1 council", "0 council"]


def parsed_in_vain(queries):
    """How many texts PostgreSQL parsed for these queries without finding the words in them."""

    def nodes(plan):
        yield plan
        for part in plan.get("Plans", []):
            yield from nodes(part)

    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
            for node in nodes(cursor.fetchone()[0][0]["Plan"]):
                condition = node.get("Filter", "") + node.get("Recheck Cond", "")
                if "to_tsvector" in condition:
                    yield node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)


@pytest.mark.postgres
@pytest.mark.parametrize(("q", "count"), [("zirconi", 1), ("nowhere", 0), ("council zirconium", 1)])
def test_a_rare_word_is_looked_up_and_no_other_story_read(editor, q, count, monkeypatch):
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 1)  # a short page tempts PostgreSQL to walk, as a large archive
    noted(headline="Council buys zirconium")  # the last in the list
    drafts = [ArticleFactory.build(section=None, slug=f"s{number}") for number in range(4000)]
    Article.objects.bulk_create(drafts)
    SearchWords.objects.bulk_create(
        SearchWords(article=draft, words=f"council meets {number}\nin quba") for number, draft in enumerate(drafts)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s)", [search_index.DESK.name])  # as a vacuum does
        cursor.execute(f"ANALYZE {search_index.DESK.table}, {Article._meta.db_table}")
    with CaptureQueriesContext(connection) as asked:
        assert listed(editor, q=q) == ["Council buys zirconium"][:count]
    assert sum(parsed_in_vain([query for query in asked if search_index.DESK.table in query["sql"]])) == 0


def test_nothing_of_it_reaches_a_reader(client):
    noted(headline="Zqdraft")
    assert "Zqdraft" not in client.get("/search/", {"q": "zqdraft"}).text


def test_an_assignment_changes_nothing_that_is_found(nora, omar):
    article = noted()
    before = SearchWords.objects.values().get()
    assigning.assign(article.pk, by=omar, reporter=nora)
    assert SearchWords.objects.values().get() == before


# -- however much there is --------------------------------------------------------------------------------------------


PAGES = {
    "dashboard": DASHBOARD,
    "list": LIST,
    "narrowed": f"{LIST}?section=politics&state=submitted&priority=3&public=no",
    "person": f"{LIST}?person=u1&deadline=soon",
    "search": f"{LIST}?q={corpus.COMMON}",
    "rare": f"{LIST}?q={corpus.RARE}&age=older",
}


def asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def test_a_page_asks_as_much_of_a_hundred_stories_as_of_ten(admin, omar):
    """Never an OFFSET, never a count of the list. The dashboard reads each of its groups by itself."""
    editor, found = logged_in(omar), {}
    for stories in (10, 100):
        for _made in corpus.load(stories):
            pass
        for name, address in PAGES.items():
            asked(editor, address)
            found.setdefault(name, []).append(asked(editor, address))
    for name, (few, many) in found.items():
        assert len(few) == len(many) <= (20 if name == "dashboard" else 16), (
            f"{name}: {len(few)}, {len(many)}\n" + "\n".join(many)
        )
        assert not [sql for sql in many if " OFFSET " in sql or 'COUNT(*) AS "__count" FROM "articles_article"' in sql]
