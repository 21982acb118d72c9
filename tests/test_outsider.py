"""An outsider verifies an export with a script of plain Python, which docs/publishing.md prints."""

import copy
import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from articles import publishing
from articles.exchange.history_json import export
from articles.models import FOREVER, Act, Edition, PublishingState, ledger
from articles.publishing import replay, triggers
from tests.factories import IMPORT, NOON, ArticleFactory, CorrespondentFactory, SourceFactory, at, publish, rewrite
from tests.test_ledger import sha256

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


DOCUMENTATION = (Path(__file__).parents[1] / "docs" / "publishing.md").read_text("utf-8")
SCRIPT = DOCUMENTATION.partition("## Verifying an export")[2].partition("```python\n")[2].partition("```")[0]


def verify(record):
    """By the very script that the documentation prints, but for its last line, which reads the file."""
    definitions, _blank, last = SCRIPT.rstrip().rpartition("\n\n\n")
    assert last == 'verify(json.load(open("record.json", encoding="utf-8")))'
    names = {}
    exec(definitions, names)  # noqa: S102  (our own documentation)
    names["verify"](record)


@pytest.fixture
def story():
    """Published, corrected in other alphabets, scheduled, cancelled; live."""
    article = ArticleFactory(
        headline="Şura “Quba”da toplaşıb", tagged=["Enerji"], named=[CorrespondentFactory()], citing=[SourceFactory()]
    )
    publish(article)
    publish(rewrite(article, headline="Щука"), now=NOON + HOUR, change="correction", note="Два года, а не один.")
    publish(rewrite(article, headline="Zqsecret"), now=NOON + 2 * HOUR, at=NOON + DAY)
    publishing.cancel(article.pk, by=IMPORT, reason="Zqreason", clock=at(NOON + 3 * HOUR))
    return article


def exported(article, now=NOON + 4 * HOUR):
    """As it arrives: through a file."""
    return json.loads(json.dumps(export(article.pk, clock=at(now))))


def texts(record):
    return {edition["number"]: edition["content"]["headline"] for edition in record["editions"] if "content" in edition}


def full(record):
    return [number for number, line in enumerate(record["acts"], start=1) if "act" in line]


# -- verifying --------------------------------------------------------------------------------------------------------


