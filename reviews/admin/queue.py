"""What waits for a moderator: oldest first, with what is needed to decide, and each attacker in one row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import workflow
from articles.models import Article, Event, Preference
from newsroom.lib import paging
from reviews import moderation
from reviews.admin import stories
from reviews.models import Review
from reviews.models.review import Reason
from reviews.moderation import DECISIONS

State = Review.State

SHOWN = 50
GROUPED = 3  # of one network are one row
AT_ONCE = 500  # decided with one click
NAMED = 50  # of these, on the page that asks
COUNTED = 99  # the badge says no more
TABS = {
    State.PENDING: gettext_lazy("Waiting"),
    State.UNCONFIRMED: gettext_lazy("Unconfirmed"),
    State.HIDDEN: gettext_lazy("Hidden after reports"),
    State.SPAM: gettext_lazy("Spam"),
}
AGES = {"late": gettext_lazy("longer than we promise"), "day": gettext_lazy("more than a day")}
Place = tuple[datetime, int]  # when it was posted, and its key
QUICK = ("publish", "refuse", "spam", "remove")  # what a row offers, where it is open


@dataclass
class Row:
    """One review; or several of one network, of which the first is shown."""

    review: Review
    count: int = 1
    late: bool = False
    published: int = 0  # of this writer
    refused: int = 0
    may_correct: bool = False  # an error report, for those who lead the story

    @property
    def decisions(self) -> list[moderation.Decision]:
        return [decision for decision in moderation.open_to(self.review) if decision.verb in QUICK]


def urls() -> list:
    wrap = admin.site.admin_view
    return [
        path("queue/", wrap(require_safe(queue)), name="reviews_review_queue"),
        path("queue/several/", wrap(require_POST(several)), name="reviews_review_several"),
    ]


def badge() -> str:
    """For the menu: how many wait; "" for none."""
    count = Review.objects.waiting().order_by()[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count or "")


def queue(request: HttpRequest) -> HttpResponse:
    """The page. Filters are in its address; decisions are posted, and lead back here."""
    _for_moderators(request)
    asked = request.GET
    tab = asked.get("tab") if asked.get("tab") in TABS else State.PENDING
    waiting = Review.objects.filter(state=tab)
    chosen = {name: asked.get(name, "") for name in ("section", "kind", "age", "network")}
    found = _narrowed(waiting, chosen, request.moment)
    shown, later = rows(found, request.moment, after=_place(asked.get("after", "")), grouped=not chosen["network"])
    stories.show([row.review for row in shown], request)
    for row in shown:
        is_report = row.review.kind == Review.Kind.ERROR and not row.review.correction_id
        row.may_correct = is_report and workflow.may_lead(request.user, row.review.article)
    counts = dict(Review.objects.filter(state__in=TABS).order_by().values_list("state").annotate(Count("pk")))
    context = {
        "title": _("Moderation queue"),
        "tabs": [(state, name, counts.get(state, 0)) for state, name in TABS.items()],
        "tab": tab,
        "rows": shown,
        "later": later,
        "chosen": chosen,
        "sections": _sections(waiting),
        "kinds": Review.Kind.choices,
        "ages": AGES.items(),
        "reasons": Reason.choices,
        "verbs": [decision for verb, decision in DECISIONS.items() if verb in QUICK and tab in decision.sources],
        "here": request.get_full_path(),
        "hours": settings.REVIEWS_TARGET_HOURS,
        "last": _last_of(request),
        "single_keys": Preference.single_keys_of(request.user),
    }
    return TemplateResponse(request, "desk/queue.html", context)


def _sections(waiting: QuerySet[Review]) -> list[tuple[str, str]]:
    """Those of the stories that these reviews are about, as (slug, name)."""
    sections = Article._meta.get_field("section").related_model.objects
    return [(one.slug, str(one)) for one in sections.filter(pk__in=waiting.order_by().values("article__section"))]


def _place(name: str) -> Place | None:
    try:
        return paging.place(name) if name else None
    except ValueError:
        raise Http404 from None


def rows(
    reviews: QuerySet[Review], now: datetime, *, after: Place | None = None, grouped: bool = True
) -> tuple[list[Row], str]:
    """Oldest first, SHOWN at most after this place, and the name of the place where the next page begins.

    However many there are of one network, they are one row.
    """
    heads = _heads(reviews) if grouped else reviews
    if after:
        heads = heads.filter(paging.row_after(("posted_at", "pk"), after))
    found = [*heads.order_by("posted_at", "pk").select_related("article__section").defer("article__body")[: SHOWN + 1]]
    counts = _counted(reviews, found[:SHOWN]) if grouped else {}
    promised = timedelta(hours=settings.REVIEWS_TARGET_HOURS)
    shown = [Row(one, counts.get(one.network, 1), late=one.posted_at < now - promised) for one in found[:SHOWN]]
    _tell_of_writers(shown)
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    return shown, paging.name(last.posted_at, last.pk) if last else ""


def _heads(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Of these, those that have a row: of a network from which GROUPED came, the first."""
    same = reviews.filter(network=OuterRef("network")).order_by()
    at, key = OuterRef("posted_at"), OuterRef("pk")
    earlier = same.filter(Q(posted_at__lt=at) | Q(posted_at=at, pk__lt=key))
    return reviews.filter(Q(network="") | ~Exists(earlier) | ~Exists(same[GROUPED - 1 : GROUPED]))


