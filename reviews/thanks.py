"""A correction links to the reader's report that led to it, if its writer agreed and while the report is public."""

from django.db.models import F, Func, JSONField, OuterRef, Subquery
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import Edition
from reviews import listing
from reviews.models import Review


class Named(Func):
    """One JSON object made of many rows."""

    function = "json_group_object"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="jsonb_object_agg", **context)


def of_story() -> Subquery:
    """Of an edition: the reviews that led to corrections of its story, by the number of the corrected edition."""
    thanked = Review.objects.public().filter(article=OuterRef("article"), correction__isnull=False, credit=True)
    return Subquery(thanked.order_by().annotate(all=Named(F("correction__number"), F("pk"))).values("all"))


def words() -> str:
    return _("Thanks to a reader")


def linked(note: str, edition: Edition, number: int, live: Edition | None) -> SafeString:
    """The note that readers are given with this edition of a story; the thanks in it, or behind it, lead to the review.

    `edition`: queried with articles/publishing/thanks.py, or nobody is thanked. `live`: the live edition, if any.
    """
    review = (getattr(edition, "thanked", None) or {}).get(str(number))
    if not (review and live):
        return escape(note)
    link = format_html('<a href="{}">{}</a>', listing.address(live, review), words())
    before, said, after = escape(note).partition(escape(words()))
    return mark_safe(f"{before}{link}{after}" if said else f"{before} {link}.")  # noqa: S308  (both parts are escaped)
