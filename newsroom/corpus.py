"""A large invented newsroom for benchmarks, bulk-loaded: the same for the same seed, its ledger sealed like any other.

Story n of a seed hangs on these two numbers alone (and on the keys that the database gives), so that a corpus can grow.
What an act does to ranges is not said here: acts are written, and articles/publishing/replay.py plays them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.drafts import finding
from articles.models import (
    Act,
    Address,
    Article,
    ArticleTag,
    Byline,
    Citation,
    Correspondent,
    Edition,
    Kind,
    PublishingState,
    SearchWords,
    Source,
    Tag,
    UnderName,
    UnderTag,
    ledger,
)
from articles.publishing import public_mark, search_entries, triggers
from articles.publishing.replay import LISTED, Replay
from articles.text import rendering
from articles.workflow import State
from newsroom.lib import clock, plain_text
from sections.models import Section

BATCH = 500  # stories in one transaction
START, SPAN = datetime(2019, 1, 1, tzinfo=UTC), timedelta(days=5 * 365)  # when they were published
LATER = datetime(2099, 1, 1, tzinfo=UTC)  # what is scheduled stays so
BY, CITED = "corpus", Citation.Kind.PARAPHRASE
COMMON, RARE, RARELY = "council", "zirconium", 500  # a word of most stories, and one of every so manieth

SECTIONS = "Politics Economy Regions Courts Climate Culture Sport World".split()
FIRST, LAST = "Leyli Nəzrin Tomas Səyyad Aynur Elçin Marta Rüfət".split(), "Samanlı Dolaylı Ellerby Qapılı".split()
WORDS = (
    "council minister budget harvest border pipeline reservoir committee railway ferry appeal tribunal province valley "
    "museum orchard station treaty tariff grid summit observer ledger quarry vineyard harbour archive glacier delta "
    "said agreed refused signed opened closed postponed announced denied repaired counted measured promised visited "
    "new old late early northern southern joint public quiet annual second final regional unusual careful cautious "
    "after before during against without under near beside while because although however"
).split()
FAME = [1 / place for place in range(1, 145)]  # of topics: the first is under most stories
RECORD = ("embargo", "ends_at", "acts", "acted_at", "seal")


class Unwelcome(Exception):
    """The corpus may not be loaded here; the words say why, in one sentence."""


class Step(NamedTuple):
    """An act that is to be written: when it is done, and from when on (publish), or from and until when (window)."""

    verb: Act.Verb
    made_at: datetime
    at: datetime | None = None
    until: datetime | None = None


@dataclass
class House:
    """What stories are made of; paragraphs are taken from one heap, as a text costs more than its choice."""

    seed: int
    sections: list[Section]
    tags: list[Tag]
    people: list[Correspondent]
    sources: list[Source]

    @cached_property
    def paragraphs(self) -> list[str]:
        rng = dice(self.seed)
        return [" ".join(sentence(rng, rng.randint(9, 17)) for _line in range(5)) for _paragraph in range(400)]


@dataclass
class Made:
    """One story with all rows that belong to it, to be saved together with many others."""

    article: Article
    people: list[Correspondent]
    tags: list[Tag]
    sources: list[Source]
    editions: list[Edition] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    played: Replay = field(default_factory=Replay)
    address: Address | None = None
    words: str = ""  # by which the desk finds it


def load(articles: int, *, seed: int = 1) -> Iterator[int]:
    """Make stories until there are so many; after each batch, how many are there. A batch is there whole or not at all.

    Nothing is made where there are enough. Raises Unwelcome where other stories are, of another seed or of people.
    """
    ours = Article.objects.filter(wire_digest__startswith=f"corpus {seed} ")
    if Article.objects.exclude(pk__in=ours).exists():
        raise Unwelcome("This database holds stories that are not of this corpus, so nothing is loaded into it.")
    house = furnish(seed)
    for start in range(ours.count(), articles, BATCH):
        stop = min(start + BATCH, articles)
        with transaction.atomic(), triggers.present(ledger.NEVER):
            save([write(house, number) for number in range(start, stop)])
        yield stop


def furnish(seed: int) -> House:
    """Sections, topics, correspondents and sources, made where they are missing."""

    def made(model: type[models.Model], name: str, **also: Any) -> Any:
        return model.objects.get_or_create(slug=plain_text.slug(name), defaults={"name": name, **also})[0]

    kind = Source.Kind.ORGANISATION
    with transaction.atomic():
        return House(
            seed=seed,
            sections=[made(Section, name, position=place) for place, name in enumerate(SECTIONS, start=1)],
            tags=[made(Tag, f"{one} {other}".capitalize()) for one in WORDS[42:54] for other in WORDS[:12]],
            people=[made(Correspondent, f"{first} {last}") for last in LAST for first in FIRST],
            sources=[Source.objects.get_or_create(kind=kind, name=f"{name} committee")[0] for name in SECTIONS],
        )


# -- one story --------------------------------------------------------------------------------------------------------


def write(house: House, number: int) -> Made:
    """Story `number` of this seed: its draft, and what became of it."""
    rng = dice(house.seed, number)
    steps = plot(rng, START + timedelta(seconds=rng.randrange(int(SPAN.total_seconds()))))
    brief = rng.random() < 0.25
    headline = sentence(rng, rng.randint(5, 9)).rstrip(".")
    rare = f" It was about {RARE}." if number % RARELY == 0 else ""
    article = Article(
        wire_digest=f"corpus {house.seed} {number}",
        uid=UUID(bytes=rng.randbytes(16), version=4),
        kind=Kind.BRIEF if brief else rng.choice([Kind.NEWS, Kind.NEWS, Kind.NEWS, Kind.ANALYSIS, Kind.INTERVIEW]),
        state=State.APPROVED if steps else rng.choice([State.DRAFT, State.SUBMITTED]),
        section=rng.choices(house.sections, range(len(house.sections), 0, -1))[0],
        headline="" if brief else headline,
        standfirst=f"{sentence(rng, 18)} {sentence(rng, 12)}{rare}",
        body="" if brief else body(rng, house),
        slug=f"{plain_text.slug(headline)}-{number}",
    )
    made = Made(
        article,
        people=rng.sample(house.people, rng.choice([0, 1, 1, 1, 2])),
        tags=sorted({*rng.choices(house.tags, FAME, k=rng.choice([1, 2, 2, 3]))}, key=attrgetter("slug")),
        sources=rng.sample(house.sources, rng.choice([0, 1, 2])),
    )
    press(rng, house, made, steps)
    made.words = draft(made)
    return made


def dice(*of: int) -> random.Random:
    return random.Random(" ".join(map(str, of)))  # noqa: S311  (benchmarks; the same every time)


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def body(rng: random.Random, house: House) -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in rng.sample(house.paragraphs, rng.randint(5, 8)))


def plot(rng: random.Random, first: datetime) -> list[Step]:
    """What is done to a story: of ten editions three are superseded; some are withdrawn, scheduled, cancelled."""
    publish, fate, now = Act.Verb.PUBLISH, rng.random(), first
    if fate < 0.03:
        return []
    if fate < 0.04:
        return [Step(publish, first, LATER + (first - START))]
    steps = [Step(Act.Verb.WINDOW, first - timedelta(hours=6), first, ledger.FOREVER)] if fate < 0.05 else []
    steps.append(Step(publish, first, first))
    for _ in range(rng.choices([0, 1, 2, 3], [69, 21, 7, 3])[0]):
        now += timedelta(seconds=rng.randint(600, 200_000))
        steps.append(Step(publish, now, now))
    later, much_later = now + timedelta(days=2), now + timedelta(days=9)
    if fate < 0.07:
        steps.append(Step(Act.Verb.WITHDRAW, later, later))
    if fate < 0.06:
        steps.append(Step(publish, much_later, much_later))
    if 0.07 <= fate < 0.09:
        steps.append(Step(publish, later, LATER + (first - START)))
    if 0.07 <= fate < 0.08:
        steps.append(Step(Act.Verb.CANCEL, much_later))
    if 0.09 <= fate < 0.10:
        steps.append(Step(Act.Verb.WINDOW, later, ledger.NEVER, much_later))
    return steps


def press(rng: random.Random, house: House, made: Made, steps: list[Step]) -> None:
    """Write the acts, print an edition for each that publishes, and give the editions the ranges that follow."""
    for step in steps:
        act = Act(
            article=made.article, number=made.played.acts + 1, verb=step.verb, made_at=step.made_at, at=step.at,
            until=step.until, by=BY, salt=rng.randbytes(16).hex(),
        )  # fmt: skip
        if step.verb == Act.Verb.PUBLISH:
            edition = printed(rng, house, made, step)
            act.edition, act.until, act.content_hash = edition.number, made.played.ends_at, edition.content_hash
        elif step.verb == Act.Verb.WITHDRAW:
            act.edition, act.reason = len(made.editions), "It could not be confirmed."
        elif step.verb == Act.Verb.CANCEL:
            act.edition = len(made.editions)
        act.act_hash = ledger.act_hash(act, made.article.uid)
        act.seal = ledger.seal(made.played.seal, act.act_hash)
        made.played.add(act)
        made.acts.append(act)
    for edition in made.editions:
        told = made.played.editions[edition.number]
        edition.previous = made.editions[told.previous - 1] if told.previous else None
        for name in ("live_from", "live_until", "first_published_at", "embargo"):
            setattr(edition, name, getattr(told, name))


def printed(rng: random.Random, house: House, made: Made, step: Step) -> Edition:
    """The next edition: from the second on, a paragraph of the draft was rewritten, and a note may say why."""
    article, number = made.article, len(made.editions) + 1
    if number > 1 and article.body:
        article.body = article.body.rpartition("\n")[0] + f"\n<p>{rng.choice(house.paragraphs)}</p>"
        article.version += 1
    edition = Edition(**{name: getattr(article, name) for name in Article.names()})
    edition.article, edition.story, edition.number, edition.version = article, article.uid, number, article.version
    edition.bylines = [{"id": who.pk, "name": who.name, "slug": who.slug, "role": who.role} for who in made.people]
    edition.topics = [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in made.tags]
    empty = {"statement": "", "address": "", "obtained_on": None}
    cited = ((source.public_name, source.kind) for source in made.sources)
    edition.citations = [{"kind": CITED, "attribution": name, "source": kind, **empty} for name, kind in cited]
    if made.address is None:
        path = f"{article.section.slug}/{timezone.localtime(step.at):%Y/%m/%d}/{article.slug}"
        made.address = Address(path=path, article=article)
    edition.address = made.address
    if number > 1:
        edition.change = rng.choice(["minor", "minor", "update", "correction"])
        edition.note = "" if edition.change == "minor" else sentence(rng, 8)
    finish(edition)
    edition.salt = rng.randbytes(16).hex()
    edition.content_hash = ledger.content_hash(edition)
    made.editions.append(edition)
    return edition


def draft(made: Made) -> str:
    """The words by which the desk finds the draft."""
    edition = Edition(**{name: getattr(made.article, name) for name in Article.names()})
    edition.bylines = [{"name": who.name} for who in made.people]
    edition.topics = [{"name": tag.name} for tag in made.tags]
    edition.citations = [{"attribution": source.public_name} for source in made.sources]
    return finding.words(edition, plain(edition.body))


def finish(edition: Edition) -> None:
    """What printing.finish would make of it, faster: these texts are plain ASCII, and hold nothing to clean away."""
    edition.html = edition.body
    edition.rendered_with = rendering.VERSION


def plain(body: str) -> str:
    return body.replace("<p>", "").replace("</p>", "").replace("\n", " ")


# -- many stories -----------------------------------------------------------------------------------------------------


def save(batch: list[Made]) -> None:
    """All rows of these stories, a statement for each table; of editions one for each number, as each points back."""
    now = clock.now()
    articles = Article.objects.bulk_create([made.article for made in batch])
    names = ((made.article, *line) for made in batch for line in enumerate(made.people))
    Byline.objects.bulk_create(Byline(article=story, position=n, correspondent=who) for story, n, who in names)
    cited = ((made.article, *line) for made in batch for line in enumerate(made.sources))
    Citation.objects.bulk_create(Citation(article=story, position=n, source=it, kind=CITED) for story, n, it in cited)
    ArticleTag.objects.bulk_create(ArticleTag(content_object=m.article, tag=tag) for m in batch for tag in m.tags)
    Address.objects.bulk_create(made.address for made in batch if made.address)
    SearchWords.objects.bulk_create(SearchWords(article=made.article, words=made.words) for made in batch)
    for wave in zip_longest(*(made.editions for made in batch)):
        Edition.objects.bulk_create(edition for edition in wave if edition)
    ahead = (edition for made in batch for edition in made.editions if edition.live_until > max(now, edition.live_from))
    search_entries.add(ahead)
    Act.objects.bulk_create(act for made in batch for act in made.acts)
    PublishingState.objects.bulk_create(
        PublishingState(article=m.article, **{name: getattr(m.played, name) for name in RECORD})
        for m in batch
        if m.acts
    )
    stories = Article.objects.filter(pk__range=(articles[0].pk, articles[-1].pk))
    public_mark.keep(stories)
    for model, key, under in ((UnderTag, "tag_id", "tags"), (UnderName, "correspondent_id", "people")):
        model.objects.bulk_create(
            model(**{key: one.pk}, edition_id=edition.pk, **{name: getattr(edition, name) for name in LISTED})
            for made in batch
            for edition in made.editions
            for one in getattr(made, under)
        )
    # Made and last edited when the last act was done, not when they were loaded.
    acted = PublishingState.objects.filter(pk=models.OuterRef("pk")).values("acted_at")
    moment = Coalesce(models.Subquery(acted), models.Value(START))
    stories.update(created_at=moment, edited_at=moment)
