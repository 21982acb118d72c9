"""manage.py import_wire FILE [--section SLUG] [--language CODE] [--publish] [--new]"""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles import publishing
from articles.exchange import wire


class Command(BaseCommand):
    help = "Import one wire file as drafts: a story and its briefs. The grammar and the rules are in docs/wire.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--section", metavar="SLUG", default="", help="wins over the section that the file names")
        parser.add_argument(
            "--language", metavar="CODE", default="",
            help=f"of the whole file: {', '.join(dict(settings.LANGUAGES))}; without it, recognised from the text",
        )  # fmt: skip
        parser.add_argument("--publish", action="store_true", help="publish everything that is new or updated, at once")
        parser.add_argument("--new", action="store_true", help="make new stories, even of a headline that is known")

    def handle(self, *, file: Path, section: str, language: str, publish: bool, new: bool, **options) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from None
        options = {"section_slug": section, "language": language, "publish": publish, "new": new}
        try:
            imported = wire.load(wire.parse(data), **options)
        except wire.BadWire as error:
            raise CommandError(f"{file.name} was refused, and nothing was imported: {error}") from None
        except publishing.Refused as error:
            raise CommandError(f"{file.name} can't be published, and nothing was imported: {error}") from None
        self.report(imported, given=bool(language))
        if count := len(imported.problems):
            needs = "1 of its texts needs" if count == 1 else f"{count} of its texts need"
            raise CommandError(f"{file.name} was imported, but {needs} an editor; see above.")

    def report(self, imported: wire.Imported, *, given: bool) -> None:
        how = "as given" if given else "recognised" if imported.recognised else "not certain, so the newsroom's first"
        for article in imported.made:
            did = "published" if article.pk in imported.published else "made a draft of"
            self.stdout.write(f"{did} {self.called(article)} (language: {article.language}, {how})")
        for article in imported.updated:
            did = "updated and published" if article.pk in imported.published else "updated the draft of"
            self.stdout.write(f"{did} {self.called(article)}")
        for article in imported.known:
            self.stdout.write(f"already here, left as it is: {self.called(article)}")
        for article, why in imported.left:
            self.stdout.write(f"left as it is ({why}): {self.called(article)}")
        for article, why in imported.problems:
            self.stderr.write(f"{self.called(article)} – {why}")
        if not (imported.made or imported.updated):
            self.stdout.write("Nothing new in this file.")

    def called(self, article) -> str:
        return f"{article.get_kind_display().lower()} {article.pk}: {article.title}"
