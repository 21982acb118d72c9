"""Topics: suggested while they are typed, one name however it is written, renamed, merged; addresses stay."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.drafts import joining_tags
from articles.drafts.joining_tags import NotPossible
from articles.models import Article, ArticleTag, Edition, Event, Tag, UnderTag
from articles.models.tag import key_of
from newsroom.lib import paging
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


# -- one name ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["enerji", "ENERJİ", "ENERJI", "Enerji ", "enerjı", "  eNeRJi"])
def test_a_name_in_other_letters_is_the_same_tag(again):
    ArticleFactory(tagged=["Enerji"])
    article = ArticleFactory(tagged=[again])
    assert [*article.tags.names()] == ["Enerji"]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Şuşa", "Susa"), ("Баку", "Baku"), ("Qəbələ", "Qebele"), ("COP29", "COP 29")]
)
def test_other_letters_are_another_tag(one, other):
    ArticleFactory(tagged=[one, other])
    assert Tag.objects.count() == 2


def test_a_tag_is_named_as_it_was_first_written_with_its_blanks_in_order():
    ArticleFactory(tagged=["Ağyal   dam"])
    assert Tag.objects.get().name == "Ağyal dam"


def test_the_database_keeps_it_so():
    Tag.objects.create(name="Enerji")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="ENERJİ", slug="another")


def test_capitals_are_no_other_tag_in_any_alphabet():
    assert key_of("ИНГИЛАБ") == key_of("ингилаб")
    assert key_of("E\u0307") == key_of("\u0116")


# -- the form ---------------------------------------------------------------------------------------------------------


def form(client, article) -> dict:
    page = client.get(f"/admin/articles/article/{article.pk}/change/")
    return data_of(page.context["adminform"].form) | {
        key: value
        for formset in page.context["inline_admin_formsets"]
        for key, value in data_of(formset.formset.management_form).items()
    }


def data_of(form) -> dict:
    found = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in found.items()}


@pytest.fixture
def story(nora):
    return ArticleFactory(writer=nora, tagged=["Enerji"])


def save(client, article, tags: str) -> list[str]:
    response = client.post(f"/admin/articles/article/{article.pk}/change/", form(client, article) | {"tags": tags})
    assert response.status_code == 302, response.context["adminform"].form.errors
    return sorted(Article.objects.get(pk=article.pk).tags.names())


def test_tags_are_parted_by_commas_alone(story, client, nora):
    """A single topic of two words is one topic, which taggit by itself takes for two."""
    client.force_login(nora)
    assert save(client, story, "Ağyal dam") == ["Ağyal dam"]
    assert save(client, story, "Ağyal dam, ENERJİ,, Roads ,") == ["Ağyal dam", "Enerji", "Roads"]
    assert save(client, story, '"Baku, Sumqayıt", Roads') == ["Baku, Sumqayıt", "Roads"]
    page = client.get(f"/admin/articles/article/{story.pk}/change/").text
    assert 'value="&quot;Baku, Sumqayıt&quot;, Roads"' in page
    assert save(client, story, "") == []


def test_saving_without_a_change_is_no_new_version(story, client, nora):
    client.force_login(nora)
    story.tags.add("Ağyal dam")
    assert save(client, story, "Ağyal dam, Enerji") == ["Ağyal dam", "Enerji"]
    assert Article.objects.get(pk=story.pk).version == 1


def test_a_name_that_is_too_long_is_refused_at_its_field(story, client, nora):
    client.force_login(nora)
    response = client.post(
        f"/admin/articles/article/{story.pk}/change/", form(client, story) | {"tags": f"Roads, {'x' * 101}"}
    )
    assert "at most 100 characters. Shorten “xxx" in str(response.context["adminform"].form.errors["tags"])


@pytest.mark.parametrize("typed", ["enerj", "ENERJ", "ağy", "agy", "dam", "AĞYAL D"])
def test_what_is_typed_suggests_tags_in_any_spelling(client, nora, typed):
    ArticleFactory(tagged=["ENERJİ siyasəti", "Ağyal dam", "Roads"])
    client.force_login(nora)
    (name,) = client.get("/admin/articles/tag/suggest/", {"q": typed}).json()["names"]
    assert name in {"ENERJİ siyasəti", "Ağyal dam"}


def test_a_merged_name_suggests_what_it_became(client, nora, omar):
    ArticleFactory(tagged=["Enerji", "Energy"])
    joining_tags.merge(tag("Enerji").pk, tag("Energy").pk, by=omar)
    client.force_login(nora)
    assert client.get("/admin/articles/tag/suggest/", {"q": "enerji"}).json() == {"names": ["Energy"]}


def test_suggestions_are_few_and_those_that_begin_so_come_first(client, nora):
    Tag.objects.bulk_create(
        Tag(name=f"The road {n:03}", slug=f"r{n}", key=f"the road {n:03}", folded=f"the road {n:03}") for n in range(30)
    )
    Tag.objects.create(name="Road works")
    client.force_login(nora)
    with CaptureQueriesContext(connection) as asked:
        names = client.get("/admin/articles/tag/suggest/", {"q": "road"}).json()["names"]
    assert len(names) == 8
    assert names[0] == "Road works"
    assert sum("articles_tag" in query["sql"] for query in asked) == 1
    assert client.get("/admin/articles/tag/suggest/", {"q": "%"}).json() == {"names": []}


# -- another name -----------------------------------------------------------------------------------------------------


def test_a_renamed_topic_keeps_its_address_and_what_was_printed(omar, client):
    edition = publish(ArticleFactory(tagged=["Enerji"]))
    joining_tags.rename(tag("Enerji").pk, "  Energetika ", by=omar)
    page = client.get("/topics/enerji/")
    assert "<h1>Energetika</h1>" in page.text
    assert edition.get_absolute_url() in page.text
    assert Edition.objects.get().topics[0]["name"] == "Enerji"
    assert ">Enerji</a>" in client.get(edition.get_absolute_url()).text
    assert publish(edition.article, now=NOON + HOUR).topics[0] | {"id": 0} == {
        "id": 0, "name": "Energetika", "slug": "enerji"
    }  # fmt: skip
    event = Event.objects.get(verb="rename")
    assert (event.by, event.detail) == (omar, {"before": "Enerji", "after": "Energetika"})


def test_a_new_name_in_other_letters_of_its_own_is_free(omar):
    ArticleFactory(tagged=["Enerji"])
    assert joining_tags.rename(tag("Enerji").pk, "ENERJİ", by=omar).name == "ENERJİ"
    assert joining_tags.rename(tag("ENERJİ").pk, "ENERJİ", by=omar).name == "ENERJİ"
    assert Event.objects.filter(verb="rename").count() == 1, "the same name is no change"


def test_the_name_of_another_topic_is_not(omar):
    ArticleFactory(tagged=["Enerji", "Roads"])
    with pytest.raises(NotPossible) as refusal:
        joining_tags.rename(tag("Roads").pk, "ENERJI", by=omar)
    assert refusal.value.code == "name-taken"


def test_a_topic_may_take_the_name_of_one_that_was_merged_into_it(omar):
    article = ArticleFactory(tagged=["Enerji", "Energy"])
    joining_tags.merge(tag("Enerji").pk, tag("Energy").pk, by=omar)
    joining_tags.rename(tag("Energy").pk, "Enerji", by=omar)
    assert [(one.name, one.slug) for one in article.tags.all()] == [("Enerji", "energy")]
    assert Tag.objects.known("energy") == Tag.objects.known("enerji") == article.tags.get()


# -- two made one -----------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(omar):
    """Under A: one and two; under B: two and three. Then B becomes A."""
    articles = [ArticleFactory(tagged=names) for names in (["A"], ["A", "B"], ["B"])]
    for number, article in enumerate(articles):
        publish(article, now=NOON + number * HOUR)
    assert joining_tags.merge(tag("B").pk, tag("A").pk, by=omar) == 2
    return articles


def test_working_copies_bear_the_topic_that_stays_once(merged):
    assert [[*article.tags.names()] for article in merged] == [["A"], ["A"], ["A"]]
    assert ArticleTag.objects.count() == 3


def test_the_old_name_typed_again_means_the_topic_that_stays(merged):
    assert [*ArticleFactory(tagged=["b"]).tags.names()] == ["A"]


def test_its_page_lists_what_was_printed_under_either_each_once_newest_first(merged, client):
    listed = client.get("/topics/a/").context["editions"]
    assert [edition.article for edition in listed] == merged[::-1]
    assert UnderTag.objects.count() == 4, "listings are never touched"
    assert [one["name"] for one in Edition.objects.get(article=merged[2]).topics] == ["B"]


def test_the_old_address_leads_there_from_that_moment(merged, client):
    response = client.get("/topics/b/")
    assert (response.status_code, response["Location"]) == (301, "/topics/a/")


def test_the_address_of_a_topic_that_was_never_public_says_nothing(client, omar):
    ArticleFactory(tagged=["Zqsecret"])
    publish(ArticleFactory(tagged=["Later"]), at=FAR)
    publish(ArticleFactory(tagged=["A"]))
    for name in ("Zqsecret", "Later"):
        joining_tags.merge(tag(name).pk, tag("A").pk, by=omar)
    unknown = client.get("/topics/nowhere/")
    for path in ("/topics/zqsecret/", "/topics/later/"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, unknown.content)


def test_a_page_that_lost_all_its_stories_is_gone(merged, client):
    for article in merged:
        publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 9 * HOUR))
    assert client.get("/topics/a/").status_code == 410
    assert client.get("/topics/b/").status_code == 301


def test_what_is_published_after_it_stands_there_too(merged, client):
    publish(rewrite(merged[2], headline="Third, again"), now=NOON + 9 * HOUR)
    listed = client.get("/topics/a/").context["editions"]
    assert [edition.article for edition in listed] == merged[::-1]


def test_several_tags_one_after_another_lead_to_the_last(merged, client, omar):
    ArticleFactory(tagged=["C"])
    joining_tags.merge(tag("A").pk, tag("C").pk, by=omar)
    assert [*merged[0].tags.names()] == ["C"]
    assert client.get("/topics/b/")["Location"] == client.get("/topics/a/")["Location"] == "/topics/c/"
    assert len(client.get("/topics/c/").context["editions"]) == 3


@pytest.mark.parametrize(
    ("one", "other", "code"), [("A", "A", "same-tag"), ("B", "C", "already-merged"), ("C", "B", "already-merged")]
)
def test_what_cannot_be_merged_is_refused(merged, omar, one, other, code):
    Tag.objects.create(name="C")
    with pytest.raises(NotPossible) as refusal:
        joining_tags.merge(tag(one).pk, tag(other).pk, by=omar)
    assert refusal.value.code == code


def test_the_journal_says_it(merged, omar):
    event = Event.objects.about(tag("B")).get()
    assert (event.verb, event.by, event.detail) == (
        "merge", omar, {"into": tag("A").pk, "names": ["B", "A"], "stories": 2}
    )  # fmt: skip


class TestALongTopic:
    """Two topics whose stories alternate, many under both, more than a page of each."""

    @pytest.fixture(scope="class")
    @classmethod
    def long(cls, kept):
        one, other = Tag.objects.create(name="One"), Tag.objects.create(name="Other")
        for number in range(40):
            names = [["One"], ["Other"], ["One", "Other"]][number % 3]
            publish(ArticleFactory(tagged=names), now=NOON + (number // 2) * HOUR)  # two of a moment
        Tag.objects.filter(pk=other.pk).update(merged_into=one)
        return one, other

    def test_page_after_page_shows_each_story_once_in_the_order_of_one_list(self, long):
        lists = [UnderTag.objects.filter(tag=one).live(FAR) for one in long]
        seen, before = [], ""
        while True:
            rows, before = paging.page_of_lists(lists, before, size=7)
            seen += [row.article_id for row in rows]
            if not before:
                break
            assert len(rows) == 7
        editions = Edition.objects.live(FAR).newest_first()
        assert seen == [edition.article_id for edition in editions]

    def test_it_asks_no_more_than_a_plain_topic_and_skips_and_counts_nothing(self, long, client):
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/topics/one/")
        assert len(page.context["editions"]) == paging.SIZE
        assert page.context["older"]
        assert len(asked) <= 8, asked.captured_queries  # three of them are the navigation, three what is beside it
        assert not [query for query in asked if "OFFSET" in query["sql"] or "COUNT(" in query["sql"]]
        assert len(client.get("/topics/one/", {"before": page.context["older"]}).context["editions"]) == 10


# -- who may, and the pages -------------------------------------------------------------------------------------------


def test_the_page_says_how_many_stories_it_is_about_and_does_it_only_when_posted(client, omar):
    for names in (["A"], ["A", "B"], ["B"]):
        ArticleFactory(tagged=names)
    client.force_login(omar)
    address = f"/admin/articles/tag/{tag('B').pk}/merge/"
    assert "Continue" in client.get(address).text
    asked = client.get(address, {"into": "a"})
    assert "2 stories tagged “B” will be tagged “A”." in asked.text
    assert "1 of them has both tags." in asked.text
    assert tag("B").merged_into is None
    assert "There is no topic with this name." in client.get(address, {"into": "Nothing"}).text
    response = client.post(address, {"into": "A"}, follow=True)
    assert "“B” has been merged into “A”." in response.text
    assert tag("B").merged_into == tag("A")
    assert client.post(address, {"into": "A"}).status_code == 403, "it is only a road now"
    assert "Merged into “A”" in client.get(f"/admin/articles/tag/{tag('B').pk}/change/").text


def test_a_topic_cannot_be_merged_into_itself_on_the_page(client, omar):
    ArticleFactory(tagged=["A"])
    client.force_login(omar)
    address = f"/admin/articles/tag/{tag('A').pk}/merge/"
    assert "This is the same tag. Choose another one." in client.post(address, {"into": "a"}).text


def test_editors_rename_on_the_form_and_journalists_only_look(client, nora, omar):
    ArticleFactory(tagged=["Enerji", "Roads"])
    address = f"/admin/articles/tag/{tag('Enerji').pk}/change/"
    client.force_login(nora)
    assert client.post(address, {"name": "Energy"}).status_code == 403
    assert client.post(f"/admin/articles/tag/{tag('Enerji').pk}/merge/", {"into": "Roads"}).status_code == 403
    client.force_login(omar)
    assert "Merge the two instead" in client.post(address, {"name": "ROADS"}).text
    assert client.post(address, {"name": "Energy"}).status_code == 302
    assert tag("Energy").slug == "enerji"
    assert Event.objects.get(verb="rename").by == omar


@pytest.mark.parametrize("typed", ["enerji", "ENERJİ", "enerjı"])
def test_the_list_of_tags_is_searched_in_any_spelling(client, omar, typed):
    ArticleFactory(tagged=["Enerji", "Roads"])
    client.force_login(omar)
    page = client.get("/admin/articles/tag/", {"q": typed}).text
    assert "Enerji" in page
    assert "Roads" not in page
