"""What the verbs of publishing take: who acts, by which moments, and what the desk says that it saw."""

import ast
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.models import FOREVER, NEVER, Act, Article, Edition, PublishingState
from articles.publishing import Machine, Refused
from articles.workflow import State
from newsroom.lib import clock
from sections import arranging, breaking
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, at, make_user, publish, rewrite
from tests.test_architecture import MODULES, ROOT

HOUR, TICK = timedelta(hours=1), timedelta.resolution
pytestmark = [pytest.mark.database, pytest.mark.django_db]

VERBS = {
    "publish": lambda pk, **who: publishing.publish(pk, **who),
    "bring_in": lambda pk, **who: publishing.bring_in(pk, at=NOON, **who),
    "fix": lambda pk, **who: publishing.fix(pk, headline="Council met", **who),
    "reschedule": lambda pk, **who: publishing.reschedule(pk, at=FAR, **who),
    "cancel": lambda pk, **who: publishing.cancel(pk, **who),
    "withdraw": lambda pk, **who: publishing.withdraw(pk, reason="It was wrong.", **who),
    "window": lambda pk, **who: publishing.window(pk, ends_at=FAR, **who),
    "seen_by_two": lambda pk, **who: publishing.seen_by_two(Article.objects.get(pk=pk), **who),
}


# -- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    "by", ["import", "nora", "", None, 7, AnonymousUser(), User(username="nobody"), Machine(""), Machine],
    ids=["a name", "a user's name", "nothing", "None", "a key", "a visitor", "no account", "no name", "the type"],
)  # fmt: skip
def test_whoever_acts_is_a_user_or_a_machine_and_nothing_else(verb, by):
    article = ArticleFactory()
    with pytest.raises(TypeError, match="saved user or Machine"):
        VERBS[verb](article.pk, by=by)
    assert not Act.objects.exists()
    assert not PublishingState.objects.exists()


def test_the_name_of_a_user_does_not_turn_four_eyes_off(nora):
    article = ArticleFactory(edited_by=nora)
    with pytest.raises(TypeError):
        publishing.publish(article.pk, by=nora.username)
    with pytest.raises(Refused, match="Ask a colleague to approve it"):
        publishing.publish(article.pk, by=nora)
    assert publishing.publish(article.pk, by=Machine("import")).number == 1
    assert Act.objects.get().by == "import"


# -- when -------------------------------------------------------------------------------------------------------------

NAIVE = datetime(2026, 11, 30, 12)  # noqa: DTZ001  (that is the point)


@pytest.mark.parametrize(
    "act",
    [
        lambda pk, who: publishing.publish(pk, by=IMPORT, at=NAIVE),
        lambda pk, who: publishing.bring_in(pk, by=IMPORT, at=NAIVE),
        lambda pk, who: publishing.reschedule(pk, by=IMPORT, at=NAIVE),
        lambda pk, who: publishing.window(pk, by=IMPORT, embargo=NAIVE),
        lambda pk, who: publishing.window(pk, by=IMPORT, ends_at=NAIVE),
        lambda pk, who: arranging.arrange(None, [], by=who, at=NAIVE),
        lambda pk, who: arranging.arrange(None, [arranging.Held(1, pk, NAIVE)], by=who),
        lambda pk, who: arranging.roll_back(None, NAIVE, by=who),
        lambda pk, who: breaking.put_up("Snow", by=who, at=NAIVE),
        lambda pk, who: breaking.put_up("Snow", by=who, until=NAIVE),
    ],
)
def test_a_moment_without_a_time_zone_is_a_mistake_that_is_named(act, omar):
    article = publish(at=FAR).article
    with pytest.raises(TypeError, match="must say its time zone"):
        act(article.pk, omar)
    assert Act.objects.count() == 1


