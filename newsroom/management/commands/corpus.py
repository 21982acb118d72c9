"""manage.py corpus --articles N [--seed S]"""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from newsroom import corpus


class Command(BaseCommand):
    help = (
        "Load a large invented newsroom for benchmarks, the same for the same seed. Only where no other stories are; "
        "a second run adds what is missing up to N."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, required=True, metavar="N", help="how many stories there are to be")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *, articles: int, seed: int, verbosity: int, **options) -> None:
        began, made = time.perf_counter(), 0
        try:
            for made in corpus.load(articles, seed=seed):
                if verbosity > 1:
                    self.stderr.write(f"{made} of {articles}")
        except corpus.Unwelcome as error:
            raise CommandError(str(error)) from None
        seconds = time.perf_counter() - began
        if made:
            self.stdout.write(f"There are {made} stories now; it took {seconds:.1f} s.")
        else:
            self.stdout.write("They are all here; nothing new.")
