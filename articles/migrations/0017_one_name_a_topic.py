"""Topics have one name however it is written. Those that differed only in case or in the dots of i are made one:
the oldest stays, and the others lead to it, as after a merge at the desk.
"""

import unicodedata

import django.db.models.deletion
import re
from anyascii import anyascii
from django.db import migrations, models
from django.utils import timezone

DOTS, WORD = str.maketrans("İIı", "iii"), re.compile(r"[a-z0-9]+")


def key_of(name):
    return " ".join(unicodedata.normalize("NFC", name).translate(DOTS).casefold().split())


def give_keys(apps, schema_editor):
    using = schema_editor.connection.alias
    tags, firsts = apps.get_model("articles", "Tag").objects.using(using), {}
    for tag in tags.order_by("pk").iterator(chunk_size=1000):
        tag.key, tag.folded = key_of(tag.name), " ".join(WORD.findall(anyascii(tag.name).casefold()))
        first = firsts.setdefault(tag.key, tag)
        if first is not tag:
            merge(apps, using, tag, first)
        tag.save(update_fields=["key", "folded", "merged_into"])


def merge(apps, using, tag, first):
    under = apps.get_model("articles", "ArticleTag").objects.using(using)
    mine, theirs = under.filter(tag=tag), under.filter(tag=first)
    stories = mine.count()
    mine.filter(content_object__in=theirs.values("content_object")).delete()
    mine.update(tag=first)
    tag.merged_into = first
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.using(using).get_or_create(
        app_label="articles", model="tag"
    )
    apps.get_model("articles", "Event").objects.using(using).create(
        at=timezone.now(), verb="merge", on_type=kind, on_id=tag.pk,
        detail={"into": first.pk, "names": [tag.name, first.name], "stories": stories},
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_deadlines"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [
        migrations.AddField("tag", "key", models.CharField(editable=False, max_length=300, null=True)),
        migrations.AddField("tag", "folded", models.CharField(editable=False, max_length=500, null=True)),
        migrations.AddField(
            "tag",
            "merged_into",
            models.ForeignKey(
                editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged",
                to="articles.tag", verbose_name="merged into",
            ),
        ),  # fmt: skip
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
