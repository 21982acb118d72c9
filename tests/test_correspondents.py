"""Correspondents: their pages and portraits, the order of bylines, retired ones, two made one."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from articles import publishing
from articles.drafts import joining_people, restoring, revisions
from articles.drafts.joining_tags import NotPossible
from articles.models import Article, Byline, Correspondent, Edition, Event, Photo
from articles.pictures import library
from articles.workflow import State
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, CorrespondentFactory, PhotoFactory, at, publish
from tests.test_desk_article import filled

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
OFFERED = "/admin/autocomplete/?app_label=articles&model_name=byline&field_name=correspondent&term="


def person(name: str, **fields) -> Correspondent:
    return CorrespondentFactory(name=name, slug=name.lower(), **fields)


def structured(page) -> dict:
    """What machines are told of a story, or else of the page."""
    told = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)]
    return next((one for one in told if one["@type"] == "NewsArticle"), told[0])


def media(photo) -> str:
    return reverse("stories:media", args=[photo.uid, "960.jpg"])


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def admin_page(one: Correspondent, page: str) -> str:
    return reverse(f"admin:articles_correspondent_{page}", args=[one.pk])


# -- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_says_all_that_readers_may_know(client):
    leyla = CorrespondentFactory(
        beat="The river", languages="Azərbaycanca, русский, Esperanto by ear", location="Washington",
        biography="First.\n\nSecond.", email="leyla@samur.example", phone="+994 12 555 01 23",
        link="https://leyla.example/", photo=PhotoFactory(credit="Photo: Vaqif"),
    )  # fmt: skip
    publish(ArticleFactory(named=[leyla]))
    page = client.get(leyla.get_absolute_url())
    for words in (
        "The river", '<span lang="az">Azərbaycanca</span>', '<span lang="ru">русский</span>',
        "<span>Esperanto by ear</span>", "Washington", "<p>First.</p>", "<p>Second.</p>", "mailto:leyla@samur.example",
        'href="tel:+994125550123"', 'href="https://leyla.example/"', "Photo: Vaqif", 'alt="A hall with empty chairs"',
    ):  # fmt: skip
        assert words in page.text, words
    data = structured(page)
    assert data["@type"] == "ProfilePage"
    assert data["mainEntity"]["knowsLanguage"] == ["az", "ru", "Esperanto by ear"]
    assert data["mainEntity"]["image"] == f"http://testserver{media(leyla.photo)}"
    assert data["mainEntity"]["jobTitle"] == "Washington correspondent"


def test_what_is_not_known_of_somebody_is_not_on_the_page(client):
    leyla = CorrespondentFactory(role="")
    publish(ArticleFactory(named=[leyla]))
    page = client.get(leyla.get_absolute_url())
    assert "<dl" not in page.text
    assert {*structured(page)["mainEntity"]} == {"@type", "name", "url", "worksFor"}


@pytest.mark.parametrize("values", [{"phone": "call me"}, {"phone": "+1"}, {"link": "javascript:alert(1)"}])
def test_only_a_telephone_and_a_safe_address_are_taken(values):
    with pytest.raises(ValidationError) as error:
        CorrespondentFactory.build(**values).full_clean()
    assert {*error.value.message_dict} == {*values}


# -- the portrait -----------------------------------------------------------------------------------------------------


def test_a_portrait_is_public_while_the_person_has_a_page(client, answer):
    leyla = CorrespondentFactory(photo=PhotoFactory())
    article = ArticleFactory(named=[leyla])
    assert client.get(media(leyla.photo)).status_code == 404
    publish(article)
    assert answer(media(leyla.photo), NOON - HOUR).status_code == 404
    assert answer(media(leyla.photo), NOON).status_code == 200
    publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    assert answer(media(leyla.photo), NOON + HOUR).status_code == 404


def test_a_portrait_is_shown_until_its_licence_ends(answer):
    leyla = CorrespondentFactory(photo=PhotoFactory(licence_until=NOON + HOUR))
    publish(ArticleFactory(named=[leyla]))
    path = f"/correspondents/{leyla.slug}/"
    assert leyla.photo.uid in answer(path, NOON + HOUR - timedelta(microseconds=1)).text
    assert leyla.photo.uid not in answer(path, NOON + HOUR).text


def test_of_somebody_whose_story_is_to_come_it_is_not(client):
    leyla = CorrespondentFactory(photo=PhotoFactory())
    publish(ArticleFactory(named=[leyla]), at=FAR)
    assert client.get(media(leyla.photo)).status_code == 404


@pytest.mark.parametrize("lacks", ["alt", "credit"])
def test_a_portrait_without_description_or_credit_is_neither_shown_nor_served_nor_taken(client, omar, lacks):
    bare = PhotoFactory(**{lacks: ""})
    leyla = CorrespondentFactory(photo=bare)
    publish(ArticleFactory(named=[leyla]))
    assert bare.uid not in client.get(leyla.get_absolute_url()).text
    assert client.get(media(bare)).status_code == 404
    page = logged_in(omar).post(admin_page(leyla, "change"), {"name": "Leyla", "photo": bare.pk})
    assert page.status_code == 200
    assert "The picture needs a description and a credit." in page.text


def test_a_portrait_is_not_among_the_pictures_that_nobody_uses():
    leyla = CorrespondentFactory(photo=PhotoFactory())
    PhotoFactory()
    assert Photo.objects.filter(library.used()).get() == leyla.photo


# -- the list of all --------------------------------------------------------------------------------------------------


def listed(client) -> list[str]:
    return re.findall(r'<h2><a href="/correspondents/[^"]+/">([^<]+)</a></h2>', client.get("/correspondents/").text)


def test_the_list_is_in_the_order_of_the_family_names_in_any_alphabet(client):
    names = [
        "Aysu Bərdəli", "Günel Çaylı", "Zəhra Əliyeva", "İlham Əliyev", "Vincent van Gogh", "Leyla Həsənova",
        "Cəmil Ələkbərov", "Иван Щукин", "Şəfəq Şirinova", "Анна Ёлкина", "Reuters", "Анна Абрамова", "Zaur",
        "Martin King Jr.", "Martin King, III", "Ann King", "Anar İsmayıl", "Ümid Üzümçü", "Maria de la Cruz",
        "Aynur Sadıq",
    ]  # fmt: skip
    people = [CorrespondentFactory(name=name, slug=f"n{number}") for number, name in enumerate(names)]
    publish(ArticleFactory(named=people))
    assert listed(client) == [
        "Анна Абрамова", "Aysu Bərdəli", "Günel Çaylı", "Maria de la Cruz", "Cəmil Ələkbərov", "İlham Əliyev",
        "Zəhra Əliyeva", "Анна Ёлкина", "Vincent van Gogh", "Leyla Həsənova", "Anar İsmayıl", "Ann King",
        "Martin King, III", "Martin King Jr.", "Reuters", "Aynur Sadıq", "Иван Щукин", "Şəfəq Şirinova", "Ümid Üzümçü",
        "Zaur",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("  Leyla   Həsənova ", "Həsənova Leyla"),
        ("Zaur", "Zaur"),
        ("Jr.", "Jr."),
        ("King Jr.", "Jr. King"),
        ("Sammy Davis Jr.", "Davis Jr. Sammy"),
    ],
)
def test_a_name_is_filed_under_the_family_name_and_one_of_a_single_word_under_it(name, filed):
    assert Correspondent(name=name).filed_as == filed


def test_somebody_without_a_public_story_is_not_in_the_list(client, answer):
    publish(ArticleFactory(named=[person("Leyla")]), at=FAR)
    person("Nobody")
    assert "No correspondents yet." in client.get("/correspondents/").text
    assert "Leyla" in answer("/correspondents/", FAR).text


def test_the_list_shows_the_portraits_that_readers_may_see(answer):
    bare, ending = PhotoFactory(credit=""), PhotoFactory(licence_until=NOON + HOUR)
    shown = PhotoFactory(alt="A woman at a window")
    named = [person("A", photo=shown), person("B", photo=bare), person("C", photo=ending), person("D")]
    publish(ArticleFactory(named=named))
    page = answer("/correspondents/", NOON + HOUR - timedelta(microseconds=1)).text
    assert re.search(rf'<img[^>]*{shown.uid}[^>]*alt="A woman at a window"', page)
    assert (ending.uid in page, bare.uid in page, page.count("<img ")) == (True, False, 2)
    assert page.index(shown.uid) < page.index(">A</a>") < page.index(ending.uid) < page.index(">C</a>")
    page = answer("/correspondents/", NOON + HOUR).text
    assert (shown.uid in page, ending.uid in page) == (True, False)


def test_a_longer_list_asks_the_database_no_more(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/correspondents/")
        return len(asked)

    publish(ArticleFactory(named=[person("A", photo=PhotoFactory())]))
    before = queries()
    publish(ArticleFactory(named=[person(name, photo=PhotoFactory()) for name in "BCDEF"]))
    assert queries() == before


# -- bylines ----------------------------------------------------------------------------------------------------------


def test_page_and_structured_data_name_them_in_the_order_of_the_byline(client):
    zeynab, aysu, leyla = person("Zeynab"), person("Aysu", role=""), person("Leyla")
    article = ArticleFactory()
    for position, one in enumerate([zeynab, leyla, aysu]):
        Byline.objects.create(article=article, correspondent=one, position=position, role="from Quba" * (one == leyla))
    page = client.get(publish(article).get_absolute_url())
    shown = re.findall(r'class="who"[^>]*>(\w+)<', page.text)
    authors = structured(page)["author"]
    assert shown == [author["name"] for author in authors] == ["Zeynab", "Leyla", "Aysu"]
    assert [author.get("jobTitle") for author in authors] == ["Washington correspondent", "from Quba", None]
    assert authors[0]["url"] == "http://testserver/correspondents/zeynab/"


@pytest.mark.parametrize(
    ("line", "named"), [("TURAN's Washington correspondent", "TURAN's Washington correspondent"), ("", "Samur Wire")]
)
def test_a_free_line_or_else_the_agency_stands_there_in_both(client, settings, line, named):
    settings.SITE_NAME = "Samur Wire"
    page = client.get(publish(ArticleFactory(byline=line)).get_absolute_url())
    assert [author["name"] for author in structured(page)["author"]] == [named]


# -- retired ----------------------------------------------------------------------------------------------------------


def test_a_retired_correspondent_is_not_offered_and_keeps_page_and_bylines(client, nora):
    leyla = CorrespondentFactory()
    publish(ArticleFactory(named=[leyla]))
    desk = logged_in(nora)
    assert [found["id"] for found in desk.get(f"{OFFERED}leyla").json()["results"]] == [str(leyla.pk)]
    Correspondent.objects.update(retired=True)
    assert not desk.get(f"{OFFERED}leyla").json()["results"]
    assert client.get(leyla.get_absolute_url()).status_code == 200


def test_who_stands_over_a_story_cannot_be_deleted(omar):
    leyla = CorrespondentFactory()
    publish(ArticleFactory(named=[leyla]))
    with pytest.raises(ProtectedError):
        leyla.delete()


# -- two made one -----------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(omar):
    """One story by Leyla, one by L. Həsənova, one by both: published, and then the second is made the first."""
    kept, old = person("Leyla"), person("L", role="Reporter")
    articles = [ArticleFactory(named=names) for names in ([kept], [old], [old, kept])]
    for number, article in enumerate(articles):
        publish(article, now=NOON + number * HOUR)
    assert joining_people.merge(old.pk, kept.pk, by=omar) == 2
    old.refresh_from_db()
    return kept, old, articles


def test_working_copies_name_the_one_who_stays_once(merged, omar):
    kept, _old, articles = merged
    assert [[line.correspondent for line in article.bylines.all()] for article in articles] == [[kept]] * 3
    assert [Article.objects.get(pk=article.pk).version for article in articles] == [1, 2, 2]
    assert Article.objects.get(pk=articles[1].pk).edited_by == omar


def test_what_was_printed_stays_and_nothing_is_lost(merged):
    _kept, old, articles = merged
    assert [line["name"] for line in Edition.objects.get(article=articles[1]).bylines] == ["L"]
    assert Correspondent.objects.filter(pk=old.pk).exists()
    assert Edition.objects.count() == 3


def test_the_page_of_the_one_who_stays_lists_what_was_printed_under_either(merged, client):
    kept, _old, articles = merged
    listed = client.get(kept.get_absolute_url()).context["editions"]
    assert [edition.article_id for edition in listed] == [article.pk for article in articles[::-1]]


def test_the_old_address_leads_there(merged, client):
    kept, old, _articles = merged
    answer = client.get(old.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())


def test_of_somebody_who_was_never_published_the_address_says_nothing(client, omar):
    kept, old = person("Leyla"), person("L")
    publish(ArticleFactory(named=[kept]))
    joining_people.merge(old.pk, kept.pk, by=omar)
    assert client.get(old.get_absolute_url()).status_code == 404


def test_the_list_of_correspondents_has_the_one_who_stays_once(client, omar):
    kept, old = person("Leyla", photo=PhotoFactory()), person("L", photo=PhotoFactory())
    publish(ArticleFactory(named=[old]))
    joining_people.merge(old.pk, kept.pk, by=omar)
    assert [who for who, _portrait in client.get("/correspondents/").context["correspondents"]] == [kept]
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert [client.get(media(one.photo)).status_code for one in (kept, old)] == [200, 404]


def test_one_after_another_they_lead_to_the_last(merged, client, omar):
    kept, old, articles = merged
    last = person("Last")
    joining_people.merge(kept.pk, last.pk, by=omar)
    assert client.get(old.get_absolute_url())["Location"] == last.get_absolute_url()
    assert len(client.get(last.get_absolute_url()).context["editions"]) == len(articles)


@pytest.mark.parametrize(
    ("one", "into", "code"), [(0, 0, "same-person"), (1, 0, "already-merged"), (0, 1, "already-merged")]
)
def test_what_cannot_be_merged_is_refused(merged, omar, one, into, code):
    with pytest.raises(NotPossible) as refused:
        joining_people.merge(merged[one].pk, merged[into].pk, by=omar)
    assert refused.value.code == code


def test_the_database_lets_nobody_be_merged_into_themselves():
    leyla = CorrespondentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Correspondent.objects.update(merged_into=leyla)


def test_the_journal_says_it_of_both_and_of_each_story(merged, omar):
    kept, old, articles = merged
    said = {"names": ["L", "Leyla"], "stories": 2}
    assert Event.objects.about(old).get(verb="merge").detail == said | {"into": kept.pk}
    assert Event.objects.about(kept).get(verb="take-over").detail == said | {"merged": old.pk}
    assert Event.objects.about(articles[1]).get(verb="merge-names").by == omar


def test_a_story_that_was_approved_must_be_approved_again(omar):
    kept, old = person("Leyla"), person("L")
    article = ArticleFactory(named=[old], state=State.APPROVED)
    joining_people.merge(old.pk, kept.pk, by=omar)
    article.refresh_from_db()
    assert article.state == State.DRAFT


def test_a_log_in_goes_to_the_one_who_stays_if_they_have_none(nora, omar):
    kept, old = person("Leyla"), person("L", user=nora)
    joining_people.merge(old.pk, kept.pk, by=omar)
    kept.refresh_from_db()
    assert kept.user == nora


def test_an_earlier_version_is_restored_with_the_one_who_stays(admin, omar):
    kept, old = person("Leyla"), person("L")
    article = ArticleFactory(named=[old, kept])
    revisions.keep(article, Event.objects.write("write", article, by=omar))
    joining_people.merge(old.pk, kept.pk, by=omar)
    article.bylines.all().delete()
    restoring.restore(article.pk, 1, by=admin)
    assert [line.correspondent for line in article.bylines.all()] == [kept]


def test_an_editor_merges_after_being_told_what_happens(omar):
    kept, old = person("Leyla"), person("L")
    ArticleFactory(named=[old], state=State.APPROVED)
    desk, page = logged_in(omar), admin_page(old, "merge")
    asked = desk.get(page, {"into": kept.pk}).text
    assert "1 story by “L” will be by “Leyla”." in asked
    assert "becomes a draft again" in asked
    assert not Correspondent.objects.filter(merged_into=kept).exists()
    assert desk.post(page, {"into": kept.pk})["Location"] == admin_page(kept, "change")
    assert Correspondent.objects.get(merged_into=kept) == old
    assert "Merged into “Leyla”." in desk.get(admin_page(old, "change")).text
    assert desk.post(page, {"into": kept.pk}).status_code == 403
    assert not desk.get(f"{OFFERED}L").json()["results"][1:]


@pytest.mark.parametrize("who", ["nora", "mina"])
def test_nobody_else_does(request, who):
    kept, old = person("Leyla"), person("L")
    desk = logged_in(request.getfixturevalue(who))
    assert desk.get(admin_page(old, "merge")).status_code == 403
    assert desk.post(admin_page(old, "merge"), {"into": kept.pk}).status_code == 403
    assert not Correspondent.objects.filter(merged_into=kept).exists()


def test_a_form_that_names_who_was_merged_meanwhile_means_who_they_became(omar):
    kept, old = person("Leyla"), person("L")
    joining_people.merge(old.pk, kept.pk, by=omar)
    article = ArticleFactory()
    desk, page = logged_in(omar), reverse("admin:articles_article_change", args=[article.pk])
    data = filled(desk.get(page)) | {
        "bylines-TOTAL_FORMS": "1", "bylines-0-correspondent": old.pk, "bylines-0-position": "0",
    }  # fmt: skip
    assert desk.post(page, data).status_code == 302
    assert article.bylines.get().correspondent == kept


def test_where_they_work_is_said_in_the_language_of_the_page(client):
    nora = CorrespondentFactory(location="Tbilisi")
    nora.translate("location", "ru", "Тбилиси")
    nora.save()
    for language, place in (
        ("en", "<dd>Tbilisi</dd>"),
        ("ru", "<dd>Тбилиси</dd>"),
        ("az", '<dd lang="en">Tbilisi</dd>'),
    ):
        publish(ArticleFactory(named=[nora], language=language))
        with override(language):
            assert place in client.get(nora.get_absolute_url()).text
