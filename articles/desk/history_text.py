"""The history of a story, or of anything else at the desk: ledger and activity log together, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Act, Article, Event, Revision

# The verbs of the activity log in words. A verb that is missing here is shown as it is.
DID = {
    "write": gettext_lazy("created it"),
    "edit": gettext_lazy("changed it"),
    "import": gettext_lazy("imported it from a wire"),
    "wire": gettext_lazy("updated it from a wire"),
    "fix": gettext_lazy("copied a quick fix into the draft"),
    "restore": gettext_lazy("restored an earlier version"),
    "submit": gettext_lazy("submitted it"),
    "ask": gettext_lazy("asked for a second check"),
    "approve": gettext_lazy("approved it"),
    "return": gettext_lazy("returned it"),
    "spike": gettext_lazy("spiked it"),
    "revive": gettext_lazy("revived it"),
    "override": gettext_lazy("published it without a second check"),
    "take": gettext_lazy("assigned it to themselves"),
    "assign": gettext_lazy("changed the assignment"),
    "look": gettext_lazy("marked it as checked"),
    "promote": gettext_lazy("turned the brief into a story"),
    "rename": gettext_lazy("renamed it"),
    "merge": gettext_lazy("merged it"),
    "note": gettext_lazy("wrote a note"),
    "resolve": gettext_lazy("marked a note as resolved"),
    "reopen": gettext_lazy("reopened a note"),
    "share": gettext_lazy("created a preview link"),
    "unshare": gettext_lazy("revoked a preview link"),
    "protect": gettext_lazy("made it an unnamed source"),
    "unmask": gettext_lazy("looked up who it is"),
    "add": gettext_lazy("added it"),
    "change": gettext_lazy("changed it"),
    "delete": gettext_lazy("deleted it"),
    "merge-names": gettext_lazy("merged two correspondents; the byline names the one that was kept"),
    "take-over": gettext_lazy("merged another correspondent into this one"),
    "hide-comparison": gettext_lazy("hid from readers what an edition changed"),
    "show-comparison": gettext_lazy("showed readers again what an edition changed"),
    "log-in": gettext_lazy("logged in"),
    "invite": gettext_lazy("invited someone"),
    "uninvite": gettext_lazy("revoked an invitation"),
    "join": gettext_lazy("joined with an invitation"),
    "profile": gettext_lazy("changed the profile"),
    "new-password": gettext_lazy("chose a new password"),
    "leave": gettext_lazy("closed the account"),
    "come-back": gettext_lazy("reopened the account"),
    "arrange": gettext_lazy("arranged the front"),
    "cancel-front": gettext_lazy("cancelled a planned front"),
    "roll-back": gettext_lazy("rolled the front back"),
    "put-up": gettext_lazy("put up a banner"),
    "take-down": gettext_lazy("took the banner down"),
    "refuse": gettext_lazy("refused it"),
    "spam": gettext_lazy("marked it as spam"),
    "hide": gettext_lazy("hid it"),
    "remove": gettext_lazy("removed it"),
    "undo": gettext_lazy("undid the last decision"),
    "rewrite": gettext_lazy("changed it"),
    "withdraw": gettext_lazy("withdrew it"),
    "erase": gettext_lazy("erased it"),
    "confirm": gettext_lazy("confirmed the e-mail address"),
    "answer": gettext_lazy("replied to it"),
    "unanswer": gettext_lazy("removed the reply"),
    "keep": gettext_lazy("kept it and closed the reports"),
    "pick": gettext_lazy("made it an editors' pick"),
    "unpick": gettext_lazy("removed the editors' pick"),
    "correct": gettext_lazy("corrected the story because of it"),
    "discussion": gettext_lazy("opened or closed reviews"),
    "publish": gettext_lazy("published it"),
    "plan": gettext_lazy("planned it"),
    "replan": gettext_lazy("changed the plan"),
    "calendar": gettext_lazy("created a calendar link"),
    "no-calendar": gettext_lazy("revoked the calendar link"),
    "start": gettext_lazy("started to write it"),
}

BY_READERS = {"rewrite", "withdraw", "erase", "confirm"}  # nobody of the desk does this with a review
BY_WIRE = {"import", "wire"}  # a command reads the file


@dataclass(frozen=True)
class Line:
    """One line of a history."""

    at: datetime
    who: str
    did: str
    reason: str = ""
    revision: Revision | None = None  # the version that this made
    code: str = ""  # of an erased reason that was chosen from a list: which one


def of(thing: Model) -> list[Line]:
    """The lines of the activity log about anything."""
    return [_event(event, None) for event in Event.objects.about(thing).select_related("by")]


def of_story(article: Article, kept: list[Revision]) -> list[Line]:
    """What both logs say of a story; `kept` are its versions, each beside the line of which it came."""
    came = {revision.event_id: revision for revision in kept if revision.event_id}
    lines = [_event(event, came.get(event.pk)) for event in Event.objects.about(article).select_related("by")]
    lines += [line for revision in kept if not revision.event_id for line in _found(revision, lines)]
    lines += _acts(article)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def name(user: AbstractBaseUser) -> str:
    return user.get_full_name() or user.get_username()


def doer(event: Event) -> str:
    """Who did it, in words."""
    if event.verb in BY_READERS:
        return _("the reader")
    if event.by:
        return name(event.by)
    return "Newsroom" if event.verb in BY_WIRE else _("automatic check")


def did(event: Event) -> str:
    """What was done, in words."""
    return str(DID.get(event.verb, event.verb))


def _event(event: Event, revision: Revision | None) -> Line:
    done = did(event)
    if event.verb == "restore" and "restored" in event.detail:
        done = _("restored version %s") % event.detail["restored"]
    elif event.verb == "write" and "translates" in event.detail:
        done = _("began a translation of edition %s") % event.detail["edition"]
    elif fields := event.detail.get("fields"):
        done = f"{done} ({', '.join(fields)})"
    if rights := event.detail.get("rights"):
        done = f"{done}: {'; '.join(_right(name, right) for name, right in rights.items())}"
    return Line(event.at, doer(event), done, event.said, revision, event.detail.get("code", "") if event.erased else "")


def _right(name: str, right: dict[str, Any]) -> str:
    """One right in words: groups: + Editors − Journalists; is_superuser: False → True."""
    if "given" not in right:
        return f"{name}: {right['from'] or '–'} → {right['to'] or '–'}"
    return f"{name}: {' '.join([*(f'+ {one}' for one in right['given']), *(f'− {one}' for one in right['taken'])])}"


def _found(revision: Revision, lines: list[Line]) -> list[Line]:
    """A version that nobody signed was found, and kept, when the next one was made."""
    following = (line for line in lines if line.revision and line.revision.version > revision.version)
    after = min(following, key=lambda line: line.revision.version, default=None)
    did = _("saved by an unknown person; found when the next version was saved")
    return [Line(after.at, "–", did, revision=revision)] if after else []


def _acts(article: Article) -> list[Line]:
    acts = list(Act.objects.filter(article=article))
    people = {user.username: name(user) for user in User.objects.filter(username__in={act.by for act in acts})}
    lines = []
    for act in acts:
        did = act.get_verb_display()
        if act.edition:
            did = _("%(did)s (edition %(number)s)") % {"did": did, "number": act.edition}
        lines.append(Line(act.shows_at, people.get(act.by, act.by), did, act.reason))
    return lines
