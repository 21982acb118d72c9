"""Import of a wire file: new texts become drafts, a changed text becomes the next draft of the story that is there.

The grammar and the rules are in docs/wire.md. The file is read as a whole or refused as a whole; then each text is
imported, and published, by itself, so that one that is refused takes no other with it.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import publishing
from articles.drafts import editing, printing, revisions
from articles.exchange.wire_text import BadWire, Wire, parse
from articles.models import Article, Edition, Event, Kind, PublishingState, WireText, ledger
from articles.models.content import default_language
from articles.models.edition import Change
from articles.text import rendering
from articles.workflow import Public, State
from newsroom.lib import comparing, languages, locking, plain_text
from newsroom.lib.clock import Clock, read

__all__ = ["BadWire", "Imported", "Wire", "load", "parse"]

MERGED = ("standfirst", "body", "byline")
RECENT = 300  # briefs of a section among which the earlier version of one is looked for
ALIKE, CONTAINED, FEW = 0.6, 0.85, 8  # of the words of two briefs; of those of the shorter one, if it has so many


@dataclass
class Imported:
    """What became of each text of a file."""

    language: str
    recognised: bool  # from the text; else it was given, or is the newsroom's first
    made: list[Article] = field(default_factory=list)  # the story first, then its briefs in the order of the file
    updated: list[Article] = field(default_factory=list)
    known: list[Article] = field(default_factory=list)  # texts that were imported before
    left: list[tuple[Article, str]] = field(default_factory=list)  # not updated, and why that is right
    problems: list[tuple[Article, str]] = field(default_factory=list)  # things that someone at the desk has to do
    published: set[int] = field(default_factory=set)


def load(
    wire: Wire,
    *,
    section_slug: str = "",
    language: str = "",
    publish: bool = False,
    new: bool = False,
    by: AbstractBaseUser | None = None,
    clock: Clock | None = None,
) -> Imported:
    """Import a wire file; with `publish` what is new or updated is published, all at one moment.

    `section_slug` wins over the section that the file names, which is made if it is not there. `new`: a known headline
    is a new story. Texts that were imported before are left as they are. Raises BadWire, or publishing.Refused where no
    text of the file could be published.
    """
    imported = _language(wire, language)
    _body(wire)  # while nothing is locked
    with transaction.atomic():
        locking.hold("wire")
        section = _section(wire, section_slug)
        if publish and section is None:
            raise publishing.Refused("no-section", "the file names no section, so give one with --section.")
        texts = _texts(wire, section)
        known = _known(texts)
        imported.known = [*dict.fromkeys(known[text.digest] for text in texts if text.digest in known)]
        received = [text for text in texts if text.digest not in known]
        earlier = {} if new else _earlier(texts[0], received, known)
        kept_back, seen = {}, {}
        for text in received:
            if article := earlier.get(text.digest):
                seen[article.pk] = publishing.token(article.pk)  # before anything is judged by it
                kept_back[article.pk] = _update(article.pk, text, imported, by=by)
        _make([text for text in received if text.digest not in earlier], imported, by=by)
        seen |= {article.pk: publishing.token(article.pk) for article in imported.made}
        _note_story(texts[0], texts[1:])
    if publish:
        moment = read(clock)
        # Lists break ties by the story, newest first: made in this order, and published so, they keep the file's.
        for article in reversed([*imported.made, *imported.updated]):
            _publish(article, imported, kept_back.get(article.pk, ""), seen=seen[article.pk], moment=moment)
    return imported


def _language(wire: Wire, given: str) -> Imported:
    known = dict(settings.LANGUAGES)
    if given and given not in known:
        raise BadWire(0, f"the newsroom doesn't write in “{given}”. Its languages are {', '.join(known)}.")
    said = " ".join([wire.headline, wire.lede, *wire.paragraphs, *wire.briefs])
    recognised = "" if given else languages.recognise(said, known)
    return Imported(given or recognised or default_language(), recognised=bool(recognised))


def _section(wire: Wire, slug: str):
    model = Article._meta.get_field("section").related_model
    if slug:
        try:
            return model.objects.get(slug=slug)
        except model.DoesNotExist:
            raise BadWire(0, f"there is no section “{slug}”.") from None
    if not wire.section:
        return None
    found = model.objects.filter(name__iexact=wire.section).first()
    if found := found or model.objects.filter(slug=plain_text.slug(wire.section)).first():
        return found
    section = model(name=wire.section, slug=plain_text.slug(wire.section))
    try:
        section.full_clean()
    except ValidationError as error:
        raise BadWire(wire.section_line, f"“{wire.section}” can't be a section: {' '.join(error.messages)}") from None
    section.save()
    return section


# -- what is there ----------------------------------------------------------------------------------------------------


def _texts(wire: Wire, section) -> list[WireText]:
    """The story and its briefs, each once."""
    story = WireText(
        headline=wire.headline, standfirst=wire.lede, body=_body(wire), byline=wire.byline,
        section=section, digest=_digest(wire.headline, wire.lede, *wire.paragraphs),
    )  # fmt: skip
    briefs = [WireText(standfirst=brief, section=section, digest=_digest(brief)) for brief in wire.briefs]
    return [*{text.digest: text for text in (story, *briefs)}.values()]


def _body(wire: Wire) -> str:
    try:
        return rendering.paragraphs(wire.paragraphs)
    except ValidationError as refusal:
        raise BadWire(0, f"the story can't be imported: {' '.join(refusal.messages)}") from None


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _known(texts: list[WireText]) -> dict[str, Article]:
    """By digest, the stories of texts that were imported before."""
    digests = [text.digest for text in texts]
    known = {article.wire_digest: article for article in Article.objects.filter(wire_digest__in=digests)}
    rows = WireText.objects.filter(digest__in=digests).select_related("article")
    return known | {row.digest: row.article for row in rows}


def _earlier(story: WireText, received: list[WireText], known: dict[str, Article]) -> dict[str, Article]:
    """By digest, the stories of which these texts are later versions; each story has one."""
    same = WireText.objects.filter(Q(section=story.section) | Q(article__section=story.section))
    found: dict[str, Article] = {}
    if story in received and (row := same.filter(headline=story.headline).select_related("article").first()):
        found[story.digest] = row.article
    main = known.get(story.digest) or found.get(story.digest)
    taken = {article.pk for article in (*known.values(), *found.values())}
    rows = same.filter(headline="").exclude(article__in=taken).select_related("article")[:RECENT]
    latest = {row.article_id: row for row in reversed(rows)}  # of each brief what the wire sent last
    briefs = [text for text in received if not text.headline]
    pairs = [(_likeness(text, row, main), text, row) for text in briefs for row in latest.values()]
    for likeness, text, row in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness and text.digest not in found and row.article_id not in taken:
            found[text.digest] = row.article
            taken.add(row.article_id)
    return found


def _likeness(text: WireText, row: WireText, main: Article | None) -> float:
    """How alike two briefs are, from 0 to 2; 0 where one is not a version of the other.

    The same first sentence says so anywhere in the section; many words in common only between files of one story.
    """
    if plain_text.title(text.standfirst) == plain_text.title(row.standfirst):
        return 2.0
    if main is None or row.story_id != main.pk:
        return 0.0
    one, other = (Counter(plain_text.words(brief.standfirst)) for brief in (text, row))
    common, shorter = (one & other).total(), min(one.total(), other.total())
    ratio = 2 * common / ((one.total() + other.total()) or 1)
    return ratio if ratio >= ALIKE or (shorter >= FEW and common >= CONTAINED * shorter) else 0.0


# -- new and changed --------------------------------------------------------------------------------------------------


def _make(texts: list[WireText], imported: Imported, *, by: AbstractBaseUser | None) -> None:
    """New drafts. The last of the file is saved first: lists break ties by the story, newest first."""
    for text in reversed(texts):
        article = Article(
            kind=Kind.NEWS if text.headline else Kind.BRIEF, language=imported.language, section=text.section,
            headline=text.headline, standfirst=text.standfirst, body=text.body, byline=text.byline, writer=by,
            wire_digest=text.digest,
        )  # fmt: skip
        article.save()
        revisions.keep(article, Event.objects.write("import", article, by=by))
        text.article = article
        text.save()
        imported.made.insert(0, article)


def _update(article_id: int, text: WireText, imported: Imported, *, by: AbstractBaseUser | None) -> str:
    """Merge a later version into the draft; the answer is why it must not be published by itself, "" if it may be.

    The draft is read under its lock: anyone who saves it at the same time has saved it by then, or saves it afterwards.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
    before = editing.before_change(article)
    if article.state == State.SPIKED:
        imported.left.append((article, _("the story was spiked")))
        return ""
    last = article.wire_texts.first()
    kept_back = _kept_back(article, last)
    merged = {name: comparing.merge(*(getattr(one, name) for one in (last, article, text))) for name in MERGED}
    if clashes := [name for name, words in merged.items() if words is None]:
        _tell_of_clash(article, text, clashes, by=by)
        names = ", ".join(str(Article._meta.get_field(name).verbose_name) for name in clashes)
        message = _("the draft was not changed: the desk has changed the same place as the wire (%s)") % names
        imported.problems.append((article, message))
        return ""
    for name, words in merged.items():
        setattr(article, name, words)
    article.save(update_fields=[*MERGED])
    editing.after_change(article, before, by=by, verb="wire")
    text.article = article
    text.save()
    imported.updated.append(article)
    return kept_back


