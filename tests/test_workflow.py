"""How a draft goes through the desk: which step is open to whom in which state, and what it leaves behind."""

from itertools import product

import pytest

from articles import publishing, workflow
from articles.drafts import editing, printing
from articles.models import Act, Article, Edition, Event, ledger
from articles.workflow import STEPS, NotAllowed, Public, State
from tests.factories import FAR, ArticleFactory, CorrespondentFactory, make_user, publish, rewrite

pytestmark = pytest.mark.django_db

# Which steps are open, in the order of the buttons. Public: what of the story is live, to come, both or not at all.
# "nora" stands before her own story; before one of Ada's nothing is open to her, whatever its state.
OPEN = """
state      public  nora    omar
draft      no      submit  publish,submit,window,spike
draft      live    submit  publish,submit,fix,window,withdraw
draft      coming  submit  publish,submit,reschedule,cancel,window,withdraw
draft      both    submit  publish,submit,fix,reschedule,cancel,window,withdraw
submitted  no      -       publish,approve,return,window,spike
submitted  live    -       publish,approve,return,fix,window,withdraw
submitted  coming  -       publish,approve,return,reschedule,cancel,window,withdraw
submitted  both    -       publish,approve,return,fix,reschedule,cancel,window,withdraw
approved   no      -       publish,return,window,spike
approved   live    -       publish,return,fix,window,withdraw
approved   coming  -       publish,return,reschedule,cancel,window,withdraw
approved   both    -       publish,return,fix,reschedule,cancel,window,withdraw
spiked     no      -       revive
spiked     live    -       withdraw,revive
spiked     coming  -       cancel,withdraw,revive
spiked     both    -       cancel,withdraw,revive
"""
LINES = [line.split() for line in OPEN.strip().splitlines()[1:]]
PUBLIC = {"no": Public.NOTHING, "live": Public.LIVE, "coming": Public.COMING, "both": Public.ANYTHING}
TAKEN = {"submit": "submitted", "approve": "approved", "return": "draft", "spike": "spiked", "revive": "draft"}
NEEDS_NOTE = {"return", "withdraw", "spike"}
SAID = {
    "note": "Because.", "reason": "Because.", "change": "update", "headline": "Mended", "kind": "news",
    "at": "2998-01-01T12:00",
}  # fmt: skip


def open_steps(line, column):
    return [] if line[column] == "-" else line[column].split(",")


@pytest.fixture
def people(nora, omar, mina, admin):
    """Everybody who may stand before a story of Nora's; Ada writes too, and Pia only reads."""
    ada = make_user("ada", "Journalists")
    pia = make_user("pia", is_staff=False)
    return {"nora": nora, "omar": omar, "mina": mina, "admin": admin, "ada": ada, "pia": pia}


@pytest.fixture
def story(nora):
    """`story("approved", public="live")`: a story of Nora's in that state."""

    def make(state, *, public="no"):
        article = ArticleFactory(writer=nora, edited_by=nora)
        if public in {"live", "both"}:
            publish(article)
        if public in {"coming", "both"}:
            publish(article, at=FAR)
        Article.objects.filter(pk=article.pk).update(state=state)
        article.refresh_from_db()
        return article

    return make


def everything(article):
    """All that a step may write of a story, to be compared with itself."""
    rows = {"article": [*Article.objects.filter(pk=article.pk).values()]}
    for model in (Edition, Act):
        rows[model.__name__] = [*model.objects.filter(article=article).order_by("pk").values()]
    return rows | {"events": [*Event.objects.about(article).order_by("pk").values()]}


def not_taken(article, verb, *, by, note="Because."):
    """The code with which a step is refused. Nothing may have changed by it."""
    before = everything(article)
    with pytest.raises(NotAllowed) as refusal:
        editing.take(article.pk, verb, by=by, note=note)
    assert everything(article) == before
    assert str(refusal.value)
    return refusal.value.code


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_has_a_line_for_every_state():
    assert [(line[0], line[1]) for line in LINES] == [*product(map(str, State), PUBLIC)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]}-{line[1]}")
def test_the_steps_that_are_open_to_each_are_those_of_the_table(line, story, people):
    article = story(line[0], public=line[1])
    public = editing.public_of(article)
    assert public == PUBLIC[line[1]]
    found = {
        who: [step.verb for step in workflow.open_to(person, article, public=public)] for who, person in people.items()
    }
    assert found == {
        "nora": open_steps(line, 2),
        "omar": open_steps(line, 3),
        "admin": open_steps(line, 3),
        "ada": [],
        "mina": [],
        "pia": [],
    }