def run(record, folder) -> subprocess.CompletedProcess:
    """As an outsider runs it: nothing but Python, the script, and the file beside it."""
    (folder / "record.json").write_text(json.dumps(record), "utf-8")
    (folder / "verify.py").write_text(SCRIPT, "utf-8")
    command = [sys.executable, "-I", "verify.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def test_an_outsider_verifies_an_export_with_the_script_of_the_documentation(story, tmp_path):
    record = exported(story)
    good = run(record, tmp_path)
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    record["editions"][0]["content"]["headline"] = "Never happened"
    bad = run(record, tmp_path)
    assert bad.returncode == 1
    assert bad.stderr.endswith("AssertionError: edition 1 is not what act 1 sealed\n")


@pytest.fixture
def withdrawn(story, admin):
    """The same, withdrawn, back in print with a third text, and the first text erased: acts 5, 6 and 7."""
    publishing.withdraw(story.pk, by=IMPORT, reason="It was all wrong.", clock=at(NOON + 5 * HOUR))
    publish(rewrite(story, headline="Back"), now=NOON + 6 * HOUR, change="update", note="It is back.")
    publishing.erase(story.pk, 1, by=admin, reason="Zqforgotten", clock=at(NOON + 7 * HOUR))
    return story


def without_text(edition):
    for name in ("content", "salt", "format"):
        edition.pop(name, None)


def declared_erased(record, place):
    record["editions"][place].update(erased=True, note="")
    without_text(record["editions"][place])


def swapped(record):
    first, last = record["editions"][1], record["editions"][-1]
    first["content"], last["content"] = last["content"], first["content"]
    first["salt"], last["salt"] = last["salt"], first["salt"]


TAMPERED = {
    "a text": (lambda r: r["editions"][1]["content"].update(headline="No"), "edition 2 is not what act 2 sealed"),
    "a name in it": (
        lambda r: r["editions"][1]["content"]["bylines"][0].update(name="Omar"), "edition 2 is not what act 2 sealed",
    ),
    "texts swapped": (swapped, "edition 2 is not what act 2 sealed"),
    "the salt of a text": (lambda r: r["editions"][1].update(salt="0" * 32), "edition 2 is not what act 2 sealed"),
    "a note": (
        lambda r: r["editions"][1].update(note="All was right."), "edition 2: its note is not the one that was sealed"
    ),
    "a kind": (
        lambda r: r["editions"][1].update(change="minor"), "edition 2: its change is not the one that was sealed"
    ),
    "a start": (
        lambda r: r["editions"][1].update(live_from="2024-04-28T12:30:00.000000Z"),
        "edition 2 began at 2024-04-28T13:00:00.000000Z, by act 2",
    ),
    "a withdrawn edition that runs on": (
        lambda r: r["editions"][1].update(live_until=None),
        "edition 2 ended at 2024-04-28T17:00:00.000000Z, by the acts, and not at None",
    ),
    "an end": (
        lambda r: r["editions"][0].update(live_until="2024-04-28T12:59:59.999999Z"),
        "edition 1 ended at 2024-04-28T13:00:00.000000Z, by the acts, and not at 2024-04-28T12:59:59.999999Z",
    ),
    "an end of what is live": (
        lambda r: r["editions"][2].update(live_until="2024-04-28T19:30:00.000000Z"), "edition 4 ended at 9999-01-01"
    ),
    "an edition left out": (lambda r: r["editions"].pop(1), "edition 2 is missing: act 2 published it"),
    "an edition twice": (lambda r: r["editions"].append(r["editions"][0]), "an edition is there twice"),
    "an edition invented": (
        lambda r: r["editions"].append(r["editions"][0] | {"number": 9}),
        "edition 9: the act that published it is missing, or its words are",
    ),
    "declared erased": (
        lambda r: declared_erased(r, 1), "edition 2: whether it was erased is not what the acts say"
    ),
    "the live one declared erased": (
        lambda r: declared_erased(r, 2), "edition 4: whether it was erased is not what the acts say"
    ),
    "an erasure denied": (
        lambda r: r["editions"][0].update(erased=False), "edition 1: whether it was erased is not what the acts say"
    ),
    "the live text taken out": (lambda r: without_text(r["editions"][2]), "edition 4 is live, and its text is missing"),
    "the words of an act taken out": (
        lambda r: r["acts"][1].pop("act"), "edition 2: the act that published it is missing, or its words are"
    ),
    "the words of a withdrawal taken out": (
        lambda r: r["acts"][4].pop("act"), "edition 2 ended at 2024-04-28T18:00:00.000000Z, by the acts"
    ),
    "the words of an erasure taken out": (
        lambda r: r["acts"][6].pop("act"), "edition 1: whether it was erased is not what the acts say"
    ),
    "a reason": (lambda r: r["acts"][4]["act"].update(reason="Never mind."), "act 5 is not what was sealed"),
    "the salt of an act": (lambda r: r["acts"][4].pop("salt"), "act 5 is not what was sealed"),
    "the format of an act": (lambda r: r["acts"][6].update(format=1), "act 7 is not what was sealed"),
    "a hash": (lambda r: r["acts"][2].update(act_hash="0" * 64), "an act was removed, inserted or altered"),
    "the seal": (lambda r: r.update(seal="0" * 64), "an act was removed, inserted or altered"),
    "an act removed": (lambda r: r["acts"].pop(3), "act 4 is another's"),
    "a hidden act removed at the end": (lambda r: r["acts"].pop(), "an act was removed, inserted or altered"),
    "an act inserted": (lambda r: r["acts"].insert(2, {"act_hash": "0" * 64}), "act 6 is another's"),
    "acts swapped": (lambda r: r["acts"].reverse(), "act 1 is another's"),
    "another story": (lambda r: r.update(article="00000000-0000-4000-8000-000000000000"), "act 1 is another's"),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "words"), TAMPERED.values(), ids=TAMPERED)
def test_whatever_was_changed_in_it_is_seen_and_named(withdrawn, tamper, words):
    record = exported(withdrawn, NOON + 8 * HOUR)
    verify(record)
    tampered = copy.deepcopy(record)
    tamper(tampered)
    assert tampered != record
    with pytest.raises(AssertionError) as error:
        verify(tampered)
    assert str(error.value).startswith(words)


