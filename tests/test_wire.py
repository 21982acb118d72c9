"""One wire file becomes a story and its briefs, all or none of them, sign for sign."""

import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.exchange import wire
from articles.models import Act, Address, Article, Edition, Event, Kind, PublishingState
from articles.text import rendering
from articles.workflow import State
from sections.models import Section
from tests.factories import IMPORT, NOON, ArticleFactory, SectionFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

WIRE = Path(__file__).parent / "wire"
SEED = Path(__file__).parents[2] / "shared" / "seed" / "turan-blinken-aliyev-pashinyan.txt"

HEADLINE = "Energy Ministry Says Dam at Qızqala Will Open in Spring, Names No Date"
PARAGRAPHS = [
    'In its leter to the councils the ministry "regretted" the delay, citing “the price of steel” and 7.25 percent of '
    "unpaid bills.",
    '"The gates are in place, and they are dry," reads the letter.',
    "According to M.R.Q., an engineer who asked not to be named, 3 < 5 gates were tested & found whole.",
]
BRIEFS = [
    "On Friday the ferry across the Samur was out of service for a fourth day, its owner said.",
    "The market of Nabran reopens on Monday. The town has repaired its roof.",
    "U.S. climbers reached the summit of Bazardüzü on Saturday. It was the first ascent of the year.",
]


def load(file, **options) -> wire.Imported:
    data = (WIRE / file).read_bytes() if isinstance(file, str) else file
    return wire.load(wire.parse(data), **{"clock": at(NOON)} | options)


def lines(article: Article) -> list[str]:
    """The paragraphs of a story as they were written."""
    return [rendering.text(paragraph) for paragraph in article.body.split("\n")]


def nothing_is_here() -> bool:
    models = (Article, Section, Edition, Act, Event, Address, PublishingState)
    return not any(model.objects.exists() for model in models)


# -- good files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["plain.txt", "bom.txt", "crlf.txt"])
def test_a_file_becomes_a_story_and_its_briefs(file):
    story, *briefs = load(file).made
    assert story.headline == HEADLINE
    assert story.standfirst.startswith("The Ministry of Energy on Sunday told the councils")
    assert lines(story) == PARAGRAPHS
    assert [brief.standfirst for brief in briefs] == BRIEFS
    assert {(brief.kind, brief.headline, brief.body) for brief in briefs} == {(Kind.BRIEF, "", "")}
    assert {article.section.name for article in (story, *briefs)} == {"Regions"}
    assert {article.state for article in Article.objects.all()} == {State.DRAFT}
    assert not Edition.objects.exists()


def test_the_three_files_are_one_and_the_same():
    """Or else the two tests above and below would prove less than they say."""
    plain, bom, crlf = ((WIRE / name).read_bytes() for name in ("plain.txt", "bom.txt", "crlf.txt"))
    assert bom == b"\xef\xbb\xbf" + plain
    assert crlf == plain.replace(b"\n", b"\r\n")


def test_typing_errors_and_quotation_marks_are_kept():
    story = load("plain.txt").made[0]
    assert "leter" in story.body
    assert "“the price of steel”" in story.body
    assert '"regretted"' in rendering.text(story.body)


def test_the_byline_is_taken_from_the_lede_which_keeps_it():
    story = load("plain.txt").made[0]
    assert story.byline == "Samur Wire's Quba correspondent"
    assert story.standfirst.endswith(", Samur Wire's Quba correspondent reports.")


@pytest.mark.parametrize(
    ("lede", "byline"),
    [
        ("It opens, TURAN's Washington correspondent reports.", "TURAN's Washington correspondent"),
        ("It opens, TURAN’s Washington correspondent reports.", "TURAN’s Washington correspondent"),
        ("It opens, TURAN's Washington correspondent reports", "TURAN's Washington correspondent"),
        ("It opens – TURAN's correspondent reports.", "TURAN's correspondent"),
        ("It opens, the newspaper Sabah reports.", ""),
        ("TURAN's correspondent reports, it opens.", ""),
        ("It opens, our correspondent reports.", ""),
        ("It opens.", ""),
    ],
)
def test_the_byline_is_the_last_clause_only_if_it_has_that_form(lede, byline):
    assert wire.Wire("Headline", lede, []).byline == byline


