"""manage.py verify_editions [--article ID] [--no-html]"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import transaction

from articles.models import Article, PublishingState
from articles.publishing import rendered, replay, search_entries

WIDTH = 40


class Command(BaseCommand):
    help = (
        "Work out from the sealed ledger what was public when, render each edition again from its sealed text, and "
        "compare both with what the database holds. Prints a line for each story of which something was altered, "
        "removed or inserted, and then ends with 1; docs/publishing.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", type=int, metavar="ID", help="only this story")
        parser.add_argument(
            "--no-html", action="store_false", dest="html",
            help="don't render the editions again, which takes most of the time",
        )  # fmt: skip

    def handle(self, *, article: int | None, html: bool, verbosity: int, **options) -> None:
        total = Article.objects.count() if article is None else 1
        progress = Progress(total, self.stderr if verbosity else None)
        acts = editions = older = wrong = done = 0
        for done, story in enumerate(replay.stories(only=article), start=1):
            if (fault := first_fault(story, html=html)) and (fault := again(story.pk, html=html)):
                progress.end()
                self.stdout.write(f"Story {story.pk} ({story.uid}): {fault}.")
                wrong += 1
            acts, editions = acts + len(story.acts), editions + len(story.editions)
            older += html and sum(rendered.is_older(edition) for edition in story.editions)
            progress.show(done)
        progress.end()
        if article is not None and not done:
            raise CommandError(f"There is no story {article}.")
        for stray in replay.strays() if article is None else ():
            self.stdout.write(f"{stray[:1].upper()}{stray[1:]}.")
            wrong += 1
        if older:
            self.stdout.write(
                f"{older} editions were rendered by an older version, and would be rendered differently now: run "
                "manage.py render_editions."
            )
        if article is None:
            self.search()
        if wrong:
            raise CommandError(f"Not everything is as it was sealed; lines above: {wrong}.")
        if verbosity:
            self.stdout.write(f"{done} stories, {editions} editions, {acts} acts: all as they were sealed.")

    def search(self) -> None:
        """It is no part of the record, and made again from it; so this is said, and is no fault of the record."""
        missing, superfluous = search_entries.missing(), search_entries.superfluous()
        if missing or superfluous:
            self.stdout.write(
                f"Readers' searches miss {missing} editions and have {superfluous} entries too many: run "
                "manage.py render_editions."
            )


def first_fault(story: replay.Story, *, html: bool) -> str:
    """What is wrong with a story; "" where nothing is. Only the first counts, the others may follow from it."""
    fault = next(replay.faults(story), "")
    if html and not fault:
        fault = next(filter(None, map(rendered.fault, story.editions)), "")
    return fault


def again(article_id: int, *, html: bool) -> str:
    """What is wrong with a story when nobody can act on it meanwhile; "" where it was only being published."""
    with transaction.atomic():
        PublishingState.objects.select_for_update(no_key=True).filter(pk=article_id).first()
        return next((fault for one in replay.stories(only=article_id) if (fault := first_fault(one, html=html))), "")


class Progress:
    """Progress: a bar on a terminal, a line for every ten per cent elsewhere, nothing without a stream."""

    def __init__(self, total: int, stream: OutputWrapper | None) -> None:
        self.total, self.stream, self.shown = max(total, 1), stream, -1
        self.bar = bool(stream and stream.isatty())

    def show(self, done: int) -> None:
        percent = min(100 * done // self.total, 100)
        if percent == self.shown or not self.stream or not (self.bar or percent // 10 > self.shown // 10):
            return
        self.shown = percent
        full = "#" * (WIDTH * percent // 100)
        self.stream.write(f"\r[{full:.<{WIDTH}}] {percent:3} %" if self.bar else f"{percent:3} %\n", str, "")
        self.stream.flush()

    def end(self) -> None:
        if self.bar and self.shown >= 0:
            self.stream.write("\n", str)
