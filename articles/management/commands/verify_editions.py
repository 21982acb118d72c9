"""manage.py verify_editions [--article ID]"""

from argparse import ArgumentParser
from typing import TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import replay
from articles.models import Article, Record

WIDTH = 40


class Command(BaseCommand):
    help = (
        "Work out from the sealed ledger what was public when, and compare it with what the database says now. "
        "Names the first act or edition that was altered, removed or inserted, and ends with 1; docs/publishing.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", type=int, metavar="ID", help="only this story")

    def handle(self, *, article: int | None, verbosity: int, **options) -> None:
        total = Article.objects.count() if article is None else 1
        progress = Progress(total, self.stderr._out if verbosity else None)
        acts = editions = done = 0
        for done, story in enumerate(replay.stories(only=article), start=1):
            if wrong := next(replay.faults(story), "") and again(story.pk):
                progress.end()
                raise CommandError(f"Story {story.pk} ({story.uid}): {wrong}.")
            acts, editions = acts + len(story.acts), editions + len(story.editions)
            progress.show(done)
        progress.end()
        if article is not None and not done:
            raise CommandError(f"There is no story {article}.")
        if article is None and (wrong := replay.stray()):
            raise CommandError(f"{wrong[:1].upper()}{wrong[1:]}.")
        if verbosity:
            self.stdout.write(f"{done} stories, {editions} editions, {acts} acts: all as they were sealed.")


def again(article_id: int) -> str:
    """What is wrong with a story when nobody can act on it meanwhile; "" where it was only being published."""
    with transaction.atomic():
        Record.objects.select_for_update(no_key=True).filter(pk=article_id).first()
        return next((wrong for story in replay.stories(only=article_id) for wrong in replay.faults(story)), "")


class Progress:
    """How far it is: a bar where somebody looks, else a line for every tenth; nothing without a stream."""

    def __init__(self, total: int, stream: TextIO | None) -> None:
        self.total, self.stream, self.shown = max(total, 1), stream, -1
        self.bar = bool(stream and stream.isatty())

    def show(self, done: int) -> None:
        percent = min(100 * done // self.total, 100)
        if percent == self.shown or not self.stream or not (self.bar or percent // 10 > self.shown // 10):
            return
        self.shown = percent
        full = "#" * (WIDTH * percent // 100)
        self.stream.write(f"\r[{full:.<{WIDTH}}] {percent:3} %" if self.bar else f"{percent:3} %\n")
        self.stream.flush()

    def end(self) -> None:
        if self.bar and self.shown >= 0:
            self.stream.write("\n")
