"""What must hold before publication: small named rules in order, each saying at most one thing.

A rule takes a Copy and answers with a Problem or None. To add one, write it, and put it into ERRORS or WARNINGS where
it shall be read. What several rules need from the database is read once, by Parts or Copy.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.drafts.printing import Parts
from articles.models import Article, Edition, Photo, PublishingState
from articles.text import quoting, rendering
from newsroom.lib import clock, languages, lazy, plain_text, scripts, site_languages
from newsroom.lib.translated import others

HEADLINE_LIMIT = 90
RECOGNISED = 20_000  # characters by which a language is recognised


@dataclass(frozen=True)
class Problem:
    code: str
    message: lazy.Text
    blocks: bool = True
    place: str = ""  # the id of the field on the story's form


@dataclass
class Copy:
    """A draft to be checked, and the moment of its publication (None: not chosen yet)."""

    article: Article | Edition
    at: datetime | None
    parts: Parts
    record: PublishingState | None = None  # with embargo and end; none where nothing was ever done with the story

    @cached_property
    def moment(self) -> datetime:
        return self.at or clock.now()

    @property
    def is_translated(self) -> bool:
        """Its names are not those of the columns, because it is in another of the newsroom's languages."""
        return self.article.language in others()

    @cached_property
    def statements(self) -> list[str]:
        """What the citations say that the story says."""
        said = (citation.statement for citation in self.parts.citations)
        return [statement for statement in said if plain_text.words(statement)]

    @property
    def gallery(self) -> list[Photo]:
        """Those that are nowhere else in the story."""
        inside = rendering.pictures_in(self.article.body)
        photos = [line.photo for line in self.parts.gallery]
        return [photo for photo in photos if photo.pk != self.article.photo_id and photo.uid not in inside]

    @cached_property
    def paragraphs(self) -> list[str]:
        """Lede and text, as plain words."""
        return [self.article.standfirst, *rendering.blocks(self.article.body)]

    @cached_property
    def dead_links(self) -> list[str]:
        """Paths of our own site, linked in the text, at which readers will find nothing."""
        paths = {urlsplit(link).path.strip("/") for link in rendering.internal_links(self.article.body)}
        stories = {path for path in paths if _route(path) == "stories:detail"}
        live = Edition.objects.live(self.moment).filter(article__addresses__in=stories)
        there = {*live.values_list("article__addresses", flat=True)} if stories else set()
        return sorted(path for path in paths if not _route(path) or path in stories - there)


# -- errors -----------------------------------------------------------------------------------------------------------


def no_section(copy: Copy) -> Problem | None:
    if not copy.article.section_id:
        return Problem("no-section", gettext_lazy("The story has no section. Choose one."), place="id_section")
    return None


def section_without_a_name(copy: Copy) -> Problem | None:
    """Readers of a language find no section that has no name in it, and so none of its stories."""
    if not copy.is_translated or not copy.article.section or copy.article.section.has_name(copy.article.language):
        return None
    message = _(
        "The section “%(section)s” has no name in this story's language (%(language)s), so readers can't open it. "
        "Ask an editor to add the name under Sections, or choose another section."
    )
    words = message % {"section": copy.article.section, "language": _(dict(settings.LANGUAGES)[copy.article.language])}
    return Problem("section-without-name", words, place="id_section")


def no_lede(copy: Copy) -> Problem | None:
    if not copy.article.standfirst.strip():
        return Problem("no-lede", gettext_lazy("The story has no lede. Write one."), place="id_standfirst")
    return None


def too_much(copy: Copy) -> Problem | None:
    """A text from before there were limits, or from a script; the form refuses it."""
    try:
        rendering.check(copy.article.body)
    except ValidationError as refusal:
        return Problem(refusal.code, " ".join(refusal.messages), place="id_body")
    return None


def no_slug(copy: Copy) -> Problem | None:
    if not copy.article.slug:
        message = gettext_lazy("The headline can't be turned into an address. Enter a slug.")
        return Problem("no-slug", message, place="id_slug")
    return None


def no_byline(copy: Copy) -> Problem | None:
    """The agency signs what nobody else does; this is for a newsroom that has no name to sign with."""
    if not (copy.article.byline or settings.SITE_NAME or copy.parts.bylines):
        message = gettext_lazy("The story has no byline, and the newsroom has no name to use instead. Add a byline.")
        return Problem("no-byline", message, place="id_byline")
    return None


def bare_picture(copy: Copy) -> Problem | None:
    if copy.article.photo and copy.article.photo.lacks:
        return Problem("bare-picture", gettext_lazy("The picture needs a description and a credit."), place="id_photo")
    return None


def pictures_in_text(copy: Copy) -> Problem | None:
    return _bad_pictures({*rendering.pictures_in(copy.article.body)}, copy.parts.photos_in_text)


