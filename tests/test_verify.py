"""manage.py verify_editions: whatever is altered, removed or inserted is named, and nothing else is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection, transaction

from articles import publishing
from articles.management.commands.verify_editions import Progress
from articles.models import (
    FOREVER,
    NEVER,
    Act,
    Address,
    Article,
    Edition,
    PublishingState,
    SearchEntry,
    UnderName,
    UnderTag,
    WithPhoto,
    ledger,
)
from articles.publishing import public_history, replay, triggers
from tests.factories import IMPORT, NOON, ArticleFactory, CorrespondentFactory, PhotoFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def verify(**options) -> str:
    """What the command prints; where it finds something, these lines alone, or else the words with which it ends."""
    out = StringIO()
    try:
        call_command("verify_editions", stdout=out, stderr=StringIO(), **options)
    except CommandError as error:
        return out.getvalue().rstrip() or str(error)
    return out.getvalue()


@pytest.fixture
def story():
    """Every act there is: 1 window, 2 and 3 published, 4 scheduled, 5 cancelled, 6 withdrawn, 7 back in print."""
    article = ArticleFactory(tagged=["Energy", "COP29"], named=[CorrespondentFactory()], photo=PhotoFactory())
    publishing.window(article.pk, by=IMPORT, embargo=NOON, clock=at(NOON - HOUR))
    publish(article)
    publish(rewrite(article, headline="Second"), now=NOON + HOUR, change="correction", note="It was wrong.")
    publish(rewrite(article, headline="Third"), now=NOON + 2 * HOUR, at=NOON + 90 * HOUR)
    publishing.cancel(article.pk, by=IMPORT, clock=at(NOON + 3 * HOUR))
    publishing.withdraw(article.pk, by=IMPORT, reason="Over.", clock=at(NOON + 4 * HOUR))
    publish(article, now=NOON + 5 * HOUR)
    return article


@pytest.fixture
def unguarded(story):
    """By somebody who owns the database, and took the triggers off."""
    triggers.remove()
    return story


def act(story, number):
    return Act.objects.filter(article=story, number=number)


def edition(story, number):
    return Edition.objects.filter(article=story, number=number)


# -- nothing is wrong -------------------------------------------------------------------------------------------------


def test_what_was_published_by_the_rules_verifies(story):
    publish()
    ArticleFactory()
    assert verify() == "3 stories, 5 editions, 8 acts: all as they were sealed.\n"


def test_a_story_that_was_only_looked_at_verifies():
    publishing.token(ArticleFactory().pk)
    assert verify().startswith("1 stories, 0 editions")


def test_a_story_brought_in_from_an_archive_verifies():
    publishing.bring_in(ArticleFactory().pk, by=IMPORT, at=NOON - 1000 * HOUR, clock=at(NOON))
    assert "all as they were sealed" in verify()


def test_an_edition_that_was_issued_again_at_a_new_embargo_verifies():
    article = ArticleFactory()
    publish(article, at=NOON + HOUR)
    publishing.window(article.pk, by=IMPORT, embargo=NOON + 9 * HOUR, clock=at(NOON))
    assert "2 editions, 3 acts" in verify()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_edition_that_was_erased_verifies_by_its_act(story, admin, number):
    publishing.erase(story.pk, number, by=admin, reason="A court asks.", clock=at(NOON + 6 * HOUR))
    assert "all as they were sealed" in verify()


def test_nothing_is_written(story, django_assert_num_queries):
    before = [*Edition.objects.values()], [*Act.objects.values()], [*PublishingState.objects.values()]
    ContentType.objects.get_for_model(Article)
    with django_assert_num_queries(15):
        verify()
    assert ([*Edition.objects.values()], [*Act.objects.values()], [*PublishingState.objects.values()]) == before


def test_more_stories_than_one_batch_holds_are_asked_for_in_batches(monkeypatch):
    monkeypatch.setattr(replay, "BATCH", 2)
    for _number in range(5):
        publish()
    assert verify().startswith("5 stories, 5 editions, 5 acts")


# -- acts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Never mind."},
        {"by": "somebody"},
        {"made_at": NOON + HOUR / 2},
        {"verb": "cancel"},
        {"edition": 1},
        {"at": NOON + HOUR / 2},
        {"until": NOON + HOUR / 2},
        {"salt": "0" * 32},
        {"content_hash": "0" * 64},
        {"act_hash": "0" * 64},
        {"seal": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("number", [1, 3, 7])
def test_an_act_that_was_altered_is_named(unguarded, number, change):
    act(unguarded, number).update(**change)
    assert verify().startswith(f"Story {unguarded.pk} ({unguarded.uid}): act {number} was altered or inserted")


def test_the_first_of_several_is_named(unguarded):
    act(unguarded, 6).update(reason="x")
    act(unguarded, 2).update(reason="x")
    edition(unguarded, 1).update(headline="x")
    assert "): act 2 was altered" in verify()


@pytest.mark.parametrize("number", range(1, 7))
def test_an_act_that_was_removed_is_named(unguarded, number):
    act(unguarded, number).delete()
    assert f"): act {number} was removed." in verify()


def test_the_last_act_too_for_the_record_counts_it(unguarded):
    act(unguarded, 7).delete()
    assert "): act 7 was removed: the record counts 7." in verify()


def test_acts_that_were_closed_up_over_a_removed_one_are_named(unguarded):
    act(unguarded, 5).delete()
    act(unguarded, 6).update(number=5)
    act(unguarded, 7).update(number=6)
    assert "): act 5 was altered or inserted" in verify()


def test_acts_that_were_swapped_are_named(unguarded):
    act(unguarded, 2).update(number=99)
    act(unguarded, 3).update(number=2)
    act(unguarded, 99).update(number=3)
    assert "): act 2 was altered or inserted: it is not what was sealed" in verify()


def sealed(story, number, before, **fields):
    """A forged act with a hash and a seal that are right in themselves."""
    forged = Act(article=story, number=number, salt="0" * 32, by="omar", **fields)
    forged.act_hash = ledger.act_hash(forged, story.uid)
    forged.seal = ledger.seal(before, forged.act_hash)
    forged.save(force_insert=True)
    return forged


def test_an_act_that_was_inserted_in_the_middle_is_named(unguarded):
    """Forged well, it passes; those that it pushed on do not."""
    for number in (7, 6, 5):
        act(unguarded, number).update(number=number + 1)
    sealed(unguarded, 5, act(unguarded, 4).get().seal, verb="cancel", edition=3, made_at=NOON + 150 * HOUR / 60)
    assert "): act 6 was altered or inserted" in verify()


def test_an_act_that_was_added_at_the_end_is_named(unguarded):
    sealed(unguarded, 8, act(unguarded, 7).get().seal, verb="withdraw", edition=4, made_at=NOON + 9 * HOUR)
    assert "): act 8 was inserted: the record counts 7." in verify()


def test_an_act_before_the_first_is_named(unguarded):
    sealed(unguarded, 0, "", verb="window", at=NOON, until=FOREVER, made_at=NOON - 9 * HOUR)
    assert "): act 0 was inserted." in verify()


def reseal(story):
    """Put right every hash and seal, as one could who owns the database and knows the format, the record included."""
    seal = ""
    for row in Act.objects.filter(article=story):
        row.act_hash = ledger.act_hash(row, story.uid)
        row.seal = seal = ledger.seal(seal, row.act_hash)
        row.save()
    PublishingState.objects.filter(article=story).update(seal=seal)


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        (3, {"made_at": NOON - HOUR / 2}, "is earlier than the act before"),
        (5, {"edition": 2}, "cancels what was not to come"),
        (6, {"edition": 1}, "withdraws what was not live"),
        (3, {"edition": 3}, "publishes an edition out of turn"),
        (3, {"at": NOON}, "publishes in the past"),
        (3, {"until": NOON + 2 * HOUR}, "publishes outside of the story's window"),
        (1, {"until": NOON}, "ends the story before its embargo"),
        (6, {"verb": "erase", "edition": 9}, "erases an edition that there was not"),
        (6, {"verb": "praise"}, "is no act that this newsroom knows"),
    ],
)
def test_an_act_that_cannot_have_been_is_named_though_its_seal_is_right(unguarded, number, change, words):
    act(unguarded, number).update(**change)
    reseal(unguarded)
    assert verify().endswith(f"): act {number} {words}.")


# -- editions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    "headline body note change bylines slug salt content_hash kind language standfirst citations topics".split(),
)
def test_a_text_that_was_altered_is_named(unguarded, change):
    empty = [] if change in {"bylines", "citations", "topics"} else "x"
    edition(unguarded, 2).update(**{change: [1] if change == "citations" else empty})
    assert verify().endswith("): edition 2 was altered: it is not what act 3 sealed.")


def test_so_is_one_whose_hash_was_put_right(unguarded):
    forged = edition(unguarded, 2).get()
    forged.headline = "Never happened"
    forged.content_hash = ledger.content_hash(forged)
    forged.save()
    assert "): edition 2 was altered" in verify()


@pytest.mark.parametrize("name", ["live_from", "live_until", "first_published_at", "embargo"])
def test_a_moment_that_was_moved_is_named(unguarded, name):
    row = edition(unguarded, 4).get()
    edition(unguarded, 4).update(**{name: getattr(row, name) - timedelta(microseconds=1)})
    assert f"): edition 4 was altered: {name} is " in verify()


def test_an_end_that_is_moved_past_the_triggers_is_named_all_the_same(story):
    """live_until must move, and a session may say what time it is; only the ledger knows where the end belongs."""
    with triggers.present(NEVER):
        edition(story, 1).update(live_until=NOON + HOUR / 2)
    assert "): edition 1 was altered: live_until is " in verify()


def test_an_edition_that_was_removed_is_named(unguarded):
    for listing in (UnderTag, UnderName, WithPhoto):
        listing.objects.filter(edition__number=3).delete()
    edition(unguarded, 3).delete()
    assert verify().endswith("): edition 3 was removed.")


def test_an_edition_that_was_inserted_is_named(unguarded):
    forged = edition(unguarded, 1).get()
    forged.pk, forged.number, forged._state.adding = None, 5, True
    forged.live_until = forged.live_from  # an overlap PostgreSQL would refuse
    forged.save(force_insert=True)
    assert verify().endswith("): edition 5 was inserted: no act of the ledger made it.")


def test_editions_that_were_swapped_are_named(unguarded):
    edition(unguarded, 1).update(number=99)
    edition(unguarded, 2).update(number=1)
    edition(unguarded, 99).update(number=2)
    assert "): edition 1 was altered" in verify()


def test_an_edition_that_follows_another_one_is_named(unguarded):
    edition(unguarded, 4).update(previous=edition(unguarded, 1).get())
    assert "): edition 4 was altered: it does not follow edition 2." in verify()


def test_an_address_that_was_given_to_another_story_is_named(unguarded):
    Address.objects.filter(article=unguarded).update(article=publish().article)
    assert "): edition 1 was altered: it or its address belongs to another story." in verify()


def test_a_text_that_was_erased_without_an_act_is_named(unguarded):
    edition(unguarded, 1).update(erased=True, headline="", standfirst="", body="", salt="")
    assert "): edition 1 was altered: its text was erased without an act." in verify()


@pytest.mark.parametrize("change", [{"headline": "Back again"}, {"erased": False}])
def test_a_tombstone_that_speaks_is_named(unguarded, admin, change):
    publishing.erase(unguarded.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 6 * HOUR))
    edition(unguarded, 1).update(**change)
    assert "): edition 1 was altered: it " in verify()


def test_an_erased_text_that_is_back_on_the_page_is_named(unguarded, admin):
    publishing.erase(unguarded.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 6 * HOUR))
    edition(unguarded, 1).update(html="Back again")
    assert "): edition 1 was altered: it says something, though it was erased." in verify()


def test_an_import_that_says_it_was_none_and_the_reverse_are_named(unguarded):
    imported = publishing.bring_in(ArticleFactory().pk, by=IMPORT, at=NOON - 9 * HOUR, clock=at(NOON)).article
    edition(imported, 1).update(brought_in=False)
    edition(unguarded, 1).update(brought_in=True)
    first, second = verify().splitlines()
    assert "): edition 1 was altered: brought_in is True, by the acts it is False." in first
    assert "): edition 1 was altered: brought_in is False, by the acts it is True." in second


def test_an_address_that_was_claimed_without_an_edition_is_named(story):
    Address.objects.create(path="politics/2024/04/28/reserved", article=story)
    assert "): the address politics/2024/04/28/reserved was claimed without an edition." in verify()


def test_changes_that_are_hidden_without_a_line_in_the_activity_log_are_named(story, omar):
    public_history.show_comparison(edition(story, 2).get(), shown=False, by=omar)
    assert "all as they were sealed" in verify()
    edition(story, 2).update(comparable=True)
    assert "): edition 2 was altered: whether its changes are shown is not what the activity log says." in verify()
    edition(story, 2).update(comparable=False)
    edition(story, 1).update(comparable=False)
    assert "): edition 1 was altered: whether its changes are shown is not what the activity log says." in verify()


# -- lists, the record, and stories that are gone ---------------------------------------------------------------------


@pytest.mark.parametrize(("model", "under"), [(UnderTag, "topic"), (UnderName, "name"), (WithPhoto, "picture")])
class TestListings:
    def test_a_row_that_was_moved_is_named(self, unguarded, model, under):
        row = model.objects.filter(edition__number=2)[0]
        model.objects.filter(pk=row.pk).update(live_until=row.live_until + HOUR)
        assert verify().endswith(f"): edition 2: a listing row under a {under} was moved.")

    def test_a_row_that_was_removed_is_named(self, unguarded, model, under):
        model.objects.filter(edition__number=2)[0].delete()
        assert verify().endswith(f"): edition 2: its listing rows are not those of each {under} it bears.")

    def test_a_row_that_was_added_is_named(self, unguarded, model, under):
        row = model.objects.filter(edition__number=2)[0]
        row.pk, row._state.adding = None, True
        row.save(force_insert=True)
        assert verify().endswith(f"): edition 2: its listing rows are not those of each {under} it bears.")


@pytest.mark.parametrize(
    "change",
    [{"seal": "0" * 64}, {"acted_at": NOON}, {"embargo": NOON - HOUR}, {"ends_at": NOON + 99 * HOUR}],
    ids=lambda change: next(iter(change)),
)
def test_a_record_that_was_altered_is_named(story, change):
    PublishingState.objects.filter(article=story).update(**change)
    assert verify().endswith(f"): the record was altered: {next(iter(change))} is not what the acts say.")


def test_a_record_that_was_removed_is_named(story):
    PublishingState.objects.filter(article=story).delete()
    assert verify().endswith("): its record was removed.")


def test_acts_of_a_story_that_was_removed_are_named(unguarded):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_article WHERE id = %s", [unguarded.pk])
        assert verify().splitlines() == [
            f"Act 1 belongs to story {unguarded.pk}, which was removed.",
            f"Edition 1 belongs to story {unguarded.pk}, which was removed.",
        ]
        transaction.set_rollback(True)


# -- the command ------------------------------------------------------------------------------------------------------


def test_it_goes_on_after_the_first_bad_story_and_prints_one_line_for_each(unguarded):
    """A fault that is known must not hide those that come later."""
    good, bad = publish().article, publish().article
    edition(bad, 1).update(headline="x")
    act(unguarded, 2).update(reason="x")
    act(unguarded, 4).update(reason="x")
    out = StringIO()
    with pytest.raises(CommandError, match="lines above: 2"):
        call_command("verify_editions", stdout=out, stderr=StringIO())
    first, second = out.getvalue().splitlines()
    assert first == f"Story {unguarded.pk} ({unguarded.uid}): act 2 was altered or inserted: it is not what was sealed."
    assert second.startswith(f"Story {bad.pk} ({bad.uid}): edition 1 was altered")
    assert str(good.uid) not in out.getvalue()


def test_it_ends_with_1_where_something_is_wrong(unguarded):
    act(unguarded, 2).update(reason="x")
    with pytest.raises(CommandError) as error:
        call_command("verify_editions", verbosity=0)
    assert error.value.returncode == 1


def test_one_story_can_be_asked_for(unguarded):
    other = publish().article
    act(unguarded, 2).update(reason="x")
    assert verify(article=other.pk) == "1 stories, 1 editions, 1 acts: all as they were sealed.\n"
    assert "): act 2 was altered" in verify(article=unguarded.pk)
    assert verify(article=0) == "There is no story 0."


def test_what_is_just_being_published_is_no_fault(story, monkeypatch):
    """The rows are read one table after the other; who finds a fault looks again, under the story's lock."""
    whole = next(replay.stories())
    torn = replay.Story(story.pk, story.uid, acts=whole.acts[:-1], editions=whole.editions, record=whole.record)
    answers = iter([[torn], [whole]])
    monkeypatch.setattr(replay, "stories", lambda **options: next(answers))
    assert "all as they were sealed" in verify()


