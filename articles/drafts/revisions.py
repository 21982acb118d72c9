"""The history of drafts: each version whole, with its bylines, citations, tags and pictures.

Whatever changes a draft keeps the version: a save (articles/drafts/editing.py), a wire import, a quick fix, a restore.
A story older than this history gets its present text as a first version when it is next changed, so that there is
something to compare with. Text that was typed but not saved is no version.

Why our own, in one table: django-simple-history leaves tags and bylines out of a version; django-reversion keeps rows
as serialised strings, to compare and to restore them would have been ours to write all the same, and its own log of
who and when would have been a third beside ledger and journal.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import override

from articles.drafts import finding
from articles.models import Article, Edition, Event, Photo, Revision

Content = dict[str, Any]

# Of another story a version keeps the number and no word: its text may have to go.
OTHERS = {field.name for field in Article._meta.concrete_fields if field.related_model is Article}


def content_of(article: Article) -> Content:
    """What the draft says, as JSON: section and photo, correspondents and sources by their keys, dates as ISO.

    The fields of models.Content by name; "bylines": [{correspondent, role, position}]; "citations": [{source, kind,
    statement, address, obtained_on, obtained_how, document, position}]; "tags": [names]. Positions are places in the
    list, from 0. "gallery": [{photo, caption, position}]; it is not there in versions older than galleries.
    """
    names = ("source_id", "kind", "statement", "address", "obtained_on", "obtained_how", "document_id")
    bylines = article.bylines.values("correspondent_id", "role")
    return _fields(article) | {
        "bylines": [_line(line, place) for place, line in enumerate(bylines)],
        "citations": [_line(line, place) for place, line in enumerate(article.citations.values(*names))],
        "gallery": [_line(line, place) for place, line in enumerate(article.gallery.values("photo_id", "caption"))],
        "tags": sorted(article.tags.values_list("name", flat=True)),
    }


def unkept(article: Article) -> Revision | None:
    """The stored text, if no revision holds it yet. Pass it to `keep` when the text is replaced."""
    if article.revisions.filter(version=article.version).exists():
        return None
    return _revision(article, _made_by(article))


def keep(article: Article, event: Event, *, before: Revision | None = None) -> Revision:
    """Keep this version, saved with all its parts; `event` is the line of the activity log that says who made it.

    `before`: what `unkept` gave before it was changed.
    """
    if before:
        before.save(force_insert=True)
    revision = _revision(article, event)
    revision.save(force_insert=True)
    finding.note(article)
    return revision


def at(article: Article, version: int) -> Revision | None:
    """The story's content at this version, kept or current. None if it was never kept, or has been erased."""
    if version == article.version and (standing := unkept(article)):
        return standing
    return article.revisions.filter(version=version, erased=False).first()


def printed(edition: Edition) -> Revision:
    """What readers see of a story, in the form of a version, to be compared with one; it is not saved."""
    bylines = [{"correspondent": line["id"], "role": line["role"]} for line in edition.bylines]
    citations = [
        {**line, "source": line["attribution"], "document": line.get("file", {}).get("uid")}
        for line in edition.citations
    ]
    keys = dict(Photo.objects.filter(uid__in=[one["uid"] for one in edition.gallery]).values_list("uid", "pk"))
    gallery = [{"photo": keys[one["uid"]], "caption": one["caption"]} for one in edition.gallery if one["uid"] in keys]
    names = {
        "section": {str(edition.section_id): str(edition.section)} if edition.section_id else {},
        "photo": {
            str(keys.get(one["uid"], edition.photo_id)): one["caption"] or one["alt"] or one["uid"]
            for one in (edition.picture, *edition.gallery)
            if one
        },
        "correspondent": {str(line["id"]): line["name"] for line in edition.bylines},
        "source": {line["attribution"]: line["attribution"] for line in edition.citations},
        "document": {line["file"]["uid"]: line["file"]["name"] for line in edition.citations if "file" in line},
    }
    tags = sorted(topic["name"] for topic in edition.topics)
    content = _fields(edition) | {"bylines": bylines, "citations": citations, "gallery": gallery, "tags": tags}
    return Revision(article_id=edition.article_id, version=edition.version, content=content, names=names)


def base_of(article: Article, version: int) -> Content | None:
    """The story's content as kept at this version. None if it was never kept, or has been erased."""
    return article.revisions.filter(version=version, erased=False).values_list("content", flat=True).first()


def made_by(article: Article) -> tuple[User | None, datetime]:
    """Who saved the version that is stored now, and when, be it text or not."""
    kept = article.revisions.filter(version=article.version).select_related("event__by").first()
    event = kept and kept.event
    return (event.by, event.at) if event else (article.edited_by, article.edited_at)


def _revision(article: Article, event: Event | None) -> Revision:
    return Revision(
        article=article, version=article.version, event=event, content=content_of(article), names=_names(article)
    )


def _made_by(article: Article) -> Event | None:
    """The line of the activity log that made the current version, if there is one."""
    made = Q(detail__version=article.version)
    if article.version == 1:
        made |= Q(verb__in=["write", "import"])
    return Event.objects.about(article).filter(made, revision=None).first()


def _fields(story: Article | Edition) -> Content:
    return {name: _plain(story._meta.get_field(name).value_from_object(story)) for name in Article.names()}


def _names(article: Article) -> dict[str, dict[str, str]]:
    """The names of the rows referred to, by kind and key, and the usual roles of bylines, the same for each person who
    saves: in the default language, roles in that of the story. Of a source, only the public name.
    """
    correspondents = [line.correspondent for line in article.bylines.select_related("correspondent")]
    citations = article.citations.select_related("source", "document")
    documents = [citation.document for citation in citations]
    sources = [citation.source for citation in citations]
    own = (name for name in Article.relations() if name not in OTHERS)
    rows = {name: [getattr(article, name)] for name in own}
    rows["photo"] += [line.photo for line in article.gallery.select_related("photo")]
    rows |= {"correspondent": correspondents, "source": sources, "document": documents}
    with override(settings.LANGUAGE_CODE):
        names = {kind: {str(row.pk): str(row) for row in found if row} for kind, found in rows.items()}
    return names | {"role": {str(person.pk): person.said("role", article.language) for person in correspondents}}


def _line(values: Content, place: int) -> Content:
    return {name.removesuffix("_id"): _plain(value) for name, value in values.items()} | {"position": place}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.6f}"
    return value.isoformat() if isinstance(value, date) else value
