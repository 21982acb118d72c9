"""What a search finds an edition by is folded words only, those of headline and topics on a line of their own."""

import html
import re

from anyascii import anyascii
from django.db import migrations

WORD, MARK = re.compile(r"[a-z0-9]+"), re.compile(r"<[^>]*>")


def by_line(apps, schema_editor):
    editions = apps.get_model("articles", "Edition").objects.using(schema_editor.connection.alias)
    batch = []
    for edition in editions.exclude(erased=True).defer("body").iterator(chunk_size=500):
        names = [one["name"] for one in edition.bylines] + [cited["attribution"] for cited in edition.citations]
        first = [edition.headline, *(topic["name"] for topic in edition.topics)]
        rest = [edition.standfirst, html.unescape(MARK.sub(" ", edition.html)), edition.byline, *names]
        edition.words = "\n".join(" ".join(WORD.findall(anyascii(" ".join(p)).casefold())) for p in (first, rest))
        batch.append(edition)
        if len(batch) == 500:
            editions.bulk_update(batch, ["words"])
            batch = []
    editions.bulk_update(batch, ["words"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_salt_of_digests")]
    operations = [migrations.RunPython(by_line, migrations.RunPython.noop)]
