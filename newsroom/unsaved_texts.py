"""Texts that this person typed and did not save, told apart by how much was typed and by what was typed last."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Autosave
from articles.text import rendering
from newsroom.worklist import SHOWN, Action, Group, Item

LAST = 9  # words


def group(user: User) -> Group:
    """Of any story, the newest first; the one group that is shown even if it is empty."""
    found = Autosave.objects.of(user).to_read().select_related("article")[: SHOWN + 1]
    readable = user.has_perm("articles.view_article")
    return Group("unsaved", _("Not saved yet"), [_item(one, readable=readable) for one in found], always=True)


def _item(text: Autosave, *, readable: bool) -> Item:
    link = reverse("admin:articles_article_typed", args=[text.pk])
    words = _words(text.fields)
    counted = ngettext("%(count)d word", "%(count)d words", len(words)) % {"count": len(words)}
    last = " ".join(_last_typed(words, _words_of_story(text)))
    story = str(text.article) if text.article and readable else _("a new story") if not text.article else ""
    facts = [counted, _("last typed: “…%s”") % last if last else "", story if story != text.title else ""]
    if not text.is_unsaved:
        facts.append(_("left over from an edit conflict"))
    return Item(
        title=text.title,
        link=link,
        at=text.typed_at,
        facts=[fact for fact in facts if fact],
        actions=[Action(_("Open"), link)],
    )


def _words(fields: dict[str, list[str]]) -> list[str]:
    """Of lede and text, in their order."""
    lede, body = ("".join(fields.get(name, [])) for name in ("standfirst", "body"))
    return " ".join([lede, *rendering.lines(body)]).split()


def _words_of_story(text: Autosave) -> list[str]:
    article = text.article
    return _words({"standfirst": [article.standfirst], "body": [article.body]}) if article else []


def _last_typed(words: list[str], saved: list[str]) -> list[str]:
    """The last words that differ from the saved text; of a new story, its last ones."""
    end = 0
    while end < min(len(words), len(saved)) and words[-1 - end] == saved[-1 - end]:
        end += 1
    changed = words[: len(words) - end] if end < len(words) else words
    return changed[-LAST:]