def ended(article):
    publishing.window(article.pk, by=IMPORT, ends_at=NOON + 9 * HOUR, clock=at(NOON + 4 * HOUR))


def ended_and_back(article):
    ended(article)
    publishing.window(article.pk, by=IMPORT, ends_at=FOREVER, clock=at(NOON + 10 * HOUR))
    publish(rewrite(article, headline="Back"), now=NOON + 11 * HOUR)


def end_put_off(article):
    """The first end never came: the act that put it off is hidden, for the second lies ahead."""
    publishing.window(article.pk, by=IMPORT, ends_at=NOON + 9 * HOUR, clock=at(NOON + 4 * HOUR))
    publishing.window(article.pk, by=IMPORT, ends_at=NOON + 9 * DAY, clock=at(NOON + 5 * HOUR))


def rescheduled(article):
    publish(rewrite(article, headline="Third"), now=NOON + 4 * HOUR, at=NOON + DAY)
    publishing.reschedule(article.pk, by=IMPORT, at=NOON + 20 * HOUR, clock=at(NOON + 5 * HOUR))


def scheduled_and_fixed(article):
    publish(rewrite(article, headline="Third"), now=NOON + 4 * HOUR, at=NOON + DAY)
    publishing.fix(article.pk, by=IMPORT, headline="Fixed", clock=at(NOON + 5 * HOUR))


def withdrawn_and_back(article):
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 4 * HOUR))
    publish(article, now=NOON + 5 * HOUR)
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong again.", clock=at(NOON + 6 * HOUR))


def withdrawn_by_a_clock_put_right(article):
    """The act before is dated an hour ahead; readers saw the second edition until the withdrawal."""
    publish(rewrite(article, headline="Third"), now=NOON + 6 * HOUR)
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 5 * HOUR))


HISTORIES = {
    "as it is": lambda article: None, "ended": ended, "ended and back": ended_and_back, "end put off": end_put_off,
    "rescheduled": rescheduled, "scheduled and fixed": scheduled_and_fixed, "withdrawn twice": withdrawn_and_back,
    "withdrawn by a clock put right": withdrawn_by_a_clock_put_right,
}  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_what_happened_by_the_rules_verifies_at_every_moment(story, history):
    """Whatever is hidden in an export, and whatever lies ahead, is no contradiction."""
    history(story)
    for hours in range(40):
        verify(exported(story, NOON + hours * HOUR + HOUR / 2))
    verify(exported(story, NOON + 20 * DAY))


def test_an_erasure_is_shown_without_its_reason_and_no_guess_can_be_tested(withdrawn):
    record = exported(withdrawn, NOON + 8 * HOUR)
    verify(record)
    act = Act.objects.get(verb="erase")
    line = record["acts"][6]
    assert (line["act"]["verb"], line["act"]["edition"], line["format"]) == ("erase", 1, 2)
    assert "Zqforgotten" not in json.dumps(record)
    assert act.salt not in json.dumps(record)
    assert line["act"]["reason_hash"] == sha256("newsroom reason", act.salt, "Zqforgotten")
    assert line["salt"] == sha256("newsroom salt", act.salt)


def test_an_erasure_that_was_sealed_with_its_reason_stays_hidden(withdrawn):
    """Before acts had a second format; such a seal is as good as it was."""
    triggers.remove()
    act = Act.objects.get(verb="erase")
    act.act_hash = ledger.act_hash(act, withdrawn.uid, version=1)
    act.seal = ledger.seal(Act.objects.get(number=6).seal, act.act_hash)
    act.save()
    PublishingState.objects.filter(article=withdrawn).update(seal=act.seal)
    record = exported(withdrawn, NOON + 8 * HOUR)
    assert record["acts"][6] == {"act_hash": act.act_hash}
    assert [*replay.faults(next(replay.stories(only=withdrawn.pk)))] == []


# -- what is in it ----------------------------------------------------------------------------------------------------


def test_what_was_never_public_travels_as_a_hash_alone(story):
    record = exported(story)
    assert full(record) == [1, 2]
    assert record["acts"][2] == {"act_hash": Act.objects.get(number=3).act_hash}
    assert "Zq" not in json.dumps(record)
    assert texts(record) == {1: "Şura “Quba”da toplaşıb", 2: "Щука"}


