"""What is public of a page now is its first edition, from when it was last changed. Nothing is known of before."""

from django.db import migrations

SHOWN = ("name", "description", "html", "language")


def fill(apps, schema_editor):
    pages, editions = apps.get_model("articles", "HousePage"), apps.get_model("articles", "HouseEdition")
    for page in pages.objects.filter(public=True, editions=None):
        editions.objects.create(page=page, live_from=page.changed_at, **{name: getattr(page, name) for name in SHOWN})


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_editions_of_house_pages")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
