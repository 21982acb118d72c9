"""How a working copy goes through the desk: states and steps as data, asked by the admin, commands and tests alike.

What is public is no state: it is read from the editions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise

    from articles.models import Article


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    READY = "ready", _("Ready")
    SPIKED = "spiked", _("Spiked")


@dataclass(frozen=True)
class Step:
    """One row of the table: who may lead a working copy from which states to which."""

    verb: str
    name: "str | _StrPromise"
    sources: frozenset[State]
    target: State | None  # none: the state stays
    permission: str  # "" : whoever may edit the story
    needs_note: bool = False


STEPS = {
    step.verb: step
    for step in (
        Step("submit", _("Submit"), frozenset({State.DRAFT}), State.IN_REVIEW, ""),
        Step("return", _("Return"), frozenset({State.IN_REVIEW, State.READY}), State.DRAFT, "publish_article", True),
        Step("approve", _("Approve"), frozenset({State.IN_REVIEW}), State.READY, "publish_article"),
        Step("publish", _("Publish"), frozenset({State.IN_REVIEW, State.READY}), State.READY, "publish_article"),
        Step("withdraw", _("Withdraw"), frozenset(State), None, "publish_article", True),
        Step("spike", _("Spike"), frozenset(State) - {State.SPIKED}, State.SPIKED, "publish_article", True),
        Step("revive", _("Revive"), frozenset({State.SPIKED}), State.DRAFT, "publish_article"),
    )
}


class NotAllowed(Exception):
    """The step does not start from the story's state, or this person may not take it; `code` says which."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def may_edit(user: "User", article: "Article") -> bool:
    """Journalists edit what they wrote or what bears their name; editors everything."""
    if not user.has_perm("articles.change_article"):
        return False
    return (
        user.has_perm("articles.edit_any_article")
        or article.writer_id == user.pk
        or article.bylines.filter(correspondent__user=user).exists()
    )


def may(user: "User", verb: str, article: "Article") -> bool:
    """Whether this person may take this step with any story like this one, whatever state it is in."""
    permission = STEPS[verb].permission
    return user.has_perm(f"articles.{permission}") if permission else may_edit(user, article)


def open_to(user: "User", article: "Article") -> Iterator[Step]:
    """The steps that this person can take with this story now, in the order of the table."""
    for step in STEPS.values():
        if article.state in step.sources and may(user, step.verb, article):
            yield step


def require(user: "User", verb: str, article: "Article") -> Step:
    """The step, or NotAllowed: `forbidden` for the person, `wrong-state` for the story."""
    step = STEPS[verb]
    if not may(user, verb, article):
        raise NotAllowed(_("You may not do this with this story."), code="forbidden")
    if article.state not in step.sources:
        message = _("“%(step)s” is not open to a story that is “%(state)s”.")
        raise NotAllowed(message % {"step": step.name, "state": article.get_state_display()}, code="wrong-state")
    return step
