"""What is measured, on a corpus (newsroom/corpus.py), in one process, without a server and without kept pages."""

import json
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import django
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Act, Article, Correspondent, Edition, UnderName, UnderTag
from newsroom import corpus
from newsroom.lib import clock
from newsroom.lib.paging import page
from sections import arranging
from sections.arranging import Held
from sections.models import Section

OUT = Path(__file__).parents[1] / "var" / "bench.json"
ROUNDS, SECONDS = 40, 2.0  # of each figure: so many rounds, or as many as fit into this time
CONSTANT, SELECT = "constant page", "plain SELECT"
SMALL = 1000  # fronts and the desk are measured at this size first: they should stay as quick


@dataclass
class Figure:
    """Milliseconds of one round; how many times as long as the baseline `beside` of the same run, and as at SMALL."""

    name: str
    median: float
    p95: float
    queries: int
    beside: str
    ratio: float = 1.0
    growth: float | None = None


def main(articles: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    load(min(SMALL, articles))
    small = {}
    if Article.objects.count() <= SMALL:
        small = {figure.name: figure.median for figure in (*fronts(), *desk())}
    loaded = load(articles)
    figures = [*measure(), *fronts(), *desk()]
    baselines = {figure.name: figure.median for figure in figures}
    for figure in figures:
        figure.ratio = figure.median / baselines[figure.beside]
        figure.growth = figure.median / small[figure.name] if figure.name in small else None
    report = about() | {
        "stories_loaded_a_second": loaded,
        "editions_verified_a_minute": verify(),
        "figures": [asdict(figure) for figure in figures],
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(report, indent=2) + "\n")
    print(table(report, figures))


def load(articles: int) -> int:
    """Stories a second; 0 where they were all there."""
    before, began = Article.objects.count(), time.perf_counter()
    for _made in corpus.load(articles):
        pass
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round((Article.objects.count() - before) / seconds)


def verify() -> int:
    """Editions a minute."""
    began = time.perf_counter()
    call_command("verify_editions", verbosity=0)
    return round(60 * Edition.objects.count() / (time.perf_counter() - began))


def about() -> dict:
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "django": django.__version__,
        "database": connection.vendor,
        "articles": Article.objects.count(),
        "editions": Edition.objects.count(),
        "acts": Act.objects.count(),
    }


# -- what is measured -------------------------------------------------------------------------------------------------


def measure() -> Iterator[Figure]:
    some = Edition.objects.values_list("pk", flat=True).order_by("pk")[0]
    yield figure(SELECT, lambda: Edition.objects.values_list("number").get(pk=some), beside=SELECT)
    reader = Client()
    for name, address in {CONSTANT: "/bench-constant/", **addresses()}.items():
        yield figure(name, lambda address=address: get(reader, address), beside=CONSTANT)
    yield figure("publish a change", changes().__next__, beside=SELECT)


def fronts() -> Iterator[Figure]:
    """The largest section and the home page, as they fill themselves, and as an editor arranged them.

    The section first: its block on the home page begins as it does.
    """
    reader, editor = Client(), bench_editor()
    live = Edition.objects.live(clock.now()).stories()
    section = Section.objects.get(pk=live.values_list("section").annotate(many=Count("pk")).order_by("-many")[0][0])
    for front, address in ((section, section.get_absolute_url()), (None, "/")):
        name = "section" if front else "front"
        arranging.arrange(front, [], by=editor)
        yield figure(name, lambda address=address: get(reader, address), beside=CONSTANT)
        own = live.filter(section=front) if front else live
        oldest = own.order_by("first_published_at", "article_id").values_list("article_id", flat=True)[:2]
        arranging.arrange(front, [Held(place, story) for place, story in enumerate(oldest, 1)], by=editor)
        yield figure(f"{name}, arranged", lambda address=address: get(reader, address), beside=CONSTANT)


