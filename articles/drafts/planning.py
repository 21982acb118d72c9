"""Planning: ideas that have no text yet, moved by day and person until someone starts to write them."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.drafts import assigning, editing
from articles.models import Article, Event, Plan
from articles.models.content import default_language
from articles.models.plan import PlanQuerySet
from articles.workflow import EDITORS, WRITERS, NotAllowed
from newsroom.lib import house_time

FIELDS = ("title", "section", "language", "person", "due_on", "due_at", "note")


def may_see(user: User) -> bool:
    return user.has_perm("articles.view_article")


def may_plan(user: User) -> bool:
    """Whether this person may have ideas of their own on the board."""
    return may_see(user) and user.has_perm(f"articles.{WRITERS}")


def may_change(user: User, plan: Plan) -> bool:
    """Editors may change every plan; others those that are theirs, and those that nobody has been given."""
    if user.has_perm(f"articles.{EDITORS}"):
        return True
    return may_plan(user) and plan.person_id in {None, user.pk}


def may_ask(user: User, person: User | None) -> bool:
    """Editors may give a plan to anybody; others may take it themselves, or leave it to nobody."""
    return user.has_perm(f"articles.{EDITORS}") or person is None or person.pk == user.pk


def plans_due(user: User, now: datetime) -> PlanQuerySet:
    """Ideas that are due today or were due before, and that nobody has started: this person's; for editors also those
    that nobody has been given. With their sections; cut it to as many as are shown."""
    theirs = Q(person=user)
    if user.has_perm(f"articles.{EDITORS}"):
        theirs |= Q(person=None)
    due = Plan.objects.ideas().filter(theirs, due_on__lte=timezone.localdate(now))
    return due.in_order().select_related("section", "person")


def plan(*, by: User, **fields: Any) -> Plan:
    """Put an idea on the board. Raises NotAllowed: forbidden. TypeError for any other field than FIELDS."""
    _check(fields)
    if not may_plan(by) or not may_ask(by, fields.get("person")):
        raise _forbidden()
    with transaction.atomic():
        made = Plan.objects.create(made_by=by, **fields)
        Event.objects.write("plan", made, by=by, **_written(fields))
    return made


def change(plan_id: int, *, by: User, **fields: Any) -> Plan:
    """Change an idea, or when and by whom it is wanted. Raises NotAllowed: forbidden, gone."""
    _check(fields)
    with transaction.atomic():
        stored = _locked(plan_id, by)
        new = {name: value for name, value in fields.items() if getattr(stored, name) != value}
        if "person" in new and not may_ask(by, new["person"]):
            raise _forbidden()
        if new:
            for name, value in new.items():
                setattr(stored, name, value)
            stored.save(update_fields=[*new, "changed_at"])
            Event.objects.write("replan", stored, by=by, **_written(new))
    return stored


def drop(plan_id: int, *, by: User) -> None:
    """Take an idea off the board; one that became a story stays. Raises NotAllowed: forbidden, gone, wrong-state."""
    with transaction.atomic():
        stored = _locked(plan_id, by)
        if stored.article_id:
            message = _("Somebody has started to write this story. Spike the story instead.")
            raise NotAllowed(message, code="wrong-state")
        Event.objects.write("delete", stored, by=by, name=stored.title)
        stored.delete()


def start(plan_id: int, *, by: User) -> Article:
    """Turn an idea into a draft: its title is the headline, its note the first note of the story.

    The person whose plan it is is assigned to write it; nobody's is written by who starts it. Its time is the deadline.
    If it was started already, that story is returned. Raises NotAllowed: forbidden, gone.
    """
    if not by.has_perm("articles.add_article"):
        raise NotAllowed(_("You don't have permission to write stories."), code="forbidden")
    with transaction.atomic():
        stored = _locked(plan_id, by)
        if stored.article_id:
            return stored.article
        article = Article(
            headline=stored.title, section=stored.section, language=stored.language or default_language(), writer=by
        )
        before = editing.before_change(article)
        article.save()
        editing.after_change(article, before, by=by, plan=stored.pk)
        if wanted := _assignment(stored, by):
            article = assigning.assign(article.pk, by=by, **wanted)
        if stored.note:
            Event.objects.write("note", article, by=stored.made_by, reason=stored.note)
        stored.article = article
        stored.save(update_fields=["article", "changed_at"])
        Event.objects.write("start", stored, by=by, story=article.pk)
    return article


def due_moment(due_on: date, due_at: time | None) -> datetime | None:
    """The instant of a plan's time; None where it has none. A time that the clocks skip becomes the next; of one that
    they repeat it is the first."""
    if due_at is None:
        return None
    typed = datetime.combine(due_on, due_at)
    found = house_time.instants(typed)
    return found[0] if found else typed.replace(tzinfo=timezone.get_default_timezone())


def _assignment(plan: Plan, by: User) -> dict[str, Any]:
    reporter = plan.person if plan.person_id != by.pk else None
    wanted = {"reporter": reporter, "deadline": due_moment(plan.due_on, plan.due_at)}
    return {name: value for name, value in wanted.items() if value}


def _locked(plan_id: int, by: User) -> Plan:
    stored = Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).first()
    if stored is None:
        raise NotAllowed(_("This plan has been deleted."), code="gone")
    if not may_change(by, stored):
        raise _forbidden()
    return stored


def _forbidden() -> NotAllowed:
    return NotAllowed(_("You can change your own plans and those that nobody has been given."), code="forbidden")


def _check(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"only {', '.join(FIELDS)} are planned, not {', '.join(unknown)}")


def _written(fields: dict[str, Any]) -> dict[str, Any]:
    """As JSON: rows by their names, days and times as ISO."""
    return {name: None if value is None else str(value) for name, value in fields.items() if name != "note"}
