"""A newsroom that publishes in every language: what is on its pages is in the language of the page, names apart."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User

from articles import publishing
from articles.models import AboutPage, Article, Correspondent, Edition, Source, Tag
from articles.site import about_pages
from reviews.models import Review
from sections import breaking
from sections.models import Section
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    PhotoFactory,
    ReviewFactory,
    at,
    publish,
    rewrite,
)

HOUR = timedelta(hours=1)
NAMES = {  # in each language: a section, a topic, a correspondent's role, a body that is cited
    "en": {"section": "Politics", "topic": "Water", "role": "Regional reporter", "source": "Dam operator"},
    "az": {"section": "Siyasət", "topic": "Su", "role": "Bölgə müxbiri", "source": "Bəndin idarəsi"},
    "ru": {"section": "Политика", "topic": "Вода", "role": "Региональный репортёр", "source": "Дирекция плотины"},
}
SAID = {  # what its stories say: a headline, a summary, a text, a brief, a note, a reader
    "en": (
        "Dam holds",
        "The dam held on Sunday.",
        "Rain fell for two hours.",
        "The road is open.",
        "It was two.",
        "Good",
    ),
    "az": ("Bənd dayandı", "Bənd bazar günü dayandı.", "İki saat yağdı.", "Yol açıqdır.", "İki idi.", "Yaxşıdır"),
    "ru": ("Плотина стоит", "Плотина выстояла.", "Дождь шёл два часа.", "Дорога открыта.", "Было два.", "Хорошо"),
}
SLUGS = {"en": "dam-holds", "az": "bend-dayandi", "ru": "plotina-stoit"}
PERSON = "Leyla Həsənova"


def named(what: str) -> tuple[str, dict[str, dict[str, str]]]:
    """A name in the default language, and in the others as `translations` holds them."""
    other = {code: {"name": said[what]} for code, said in NAMES.items() if code != settings.LANGUAGE_CODE}
    return NAMES[settings.LANGUAGE_CODE][what], other


def fill() -> dict[str, Edition]:
    """Two stories, a brief, a withdrawn story and a banner in each language; the edition of the first of them."""
    name, translations = named("section")
    section = Section.objects.create(name=name, slug="politics", translations=translations)
    name, translations = named("topic")
    topic = Tag.objects.create(name=name, slug="water", translations=translations)
    role, roles = named("role")
    roles = {code: {"role": said["name"]} for code, said in roles.items()}
    leyla = Correspondent.objects.create(name=PERSON, slug="leyla", role=role, translations=roles)
    found: dict[str, Edition] = {}
    for code in NAMES:
        original = next(iter(found.values()), None)
        found[code] = _story(code, section, topic, leyla, original)
        _beside(code, section, topic, leyla, found[code])
    for slug in ("about", "ethics"):
        for code in NAMES:
            page = AboutPage(slug=slug, language=code, name=slug.upper(), body="<p>…</p>", public=True)
            about_pages.write(page, by=None)
    return found


def _story(code: str, section: Section, topic: Tag, leyla: Correspondent, original: Edition | None) -> Edition:
    """With everything a story can have, corrected an hour later."""
    headline, summary, text, _brief, note, reader = SAID[code]
    cited = Source.objects.create(kind=Source.Kind.ORGANISATION, name=NAMES[code]["source"])
    article = ArticleFactory(
        headline=headline, standfirst=summary, body=f"<p>{text}</p>", slug=SLUGS[code], language=code, section=section,
        tagged=[topic], named=[leyla], citing=[cited], dateline="Quba", developing=True,
        photo=PhotoFactory(alt=summary, caption=text, credit="Samur Wire"),
        translation_of=original and original.article, translated_edition=original and 1,
    )  # fmt: skip
    article.citations.update(statement=note)
    publish(article)
    for rating in (4, 4, 4, 5, 5):
        ReviewFactory(article=article, state=Review.State.PUBLISHED, text=reader, name="Pia", rating=rating)
    return publish(rewrite(article, standfirst=f"{summary} …"), now=NOON + HOUR, change="correction", note=note)


def _beside(code: str, section: Section, topic: Tag, leyla: Correspondent, story: Edition) -> None:
    headline, summary, text, brief, note, _reader = SAID[code]
    told = {"standfirst": summary, "body": f"<p>{text}</p>", "language": code, "section": section}
    told |= {"tagged": [topic], "named": [leyla]}
    publish(ArticleFactory(headline=f"{headline} 2", slug=f"{SLUGS[code]}-2", follows=story.article, **told))
    publish(BriefFactory(standfirst=brief, language=code, slug=f"{SLUGS[code]}-3", section=section))
    gone = publish(ArticleFactory(headline=f"{headline} 4", slug=f"{SLUGS[code]}-4", **told))
    publishing.withdraw(gone.article_id, by=IMPORT, reason=note, clock=at(NOON + HOUR))
    article = Article.objects.get(pk=story.article_id)
    breaking.put_up(headline, by=User.objects.get(username="omar"), article=article, language=code, clock=at(NOON))
