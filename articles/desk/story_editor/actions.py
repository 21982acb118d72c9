"""The buttons of a story's page: one main button, which is the next step for this person, and the others in a menu."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition
from articles.workflow import State, Step
from newsroom.lib import lazy

NEXT = ("publish", "submit", "approve", "revive", "look")  # the first of these that is open is the main button
LAST = ("cancel", "withdraw", "spike")  # they take something away
ALONE = frozenset({"withdraw", "cancel"})  # they never wait for a form to be right
MAIN = {
    "publish": _("Publish…"),
    "submit": _("Submit…"),
    "approve": _("Approve…"),
    "revive": _("Revive…"),
    "look": _("Mark as checked…"),
}
HINTS = {
    "submit": _("Ask an editor to read it."),
    "approve": _("Somebody else can publish it then."),
    "return": _("Send it back to the writer, with a note."),
    "fix": _("Correct a typing error at once, without a second reader."),
    "look": _("A colleague published it alone."),
    "reschedule": _("Choose another time."),
    "cancel": _("The scheduled edition will not be published."),
    "withdraw": _("Take the story off the site."),
    "spike": _("Put it aside. It can be revived."),
}


@dataclass(frozen=True)
class Action:
    verb: str
    label: lazy.Text
    hint: lazy.Text = ""
    takes_away: bool = False
    is_apart: bool = False  # a line above it in the menu
    saves: bool = True  # it saves the form first
    is_idle: bool = False  # the main button, while there is nothing for it to do
    later: lazy.Text = ""  # what the idle button says as soon as something is typed


@dataclass
class Actions:
    main: Action | None
    menu: list[Action]


def of_new() -> Actions:
    return Actions(Action("submit", MAIN["submit"]), [])


def of(article: Article, steps: Iterable[Step], *, live: Edition | None, may_edit: bool) -> Actions:
    """`steps`: those that this person can take with the story now."""
    open_now = {step.verb: step for step in steps}
    is_unchanged = live is not None and live.version == article.version
    main = _main(article, open_now, is_unchanged=is_unchanged, is_live=live is not None) if may_edit else None
    taken = main.verb if main and not main.is_idle else ""
    rest = [step for verb, step in open_now.items() if verb not in LAST and verb != taken]
    rest = [step for step in rest if not (step.verb == "publish" and is_unchanged)]
    menu = [Action(step.verb, step.name, HINTS.get(step.verb, "")) for step in rest]
    return Actions(main, [*menu, *_last(open_now)])


def _main(article: Article, open_now: dict[str, Step], *, is_unchanged: bool, is_live: bool) -> Action | None:
    changes = _("Publish changes…") if is_live else MAIN["publish"]
    verbs = [verb for verb in NEXT if verb in open_now and not (verb == "publish" and is_unchanged)]
    if verbs:
        return Action(verbs[0], changes if verbs[0] == "publish" else MAIN[verbs[0]])
    verb, later = ("publish", changes) if "publish" in open_now else ("submit", MAIN["submit"])
    if is_unchanged:
        return Action(verb, _("No changes"), is_idle=True, later=later)
    if article.state == State.APPROVED:
        return Action(verb, State.APPROVED.label, is_idle=True, later=later)
    return Action("", State.SUBMITTED.label, is_idle=True) if article.state == State.SUBMITTED else None


def _last(open_now: dict[str, Step]) -> list[Action]:
    verbs = [verb for verb in LAST if verb in open_now]
    return [
        Action(verb, open_now[verb].name, HINTS[verb], takes_away=True, is_apart=number == 0, saves=verb not in ALONE)
        for number, verb in enumerate(verbs)
    ]
