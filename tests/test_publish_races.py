"""Two editors publish one draft at once, through the page; on PostgreSQL, with real threads."""

from functools import partial

import pytest
from django.utils import timezone

from articles import publishing
from articles.desk.steps import acts
from articles.drafts import editing
from articles.models import Article, Edition, Event, PendingCheck
from articles.publishing import Refused
from articles.workflow import NotAllowed, State
from tests.factories import ArticleFactory, make_user
from tests.test_races import sound, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def seen(article) -> dict:
    return {
        "seen": publishing.token(article.pk), "version": article.version, "text_digest": editing.digest(article),
    }  # fmt: skip


def test_of_two_who_publish_the_same_draft_one_does_and_the_other_is_told(nora, omar):
    ona = make_user("ona", "Editors")
    for _round in range(20):
        article = ArticleFactory(writer=nora, edited_by=nora, state=State.DRAFT)
        data = seen(article)
        results = together(*(partial(acts.act, by, article, "publish", dict(data)) for by in (omar, ona)))
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(one) for one in refused] == [Refused], results
        assert refused[0].code == "changed-meanwhile"
        assert Edition.objects.live(timezone.now()).get(article=article).number == 1
        assert Event.objects.about(article).get().verb == "approve"
        assert Article.objects.get(pk=article.pk).state == State.APPROVED
        assert sound(article)


def test_who_asks_for_a_check_while_another_publishes_undoes_nothing(nora, omar):
    ona = make_user("ona", "Editors")
    for _round in range(20):
        article = ArticleFactory(writer=nora, edited_by=omar, state=State.DRAFT)
        data = seen(article)
        results = together(
            partial(acts.act, omar, article, "ask", dict(data)), partial(acts.act, ona, article, "publish", dict(data))
        )
        assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, NotAllowed)], results
        assert Edition.objects.live(timezone.now()).get(article=article).number == 1
        assert not PendingCheck.objects.filter(article=article).exists()
        assert sound(article)
