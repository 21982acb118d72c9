"""What editors do to topics: another name, or two made one. What was printed under the old name stays as it was."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import ArticleTag, Event, Tag
from articles.models.tag import key_of


class NotPossible(Exception):
    """Nothing was changed; the words say why. `code`: name-taken, same-tag, already-merged."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def rename(tag_id: int, name: str, *, by: User) -> Tag:
    """Give a topic another name; its address stays. Raises NotPossible: name-taken.

    A name that it took over from a tag that was merged into it is free for it: that one takes the name it had.
    """
    name = " ".join(name.split())
    with transaction.atomic():
        tag = Tag.objects.select_for_update(no_key=True).get(pk=tag_id)
        before = tag.name
        if name == before:
            return tag
        holders = Tag.objects.select_for_update(no_key=True).filter(key=key_of(name)).exclude(pk=tag.pk)
        for holder in holders:
            if holder.merged_into_id != tag.pk:
                raise NotPossible(
                    _("A tag with this name, perhaps spelt differently, already exists."), code="name-taken"
                )
        alias = next((holder for holder in holders if holder.name == name), None)
        if alias:
            _call(alias, f"{tag.pk} ")  # no name is so short, or ends in a blank: free for a moment
        _call(tag, name)
        if alias:
            _call(alias, before)
        Event.objects.write("rename", tag, by=by, before=before, after=name)
    return tag


def merge(tag_id: int, into_id: int, *, by: User) -> int:
    """Merge one tag into another: drafts get the second, and the first one's address redirects there.

    The topic page lists stories published under either. Returns how many drafts were changed.
    Raises NotPossible: same-tag, already-merged.
    """
    if tag_id == into_id:
        raise NotPossible(_("This is the same tag. Choose another one."), code="same-tag")
    with transaction.atomic():
        tags = Tag.objects.select_for_update(no_key=True).order_by("pk").in_bulk([tag_id, into_id])
        tag, into = tags[tag_id], tags[into_id]
        if tag.merged_into_id or into.merged_into_id:
            raise NotPossible(_("One of the two has already been merged."), code="already-merged")
        under = ArticleTag.objects.filter(tag=tag)
        stories = under.count()
        under.filter(content_object__in=ArticleTag.objects.filter(tag=into).values("content_object")).delete()
        under.update(tag=into)
        Tag.objects.filter(merged_into=tag).update(merged_into=into)
        into.take_translations(tag)
        into.take_spellings(tag)
        into.save(update_fields=["translations", "aliases", "folded"])
        tag.merged_into = into
        tag.save(update_fields=["merged_into"])
        Event.objects.write("merge", tag, by=by, into=into.pk, names=[tag.name, into.name], stories=stories)
    return stories


def _call(tag: Tag, name: str) -> None:
    tag.name = name
    tag.save(update_fields=["name", "key", "folded"])