@pytest.mark.parametrize("public", ["no", "live"])
@pytest.mark.parametrize(("state", "verb"), [*product(map(str, State), TAKEN)])
def test_a_step_is_taken_where_it_is_open_and_else_nothing_changes(state, verb, public, story, people):
    line = next(line for line in LINES if line[:2] == [state, public])
    allowed = {"nora": open_steps(line, 2), "omar": open_steps(line, 3), "admin": open_steps(line, 3)}
    may = {"nora": verb == "submit", "omar": True, "admin": True}
    article = story(state, public=public)
    for who, person in people.items():
        Article.objects.update(state=state)
        if verb in allowed.get(who, []):
            assert editing.take(article.pk, verb, by=person, note="Because.").state == TAKEN[verb], who
            article.refresh_from_db()
            assert article.state == TAKEN[verb], who
        else:
            code = "wrong-state" if may.get(who) else "forbidden"
            assert not_taken(article, verb, by=person) == code, who


# -- whose story it is ------------------------------------------------------------------------------------------------


def test_a_journalist_edits_what_bears_their_name_too(people):
    nora_by_name = CorrespondentFactory(user=people["nora"])
    named = ArticleFactory(writer=people["ada"], named=[nora_by_name])
    assert workflow.may_edit(people["nora"], named)
    assert editing.take(named.pk, "submit", by=people["nora"]).state == State.SUBMITTED


def test_the_name_of_another_opens_nothing(people):
    named = ArticleFactory(writer=people["ada"], named=[CorrespondentFactory(user=people["ada"])])
    assert not workflow.may_edit(people["nora"], named)


def test_a_wire_belongs_to_the_editors(people):
    wire = ArticleFactory(writer=None)
    assert {who for who, person in people.items() if workflow.may_edit(person, wire)} == {"omar", "admin"}


def test_who_lost_the_role_edits_nothing_any_more(people, django_user_model):
    article = ArticleFactory(writer=people["nora"])
    people["nora"].groups.clear()
    nora = django_user_model.objects.get(pk=people["nora"].pk)
    assert not workflow.may_edit(nora, article)
    assert not_taken(article, "submit", by=nora) == "forbidden"


def test_who_was_locked_out_takes_no_step(people, django_user_model):
    article = ArticleFactory(writer=people["nora"])
    django_user_model.objects.filter(pk=people["nora"].pk).update(is_active=False)
    nora = django_user_model.objects.get(pk=people["nora"].pk)
    assert not_taken(article, "submit", by=nora) == "forbidden"


# -- notes ------------------------------------------------------------------------------------------------------------


def test_the_steps_that_take_something_away_ask_why():
    assert {verb for verb, step in STEPS.items() if step.needs_note} == NEEDS_NOTE


@pytest.mark.parametrize("note", ["", " ", "\r\n\t"], ids=["nothing", "a blank", "an empty line"])
@pytest.mark.parametrize(("verb", "state"), [("return", "submitted"), ("return", "approved"), ("spike", "draft")])
def test_a_return_and_a_spike_need_a_note(verb, state, note, story, omar):
    assert not_taken(story(state), verb, by=omar, note=note) == "note-missing"


def test_who_may_not_is_told_so_before_being_asked_why(story, nora):
    assert not_taken(story("submitted"), "return", by=nora, note="") == "forbidden"


# -- the activity log -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "state"),
    [("submit", "draft"), ("approve", "submitted"), ("return", "approved"), ("spike", "draft"), ("revive", "spiked")],
)
def test_each_step_is_a_line_of_the_journal(verb, state, story, omar):
    article = story(state)
    editing.take(article.pk, verb, by=omar, note="  Too long, say it in ten lines. ")
    event = Event.objects.about(article).get()
    assert (event.verb, event.by, event.reason) == (verb, omar, "Too long, say it in ten lines.")
    assert event.detail["digest"] == ledger.text_digest(printing.proof(article), article.salt)


def test_a_step_is_no_new_version_of_the_text(story, omar):
    article = story("submitted")
    edited_at = article.edited_at
    editing.take(article.pk, "approve", by=omar)
    article.refresh_from_db()
    assert (article.version, article.edited_at) == (1, edited_at)


