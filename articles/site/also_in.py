"""In which of the newsroom's languages a list has something, so that its page leads to no empty one."""

from django.conf import settings
from django.db.models import Exists

from articles.models import Edition
from articles.models.edition import EditionQuerySet


def also_in(rows: EditionQuerySet) -> set[str]:
    """The languages that some of these rows are in, of those in LANGUAGES. One query; none where there is one."""
    codes = [code for code, _name in settings.LANGUAGES]
    if len(codes) < 2:
        return set()
    there = (Exists(rows.in_language(code)) for code in codes)
    answers = Edition.objects.order_by("pk").values_list(*there)[:1]  # one row, to which the subqueries are attached
    return {code for row in answers for code, found in zip(codes, row, strict=True) if found}
