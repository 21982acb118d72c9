"""A brief becomes a full story at the same address, with its history."""

from datetime import timedelta

import pytest

from articles import publishing
from articles.drafts import promoting
from articles.models import Article, Event, Kind
from articles.workflow import NotAllowed, State
from tests.factories import IMPORT, NOON, ArticleFactory, BriefFactory, at, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def brief(nora):
    return BriefFactory(writer=nora, slug="", tagged=["Roads"])


def test_the_next_publication_stands_at_the_same_address_and_the_record_goes_on(brief, nora, omar, client):
    first = publish(brief)
    promoting.promote(brief.pk, by=nora)
    rewrite(brief, body="<p>It had been closed by snow.</p>")
    assert "closed by snow" not in client.get(first.get_absolute_url()).text, "readers see the brief until then"
    second = publish(brief, by=omar, now=NOON + HOUR, change="update", note="The whole story.")
    assert second.get_absolute_url() == first.get_absolute_url()
    assert (first.kind, second.kind, second.number, second.previous) == (Kind.BRIEF, Kind.NEWS, 2, first)
    assert second.first_published_at == first.first_published_at
    page = client.get(second.get_absolute_url()).text
    assert '<h1 dir="auto">The road to Xınalıq is open again</h1>' in page
    assert "closed by snow" in page
    record = client.get(f"{second.get_absolute_url()}history/").text
    assert "the kind of story" in record
    assert "Edition 1" in record


def test_lede_slug_and_topics_stay(brief, nora):
    slug = brief.slug
    assert slug == "the-road-to-xinaliq-is-open-again"
    story = promoting.promote(brief.pk, by=nora, headline="Something else", kind=Kind.FEATURE)
    stored = Article.objects.get(pk=brief.pk)
    assert (stored.headline, stored.kind, stored.slug) == ("Something else", Kind.FEATURE, slug)
    assert stored.standfirst == brief.standfirst
    assert [*stored.tags.names()] == ["Roads"]
    assert story.version == stored.version == 2


@pytest.mark.parametrize(
    ("lede", "headline"),
    [
        ("The road is open again. It was closed for a week.", "The road is open again"),
        ("Is the road open? Nobody knows.", "Is the road open? Nobody knows"),
        ("Dam reopens at 7.25 metres in the U.S.", "Dam reopens at 7.25 metres in the U.S."),
        ("Yol M.G.Ş. yaxınlığında açıldı. Daha sonra.", "Yol M.G.Ş. yaxınlığında açıldı"),
        ("word " * 30, ("word " * 30).strip()),
        ("word " * 90, ("word " * 39) + "word…"),
    ],
)
def test_the_headline_is_proposed_from_the_lede(lede, headline):
    assert promoting.proposed_headline(BriefFactory.build(standfirst=lede, section=None)) == headline


def test_it_is_a_new_version_of_whoever_did_it_and_the_journal_says_so(brief, nora):
    Article.objects.filter(pk=brief.pk).update(state=State.APPROVED)
    promoting.promote(brief.pk, by=nora)
    stored = Article.objects.get(pk=brief.pk)
    assert (stored.version, stored.edited_by, stored.state) == (2, nora, State.DRAFT)
    event = Event.objects.about(brief).get(verb="promote")
    assert (event.by, event.detail["version"]) == (nora, 2)
    assert {*stored.revisions.values_list("content__kind", flat=True)} == {"brief", "news"}


def test_what_is_to_come_of_the_brief_still_comes(brief, nora):
    coming = publish(brief, at=NOON + 9 * HOUR)
    promoting.promote(brief.pk, by=nora)
    coming.refresh_from_db()
    assert (coming.kind, coming.live_until > coming.live_from) == (Kind.BRIEF, True)
    again = publishing.reschedule(brief.pk, by=IMPORT, at=NOON + 8 * HOUR, clock=at(NOON + HOUR))
    assert again.kind == Kind.BRIEF


@pytest.mark.parametrize(("who", "code"), [("mina", "forbidden"), ("other", "forbidden"), ("omar", "")])
def test_writers_promote_their_own_and_editors_any(brief, mina, omar, who, code, django_user_model):
    other = django_user_model.objects.create_user("ada", is_staff=True)
    people = {"mina": mina, "omar": omar, "other": other}
    if not code:
        assert promoting.promote(brief.pk, by=people[who]).kind == Kind.NEWS
        return
    with pytest.raises(NotAllowed) as refusal:
        promoting.promote(brief.pk, by=people[who])
    assert refusal.value.code == code


def test_only_a_brief_is_promoted_and_only_to_something_else(nora, brief):
    with pytest.raises(NotAllowed) as refusal:
        promoting.promote(ArticleFactory(writer=nora).pk, by=nora)
    assert refusal.value.code == "wrong-state"
    with pytest.raises(ValueError, match="already"):
        promoting.promote(brief.pk, by=nora, kind="brief")


def test_a_brief_that_was_rewritten_meanwhile_is_not_promoted(brief, nora):
    rewrite(brief, standfirst="Another lede.")
    with pytest.raises(NotAllowed) as refusal:
        promoting.promote(brief.pk, by=nora, version=1)
    assert refusal.value.code == "text-changed-meanwhile"


def test_the_page_of_the_step_proposes_the_headline(brief, client, nora):
    client.force_login(nora)
    form = f"/admin/articles/article/{brief.pk}/change/"
    assert "Turn into a story" in client.get(form).text
    step = f"/admin/articles/article/{brief.pk}/promote/step/"
    page = client.get(step)
    assert 'value="The road to Xınalıq is open again"' in page.text
    assert 'value="brief"' not in page.text
    data = page.context["form"].initial | {"headline": "Road opens", "kind": "news"}
    assert client.post(step, data).status_code == 302
    assert Article.objects.get(pk=brief.pk).headline == "Road opens"
    assert "Turn into a story" not in client.get(form).text
