"""manage.py render_editions"""

from django.core.management.base import BaseCommand

from articles.publishing import public_mark, rendered, search_entries


class Command(BaseCommand):
    help = (
        "Render again the editions that an older version of the rendering made, from their sealed text. "
        "Then make the index of readers' searches again, and the marks by which the desk lists stories. "
        "It may be stopped and run again; docs/operating.md, under "
        "Upgrading."
    )

    def handle(self, **options) -> None:
        self.stdout.write(f"{rendered.render_older()} editions rendered again.")
        self.stdout.write(f"{search_entries.rebuild()} editions indexed for searching.")
        self.stdout.write(f"{public_mark.rebuild()} stories marked for the desk's lists.")