def test_no_source_and_no_correspondent_is_guessed():
    story = load("plain.txt").made[0]
    assert not story.citations.exists()
    assert not story.bylines.exists()
    assert not story.tags.exists()


def test_leave_a_review_is_no_text():
    load("plain.txt")
    assert not any("review" in (a.headline + a.standfirst + a.body).lower() for a in Article.objects.all())


@pytest.mark.parametrize("ending", [b"leave a review", b"LEAVE A REVIEW\n\n\n", b"  Leave a review  \r\n"])
def test_however_it_is_written(ending):
    data = (WIRE / "plain.txt").read_bytes().replace(b"Leave a review\n", ending)
    assert wire.parse(data).briefs == BRIEFS


def test_but_in_the_middle_it_is():
    data = (WIRE / "headline-and-lede.txt").read_bytes() + b"Leave a review\nThen go.\n"
    assert wire.parse(data).paragraphs == ["Leave a review", "Then go."]


@pytest.mark.parametrize(
    ("file", "section", "slug", "headline_slug", "brief"),
    [
        ("azerbaijani.txt", "Bölgələr", "bolgeler", "seher-surasi-su-qiymetini-deyismedi", "Xınalıq yolu açılıb."),
        (
            "russian.txt", "Общество", "obshchestvo", "gorodskoy-sovet-ne-izmenil-tsenu-na-vodu",
            "Дорога в Хыналыг открыта. Её чинили неделю.",
        ),
    ],
)  # fmt: skip
def test_other_alphabets_are_kept_in_texts_and_transliterated_in_addresses(file, section, slug, headline_slug, brief):
    story, first, _second = load(file).made
    assert (story.section.name, story.section.slug) == (section, slug)
    assert story.slug == headline_slug
    assert first.standfirst == brief
    assert (WIRE / file).read_text("utf-8").startswith(story.headline + "\n" + story.standfirst + "\n")


def test_a_brief_in_any_alphabet_has_an_address():
    assert all(article.slug for article in load("azerbaijani.txt").made + load("russian.txt").made)


def test_the_lines_of_a_brief_are_one_lede():
    _story, *briefs = load("two-line-brief.txt").made
    assert [brief.standfirst for brief in briefs] == [
        "The ferry is out of service for a fourth day.",
        "The road to Xınalıq is open.",
    ]


def test_a_headline_and_a_lede_are_enough():
    (story,) = load("headline-and-lede.txt").made
    assert (story.headline, story.body) == ("Market of Nabran Reopens", "")


@pytest.mark.parametrize("name", ["Regions", "REGIONS", "regions"])
def test_a_section_that_is_there_is_not_made_again(name):
    section = SectionFactory(name=name, slug="somewhere")
    assert load("plain.txt").made[0].section == section
    assert Section.objects.count() == 1


def test_nor_one_whose_address_is_the_same():
    section = SectionFactory(name="The Regions", slug="regions")
    assert load("plain.txt").made[0].section == section


def test_the_section_that_is_asked_for_wins_over_the_file_s():
    politics = SectionFactory(name="Politics")
    assert {article.section for article in load("plain.txt", section_slug="politics").made} == {politics}
    assert Section.objects.count() == 1


def test_without_a_section_there_are_drafts_that_cannot_be_published():
    (story,) = load("no-section.txt").made
    assert story.section is None
    with pytest.raises(wire.publishing.Refused) as refusal:
        wire.publishing.publish(story.pk, by=IMPORT)
    assert refusal.value.code == "no-section"


def test_who_loads_it_is_its_writer_and_is_in_the_journal(nora):
    story = load("plain.txt", by=nora).made[0]
    assert story.writer == nora
    assert [(event.verb, event.by) for event in Event.objects.about(story)] == [("import", nora)]


# -- the same file again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["plain.txt", "bom.txt", "crlf.txt"])
def test_the_same_file_again_makes_nothing_new(again):
    first = load("plain.txt").made
    second = load(again)
    assert second.made == []
    assert {article.pk for article in second.known} == {article.pk for article in first}
    assert Article.objects.count() == 4


