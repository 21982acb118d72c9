"""What editors do to correspondents: two made one. What was printed under either name stays as it was."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafts import editing
from articles.drafts.joining_tags import NotPossible
from articles.models import Article, Byline, Correspondent, Event


def stories_of(person: Correspondent) -> list[int]:
    """The keys of the drafts that name them, in the order in which rows are locked."""
    return [*Byline.objects.filter(correspondent=person).order_by("article_id").values_list("article_id", flat=True)]


def merge(person_id: int, into_id: int, *, by: User) -> int:
    """Merge one correspondent into another: drafts name the second, and the first one's address redirects there.

    Each draft gets a new version, by the person who merged them. The first one's user account goes to the second, if
    that one has none. Returns how many drafts were changed.
    Raises NotPossible: same-person, already-merged.
    """
    if person_id == into_id:
        raise NotPossible(_("This is the same person. Choose another one."), code="same-person")
    with transaction.atomic():
        people = Correspondent.objects.select_for_update(no_key=True).order_by("pk").in_bulk([person_id, into_id])
        person, into = people[person_id], people[into_id]
        if person.merged_into_id or into.merged_into_id:
            raise NotPossible(_("One of the two has already been merged."), code="already-merged")
        stories = stories_of(person)
        for key in stories:
            _name(key, person, into, by)
        _hand_over(person, into)
        detail = {"names": [person.name, into.name], "stories": len(stories)}
        Event.objects.write("merge", person, by=by, into=into.pk, **detail)
        Event.objects.write("take-over", into, by=by, merged=person.pk, **detail)
    return len(stories)


def _name(article_id: int, person: Correspondent, into: Correspondent, by: User) -> None:
    """Of two lines that become one the first place stays, and a role if either had one."""
    article = Article.objects.get(pk=article_id)
    before = editing.before_change(article)
    article.refresh_from_db()
    line = article.bylines.get(correspondent=person)
    if other := article.bylines.filter(correspondent=into).first():
        line.delete()
        other.position, other.role = min(other.position, line.position), other.role or line.role
        other.save(update_fields=["position", "role"])
    else:
        line.correspondent = into
        line.save(update_fields=["correspondent"])
    editing.after_change(article, before, by=by, verb="merge-names", person=person.pk, into=into.pk)


def _hand_over(person: Correspondent, into: Correspondent) -> None:
    """To the one that stays: those who were merged before, the log-in, and what it lacks in other languages."""
    Correspondent.objects.filter(merged_into=person).update(merged_into=into)
    user, person.user, person.merged_into = person.user, None, into
    person.save(update_fields=["user", "merged_into"])
    into.take_translations(person)
    into.take_spellings(person)
    into.save(update_fields=["translations", "aliases"])
    if user and not into.user_id:
        into.user = user
        into.save(update_fields=["user"])
