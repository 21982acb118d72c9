"""A copy of a story to start from."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafts import copying, editing
from articles.models import Article
from articles.workflow import NotAllowed

# What belongs to the other story alone: its address, when it was filed, and which stories it hangs together with.
ITS_OWN = {"slug", "dateline_on", "follows", "developing", "translation_of", "translated_edition"}


def duplicate(article_id: int, *, by: User) -> Article:
    """A new draft by `by` with the text, byline, sources, pictures and tags of this story, and nothing of its history.

    It has an address of its own once it is published. Raises NotAllowed: forbidden.
    """
    if not by.has_perm("articles.add_article"):
        raise NotAllowed(_("You don't have permission to write stories."), code="forbidden")
    with transaction.atomic():
        story = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        new = Article(writer=by, **{name: getattr(story, name) for name in Article.names() if name not in ITS_OWN})
        before = editing.before_change(new)
        new.save()
        copying.copy_parts(story, new)
        editing.after_change(new, before, by=by, copied_from=story.pk)
    return new
