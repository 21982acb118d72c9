"""The ledger played again: from a story's acts alone, what was public when; and whether its rows say the same.

Everything here is read from rows, and nothing is written. Rows are anything with the names of the columns. The rules
are written a second time on purpose: articles/publishing/issuing.py moves ranges as things happen, this works them out
from what was sealed, and `manage.py verify_editions` compares. All moments are aware; ranges are half-open.
"""

from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from articles.models import (
    FOREVER,
    NEVER,
    Act,
    Address,
    Article,
    Edition,
    Event,
    PublishingState,
    UnderName,
    UnderTag,
    WithDocument,
    WithPhoto,
    ledger,
    printed,
)
from articles.models.public_mark import MARK, NO_MARK, Mark
from articles.publishing import public_mark

BATCH = 200  # stories that are read at once

PLACE = ("article_id", "first_published_at", "live_from", "live_until")  # what a listing copies of its edition ...
LISTED = (*PLACE, "language")  # ... under a topic or a person
# under: the key of a topic or of a person, the uid of a picture
Listing = namedtuple("Listing", ["under", *LISTED], defaults=[None])
ACT = [field.attname for field in Act._meta.concrete_fields]
EDITION = (
    "pk story number previous_id address__article_id embargo erased salt format content_hash html rendered_with "
    "brought_in comparable version"
).split()
COMPARISONS = ("hide-comparison", "show-comparison")  # the verbs of record.show_comparison


class Impossible(Exception):
    """An act that cannot have followed those before it; the words say why."""


@dataclass
class Played:
    """One edition, as the acts tell of it."""

    number: int
    content_hash: str
    embargo: datetime
    live_from: datetime
    live_until: datetime
    first_published_at: datetime
    previous: int | None  # number of the last edition that was public when this one was issued
    brought_in: bool = False
    erased: bool = False


@dataclass
class Replay:
    """The state of a story after some of its acts; at first, no act at all."""

    embargo: datetime = NEVER
    ends_at: datetime = FOREVER
    acts: int = 0
    acted_at: datetime = NEVER
    seal: str = ""
    editions: dict[int, Played] = field(default_factory=dict)

    def add(self, act: Any) -> None:
        """Play the next act. Raises Impossible where it does not fit, and may then have been played in part."""
        ahead = [edition for edition in self.editions.values() if edition.live_until > act.made_at]
        live = next((edition for edition in ahead if edition.live_from <= act.made_at), None)
        coming = next((e for e in ahead if act.made_at < e.live_from < e.live_until), None)
        match act.verb:
            case Act.Verb.PUBLISH:
                self._publish(act, live, coming)
            case Act.Verb.CANCEL:
                _require(coming and coming.number == act.edition, "cancels what was not to come")
                self._drop(live, coming)
            case Act.Verb.WITHDRAW:
                self._withdraw(act)
            case Act.Verb.WINDOW:
                self._window(act, live, coming)
            case Act.Verb.ERASE:
                _require(act.edition in self.editions, "erases an edition that there was not")
                self.editions[act.edition].erased = True
            case _:
                raise Impossible("is no act that this newsroom knows")
        self.acts, self.acted_at, self.seal = act.number, act.made_at, act.seal

    def _publish(self, act: Any, live: Played | None, coming: Played | None) -> None:
        _require(act.edition == len(self.editions) + 1, "publishes an edition out of turn")
        _require(act.at >= act.made_at or not self.acts, "publishes in the past")
        _require(self.embargo <= act.at < act.until == self.ends_at, "publishes outside of the story's window")
        self._drop(live, coming)
        if live:
            live.live_until = act.at
        public = [e for e in self.editions.values() if e.live_from <= act.made_at and e.live_from < e.live_until]
        self.editions[act.edition] = Played(
            number=act.edition,
            content_hash=act.content_hash,
            embargo=self.embargo,
            live_from=act.at,
            live_until=act.until,
            first_published_at=public[0].first_published_at if public else act.at,
            previous=public[-1].number if public else None,
            brought_in=act.at < act.made_at,
        )

    def _withdraw(self, act: Any) -> None:
        """Ends what readers see at the moment that it names, and empties what lies ahead of that.

        The moment is that of the act; it may lie before the act before, which a fast clock has dated ahead.
        """
        at = act.at or act.made_at
        _require(at == act.made_at or at < self.acted_at < act.made_at, "withdraws at another time")
        ahead = [e for e in self.editions.values() if e.live_until > max(at, e.live_from)]
        live = next((edition for edition in ahead if edition.live_from <= at), None)
        _require((live.number if live else None) == act.edition, "withdraws what was not live")
        _require(ahead, "withdraws where nothing was public")
        for edition in ahead:
            edition.live_until = max(edition.live_from, at)

    def _drop(self, live: Played | None, coming: Played | None) -> None:
        """What was to come is emptied; what is live runs to the story's end again."""
        if coming:
            coming.live_until = coming.live_from
            if live:
                live.live_until = self.ends_at

    def _window(self, act: Any, live: Played | None, coming: Played | None) -> None:
        """An edition to come that now starts too early stays as it is: the next act issues it again."""
        _require(act.at < act.until, "ends the story before its embargo")
        self.embargo, self.ends_at = act.at, act.until
        if not coming or coming.live_from >= act.until:
            self._drop(live, coming)
            if live:
                live.live_until = act.until
        elif coming.live_from >= act.at:
            coming.live_until = act.until


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise Impossible(otherwise)


