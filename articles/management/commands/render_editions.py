"""manage.py render_editions"""

from django.core.management.base import BaseCommand

from articles.publishing import rendered, search_entries


class Command(BaseCommand):
    help = (
        "Render again the editions that an older version of the rendering made, from their sealed text. "
        "Then make the index of readers' searches again. It may be stopped and run again; docs/operating.md, under "
        "Upgrading."
    )

    def handle(self, **options) -> None:
        self.stdout.write(f"{rendered.render_older()} editions rendered again.")
        self.stdout.write(f"{search_entries.rebuild()} editions indexed for searching.")
