"""Do the tests bite? Break the code on purpose, in a copy of the tree, and see each breakage caught.

    .venv/bin/python tests/breakages.py [WORDS]

With words, only the breakages that have them in their names. Prints a table; ends with 1 if a breakage was not caught,
or no longer finds its place in the code.
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
ISSUING, VERBS = "articles/publishing/issuing.py", "articles/publishing/verbs.py"


@dataclass(frozen=True)
class Breakage:
    what: str
    file: str = ISSUING
    old: str = ""
    new: str = ""
    tests: tuple[str, ...] = ("tests/test_oracle.py", "-k", "order")  # those that must see it


DATING = "now = present if present > record.acted_at else record.acted_at + TICK"
WITHDRAWING = "issuing.end(edition, max(edition.live_from, story.present))"

JOB, JOBS, WORKER = "articles/models/job.py", "newsroom/jobs.py", "newsroom/management/commands/worker.py"
JOB_TESTS = ("tests/test_jobs.py",)

BREAKAGES = [
    Breakage("the clock may run backwards", ISSUING, DATING, "now = present"),
    Breakage("a clock that is far behind is believed", ISSUING, "if present < record.acted_at - BEHIND", "if False"),
    Breakage("the live edition does not end where the next one starts", ISSUING, "end(story.live, at)", "pass"),
    Breakage("what was to come is not cancelled", ISSUING, "        empty(story.coming)", "        pass"),
    Breakage("after a cancel the live edition still ends", ISSUING, "end(story.live, story.record.ends_at)", "pass"),
    Breakage("lists forget the end", ISSUING, "listing.objects.filter(edition=edition).update(live_until=at)", "pass"),
    Breakage(
        "a story ends a moment too late",
        ISSUING,
        "if at >= record.ends_at:",
        "if at > record.ends_at:",
        ("tests/test_publishing.py",),
    ),
    Breakage("a return to print is a first publication", ISSUING, "first.first_published_at if first else at", "at"),
    Breakage("a chain begins anew with each act", ISSUING, "ledger.seal(record.seal,", 'ledger.seal("",'),
    Breakage(
        "nobody asks what the editor saw", ISSUING, "if seen is not None and seen !=", "if seen is not None and not"
    ),
    Breakage(
        "a withdrawal leaves what is to come",
        VERBS,
        "for edition in story.ahead:",
        "for edition in [live] * bool(live):",
    ),
    Breakage(
        "a withdrawal ends by the ledger's clock, not by readers'",
        VERBS,
        WITHDRAWING,
        WITHDRAWING.replace("present", "now"),
    ),
    Breakage(
        "the past can be published into",
        VERBS,
        'if at < story.now:\n            raise Refused("in-the-past")\n        edition',
        "edition",
    ),
    Breakage(
        "an edition to come runs under a new embargo",
        VERBS,
        "if coming and coming.live_from < embargo:",
        "if False:",
    ),
    Breakage(
        "a new end does not end what is live",
        VERBS,
        "issuing.end(live, min(coming.live_from, ends_at) if coming else ends_at)",
        "pass",
    ),
    Breakage(
        "a story's later job does not wait", JOBS, "if self.in_order else ready", "if False else ready", JOB_TESTS
    ),
    Breakage("a killed worker's job is lost", JOBS, "now + lane.lease +", "now + 99 * lane.lease +", JOB_TESTS),
    Breakage("a job that hangs is left to its thread", WORKER, "if hand.is_lost or not", "if not", JOB_TESTS),
    Breakage("a job that failed is the first again", JOB, 'order_by("next_try_at"', 'order_by("due"', JOB_TESTS),
    Breakage("a bad job holds up its story for good", JOB, "tries__lt=STUCK", "tries__gte=0", JOB_TESTS),
    Breakage("a cancelled boundary is told", JOBS, "if lane.is_moot(first):", "if False:", JOB_TESTS),
    Breakage("a job keeps what an error says", JOBS, "if isinstance(error, Failed):", "if error:", JOB_TESTS),
    Breakage(
        "a refused e-mail takes others along",
        JOBS,
        "if others and not isinstance(error, Unavailable):",
        "if False:",
        ("tests/test_notices.py", "-k", "refuses"),
    ),
]


def named(file: str, test: str) -> tuple[str, ...]:
    return f"tests/{file}.py", "-k", test


MODERATION, ARRANGING, TRIGGERS = "reviews/moderation.py", "sections/arranging.py", "articles/publishing/triggers.py"
ISSUED_AGAIN = "issuing.issue(story, printing.again(coming), at=embargo, change=coming.change, note=coming.note)"

# Each of these once passed all tests there were.
BREAKAGES += [
    Breakage(
        "a guess at an erased text can be tested", VERBS, "update(salt=new_salt(), wire_digest=None)",
        "update(wire_digest=None)", named("test_publishing", "guess_at_an_erased"),
    ),
    Breakage(
        "documents are no part of a story", "articles/publishing/foureyes.py",
        'Document: article.citations.exclude(document=None).values("document"),', "Document: [],",
        named("test_four_eyes", "a_part_of_a_story"),
    ),
    Breakage(
        "what a new embargo moves loses its note", VERBS, ISSUED_AGAIN,
        ISSUED_AGAIN.replace(", change=coming.change, note=coming.note", ""),
        named("test_publishing", "keeps_its_kind"),
    ),
    Breakage(
        "an edition is cancelled without a reason", ISSUING, "edition=story.coming.number, reason=reason)",
        "edition=story.coming.number)", named("test_publishing", "why_an_edition_was_cancelled"),
    ),
    Breakage(
        "a fix is always of the version before", VERBS,
        "article.version if _level(article, edition) else live.version", "live.version",
        named("test_publishing", "level_again"),
    ),
    Breakage(
        "1970 begins a moment later", VERBS, "if at < NEVER:", "if at <= NEVER:",
        named("test_publishing", "first_moment_of_1970"),
    ),
    Breakage(
        "a report outlives the decision", MODERATION,
        "        if by:\n            review.reports.filter(closed_at=None)",
        "        if by:\n            review.reports.none()",
        named("test_moderation", "closes_the_reports"),
    ),
    Breakage(
        "an undo publishes what was taken back", MODERATION,
        ' and last.detail["after"] == review.state and not review.withdrawn_at',
        ' and last.detail["after"] == review.state', named("test_moderation", "not_made_public_by_an_undo"),
    ),
    Breakage(
        "a note waits on a published review", MODERATION, '(reason, note.strip()) if told else ("", "")',
        "reason, note.strip()", named("test_moderation", "told_nothing"),
    ),
    Breakage(
        "two acts of one instant undo each other", ARRANGING, "front.acted_at + TICK)", "front.acted_at)",
        named("test_arranging", "one_instant"),
    ),
    Breakage(
        "a plan that was replaced comes back", ARRANGING, ", starts__lt=planned.starts)", ")",
        named("test_arranging", "replaced_does_not_come_back"),
    ),
    Breakage(
        "a story is rolled back whose time is up", ARRANGING, "until__gt=locked.now", "until__gte=locked.now",
        named("test_arranging", "very_moment"),
    ),
    Breakage(
        "a decorative picture is read aloud", "articles/drafts/printing.py",
        'printed | {"alt": ""} if photo.decorative else printed', "printed",
        named("test_pictures_served", "decorative_picture_is_printed"),
    ),
    Breakage(
        "an export has the note to editors", "articles/models/content.py", "seen=Seen.NOBODY", "seen=Seen.FEEDS",
        named("test_site_and_wire_fields", "never_the_note_to_editors"),
    ),
    Breakage(
        "a guess at the note to editors can be tested", "articles/exchange/history_json.py",
        "ledger.content_salt(edition)", "edition.salt", named("test_site_and_wire_fields", "test_a_guess"),
    ),
    Breakage(
        "a court's erasure leaves what a field says", "articles/models/printed.py", "if field.printed.erasable",
        "if field.printed.since in (1, 2)", named("test_site_and_wire_fields", "erasing_takes_all"),
    ),
    Breakage(
        "what needs no approval undoes it", "articles/models/ledger.py",
        "if field.printed.substantive or not substantive", "if True",
        named("test_declared_fields", "needs_no_approval"),
    ),
    Breakage(
        "to know the digest of a picture is a change of the story", "articles/models/ledger.py",
        "without(value, read[name].printed.unread)", "value",
        named("test_site_and_wire_fields", "fingerprinted_by_the_command"),
    ),
    Breakage(
        "a portrait outlives its licence", "articles/drafts/printing.py", " and photo.licensed(at)", "",
        named("test_correspondents", "until_its_licence_ends"),
    ),
    Breakage(
        "what ended can be reopened", TRIGGERS, "OLD.\"{frozen.end}\" > newsroom_present(0) AND ", "",
        named("test_immutability", "never_reopens"),
    ),
    Breakage(
        "an end is moved into the past", TRIGGERS, " AND NEW.\"{frozen.end}\" >= newsroom_present(0)", "",
        named("test_immutability", "ends_at_a_moment_that_is_past"),
    ),
    Breakage(
        "erasing writes what it likes", TRIGGERS, 'refused.append(f"({erasing} AND ({filled}))")', "pass",
        named("test_immutability", "nothing_but_blanks"),
    ),
    Breakage(
        "HTML moves without its version", TRIGGERS, "AND NOT {rises} AND NOT {erasing}", "AND 0",
        named("test_immutability", "together_with_the_version"),
    ),
    Breakage(
        "nobody renders again", "articles/publishing/rendered.py", "if _again(edition) != edition.html:", "if False:",
        named("test_rendered_editions", "forgery"),
    ),
    Breakage(
        "a link may lead to another story",
        "articles/publishing/rendered.py",
        " and owners.get(new) == owners[old]",
        "",
        named("test_rendered_editions", "leads_to_another_story"),
    ),
]  # fmt: skip


FOUR_EYES, REPLAY, PREVIEWS = (
    "articles/publishing/foureyes.py",
    "articles/publishing/replay.py",
    "articles/site/previews.py",
)
WORKFLOW, EDITING = "articles/workflow.py", "articles/drafts/editing.py"
UNSEALED = "if ledger.sealed_as(act, uid) is None:"

# One for each promise to the people at the desk, and for each check of the ledger.
BREAKAGES += [
    Breakage(
        "people approve their own text", FOUR_EYES, "return approvals.exclude(by=by).exists()",
        "return approvals.exists()", ("tests/test_publishing.py", "tests/test_workflow.py", "tests/test_four_eyes.py"),
    ),
    Breakage(
        "any approval will do, whatever the text", FOUR_EYES, 'verb="approve", detail__digest=digest)',
        'verb="approve")', ("tests/test_workflow.py", "tests/test_four_eyes.py"),
    ),
    Breakage(
        "a changed caption is nobody's edit", FOUR_EYES,
        "Photo: Photo.objects.filter(uid__in=[one[\"uid\"] for one in edition.all_pictures]),",
        "Photo: Photo.objects.none(),", ("tests/test_four_eyes.py",),
    ),
    Breakage(
        "people check what they published alone", FOUR_EYES, "unread = article.pending_checks.exclude(by=by)",
        "unread = article.pending_checks.all()", ("tests/test_four_eyes.py",),
    ),
    Breakage(
        "any byline opens a story", "articles/models/article.py",
        "self.bylines.filter(correspondent__user=user).exists()", "self.bylines.exists()", ("tests/test_workflow.py",),
    ),
    Breakage(
        "an editor of one section leads them all", WORKFLOW,
        "not sections_of(user) or section_id in sections_of(user)", "True",
        ("tests/test_desk_roles.py", "-k", "in_another_section"),
    ),
    Breakage(
        "a story is returned without a note", EDITING, "if step.needs_note and not note.strip():", "if False:",
        ("tests/test_workflow.py",),
    ),
    Breakage(
        "an approval outlives an edit", EDITING, "if before.digest and article.state == State.APPROVED:", "if False:",
        ("tests/test_workflow.py",),
    ),
    Breakage(
        "an approval is of any version", EDITING, "if version not in (None, article.version) or", "if",
        named("test_workflow", "older_version"),
    ),
    Breakage(
        "a preview of a spiked story stays open", PREVIEWS,
        "if not link.is_open(at) or link.article.state == State.SPIKED:", "if not link.is_open(at):",
        ("tests/test_previews.py",),
    ),
    Breakage(
        "a withdrawal leaves previews open", PREVIEWS, " and not ended.filter(made_at__gte=link.made_at).exists()", "",
        ("tests/test_previews.py",),
    ),
    Breakage(
        "a preview may be kept", PREVIEWS, "        caching.never_kept(response)\n", "", ("tests/test_previews.py",),
    ),
    Breakage(
        "anyone is told who a source is", "articles/desk/unmasking.py", "if not source.may_be_unmasked_by(by):",
        "if False:", ("tests/test_source_protection.py",),
    ),
    Breakage(
        "a source is opened without a reason", "articles/desk/unmasking.py", "if not reason.strip():", "if False:",
        ("tests/test_source_protection.py",),
    ),
    Breakage(
        "an altered act passes", REPLAY, UNSEALED, "if False:", ("tests/test_verify.py", "tests/test_ledger.py"),
    ),
    Breakage(
        "an inserted edition passes", REPLAY, "if edition.number not in played.editions:",
        "if edition.number not in played.editions:\n            continue\n        if False:", ("tests/test_verify.py",),
    ),
    Breakage(
        "erased words may come back", REPLAY, " or any(getattr(edition, name) for name in says)", "",
        ("tests/test_verify.py",),
    ),
    Breakage(
        "a moved listing passes", REPLAY,
        "if any(getattr(row, name) not in {None, getattr(edition, name)} for row in rows for name in LISTED):",
        "if False:",
        ("tests/test_verify.py",),
    ),
]  # fmt: skip


MARK, MARKS = "articles/publishing/public_mark.py", "articles/models/public_mark.py"

# The mark that the desk lists stories by.
BREAKAGES += [
    Breakage(
        "publishing leaves the mark as it was", ISSUING, "public_mark.keep(Article.objects.filter(pk=article_id))",
        "pass",
    ),
    Breakage(
        "the mark is of an edition that was cancelled", MARK, ".ahead(NEVER)", "",
        named("test_public_mark", "until_an_edition_is_public"),
    ),
    Breakage(
        "the mark forgets what is live until the update", MARK, 'ahead.values("version")[1:2]',
        'ahead.values("version")[9:]', named("test_public_mark", "takes_the_place"),
    ),
    Breakage(
        "a save writes back an old mark", "newsroom/lib/fields.py", "if add else F(self.attname)", "",
        named("test_public_mark", "read_before_an_act"),
    ),
    Breakage(
        "a wrong mark passes", REPLAY, "    yield from _mark(story, played)\n", "",
        named("test_public_mark", "does_not_give"),
    ),
    Breakage(
        "what has ended is still listed as live", MARKS,
        "filter(last | before, public_until__gt=now)\n\n    def not", "filter(last | before)\n\n    def not",
    ),
    Breakage(
        "the draft of a scheduled update is compared with the update", MARKS,
        "before = Q(public_from__gt=now, version_before__lt=F(\"version\"))",
        "before = Q(public_from__gt=now, public_version__lt=F(\"version\"))",
        named("test_public_mark", "takes_the_place"),
    ),
]  # fmt: skip


def missing(breakage: Breakage) -> str:
    """Why a breakage cannot be made: its place must be there, and only once. "": it can."""
    found = (ROOT / breakage.file).read_text("utf-8").count(breakage.old)
    return "" if found == 1 else f"{breakage.file} has its place {found} times"


def try_out(breakage: Breakage | None) -> tuple[bool, str, float]:
    """Run the property test on a copy of the tree: whether it failed, in which words, after how many seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsroom-broken-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "var", "__pycache__"))
        if breakage:
            file = tree / breakage.file
            file.write_text(file.read_text("utf-8").replace(breakage.old, breakage.new), "utf-8")
        tests = (breakage or Breakage("")).tests
        command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "ORACLE_QUICK": "1"}
        run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)  # noqa: S603
    if run.returncode not in {0, 1}:
        raise SystemExit(f"The tests did not run at all:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
    errors = re.findall(r"^E   +(?:\S*Error: |Failed: )?(.+)$", run.stdout, re.MULTILINE)
    return bool(run.returncode), errors[0] if errors else "", time.monotonic() - began


def main(words: str = "") -> int:
    breakages = [breakage for breakage in BREAKAGES if words in breakage.what]
    if lost := [f"{breakage.what}: {why}" for breakage in breakages if (why := missing(breakage))]:
        raise SystemExit("\n".join(lost))
    failed, words, seconds = try_out(None)
    if failed:
        raise SystemExit(f"The unbroken tree fails already: {words}")
    print(f"{'unbroken':<58} passed  {seconds:4.0f} s")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(try_out, breakages))
    for breakage, (caught, words, seconds) in zip(breakages, results, strict=True):
        print(f"{breakage.what:<58} {'caught' if caught else 'MISSED'}  {seconds:4.0f} s  {words[:90]}")
    missed = [caught for caught, _words, _seconds in results].count(False)
    print(f"{len(breakages) - missed} of {len(breakages)} caught.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
