"""A story that takes up an earlier one."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafts import copying, editing
from articles.models import Article, Kind
from articles.workflow import NotAllowed


def follow_up(article_id: int, *, by: User) -> Article:
    """A new draft that follows up this story: it has the same section, language, tags and byline, and no text.

    If the same person began one before and it is still empty, that one is returned. Raises NotAllowed: forbidden.
    """
    if not by.has_perm("articles.add_article"):
        raise NotAllowed(_("You don't have permission to write stories."), code="forbidden")
    with transaction.atomic():
        story = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        unwritten = Article.objects.filter(follows=story, writer=by, headline="", standfirst="", body="")
        return unwritten.first() or _begin(story, by)


def _begin(story: Article, by: User) -> Article:
    new = Article(
        follows=story, section=story.section, language=story.language, byline=story.byline, kind=Kind.NEWS, writer=by
    )
    before = editing.before_change(new)
    new.save()
    copying.copy_parts(story, new, ("bylines",))
    editing.after_change(new, before, by=by, follows=story.pk)
    return new
