"""What must hold before publication, and what only deserves a second look."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Article, Citation
from articles.publishing import Refused, preflight
from articles.text import quoting
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SAID = "We do not plant in the year, we plant in June"


def codes(article: Article, **when) -> list[str]:
    return [problem.code for problem in preflight.check(Article.objects.get(pk=article.pk), **when)]


def cite(article: Article, statement: str) -> None:
    Citation.objects.create(article=article, source=SourceFactory(), statement=statement)


# -- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [ArticleFactory, BriefFactory])
@pytest.mark.parametrize("lede", ["", "  \n"])
def test_nothing_is_published_without_a_lede(make, lede):
    article = make(standfirst=lede, headline="A headline", slug="x")
    assert codes(article) == ["no-lede"]
    with pytest.raises(Refused) as refusal:
        publish(article)
    assert refusal.value.code == "no-lede"


def test_where_nobody_is_named_the_agency_signs():
    article = ArticleFactory(byline="")
    assert codes(article) == []
    assert publish(article).number == 1


@pytest.mark.parametrize(("signed", "problem"), [("", ["no-byline"]), ("free", []), ("named", [])])
def test_a_house_without_a_name_must_sign_otherwise(settings, signed, problem):
    settings.SITE_NAME = ""
    article = ArticleFactory(byline="A correspondent" if signed == "free" else "")
    if signed == "named":
        article.bylines.create(correspondent=CorrespondentFactory())
    assert codes(article) == problem


def test_while_no_moment_is_named_an_embargo_is_only_said(omar):
    article = ArticleFactory()
    publishing.window(article.pk, by=omar, embargo=FAR, clock=at(NOON))
    (problem,) = preflight.check(article)
    assert (problem.code, problem.blocks) == ("embargoed", False)
    assert "1 Jan 2999, 04:00" in str(problem.message)
    assert publish(article, now=NOON, at=FAR).live_from == FAR


def test_an_earlier_moment_than_the_embargo_is_refused(omar):
    article = ArticleFactory()
    publishing.window(article.pk, by=omar, embargo=NOON + HOUR, clock=at(NOON))
    assert [problem.code for problem in preflight.errors(article, at=NOON + HOUR / 2)] == ["embargoed"]
    assert preflight.errors(article, at=NOON + HOUR) == []
    with pytest.raises(Refused) as refusal:
        publish(article)
    assert refusal.value.code == "embargoed"


def test_a_story_whose_window_is_over_is_not_published(omar):
    article = ArticleFactory()
    publishing.window(article.pk, by=omar, ends_at=NOON + HOUR, clock=at(NOON))
    assert codes(article) == ["after-its-end"]
    assert codes(article, at=NOON) == []
    assert codes(article, at=NOON + HOUR) == ["after-its-end"]


# -- warnings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"“{SAID},” said Həsən.", [f"{SAID},"]),
        (f'"{SAID}," said Həsən.', [f"{SAID},"]),
        ("«Мы сажаем не в году, мы сажаем в июне», – сказал он.", ["Мы сажаем не в году, мы сажаем в июне"]),
        ("Он сказал: „Мы сажаем рис только в июне“.", ["Мы сажаем рис только в июне"]),
        ("O dedi: “Biz ildə yox, iyun ayında əkirik”.", ["Biz ildə yox, iyun ayında əkirik"]),
        ("O dedi: «Biz ildə yox, iyun ayında əkirik».", ["Biz ildə yox, iyun ayında əkirik"]),
        ("«Он сказал „да“ и больше ничего не добавил»", ["Он сказал „да“ и больше ничего не добавил"]),
        ('The so-called “water year” and «год воды» and "year".', []),
        ("“It opens here and the speech goes on", []),
        ("No marks at all.", []),
    ],
)
def test_quotations_are_known_by_the_marks_of_each_language(text, found):
    assert quoting.quotations(text) == found


@pytest.mark.parametrize("where", ["standfirst", "body"])
def test_a_quotation_that_no_source_vouches_for_is_worth_a_look(where):
    article = ArticleFactory(**{where: f"<p>“{SAID},” he said.</p>"})
    (problem,) = preflight.check(article)
    assert (problem.code, problem.blocks) == ("no-source", False)
    assert SAID in str(problem.message)
    assert publish(article).number == 1, "a warning is no obstacle"


@pytest.mark.parametrize(
    "statement", [SAID, SAID.upper(), f"{SAID}. And that is all.", "we plant in june", "WE DO NOT PLANT, IN THE YEAR"]
)
def test_a_source_vouches_for_it_in_any_spelling_for_more_or_for_a_part(statement):
    article = ArticleFactory(body=f"<p>“{SAID},” he said. And that is all.</p>")
    cite(article, statement)
    assert codes(article) == []


def test_letters_are_compared_as_searches_do():
    article = ArticleFactory(body="<p>“Şuşada ilin ən uzun günü iyundadır.”</p>")
    cite(article, "susada ilin en uzun gunu iyundadir")
    assert codes(article) == []


def test_all_that_rest_on_nothing_are_one_problem_that_counts_them():
    article = ArticleFactory(body="".join(f"<p>“{SAID}, part {number}.”</p>" for number in range(3)))
    (problem,) = preflight.check(article)
    assert str(problem.message).endswith("(and 2 more)")


def test_a_source_for_words_that_are_gone_is_worth_a_look():
    article = ArticleFactory(citing=[SourceFactory()])  # “agreed on the budget”, as the lede says
    assert codes(article) == []
    rewrite(article, standfirst="The council met.")
    assert codes(article) == ["lost-statement"]


def test_half_a_word_is_not_the_word():
    article = ArticleFactory(standfirst="The council disagreed on the budgets.", citing=[SourceFactory()])
    assert codes(article) == ["lost-statement"]


def test_a_citation_without_words_is_none_to_look_for():
    article = ArticleFactory()
    cite(article, " – ")
    assert codes(article) == []


def test_a_long_headline_is_worth_a_look():
    assert codes(ArticleFactory(headline="q" * 91)) == ["long-headline"]
    assert codes(ArticleFactory(headline="q" * 90)) == []


def link(path: str) -> Article:
    return ArticleFactory(body=f'<p>As <a href="{path}">reported</a>.</p>')


def test_a_link_to_what_readers_can_see_is_whole():
    live = publish(ArticleFactory(slug="live", tagged=["Energy"]))
    publish(rewrite(live.article, slug="moved"), now=NOON + HOUR)
    for path in (
        "/",
        "/politics/",
        "/politics/2024/04/28/live/",
        "/politics/2024/04/28/moved/#sources",
        "/latest/?x=1",
    ):
        assert codes(link(path)) == [], path
    assert codes(link("https://example.org/politics/2024/04/28/nowhere/")) == []


@pytest.mark.parametrize("fate", ["nowhere", "draft", "upcoming", "withdrawn", "desk", "no page"])
def test_a_link_to_what_they_cannot_see_is_broken(fate):
    article = ArticleFactory(slug=fate.replace(" ", "-"))
    path = f"/politics/2024/04/28/{article.slug}/"
    match fate:
        case "upcoming":
            publish(article, at=FAR)
        case "withdrawn":
            publish(article)
            publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + HOUR))
        case "desk":
            path = "/admin/articles/article/"
        case "no page":
            path = "/no/such/page/"
    assert codes(link(path)) == ["broken-link"]


def test_a_link_is_judged_as_of_the_moment_for_which_the_story_is_meant():
    publish(ArticleFactory(slug="later"), at=FAR)
    article = link(f"/politics/{timezone.localtime(FAR):%Y/%m/%d}/later/")
    assert codes(article, at=FAR - HOUR) == ["broken-link"]
    assert codes(article, at=FAR) == []


# -- order, cost, and the pages that show it --------------------------------------------------------------------------


def test_errors_come_first_and_each_leads_to_its_field(omar):
    article = ArticleFactory(headline="q" * 91, section=None, standfirst="", body=f"<p>“{SAID}.”</p>", slug="x")
    problems = [*preflight.check(article)]
    assert [(problem.code, problem.blocks, problem.place) for problem in problems] == [
        ("no-section", True, "id_section"),
        ("no-lede", True, "id_standfirst"),
        ("long-headline", False, "id_headline"),
        ("no-source", False, "citations-group"),
    ]


@pytest.mark.parametrize("paragraphs", [1, 60])
def test_what_it_asks_does_not_grow_with_the_text(paragraphs):
    body = "".join(
        f'<p>“{SAID}, {n}.” <a href="/politics/2024/04/28/s-{n}/">There</a> and <a href="/topics/t{n}/">there</a>.</p>'
        for n in range(paragraphs)
    )
    article = ArticleFactory(body=body, photo=PhotoFactory())
    for number in range(paragraphs):
        cite(article, f"{SAID}, {number}")
    article = Article.objects.select_related("photo").get(pk=article.pk)
    with CaptureQueriesContext(connection) as asked:
        found = [problem.code for problem in preflight.check(article)]
    assert found == ["broken-link"]
    assert len(asked) == 4, "the record, the citations, the pictures, the links"


def test_what_blocks_alone_asks_less(omar):
    article = Article.objects.select_related("photo").get(pk=ArticleFactory(body=f"<p>“{SAID}.”</p>").pk)
    with CaptureQueriesContext(connection) as asked:
        assert preflight.errors(article) == []
    assert len(asked) == 3, "the record, the citations, the pictures"


def test_the_form_and_the_publish_page_show_it_with_links_to_the_fields(client, omar):
    article = ArticleFactory(standfirst="", headline="q" * 91, state="submitted")
    client.force_login(omar)
    address = f"/admin/articles/article/{article.pk}/change/"
    page = client.get(address).text
    assert 'The story has no lede. Write one.</span><a href="#id_standfirst">Show</a>' in page
    assert page.index("The story has no lede. Write one.") < page.index("The headline is longer than 90 characters.")
    assert 'id="id_standfirst"' in page
    page = client.get(f"/admin/articles/article/{article.pk}/publish/step/").text
    assert f'The story has no lede. Write one.</span><a href="{address}#id_standfirst">' in page


def test_whoever_may_only_look_gets_the_words_alone(client, nora):
    article = ArticleFactory(standfirst="")
    client.force_login(nora)
    page = client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert "The story has no lede. Write one." in page
    assert 'href="#id_standfirst"' not in page
