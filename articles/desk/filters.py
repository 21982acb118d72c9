"""What the list of stories can be narrowed to. Each is answered from an index, or while the list is walked."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.desk import staff
from articles.models import Article, Byline, Correspondent, Edition, Kind
from articles.models.article import Priority
from articles.workflow import FORMERLY, State
from newsroom.lib import clock, theme

Choices = Iterator[tuple[str, str]]


class Filter(theme.DropdownFilter):
    """A choice that nobody offered leaves the list as it is."""

    def queryset(self, request: HttpRequest, stories: QuerySet[Article]) -> QuerySet[Article]:
        chosen = self.value()
        if not chosen or chosen not in dict(self.lookup_choices):
            return stories
        return self.narrow(stories, chosen)


class SectionFilter(Filter):
    title, parameter_name = _("section"), "section"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        sections = Article._meta.get_field("section").related_model
        yield from ((slug, name) for slug, name in sections.objects.values_list("slug", "name"))
        yield "-", _("No section yet")

    def narrow(self, stories: QuerySet[Article], slug: str) -> QuerySet[Article]:
        return stories.filter(section=None) if slug == "-" else stories.filter(section__slug=slug)


class StateFilter(Filter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        return State.choices

    def value(self) -> str | None:
        """Also by the names that states had in older versions, which are still in people's bookmarks."""
        chosen = super().value()
        return FORMERLY.get(chosen, chosen)

    def narrow(self, stories: QuerySet[Article], state: str) -> QuerySet[Article]:
        return stories.filter(state=state)


class PublicFilter(Filter):
    title, parameter_name = _("publication"), "public"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield "no", _("Not published")
        yield "coming", _("Scheduled")
        yield "live", _("Published")
        yield "changed", _("Published, with unpublished changes")
        yield "withdrawn", _("Withdrawn or ended")

    def narrow(self, stories: QuerySet[Article], public: str) -> QuerySet[Article]:
        now, mine = clock.now(), Edition.objects.filter(article=OuterRef("pk"))
        live, coming = Exists(mine.live(now)), mine.upcoming(now)
        return stories.filter(
            {
                "no": ~Exists(mine.public_by(now)) & ~Exists(coming),
                "coming": Q(pk__in=Edition.objects.upcoming(now).order_by().values("article")),
                "live": live,
                "changed": Exists(mine.live(now).exclude(version=OuterRef("version"))),
                "withdrawn": Exists(mine.public_by(now)) & ~live & ~Exists(coming),
            }[public]
        )


class PersonFilter(Filter):
    """Stories by the people who wrote them, were assigned to write or edit them, or are named in the byline."""

    title, parameter_name = _("person"), "person"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        for user in staff.writers():
            yield f"u{user.pk}", user.get_full_name() or user.get_username()
        for correspondent in Correspondent.objects.filter(user=None):
            yield f"c{correspondent.pk}", correspondent.name

    def narrow(self, stories: QuerySet[Article], who: str) -> QuerySet[Article]:
        key = int(who[1:])
        if who.startswith("c"):
            return stories.filter(pk__in=Byline.objects.filter(correspondent=key).order_by().values("article"))
        named = Byline.objects.filter(correspondent__user=key).order_by().values("article")
        return stories.filter(Q(writer=key) | Q(reporter=key) | Q(editor=key) | Q(pk__in=named))


class AgeFilter(Filter):
    title, parameter_name = _("last edited"), "age"
    DAYS = {"1": _("In the last 24 hours"), "3": _("In the last 3 days"), "7": _("In the last week"),
            "30": _("In the last 30 days")}  # fmt: skip

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield from self.DAYS.items()
        yield "older", _("More than 30 days ago")

    def narrow(self, stories: QuerySet[Article], age: str) -> QuerySet[Article]:
        if age == "older":
            return stories.filter(edited_at__lt=clock.now() - timedelta(days=30))
        return stories.filter(edited_at__gte=clock.now() - timedelta(days=int(age)))


class DeadlineFilter(Filter):
    title, parameter_name = _("deadline"), "deadline"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield "late", _("Late")
        yield "soon", _("In the next 24 hours")

    def narrow(self, stories: QuerySet[Article], which: str) -> QuerySet[Article]:
        now = clock.now()
        return stories.late(now) if which == "late" else stories.due(now, now + timedelta(days=1))


class PriorityFilter(Filter):
    title, parameter_name = _("priority"), "priority"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield from ((str(value), label) for value, label in Priority.choices)

    def narrow(self, stories: QuerySet[Article], priority: str) -> QuerySet[Article]:
        return stories.filter(priority=priority)


class KindFilter(Filter):
    title, parameter_name = _("kind"), "kind"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        return Kind.choices

    def narrow(self, stories: QuerySet[Article], kind: str) -> QuerySet[Article]:
        return stories.filter(kind=kind)


FILTERS = [
    StateFilter, SectionFilter, PublicFilter, PersonFilter, AgeFilter, DeadlineFilter, PriorityFilter, KindFilter,
]  # fmt: skip