@pytest.mark.parametrize(
    ("moments", "code"),
    [
        ({"embargo": NEVER - TICK}, "before-1970"),
        ({"embargo": datetime(1, 1, 1, tzinfo=UTC)}, "before-1970"),
        ({"embargo": NEVER}, ""),
        ({"ends_at": FOREVER}, ""),
        ({"ends_at": FOREVER + TICK}, "after-9998"),
        ({"ends_at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}, "after-9998"),
        ({"embargo": datetime(9999, 12, 31, tzinfo=UTC), "ends_at": datetime.max.replace(tzinfo=UTC)}, "after-9998"),
        ({"embargo": FOREVER}, "ends-before-it-starts"),
        ({"embargo": FOREVER + HOUR}, "ends-before-it-starts"),
    ],
)
def test_a_window_lies_between_1970_and_9998(moments, code):
    article = ArticleFactory()
    if code:
        with pytest.raises(Refused) as refusal:
            publishing.window(article.pk, by=IMPORT, **moments)
        assert refusal.value.code == code
        assert not Act.objects.exists()
    else:
        publishing.window(article.pk, by=IMPORT, **moments)
        record = PublishingState.objects.get()
        assert (record.embargo, record.ends_at) == (NEVER, FOREVER)


@pytest.mark.parametrize("moment", [FOREVER, FOREVER + TICK, datetime.max.replace(tzinfo=UTC)])
def test_nothing_begins_after_9998(moment, omar):
    for act in (
        lambda: publishing.publish(ArticleFactory().pk, by=IMPORT, at=moment),
        lambda: publishing.reschedule(publish(at=FAR).article.pk, by=IMPORT, at=moment, clock=at(NOON + HOUR)),
        lambda: arranging.arrange(None, [], by=omar, at=moment),
        lambda: breaking.put_up("Snow", by=omar, at=moment),
    ):
        with pytest.raises((Refused, arranging.Refused)) as refusal:
            act()
        assert refusal.value.code in {"after-its-end", "after-9998"}


# -- what was seen ----------------------------------------------------------------------------------------------------

DESK = {Path("articles/desk/steps/acts.py"), Path("articles/desk/edition_actions.py")}
ELSEWHERE = {Path("articles/exchange/wire.py"), Path("newsroom/demo/history.py")}
ASKED = {"publish", "fix", "reschedule", "cancel", "window"}


def calls(path: Path) -> set[str]:
    """The verbs of publishing that a file calls."""
    return {
        node.func.attr
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "publishing"
        and node.func.attr in {*VERBS, "erase"} - {"seen_by_two"}
    }


def test_the_verbs_are_called_where_we_know_of_it():
    """A new caller is added here, and to the test below if people use it."""
    assert {path for path in MODULES if calls(path)} == DESK | ELSEWHERE
    assert calls(Path("articles/desk/edition_actions.py")) == {"erase"}


@pytest.mark.parametrize("verb", sorted(ASKED))
def test_the_desk_hands_on_what_its_editor_saw(verb, client, admin, nora, monkeypatch):
    """`seen` of every act that asks for it, and the version and the words of what is published."""
    article = ArticleFactory(state=State.APPROVED, edited_by=nora)
    publish(article, now=clock.now() - HOUR)
    if verb in {"reschedule", "cancel"}:
        publish(rewrite(article, headline="Council meets again"), now=clock.now() - HOUR / 2, at=FAR)
    rewrite(article, headline="Council met")
    client.force_login(admin)
    page = reverse("admin:articles_article_step", args=[article.pk, verb])
    form = client.get(page).context["form"]
    handed_on = {}

    def spy(pk, **said):
        handed_on.update(said)
        raise Refused("spiked")

    monkeypatch.setattr(publishing, verb, spy)
    data = {
        name: form.initial.get(name) for name in ("seen", "version", "text_digest", "headline", "standfirst", "body")
    }
    said = {"at": "2998-01-01T00:00", "ends_at": "", "change": "minor", "reason": "Alone.", "note": "Why."}
    client.post(page, {name: value for name, value in data.items() if value} | said)
    assert handed_on["seen"] == publishing.token(article.pk) != "0.0"
    if verb == "publish":
        assert handed_on["version"] == Article.objects.get(pk=article.pk).version
        assert handed_on["text_digest"]


@pytest.mark.parametrize("verb", sorted(ASKED))
def test_a_step_that_does_not_say_what_its_editor_saw_is_refused(verb, client, admin, nora):
    article = ArticleFactory(state=State.APPROVED, edited_by=nora)
    publish(article, now=clock.now() - HOUR)
    publish(rewrite(article, headline="Council meets again"), now=clock.now() - HOUR / 2, at=FAR)
    rewrite(article, headline="Council met")
    client.force_login(admin)
    said = {"headline": "Council met", "at": "2998-01-01T00:00", "change": "minor", "reason": "Alone.", "note": "Why."}
    before = Act.objects.count()
    answer = client.post(reverse("admin:articles_article_step", args=[article.pk, verb]), said)
    assert answer.status_code == 409
    assert Act.objects.count() == before


# -- looking ----------------------------------------------------------------------------------------------------------


def test_what_an_editor_saw_is_two_reads_and_no_row(django_assert_num_queries):
    article = ArticleFactory()
    with django_assert_num_queries(2):
        assert publishing.token(article.pk) == "0.0"
    assert not PublishingState.objects.exists()


def test_within_one_instant_too_the_token_is_what_an_act_compares_with():
    article = publish().article
    publish(rewrite(article, headline="Council meets again"), change="minor")
    token = publishing.token(article.pk, clock=at(NOON))
    assert token == "2.2"
    publish(rewrite(article, headline="Council met"), change="minor", seen=token)
    assert Edition.objects.live(NOON + HOUR).get().number == 3


@pytest.mark.parametrize("verb", sorted({*ASKED, "withdraw"}))
def test_the_page_of_a_step_only_reads(verb, client, admin):
    article = publish(now=clock.now() - HOUR).article
    publish(rewrite(article, headline="Council meets again"), now=clock.now() - HOUR / 2, at=FAR)
    client.force_login(admin)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("admin:articles_article_step", args=[article.pk, verb])).status_code == 200
    sent = [query["sql"] for query in queries]
    assert sent
    assert [sql for sql in sent if not sql.startswith("SELECT") or " FOR " in sql] == []


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_step_opens_while_somebody_else_writes(client, admin):
    """On SQLite a writer has the only lock there is; the page to withdraw a story must not wait for it."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory has one connection")
    make_user("lena", "Editors")
    article = publish(now=clock.now() - HOUR).article
    client.force_login(admin)
    begun, done = threading.Event(), threading.Event()

    def write():
        try:
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("UPDATE articles_record SET acts = acts WHERE article_id = %s", [article.pk])
                begun.set()
                done.wait(20)
                cursor.execute("ROLLBACK")
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(20)
        for verb in ("withdraw", "publish", "fix", "window"):
            assert client.get(reverse("admin:articles_article_step", args=[article.pk, verb])).status_code == 200
    finally:
        done.set()
        writer.join()
    assert PublishingState.objects.get(pk=article.pk).acts == 1
