"""The page of a step: it asks on GET, and acts on POST alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from js_asset import Media

from articles import publishing, workflow
from articles.desk import forms, notifications, unsaved
from articles.desk.autosave_views import presence
from articles.drafts import assigning, comparison, editing, printing, promoting, revisions
from articles.models import FOREVER, NEVER, Act, Article, Edition, Event, PendingCheck, PublishingState
from articles.publishing import foureyes, preflight
from articles.templatetags.desk import both_clocks
from articles.workflow import STEPS, NotAllowed
from newsroom.lib import clock

CONFLICT = 409
Data = dict[str, Any]


def view(
    model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str, *, filled: Data | None = None
) -> HttpResponse:
    """Ask about a step, or take it. Answers 403 to a person who may not, 409 where the story does not let it.

    `filled`: what some fields start from, where another page led here.
    """
    if verb not in STEPS:
        raise Http404
    if not workflow.may(request.user, verb, article):
        raise PermissionDenied
    if verb in workflow.OF_TEXT and (page := unsaved.stop(model_admin, request, article, verb)):
        return page
    filled = (filled or {}) | unsaved.written(request, article, verb)
    form = FORMS.get(verb, forms.NoteForm)(
        request.POST or None, article=article, initial=_initial(request, article, verb) | filled
    )
    if request.method == "POST" and form.is_valid():
        try:
            words = _act(request.user, article, verb, form.cleaned_data)
        except (NotAllowed, publishing.Refused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{words} {article}")
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    status = CONFLICT if form.non_field_errors() else 200
    since = _since(form, article) if status == CONFLICT else []
    context = _page(model_admin, request, article, verb, form) | {"since": since}
    return TemplateResponse(request, "desk/step.html", context, status=status)


def take(request: HttpRequest, article: Article, verb: str) -> None:
    """A step that asks for nothing, right after a save; if it is refused, the next page says why."""
    try:
        messages.success(request, f"{_act(request.user, article, verb, {})} {article}")
    except NotAllowed as error:
        messages.error(request, str(error))


def _act(user: User, article: Article, verb: str, data: Data) -> str:
    """Take the step and notify the people concerned. Returns a message that says what happened and who was notified."""
    with transaction.atomic():
        words = _words(user, article, verb, data)
        return " ".join(filter(None, [words, notifications.told(_tell(user, article, verb, data))]))


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
    kind = notifications.OF_STEPS.get(verb)
    if verb == "publish" and Edition.objects.upcoming(clock.now()).filter(article=article).exists():
        kind = notifications.Kind.SCHEDULED
    return notifications.tell(kind, article, by=user, words=data.get("note", "").strip()) if kind else []


def _publish(user: User, article: Article, data: Data) -> str:
    names = ("seen", "version", "text_digest", "at", "change", "note", "reason")
    edition = publishing.publish(article.pk, by=user, **{name: data[name] for name in names if name in data})
    if edition.live_from <= clock.now():
        return _("Published. Readers can see it now.")
    return _("Scheduled for %s.") % both_clocks(edition.live_from)


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
FORMS = {
    "look": forms.LookForm,
    "submit": forms.ReadForm,
    "approve": forms.ReadForm,
    "return": forms.ReadForm,
    "spike": forms.ReadForm,
    "promote": forms.PromoteForm,
    "publish": forms.PublishForm,
    "fix": forms.FixForm,
    "reschedule": forms.RescheduleForm,
    "window": forms.WindowForm,
}


def _initial(request: HttpRequest, article: Article, verb: str) -> Data:
    """What the page shows, to be handed back with the decision, and what the fields start from."""
    initial: Data = {"version": article.version, "seen": publishing.token(article.pk)}
    if verb in workflow.OF_TEXT:
        initial["text_digest"] = editing.digest(article)
    if verb == "promote":
        initial["headline"] = promoting.proposed_headline(article)
    if verb == "publish":
        initial["two"] = publishing.seen_by_two(article, by=request.user)
    live = Edition.objects.live(clock.now()).filter(article=article).first()
    if verb == "fix" and live:
        initial |= {name: getattr(live, name) for name in publishing.FIXABLE}
    if verb == "reschedule":
        upcoming = Edition.objects.upcoming(clock.now()).filter(article=article)
        initial["at"] = upcoming.values_list("live_from", flat=True).first()
    if verb == "window":
        record = PublishingState.objects.filter(pk=article.pk).first() or PublishingState()
        initial["embargo"] = record.embargo if record.embargo > NEVER else None
        initial["ends_at"] = record.ends_at if record.ends_at < FOREVER else None
    return initial


def _since(form: Any, article: Article) -> list[Act | Event]:
    """What others did since the page was opened, for the one who was refused."""
    acts = publishing.acts_since(article.pk, form.cleaned_data.get("seen", ""))
    edits = Event.objects.about(article).filter(verb="edit").select_related("by")
    version = form.cleaned_data.get("version") or 0
    return [*acts, *(edit for edit in edits[:5] if edit.detail.get("version", 0) > version)]


def _unread(article: Article, user: User) -> QuerySet[PendingCheck]:
    """What this person can check: publications by one colleague alone."""
    return article.pending_checks.exclude(by=user).select_related("override__by")


def _page(model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str, form: Any) -> Data:
    now = clock.now()
    editions = Edition.objects.filter(article=article)
    live = editions.live(now).first()
    upcoming = editions.upcoming(now).first()
    proof = printing.proof(article) if verb in workflow.OF_TEXT else None
    before = live if verb in {"submit", "approve", "publish"} else None
    public = editing.public_of(article)
    if verb == "look" and (proof := upcoming or live):  # the page has a link to the live one
        before = proof.previous
    return model_admin.admin_site.each_context(request) | {
        "title": f"{STEPS[verb].name}: {article}",
        "opts": model_admin.opts,
        "original": article,
        "article": article,
        "step": STEPS[verb],
        "form": form,
        "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
        "now": now,
        "live": live,
        "coming": upcoming,
        "record": PublishingState.objects.filter(pk=article.pk, ends_at__lt=FOREVER).first(),
        "is_open": STEPS[verb].suits(article, public, request.user),
        "why_closed": workflow.why_closed(verb, article, public),
        "proof": proof,
        "comparison": _comparison(before, proof) if before and proof else None,
        "problems": list(preflight.check(article)) if verb == "publish" else [],
        "unread": _unread(article, request.user) if verb == "look" else [],
        "alone": verb == "publish" and not form.initial["two"],
        "others": presence(article, request.user),
        "left_out": unsaved.of(model_admin, request, article) if verb not in workflow.OF_TEXT else [],
    }


def _comparison(before: Edition, proof: Edition) -> comparison.Comparison:
    """All that changes for readers: words, and byline, sources, tags, pictures beside them."""
    return comparison.compare(revisions.printed(before), revisions.printed(proof))
