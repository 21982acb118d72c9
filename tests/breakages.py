"""Does the property test bite? Break publishing on purpose, in a copy of the tree, and see each breakage caught.

    .venv/bin/python tests/breakages.py

Prints a table; ends with 1 if a breakage was not caught, or no longer finds its place in the code.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ACTS, PUBLISHING = "articles/acts.py", "articles/publishing.py"


@dataclass(frozen=True)
class Breakage:
    what: str
    file: str = ACTS
    old: str = ""
    new: str = ""


WITHDRAWING = "        acts.cancel(story)\n        if story.live:\n            acts.end(story.live, story.now)"
ENDING, CANCELLING = "        if story.live:\n            acts.end(story.live, story.now)", "        acts.cancel(story)"

BREAKAGES = [
    Breakage("the clock may run backwards", ACTS, "now = record.acted_at + TICK", "pass"),
    Breakage("the live edition does not end where the next one starts", ACTS, "end(story.live, at)", "pass"),
    Breakage("what was to come is not cancelled", ACTS, "    cancel(story)\n    if story.live:", "    if story.live:"),
    Breakage("after a cancel the live edition still ends", ACTS, "end(story.live, story.record.ends_at)", "pass"),
    Breakage("lists forget the end", ACTS, "listing.objects.filter(edition=edition).update(live_until=at)", "pass"),
    Breakage("a story ends a moment too late", ACTS, "if at >= record.ends_at:", "if at > record.ends_at:"),
    Breakage("a return to print is a first publication", ACTS, "first.first_published_at if first else at", "at"),
    Breakage("a chain begins anew with each act", ACTS, "ledger.seal(record.seal,", 'ledger.seal("",'),
    Breakage("nobody asks what the editor saw", ACTS, "if seen is not None and seen != story.token:", "if seen == 0:"),
    Breakage("a withdrawal leaves what is to come", PUBLISHING, WITHDRAWING, ENDING),
    Breakage("a withdrawn story comes back", PUBLISHING, WITHDRAWING, f"{ENDING}\n{CANCELLING}"),
    Breakage(
        "the past can be published into",
        PUBLISHING,
        'if at < story.now:\n            raise Refused("in-the-past")\n        edition',
        "edition",
    ),
    Breakage(
        "an edition to come runs under a new embargo", PUBLISHING, "elif coming.live_from < embargo:", "elif False:"
    ),
    Breakage("a new end does not end what is live", PUBLISHING, "acts.end(live, ends_at)", "pass"),
]


def missing(breakage: Breakage) -> str:
    """Why a breakage cannot be made: its place must be there, and only once. "": it can."""
    found = (ROOT / breakage.file).read_text("utf-8").count(breakage.old)
    return "" if found == 1 else f"{breakage.file} has its place {found} times"


def try_out(breakage: Breakage | None) -> tuple[bool, str, float]:
    """Run the property test on a copy of the tree: whether it failed, in which words, after how many seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsroom-broken-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "var", "__pycache__", "docs"))
        if breakage:
            file = tree / breakage.file
            file.write_text(file.read_text("utf-8").replace(breakage.old, breakage.new), "utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-p",
            "no:cacheprovider",
            "tests/test_oracle.py",
            "-k",
            "order",
        ]
        environment = {**os.environ, "ORACLE_QUICK": "1"}
        run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)  # noqa: S603
    if run.returncode not in {0, 1}:
        raise SystemExit(f"The tests did not run at all:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
    errors = re.findall(r"^E   +(?:\S*Error: |Failed: )?(.+)$", run.stdout, re.MULTILINE)
    return bool(run.returncode), errors[0] if errors else "", time.monotonic() - began


def main() -> int:
    if lost := [f"{breakage.what}: {why}" for breakage in BREAKAGES if (why := missing(breakage))]:
        raise SystemExit("\n".join(lost))
    failed, words, seconds = try_out(None)
    if failed:
        raise SystemExit(f"The unbroken tree fails already: {words}")
    print(f"{'unbroken':<58} passed  {seconds:4.0f} s")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(try_out, BREAKAGES))
    for breakage, (caught, words, seconds) in zip(BREAKAGES, results, strict=True):
        print(f"{breakage.what:<58} {'caught' if caught else 'MISSED'}  {seconds:4.0f} s  {words[:90]}")
    missed = [caught for caught, _words, _seconds in results].count(False)
    print(f"{len(BREAKAGES) - missed} of {len(BREAKAGES)} caught.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
