"""Whatever is not public now is on no public address, for nobody: a word of its own stands in every hidden text.

All words begin with zq. A route that is not listed in VISITS fails, so that nobody adds one without thinking of this.
"""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles import publishing
from articles.desk import notifications
from articles.models import (
    FOREVER,
    AboutPage,
    Address,
    Article,
    Byline,
    Citation,
    Correspondent,
    Document,
    Edition,
    Event,
    GalleryPicture,
    Photo,
    PreviewLink,
    PublishingState,
    Source,
)
from articles.models.documents import address_name
from articles.models.notice import Kind
from articles.pictures import copies, library
from articles.site import about_pages, previews
from reviews import links as links_of_reviews
from reviews.models import Review
from sections import arranging, breaking
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SourceFactory,
    at,
    make_document,
    make_user,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
HIDDEN = re.compile(r"zq[a-z]{3,}", re.IGNORECASE)  # of two letters alone the bytes of a picture have some by chance
NEVER_PUBLISHED = ["draft", "submitted", "approved", "spiked"]
REPLACED = ["replaced", "closed", "erased"]
FRONT_FATES = ["draft", "embargoed", "withdrawn", "submitted", "upcoming", "ended", "cancelled", "brief"]
FATES = [
    *NEVER_PUBLISHED, "embargoed", "upcoming", "brief", "update", "cancelled", "rewritten", "ended", "withdrawn",
    *REPLACED,
]  # fmt: skip


def picture(word: str) -> Photo:
    """A picture with the word in all that is said of it, in the name of its file and in what the camera wrote."""
    image, out = Image.new("RGB", (64, 48), "navy"), io.BytesIO()
    exif = image.getexif()
    exif[0x010E] = word
    image.save(out, "JPEG", exif=exif)
    file = ContentFile(out.getvalue(), name=f"{word}.jpg")
    return PhotoFactory(original=file, alt=word, caption=word, credit=word)


def texts(word: str) -> dict:
    """Every field of a draft that holds words."""
    words = f"The council {word} of Quba."
    inside = f'<figure data-photo="{picture(word).uid}"></figure>'
    return {
        "headline": words, "standfirst": words, "body": f"<p>{words}</p>{inside}", "byline": words, "dateline": word,
        "dateline_country": word, "slug": f"{word}-slug", "photo": picture(word), "front_headline": words,
        "search_title": words, "search_description": words, "social_title": words, "slugline": word, "genre": word,
        "editors_note": words, "usage_terms": words,
    }  # fmt: skip


def pictures_of(article: Article) -> list[str]:
    return [*library.shown_by(article).values_list("uid", flat=True)]


def parts(article: Article, word: str) -> None:
    """The same in everything that hangs on it."""
    person = CorrespondentFactory(
        name=f"Person {word}",
        slug=f"{word}-person",
        role=word,
        beat=word,
        biography=word,
        email=f"{word}@samur.example",
        languages=word,
        location=word,
        link=f"https://{word}.example/",
        photo=picture(word),
    )
    Byline.objects.create(article=article, correspondent=person, role=word)
    paper = make_document(word.encode(), f"{word}.txt", downloadable=True)
    Citation.objects.create(
        article=article, source=SourceFactory(name=word), statement=word, obtained_how=word, document=paper
    )
    article.tags.set([f"{word} topic"])
    GalleryPicture.objects.create(article=article, photo=picture(word), caption=f"In the gallery: {word}")


def make(fate: str) -> Article:
    """A story in which zq + its fate stands wherever words can stand, and which must be nowhere on the site today."""
    word, later = f"zq{fate}", {"update", "rewritten"}
    article = ArticleFactory(slug=f"{fate}-clean") if fate in later else ArticleFactory(**texts(word))
    if fate in later:
        publish(article)
        article = rewrite(article, **texts(word))
    parts(article, word)
    match fate:
        case "submitted" | "approved" | "spiked":
            Article.objects.filter(pk=article.pk).update(state=fate)
        case "embargoed":
            PublishingState.objects.create(article=article, embargo=FAR)
            publish(article, at=FAR)
        case "upcoming":
            publish(article, at=FAR)
        case "brief":
            Article.objects.filter(pk=article.pk).update(kind="brief", headline="")
            publish(article, at=FAR)
        case "update":
            publish(article, now=NOON + HOUR, at=FAR, change="correction", note=f"The note {word}.")
        case "cancelled":
            publish(article, at=FAR)
            publishing.withdraw(article.pk, by=IMPORT, reason="Never mind.", clock=at(NOON + HOUR))
        case "ended":
            PublishingState.objects.create(article=article, ends_at=NOON + HOUR)
            publish(article)
            publish(article, now=NOON + HOUR / 2, change="correction", note="A number was wrong.")
        case "withdrawn":
            publish(article)
            publish(article, now=NOON + HOUR / 2, change="correction", note="A number was wrong.")
            publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
        case "replaced" | "closed" | "erased":
            publish(article)
            article = rewrite(article, **texts("clean") | {"slug": f"{fate}-clean"})
            article.bylines.all().delete()
            article.citations.all().delete()
            article.gallery.all().delete()
            article.tags.clear()
            publish(article, now=NOON + HOUR, change="correction", note="A number was wrong.")
    return article


