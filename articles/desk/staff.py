"""Who can be asked at the desk: querysets of people by what they may do."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

ORDER = ("first_name", "last_name", "username")


def writers() -> QuerySet[User]:
    """People who can log in to the desk and may write stories."""
    return _with("articles.change_article")


def editors(section_id: int | None = None) -> QuerySet[User]:
    """People who may publish; with a section, only those who may publish in it (workflow.in_charge)."""
    found = _with("articles.publish_article")
    if section_id is None:
        return found
    return found.filter(Q(is_superuser=True) | Q(edited_sections=None) | Q(edited_sections=section_id)).distinct()


def able(*present: int | None) -> QuerySet[User]:
    """Both lists in one query: `writes` and `edits` say which a person is on. `present`: also these people."""
    writes, edits = (Exists(found.order_by().filter(pk=OuterRef("pk"))) for found in (writers(), editors()))
    found = User.objects.annotate(writes=writes, edits=edits)
    return found.filter(Q(writes=True) | Q(edits=True) | Q(pk__in=[*filter(None, present)])).order_by(*ORDER)


def _with(permission: str) -> QuerySet[User]:
    return User.objects.with_perm(permission).filter(is_staff=True).order_by(*ORDER)
