"""Who can be asked at the desk: querysets of people by what they may do."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet


def writers() -> QuerySet[User]:
    """People who can log in to the desk and may write stories."""
    return _with("articles.change_article")


def editors(section_id: int | None = None) -> QuerySet[User]:
    """People who may publish; with a section, only those who may publish in it (workflow.in_charge)."""
    found = _with("articles.publish_article")
    if section_id is None:
        return found
    return found.filter(Q(is_superuser=True) | Q(edited_sections=None) | Q(edited_sections=section_id)).distinct()


def _with(permission: str) -> QuerySet[User]:
    return User.objects.with_perm(permission).filter(is_staff=True).order_by("first_name", "last_name", "username")
