"""What becomes of the translations of a story that is changed or withdrawn: in the transaction of that act.

Translations that are scheduled are held back (HOLD_BACK_TRANSLATIONS); a published one is never touched, for people
withdraw those. The people who edit them are told by a job, which the desk carries out. A story is locked before its
translations, and those in the order of their keys; no translation is another's original.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Event, Job, Notice
from articles.models.edition import Change
from articles.models.notice import Kind
from articles.publishing import issuing, jobs
from articles.publishing.issuing import Machine, Story
from articles.workflow import State
from newsroom.lib.clock import Clock

HOLDER = Machine("translations")


def original_published(story: Story, edition: Edition, *, clock: Clock | None) -> None:
    """An edition of a story is live. It puts nothing out of date if its change is minor, or if it is the first."""
    if edition.live_from > story.now:
        return  # the job of its start asks again
    found = _of(story)
    for article in found:
        Notice.objects.settle(Kind.ORIGINAL, article=article, at=story.now)
    if found and edition.change and edition.change != Change.MINOR:
        behind = [one for one in found if one.translated_edition < edition.number]
        _follow(story, behind, clock, due=edition.live_from, edition=edition.number)


def original_withdrawn(story: Story, *, clock: Clock | None) -> None:
    _follow(story, _of(story), clock, due=story.now, act=story.record.acts)


def edition_started(article_id: int, edition: Edition, *, clock: Clock | None = None) -> None:
    """A scheduled edition of a story has gone live at its time; it may be said more than once."""
    if Article.objects.filter(translation_of=article_id).exists():
        with issuing.locked(article_id, by=HOLDER, clock=clock, even_behind=True) as story:
            if story.live and story.live.number == edition.number:
                original_published(story, edition, clock=clock)


def _of(story: Story) -> list[Article]:
    found = Article.objects.filter(translation_of=story.record.pk).exclude(state=State.SPIKED)
    return [*found.only("translated_edition").order_by("pk")]


def _follow(story: Story, found: list[Article], clock: Clock | None, *, due, **occasion: int) -> None:
    if not found:
        return
    held = [one.pk for one in found if settings.HOLD_BACK_TRANSLATIONS and _hold_back(one, story, clock, **occasion)]
    by = None if isinstance(story.by, Machine) else story.by.pk
    args = {"story": story.record.pk, "held": held, "by": by, **occasion}
    Job.objects.ask(Job(kind=jobs.TRANSLATIONS, key=jobs.key_of(story.record.pk), args=args, due=due), again=True)


def _hold_back(article: Article, story: Story, clock: Clock | None, **occasion: int) -> bool:
    """Cancel the schedule of a translation, unless it has gone live by the time its lock is ours."""
    with issuing.locked(article.pk, by=HOLDER, clock=clock, even_behind=True) as mine:
        if not mine.coming:
            return False
        if "edition" in occasion:
            note = _("Schedule cancelled: the original was changed in edition %s.") % occasion["edition"]
        else:
            note = _("Schedule cancelled: the original was withdrawn.")
        issuing.cancel(mine, reason=note)
    Event.objects.write("note", article, by=None if isinstance(story.by, Machine) else story.by, reason=note)
    return True