@pytest.fixture(scope="class")
def world(kept) -> dict[str, Article]:
    """All hidden stories, and one live one about which the desk knows more than it says."""
    writer = make_user(
        "zqwriter", "Journalists", email="zqmail@samur.example", first_name="Zqfirst", last_name="Zqlast"
    )
    stories = {fate: make(fate) for fate in FATES}
    Edition.objects.filter(article=stories["closed"], number=1).update(comparable=False)
    judge = make_user("judge", is_superuser=True)
    publishing.erase(stories["erased"].pk, 1, by=judge, reason="zqcourt", clock=at(NOON + 2 * HOUR))
    source = SourceFactory(
        kind=Source.Kind.UNNAMED, name="Zqsource", note="zqnote", attribution="a source in the Secretariat"
    )
    live = ArticleFactory(
        slug="live", writer=writer, edited_by=writer, tagged=["Energy"], citing=[source], photo=picture("zqcamera"),
        named=[CorrespondentFactory(user=writer)], editors_note="zqeditors", usage_terms="zqterms", slugline="ZQSLUG",
        genre="zqgenre",
    )  # fmt: skip
    Photo.objects.filter(pk=live.photo_id).update(alt="A hall", caption="A hall", credit="Samur Wire")
    Event.objects.write("return", live, by=writer, reason="zqreturn")
    notifications.tell(Kind.RETURNED, live, by=None, people=[writer], words="zqtold")
    publish(live, by=writer, reason="zqoverride")
    publish(BriefFactory(slug="live-brief"))
    for state in {*Review.State} - {Review.State.PUBLISHED}:
        ReviewFactory(article=live, state=state, text=f"zq{state} zqreview", name=f"zq{state}", screening="zqscreening")
    ReviewFactory(article=live, state=Review.State.PUBLISHED, email="zqreader@reader.example", screening="zqscreening")
    for slug in ("about", "zqpage"):
        about_pages.write(AboutPage(slug=slug, name="zqpage", description="zqpage", body="<p>zqpage</p>"), by=judge)
    about_pages.write(AboutPage(slug="ethics", name="Ethics", body="<p>We ask.</p>", public=True), by=writer)
    stories["live"] = live
    fronts(stories, judge)
    for fate, made_at in (("draft", NOON), ("spiked", timezone.now()), ("withdrawn", NOON), ("live", timezone.now())):
        link = PreviewLink.objects.create(
            article=stories[fate], made_by=judge, made_at=made_at, expires_at=made_at + previews.LIFE
        )
        if fate == "withdrawn":
            PreviewLink.objects.filter(pk=link.pk).update(expires_at=FAR, revoked_at=NOON + HOUR)
    return stories


def fronts(stories: dict[str, Article], editor) -> None:
    """Editors gave places on both fronts to stories that nobody may see, and planned a banner; one leads to a draft."""
    held = [arranging.Held(place, stories[fate].pk) for place, fate in enumerate(FRONT_FATES, start=1)]
    arranging.arrange(None, held, by=editor)
    arranging.arrange(stories["draft"].section, held[:3], by=editor)
    breaking.put_up("The council meets", by=editor, article=stories["draft"])
    breaking.put_up("The council zqbanner", by=editor, at=FAR)


# -- every route, and where it leads to something hidden ---------------------------------------------------------------


def lists(path: str) -> list[str]:
    return [path, f"{path}?before=29990101T000000.000000-1"]


