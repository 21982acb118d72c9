"""A source that had a name becomes unnamed: what follows from that for the stories that cite it."""

from django.contrib.auth.models import User

from articles.desk import notifications
from articles.drafts import finding
from articles.models import Article, Event, Source
from articles.models.notice import Kind


def note(source: Source, *, by: User) -> None:
    """Say in the activity log who keeps it, and tell the authors of stories that cite it. In the caller's transaction.

    Each author hears of it once, at the newest of their stories. The stories are no longer found by the name.
    """
    keeper = source.keeper
    Event.objects.write("protect", source, by=by, keeper=keeper.get_username())
    told: set[int] = set()
    for article in Article.objects.filter(citations__source=source).distinct().order_by("-edited_at", "-pk"):
        finding.note(article)
        people = {person.pk: person for person in notifications.authors(article) if person and person.pk not in told}
        notifications.tell(
            Kind.SOURCE, article, by=by, people=people.values(), words=f"{source.public_name} → {keeper}"
        )
        told |= people.keys()
