"""What the list of stories can be narrowed to. Each is answered from an index, or while the list is walked."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.desk import list_views
from articles.models import Article, ArticleTag, Byline, Edition, Kind, Tag
from articles.models.article import Priority
from articles.workflow import FORMERLY, State
from newsroom.lib import clock
from newsroom.lib.house_time import DAY, midnight

Choices = Iterator[tuple[str, str]]


class Filter(admin.SimpleListFilter):
    """A choice that nobody offered leaves the list as it is."""

    widget = "select"  # how it is asked for; or "date", "text"
    offered = True  # where filters are chosen; what is not offered works in addresses that people have kept
    always = False  # beside the search field, not only among all filters

    def queryset(self, request: HttpRequest, stories: QuerySet[Article]) -> QuerySet[Article]:
        chosen = self.value()
        if not chosen or chosen not in dict(self.lookup_choices):
            return stories
        return self.narrow(stories, chosen)

    def shown(self) -> str:
        """What is chosen, in words; "" where nothing is, or nothing that can be."""
        return str(dict(self.lookup_choices).get(self.value(), "")) if self.value() else ""


class DayFilter(Filter):
    """A day of the newsroom, as 2026-11-28; anything else leaves the list as it is."""

    widget = "date"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        return iter(())

    def has_output(self) -> bool:
        return True

    def day(self) -> date | None:
        try:
            return parse_date(self.value() or "")
        except ValueError:
            return None

    def queryset(self, request: HttpRequest, stories: QuerySet[Article]) -> QuerySet[Article]:
        day = self.day()
        return self.narrow_to(stories, day) if day and day.year in range(1970, 9998) else stories

    def shown(self) -> str:
        day = self.day()
        return date_format(day, "j F Y") if day else ""


class ViewFilter(Filter):
    """The tab that is open."""

    title, parameter_name = _("view"), "view"
    offered = False

    def __init__(self, request: HttpRequest, *args) -> None:
        self.user = request.user
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield from ((name, view.title) for name, view in list_views.of(request.user).items())

    def shown(self) -> str:
        return ""  # the tab shows it

    def narrow(self, stories: QuerySet[Article], view: str) -> QuerySet[Article]:
        return list_views.VIEWS[view].narrow(stories, self.user, clock.now())


class SectionFilter(Filter):
    title, parameter_name = _("section"), "section"
    always = True

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        sections = Article._meta.get_field("section").related_model
        yield from ((section.slug, str(section)) for section in sections.objects.all())
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
    title, parameter_name = _("readers see"), "public"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield "no", _("Not published")
        yield "coming", _("Scheduled")
        yield "live", _("Published")
        yield "changed", _("Published, with unpublished changes")
        yield "withdrawn", _("Withdrawn or ended")

    def narrow(self, stories: QuerySet[Article], public: str) -> QuerySet[Article]:
        now = clock.now()
        match public:
            case "no":
                return stories.never_public()
            case "coming":
                return stories.scheduled(now)
            case "live":
                return stories.live(now)
            case "changed":
                return stories.changed(now)
        return stories.over(now)


class LanguageFilter(Filter):
    title, parameter_name = _("language"), "language"
    always = True

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield from settings.LANGUAGES

    def narrow(self, stories: QuerySet[Article], language: str) -> QuerySet[Article]:
        return stories.filter(language=language)


class WriterFilter(Filter):
    """Stories that people wrote, are assigned to write, or are named in."""

    title, parameter_name = _("writer"), "writer"
    always = True

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield from model_admin.people_to_filter(request)

    def narrow(self, stories: QuerySet[Article], who: str) -> QuerySet[Article]:
        key = int(who[1:])
        if who.startswith("c"):
            return stories.filter(pk__in=Byline.objects.filter(correspondent=key).order_by().values("article"))
        named = Byline.objects.filter(correspondent__user=key).order_by().values("article")
        return stories.filter(self.theirs(key) | Q(pk__in=named))

    def theirs(self, key: int) -> Q:
        return Q(writer=key) | Q(reporter=key)


class PersonFilter(WriterFilter):
    """The same, and stories that they edit: the one filter of people that older versions had."""

    title, parameter_name = _("person"), "person"
    offered = always = False

    def theirs(self, key: int) -> Q:
        return super().theirs(key) | Q(editor=key)


class EditorFilter(Filter):
    title, parameter_name = _("editor"), "editor"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        yield "-", _("No editor yet")
        yield from ((who[1:], name) for who, name in model_admin.people_to_filter(request) if who.startswith("u"))

    def narrow(self, stories: QuerySet[Article], who: str) -> QuerySet[Article]:
        return stories.filter(editor=None if who == "-" else int(who))


class TagFilter(Filter):
    """By the name of a tag, as it is typed; a name that no tag has finds no story."""

    title, parameter_name = _("tag"), "tag"
    widget = "text"

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        return iter(())

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, stories: QuerySet[Article]) -> QuerySet[Article]:
        if not (name := self.shown()):
            return stories
        tagged = ArticleTag.objects.filter(tag=Tag.objects.known(name)).order_by()
        return stories.filter(pk__in=tagged.values("content_object"))

    def shown(self) -> str:
        return (self.value() or "").strip()


class PublishedFilter(DayFilter):
    title, parameter_name = _("published on"), "published"

    def narrow_to(self, stories: QuerySet[Article], day: date) -> QuerySet[Article]:
        published = Edition.objects.live(clock.now()).filter(
            first_published_at__gte=midnight(day), first_published_at__lt=midnight(day + DAY)
        )
        return stories.filter(pk__in=published.order_by().values("article"))


class SinceFilter(DayFilter):
    title, parameter_name = _("saved since"), "since"

    def narrow_to(self, stories: QuerySet[Article], day: date) -> QuerySet[Article]:
        return stories.filter(edited_at__gte=midnight(day))


class AgeFilter(Filter):
    title, parameter_name = _("last saved"), "age"
    offered = False
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
    always = True

    def lookups(self, request: HttpRequest, model_admin) -> Choices:
        return Kind.choices

    def narrow(self, stories: QuerySet[Article], kind: str) -> QuerySet[Article]:
        return stories.filter(kind=kind)


FILTERS = [
    ViewFilter, SectionFilter, LanguageFilter, KindFilter, WriterFilter, EditorFilter, StateFilter, PublicFilter,
    PublishedFilter, SinceFilter, AgeFilter, DeadlineFilter, PriorityFilter, TagFilter, PersonFilter,
]  # fmt: skip
