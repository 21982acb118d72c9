"""What the steps do, and the message that says what happened and who was notified."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from articles import publishing, workflow
from articles.desk import notifications
from articles.drafts import assigning, editing, promoting
from articles.models import FOREVER, NEVER, Article, Edition, PublishingState
from articles.publishing import foureyes
from articles.templatetags.desk import both_clocks
from articles.workflow import NotAllowed
from newsroom.lib import clock

Data = dict[str, Any]


def act(user: User, article: Article, verb: str, data: Data) -> str:
    """Take the step and notify the people concerned. Returns a message that says what happened and who was notified."""
    with transaction.atomic():
        words = _words(user, article, verb, data)
        told = notifications.told(_tell(user, article, verb, data))
        return format_html("{} {}", words, told) if told else words


def _words(user: User, article: Article, verb: str, data: Data) -> str:
    if verb not in ACTS:
        names = ("note", "version", "text_digest")
        editing.take(article.pk, verb, by=user, **{name: data[name] for name in names if name in data})
        return TAKEN[verb]()
    # The locks are always taken in this order: first publishing's, then the draft's.
    PublishingState.objects.select_for_update(no_key=True).filter(pk=article.pk).first()
    stored = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    workflow.require(user, verb, stored, public=editing.public_of(stored))
    return ACTS[verb](user, article, data)


def _tell(user: User, article: Article, verb: str, data: Data) -> list[User]:
    if verb == "ask":
        page = reverse("admin:articles_article_step", args=[article.pk, "publish"])
        people = notifications.checkers(article, user)
        return notifications.tell(notifications.Kind.CHECK, article, by=user, people=people, leads_to=page)
    kind = notifications.OF_STEPS.get(verb)
    if verb == "publish" and Edition.objects.upcoming(clock.now()).filter(article=article).exists():
        kind = notifications.Kind.SCHEDULED
    return notifications.tell(kind, article, by=user, words=data.get("note", "").strip()) if kind else []


def _publish(user: User, article: Article, data: Data) -> str:
    names = ("seen", "version", "text_digest", "at", "change", "note", "reason")
    edition = publishing.publish(article.pk, by=user, **{name: data[name] for name in names if name in data})
    if edition.live_from > clock.now():
        return _("Scheduled for %s.") % both_clocks(edition.live_from)
    words = _("Published. Readers can see edition %s now.") % edition.number
    links = ((edition.get_absolute_url(), _("View page")), (reverse("fronts:first"), _("Place on a front")))
    return format_html("{} {}", words, format_html_join(" · ", '<a href="{}">{}</a>', links))


def _ask(user: User, article: Article, data: Data) -> str:
    """What is proposed goes into the activity log, from which the second editor's page starts."""
    proposed = {name: data[name] for name in ("change", "note") if data.get(name)}
    proposed |= {"at": data["at"].isoformat()} if data.get("at") else {}
    editing.take(
        article.pk, "ask", by=user, version=data["version"], text_digest=data["text_digest"], proposed=proposed
    )
    return _("A second check is asked for. You can't publish this text alone until then, except with a reason.")


def _fix(user: User, article: Article, data: Data) -> str:
    names = ("seen", "change", "note", "reason", *publishing.FIXABLE)
    _edition, clashes = publishing.fix(article.pk, by=user, **{name: data[name] for name in names if name in data})
    if clashes:
        message = _(
            "Fixed on the site. The draft has changed in the same place (%s), so please make the fix there too."
        )
        return message % ", ".join(clashes)
    return _("Fixed on the site and in the draft.")


def _reschedule(user: User, article: Article, data: Data) -> str:
    edition = publishing.reschedule(article.pk, by=user, at=data["at"], seen=data["seen"])
    return _("Scheduled for %s.") % both_clocks(edition.live_from)


def _cancel(user: User, article: Article, data: Data) -> str:
    publishing.cancel(article.pk, by=user, reason=data["note"].strip(), seen=data["seen"])
    return _("Schedule cancelled. The edition will not be published.")


def _window(user: User, article: Article, data: Data) -> str:
    embargo, ends_at = data["embargo"] or NEVER, data["ends_at"] or FOREVER
    publishing.window(
        article.pk, by=user, embargo=embargo, ends_at=ends_at, reason=data["note"].strip(), seen=data["seen"]
    )
    return _("Embargo and end saved.")


def _withdraw(user: User, article: Article, data: Data) -> str:
    if not data["note"].strip():
        raise NotAllowed(_("Give a reason. Readers will see it on the story's page."), code="note-missing")
    publishing.withdraw(article.pk, by=user, reason=data["note"].strip())
    return _("Withdrawn. Its page now tells readers the story was withdrawn.")


def _take(user: User, article: Article, data: Data) -> str:
    assigning.assign(article.pk, by=user, reporter=user)
    return _("Assigned to you.")


def _look(user: User, article: Article, data: Data) -> str:
    if data["seen"] != publishing.token(article.pk):  # another edition, which this person has not read
        raise publishing.Refused("changed-meanwhile")
    foureyes.look(article.pk, by=user, note=data["note"])
    return _("Marked as checked.")


def _promote(user: User, article: Article, data: Data) -> str:
    promoting.promote(article.pk, by=user, **{name: data[name] for name in ("headline", "kind", "version")})
    return _("Turned into a story. Keep writing; when you publish it, it replaces the brief.")


ACTS: dict[str, Callable[[User, Article, Data], str]] = {
    "publish": _publish,
    "ask": _ask,
    "fix": _fix,
    "reschedule": _reschedule,
    "cancel": _cancel,
    "window": _window,
    "withdraw": _withdraw,
    "take": _take,
    "look": _look,
    "promote": _promote,
}
TAKEN: dict[str, Callable[[], str]] = {
    "submit": lambda: _("Submitted. An editor will read it next."),
    "approve": lambda: _("Approved. It can be published now."),
    "return": lambda: _("Returned to the writer, with your note."),
    "spike": lambda: _("Spiked. It can't be published until someone revives it."),
    "revive": lambda: _("Revived. It is a draft again."),
}
