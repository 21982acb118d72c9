"""What a story says to fronts, search engines and other newsrooms; what it translates; how much of that is public."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override

from articles import publishing
from articles.drafts import comparison, printing, revisions
from articles.drafts.restoring import restore
from articles.exchange.history_json import export
from articles.models import Article, Edition, Event, Photo, ledger, media_topics
from articles.publishing import public_history
from articles.workflow import State
from tests.factories import NOON, ArticleFactory, BriefFactory, PhotoFactory, at, publish, rewrite
from tests.test_desk_article import ADD, LIST, filled, logged_in, page_of, save, stored
from tests.test_outsider import verify as verify_as_outsider

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
SITE = {
    "front_headline": "Quba agrees", "search_title": "Quba council: budget agreed",
    "search_description": "The council met for two hours.", "social_title": "What Quba agreed on",
}  # fmt: skip
WIRE = {
    "slugline": "QUBA-COUNCIL", "urgency": 4, "subjects": ["11000000", "20000370"], "genre": "Curtain raiser",
    "editors_note": "Picture at 15:00.", "usage_terms": "Not in print before 18:00.",
}  # fmt: skip
TYPED = WIRE | {"subjects": "inflation, politics"}


@pytest.fixture
def editor(omar):
    return logged_in(omar)


def titles(page) -> dict[str, str]:
    return {
        "title": re.search(r"<title>(.*?)</title>", page.text)[1],
        "description": re.search(r'<meta name="description" content="(.*?)"', page.text)[1],
        "og:title": re.search(r'<meta property="og:title" content="(.*?)"', page.text)[1],
    }


def exported(article) -> dict:
    return json.loads(json.dumps(export(article.pk, clock=at(NOON + 9 * HOUR))))


# -- the vocabulary ---------------------------------------------------------------------------------------------------


def test_every_media_topic_has_a_name_and_a_parent_that_is_there():
    topics = media_topics.topics()
    assert len(topics) == 1099
    assert all(re.fullmatch(r"\d{8}", code) and topic.names["en"] for code, topic in topics.items())
    assert {topic.parent for topic in topics.values()} <= {"", *topics}
    assert len({topic.names["en"] for topic in topics.values()}) == len(topics)


def test_its_table_has_room_for_other_languages_and_falls_back_to_english():
    head = media_topics.DATA.read_text("utf-8").splitlines()
    assert "CC BY 4.0" in head[0]
    assert head[1].split("\t") == ["code", "parent", "en", "az", "ru"]
    with override("ru"):
        assert media_topics.MediaTopic("1", "", {"en": "election", "ru": "выборы"}).name == "выборы"
        assert media_topics.MediaTopic("1", "", {"en": "election"}).name == "election"


@pytest.mark.parametrize("codes", [["11000001"], "11000000", [11000000], {"11000000": 1}])
def test_what_is_no_list_of_its_codes_is_refused(codes):
    with pytest.raises(ValidationError):
        media_topics.known(codes)


# -- at the desk ------------------------------------------------------------------------------------------------------


def test_the_desk_writes_all_of_it(editor):
    first = publish().article
    written = SITE | TYPED | {"headline": "Council meets", "translation_of": first.pk, "translated_edition": 1}
    assert editor.post(ADD, filled(editor.get(ADD)) | written).status_code == 302
    article = Article.objects.latest("pk")
    said = {name: getattr(article, name) for name in SITE | WIRE}
    assert said == SITE | WIRE
    assert (article.translation_of, article.translated_edition) == (first, 1)


def test_saving_it_again_as_it_is_is_no_new_version(editor):
    article = ArticleFactory(**SITE, **WIRE, translation_of=publish().article, translated_edition=1)
    save(editor, article)
    assert stored(article).version == 1


@pytest.mark.parametrize(
    "typed",
    [
        "20000370 ,11000000",
        "Inflation, POLITICS",
        'politics, inflation, politics, "inflation"',
    ],
)
def test_subjects_are_typed_as_names_or_codes(editor, typed):
    article = ArticleFactory()
    save(editor, article, subjects=typed)
    assert stored(article).subjects == ["11000000", "20000370"]


def test_a_name_with_a_comma_in_it_is_put_in_quotation_marks(editor):
    article = ArticleFactory(subjects=["04000000"])
    shown = filled(editor.get(page_of(article)))["subjects"]
    assert shown == '"economy, business and finance"'
    save(editor, article, subjects=f"{shown}, election")
    assert stored(article).subjects == ["04000000", "20000574"]


def test_names_are_suggested_while_one_types(editor):
    found = editor.get(f"{LIST}subjects/", {"q": "ELECT"}).json()["names"]
    assert found[0] == "election"
    assert all("elect" in name for name in found)
    assert editor.get(f"{LIST}subjects/", {"q": "econ"}).json()["names"][0] == "economy, business and finance"
    assert editor.get(f"{LIST}subjects/", {"q": " "}).json()["names"] == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("subjects", "elektion", "“elektion” is not an IPTC Media Topic"),
        ("urgency", "0", "greater than or equal to 1"),
        ("urgency", "10", "less than or equal to 9"),
        ("search_description", "x" * 321, "at most 320 characters"),
        ("front_headline", "x" * 121, "at most 120 characters"),
        ("editors_note", "x" * 2001, "at most 2000 characters"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(editor, field, typed, words):
    article = ArticleFactory()
    page = save(editor, article, **{field: typed})
    assert words in page.context["adminform"].form.errors[field].as_text()
    assert stored(article).version == 1


def test_a_translation_names_a_story_and_an_edition_that_is_there(editor):
    article, other = ArticleFactory(), publish().article
    for said, wrong in (
        ({"translation_of": other.pk}, "translated_edition"),
        ({"translated_edition": 1}, "translation_of"),
        ({"translation_of": other.pk, "translated_edition": 2}, "translated_edition"),
        ({"translation_of": article.pk, "translated_edition": 1}, "translation_of"),
    ):
        page = save(editor, article, **said)
        assert [*page.context["adminform"].form.errors] == [wrong], said
    save(editor, article, translation_of=other.pk, translated_edition=1)
    assert stored(article).translation_of == other


@pytest.mark.parametrize(
    "wrong", [{"urgency": 0}, {"urgency": 10}, {"translated_edition": 1}, {"translation_of": True}]
)
def test_the_database_refuses_the_same(wrong):
    article = ArticleFactory()
    values = {name: ArticleFactory() if value is True else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(translation_of=article.pk, translated_edition=1)


def test_a_version_has_it_compares_it_and_gives_it_back(editor, admin):
    article = stored(ArticleFactory(**SITE, **WIRE, translation_of=publish().article, translated_edition=1))
    revisions.keep(article, Event.objects.write("write", article, by=admin))
    blank = dict.fromkeys([*SITE, *TYPED, "translation_of", "translated_edition"], "")
    save(editor, article, **blank)
    now, before = article.revisions.all()
    rows = {row.where: row.old for row in comparison.compare(before, now).rows}
    assert rows["Subjects"] == ["politics", "inflation"]
    assert rows["Note to editors"] == ["Picture at 15:00."]
    assert len(rows) == len(blank)
    restore(article.pk, 1, by=admin)
    after = stored(article)
    assert {name: getattr(after, name) for name in SITE | WIRE} == SITE | WIRE
    assert after.translated_edition == 1


def test_subjects_that_two_people_add_come_together(editor, admin):
    article = ArticleFactory(subjects=["11000000"])
    mine = filled(editor.get(page_of(article))) | {"subjects": "politics, inflation"}
    save(logged_in(admin), article, subjects="politics, election")
    page = editor.post(page_of(article), mine)
    (field,) = page.context["fields"]
    assert (field["name"], field["clashes"]) == ("subjects", [])
    editor.post(page_of(article), mine | {"_onto": "2", "_save": "1"})
    assert stored(article).subjects == ["11000000", "20000370", "20000574"]


def test_wire_details_keep_an_approval_and_words_for_readers_do_not(nora, omar, editor):
    article = ArticleFactory(writer=nora, edited_by=nora, state=State.APPROVED)
    save(editor, article, slugline="QUBA", urgency="2", subjects="election", genre="Profile", editors_note="At 15:00.")
    assert (stored(article).state, stored(article).version) == (State.APPROVED, 2)
    for name, words in {**SITE, "usage_terms": "Web only."}.items():
        Article.objects.update(state=State.APPROVED)
        save(editor, article, **{name: words})
        assert stored(article).state == State.DRAFT, name


# -- on the site ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_story_has_its_own_titles_for_search_and_for_sharing(client):
    page = client.get(publish(ArticleFactory(**SITE)).get_absolute_url())
    assert titles(page)["og:title"] == "What Quba agreed on"
    assert titles(page)["description"] == "The council met for two hours."
    assert titles(page)["title"].startswith("Quba council: budget agreed · ")
    assert '<h1 dir="auto">Council meets in Quba</h1>' in page.text


def test_without_them_it_has_the_headline_and_the_lede(client):
    page = client.get(publish().get_absolute_url())
    assert titles(page)["title"].startswith("Council meets in Quba · ")
    assert titles(page)["og:title"] == "Council meets in Quba"
    assert titles(page)["description"] == "The council of Quba met on Sunday and agreed on the budget."


def test_fronts_and_lists_have_the_front_headline(client):
    publish(ArticleFactory(**SITE))
    for path in ("/", "/politics/", "/latest/", "/archive/2024/04/28/"):
        page = client.get(path).text
        assert "Quba agrees" in page, path
        assert "Council meets in Quba" not in page, path


def test_a_brief_without_a_headline_stays_one(client):
    publish(BriefFactory())
    assert "The road to Xınalıq is open again." in client.get("/").text


def test_the_public_history_names_what_changed_and_never_the_note(client):
    article = publish(ArticleFactory(**SITE, **WIRE)).article
    publish(rewrite(article, editors_note="Picture at 16:00."), now=NOON + HOUR)
    publish(rewrite(article, urgency=1, genre="Profile", social_title="Quba"), now=NOON + 2 * HOUR)
    found = [entry.comparison for entry in public_history.of(article.pk, at=NOON + 2 * HOUR).entries]
    assert found[0].beside == ["the title for social networks", "the details for other newsrooms"]
    assert (found[1].beside, found[1].changes) == ([], [])


# -- the seal ---------------------------------------------------------------------------------------------------------


def test_an_export_has_the_usage_terms_and_never_the_note_to_editors():
    article = publish(ArticleFactory(**SITE, **WIRE)).article
    document = exported(article)
    verify_as_outsider(document)
    content = document["editions"][0]["content"]
    assert content["usage_terms"] == "Not in print before 18:00."
    assert content["subjects"] == ["11000000", "20000370"]
    assert "editors_note" not in content
    assert "15:00" not in json.dumps(document)


def test_an_export_does_not_tell_whether_there_is_a_note_or_let_anybody_test_a_guess():
    edition, silent = publish(ArticleFactory(**WIRE)), publish()
    shown, other = (exported(one.article)["editions"][0] for one in (edition, silent))
    assert len(shown["content"]["editors_note_hash"]) == len(other["content"]["editors_note_hash"]) == 64
    assert edition.salt not in json.dumps(exported(edition.article))
    guess = ledger._digest("newsroom editors_note", shown["salt"], edition.editors_note)
    assert shown["content"]["editors_note_hash"] != guess


def test_what_is_empty_has_no_key():
    content = ledger.content(publish())
    assert not {*SITE, *WIRE, "translation_of", "translated_edition"} & {*content}


def test_an_approval_from_before_there_were_these_fields_still_names_the_text():
    """The digest of a text that has none of them is the one of format 2."""
    article = ArticleFactory(photo=PhotoFactory())
    proof = printing.proof(article)
    second = {
        name: getattr(proof, field.attname) for name, field in ledger.sealed(2).items() if not field.printed.by_act
    }
    second.pop("gallery")
    second["picture"] = {name: value for name, value in second["picture"].items() if name != "sha256"}
    assert ledger.text_digest(proof, article.salt) == ledger._digest(
        "newsroom text", article.salt, ledger.canonical(second)
    )


def test_erasing_takes_all_of_it(admin):
    translation = ArticleFactory(
        **SITE, **WIRE, headline="Şura", translation_of=publish().article, translated_edition=1
    )
    article = publish(translation).article
    publish(rewrite(article, **dict.fromkeys(SITE, "")), now=NOON + HOUR)
    publishing.erase(article.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    erased = Edition.objects.get(article=article, number=1)
    assert not any(getattr(erased, name) for name in [*SITE, *WIRE, "translation_of_id", "translated_edition"])
    call_command("verify_editions", verbosity=0)
    verify_as_outsider(exported(article))


# -- pictures ---------------------------------------------------------------------------------------------------------


def test_the_seal_covers_the_bytes_of_a_picture():
    photo = PhotoFactory()
    edition = publish(ArticleFactory(photo=photo, body=f'<figure data-photo="{photo.uid}"></figure>'))
    with photo.original.open() as file:
        printed = {picture["sha256"] for picture in edition.all_pictures}
        assert printed == {hashlib.sha256(file.read()).hexdigest()}


def test_a_picture_from_before_is_fingerprinted_by_the_command_and_that_is_no_change_of_a_story(capsys):
    photo = PhotoFactory()
    known = photo.sha256
    Photo.objects.update(sha256="")
    edition = publish(ArticleFactory(photo=photo))
    assert "sha256" not in edition.picture
    call_command("fingerprint_photos")
    assert Photo.objects.get().sha256 == known
    assert printing.says_the_same(printing.proof(stored(edition.article)), edition)
    publish(rewrite(edition.article, headline="Council met"), now=NOON + HOUR)
    assert public_history.of(edition.article_id, at=NOON + HOUR).entries[0].comparison.beside == []
    call_command("fingerprint_photos")
    assert "0 photos fingerprinted." in capsys.readouterr().out


def test_a_file_that_is_lost_is_named_and_the_others_are_done():
    lost, kept = PhotoFactory(), PhotoFactory()
    Photo.objects.update(sha256="")
    lost.original.storage.delete(lost.original.name)
    with pytest.raises(CommandError, match=f"photo {lost.pk}:"):
        call_command("fingerprint_photos", verbosity=0)
    assert Photo.objects.get(pk=kept.pk).sha256 == kept.sha256
