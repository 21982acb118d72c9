"""The log-in of the desk: who came in is in the journal, and who guesses is stopped."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.forms import AuthenticationForm

from articles.models import Event
from newsroom.accounts.doors import LOG_IN


class LogInForm(AuthenticationForm):
    def clean(self) -> dict[str, Any]:
        """Whether the person may come in. After too many tries not even the right password opens, for a while.

        What failed is counted, but is no event: the journal is append-only, and strangers must not fill it.
        """
        name = self.cleaned_data.get("username") or ""
        if LOG_IN.is_closed(self.request, name):
            minutes = LOG_IN.span.seconds // 60
            message = _("Too many tries. Come back in %d minutes, or ask for a new password.") % minutes
            raise ValidationError(message, code="too-many")
        try:
            cleaned = super().clean()
        except ValidationError:
            LOG_IN.knock(self.request, name)
            raise
        if isinstance(user := self.get_user(), User):
            Event.objects.write("log-in", user, by=user)
        return cleaned
