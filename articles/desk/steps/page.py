"""What the page of a step shows."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from js_asset import Media

from articles import publishing, workflow
from articles.desk import notifications, unsaved
from articles.desk.autosave_views import called, presence
from articles.desk.steps import publish_page
from articles.drafts import comparison, editing, form_autosave, printing, promoting, revisions
from articles.models import FOREVER, NEVER, Act, Article, Edition, Event, PendingCheck, PublishingState
from articles.workflow import STEPS
from newsroom.lib import clock

Data = dict[str, Any]
DANGER = frozenset({"withdraw", "spike", "cancel"})


def initial(request: HttpRequest, article: Article, verb: str) -> Data:
    """What the page shows, to be handed back with the decision, and what the fields start from."""
    found: Data = {"version": article.version, "seen": publishing.token(article.pk)}
    if verb in workflow.OF_TEXT:
        found["text_digest"] = editing.digest(article)
    if verb == "promote":
        found["headline"] = promoting.proposed_headline(article)
    if verb == "publish":
        found["two"] = publishing.seen_by_two(article, by=request.user)
        people = [] if found["two"] else notifications.checkers(article, request.user)
        found["checkers"] = [called(person) for person in people]
        found |= publish_page.proposed(article, request.user, found["text_digest"])
    live = Edition.objects.live(clock.now()).filter(article=article).first()
    if verb == "fix" and live:
        found |= {name: getattr(live, name) for name in publishing.FIXABLE}
    if verb == "reschedule":
        upcoming = Edition.objects.upcoming(clock.now()).filter(article=article)
        found["at"] = upcoming.values_list("live_from", flat=True).first()
    if verb == "window":
        record = PublishingState.objects.filter(pk=article.pk).first() or PublishingState()
        found["embargo"] = record.embargo if record.embargo > NEVER else None
        found["ends_at"] = record.ends_at if record.ends_at < FOREVER else None
    return found


def since(form: Form, article: Article) -> list[Act | Event]:
    """What others did since the page was opened, for the one who was refused."""
    acts = publishing.acts_since(article.pk, form.cleaned_data.get("seen", ""))
    edits = Event.objects.about(article).filter(verb="edit").select_related("by")
    version = form.cleaned_data.get("version") or 0
    return [*acts, *(edit for edit in edits[:5] if edit.detail.get("version", 0) > version)]


def show_anew(form: Form, verb: str) -> None:
    """A refused page shows the story as it is now, so it is that which is seen the next time the button is pressed.

    Not of a quick fix: its fields hold the text of the edition that it was opened on.
    """
    if verb in workflow.OF_TEXT:
        form.data = form.data.copy()
        form.data.update({name: form.initial[name] for name in ("seen", "version", "text_digest")})


def context(model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str, form: Form) -> Data:
    now = clock.now()
    editions = Edition.objects.filter(article=article)
    live, upcoming = editions.live(now).first(), editions.upcoming(now).first()
    proof = printing.proof(article) if verb in workflow.OF_TEXT else None
    before = live if verb in {"submit", "approve", "publish"} else None
    if verb == "look" and (proof := upcoming or live):  # the page has a link to the live one
        before = proof.previous
    page = _frame(model_admin, request, article, verb, form) | {
        "now": now,
        "live": live,
        "coming": upcoming,
        "record": PublishingState.objects.filter(pk=article.pk, ends_at__lt=FOREVER).first(),
        "proof": proof,
        **_changes(before, proof),
        "unread": _unread(article, request.user) if verb == "look" else [],
        "others": presence(article, request.user),
        "left_out": unsaved.of(model_admin, request, article) if verb not in workflow.OF_TEXT else [],
    }
    return page | (publish_page.context(article, form, page) if verb == "publish" else {})


def _frame(model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str, form: Form) -> Data:
    step, public = STEPS[verb], editing.public_of(article)
    return model_admin.admin_site.each_context(request) | {
        "title": f"{step.name}: {article}",
        "opts": model_admin.opts,
        "original": article,
        "article": article,
        "step": step,
        "danger": verb in DANGER,
        "form": form,
        "form_name": form_autosave.name_of(article, verb),
        "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
        "is_open": step.suits(article, public, request.user),
        "why_closed": workflow.why_closed(verb, article, public),
    }


def _changes(before: Edition | None, proof: Edition | None) -> Data:
    """All that changes for readers: words, and byline, sources, tags, pictures beside them."""
    if not (before and proof):
        return {"comparison": None, "marked": []}
    old, new = revisions.printed(before), revisions.printed(proof)
    return {"comparison": comparison.compare(old, new), "marked": comparison.marked(old, new)}


def _unread(article: Article, user: User) -> QuerySet[PendingCheck]:
    """What this person can check: publications by one colleague alone."""
    return article.pending_checks.exclude(by=user).select_related("override__by")
