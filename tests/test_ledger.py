"""The seal, worked out again by an outsider: from the rows and docs/publishing.md, with nothing of the product's."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from articles import publishing
from articles.models import Act, Article, Edition, Kind, PublishingState
from articles.publishing import triggers
from articles.text import rendering
from tests.factories import (
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def canonical(document):
    """JSON, UTF-8, sorted keys, no spaces; moments in UTC with six digits and Z, days as YYYY-MM-DD.

    Degrees are text with six digits.
    """

    def plain(value):
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        if isinstance(value, Decimal):
            return f"{value:.6f}"
        assert isinstance(value, date)
        return f"{value:%Y-%m-%d}"

    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain)


def sha256(*lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# Since format 3: what is empty has no key.
OPTIONAL = (
    "gallery front_headline search_title search_description social_title slugline urgency subjects genre usage_terms "
    "translated_edition"
).split()


def content_hash(row):
    """What nobody may read is there as a hash, and the salt that is shown is one of the salt that isn't."""
    names = (
        "kind language headline standfirst body slug dateline dateline_on byline bylines citations topics picture "
        "change note developing pictures dateline_country dateline_latitude dateline_longitude"
    ).split()
    document = {name: row[name] for name in names}
    document |= {"path": row["address_id"], "section": row["section_id"], "follows": row["follows_id"]}
    document |= {name: row[name] for name in OPTIONAL if row[name]}
    document |= {"translation_of": row["translation_of_id"]} if row["translation_of_id"] else {}
    document["editors_note_hash"] = sha256("newsroom editors_note", row["salt"], row["editors_note"])
    return sha256("newsroom content 3", sha256("newsroom salt", row["salt"]), canonical(document))


def act_hash(row, uid):
    names = "number verb made_at edition at until content_hash reason by".split()
    return sha256("newsroom act 1", row["salt"], canonical({name: row[name] for name in names} | {"article": str(uid)}))


def faults(article):
    """The numbers of the acts that do not fit their hash, their edition, or the chain."""
    found, before = [], ""
    editions = {row["number"]: row for row in Edition.objects.filter(article=article).values()}
    uid = Article.objects.values_list("uid", flat=True).get(pk=article.pk)
    for row in Act.objects.filter(article=article).order_by("number").values():
        whole = row["act_hash"] == act_hash(row, uid)
        linked = row["seal"] == sha256("newsroom seal 1", before, row["act_hash"])
        printed = row["verb"] != "publish" or row["content_hash"] == content_hash(editions[row["edition"]])
        if not (whole and linked and printed):
            found.append(row["number"])
        before = row["seal"]
    if PublishingState.objects.get(article=article).seal != before:
        found.append("record")
    return found


@pytest.fixture
def story(omar):
    """Published, corrected in another alphabet, scheduled, withdrawn, returned to print."""
    article = ArticleFactory(
        kind=Kind.ANALYSIS, headline="Şura “Quba”da toplaşıb & gedib", dateline="Bakı", dateline_on=date(2024, 4, 28),
        dateline_country="Azərbaycan", dateline_latitude="40.4093", dateline_longitude="49.867",
        photo=PhotoFactory(caption="Щука"), named=[CorrespondentFactory()], tagged=["Enerji", "COP29"],
        citing=[SourceFactory(), SourceFactory(name="Министерство")], front_headline="Şura", search_title="Şura, Quba",
        search_description="Şura iki saat danışdı.", social_title="Şura nə dedi?", slugline="QUBA-COUNCIL", urgency=4,
        subjects=["11000000", "20000574"], genre="Curtain raiser", editors_note="Фото в 15:00.",
        usage_terms="Web only.", translation_of=publish().article, translated_edition=1,
    )  # fmt: skip
    publish(article, by=omar, reason="First.")
    publish(article, now=NOON + HOUR, change="correction", note="Два года, а не один.")
    publish(rewrite(article, slug="moved"), now=NOON + 2 * HOUR, at=NOON + 9 * HOUR)
    publishing.withdraw(article.pk, by=omar, reason="Səhv idi.", clock=at(NOON + 3 * HOUR))
    publish(article, now=NOON + timedelta(hours=4, microseconds=7))
    return article