def places(world: dict[str, Article]) -> list[str]:
    """Every path that is claimed, and those that the unpublished would have."""
    paths = [*Address.objects.values_list("path", flat=True)]
    return paths + [f"politics/2024/04/28/{world[fate].slug}" for fate in NEVER_PUBLISHED]


def links() -> list[str]:
    """Links to previews: expired, of a spiked story, revoked, forged, and an open one to a story without secrets."""
    made = [previews.address(link).removeprefix("http://testserver") for link in PreviewLink.objects.all()]
    keys = [link.pk for link in PreviewLink.objects.all()]
    return [*made, *(path[:-2] + "x/" for path in made), *(f"/preview/{key.hex}/" for key in keys), "/preview/x.y/"]


def of_their_own(purpose: str, page: str = "") -> list[str]:
    """Private addresses of reviews whose writers said nothing hidden, and forged ones of the others."""
    made = [*Review.objects.exclude(name__startswith="zq").exclude(email__startswith="zq")]
    other = links_of_reviews.STATUS if purpose == "confirm" else links_of_reviews.CONFIRM
    tokens = [links_of_reviews.token(review, purpose) for review in made]
    tokens += [links_of_reviews.token(review, other) for review in Review.objects.all()]
    tokens += [review.uid.hex for review in Review.objects.all()]
    return [f"/reviews/{purpose}/{token}/{page}" for token in tokens]


# One copy of each format and shape: all others are drawn like these.
COPIES = {(copy.format, copy.shape): name for name, copy in copies.COPIES.items()}


def pictures(world: dict[str, Article]) -> set[tuple[str, str]]:
    """Every picture in one copy and as it came in; one that is shown and one that is not in every format and shape."""
    every = {(uid, name) for uid in Photo.objects.values_list("uid", flat=True) for name in ("960.jpg", "original")}
    return every | {(world[fate].photo.uid, name) for fate in ("live", "draft") for name in COPIES.values()}


def feeds(page: str) -> list[str]:
    """In each format."""
    return [f"{page}feed.{ending}" for ending in ("xml", "atom", "json")]


