"""What the desk did with each story, done again in the order in which it happened, at the hour at which it happened."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from articles import publishing
from articles.desk import notifications
from articles.drafts import autosave, editing, revisions
from articles.models import Article, Byline, Citation, Event, GalleryPicture
from articles.models.article import Priority
from articles.models.notice import Kind
from articles.workflow import STEPS, State
from newsroom.demo import readers
from newsroom.demo.script import Story

if TYPE_CHECKING:
    from newsroom.demo.world import House

Deed = Callable[[datetime], object]

TYPING, READING = timedelta(minutes=90), timedelta(minutes=25)  # before publication: begun, and submitted
CORRECTED, REWRITTEN, WITHDRAWN = timedelta(minutes=90), timedelta(hours=20), timedelta(days=2)  # and after it
WANTED = timedelta(hours=30)  # by when the desk wants what was given out
PICTURED = re.compile(r'data-photo="([\w-]+)"')  # in a script by its key, in a text by its uid
AT_THE_DESK = {"draft", "returned", "submitted"}


def play(stories: list[Story], house: "House", now: datetime) -> None:
    """Write all of it, oldest first, then what readers said. Nothing happens after `now`."""
    written = [(story, write(story, house)) for story in stories]
    deeds = [deed for story, article in written for deed in agenda(story, article, house)]
    for at, deed in sorted(deeds, key=itemgetter(0)):
        deed(min(at, now))
    for story, article in written:
        readers.play(story, article, house, now)
    if written:
        half_typed(now - READING, by=house.people["reporter"])


def agenda(story: Story, article: Article, house: "House") -> Iterator[tuple[datetime, Deed]]:
    """When what was done with a story."""
    data, at, editor = story.data, story.moment, house.people["editor"]
    writer = article.writer
    desk_only = data["state"] in AT_THE_DESK
    yield at - TYPING, partial(arrive, article, by=writer)
    if writer and data["state"] != "draft":
        yield at if desk_only else at - READING, partial(step, "submit", article, by=writer, tell=desk_only)
    if data["state"] == "returned":
        yield at + READING, partial(step, "return", article, by=editor, note=data["note"], tell=True)
        yield at + READING * 2, partial(answer, article, by=writer, to=editor, words=data["answer"])
    if desk_only and writer:
        yield at, partial(give_out, article, by=editor)
    if desk_only:
        return
    if data["state"] == "scheduled":
        yield at, partial(schedule, article, by=editor)
        return
    yield at, partial(publish, article, by=editor)
    if data["state"] == "corrected":
        yield at + CORRECTED, partial(correct, article, data, by=editor, writer=writer or house.people["reporter"])
    if data["state"] == "changed":
        yield at + REWRITTEN, partial(rewrite, article, data["rewrite"], by=house.people["reporter"])
    if data["state"] == "withdrawn":
        yield at + WITHDRAWN, partial(withdraw, article, by=editor, reason=data["reason"])


# -- the draft -------------------------------------------------------------------------------------------------


def write(story: Story, house: "House") -> Article:
    """The draft as it was first written, with its bylines, gallery, citations and topics."""
    data, day = story.data, timezone.localdate(story.moment)
    article = Article(
        section=house.sections[story.section],
        wire_digest=story.digest,
        photo=house.photos[data["picture"]] if data["picture"] else None,
        dateline_on=day if data["dateline"] else None,
        dateline_country=house.countries.get(data["dateline"], ""),
        body=PICTURED.sub(lambda found: f'data-photo="{house.photos[found[1]].uid}"', data["body"]),
        **{name: data[name] for name in ("kind", "language", "headline", "dateline", "byline")},
    )
    article.standfirst = data.get("first_standfirst") or data["standfirst"]
    article.developing = data.get("developing", False)
    if "follows" in data:  # an older one, and so already written
        article.follows = Article.objects.get(headline=data["follows"])
    if story.original:
        article.translation_of = Article.objects.get(wire_digest=story.original.digest)
        article.translated_edition = translated_edition(story)
    article.writer = article.edited_by = typist(data, house)
    article.save()
    article.tags.add(*data["tags"])
    for place, line in enumerate(data["bylines"]):
        who = house.correspondents[line["who"]]
        Byline.objects.create(article=article, correspondent=who, role=line["role"], position=place)
    for place, line in enumerate(data.get("gallery", [])):
        photo, caption = house.photos[line["picture"]], line.get("caption", "")
        GalleryPicture.objects.create(article=article, photo=photo, caption=caption, position=place)
    for place, citation in enumerate(data["citations"]):
        said = citation | {"source": house.sources[citation["source"]], "position": place, "obtained_on": day}
        said["document"] = house.documents[citation["document"]] if "document" in citation else None
        Citation.objects.create(article=article, **said)
    article.created_at = story.moment - TYPING
    Article.objects.filter(pk=article.pk).update(created_at=article.created_at, edited_at=story.moment)
    return article


def translated_edition(story: Story) -> int:
    """The edition of the original that the translator had: a correction that came later is not in the translation."""
    original = story.original
    corrected = original.data["state"] == "corrected" and original.moment + CORRECTED < story.moment
    return 2 if corrected else 1


def typist(data: dict, house: "House") -> User | None:
    """Who typed it: the log-in of a correspondent, else of the reporter on duty for what is still at the desk."""
    names = (house.correspondents[line["who"]].user for line in data["bylines"])
    on_duty = house.people["reporter"] if data["state"] in AT_THE_DESK else None
    return next((user for user in names if user), on_duty)


# -- deeds ------------------------------------------------------------------------------------------------------------


def journal(verb: str, article: Article, at: datetime, *, by: User | None, reason: str = "", **detail: object) -> Event:
    """The line that articles/drafts/editing.py writes into the activity log, at a moment of the past."""
    detail["digest"] = editing.digest(article)
    return Event.objects.create(verb=verb, on=article, at=at, by=by, reason=reason, detail=detail)


def arrive(article: Article, at: datetime, *, by: User | None) -> None:
    """The first version: typed at the desk, or come by wire from somebody who has no log-in."""
    revisions.keep(article, journal("write" if by else "import", article, at, by=by, version=1))


def step(verb: str, article: Article, at: datetime, *, by: User, note: str = "", tell: bool = False) -> None:
    """Lead the draft one step on; who was told of what is over has long read it."""
    article.state = STEPS[verb].target
    article.save(update_fields=["state"])
    journal(verb, article, at, by=by, reason=note)
    if tell:
        notifications.tell(notifications.OF_STEPS[verb], article, by=by, words=note, at=at)
    date(article, at)


def give_out(article: Article, at: datetime, *, by: User) -> None:
    """The desk wants it within so many hours; some of them are over."""
    article.reporter, article.editor, article.priority = article.writer, by, Priority.URGENT
    article.deadline = (at + WANTED).replace(minute=0, second=0, microsecond=0)
    article.save(update_fields=["reporter", "editor", "priority", "deadline"])
    named = {"reporter": article.writer.username, "editor": by.username, "priority": article.priority}
    journal("assign", article, at, by=by, deadline=article.deadline.isoformat(), **named)


def half_typed(at: datetime, *, by: User) -> None:
    """The beginning of a story that the reporter never saved: the desk offers it back."""
    inlines, counts = ("bylines", "citations", "gallery"), ("TOTAL", "INITIAL")
    empty = {f"{name}-{count}_FORMS": ["0"] for name in inlines for count in counts}
    lede = "The ferry at Merrin did not cross on Wednesday. Its rope, the ferryman said, had"
    fields = {"kind": ["news"], "language": ["en"], "headline": ["Merrin ferry stays on the far bank"]}
    sheet = uuid4()
    typed = fields | {"standfirst": [lede], "sheet": [str(sheet)]} | empty
    autosave.beat(sheet, by=by, article=None, version=None, now=at, fields=typed)
    autosave.leave(sheet, by=by)


def answer(article: Article, at: datetime, *, by: User, to: User, words: str) -> None:
    """A note to the person who returned it."""
    Event.objects.create(verb="note", on=article, at=at, by=by, reason=words, detail={"mentions": [to.pk]})
    notifications.tell(Kind.MENTIONED, article, by=by, people=[to], words=words, at=at)


def publish(article: Article, at: datetime, *, by: User, **why: str) -> None:
    publishing.publish(article.pk, by=by, clock=lambda: at, **why)
    article.refresh_from_db()
    date(article, at)


def schedule(article: Article, at: datetime, *, by: User) -> None:
    """Nothing of it is public before tomorrow, six in the morning; then everybody has it."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    morning = datetime.combine(tomorrow, time(6), tzinfo=timezone.get_default_timezone())
    publishing.window(article.pk, by=by, embargo=morning, reason="As the office asked.", clock=lambda: at)
    publishing.publish(article.pk, by=by, at=morning, clock=lambda: at)
    article.refresh_from_db()
    date(article, at)


def correct(article: Article, data: dict, at: datetime, *, by: User, writer: User) -> None:
    """Publish the right standfirst, with the public note that says what was wrong: two people see it."""
    edit(article, data["standfirst"], at, by=writer)
    publish(article, at, by=by, change="correction", note=data["correction"])


def rewrite(article: Article, standfirst: str, at: datetime, *, by: User) -> None:
    """Change the draft alone: readers go on reading the edition until an editor publishes this."""
    edit(article, standfirst, at, by=by)
    step("submit", article, at, by=by)


def edit(article: Article, standfirst: str, at: datetime, *, by: User) -> None:
    before = revisions.unkept(article)
    article.standfirst, article.edited_by, article.state = standfirst, by, State.DRAFT
    article.save()
    revisions.keep(article, journal("edit", article, at, by=by, version=article.version), before=before)
    date(article, at)


def withdraw(article: Article, at: datetime, *, by: User, reason: str) -> None:
    publishing.withdraw(article.pk, by=by, reason=reason, clock=lambda: at)


def date(article: Article, at: datetime) -> None:
    """The desk lists stories by when they were last changed."""
    Article.objects.filter(pk=article.pk).update(edited_at=at)