def test_what_the_desk_has_corrected_is_left_as_it_is():
    story = load("plain.txt").made[0]
    rewrite(story, headline="Dam Will Open in Spring")
    load("plain.txt")
    story.refresh_from_db()
    assert story.headline == "Dam Will Open in Spring"
    assert Article.objects.count() == 4


def test_of_a_file_that_has_grown_only_the_new_is_made():
    load("plain.txt")
    data = (WIRE / "plain.txt").read_bytes().replace(b"Leave a review", b"-\nThe lighthouse of Nabran is lit again.")
    (brief,) = load(data).made
    assert brief.standfirst == "The lighthouse of Nabran is lit again."


def test_a_text_that_stands_twice_in_a_file_is_made_once():
    data = (WIRE / "two-line-brief.txt").read_bytes() + "-\nThe road to Xınalıq is open.\n".encode()
    assert len(load(data).made) == 3


# -- publishing -------------------------------------------------------------------------------------------------------


def test_publishing_makes_everything_live_at_one_moment():
    made = load("plain.txt", publish=True).made
    assert {edition.article_id for edition in Edition.objects.live(NOON)} == {article.pk for article in made}
    assert {edition.live_from for edition in Edition.objects.all()} == {NOON}
    assert {(act.by, act.made_at) for act in Act.objects.all()} == {("import", NOON)}


def test_lists_keep_the_order_of_the_file():
    load("plain.txt", publish=True)
    assert [edition.title for edition in Edition.objects.live(NOON).newest_first()] == [
        HEADLINE,
        BRIEFS[0],
        "The market of Nabran reopens on Monday.",
        "U.S. climbers reached the summit of Bazardüzü on Saturday.",
    ]


def test_four_eyes_apply_to_people_and_not_to_an_import(nora):
    assert len(load("plain.txt", publish=True, by=nora).made) == 4


def test_a_file_without_section_is_not_published_and_not_imported():
    with pytest.raises(wire.publishing.Refused) as refusal:
        load("no-section.txt", publish=True)
    assert refusal.value.code == "no-section"
    assert nothing_is_here()


def test_a_taken_address_keeps_the_draft_and_takes_no_other_text_with_it():
    publish(ArticleFactory(slug="ferry-out-of-service", section=SectionFactory(name="Regions")))
    data = b"Ferry out of service\nThe ferry is out of service.\nRegions\n-\nThe road to Quba is open again.\n"
    imported = load(data, publish=True)
    ((story, why),) = imported.problems
    assert (story.headline, "Another story has this address" in why) == ("Ferry out of service", True)
    assert Article.objects.filter(pk=story.pk, state=State.DRAFT).exists()
    assert imported.published == {imported.made[1].pk}


# -- bad files --------------------------------------------------------------------------------------------------------

BAD = {
    "empty.txt": 1,
    "blank.txt": 1,
    "only-a-bom.txt": 1,
    "only-leave-a-review.txt": 1,
    "nul.txt": 3,
    "control.txt": 4,
    "lone-carriage-return.txt": 1,
    "latin-1.txt": 3,
    "utf-16.txt": 1,
    "no-lede.txt": 1,
    "no-lede-before-the-section.txt": 2,
    "only-a-section.txt": 1,
    "dash-first.txt": 1,
    "empty-brief.txt": 6,
    "empty-last-brief.txt": 6,
    "reserved-section.txt": 3,
    "section-without-letters.txt": 3,
    "endless-section.txt": 3,
    "endless-headline.txt": 1,
}


def test_every_bad_file_is_tried():
    assert {path.name for path in (WIRE / "bad").iterdir()} == {*BAD}


@pytest.mark.parametrize("publish", [False, True], ids=["as drafts", "published"])
@pytest.mark.parametrize("file", BAD)
def test_a_bad_file_is_refused_by_line_and_leaves_nothing_behind(file, publish):
    with pytest.raises(wire.BadWire) as refusal:
        load("bad/" + file, publish=publish)
    assert refusal.value.line == BAD[file]
    assert str(refusal.value).startswith(f"line {BAD[file]}: ")
    assert nothing_is_here()


@pytest.mark.parametrize("word", ["Latest", "Search", "Admin", "Reviews", "Topics", "Correspondents", "Media", "About"])
def test_no_section_takes_an_address_of_the_site_itself(word):
    data = (WIRE / "plain.txt").read_text("utf-8").replace("Regions", word).encode()
    with pytest.raises(wire.BadWire) as refusal:
        load(data)
    assert refusal.value.line == 7
    assert word in str(refusal.value)
    assert nothing_is_here()