def replay(acts: Iterable[Any]) -> Replay:
    """Play a story's acts, in the order of their numbers. Raises Impossible."""
    played = Replay()
    for act in acts:
        played.add(act)
    return played


# -- whether the rows agree -------------------------------------------------------------------------------------------


@dataclass
class Story:
    """All rows that publishing made of one story; acts and editions in the order of their numbers."""

    pk: int
    uid: UUID
    mark: Mark = NO_MARK
    record: Any = None
    acts: list[Any] = field(default_factory=list)
    editions: list[Any] = field(default_factory=list)
    topics: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))  # by the edition's key
    names: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    pictures: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    addresses: set[str] = field(default_factory=set)
    compared: dict[int, bool] = field(default_factory=dict)  # by number, where an editor hid or showed what changed


def faults(story: Story) -> Iterator[str]:
    """What is wrong with a story, in the order of its ledger: only the first counts, the others may follow from it."""
    played, editions = Replay(), {edition.number: edition for edition in story.editions}
    for act in story.acts:
        for wrong in _act(story.uid, act, played, editions):
            yield wrong
            return  # nothing after it can be played
    yield from _record(story, played)
    for path in sorted(story.addresses - {edition.address_id for edition in story.editions}):
        yield f"the address {path} was claimed without an edition"
    yield from _mark(story, played)
    keys = {edition.pk: edition.number for edition in story.editions}
    for edition in story.editions:
        if edition.number not in played.editions:
            yield f"edition {edition.number} was inserted: no act of the ledger made it"
        else:
            yield from _columns(edition, played.editions[edition.number], story, keys)
            yield from _tombstone(edition, played.editions[edition.number])
            yield from _listings(edition, story)


def _act(uid: UUID, act: Any, played: Replay, editions: dict[int, Any]) -> Iterator[str]:
    """The faults of the next act; it is played."""
    due = played.acts + 1
    if act.number > due:
        yield f"act {due} was removed"
    elif act.number < due:
        yield f"act {act.number} was inserted"
    if ledger.sealed_as(act, uid) is None:
        yield f"act {act.number} was altered or inserted: it is not what was sealed"
    if act.seal != ledger.seal(played.seal, act.act_hash):
        yield f"act {act.number} was altered or inserted: its seal does not follow from the act before"
    if act.made_at < played.acted_at:
        yield f"act {act.number} is earlier than the act before"
    try:
        played.add(act)
    except Impossible as wrong:
        yield f"act {act.number} {wrong}"
    if act.verb == Act.Verb.PUBLISH:
        yield from _content(act, editions.get(act.edition))


def _content(act: Any, edition: Any) -> Iterator[str]:
    """Of an edition that was erased there is nothing to hash; that its act is whole is all that can be shown."""
    if edition is None:
        yield f"edition {act.edition} was removed"
        return
    if edition.format not in ledger.FORMATS:
        yield f"edition {edition.number} was altered: its seal is of a format that this newsroom does not know"
        return
    printed = edition.content_hash if edition.erased else ledger.content_hash(edition)
    if not printed == edition.content_hash == act.content_hash:
        yield f"edition {edition.number} was altered: it is not what act {act.number} sealed"
    for name, column in ledger.sealed(ledger.FORMAT).items():
        if column.printed.since > edition.format and getattr(edition, column.attname):
            yield f"edition {edition.number} was altered: its seal is older than {name}"


def _record(story: Story, played: Replay) -> Iterator[str]:
    record = story.record
    if record is None:
        if played.acts:
            yield "its record was removed"
        return
    if record.acts > played.acts:
        yield f"act {played.acts + 1} was removed: the record counts {record.acts}"
    elif record.acts < played.acts:
        yield f"act {record.acts + 1} was inserted: the record counts {record.acts}"
    for name in ("acted_at", "seal", "embargo", "ends_at"):
        if getattr(record, name) != getattr(played, name):
            yield f"the record was altered: {name} is not what the acts say"


def _mark(story: Story, played: Replay) -> Iterator[str]:
    """What the desk's lists go by."""
    versions = {edition.number: edition.version for edition in story.editions}
    should = public_mark.of([*played.editions.values()], versions, played.acted_at)
    for name, says, said in zip(MARK, story.mark, should, strict=True):
        if says != said:
            yield f"the desk lists it wrongly: {name} is {says}, by the acts it is {said}"