def test_a_scheduled_update_shows_from_its_first_moment_and_not_before(story):
    publish(story, now=NOON + 3 * HOUR, at=NOON + DAY)
    before = exported(story, NOON + DAY - timedelta(microseconds=1))
    assert "Zq" not in json.dumps(before)
    assert before["editions"][1]["live_until"] is None, "when the next one comes is nobody's business"
    verify(before)
    after = exported(story, NOON + DAY)
    assert full(after) == [1, 2, 5]
    assert texts(after)[4] == "Zqsecret"
    assert after["editions"][1]["live_until"] == "2024-04-29T12:00:00.000000Z"
    verify(after)


def test_after_a_withdrawal_it_holds_times_notes_and_the_reason_and_no_text(story):
    publishing.withdraw(story.pk, by=IMPORT, reason="It was all wrong.", clock=at(NOON + 5 * HOUR))
    record = exported(story, NOON + 6 * HOUR)
    verify(record)
    assert texts(record) == {}
    assert not [edition for edition in record["editions"] if "salt" in edition], "or a guess could be tested"
    assert record["editions"][1]["note"] == "Два года, а не один."
    assert record["editions"][1]["live_until"] == "2024-04-28T17:00:00.000000Z"
    assert record["acts"][4]["act"]["reason"] == "It was all wrong."


def test_a_return_to_print_shows_the_texts_again(story):
    publishing.withdraw(story.pk, by=IMPORT, reason="Wait.", clock=at(NOON + 5 * HOUR))
    publish(story, now=NOON + 6 * HOUR)
    record = exported(story, NOON + 7 * HOUR)
    verify(record)
    assert set(texts(record)) == {1, 2, 4}


def test_withdrawing_what_was_only_to_come_is_nobody_s_business():
    article = ArticleFactory()
    publish(article, at=NOON + DAY)
    publishing.withdraw(article.pk, by=IMPORT, reason="Zqreason", clock=at(NOON + HOUR))
    record = exported(article)
    verify(record)
    assert (full(record), record["editions"]) == ([], [])


@pytest.mark.parametrize("closed", [1, 2])
def test_a_text_whose_comparison_was_closed_is_left_out(story, closed):
    """Else the export would publish the libel again."""
    Edition.objects.filter(number=closed).update(comparable=False)
    record = exported(story)
    verify(record)
    assert texts(record) == {2: "Щука"}


@override_settings(RECORD_COMPARISON=False)
def test_where_the_house_compares_nothing_only_the_live_text_is_there(story):
    record = exported(story)
    verify(record)
    assert texts(record) == {2: "Щука"}


def test_an_erased_text_is_gone_and_the_rest_still_verifies(story, admin):
    publishing.erase(story.pk, 1, by=admin, reason="Zqforgotten", clock=at(NOON + 4 * HOUR))
    record = exported(story, NOON + 5 * HOUR)
    verify(record)
    assert texts(record) == {2: "Щука"}
    assert record["editions"][0]["erased"]
    assert "Zq" not in json.dumps(record)


def test_a_window_is_in_it_when_nothing_of_it_lies_ahead():
    article = ArticleFactory()
    publishing.window(article.pk, by=IMPORT, embargo=NOON, reason="Zqplan", clock=at(NOON - DAY))
    assert full(exported(article, NOON - HOUR)) == []
    publish(article)
    assert full(exported(article, NOON + HOUR)) == [1, 2]
    publishing.window(article.pk, by=IMPORT, ends_at=NOON + DAY, reason="Zqend", clock=at(NOON + HOUR))
    assert full(exported(article, NOON + 2 * HOUR)) == [1, 2]
    record = exported(article, NOON + DAY)
    verify(record)
    assert full(record) == [1, 2, 3]
    assert texts(record) == {}, "after its end it shows no text"


def test_a_story_with_which_nothing_was_done_has_an_empty_record():
    record = exported(ArticleFactory())
    verify(record)
    assert (record["format"], record["acts"], record["editions"], record["seal"]) == (3, [], [], "")


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_what_can_be_verified(story):
    out = StringIO()
    call_command("export_record", story.pk, stdout=out)
    record = json.loads(out.getvalue())
    verify(record)
    assert "Şura" in out.getvalue()
    assert texts(record)[2] == "Щука"


def test_it_says_that_there_is_no_such_story():
    with pytest.raises(CommandError, match="There is no story 0"):
        call_command("export_record", 0)