def _counted(reviews: QuerySet[Review], heads: list[Review]) -> dict[str, int]:
    """How many reviews each row represents, by network."""
    networks = {review.network for review in heads} - {""}
    counts = reviews.filter(network__in=networks).order_by().values_list("network").annotate(of=Count("pk"))
    return dict(counts.filter(of__gte=GROUPED))


def _tell_of_writers(found: list[Row]) -> None:
    """How often each was published and refused before, by e-mail address."""
    emails = {row.review.email for row in found} - {""}
    counts = Review.objects.filter(email__in=emails).order_by().values_list("email")
    refused = Q(state__in=[State.REFUSED, State.SPAM]) | Q(state=State.REMOVED, withdrawn_at=None)
    counts = counts.annotate(shown=Count("pk", filter=Q(state=State.PUBLISHED)), away=Count("pk", filter=refused))
    known = {email: (published, turned_away) for email, published, turned_away in counts}
    for row in found:
        row.published, row.refused = known.get(row.review.email, (0, 0))


def _narrowed(reviews: QuerySet[Review], chosen: dict[str, str], now: datetime) -> QuerySet[Review]:
    spans = {"late": timedelta(hours=settings.REVIEWS_TARGET_HOURS), "day": timedelta(days=1)}
    wanted = {"article__section__slug": chosen["section"], "kind": chosen["kind"], "network": chosen["network"]}
    reviews = reviews.filter(**{name: value for name, value in wanted.items() if value})
    span = spans.get(chosen["age"])
    return reviews.filter(posted_at__lt=now - span) if span else reviews


def _last_of(request: HttpRequest) -> Review | None:
    """The last review this person decided on, if that can be undone."""
    kind = ContentType.objects.get_for_model(Review)
    mine = Event.objects.filter(by=request.user, on_type=kind, verb__in=[*DECISIONS, "undo"])
    event = mine.first()
    review = event and event.verb != "undo" and Review.objects.filter(pk=event.on_id).first()
    return review if review and moderation.can_undo(review) else None


# -- several at once --------------------------------------------------------------------------------------------------


def several(request: HttpRequest) -> HttpResponse:
    """What is to be done with the chosen ones is shown first; only what is sent from there is done."""
    _for_moderators(request)
    verb, tab, back = request.POST.get("verb", ""), request.POST.get("tab", ""), then(request, request.POST.get("tab"))
    said = {name: request.POST.get(name, "") for name in ("reason", "note")}
    if verb not in QUICK or tab not in TABS:
        messages.error(request, _("Choose what to do with the selected reviews."))
        return HttpResponseRedirect(back)
    if "sure" in request.POST:
        _decide_all(request, verb, said, request.POST.get("sure", ""))
        return HttpResponseRedirect(back)
    found = _meant(request.POST.getlist("review"), tab)
    if not found:
        messages.error(request, _("Choose at least one review."))
        return HttpResponseRedirect(back)
    stories.show(found[:NAMED], request)
    context = admin.site.each_context(request) | {
        "title": _("Several reviews at once"),
        "opts": Review._meta,
        "decision": DECISIONS[verb],
        "tab": tab,
        "back": back,
        "found": found,
        "named": found[:NAMED],
        "sure": ",".join(f"{review.pk}:{review.version}" for review in found),
        "reasons": Reason.choices,
        **said,
    }
    return TemplateResponse(request, "desk/several_reviews.html", context)


def then(request: HttpRequest, tab: str | None) -> str:
    """Redirect back to the queue with its filters, and never to another site."""
    given = request.POST.get("next", "")
    queue = reverse("admin:reviews_review_queue")
    is_ours = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if is_ours else f"{queue}?tab={tab}" if tab in TABS else queue


def _meant(chosen: list[str], tab: str) -> list[Review]:
    """The reviews that were ticked. Ticking a group selects all pending reviews of its network."""
    networks = [value.removeprefix("all:") for value in chosen if value.startswith("all:")]
    keys = [int(value) for value in chosen if value.isdecimal()]
    meant = Review.objects.filter(Q(pk__in=keys) | Q(network__in=[one for one in networks if one]), state=tab)
    return [*meant.select_related("article__section").order_by("posted_at", "pk")[:AT_ONCE]]


def _decide_all(request: HttpRequest, verb: str, said: dict[str, str], sure: str) -> None:
    done, problems = 0, {}
    for pk, version in _pairs(sure):
        try:
            moderation.decide(pk, verb, by=request.user, version=version, **said)
            done += 1
        except (moderation.NotDecided, Review.DoesNotExist) as error:
            problems[str(error)] = problems.get(str(error), 0) + 1
    if done:
        text = ngettext("%(name)s: %(count)d review.", "%(name)s: %(count)d reviews.", done)
        messages.success(request, text % {"name": DECISIONS[verb].name, "count": done})
    for words, count in problems.items():
        messages.error(request, f"{words} ({count})")


def _pairs(sure: str) -> Iterator[tuple[int, int]]:
    for pair in sure.split(",")[:AT_ONCE]:
        pk, _colon, version = pair.partition(":")
        if pk.isdecimal() and version.isdecimal():
            yield int(pk), int(version)


def _for_moderators(request: HttpRequest) -> None:
    if not request.user.has_perm("reviews.moderate_review"):
        raise PermissionDenied