VISITS = {
    "front": lambda world: lists("/"),
    "latest": lambda world: lists("/latest/"),
    "search": lambda world: [f"/search/?q={word}" for word in ("", "council", "quba", "the", "energy", "person")],
    "healthz": lambda world: ["/healthz"],
    "robots": lambda world: ["/robots.txt"],
    "sitemap": lambda world: ["/sitemap.xml"],
    "sitemap_lists": lambda world: ["/sitemap-lists.xml"],
    "sitemap_month": lambda world: ["/sitemap-2024-04.xml", "/sitemap-2999-01.xml"],
    "news_sitemap": lambda world: ["/news-sitemap.xml"],
    "manifest": lambda world: ["/site.webmanifest"],
    "favicon": lambda world: ["/favicon.ico"],
    "touch_icon": lambda world: ["/apple-touch-icon.png"],
    "touch_icon_precomposed": lambda world: ["/apple-touch-icon-precomposed.png"],
    "security": lambda world: ["/.well-known/security.txt"],
    "articles:feed": lambda world: feeds("/"),
    "articles:briefs_feed": lambda world: feeds("/latest/briefs/"),
    "articles:topic_feed": lambda world: [
        *feeds("/topics/energy/"),
        *(path for fate in FATES for path in feeds(reverse("articles:topic", args=[f"zq{fate}-topic"]))),
    ],
    "articles:correspondent_feed": lambda world: [
        path
        for slug in Correspondent.objects.values_list("slug", flat=True)
        for path in feeds(reverse("articles:correspondent", args=[slug]))
    ],
    "articles:corrections_feed": lambda world: feeds("/corrections/"),
    "articles:feed_elsewhere": lambda world: ["/feed/"],
    "articles:rss": lambda world: ["/rss/"],
    "sections:feed": lambda world: feeds("/politics/"),
    "articles:topics": lambda world: ["/topics/"],
    "sections:detail": lambda world: lists("/politics/"),
    "sections:year": lambda world: ["/politics/2024/", "/politics/2999/"],
    "sections:month": lambda world: ["/politics/2024/04/", "/politics/2999/01/"],
    "sections:day": lambda world: ["/politics/2024/04/28/", "/politics/2999/01/01/"],
    "stories:detail": lambda world: [reverse("stories:detail", args=[path]) for path in places(world)],
    "stories:history": lambda world: [reverse("stories:history", args=[path]) for path in places(world)],
    "exchange:ninjs": lambda world: [reverse("exchange:ninjs", args=[path]) for path in places(world)],
    "exchange:newsml": lambda world: [reverse("exchange:newsml", args=[path]) for path in places(world)],
    "articles:corrections": lambda world: lists("/corrections/"),
    "articles:topic": lambda world: [
        *lists("/topics/energy/"),
        *(reverse("articles:topic", args=[f"zq{fate}-topic"]) for fate in FATES),
    ],
    "articles:archive": lambda world: ["/archive/"],
    "articles:archive_year": lambda world: ["/archive/2024/", "/archive/2999/"],
    "articles:archive_month": lambda world: ["/archive/2024/04/", "/archive/2999/01/"],
    "articles:archive_day": lambda world: [*lists("/archive/2024/04/28/"), "/archive/2999/01/01/"],
    "articles:correspondents": lambda world: ["/correspondents/"],
    "articles:correspondent": lambda world: [
        reverse("articles:correspondent", args=[slug])
        for slug in Correspondent.objects.values_list("slug", flat=True)
    ],
    "stories:social": lambda world: [
        reverse("stories:social", args=[path, number]) for path in places(world) for number in (1, 2)
    ],
    "stories:social_site": lambda world: ["/social.png"],
    "articles:about": lambda world: ["/about/"],
    "articles:about_page": lambda world: ["/about/zqpage/", "/about/ethics/"],
    "stories:media": lambda world: [reverse("stories:media", args=[*one]) for one in pictures(world)],
    "stories:document": lambda world: [
        reverse("stories:document", args=[document.uid, address_name(document.name)])
        for document in Document.objects.all()
    ],
    "stories:preview": lambda world: links(),
    "stories:preview_picture": lambda world: [
        f"{path}{article.photo.uid}/960.jpg" for path in links() for article in world.values() if article.photo
    ],
    "reviews:post": lambda world: [reverse("reviews:post", args=[article.uid]) for article in world.values()],
    "story_reviews": lambda world: [
        path for claimed in places(world) for path in lists(reverse("story_reviews", args=[claimed]))
    ],
    "reviews:report": lambda world: [reverse("reviews:report", args=[review.pk]) for review in Review.objects.all()],
    "reviews:reported": lambda world: [reverse("reviews:reported", args=[article.uid]) for article in world.values()],
    "privacy": lambda world: ["/about/privacy/"],
    "reviews:status": lambda world: of_their_own("status"),
    "reviews:edit": lambda world: of_their_own("status", "edit/"),
    "reviews:export": lambda world: of_their_own("status", "held.json"),
    "reviews:act": lambda world: of_their_own("status", "withdraw/"),
    "reviews:confirm": lambda world: of_their_own("confirm"),
}  # fmt: skip


# The publication history shows what a live story said before, as long as no editor has closed the comparison.
# What a story tells other newsrooms is in their formats, and only there.
FOR_NEWSROOMS = {"zqterms", "zqslug", "zqgenre"}
ALLOWED = {"stories:history": {"zqreplaced"}, "exchange:ninjs": FOR_NEWSROOMS, "exchange:newsml": FOR_NEWSROOMS}


def test_every_public_route_is_visited(public_routes):
    assert {*public_routes} == {*VISITS}


def hidden_words(response, asked: str = "") -> set[str]:
    """The hidden words in an answer, its headers too, but for the address that was asked: it is known to who asked."""
    body = b"".join(response) if response.streaming else response.content
    said = f"{response.headers} {response.cookies} {body.decode('utf-8', 'replace')}"
    said = said.replace(asked.removesuffix("/").removesuffix("/history"), "") if asked else said
    return {word.lower() for word in HIDDEN.findall(said)}


VISITORS = ["pia", "nora", "omar", "mina", "admin"]


@pytest.fixture
def visitor(request, who) -> Client:
    client = Client()
    if who != "pia":
        client.force_login(request.getfixturevalue(who))
    return client