def _new_pictures(body: str, printed: Collection[str]) -> Problem | None:
    """The same of those that were not printed before (uids)."""
    uids = {*rendering.pictures_in(body)} - {*printed}
    return _bad_pictures(uids, Photo.objects.filter(uid__in=uids) if uids else ())


def _bad_pictures(uids: set[str], photos: Collection[Photo]) -> Problem | None:
    """Of the pictures in a text, all are known, described and credited."""
    if len(photos) < len(uids):
        message = gettext_lazy("A picture in the text is not in the library. Remove it.")
        return Problem("unknown-picture", message, place="id_body")
    if any(photo.lacks for photo in photos):
        message = gettext_lazy("A picture in the text needs a description and a credit.")
        return Problem("bare-picture", message, place="id_body")
    return None


def bare_in_gallery(copy: Copy) -> Problem | None:
    if any(photo.lacks for photo in copy.gallery):
        message = gettext_lazy("A picture in the gallery needs a description and a credit.")
        return Problem("bare-picture", message, place="gallery-group")
    return None


def of_fix(fixed: Edition, live: Edition) -> list[Problem]:
    """What blocks a quick fix: it must not remove anything that publication requires."""
    rules = {"standfirst": no_lede, "body": too_much}
    changed = [rule for name, rule in rules.items() if getattr(fixed, name) != getattr(live, name)]
    pictures = _new_pictures(fixed.body, [picture["uid"] for picture in live.pictures])
    return [problem for problem in (*(rule(Copy(fixed, None, Parts(fixed))) for rule in changed), pictures) if problem]


def unlicensed(copy: Copy) -> Problem | None:
    """Of a picture that the story shows the licence has ended by the moment for which the story is meant."""
    if not all(photo.licensed(copy.moment) for photo in copy.parts.photos):
        message = gettext_lazy("A picture's licence ends before the story would be published. Choose another picture.")
        return Problem("licence-ended", message, place="id_photo")
    return None


def embargoed(copy: Copy) -> Problem | None:
    """It blocks what is meant for an earlier moment; as long as no moment is named, it only says so."""
    if not copy.record or copy.moment >= copy.record.embargo:
        return None
    message = _("The story is under embargo until %s: schedule it for then or later.")
    moment = date_format(timezone.localtime(copy.record.embargo), "j M Y, H:i")
    return Problem("embargoed", message % moment, blocks=copy.at is not None)


def over(copy: Copy) -> Problem | None:
    if copy.record and copy.moment >= copy.record.ends_at:
        return Problem(
            "after-its-end", gettext_lazy("The story's end is before its publication. Change one of the two.")
        )
    return None


def unexplained_source(copy: Copy) -> Problem | None:
    """Readers are told why a source is not named, and how it knows."""
    bare = next((one.source for one in copy.parts.citations if not one.source.is_accounted_for), None)
    if bare is None:
        return None
    message = _(
        "Readers need to know why “%s” is not named and how they know. Their keeper can add this under Sources."
    )
    return Problem("unexplained-source", message % bare, place="citations-group")


def untranslated(copy: Copy) -> Problem | None:
    """A translation begins as a copy of its original."""
    article = copy.article
    if not article.translation_of_id:
        return None
    texts = ("headline", "standfirst", "body")
    editions = Edition.objects.filter(article=article.translation_of_id, number=article.translated_edition)
    original = editions.only("article_id", *texts).first() or article.translation_of
    if any(getattr(article, name) != getattr(original, name) for name in texts):
        return None
    return Problem("untranslated", gettext_lazy("Nothing of this story is translated yet."), place="id_headline")


# -- warnings ---------------------------------------------------------------------------------------------------------


def long_headline(copy: Copy) -> Problem | None:
    if len(copy.article.headline) > HEADLINE_LIMIT:
        message = gettext_lazy("The headline is longer than 90 characters.")
        return Problem("long-headline", message, blocks=False, place="id_headline")
    return None


def out_of_date(copy: Copy) -> Problem | None:
    if not copy.article.translation_of_id:
        return None
    if not Article.objects.filter(pk=copy.article.pk).out_of_date(clock.now()).exists():
        return None
    message = _("The original has changed since edition %s, which this story translates. Compare them first.")
    return Problem("out-of-date", message % copy.article.translated_edition, blocks=False, place="g-translations")


