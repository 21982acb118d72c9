"""The marks of all stories, some at a time. It may be stopped and run again: each is worked out from the editions."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

BATCH = 1000  # stories


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    articles = apps.get_model("articles", "Article").objects.using(using).order_by("pk")
    editions = apps.get_model("articles", "Edition").objects.using(using).filter(article=OuterRef("pk"))
    public = editions.filter(live_until__gt=F("live_from")).order_by("-number")
    ahead = public.filter(live_until__gt=F("article__publishing_state__acted_at"))
    mark = {
        "public_from": Subquery(public.values("live_from")[:1]),
        "public_until": Subquery(public.values("live_until")[:1]),
        "public_version": Subquery(public.values("version")[:1]),
        "version_before": Subquery(ahead.values("version")[1:2]),
    }
    last = 0
    while keys := list(articles.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        articles.filter(pk__range=(keys[0], keys[-1])).order_by().update(**mark)
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0062_public_mark")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
