"""A brief grows into a story: at the same address, with its history."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import workflow
from articles.drafts import editing
from articles.models import Article, Kind
from articles.workflow import NotAllowed
from newsroom.lib import plain_text

HEADLINE = Article._meta.get_field("headline").max_length


def proposed_headline(brief: Article) -> str:
    """The title so far: the first sentence, whole, without its full stop, for the editor to shorten."""
    sentence = plain_text.without_full_stop(plain_text.opening(brief.standfirst))
    return brief.headline or plain_text.shorten(sentence, HEADLINE)


def promote(
    article_id: int, *, by: User, headline: str = "", kind: str = Kind.NEWS, version: int | None = None
) -> Article:
    """Turn the draft of a brief into a story of this kind, with this headline ("": the proposed one).

    Lede, slug and publication history stay, so the next publication is the next edition at the same address; until then
    readers see the brief. `version`: of the text that was read before deciding; None: not asked.
    Raises NotAllowed: forbidden, wrong-state (no brief, or spiked), text-changed-meanwhile. ValueError: no such kind.
    """
    if Kind(kind) == Kind.BRIEF:
        raise ValueError("a brief is a brief already")
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        workflow.require(by, "promote", article, public=editing.public_of(article))
        if version is not None and version != article.version:
            message = _("The text has changed since you opened the page. Read it again first.")
            raise NotAllowed(message, code="text-changed-meanwhile")
        before = editing.before_change(article)
        article.headline, article.kind = headline.strip() or proposed_headline(article), kind
        article.save(update_fields=["headline", "kind", "slug"])
        editing.after_change(article, before, by=by, verb="promote")
    return article
