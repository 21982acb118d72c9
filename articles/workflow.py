"""The workflow of a draft: states and steps as data, for the admin, commands and tests alike.

Whether a story is public is not a state: that is read from its editions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import lazy

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    SPIKED = "spiked", _("Spiked")

    @classmethod
    def _missing_(cls, value: object) -> "State | None":
        """What older versions called a state: in an address that someone kept, or in a row that can't be changed."""
        return FORMERLY.get(str(value))


FORMERLY = {"in_review": State.SUBMITTED, "ready": State.APPROVED}


class Public(IntFlag):
    """What is public of a story: a live edition, a scheduled one, both, or nothing."""

    NOTHING = 0
    LIVE = 1
    COMING = 2
    ANYTHING = 3


@dataclass(frozen=True)
class Step:
    """One row of the table: who may take a draft from which states to which."""

    verb: str
    name: lazy.Text
    sources: frozenset[State]
    target: State | None  # none: the state stays
    permission: str = ""  # none: anyone who may edit the story
    needs_note: bool = False
    public: Public | None = None  # open only if one of these applies; none: always
    where: "Callable[[Article, User], bool] | None" = None  # open only if this is true; none: always
    within: str = ""  # offered on the page of that step alone, as another way to go on

    def suits(self, article: "Article", public: Public, user: "User") -> bool:
        """Whether this person can take the step with this story now, permissions apart. `public`: what readers see."""
        if article.state not in self.sources:
            return False
        open_here = self.public is None or (public & self.public if self.public else not public)
        return bool(open_here) and (self.where is None or self.where(article, user))


def nobody_writes(article: "Article", user: "User") -> bool:
    """Nobody here wrote the story and nobody is assigned to it, as with wire copy."""
    return not (article.writer_id or article.reporter_id)


def published_alone(article: "Article", user: "User") -> bool:
    """A colleague published it without a second check, and nobody has checked it since.

    The story's page asks that together with the story (articles/desk/story_editor/page.py).
    """
    if hasattr(article, "was_published_alone"):
        return article.was_published_alone
    return article.pending_checks.exclude(by=user).exists()


def is_a_brief(article: "Article", user: "User") -> bool:
    return article.is_brief


WRITERS, EDITORS = "change_article", "publish_article"
ANY = frozenset(State)
ALIVE = ANY - {State.SPIKED}
READ = frozenset({State.SUBMITTED, State.APPROVED})
WRITTEN = READ | {State.DRAFT}

STEPS = {
    step.verb: step
    for step in (
        Step("take", _("Assign to me"), frozenset({State.DRAFT}), None, WRITERS, where=nobody_writes),
        Step("look", _("Mark as checked"), ANY, None, EDITORS, where=published_alone),
        Step("promote", _("Turn into a story"), ALIVE, None, where=is_a_brief),
        Step("publish", _("Publish"), WRITTEN, State.APPROVED, EDITORS),
        Step("submit", _("Submit"), frozenset({State.DRAFT}), State.SUBMITTED),
        Step("ask", _("Ask for a second check"), WRITTEN, State.SUBMITTED, EDITORS, within="publish"),
        Step("approve", _("Approve"), frozenset({State.SUBMITTED}), State.APPROVED, EDITORS),
        Step("return", _("Return"), READ, State.DRAFT, EDITORS, needs_note=True),
        Step("fix", _("Quick fix"), ALIVE, None, EDITORS, public=Public.LIVE),
        Step("reschedule", _("Reschedule"), ALIVE, None, EDITORS, public=Public.COMING),
        Step("cancel", _("Cancel schedule"), ANY, None, EDITORS, public=Public.COMING),
        Step("window", _("Set embargo and end"), ALIVE, None, EDITORS),
        Step("withdraw", _("Withdraw"), ANY, None, EDITORS, needs_note=True, public=Public.ANYTHING),
        Step("spike", _("Spike"), ALIVE, State.SPIKED, EDITORS, needs_note=True, public=Public.NOTHING),
        Step("revive", _("Revive"), frozenset({State.SPIKED}), State.DRAFT, EDITORS),
    )
}

