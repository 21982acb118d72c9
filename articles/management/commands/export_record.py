"""manage.py export_record ID"""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from articles.exchange import history_json
from articles.models import Article


class Command(BaseCommand):
    help = "Print the public record of a story as JSON that an outsider can verify; docs/publishing.md says how."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", type=int, metavar="ID")

    def handle(self, *, article: int, **options) -> None:
        try:
            document = history_json.export(article)
        except Article.DoesNotExist:
            raise CommandError(f"There is no story {article}.") from None
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
