"""Who can be asked at the desk: querysets of people by what they may do."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet


def writers() -> QuerySet[User]:
    """Anyone who has a place at the desk and may write."""
    return _with("articles.change_article")


def editors(section_id: int | None = None) -> QuerySet[User]:
    """Anyone who may publish; with a section, only those whom workflow.in_charge lets do so in it."""
    found = _with("articles.publish_article")
    if section_id is None:
        return found
    return found.filter(Q(is_superuser=True) | Q(edited_sections=None) | Q(edited_sections=section_id)).distinct()


def _with(permission: str) -> QuerySet[User]:
    return User.objects.with_perm(permission).filter(is_staff=True).order_by("first_name", "last_name", "username")
