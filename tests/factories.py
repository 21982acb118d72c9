"""Fixed, boring things to test with. One cast everywhere: Nora writes, Omar edits, Mina moderates, Pia reads.

Nothing here is random. A headline repeats; a slug ends in a number, so that no two stories want one address.
"""

from datetime import UTC, date, datetime

import factory
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db.models import Value
from django.db.models.functions import Concat
from factory.django import DjangoModelFactory, ImageField

from articles import publishing
from articles.models import Article, Byline, Citation, Correspondent, Document, Edition, Kind, Photo, Plan, Source
from newsroom import jobs
from reviews.models import Discussion, Review
from sections.models import Section

NOON = datetime(2024, 4, 28, 12, 0, tzinfo=UTC)  # four in the afternoon in Baku; long past, so that clients see it
FAR = datetime(2999, 1, 1, tzinfo=UTC)  # to come, however late these tests are run


IMPORT = publishing.Machine("import")


def at(moment: datetime):
    """A clock that has stopped."""
    return lambda: moment


def make_user(username: str, role: str = "", **fields) -> User:
    """Somebody with a log-in, in one of the groups that the migration makes."""
    fields = {"email": f"{username}@samur.example", "is_staff": True} | fields
    user = User.objects.create_user(username, password="desk", **fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def send_mail(clock=None) -> int:
    """As the worker does; how many jobs of mail that were."""
    return jobs.carry_out(jobs.MAIL, clock=clock)


SECTIONS = {  # in az and ru; a section that is not among them is called the same in every language
    "Politics": ("Siyasət", "Политика"),
    "Economy": ("İqtisadiyyat", "Экономика"),
    "Culture": ("Mədəniyyət", "Культура"),
    "Regions": ("Bölgələr", "Регионы"),
    "Markets": ("Bazarlar", "Рынки"),
}


def section_names(name: str) -> dict[str, dict[str, str]]:
    """Every section of the tests can be published into in every language."""
    az, ru = SECTIONS.get(name, (name, name))
    return {code: {"name": said} for code, said in (("az", az), ("ru", ru), ("ar", name))}


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section
        django_get_or_create = ["slug"]

    name = "Politics"
    slug = factory.LazyAttribute(lambda section: section.name.lower())
    translations = factory.LazyAttribute(lambda section: section_names(section.name))


class CorrespondentFactory(DjangoModelFactory):
    class Meta:
        model = Correspondent
        django_get_or_create = ["slug"]

    name = "Leyla Həsənova"
    slug = "leyla-hesenova"
    role = "Washington correspondent"


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    kind = Source.Kind.ORGANISATION
    name = "Ministry of Energy"
    reason = factory.LazyAttribute(lambda source: "was not allowed to speak" if source.kind == "unnamed" else "")
    knowledge = factory.LazyAttribute(lambda source: "took part in the talks" if source.kind == "unnamed" else "")


class PhotoFactory(DjangoModelFactory):
    class Meta:
        model = Photo

    # A random one may spell the very word that a test looks for.
    uid = factory.Sequence(lambda number: f"picture-{number:014}")
    original = ImageField(width=64, height=48, color="navy", format="JPEG", filename="DSC_0001.jpg")
    alt = "A hall with empty chairs"
    caption = "The hall before the session"
    credit = "Photo: Samur Wire"


class ArticleFactory(DjangoModelFactory):
    """A story that can be published as it is.

    `tagged=["Energy"]` gives it topics, `named=[correspondent]` a byline, `citing=[source]` its sources.
    """

    class Meta:
        model = Article
        skip_postgeneration_save = True

    headline = "Council meets in Quba"
    standfirst = "The council of Quba met on Sunday and agreed on the budget."
    body = "<p>The members spoke for two hours.</p>"
    slug = factory.Sequence(lambda n: f"council-meets-in-quba-{n}")
    section = factory.SubFactory(SectionFactory)

    @factory.post_generation
    def tagged(article, create, names):  # noqa: N805  (factory_boy hands over the thing made)
        if names:
            article.tags.add(*names)

    @factory.post_generation
    def named(article, create, people):  # noqa: N805
        for position, person in enumerate(people or []):
            Byline.objects.create(article=article, correspondent=person, position=position)

    @factory.post_generation
    def citing(article, create, sources):  # noqa: N805
        for position, source in enumerate(sources or []):
            Citation.objects.create(article=article, source=source, position=position, statement="agreed on the budget")


class BriefFactory(ArticleFactory):
    kind = Kind.BRIEF
    headline = ""
    standfirst = "The road to Xınalıq is open again. It was closed for a week."
    body = ""
    slug = factory.Sequence(lambda n: f"the-road-is-open-{n}")


class PlanFactory(DjangoModelFactory):
    """An idea that nobody has started to write, due on a Monday."""

    class Meta:
        model = Plan

    title = "Bread prices, November"
    due_on = date(2026, 11, 30)
    made_by = factory.LazyFunction(lambda: User.objects.get_or_create(username="planner")[0])


def make_document(content: bytes = b"%PDF-1.7", name: str = "minutes.pdf", **fields) -> Document:
    """A stored copy, as the desk keeps one."""
    document = Document(file=ContentFile(content, name=name), name=name, type="application/pdf", **fields)
    document.measure()
    document.save()
    return document


class ReviewFactory(DjangoModelFactory):
    """What Pia says about a story; it waits for Mina."""

    class Meta:
        model = Review
        skip_postgeneration_save = True

    article = factory.SubFactory(ArticleFactory)
    rating = 4
    text = "A clear account of what was decided."
    name = "Pia"
    email = "pia@reader.example"
    posted_at = NOON

    @factory.post_generation
    def counted(self, create: bool, extracted: object, **kwargs) -> None:
        """What is public is counted in its discussion, as a decision does it."""
        if self.state == Review.State.PUBLISHED:
            Discussion.objects.tally(self.article_id, rating=self.rating, by=1)


def publish(article: Article | None = None, *, now: datetime = NOON, by=IMPORT, **act) -> Edition:
    """Publish a story (or a boring new one) as a machine does, when the clock shows `now`.

    Where it says what is live or scheduled already, a paragraph is added first: there is no edition without a change.
    """
    article = article or ArticleFactory()
    try:
        return publishing.publish(article.pk, by=by, clock=at(now), **act)
    except publishing.Refused as refusal:
        if refusal.code not in {"nothing-changed", "already-scheduled"}:
            raise
    Article.objects.filter(pk=article.pk).update(body=Concat("body", Value("<p>There is more.</p>")))
    return publishing.publish(article.pk, by=by, clock=at(now), **act)


def rewrite(article: Article, **fields) -> Article:
    """Change the draft the way the desk does: a whole save, which is a new version."""
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    return article