def test_the_path_of_a_story_is_read_from_its_journal(story, nora, omar):
    article = story("draft")
    editing.take(article.pk, "submit", by=nora)
    editing.take(article.pk, "return", by=omar, note="Who said so?")
    editing.take(article.pk, "submit", by=nora, note="The ministry, now in the text.")
    editing.take(article.pk, "approve", by=omar)
    lines = [(event.verb, event.by.username, event.reason) for event in Event.objects.about(article).order_by("pk")]
    assert lines == [
        ("submit", "nora", ""),
        ("return", "omar", "Who said so?"),
        ("submit", "nora", "The ministry, now in the text."),
        ("approve", "omar", ""),
    ]


# -- steps and publication --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [None, FAR], ids=["now", "scheduled"])
def test_a_spiked_story_cannot_be_published(at, story, omar):
    """Nor by code that does not pass the desk: a spike that comes in between must win."""
    article = story("spiked")
    with pytest.raises((NotAllowed, publishing.Refused)):
        publishing.publish(article.pk, by=omar, at=at)
    assert not Edition.objects.exists()
    article.refresh_from_db()
    assert article.state == State.SPIKED


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_a_live_story_is_withdrawn_and_not_spiked(state, story, omar):
    assert not_taken(story(state, public="live"), "spike", by=omar) == "wrong-state"


def test_a_scheduled_story_is_withdrawn_and_not_spiked(story, omar):
    assert not_taken(story("approved", public="coming"), "spike", by=omar) == "wrong-state"


def test_a_withdrawn_story_may_be_spiked(story, omar):
    article = story("approved", public="live")
    publishing.withdraw(article.pk, by=omar, reason="It was wrong.")
    assert editing.take(article.pk, "spike", by=omar, note="It was wrong.").state == State.SPIKED


def test_what_is_published_is_ready(story, omar):
    article = story("submitted")
    publish(article, by=omar)
    article.refresh_from_db()
    assert article.state == State.APPROVED


def test_a_withdrawal_leaves_the_working_copy_where_it_is(story, omar):
    article = story("draft", public="live")
    publishing.withdraw(article.pk, by=omar, reason="It was wrong.")
    article.refresh_from_db()
    assert article.state == State.DRAFT


def test_a_return_does_not_touch_what_readers_see(story, omar):
    article = story("approved", public="live")
    before = [*Edition.objects.values()]
    editing.take(article.pk, "return", by=omar, note="One more question.")
    assert [*Edition.objects.values()] == before


# -- a change to the text ---------------------------------------------------------------------------------------------


def change(article, by, **fields):
    """What the form does: lock, save, look what has changed."""
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    before = editing.before_change(article)
    article.save(update_fields=[*fields] or ["headline"])
    editing.after_change(article, before, by=by)
    return article


@pytest.mark.parametrize(
    ("state", "then"), [("draft", "draft"), ("submitted", "submitted"), ("approved", "draft"), ("spiked", "spiked")]
)
def test_a_ready_story_that_is_edited_is_a_draft_again(state, then, story, omar):
    article = change(story(state), omar, headline="Council does not meet")
    article.refresh_from_db()
    assert (article.state, article.edited_by) == (then, omar)


def test_an_edit_that_readers_would_not_see_changes_no_state(story, omar, nora):
    article = change(story("approved"), omar)
    article.refresh_from_db()
    assert (article.state, article.edited_by) == (State.APPROVED, nora)
    assert not Event.objects.about(article).exists()


def test_an_edit_is_a_line_of_the_journal(story, omar):
    article = change(story("draft"), omar, headline="Council does not meet")
    event = Event.objects.about(article).get()
    assert (event.verb, event.by, event.detail["version"]) == ("edit", omar, 2)
    assert event.detail["digest"] == editing.digest(article)


def test_a_step_taken_since_the_page_was_opened_is_not_undone_by_saving(story, nora, omar):
    """The form's copy of the row still says draft."""
    article = story("draft")
    opened = Article.objects.get(pk=article.pk)
    editing.take(article.pk, "submit", by=nora)
    opened.headline = "Council does not meet"
    before = editing.before_change(opened)
    opened.save(update_fields=["headline"])
    editing.after_change(opened, before, by=omar)
    article.refresh_from_db()
    assert (article.state, article.headline) == (State.SUBMITTED, "Council does not meet")


