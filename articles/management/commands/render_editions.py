"""manage.py render_editions"""

from django.core.management.base import BaseCommand

from articles.publishing import rendered


class Command(BaseCommand):
    help = (
        "Render again the editions that an older version of the rendering made, from their sealed text. "
        "It may be stopped and run again; docs/operating.md, under Upgrading."
    )

    def handle(self, **options) -> None:
        self.stdout.write(f"{rendered.render_older()} editions rendered again.")