def _tell_of_clash(article: Article, text: WireText, clashes: list[str], *, by: AbstractBaseUser | None) -> None:
    """A note on the story, once for each text."""
    if Event.objects.about(article).filter(verb="note", detail__wire=text.digest).exists():
        return
    names = ", ".join(str(Article._meta.get_field(name).verbose_name) for name in clashes)
    note = _(
        "The wire sent a later version that changes the same place as the desk did (%s). The draft was not changed."
    )
    Event.objects.write("note", article, by=by, reason=note % names, wire=text.digest)


def _note_story(story: WireText, briefs: list[WireText]) -> None:
    """Which story the briefs of this file came with."""
    article = WireText.objects.filter(digest=story.digest).values("article")[:1]
    found = [row["article"] for row in article]
    if found:
        WireText.objects.filter(digest__in=[brief.digest for brief in briefs]).update(story_id=found[0])


# -- publishing -------------------------------------------------------------------------------------------------------


def _kept_back(article: Article, last: WireText) -> str:
    """Why an update of this draft must not be published without an editor; "" where nothing speaks against it.

    A person's unpublished work would be published with it, or an editor's decision undone.
    """
    public = editing.public_of(article)
    if Public.COMING in public:
        return _("another edition is scheduled")
    live = Edition.objects.filter(article=article).live(read()).first()
    if live:
        same = ledger.draft_digest(printing.proof(article), article.salt) == ledger.draft_digest(live, article.salt)
        return "" if same else _("the draft has unpublished changes by the desk")
    if PublishingState.objects.filter(pk=article.pk, acts__gt=0).exists():
        return _("it was withdrawn, or its schedule was cancelled")
    untouched = article.edited_by_id is None and all(getattr(article, name) == getattr(last, name) for name in MERGED)
    return "" if untouched else _("the draft has unpublished changes by the desk")


def _publish(article: Article, imported: Imported, kept_back: str, *, seen: str, moment: datetime) -> None:
    """Publish a draft as it was imported; what keeps it from being published is reported, and the draft stays.

    `seen`: what was public when the draft was saved. What an editor published, planned or withdrew since then stays so.
    """
    if kept_back:
        imported.problems.append((article, _("the draft was updated, but not published: %s") % kept_back))
        return
    change = {}
    if Edition.objects.filter(article=article).live(moment).exists():
        with override(article.language):
            change = {"change": Change.UPDATE, "note": _("Updated with later wire copy.")}
    try:
        publishing.publish(
            article.pk,
            by=publishing.Machine("import"),
            version=article.version,
            seen=seen,
            reason="wire import",
            clock=lambda: moment,
            **change,
        )
    except publishing.Refused as error:
        meanwhile = error.code in {"changed-meanwhile", "text-changed-meanwhile"}
        why = _("someone else changed or published it at the same time") if meanwhile else error
        imported.problems.append((article, _("the draft was imported, but not published: %s") % why))
    else:
        imported.published.add(article.pk)
