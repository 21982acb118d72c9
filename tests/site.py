"""The readers' site with something on every page: the addresses of one story that has all a story can have."""

from datetime import timedelta

from articles.models import AboutPage, Edition
from articles.site import about_pages
from reviews.models import Review
from tests.factories import (
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SectionFactory,
    SourceFactory,
    publish,
)

PAGES = {
    "front": "/",
    "latest": "/latest/",
    "search": "/search/",
    "search for a word": "/search/?q=council",
    "search for nothing": "/search/?q=nobody",
    "section": "/politics/",
    "older in a section": "/politics/?before=29990101T000000.000000-1",
    "article": "/politics/2024/04/28/council-meets/",
    "brief": "/politics/2024/04/28/the-road-is-open/",
    "topics": "/topics/",
    "topic": "/topics/energy/",
    "correspondents": "/correspondents/",
    "correspondent": "/correspondents/leyla-hesenova/",
    "history": "/politics/2024/04/28/council-meets/history/",
    "ninjs": "/politics/2024/04/28/council-meets/story.ninjs.json",
    "newsml": "/politics/2024/04/28/council-meets/story.newsml.xml",
    "corrections": "/corrections/",
    "reviews": "/politics/2024/04/28/council-meets/reviews/",
    "archive": "/archive/",
    "archive of a year": "/archive/2024/",
    "archive of a month": "/archive/2024/04/",
    "archive of a day": "/archive/2024/04/28/",
    "about": "/about/",
    "about ethics": "/about/ethics/",
    "privacy": "/about/privacy/",
    "healthz": "/healthz",
    "manifest": "/site.webmanifest",
    "robots": "/robots.txt",
}
LISTS = ["front", "latest", "search for a word", "section", "topic", "correspondent"]
FOR_READERS = [name for name in PAGES if name not in {"healthz", "manifest", "robots", "ninjs", "newsml"}]
# The tables that no query of a readers' page may name.
DESK = r'"(articles_article|articles_byline|articles_citation|articles_source|articles_articletag|auth_\w+|django_\w+)"'


def one_story() -> Edition:
    """A story with everything a story can have, and a brief beside it."""
    article = ArticleFactory(
        slug="council-meets", dateline="Quba", photo=PhotoFactory(), named=[CorrespondentFactory()], tagged=["Energy"],
        citing=[SourceFactory()],
    )  # fmt: skip
    edition = publish(article)
    publish(BriefFactory(slug="the-road-is-open"))
    ReviewFactory(article=article, state=Review.State.PUBLISHED)
    for slug in ("about", "ethics"):
        about_pages.write(AboutPage(slug=slug, name=slug, body="<p>We ask.</p>", public=True), by=None)
    return edition


def fill(story: Edition) -> Edition:
    """So much that every list is cut off somewhere: three sections, two pages of stories and briefs."""
    leyla, photo = story.article.bylines.get().correspondent, story.photo
    for name in ("Politics", "Economy", "Culture"):
        section = SectionFactory(name=name)
        for number in range(11):
            moment = NOON + number * timedelta(minutes=1)
            article = ArticleFactory(section=section, tagged=["Energy"], named=[leyla], photo=photo)
            publish(article, now=moment)
            publish(BriefFactory(section=section), now=moment)
    publish(ArticleFactory(follows=story.article), now=NOON + timedelta(hours=1))
    return story
