"""What is written to those who want to hear by mail. Nothing of a story's text, and no source, is ever in it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import ngettext

from articles.models import Job, Notice
from articles.models.notice import Kind
from newsroom.lib import interface, mailing

BACKEND = "django.contrib.auth.backends.ModelBackend"


def send(jobs: list[Job], now: datetime) -> None:
    """One e-mail to a person with the notifications that these jobs name, if they may still read them."""
    named = Notice.objects.filter(pk__in=[job.args["notice"] for job in jobs], mailed_at=None)
    theirs = named.filter(_still_theirs(), to__is_active=True).exclude(to__email="")
    notices = [*theirs.select_related("to__desk_preference", "by", "article").order_by("pk")]
    if notices:
        mailing.deliver(compose(notices))
        named.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)


def _still_theirs() -> Q:
    """Nothing of drafts goes to those who may no longer read them, nor of held reviews to those who moderate none."""
    readers, moderators = (
        Q(to__in=User.objects.with_perm(permission, backend=BACKEND).order_by())
        for permission in ("articles.view_article", "reviews.moderate_review")
    )
    return ~Q(kind=Kind.HELD) & readers | Q(kind=Kind.HELD) & moderators


def compose(notices: list[Notice]) -> EmailMessage:
    """What happened, what was said with it, and where the story is."""
    person = notices[0].to
    with interface.spoken_to(person):
        return mailing.compose("notifications", _subject(notices), to=person.email, notices=notices)


def _subject(notices: list[Notice]) -> str:
    first = " ".join(notices[0].sentence.split())  # a line break would end the header
    if len(notices) == 1:
        return Truncator(first).chars(150)
    count = ngettext("%d notification", "%d notifications", len(notices)) % len(notices)
    return Truncator(f"{count}: {first}").chars(150)
