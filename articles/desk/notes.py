"""Notes that people at the desk write to each other about a story. No reader, export or preview ever shows them.

A note is a line of the activity log, and so is the mark that it is resolved. The reasons given for a return, an
override or a spike appear in the same thread.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.desk import history_text, notifications
from articles.models import Article, Event
from articles.models.notice import Kind
from articles.workflow import NotAllowed

LIMIT = 5_000
READERS = "articles.view_article"
ANSWERED = frozenset({"note", "return"})  # what can be marked as resolved
MARKS = frozenset({"resolve", "reopen"})
SAID = ~Q(reason="") | Q(verb__in=MARKS)
MENTION = re.compile(r"(?<![\w@.+-])@([\w.+-]+)")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Note:
    """One entry of a thread."""

    event: Event
    mark: Event | None = None  # the last one, if it was ever resolved
    mentioned: dict[str, User] = field(default_factory=dict)  # by the name under which they log in, folded

    @property
    def did(self) -> str:
        return str(history_text.DID.get(self.event.verb, self.event.verb))

    @property
    def is_resolved(self) -> bool:
        return bool(self.mark and self.mark.verb == "resolve")

    @property
    def is_open(self) -> bool:
        return self.can_be_marked and not self.is_resolved

    @property
    def can_be_marked(self) -> bool:
        return self.event.verb in ANSWERED

    def parts(self) -> Iterator[tuple[str, User | None]]:
        """The words, and between them the names of those who were meant."""
        done = 0
        for match in MENTION.finditer(self.event.reason):
            if name := _named(match, self.mentioned):
                yield self.event.reason[done : match.start()], None
                yield f"@{name}", self.mentioned[name.casefold()]
                done = match.start(1) + len(name)
        yield self.event.reason[done:], None


def people() -> QuerySet[User]:
    """Everyone who may see stories at the desk may read and write notes, and be mentioned in them."""
    return User.objects.with_perm(READERS, backend=BACKEND).filter(is_staff=True).order_by("username")


def may(user: User) -> bool:
    return user.has_perm(READERS)


def thread(article: Article, log: list[Event] | None = None) -> list[Note]:
    """All that was said about a story, oldest first. `log`: at least these lines, in this order, if they were read."""
    if log is None:
        log = [*Event.objects.about(article).filter(SAID).select_related("by").order_by("at", "pk")]
    marks = {event.detail["note"]: event for event in log if event.verb in MARKS}
    entries = [event for event in log if event.reason and event.verb not in MARKS]
    users = User.objects.in_bulk({key for event in entries for key in event.detail.get("mentions", [])} or [])
    mentioned = defaultdict(dict)
    for event in entries:
        found = (users.get(key) for key in event.detail.get("mentions", []))
        mentioned[event.pk] = {user.username.casefold(): user for user in found if user}
    return [Note(event, marks.get(event.pk), mentioned[event.pk]) for event in entries]


def write(article: Article, text: str, *, by: User) -> tuple[Event, list[User]]:
    """Add a note and notify the people it mentions. Returns those who were notified: some people switch this off.

    A name that belongs to nobody here stays plain text.

    Raises NotAllowed: forbidden, note-missing, note-too-long.
    """
    text = text.replace("\r\n", "\n").strip()
    if not may(by):
        raise NotAllowed(_("You don't have permission to see this story."), code="forbidden")
    if not text:
        raise NotAllowed(_("The note is empty. Write something first."), code="note-missing")
    if len(text) > LIMIT:
        message = _(
            "A note can have at most %(limit)s characters; this one has %(length)s. Put the rest in a second note."
        )
        raise NotAllowed(message % {"limit": LIMIT, "length": len(text)}, code="note-too-long")
    mentioned = [user for user in _mentioned(text) if user != by]
    with transaction.atomic():
        event = Event.objects.write("note", article, by=by, reason=text, mentions=[user.pk for user in mentioned])
        return event, notifications.tell(Kind.MENTIONED, article, by=by, people=mentioned, words=text)


def resolve(note_id: int, *, by: User) -> None:
    """Mark a note, or a return, as answered. Marking it twice is no second mark. Raises NotAllowed: see `_mark`."""
    _mark(note_id, "resolve", by)


def reopen(note_id: int, *, by: User) -> None:
    _mark(note_id, "reopen", by)


def _mark(note_id: int, verb: str, by: User) -> None:
    """Raises NotAllowed: forbidden, no-such-note."""
    if not may(by):
        raise NotAllowed(_("You don't have permission to see this story."), code="forbidden")
    stories = ContentType.objects.get_for_model(Article)
    note = Event.objects.filter(pk=note_id, on_type=stories, verb__in=ANSWERED).first()
    if note is None:
        raise NotAllowed(_("This note doesn't exist."), code="no-such-note")
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=note.on_id)
        marks = Event.objects.about(article).filter(verb__in=MARKS, detail__note=note_id)
        last = marks.values_list("verb", flat=True).first() or "reopen"
        if last != verb:
            Event.objects.write(verb, article, by=by, note=note_id)


def _mentioned(text: str) -> list[User]:
    matches = list(MENTION.finditer(text))
    if not matches:
        return []
    known = {user.username.casefold(): user for user in people()}
    names = (_named(match, known) for match in matches)
    return list({user.pk: user for name in names if name for user in [known[name.casefold()]]}.values())


def _named(match: re.Match[str], known: dict[str, User]) -> str:
    """The name that is meant; the full stop behind it may end the sentence."""
    return next((name for name in (match[1], match[1].rstrip(".+-")) if name.casefold() in known), "")
