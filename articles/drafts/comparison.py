"""Two versions of a story side by side, or one and what is live: words marked, everything else as old and new."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Citation, Revision, Source, media_topics
from articles.models.printed import declared
from articles.text import rendering
from newsroom.lib import comparing, marking

LISTS = {
    "bylines": gettext_lazy("Byline"),
    "citations": gettext_lazy("Sources for this story"),
    "gallery": gettext_lazy("Gallery"),
    "tags": gettext_lazy("Tags"),
}


@dataclass(frozen=True)
class Row:
    """What is no running text: what it was and what it is now, a line each."""

    where: str | Promise
    old: list[str]
    new: list[str]


@dataclass(frozen=True)
class Comparison:
    changes: list[comparing.Change]
    rows: list[Row]
    layout: bool  # of the text only links or layout differ

    def __bool__(self) -> bool:
        return bool(self.changes or self.rows or self.layout)


def compare(old: Revision, new: Revision) -> Comparison:
    """What became of one in the other. Of a field that one of them is too old to know, nothing is said."""
    names = {field.name: field.printed.said for field in declared() if field.printed.running}
    passages = {name: comparing.compare(*(_paragraphs(one, name) for one in (old, new))) for name in names}
    changes = [comparing.Change(names[name], found) for name, found in passages.items() if found]
    bodies = {one.content.get("body") for one in (old, new)}
    rows = [row for row in _rows(old, new, [*names]) if row.old != row.new]
    return Comparison(changes, rows, layout=len(bodies) == 2 and not passages["body"])


@dataclass(frozen=True)
class Marked:
    """A running text of a story, whole: each changed paragraph with its words marked."""

    name: str  # of its field
    where: Promise
    blocks: list[marking.Block]

    @property
    def changed(self) -> list[marking.Block]:
        return [block for block in self.blocks if block.parts]


def marked(old: Revision, new: Revision) -> list[Marked]:
    """The running texts that differ, for someone who decides about the whole of the change."""
    running = [field for field in declared() if field.printed.running]
    texts = (
        Marked(one.name, one.printed.said, marking.marked(*(_paragraphs(it, one.name) for it in (old, new))))
        for one in running
    )
    return [text for text in texts if text.blocks]


def _paragraphs(one: Revision, name: str) -> list[str]:
    text = one.content.get(name, "")
    return rendering.lines(text) if name == "body" else [text]


def _rows(old: Revision, new: Revision, running: list[str]):
    for name in Article.names():
        if name not in running and name in old.content and name in new.content:
            field = Article._meta.get_field(name)
            yield Row(_capital(field.verbose_name), *(_value(one, field) for one in (old, new)))
    for name, where in LISTS.items():
        if name in old.content and name in new.content:
            yield Row(where, *(LINES[name](one) for one in (old, new)))


def _value(one: Revision, field: Field) -> list[str]:
    value = one.content[field.name]
    if value in (None, "", []):
        return []
    if field.is_relation:
        name = one.called(field.name, value)
        return [f"{name} (#{value})" if field.name == "photo" else name]  # two pictures may be called the same
    if isinstance(value, list):
        return [media_topics.name(code) for code in value]
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    choices = dict(settings.LANGUAGES) if field.name == "language" else dict(field.flatchoices)
    return [str(choices.get(value, value))]


def _bylines(one: Revision) -> list[str]:
    roles = one.names.get("role", {})
    lines = ((line["correspondent"], line["role"]) for line in one.content.get("bylines", []))
    parts = ((one.called("correspondent", key), role or roles.get(str(key), "")) for key, role in lines)
    return [", ".join(filter(None, line)) for line in parts]


def _citations(one: Revision) -> list[str]:
    kinds, veiled = dict(Citation.Kind.choices), _veiled(one)
    found = []
    for cited in one.content.get("citations", []):
        words = f"“{cited['statement']}”" if cited["statement"] else ""
        source = veiled.get(cited["source"]) or one.called("source", cited["source"])
        head = f"{kinds.get(cited['kind'], cited['kind'])}: {source}"
        file = cited.get("document") and one.called("document", cited["document"])
        how = cited.get("obtained_how") or cited.get("how")
        found.append(" · ".join(filter(None, [head, words, cited["address"], cited["obtained_on"], how, file])))
    return found


def _veiled(one: Revision) -> dict[int, str]:
    """Of its sources those that are unnamed now: some had a name when the version was kept. Of an edition: none."""
    cited = {line["source"] for line in one.content.get("citations", []) if isinstance(line["source"], int)}
    unnamed = Source.objects.filter(pk__in=cited, kind=Source.Kind.UNNAMED) if cited else ()
    return {source.pk: source.public_name for source in unnamed}


def _gallery(one: Revision) -> list[str]:
    lines = one.content["gallery"]
    return [f"{line['caption'] or one.called('photo', line['photo'])} (#{line['photo']})" for line in lines]


def _tags(one: Revision) -> list[str]:
    return one.content.get("tags", [])


LINES = {"bylines": _bylines, "citations": _citations, "gallery": _gallery, "tags": _tags}


def _capital(words: str | Promise) -> str:
    return str(words)[:1].upper() + str(words)[1:]
