"""Making an edition from a draft: everything that a reader will see is copied, so later changes don't reach it."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from articles.models import (
    Article,
    Byline,
    Citation,
    Content,
    Correspondent,
    Edition,
    GalleryPicture,
    Photo,
    Tag,
    ledger,
)
from articles.text import rendering, typesetting
from newsroom.lib import clock, fields

PRINTED = ("story", "bylines", "citations", "topics", "picture", "pictures", "gallery", "priority", "html",
           "rendered_with")  # fmt: skip
BLOCK = r"</?(?:p|h2|h3|ul|ol|li|blockquote|hr|table|tbody|tr|th|td|figure|figcaption)\b[^<>]*>"
SPACE = re.compile(r"[ \t\r\n]+")  # no-break and thin spaces are typography
EDGE = re.compile(rf" ?({BLOCK}|<br>) ?")
LAST_BREAK = re.compile(rf"(?:<br>)+(?={BLOCK}|$)")


class Parts:
    """What a draft says outside its own row. Each list is read once, when it is first needed.

    Make a new one whenever the draft may have changed, or an old text would be compared or published.
    """

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def bylines(self) -> list[Byline]:
        return [*self.article.bylines.select_related("correspondent")]

    @cached_property
    def citations(self) -> list[Citation]:
        return [*self.article.citations.select_related("source", "document")]

    @cached_property
    def tags(self) -> list[Tag]:
        return [*self.article.tags.order_by("slug")]

    @cached_property
    def gallery(self) -> list[GalleryPicture]:
        return [*self.article.gallery.select_related("photo")]

    @cached_property
    def photos_in_text(self) -> list[Photo]:
        """Without those that the library doesn't have."""
        uids = rendering.pictures_in(self.article.body)
        return [*Photo.objects.filter(uid__in=uids)] if uids else []

    @property
    def photos(self) -> list[Photo]:
        """All of them, each once: above the text, in it, below it."""
        above = [self.article.photo] if self.article.photo else []
        return [*dict.fromkeys([*above, *self.photos_in_text, *(line.photo for line in self.gallery)])]


def proof(article: Article, parts: Parts | None = None) -> Edition:
    """An edition of this draft that is not saved yet: content, bylines, citations, topics, pictures, HTML.

    Names are printed in the language of the story, and stay as they were printed.
    Of a source only its public name is copied, so that no page can lead to a secret one.
    """
    parts = parts or Parts(article)
    edition = Edition(**{name: getattr(article, name) for name in Content.columns()})
    edition.story, edition.version, edition.priority = article.uid, article.version, article.priority
    edition.bylines = [_byline(line, article.language) for line in parts.bylines]
    edition.citations = [_citation(citation, article.language) for citation in parts.citations]
    edition.topics = [
        {"id": tag.pk, "name": tag.said("name", article.language), "slug": tag.slug} for tag in parts.tags
    ]
    edition.picture = _picture(article.photo) if article.photo else None
    edition.pictures = [_picture(photo) for photo in parts.photos_in_text]
    edition.gallery = [_in_gallery(line) for line in parts.gallery]
    finish(edition)
    return edition


def again(edition: Edition, *, version: int | None = None) -> Edition:
    """The same content once more, for an edition that is to be issued with another start or another word."""
    copy = Edition(**{name: getattr(edition, name) for name in (*Content.columns(), *PRINTED)})
    copy.version = version or edition.version
    return copy


def says_the_same(edition: Edition, other: Edition) -> bool:
    """Whether readers would see no difference in anything that a seal covers. Spaces that no browser shows are none."""
    one, another = (ledger.draft_digest(_as_shown(each), "") for each in (edition, other))
    return one == another


def _as_shown(edition: Edition) -> Edition:
    """A copy without spaces that are not seen: doubled ones, those at the edge of a line or a paragraph."""
    copy = again(edition)
    for field in Content._meta.get_fields():
        if isinstance(value := getattr(copy, field.attname), str):
            setattr(copy, field.name, "\n".join(SPACE.sub(" ", line).strip() for line in value.strip().splitlines()))
    copy.body = LAST_BREAK.sub("", EDGE.sub(r"\1", SPACE.sub(" ", rendering.clean(copy.body)))).strip()
    return copy


def finish(edition: Edition) -> None:
    """Make what follows from the source: pictures in the text, final HTML.

    What is printed of a picture already stays as it was printed.
    """
    fields.tidy(edition)
    known = {picture["uid"]: picture for picture in edition.pictures}
    uids = rendering.pictures_in(edition.body)
    if new := set(uids) - set(known):
        known |= {photo.uid: _picture(photo) for photo in Photo.objects.filter(uid__in=new)}
    edition.pictures = [known[uid] for uid in uids if uid in known]
    edition.html = rendered(edition, moved=moved(edition.body))
    edition.rendered_with = rendering.VERSION


def rendered(edition: Any, *, moved: Mapping[str, str]) -> str:
    """The HTML of an edition, from nothing but what is sealed and `moved` (see typesetting.typeset)."""
    pictures = {picture["uid"]: picture for picture in edition.pictures}
    return typesetting.typeset(edition.body, pictures=pictures, moved=moved)


def portrait(person: Correspondent, *, at: datetime) -> dict[str, Any] | None:
    """The picture of a correspondent's page, in the form of an edition's; none without what a picture needs."""
    photo = person.photo
    return _picture(photo) if photo and not photo.lacks and photo.licensed(at) else None


def moved(body: str) -> dict[str, str]:
    """Of the stories that a text leads to: by each path they had, the one that they have now."""
    paths = [found[1] for path in rendering.internal_links(body) if (found := typesetting.STORY.match(path))]
    if not paths:
        return {}
    live = Edition.objects.live(clock.now()).filter(article__addresses__in=paths)
    return dict(live.values_list("article__addresses", "address_id"))


def _byline(line: Any, language: str) -> dict[str, Any]:
    person = line.correspondent
    role = line.role or person.said("role", language)
    return {"id": person.pk, "name": person.said("name", language), "slug": person.slug, "role": role}


def _citation(citation: Any, language: str) -> dict[str, Any]:
    """What is not said of it has no key: what was approved or sealed before there was a word for it stays the same."""
    source = citation.source
    said = {name: source.said(name, language) for name in ("reason", "knowledge")} if source.is_unnamed else {}
    said |= {"how": citation.obtained_how, "file": _file(citation.document)}
    return {
        "kind": citation.kind,
        "attribution": source.said("attribution", language),
        "source": source.kind,
        "statement": citation.statement,
        "address": citation.address,
        "obtained_on": citation.obtained_on and citation.obtained_on.isoformat(),
    } | {name: value for name, value in said.items() if value}


def _file(document: Any) -> dict[str, Any] | None:
    """Of a stored copy that readers may download; of others they do not even learn that there is one."""
    if document is None or not document.downloadable:
        return None
    return {name: getattr(document, name) for name in ("uid", "name", "size", "sha256")}


def _in_gallery(line: Any) -> dict[str, Any]:
    return _picture(line.photo) | ({"caption": line.caption} if line.caption else {})


def _picture(photo: Any) -> dict[str, Any]:
    printed = {name: getattr(photo, name) for name in ("uid", "width", "height", "alt", "caption", "credit")}
    printed |= {"sha256": photo.sha256} if photo.sha256 else {}
    return printed | {"alt": ""} if photo.decorative else printed
