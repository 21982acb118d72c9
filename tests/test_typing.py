"""What is typed and not saved: kept, offered back, never another's; and who else has the story open."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.drafts import autosave
from articles.models import Article, Autosave
from newsroom.management.commands import worker
from tests.factories import NOON, ArticleFactory, CorrespondentFactory, SourceFactory, make_user, publish
from tests.test_desk_article import ADD, LIST, filled, page_of, with_line

pytestmark = pytest.mark.django_db

OFFER = "You have unsaved changes from"


@pytest.fixture
def reporter(nora, client):
    client.force_login(nora)
    return client


@pytest.fixture
def editor(omar):
    client = Client()
    client.force_login(omar)
    return client


@pytest.fixture
def article(nora):
    return ArticleFactory(
        writer=nora, tagged=["Energy"], named=[CorrespondentFactory()], citing=[SourceFactory()]
    )  # fmt: skip


def typing(client, who, article=None, *, data=None, **fields):
    """What the page sends while somebody types; `data` is the whole form."""
    address = f"{LIST}{article.pk}/typing/" if article else f"{ADD}typing/"
    data = data or {}
    sheet = {"sheet": data["sheet"], "version": data.get("seen_version", "")} if data else {}
    typed = {"typed": json.dumps([[name, str(value)] for name, value in data.items()])} if data else {}
    return client.post(address, {"who": who.pk, **sheet, **typed, **fields})


def opened(client, address, **changes):
    """The form as it was opened, with what was typed into it."""
    return filled(client.get(address)) | changes


def restored(client, address, sheet):
    return client.get(address, {"restore": sheet})


def without_token(data):
    return {name: value for name, value in data.items() if name != "csrfmiddlewaretoken"}


# -- kept, and offered back -------------------------------------------------------------------------------------------


def test_what_was_typed_is_offered_when_the_story_is_opened_again(reporter, nora, article):
    data = opened(reporter, page_of(article), headline="Typed by night")
    assert typing(reporter, nora, article, data=data).json()["kept"]
    page = reporter.get(page_of(article))
    assert OFFER in page.text
    assert "Typed by night" in page.text
    assert filled(page)["headline"] == article.headline  # it is offered, not forced on anybody


def test_it_is_restored_whole_with_every_line_of_the_inlines(reporter, nora, article):
    rauf, photographer = CorrespondentFactory(name="Rauf", slug="rauf"), SourceFactory(name="Photographer")
    data = opened(
        reporter, page_of(article), headline="Bakı: ışıq, Əliyev", body="<p>Мы писали.</p>", tags="Roads, “Rails”",
        **{"citations-0-statement": "met\r\non Sunday"},
    )  # fmt: skip
    data = with_line(data, "bylines", correspondent=rauf.pk, role="in Quba", position=1)
    data = with_line(data, "citations", source=photographer.pk, kind="readout", statement="", position=1)
    typing(reporter, nora, article, data=data)
    page = restored(reporter, page_of(article), data["sheet"])
    assert "Not saved yet" in page.text
    assert page.context["errors"] == []
    back = filled(page)
    assert {name: back.get(name, "") for name in without_token(data)} == {
        name: str(value) for name, value in without_token(data).items()
    }
    assert reporter.post(page_of(article), back).status_code == 302
    saved = Article.objects.get(pk=article.pk)
    assert saved.headline == "Bakı: ışıq, Əliyev"
    assert [*saved.bylines.values_list("correspondent__name", "role")] == [("Leyla Həsənova", ""), ("Rauf", "in Quba")]
    assert saved.citations.count() == 2


def test_restoring_saves_nothing_and_changes_nothing(reporter, nora, article):
    data = opened(reporter, page_of(article), headline="Typed by night", kind="feature")
    typing(reporter, nora, article, data=data)
    before = [*Autosave.objects.values()], [*Article.objects.values()]
    restored(reporter, page_of(article), data["sheet"])
    assert ([*Autosave.objects.values()], [*Article.objects.values()]) == before


def test_a_new_story_that_was_never_saved_is_offered_on_the_page_of_new_ones(reporter, nora):
    data = opened(reporter, ADD, headline="Never saved", standfirst="A lede.")
    typing(reporter, nora, data=data)
    page = reporter.get(ADD)
    assert OFFER in page.text
    back = filled(restored(reporter, ADD, data["sheet"]))
    assert (back["headline"], back["standfirst"], back["sheet"]) == ("Never saved", "A lede.", data["sheet"])
    assert reporter.post(ADD, back).status_code == 302
    assert Article.objects.get().headline == "Never saved"
    assert OFFER not in reporter.get(ADD).text


def test_a_text_that_says_what_is_saved_is_not_offered(reporter, nora, article):
    typing(reporter, nora, article, data=opened(reporter, page_of(article)))
    assert OFFER not in reporter.get(page_of(article)).text


def test_two_forms_of_one_person_never_write_over_each_other(reporter, nora, article):
    for words in ("In the first tab", "In the second tab"):
        typing(reporter, nora, article, data=opened(reporter, page_of(article), headline=words))
    page = reporter.get(page_of(article)).text
    assert "In the first tab" in page
    assert "In the second tab" in page


def test_a_save_that_was_refused_is_kept_where_no_script_runs(reporter, article):
    data = opened(reporter, page_of(article), headline="Typed by night", dateline_on="yesterday")
    assert reporter.post(page_of(article), data).status_code == 200
    back = filled(restored(reporter, page_of(article), data["sheet"]))
    assert (back["headline"], back["dateline_on"]) == ("Typed by night", "yesterday")


@pytest.mark.parametrize("how", ["saved", "discarded"])
def test_what_was_saved_or_discarded_is_not_offered_again_whatever_still_arrives(how, reporter, nora, article):
    data = opened(reporter, page_of(article), headline="Typed by night")
    typing(reporter, nora, article, data=data)
    if how == "saved":
        assert reporter.post(page_of(article), data).status_code == 302
    else:
        assert reporter.post(f"{LIST}typed/{data['sheet']}/discard/").status_code == 302
    late = typing(reporter, nora, article, data=data | {"headline": "Typed by nigh"})
    assert late.json()["kept"] is False
    assert OFFER not in reporter.get(page_of(article)).text
    assert Autosave.objects.get().fields is None


def test_a_text_that_only_reached_the_desk_after_its_save_comes_to_nothing(reporter, nora):
    data = opened(reporter, ADD, headline="Saved at once")
    assert reporter.post(ADD, data).status_code == 302
    assert typing(reporter, nora, data=data).json()["kept"] is False


def test_a_sign_of_life_leaves_the_text_alone(reporter, nora, article):
    data = opened(reporter, page_of(article), headline="Typed by night")
    typing(reporter, nora, article, data=data)
    typing(reporter, nora, article, sheet=data["sheet"], version=1)
    typing(reporter, nora, article, sheet=data["sheet"], left=1)
    assert OFFER in reporter.get(page_of(article)).text


def test_all_that_is_not_saved_stands_on_the_first_page_of_its_writer_and_can_be_read(reporter, nora, article):
    for address, story in ((ADD, None), (page_of(article), article)):
        data = opened(reporter, address, headline=f"Typed at {address}", body="<p>Every word.</p>")
        typing(reporter, nora, story, data=data)
    home = reporter.get("/admin/").text
    assert "Not saved yet" in home
    assert f"Typed at {ADD}" in home
    page = reporter.get(f"{LIST}typed/{data['sheet']}/").text
    assert "Every word." in page
    assert f"{page_of(article)}?restore={data['sheet']}" in page


def test_a_text_can_be_read_by_whoever_may_no_longer_edit_the_story(reporter, nora, article):
    data = opened(reporter, page_of(article), headline="Typed by night")
    typing(reporter, nora, article, data=data)
    Article.objects.update(writer=None)
    page = reporter.get(f"{LIST}typed/{data['sheet']}/").text
    assert "Typed by night" in page
    assert "?restore=" not in page


def test_legal_erasure_reaches_what_was_typed(reporter, nora, admin, article):
    publish(article)
    publish(article, now=NOON + timedelta(hours=1), change="correction", note="A number was wrong.")
    data = opened(reporter, page_of(article), headline="The libel once more")
    typing(reporter, nora, article, data=data)
    publishing.erase(article.pk, 1, by=admin, reason="A court asks.")
    assert not Autosave.objects.to_read().exists()


# -- nobody else's ----------------------------------------------------------------------------------------------------


def test_nobody_ever_reads_what_another_typed(reporter, editor, nora, omar, admin, article):
    data = opened(reporter, page_of(article), headline="Zqtyped by night")
    typing(reporter, nora, article, data=data)
    boss = Client()
    boss.force_login(admin)
    for other, who in ((editor, omar), (boss, admin)):
        own = f"{LIST}typed/{data['sheet']}/"
        for address in (page_of(article), f"{page_of(article)}?restore={data['sheet']}", ADD, LIST, "/admin/", own):
            assert "Zqtyped" not in other.get(address).text
        assert other.post(f"{LIST}typed/{data['sheet']}/discard/").status_code == 404
        assert not typing(other, who, article, data=data | {"headline": "Mine now"}).json()["kept"]
    assert Autosave.objects.unsaved().get().fields["headline"] == ["Zqtyped by night"]


def test_a_text_fills_only_the_form_of_its_own_story(reporter, nora, article):
    data = opened(reporter, page_of(article), headline="Typed by night")
    typing(reporter, nora, article, data=data)
    other = ArticleFactory(writer=nora)
    for address in (page_of(other), ADD):
        assert filled(restored(reporter, address, data["sheet"]))["headline"] != "Typed by night"


def test_who_logs_in_after_another_in_the_same_browser_is_not_given_their_text(reporter, nora, omar, article):
    data = opened(reporter, page_of(article), headline="Nora's")
    reporter.force_login(omar)
    answer = typing(reporter, nora, article, data=data)
    assert answer.status_code == 400
    assert "Someone else is now logged in" in answer.json()["error"]
    assert not Autosave.objects.exists()


def test_who_may_not_edit_the_story_keeps_nothing_and_is_not_counted(article):
    ada = make_user("ada", "Journalists")
    client = Client()
    client.force_login(ada)
    assert typing(client, ada, article, sheet=uuid.uuid4()).status_code == 403
    assert 'id="typed"' not in client.get(page_of(article)).text
    assert not Autosave.objects.exists()


def test_who_is_logged_out_is_sent_to_log_in(client, nora, article):
    assert typing(client, nora, article, sheet=uuid.uuid4()).status_code == 302


# -- what no form sends -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["", "{", "7", "null", "[7]", '[["a"]]', '[["a", 7]]', '[["a", null]]', '[[["a"], "b"]]', '{"a": "b"}', "[" * 9999],
)  # fmt: skip
def test_what_no_form_sends_is_refused_in_words(typed, reporter, nora, article):
    answer = typing(reporter, nora, article, sheet=uuid.uuid4(), typed=typed)
    assert answer.status_code == 400
    assert "couldn't be autosaved" in answer.json()["error"]
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("sheet", [None, "", "x", "1" * 33])
def test_a_form_without_a_key_keeps_nothing(sheet, reporter, nora, article):
    assert typing(reporter, nora, article, **({} if sheet is None else {"sheet": sheet})).status_code == 400


def test_characters_that_no_database_takes_become_spaces(reporter, nora, article):
    typed = (
        r'[["headline", "Quba\u0000met\ud800"], ["csrfmiddlewaretoken", "x"], ["_save", ""], ["a-__prefix__-b", ""]]'
    )
    assert typing(reporter, nora, article, sheet=uuid.uuid4(), typed=typed).json()["kept"]
    assert Autosave.objects.get().fields == {"headline": ["Quba met "]}


def test_a_text_beyond_measure_is_refused_in_words(reporter, nora, article):
    data = opened(reporter, page_of(article), body="a" * autosave.LIMIT)
    answer = typing(reporter, nora, article, data=data)
    assert answer.status_code == 400
    assert "1,000,000" in answer.json()["error"]
    assert not Autosave.objects.exists()


def test_a_person_keeps_so_many_texts_and_no_more(reporter, nora, monkeypatch):
    monkeypatch.setattr(autosave, "TEXTS", 2)
    data = opened(reporter, ADD, headline="One more")
    for _number in range(2):
        typing(reporter, nora, data=data | {"sheet": str(uuid.uuid4())})
    assert "2 autosaves" in typing(reporter, nora, data=data).json()["error"]
    assert Autosave.objects.count() == 2


# -- who else is there ------------------------------------------------------------------------------------------------


def test_who_else_has_the_story_open_is_said_to_each(reporter, editor, nora, omar, article):
    assert typing(reporter, nora, article, sheet=uuid.uuid4()).json()["others"] == []
    assert (
        "nora has had this story open" in typing(editor, omar, article, sheet=uuid.uuid4()).json()["others"][0]["words"]
    )
    assert (
        "omar has had this story open"
        in typing(reporter, nora, article, sheet=uuid.uuid4()).json()["others"][0]["words"]
    )
    assert "omar has had this story open" in reporter.get(page_of(article)).text


def test_whoever_left_is_no_longer_there(reporter, editor, nora, omar, article):
    sheet = uuid.uuid4()
    typing(editor, omar, article, sheet=sheet)
    typing(editor, omar, article, sheet=sheet, left=1)
    assert typing(reporter, nora, article, sheet=uuid.uuid4()).json()["others"] == []


@pytest.mark.parametrize(("seconds", "there"), [(19, ["omar"]), (20, [])])
def test_without_a_sign_of_life_for_twenty_seconds_nobody_is_there(seconds, there, nora, omar, article):
    now = timezone.now()
    autosave.beat(uuid.uuid4(), by=omar, article=article, version=1, now=now)
    found = autosave.others(article, than=nora, now=now + timedelta(seconds=seconds))
    assert [row.user.username for row in found] == there


def test_somebody_with_two_tabs_is_named_once(nora, omar, article):
    now = timezone.now()
    for _tab in range(2):
        autosave.beat(uuid.uuid4(), by=omar, article=article, version=1, now=now)
    assert len(autosave.others(article, than=nora, now=now)) == 1


def test_that_somebody_saved_a_newer_version_is_said_while_one_types(reporter, editor, nora, article):
    data = opened(reporter, page_of(article))
    editor.post(page_of(article), opened(editor, page_of(article), headline="Omar's"))
    assert "omar saved a newer version" in typing(reporter, nora, article, data=data).json()["newer"]
    assert typing(reporter, nora, article, sheet=data["sheet"], version=2).json()["newer"] == ""


# -- how much, how long -----------------------------------------------------------------------------------------------


def test_a_sign_of_life_asks_little_of_the_database(reporter, nora, article, django_assert_max_num_queries):
    data = opened(reporter, page_of(article), headline="Typed by night")
    typing(reporter, nora, article, data=data)
    with django_assert_max_num_queries(12):
        typing(reporter, nora, article, data=data)


def test_the_worker_forgets_what_nobody_came_back_for(nora, article):
    now = timezone.now()
    for days, fields in ((31, {"headline": ["Old"]}), (29, {"headline": ["Newer"]}), (2, None), (0, None)):
        at = now - timedelta(days=days)
        autosave.beat(uuid.uuid4(), by=nora, article=article, version=1, now=at, fields=fields)
    worker.tidy()
    assert [row.fields for row in Autosave.objects.order_by("opened_at")] == [{"headline": ["Newer"]}, None]