def test_a_section_that_nobody_made_cannot_be_asked_for():
    with pytest.raises(wire.BadWire, match="nowhere"):
        load("plain.txt", section_slug="nowhere")
    assert nothing_is_here()


# -- the command ------------------------------------------------------------------------------------------------------


def command(capsys, *arguments) -> list[str]:
    call_command("import_wire", *map(str, arguments))
    return capsys.readouterr().out.splitlines()


def test_the_command_prints_what_it_made(capsys):
    said = command(capsys, WIRE / "plain.txt")
    assert len(said) == 4
    assert HEADLINE in said[0]
    assert BRIEFS[0] in said[1]
    assert not Edition.objects.exists()


def test_the_command_publishes_now(capsys):
    command(capsys, WIRE / "plain.txt", "--publish")
    assert Edition.objects.live(timezone.now()).count() == 4


def test_the_command_says_that_nothing_is_new(capsys):
    command(capsys, WIRE / "plain.txt")
    said = command(capsys, WIRE / "plain.txt")
    assert said[-1] == "Nothing new in this file."
    assert Article.objects.count() == 4


def test_the_command_puts_everything_into_the_section_it_is_told(capsys):
    SectionFactory(name="Politics")
    command(capsys, WIRE / "plain.txt", "--section", "politics")
    assert {article.section.slug for article in Article.objects.all()} == {"politics"}


@pytest.mark.parametrize("file", [*BAD, "no-such-file.txt", "."])
def test_the_command_refuses_in_one_sentence(file):
    with pytest.raises(CommandError) as refusal:
        call_command("import_wire", str(WIRE / "bad" / file))
    assert "\n" not in str(refusal.value)
    assert (WIRE / "bad" / file).name in str(refusal.value)
    assert nothing_is_here()


def test_the_command_refuses_an_unknown_section():
    with pytest.raises(CommandError, match="nowhere"):
        call_command("import_wire", str(WIRE / "plain.txt"), "--section", "nowhere")
    assert nothing_is_here()


# -- the seed ---------------------------------------------------------------------------------------------------------

seed = pytest.mark.skipif(
    not SEED.parent.is_dir() and os.environ.get("CI") != "true",
    reason=f"{SEED.parent} does not lie beside the checkout: the seed was left out",
)


@seed
def test_the_seed_becomes_one_story_and_four_briefs():
    story, *briefs = load(SEED.read_bytes(), publish=True).made
    source = SEED.read_text("utf-8").splitlines()
    assert story.headline == source[0]
    assert story.standfirst == source[1]
    assert lines(story) == source[2:11]
    assert "bBinken" in story.body
    assert "Bilnken" in story.body
    assert (story.section.name, story.section.slug) == ("Politics", "politics")
    assert story.byline == "TURAN's Washington correspondent"
    assert [brief.standfirst for brief in briefs] == [source[13], source[15], source[17], source[19]]
    assert source[20] == "Leave a review"
    assert [edition.article for edition in Edition.objects.live(NOON).newest_first()] == [story, *briefs]


@seed
def test_the_seed_has_the_addresses_that_people_have_written_down():
    load(SEED.read_bytes(), publish=True)
    assert Edition.objects.live(NOON).newest_first()[0].get_absolute_url() == (
        "/politics/2024/04/28/blinken-speaks-with-aliyev-pashinyan-discusses-peace-human-rights-bilateral/"
    )


@seed
def test_the_briefs_of_the_seed_are_called_by_their_first_sentences():
    _story, *briefs = load(SEED.read_bytes()).made
    assert [brief.title for brief in briefs] == [
        "On 23 November at the COP29 climate conference in Baku, eco-activists from different…",
        "On the eve of the closing of the COP29 climate conference in Baku, the Committee to…",
        "Negotiations at the 29th session of the UN Framework Convention on Climate Change…",
        "According to the Turkish newspaper Sabah, officials from the Istanbul Prosecutor's…",
    ]
    assert max(len(brief.title) for brief in briefs) <= 90
