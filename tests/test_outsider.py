"""An outsider verifies an export with twenty lines of plain Python, which stand in docs/publishing.md."""

import copy
import hashlib
import inspect
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from articles import publishing
from articles.exchange.record import export
from articles.models import Act, Edition
from tests.factories import NOON, ArticleFactory, CorrespondentFactory, SourceFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def verify(record):
    def digest(*lines):
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def canonical(value):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    seal, published = "", {}
    for number, line in enumerate(record["acts"], start=1):
        if act := line.get("act"):  # of an act that is not public there is only the hash
            assert (act["article"], act["number"]) == (record["article"], number), f"act {number} is another's"
            assert digest("newsroom act 1", line["salt"], canonical(act)) == line["act_hash"], f"act {number}"
            published |= {act["edition"]: act} if act["verb"] == "publish" else {}
        seal = digest("newsroom seal 1", seal, line["act_hash"])
    assert seal == record["seal"], "an act was removed, inserted or altered"
    for edition in record["editions"]:
        act, text = published[edition["number"]], edition.get("content", {})
        assert edition["live_from"] == act["at"], f"edition {edition['number']} was moved"
        sealed = not text or digest(f"newsroom content {edition['format']}", edition["salt"], canonical(text))
        assert sealed in (True, act["content_hash"]), f"edition {edition['number']}"


@pytest.fixture
def story():
    """Published, corrected in other alphabets, scheduled, cancelled; live."""
    article = ArticleFactory(
        headline="Şura “Quba”da toplaşıb", tagged=["Enerji"], named=[CorrespondentFactory()], citing=[SourceFactory()]
    )
    publish(article)
    publish(rewrite(article, headline="Щука"), now=NOON + HOUR, change="correction", note="Два года, а не один.")
    publish(rewrite(article, headline="Zqsecret"), now=NOON + 2 * HOUR, at=NOON + DAY)
    publishing.cancel(article.pk, by="import", reason="Zqreason", clock=at(NOON + 3 * HOUR))
    return article


def exported(article, now=NOON + 4 * HOUR):
    """As it arrives: through a file."""
    return json.loads(json.dumps(export(article.pk, clock=at(now))))


def texts(record):
    return {edition["number"]: edition["content"]["headline"] for edition in record["editions"] if "content" in edition}


def full(record):
    return [number for number, line in enumerate(record["acts"], start=1) if "act" in line]


# -- verifying --------------------------------------------------------------------------------------------------------


def test_an_export_is_verified_by_the_twenty_lines_of_the_documentation(story):
    verify(exported(story))
    source = inspect.getsource(verify).rstrip()
    assert len(source.splitlines()) <= 22  # twenty lines, and two blank ones
    assert sum(bool(line.strip()) for line in source.splitlines()) <= 20
    documentation = (Path(__file__).parents[1] / "docs" / "publishing.md").read_text("utf-8")
    assert source in documentation.partition("## Verifying an export")[2]


CHANGES = {
    "a text": lambda record: record["editions"][0]["content"].update(headline="Never happened"),
    "a name in it": lambda record: record["editions"][0]["content"]["bylines"][0].update(name="Omar"),
    "a note": lambda record: record["editions"][1]["content"].update(note=""),
    "a salt": lambda record: record["editions"][0].update(salt="0" * 32),
    "a moment": lambda record: record["editions"][1].update(live_from="2024-04-28T12:30:00.000000Z"),
    "an act": lambda record: record["acts"][1]["act"].update(reason="Never mind."),
    "a hash": lambda record: record["acts"][2].update(act_hash="0" * 64),
    "the seal": lambda record: record.update(seal="0" * 64),
    "an act removed": lambda record: record["acts"].pop(3),
    "an act inserted": lambda record: record["acts"].insert(2, {"act_hash": "0" * 64}),
    "acts swapped": lambda record: record["acts"].reverse(),
    "another story": lambda record: record.update(article="00000000-0000-4000-8000-000000000000"),
    "texts swapped": lambda record: record["editions"][0].update(
        {name: record["editions"][1][name] for name in ("salt", "content")}
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_was_changed_in_it_is_seen(story, change):
    record = exported(story)
    changed = copy.deepcopy(record)
    change(changed)
    assert changed != record
    with pytest.raises(AssertionError):
        verify(changed)


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
    publishing.withdraw(story.pk, by="import", reason="It was all wrong.", clock=at(NOON + 5 * HOUR))
    record = exported(story, NOON + 6 * HOUR)
    verify(record)
    assert texts(record) == {}
    assert not [edition for edition in record["editions"] if "salt" in edition], "or a guess could be tested"
    assert record["editions"][1]["note"] == "Два года, а не один."
    assert record["editions"][1]["live_until"] == "2024-04-28T17:00:00.000000Z"
    assert record["acts"][4]["act"]["reason"] == "It was all wrong."


def test_a_return_to_print_shows_the_texts_again(story):
    publishing.withdraw(story.pk, by="import", reason="Wait.", clock=at(NOON + 5 * HOUR))
    publish(story, now=NOON + 6 * HOUR)
    record = exported(story, NOON + 7 * HOUR)
    verify(record)
    assert set(texts(record)) == {1, 2, 4}


def test_withdrawing_what_was_only_to_come_is_nobody_s_business():
    article = ArticleFactory()
    publish(article, at=NOON + DAY)
    publishing.withdraw(article.pk, by="import", reason="Zqreason", clock=at(NOON + HOUR))
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
    publishing.window(article.pk, by="import", embargo=NOON, reason="Zqplan", clock=at(NOON - DAY))
    assert full(exported(article, NOON - HOUR)) == []
    publish(article)
    assert full(exported(article, NOON + HOUR)) == [1, 2]
    publishing.window(article.pk, by="import", ends_at=NOON + DAY, reason="Zqend", clock=at(NOON + HOUR))
    assert full(exported(article, NOON + 2 * HOUR)) == [1, 2]
    record = exported(article, NOON + DAY)
    verify(record)
    assert full(record) == [1, 2, 3]
    assert texts(record) == {}, "after its end it shows no text"


def test_a_story_with_which_nothing_was_done_has_an_empty_record():
    record = exported(ArticleFactory())
    verify(record)
    assert (record["format"], record["acts"], record["editions"], record["seal"]) == (2, [], [], "")


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
