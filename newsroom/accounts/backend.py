"""Accounts come with their preferences: every page of the desk needs to know its reader's language."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class Accounts(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        """As Django's own, with the preferences in the same query."""
        person = User.objects.select_related("desk_preference").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
