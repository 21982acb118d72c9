"""The jobs of publishing: written down with the act that asks for them, carried out by newsroom/jobs.py.

Whether something is public is decided by the clock, never by a job: without a worker readers see the same. A story's
jobs are carried out in the order in which they are due.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.urls import get_script_prefix

from articles.models import FOREVER, Act, Edition, Job, PublishingState
from newsroom.lib.retrying import Failed

ACT, BOUNDARY = "act", "boundary"
TRANSLATIONS = "translations"  # tells people that the original of a translation was changed or withdrawn
TIMEOUT = 5  # seconds for an answer from a cache


class Unreachable(Failed):
    """A cache did not do what it was asked. The words name its host, not its address, which may hold a password."""


class Straight(HTTPRedirectHandler):
    """A cache that sends elsewhere has dropped nothing: an error, like every answer that is not 2xx."""

    def redirect_request(self, *args) -> None:
        return None


# -- writing ----------------------------------------------------------------------------------------------------------


def plan(act: Act) -> list[Job]:
    """Write down what an act asks for: at once, and at the moments to come that it sets. In the act's transaction."""
    moments = [(ACT, act.shows_at), *((BOUNDARY, moment) for moment in _boundaries(act))]
    key, args = key_of(act.article_id), {"story": act.article_id, "act": act.number}
    return Job.objects.ask(*(Job(kind=kind, key=key, args=args, due=due) for kind, due in moments))


def key_of(article_id: int) -> str:
    return f"story {article_id}"


def _boundaries(act: Act) -> list[datetime]:
    """When readers may begin or cease to see something because of this act. An embargo alone shows them nothing."""
    moments = {act.until} if act.verb == Act.Verb.WINDOW else {act.at, act.until}
    return sorted(moment for moment in moments if moment and act.shows_at < moment < FOREVER)


# -- carrying out -----------------------------------------------------------------------------------------------------


def is_moot(job: Job) -> bool:
    """Whether a boundary was cancelled. In a transaction: an act under way may be cancelling it, and is awaited."""
    if job.kind != BOUNDARY:
        return False
    PublishingState.objects.select_for_update(no_key=True).get(pk=job.args["story"])
    return not is_boundary(job.args["story"], job.due)


def is_boundary(article_id: int, moment: datetime) -> bool:
    """Whether readers see another edition at this moment than right before it, one or none."""
    editions = Edition.objects.filter(article_id=article_id)
    before, after = (editions.live(at).values_list("pk").first() for at in (moment - timedelta.resolution, moment))
    return before != after


def drop_kept_pages(jobs: list[Job], now: datetime) -> None:
    """Ask every cache in PURGE_URLS to drop what it keeps of a story; raises Unreachable if one did not.

    A cache is told the paths that were public by now, and when it happened. It hears nothing of a story that never was.
    """
    (job,) = jobs
    public = Edition.objects.filter(article_id=job.args["story"]).public_by(now) if settings.PURGE_URLS else []
    paths = sorted({f"{get_script_prefix()}{edition.address_id}/" for edition in public})
    if not paths:
        return
    body = json.dumps({"paths": paths, "at": f"{job.due.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"})
    with ThreadPoolExecutor(len(settings.PURGE_URLS)) as pool:
        problems = [problem for problem in pool.map(partial(_ask, body=body.encode()), settings.PURGE_URLS) if problem]
    if problems:
        raise Unreachable("; ".join(problems))


def _ask(address: str, *, body: bytes) -> str:
    """Post this to a cache. What went wrong, or ""."""
    request = Request(address, body, {"Content-Type": "application/json"})  # noqa: S310  (settings allow http alone)
    try:
        with build_opener(Straight).open(request, timeout=TIMEOUT):
            return ""
    except (OSError, HTTPException) as error:
        return f"{urlsplit(address).hostname}: {error}"