# The publishing verbs take these steps; those in APART have verbs of their own; editing.py takes the others.
PUBLISHING = frozenset({"publish", "fix", "reschedule", "cancel", "window", "withdraw"})
# These act on the draft as the person read it: they are refused while that person has unsaved text.
OF_TEXT = frozenset({"submit", "promote", "publish", "approve", "return", "spike"})
APART = PUBLISHING | {"look", "promote", "take"}


class NotAllowed(Exception):
    """The step was not taken. `code`: forbidden, wrong-state, note-missing, text-changed-meanwhile."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def sections_of(user: "User") -> frozenset[int]:
    """The sections that list this person as an editor. Read once for each user object, as Django reads permissions."""
    if not hasattr(user, "_sections_of"):
        user._sections_of = frozenset(user.edited_sections.values_list("pk", flat=True))
    return user._sections_of


def sections_with(user: "User") -> list[models.Model]:
    """All sections, for a page that lists them; `sections_of` then needs no query of its own."""
    listing = user._meta.get_field("edited_sections").related_model
    theirs = listing.editors.through.objects.filter(section=models.OuterRef("pk"), user=user)
    found = [*listing.objects.annotate(is_theirs=models.Exists(theirs))]
    user._sections_of = frozenset(section.pk for section in found if section.is_theirs)
    return found


def in_charge(user: "User", section_id: int | None) -> bool:
    """Whether this person has an editor's rights in a section. `section_id` None: for stories without a section."""
    return user.is_superuser or section_id is None or not sections_of(user) or section_id in sections_of(user)


def may_lead(user: "User", article: "Article") -> bool:
    """Editors publish, and assign writers and editors, in the sections that list them."""
    return user.has_perm(f"articles.{EDITORS}") and in_charge(user, article.section_id)


def may_edit(user: "User", article: "Article") -> bool:
    """Everyone may edit stories they wrote, are assigned to or are named in; editors also those of their sections."""
    if not user.has_perm(f"articles.{WRITERS}"):
        return False
    return (
        user.pk in {article.writer_id, article.reporter_id}
        or (user.has_perm("articles.edit_any_article") and in_charge(user, article.section_id))
        or article.is_named(user)
    )


def may(user: "User", verb: str, article: "Article") -> bool:
    """Whether this person may take this step with this story, whatever state it is in."""
    permission = STEPS[verb].permission
    if permission == EDITORS:
        return may_lead(user, article)
    return user.has_perm(f"articles.{permission}") if permission else may_edit(user, article)


def open_to(user: "User", article: "Article", *, public: Public) -> Iterator[Step]:
    """The steps that this person can take with this story now, in the order of the table."""
    for step in STEPS.values():
        if not step.within and step.suits(article, public, user) and may(user, step.verb, article):
            yield step


def require(user: "User", verb: str, article: "Article", *, public: Public) -> Step:
    """The step, or NotAllowed: `forbidden` for the person, `wrong-state` for the story."""
    if not may(user, verb, article):
        raise NotAllowed(_("You don't have permission to do this with this story."), code="forbidden")
    if not STEPS[verb].suits(article, public, user):
        raise NotAllowed(why_closed(verb, article, public), code="wrong-state")
    return STEPS[verb]


def why_closed(verb: str, article: "Article", public: Public) -> str:
    """In words, why a step can't be taken with a story in its present state, and what opens it."""
    message = _("You can't use “%(step)s” now: the story is “%(state)s” and %(public)s.")
    words = _("published or scheduled") if public else _("not published")
    said = message % {"step": STEPS[verb].name, "state": article.get_state_display(), "public": words}
    if verb == "approve" and article.state == State.DRAFT:
        return f"{said} {_('Submit it first.')}"
    return said
