"""What the wire sent before its texts were kept: the first version of each imported story, where that is known."""

import re

from django.db import migrations


def fill(apps, schema_editor):
    """From the first version of each imported story; demo stories and those of the corpus have no such digest."""
    Revision, WireText = (apps.get_model("articles", name) for name in ("Revision", "WireText"))
    imported = Revision.objects.filter(
        version=1, event__verb="import", erased=False, article__wire_digest__isnull=False
    )
    for revision in imported.select_related("article").order_by("article_id").iterator():
        said = revision.content
        if re.fullmatch(r"[0-9a-f]{64}", revision.article.wire_digest) and said.get("standfirst"):
            WireText.objects.create(
                article=revision.article, digest=revision.article.wire_digest, section_id=revision.article.section_id,
                headline=said.get("headline", ""), standfirst=said["standfirst"], body=said.get("body", ""),
                byline=said.get("byline", ""),
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("articles", "0032_wire_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