class Terminal(StringIO):
    def isatty(self):
        return True


def test_somebody_who_looks_sees_a_bar():
    out = Terminal()
    progress = Progress(4, OutputWrapper(out))
    for done in range(1, 5):
        progress.show(done)
    progress.end()
    assert out.getvalue().split("\r")[2] == f"[{'#' * 20}{'.' * 20}]  50 %"
    assert out.getvalue().endswith("100 %\n")


def test_a_file_gets_a_line_for_every_tenth():
    out = StringIO()
    progress = Progress(1000, OutputWrapper(out))
    for done in range(1, 1001):
        progress.show(done)
    assert out.getvalue().split() == " ".join(f"{tenth}0 %" for tenth in range(11)).replace("00 %", "0 %", 1).split()


def test_who_wants_silence_gets_it(story):
    assert verify(verbosity=0) == ""


def test_what_searches_lack_or_have_too_much_is_said_and_made_again(story):
    publish(ArticleFactory(slug="other", headline="Other"), now=NOON + HOUR)
    assert "searches" not in verify()
    entry = SearchEntry.objects.get(edition__slug="other")
    SearchEntry.objects.filter(edition__article=story).delete()
    over = Edition.objects.filter(article=story, number=1).get()
    copied = {
        name: getattr(entry, name) for name in ("section_id", "language", "kind", "first_published_at", "live_from")
    }
    SearchEntry.objects.create(edition=over, article=story, live_until=FOREVER, **copied)
    said = "Readers' searches miss 1 editions and have 1 entries too many: run manage.py render_editions."
    assert said in verify()
    SearchEntry.objects.filter(pk=entry.pk).update(live_until=NOON + 10_000 * 24 * HOUR)
    assert "miss 2 editions and have 2 entries" in verify()
    call_command("render_editions", stdout=StringIO())
    assert "searches" not in verify()