class TestToday:
    @pytest.mark.parametrize("who", VISITORS)
    @pytest.mark.parametrize("name", VISITS)
    def test_no_address_says_a_hidden_word(self, world, visitor, name):
        for path in VISITS[name](world):
            response = visitor.get(path)
            assert hidden_words(response, path) <= ALLOWED.get(name, set()), path
            kept = response["Cache-Control"].split(", ")
            brief = (
                name in {"stories:media", "stories:social", "stories:social_site"}
                and response.status_code == 200
                and "max-age=60" in kept
            )
            assert brief or {"no-cache", "no-store"} & {*kept}, f"a cache may keep {path}"
            if name == "reviews:post":
                assert not hidden_words(visitor.post(path, {"text": "Too short"})), path

    @pytest.mark.parametrize("who", VISITORS)
    def test_no_hidden_word_finds_anything(self, world, visitor):
        for word in [f"zq{fate}" for fate in FATES] + [
            "zq",
            "zqtold",
            "zqsource",
            "zqwriter",
            "zqreview",
            "zqcamera",
            "zqnote",
            "zqeditors",
            "zqterms",
            "zqslug",
            "zqgenre",
        ]:
            assert not visitor.get("/search/", {"q": word}).context["search"].found, word

    def test_what_is_not_there_is_not_said_to_be_there(self, world, client):
        """An address, a topic, a name, a picture, a form of a story that nobody knows: as if it had never been."""
        for fate in [*NEVER_PUBLISHED, "embargoed", "upcoming", "brief", "cancelled"]:
            article = world[fate]
            for path in (
                f"/politics/2024/04/28/{article.slug}/",
                f"/politics/2024/04/28/{article.slug}/history/",
                f"/politics/2999/01/01/{article.slug}/",
                f"/topics/zq{fate}-topic/",
                f"/correspondents/zq{fate}-person/",
                *(reverse("stories:media", args=[uid, "960.jpg"]) for uid in pictures_of(article)),
            ):
                assert client.get(path).status_code == 404, path
            assert client.post(reverse("reviews:post", args=[article.uid]), {}).status_code == 404

    @pytest.mark.parametrize("fate", ["withdrawn", "ended", "replaced", "closed"])
    def test_what_was_there_is_there_no_longer(self, world, client, fate):
        first = Edition.objects.get(article=world[fate], number=1)
        status = 301 if fate in REPLACED else 410
        assert client.get(first.get_absolute_url()).status_code == status
        assert client.get(f"/topics/zq{fate}-topic/").status_code == 410
        assert client.get(f"/correspondents/zq{fate}-person/").status_code == 410
        for printed in first.all_pictures:
            assert client.get(reverse("stories:media", args=[printed["uid"], "960.jpg"])).status_code == 404

    def test_nothing_of_what_is_live_is_missing(self, world, client):
        """Or else the tests above could pass on an empty site."""
        latest = client.get("/latest/").text
        assert client.get("/corrections/").text.count("A number was wrong.") == 2 + len(REPLACED)
        for slug in ("live", "live-brief", "update-clean", "rewritten-clean", "replaced-clean"):
            assert f"/2024/04/28/{slug}/" in latest

    @pytest.mark.parametrize(
        ("fate", "moment"),
        [
            ("embargoed", FAR),
            ("upcoming", FAR),
            ("update", FAR),
            ("brief", FAR),
            ("ended", NOON),
            ("withdrawn", NOON),
            ("replaced", NOON),
        ],
    )
    def test_every_hidden_word_would_be_seen_at_its_moment(self, world, answer, fate, moment):
        """Or else the tests above would look for words that no page could say."""
        edition = Edition.objects.live(moment).get(article=world[fate])
        for path in (
            edition.get_absolute_url(),
            "/latest/",
            f"/topics/zq{fate}-topic/",
            f"/correspondents/zq{fate}-person/",
        ):
            page = answer(path, moment)
            assert page.status_code == 200
            assert f"zq{fate}" in page.text, path
        assert f"zq{fate}" in answer("/search/", moment, q=f"zq{fate}").text
        assert len(edition.all_pictures) == 3
        for printed in edition.all_pictures:
            address, tick = reverse("stories:media", args=[printed["uid"], "960.jpg"]), timedelta.resolution
            assert answer(address, edition.live_from - tick).status_code == 404
            assert answer(address, edition.live_from).status_code == 200
            ends = edition.article.publishing_state.ends_at if fate == "ended" else FOREVER
            assert answer(address, ends - tick).status_code == (404 if fate in {"withdrawn", "replaced"} else 200)
            assert answer(address, ends).status_code == 404
