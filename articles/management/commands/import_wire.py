"""manage.py import_wire FILE [--section SLUG] [--publish]"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles import publishing
from articles.exchange import wire


class Command(BaseCommand):
    help = "Make working copies of one wire file: a story and its briefs. The grammar is in docs/wire.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--section", metavar="SLUG", default="", help="wins over the section that the file names")
        parser.add_argument("--publish", action="store_true", help="make everything in the file live, at one moment")

    def handle(self, *, file: Path, section: str, publish: bool, **options) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        try:
            imported = wire.load(wire.parse(data), section_slug=section, publish=publish)
        except wire.BadWire as error:
            raise CommandError(f"{file.name} was refused, and nothing was imported: {error}") from None
        except publishing.Refused as error:
            raise CommandError(f"{file.name} cannot be published, and nothing was imported: {error}") from None
        self.report(imported, published=publish)

    def report(self, imported: wire.Imported, *, published: bool) -> None:
        did = "published" if published else "made a draft of"
        for article in imported.made:
            self.stdout.write(f"{did} {article.get_kind_display().lower()} {article.pk}: {article.title}")
        for article in imported.known:
            self.stdout.write(f"already here as {article.pk}, left as it is: {article.title}")
        if not imported.made:
            self.stdout.write("Nothing new in this file.")
