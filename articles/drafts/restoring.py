"""Restoring an earlier version. It becomes a new version by the person who restores it, so nothing is lost."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from articles import workflow
from articles.drafts import editing, revisions
from articles.models import Article, Correspondent, Document, Photo, Revision, Source, Tag
from articles.workflow import NotAllowed

# The lists of a version, the rows they refer to, and the models of those rows. Old versions have no gallery.
PARTS = (("bylines", "correspondent", Correspondent), ("citations", "source", Source), ("gallery", "photo", Photo))


class Missing(NamedTuple):
    """What a version speaks of and the newsroom has no more; it is left out when the version is restored."""

    what: str | Promise
    name: str


def restore(article_id: int, version: int, *, by: User, seen: int | None = None) -> list[Missing]:
    """Give the draft the content it had at `version` again. Returns what had to be left out.

    `seen`: the version that the editor saw before deciding; None skips the check. For four eyes and the story's state
    this is an edit like any other. Raises NotAllowed: forbidden, text-changed-meanwhile, no-such-version,
    nothing-changed.
    """
    with transaction.atomic():
        article = Article.objects.get(pk=article_id)
        before = editing.before_change(article)
        article.refresh_from_db()
        if not workflow.may_edit(by, article):
            raise NotAllowed(_("You don't have permission to do this with this story."), code="forbidden")
        if seen is not None and seen != article.version:
            message = _("The story has changed since you opened the page. Read it again first.")
            raise NotAllowed(message, code="text-changed-meanwhile")
        revision = article.revisions.filter(version=version, erased=False).first()
        if revision is None:
            raise NotAllowed(_("This version was not kept, or its text has been erased."), code="no-such-version")
        revision, missing = without_missing(revision)
        _write(article, revision.content)
        if not editing.after_change(article, before, by=by, verb="restore", restored=version):
            raise NotAllowed(_("The story already has this text."), code="nothing-changed")
    return missing


def without_missing(revision: Revision) -> tuple[Revision, list[Missing]]:
    """What would be restored of a version: what there still is, and what there is not."""
    content, missing = dict(revision.content), []
    for name in (name for name in Article.relations() if content.get(name)):
        field = Article._meta.get_field(name)
        if not field.related_model._default_manager.filter(pk=content[name]).exists():
            missing.append(Missing(field.verbose_name, revision.called(name, content[name])))
            content[name] = None
            if name == "translation_of":
                content["translated_edition"] = None
    for name, kind, model in PARTS:
        if name not in content:
            continue
        there = set(model.objects.filter(pk__in=[line[kind] for line in content[name]]).values_list("pk", flat=True))
        gone = [line[kind] for line in content[name] if line[kind] not in there]
        missing += [Missing(model._meta.verbose_name, revision.called(kind, key)) for key in gone]
        content[name] = [line for line in content[name] if line[kind] in there]
    content["bylines"], became = _as_merged(content["bylines"])
    kept = set(Document.objects.filter(pk__in=_documents(content)).values_list("pk", flat=True))
    gone = [key for key in _documents(content) if key not in kept]
    missing += [Missing(Document._meta.verbose_name, revision.called("document", key)) for key in gone]
    content["citations"] = [
        line | {"document": None} if line.get("document") in gone else line for line in content["citations"]
    ]
    tags = {name: Tag.objects.known(name) for name in content["tags"]}  # of one that was merged away, the other
    missing += [Missing(Tag._meta.verbose_name, name) for name, tag in tags.items() if not tag]
    content["tags"] = sorted({tag.name for tag in tags.values() if tag})
    names = revision.names | {"correspondent": revision.names.get("correspondent", {}) | became}
    return Revision(article=revision.article, version=revision.version, content=content, names=names), missing


def _as_merged(lines: list[revisions.Content]) -> tuple[list[revisions.Content], dict[str, str]]:
    """Bylines in which people who were merged since are replaced, each named once; and the names of those people."""
    keys = [line["correspondent"] for line in lines]
    merged = Correspondent.objects.filter(pk__in=keys, merged_into__isnull=False).select_related("merged_into")
    became = {person.pk: person.merged_into for person in merged}
    once: dict[int, revisions.Content] = {}
    for line in lines:
        key = became[line["correspondent"]].pk if line["correspondent"] in became else line["correspondent"]
        once.setdefault(key, line | {"correspondent": key})
    return [*once.values()], {str(person.pk): person.name for person in became.values()}


def _documents(content: revisions.Content) -> list[int]:
    return [line["document"] for line in content["citations"] if line.get("document")]


def _write(article: Article, content: revisions.Content) -> None:
    """Fields that the version is too old to know stay as they are."""
    fields = [Article._meta.get_field(name) for name in Article.names() if name in content]
    for field in fields:
        setattr(article, field.attname, field.to_python(content[field.name]))
    article.save(update_fields=[field.name for field in fields])
    _put(article.bylines, content["bylines"], "correspondent")
    _put(article.citations, content["citations"], "source", "statement")
    if "gallery" in content:
        _put(article.gallery, content["gallery"], "photo")
    article.tags.set(Tag.objects.filter(name__in=content["tags"], merged_into=None))


def _put(rows: models.Manager, wanted: list[revisions.Content], *same: str) -> None:
    """Make the rows say what is wanted; those that are the `same` stay, for forms that are open name them by key."""
    keys = {same[0], "document"}
    lines = [{f"{name}_id" if name in keys else name: value for name, value in line.items()} for line in wanted]
    key = (f"{same[0]}_id", *same[1:])
    there = {tuple(getattr(row, name) for name in key): row for row in rows.all()}
    kept = [(there.pop(tuple(line[name] for name in key), None), line) for line in lines]
    rows.exclude(pk__in=[row.pk for row, _line in kept if row]).delete()
    for row, line in kept:
        if row is None:
            rows.create(**line)
        else:
            rows.filter(pk=row.pk).update(**line)