def test_who_edited_what_another_approved_needs_a_second_approval(story, omar, admin):
    article = story("submitted")
    editing.take(article.pk, "approve", by=admin)
    assert publishing.seen_by_two(article, by=omar)
    article = change(article, omar, headline="Council does not meet")
    assert not publishing.seen_by_two(article, by=omar)
    editing.take(article.pk, "submit", by=omar)
    editing.take(article.pk, "approve", by=admin)
    assert publishing.seen_by_two(article, by=omar)


# -- by the server ----------------------------------------------------------------------------------------------------


def step(article, verb):
    return f"/admin/articles/article/{article.pk}/{verb}/step/"


def asked(response):
    """What the page of a step hands back: what its editor saw."""
    return {field.html_name: field.value() or "" for field in response.context["form"].hidden_fields()}


@pytest.mark.parametrize(("state", "public"), [line[:2] for line in LINES if line[0] != "spiked" or line[1] == "no"])
def test_a_step_that_is_not_open_is_refused_with_409(state, public, story, omar, client):
    article = story(state, public=public)
    is_open = open_steps(next(line for line in LINES if line[:2] == [state, public]), 3)
    client.force_login(omar)
    pages = [verb for verb, taken in STEPS.items() if not taken.within]
    seen = {verb: asked(client.get(step(article, verb))) for verb in pages if verb not in is_open}
    before = everything(article)
    for verb in seen:
        response = client.post(step(article, verb), seen[verb] | SAID)
        assert response.status_code == 409, verb
        assert 'role="alert"' in response.text, verb
    assert everything(article) == before


@pytest.mark.parametrize(
    ("verb", "state", "public"),
    [("return", "submitted", "no"), ("spike", "draft", "no"), ("withdraw", "approved", "live")],
)
@pytest.mark.parametrize("note", ["", "  \r\n "])
def test_the_page_of_a_step_that_needs_a_note_says_so(verb, state, public, note, story, omar, client):
    article = story(state, public=public)
    client.force_login(omar)
    seen, before = asked(client.get(step(article, verb))), everything(article)
    response = client.post(step(article, verb), seen | {"note": note})
    assert response.status_code == 409
    assert "Give a reason" in response.text
    assert everything(article) == before


def test_a_step_that_was_open_when_its_page_was_opened_is_refused_with_409(story, omar, admin, client):
    article = story("submitted")
    client.force_login(omar)
    seen = asked(client.get(step(article, "publish")))
    editing.take(article.pk, "spike", by=admin, note="It is not true.")
    response = client.post(step(article, "publish"), seen)
    assert response.status_code == 409
    assert not Edition.objects.exists()


def test_what_was_written_into_a_note_comes_back_when_the_step_is_refused(story, omar, client):
    article = story("draft")
    client.force_login(omar)
    response = client.post(step(article, "return"), {"note": "Who said so?"})
    assert response.status_code == 409
    assert "Who said so?" in response.text


def test_an_approval_is_of_the_text_that_was_read(story, nora, omar, client):
    """Nora goes on writing while Omar reads: what he approves is not what he was shown."""
    article = story("submitted")
    client.force_login(omar)
    seen = asked(client.get(step(article, "approve")))
    article = change(article, nora, body="<p>The members were paid for their votes.</p>")
    response = client.post(step(article, "approve"), seen)
    assert response.status_code == 409
    article.refresh_from_db()
    assert article.state == State.SUBMITTED
    assert not Event.objects.about(article).filter(verb="approve").exists()


def test_an_approval_of_an_older_version_is_refused_even_if_its_text_comes_back(story, nora, omar):
    article = story("submitted")
    change(article, nora, body="<p>Nobody met.</p>")
    change(Article.objects.get(pk=article.pk), nora, body=article.body)
    with pytest.raises(NotAllowed) as refused:
        editing.take(article.pk, "approve", by=omar, version=article.version)
    assert refused.value.code == "text-changed-meanwhile"


def test_a_version_that_only_a_script_wrote_is_read_again_before_publication(story, omar, client):
    article = story("submitted")
    client.force_login(omar)
    seen = asked(client.get(step(article, "publish")))
    rewrite(article, headline="Council does not meet")
    assert client.post(step(article, "publish"), seen).status_code == 409
    assert not Edition.objects.exists()
