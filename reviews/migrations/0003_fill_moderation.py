"""What reviews that were posted before get: an address of their own, a discussion with its counts, an end for the
e-mail address of those that are decided."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import migrations
from django.utils import timezone

RATINGS = (1, 2, 3, 4, 5)


def fill(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    give_addresses(Review)
    count(Review, apps.get_model("reviews", "Discussion"))
    kept = timedelta(days=settings.REVIEWS_KEPT_DAYS)
    decided = Review.objects.exclude(state="pending").filter(erase_at=None)
    decided.update(decided_at=timezone.now(), erase_at=timezone.now() + kept)


def give_addresses(Review):
    rows = []
    for review in Review.objects.filter(uid=None).only("pk").iterator(chunk_size=500):
        review.uid = uuid4()
        rows.append(review)
        if len(rows) == 500:
            Review.objects.bulk_update(rows, ["uid"])
            rows = []
    Review.objects.bulk_update(rows, ["uid"])


def count(Review, Discussion):
    found = {}
    public = Review.objects.filter(state="published").values_list("article_id", "rating")
    for article_id, rating in public.iterator(chunk_size=2000):
        discussion = found.setdefault(article_id, Discussion(article_id=article_id))
        discussion.published += 1
        if rating in RATINGS:
            setattr(discussion, f"rated_{rating}", getattr(discussion, f"rated_{rating}") + 1)
    Discussion.objects.bulk_create(found.values(), batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_moderation")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
