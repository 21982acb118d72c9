"""From the working copy to an edition: everything a reader will see, as it reads now, copied and not pointed at."""

from typing import Any

from articles import rendering
from articles.models import Article, Content, Edition

PRINTED = ("story", "bylines", "citations", "topics", "picture", "pictures", "html", "words")
CONTENT = [field.name for field in Content._meta.get_fields()]
RELATIONS = [field.name for field in Content._meta.get_fields() if field.is_relation]


def proof(article: Article) -> Edition:
    """An edition of this working copy that is not saved yet: content, bylines, citations, topics, picture, HTML.

    Of a source only its public name is copied, so that no page can lead to a secret one.
    """
    edition = Edition(**{name: getattr(article, name) for name in CONTENT})
    edition.story, edition.version = article.uid, article.version
    edition.bylines = [_byline(line) for line in article.bylines.select_related("correspondent")]
    edition.citations = [_citation(citation) for citation in article.citations.select_related("source")]
    edition.topics = [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in article.tags.order_by("slug")]
    edition.picture = _picture(article.photo) if article.photo else None
    finish(edition)
    return edition


def again(edition: Edition, *, version: int | None = None) -> Edition:
    """The same content once more, for an edition that is to be issued with another start or another word."""
    copy = Edition(**{name: getattr(edition, name) for name in (*CONTENT, *PRINTED)})
    copy.version = version or edition.version
    return copy


def finish(edition: Edition) -> None:
    """Make what is derived from the source: final HTML, and the words a search finds it by."""
    edition.html = rendering.clean(edition.body)
    edition.words = searchable(edition, rendering.text(edition.html))


def searchable(edition: Edition, text: str) -> str:
    """The words by which a search finds an edition: on the first line those that weigh more."""
    topics = [topic["name"] for topic in edition.topics]
    names = [byline["name"] for byline in edition.bylines] + [cited["attribution"] for cited in edition.citations]
    first = rendering.words(edition.headline, *topics)
    return f"{first}\n{rendering.words(edition.standfirst, text, edition.byline, *names)}"


def _byline(line: Any) -> dict[str, Any]:
    person = line.correspondent
    return {"id": person.pk, "name": person.name, "slug": person.slug, "role": line.role or person.role}


def _citation(citation: Any) -> dict[str, Any]:
    return {
        "kind": citation.kind,
        "attribution": citation.source.public_name,
        "source": citation.source.kind,
        "statement": citation.statement,
        "address": citation.address,
        "obtained_on": citation.obtained_on and citation.obtained_on.isoformat(),
    }


def _picture(photo: Any) -> dict[str, Any]:
    return {name: getattr(photo, name) for name in ("uid", "width", "height", "alt", "caption", "credit")}