def bench_editor() -> User:
    user, _new = User.objects.get_or_create(username="bench", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editors"))
    return User.objects.get(pk=user.pk)  # with permissions that nobody asked for yet


def desk() -> Iterator[Figure]:
    """What an editor opens all day."""
    editor, stories = Client(), "/admin/articles/article/"
    editor.force_login(bench_editor())
    section = Article.objects.order_by("pk")[0].section.slug
    person = Correspondent.objects.order_by("pk")[0]
    pages = {
        "desk: dashboard": "/admin/",
        "desk: list": stories,
        "desk: list, narrowed": f"{stories}?section={section}&state=submitted&priority=3",
        "desk: list, unpublished": f"{stories}?public=no",
        "desk: list, a person": f"{stories}?person=c{person.pk}",
        "desk: rare word": f"{stories}?q={corpus.RARE}",
        "desk: common word": f"{stories}?q={corpus.COMMON}",
    }
    for name, address in pages.items():
        yield figure(name, lambda address=address: get(editor, address), beside=CONSTANT)


def get(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"


def figure(name: str, act: Callable, *, beside: str) -> Figure:
    """Warm up, count the queries of one round, then time rounds."""
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = [query for query in queries if not query["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))]
    times, end = [], time.perf_counter() + SECONDS
    while len(times) < ROUNDS and (time.perf_counter() < end or len(times) < 5):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return Figure(name, statistics.median(times), statistics.quantiles(times, n=20)[-1], len(asked), beside)


def addresses() -> dict[str, str]:
    """Pages with much on them: the largest section, its depth, the fullest topic, the busiest correspondent."""
    live = Edition.objects.live(clock.now())
    section = live.values("section__slug").annotate(many=Count("pk")).order_by("-many")[0]["section__slug"]
    stories = live.stories().filter(section__slug=section)
    deep = stories.newest_first()[stories.count() * 2 // 3]
    _one, older = page(stories.older_than(deep.first_published_at, deep.article_id), "", size=1)
    topic = UnderTag.objects.values("tag__slug").annotate(many=Count("pk")).order_by("-many")[0]["tag__slug"]
    named = UnderName.objects.values("correspondent__slug").annotate(many=Count("pk")).order_by("-many")
    article = live.stories().exclude(note="").exclude(citations=[]).newest_first()[0]
    return {
        "latest": "/latest/",
        "section, deep": f"/{section}/?before={older}",
        "article": article.get_absolute_url(),
        "record": f"{article.get_absolute_url()}history/",
        "corrections": "/corrections/",
        "archive": "/archive/",
        "archive, a day": f"/archive/{timezone.localdate(deep.first_published_at):%Y/%m/%d}/",
        "topic": f"/topics/{topic}/",
        "correspondent": f"/correspondents/{named[0]['correspondent__slug']}/",
        "search, rare word": f"/search/?q={corpus.RARE}",
        "search, common word": f"/search/?q={corpus.COMMON}",
    }


def changes() -> Iterator[Edition]:
    """Publish a change to one live story after another; the desk's save of the draft is not timed."""
    live = list(
        Edition.objects.live(clock.now()).stories().newest_first()[: ROUNDS + 5].values_list("article", flat=True)
    )
    Article.objects.filter(pk__in=live).update(headline="The council has met again")
    for pk in live:
        seen = publishing.token(pk)
        yield publishing.publish(
            pk, by=publishing.Machine("bench"), seen=seen, change="update", note="The council has met again."
        )


# -- the table --------------------------------------------------------------------------------------------------------


def table(report: dict, figures: list[Figure]) -> str:
    lines = [
        f"{report['articles']} stories, {report['editions']} editions, {report['acts']} acts; {report['database']}, "
        f"Django {report['django']}, Python {report['python']}",
        "",
        f"{'':<25}{'median':>11}{'p95':>11}{'queries':>9}    beside",
    ]
    lines += [
        f"{each.name:<25}{each.median:>8.2f} ms{each.p95:>8.2f} ms{each.queries:>9}    {each.ratio:.1f} × {each.beside}"
        + (f", {each.growth:.1f} × at {SMALL:,}" if each.growth else "")
        for each in figures
    ]
    lines += [
        "",
        f"verify_editions       {report['editions_verified_a_minute']:>9,} editions a minute",
        f"corpus                {report['stories_loaded_a_second']:>9,} stories a second",
        f"Written to {OUT.relative_to(Path.cwd()) if OUT.is_relative_to(Path.cwd()) else OUT}",
    ]
    return "\n".join(lines)
