"""Looking up who an unnamed source is without being its keeper: with a reason, and never unseen."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Event, Source
from articles.workflow import NotAllowed


def unmask(source_id: int, *, by: User, reason: str) -> Source:
    """The source, after logging who looked and why. Raises NotAllowed: forbidden, reason-missing."""
    with transaction.atomic():
        source = Source.objects.select_for_update(no_key=True).get(pk=source_id)
        if not source.may_be_unmasked_by(by):
            raise NotAllowed(
                _("You don't have permission to see who this source is. Ask its keeper."), code="forbidden"
            )
        if not reason.strip():
            raise NotAllowed(_("Give a reason in one sentence."), code="reason-missing")
        Event.objects.write("unmask", source, by=by, reason=reason.strip())
    return source