def test_hashes_and_chain_can_be_worked_out_by_anyone(story):
    assert Act.objects.filter(article=story).count() == 5
    assert faults(story) == []


def test_one_story_s_chain_does_not_hang_on_another_s(story):
    other = publish().article
    assert faults(other) == []
    assert Act.objects.get(article=other).seal == sha256("newsroom seal 1", "", Act.objects.get(article=other).act_hash)


def test_an_imported_story_and_one_in_another_section_are_sealed_too():
    assert faults(publish(ArticleFactory(section=SectionFactory(name="Economy"))).article) == []


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Never mind."},
        {"by": "somebody"},
        {"made_at": NOON},
        {"verb": "cancel"},
        {"edition": 9},
        {"at": NOON},
        {"until": NOON},
        {"salt": "0" * 32},
        {"content_hash": "0" * 64},
        {"act_hash": "0" * 64},
        {"seal": "0" * 64},
        {"number": 77},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_act_that_was_altered_is_seen(story, change):
    """By someone who owns the database, and took the triggers off."""
    triggers.remove()
    assert Act.objects.filter(article=story, number=4).update(**change) == 1
    assert faults(story) != []


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Never happened"},
        {"standfirst": "x"},
        {"body": "x"},
        {"slug": "x"},
        {"note": "x"},
        {"change": "minor"},
        {"byline": "x"},
        {"bylines": []},
        {"citations": []},
        {"topics": []},
        {"picture": None},
        {"dateline": "x"},
        {"dateline_on": None},
        {"language": "ru"},
        {"kind": "news"},
        {"front_headline": ""},
        {"search_title": "x"},
        {"search_description": "x"},
        {"social_title": "x"},
        {"slugline": "x"},
        {"urgency": None},
        {"subjects": ["11000000"]},
        {"genre": "x"},
        {"editors_note": ""},
        {"usage_terms": "x"},
        {"translation_of": None, "translated_edition": None},
        {"translated_edition": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_text_that_was_altered_is_seen(story, change):
    triggers.remove()
    assert Edition.objects.filter(article=story, number=2).update(**change) == 1
    assert faults(story) == [2]


def test_an_act_that_was_taken_out_is_seen(story):
    triggers.remove()
    Act.objects.filter(article=story, number=3).delete()
    assert faults(story) == [4]


def test_the_last_act_cannot_be_dropped_unseen_while_the_record_stands(story):
    triggers.remove()
    Act.objects.filter(article=story, number=5).delete()
    assert faults(story) == ["record"]


def test_what_is_made_again_is_not_sealed(story):
    """A better sanitiser may print again; the source is what was sealed."""
    Edition.objects.update(html="<p>Better</p>", rendered_with=rendering.VERSION + 1)
    assert faults(story) == []


def test_every_salt_is_its_own(story):
    salts = [*Act.objects.values_list("salt", flat=True), *Edition.objects.values_list("salt", flat=True)]
    assert len({*salts}) == len(salts)
    assert {len(salt) for salt in salts} == {32}


def test_blanking_a_text_as_the_law_asks_leaves_the_chain_whole(story):
    blank = triggers.tables()[3].blank(field.column for field in Edition._meta.concrete_fields)
    Edition.objects.filter(article=story, number=1).update(erased=True, **blank)
    assert faults(story) == [1]
    acts = Act.objects.filter(article=story).order_by("number")
    assert [act.seal for act in acts] == [
        sha256("newsroom seal 1", before, act.act_hash)
        for before, act in zip(["", *[act.seal for act in acts]], acts, strict=False)
    ]
