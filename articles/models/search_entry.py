"""Where readers' searches look: a row for each edition that is live or scheduled, made again from it at any time."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Left, Length, Right
from django.db.models.lookups import GreaterThanOrEqual

from newsroom.lib import fields

from .content import Kind
from .edition import Edition, EditionQuerySet


class SearchEntry(models.Model):
    """The words of an edition and their stems (articles/text/indexing.py), beside a copy of its range and its place.

    SQLite keeps them as text, from which triggers fill an FTS5 table (search_index.py); PostgreSQL as a weighted
    vector.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="search_entry")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    section = models.ForeignKey("sections.Section", models.PROTECT, related_name="+", db_index=False)
    language = fields.CharField(max_length=12)
    kind = fields.CharField(max_length=12, choices=Kind)
    first_published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    head = fields.TextField(blank=True)
    lede = fields.TextField(blank=True)
    rest = fields.TextField(blank=True)
    vector = SearchVectorField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # of the edition
        indexes = [
            GinIndex(fields=["vector"], name="search_words"),
            # SQLite: a walk from the newest on. On PostgreSQL it is empty, or it would be asked instead of the words.
            models.Index(
                fields=["language", "-first_published_at", "-article", "live_from", "live_until"],
                condition=models.Q(vector=None),
                name="search_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"search entry of {self.edition_id}"


ENDS = (2, 4)  # letters at an end of a word by which it is looked up: more of a long word, for there are more of these


def _letters(function: type) -> Case:
    short, long = ENDS
    is_long = GreaterThanOrEqual(Length("word"), 2 * long)
    return Case(When(is_long, then=function("word", long)), default=function("word", short))


class KnownWord(models.Model):
    """A word of an entry, as it was written there: what a mistyped one may have meant (articles/site/suggesting.py).

    Only what a search of live editions finds is ever offered, so a word of a scheduled story tells readers nothing.
    """

    language = fields.CharField(max_length=12)
    word = fields.CharField(max_length=40)  # folded
    written = fields.CharField(max_length=80)
    length = models.GeneratedField(
        expression=Length("word"), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    start = models.GeneratedField(
        expression=_letters(Left), output_field=models.CharField(max_length=ENDS[1]), db_persist=True
    )
    end = models.GeneratedField(
        expression=_letters(Right), output_field=models.CharField(max_length=ENDS[1]), db_persist=True
    )

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="a language has a word once")]
        indexes = [
            models.Index(fields=["language", "start", "length"], name="known_word_start"),
            models.Index(fields=["language", "end", "length"], name="known_word_end"),
        ]

    def __str__(self) -> str:
        return self.written