def other_language(copy: Copy) -> Problem | None:
    """Readers' pages, screen readers and search engines go by the language: letters and words must fit it."""
    text, chosen = " ".join([copy.article.headline, *copy.paragraphs]), copy.article.language
    names = dict(settings.LANGUAGES)
    name = _(names.get(chosen, chosen))
    if not scripts.suits(text, chosen):
        message = _("The language is %s, but most of the text is in another alphabet. Check the language.")
        return Problem("other-script", message % name, blocks=False, place="id_language")
    found = languages.recognise(text[:RECOGNISED], names)
    if not found or found.partition("-")[0] == chosen.partition("-")[0]:
        return None
    message = _("The language is %(chosen)s, but the text looks like %(found)s. Check the language.")
    words = message % {"chosen": name, "found": _(names[found])}
    return Problem("other-language", words, blocks=False, place="id_language")


def no_source(copy: Copy) -> Problem | None:
    """A quotation that no citation of the story vouches for."""
    quoted = [words for paragraph in copy.paragraphs for words in quoting.quotations(paragraph)]
    alone = [words for words in quoted if not quoting.rests_on(words, copy.statements)]
    return _first(alone, "no-source", _("No source for “%s”"), place="citations-group")


def mixed_alphabets(copy: Copy) -> Problem | None:
    found = scripts.mixed_words(" ".join([copy.article.headline, *copy.paragraphs]))
    message = _("A word mixes Latin and Cyrillic letters: “%s”. Type it again.")
    return _first(found, "mixed-alphabets", message, place="id_body")


def lost_statement(copy: Copy) -> Problem | None:
    """A source is named for words that the story does not say any more. “…”, he said, may part its sentences."""
    text = quoting.spelt(" ".join([copy.article.headline, *copy.paragraphs]))
    said = [sentence for statement in copy.statements for sentence in plain_text.sentences(statement)]
    lost = [sentence for sentence in said if quoting.spelt(sentence) not in text]
    return _first(
        lost, "lost-statement", _("A cited statement is no longer in the story: “%s”"), place="citations-group"
    )


def names_missing(copy: Copy) -> Problem | None:
    """Names that are printed in the default language, because there is none in the story's."""
    if not copy.is_translated:
        return None
    language, parts = copy.article.language, copy.parts
    found = [tag.name for tag in parts.tags if not tag.has_name(language)]
    people = [line.correspondent for line in parts.bylines if not line.role]
    found += [person.role for person in people if "role" in person.lacks(language)]
    sources = [citation.source for citation in parts.citations]
    found += [source.public_name for source in sources if source.lacks(language)]
    message = _("No name in the story's language for “%s”")
    return _first([*dict.fromkeys(found)], "names-missing", message, place="id_tags")


def broken_link(copy: Copy) -> Problem | None:
    return _first(
        copy.dead_links, "broken-link", _("A link leads to a page that readers can't open: %s"), place="id_body"
    )


Rule = Callable[[Copy], Problem | None]
ERRORS: tuple[Rule, ...] = (no_section, section_without_a_name, no_lede, too_much, no_slug, no_byline, bare_picture,
                            pictures_in_text, bare_in_gallery, unlicensed, unexplained_source, untranslated, embargoed,
                            over)  # fmt: skip
WARNINGS: tuple[Rule, ...] = (long_headline, out_of_date, other_language, no_source, lost_statement, broken_link,
                               mixed_alphabets, names_missing)  # fmt: skip


def check(article: Article, *, at: datetime | None = None, parts: Parts | None = None) -> Iterator[Problem]:
    """Everything that blocks publication, then what only deserves a second look.

    `at`: the moment of publication; None if nobody has chosen it yet. `parts`: where they are at hand already.
    """
    problems = _found((*ERRORS, *WARNINGS), article, at, parts)
    yield from sorted(problems, key=lambda problem: not problem.blocks)


def errors(
    article: Article, *, at: datetime | None = None, parts: Parts | None = None, record: PublishingState | None = None
) -> list[Problem]:
    """What blocks publication. `parts` and `record`: where they are at hand already."""
    return [problem for problem in _found(ERRORS, article, at, parts, record) if problem.blocks]


def _found(
    rules: tuple[Rule, ...],
    article: Article,
    at: datetime | None,
    parts: Parts | None = None,
    record: PublishingState | None = None,
) -> list[Problem]:
    record = record or getattr(article, "publishing_state", None)
    copy = Copy(article, at, parts or Parts(article), record)
    return [problem for rule in rules if (problem := rule(copy))]


def _first(found: list[str], code: str, message: str, *, place: str) -> Problem | None:
    """A warning that shows the first of these, and says how many more there are."""
    if not found:
        return None
    words = message % plain_text.shorten(found[0], 60)
    more = _(" (and %s more)") % (len(found) - 1) if len(found) > 1 else ""
    return Problem(code, f"{words}{more}", blocks=False, place=place)


def _route(path: str) -> str:
    """The name of the page that readers have there, "" for none."""
    try:
        found = site_languages.resolved(f"/{path}/" if path else "/")
    except Resolver404:
        return ""
    return "" if "admin" in found.namespaces else found.view_name
