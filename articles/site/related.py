"""What stands around a story on its page: the thread it belongs to, and more of its section."""

from datetime import datetime
from typing import NamedTuple

from articles.models import Edition

FOLLOWING, MORE = 8, 8  # of many the newest


class Around(NamedTuple):
    followed: list[Edition]  # the story that it takes up again, if that is live
    following: list[Edition]  # those that take it up, the newest first
    more: list[Edition]  # the newest of its section, neither the story itself nor one of its thread


def around(edition: Edition, *, at: datetime) -> Around:
    """All three as far as they are live, in one question: two short walks along indexes, put together."""
    live = Edition.objects.live(at)
    thread = live.of_thread(edition)[:FOLLOWING]
    rest = (
        live.filter(section=edition.section_id).exclude(article=edition.article_id).exclude(follows=edition.article_id)
    )
    if edition.follows_id:
        rest = rest.exclude(article=edition.follows_id)
    found = Edition.objects.found_by(thread, rest.newest_first()[:MORE])
    followed = [one for one in found if one.article_id == edition.follows_id]
    following = [one for one in found if one.follows_id == edition.article_id and one not in followed]
    return Around(followed, following, [one for one in found if one not in followed and one not in following])