def _columns(edition: Any, played: Played, story: Story, keys: dict[int, int]) -> Iterator[str]:
    for name in ("live_from", "live_until", "first_published_at", "embargo", "brought_in"):
        says, should = getattr(edition, name), getattr(played, name)
        if says != should:
            yield f"edition {edition.number} was altered: {name} is {says}, by the acts it is {should}"
    if edition.story != story.uid or edition.address__article_id != story.pk:
        yield f"edition {edition.number} was altered: it or its address belongs to another story"
    if (edition.previous_id and keys.get(edition.previous_id, 0)) != played.previous:
        yield f"edition {edition.number} was altered: it does not follow edition {played.previous}"
    if edition.comparable != story.compared.get(edition.number, True):
        yield f"edition {edition.number} was altered: whether its changes are shown is not what the activity log says"


def _tombstone(edition: Any, played: Played) -> Iterator[str]:
    says = {"html", *printed.erasable()}
    if edition.erased and not played.erased:
        yield f"edition {edition.number} was altered: its text was erased without an act"
    elif played.erased and (not edition.erased or any(getattr(edition, name) for name in says)):
        yield f"edition {edition.number} was altered: it says something, though it was erased"


def _listings(edition: Any, story: Story) -> Iterator[str]:
    """Each topic, name and picture has its row, with the edition's own range. An erased edition says no more which."""
    shown = {one["uid"] for one in (edition.picture, *edition.pictures, *edition.gallery) if one}
    for rows, under, said in (
        (story.topics[edition.pk], "topic", [one["id"] for one in edition.topics]),
        (story.names[edition.pk], "name", [one["id"] for one in edition.bylines]),
        (story.pictures[edition.pk], "picture", shown),
        (story.documents[edition.pk], "document", {one["file"]["uid"] for one in edition.citations if "file" in one}),
    ):
        if not edition.erased and sorted(row.under for row in rows) != sorted(said):
            yield f"edition {edition.number}: its listing rows are not those of each {under} it bears"
        if any(getattr(row, name) not in {None, getattr(edition, name)} for row in rows for name in LISTED):
            yield f"edition {edition.number}: a listing row under a {under} was moved"


# -- from the database ------------------------------------------------------------------------------------------------


def stories(*, only: int | None = None) -> Iterator[Story]:
    """Every story with its rows, in the order of the keys, a batch in memory at a time; or the one of this key."""
    articles = Article.objects.order_by("pk") if only is None else Article.objects.filter(pk=only)
    batch = _batch(articles)
    while batch:
        yield from _filled(batch)
        rest = articles.filter(pk__gt=batch[-1].pk) if len(batch) == BATCH else articles.none()
        batch = _batch(rest)


def _batch(articles: QuerySet[Article]) -> list[Story]:
    return [Story(pk, uid, mark) for pk, uid, *mark in articles.values_list("pk", "uid", *MARK)[:BATCH]]


def _filled(batch: list[Story]) -> list[Story]:
    """The rows of some stories that follow each other, in ten queries.

    What somebody published between two of these queries may be half there: who finds a fault looks again, locked.
    """
    these, owners = {story.pk: story for story in batch}, {}

    def span(key: str) -> dict[str, int]:
        return {f"{key}__gte": batch[0].pk, f"{key}__lte": batch[-1].pk}

    for record in PublishingState.objects.filter(**span("pk")):
        if story := these.get(record.pk):
            story.record = record
    for act in Act.objects.filter(**span("article")).order_by("article_id", "number").values_list(*ACT, named=True):
        if story := these.get(act.article_id):
            story.acts.append(act)
    for path, key in Address.objects.filter(**span("article")).values_list("path", "article_id"):
        if story := these.get(key):
            story.addresses.add(path)
    about = Event.objects.filter(on_type=ContentType.objects.get_for_model(Article), verb__in=COMPARISONS)
    for key, verb, detail in about.filter(**span("on_id")).order_by("pk").values_list("on_id", "verb", "detail"):
        if story := these.get(key):
            story.compared[detail["edition"]] = verb == "show-comparison"
    editions = Edition.objects.filter(**span("article")).order_by("article_id", "number")
    for edition in editions.values_list(*_columns_of_editions(), named=True):
        if story := these.get(edition.article_id):
            story.editions.append(edition)
            owners[edition.pk] = story
    for model, under, place, copied in (
        (UnderTag, "tag_id", "topics", LISTED),
        (UnderName, "correspondent_id", "names", LISTED),
        (WithPhoto, "photo__uid", "pictures", PLACE),
        (WithDocument, "document__uid", "documents", PLACE),
    ):
        for row in model.objects.filter(**span("edition__article")).values_list("edition_id", under, *copied):
            if story := owners.get(row[0]):
                getattr(story, place)[row[0]].append(Listing(*row[1:]))
    return batch


def _columns_of_editions() -> list[str]:
    sealed = {field.attname for field in ledger.sealed(ledger.FORMAT).values()}
    return sorted({*EDITION, *PLACE} | sealed | printed.erasable())


def strays() -> Iterator[str]:
    """Acts and editions of stories that are gone: the first of each kind for each story."""
    for model, name in ((Act, "act"), (Edition, "edition")):
        lost = model.objects.exclude(article__in=Article.objects.all()).order_by("article_id", "number")
        last = None
        for article_id, number in lost.values_list("article_id", "number").iterator():
            if article_id != last:
                yield f"{name} {number} belongs to story {article_id}, which was removed"
            last = article_id
