"""A changed wire story is the next draft of the story that is there, never a second one; what people did is kept."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.drafts import editing
from articles.exchange import wire
from articles.models import Act, Article, Edition, Event, WireText
from articles.workflow import State
from sections.models import Section
from tests.factories import IMPORT, NOON, SectionFactory, at, make_user, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
STORY = [
    "Ferry line reopens after long winter",
    "The ferry across the Samur reopened on Monday, its owner said.",
    "The first boat left with forty people on board.",
    "Tickets cost three manats.",
    "The line had been closed since November.",
]
ROAD = "The road to Xınalıq is open again. It was closed for a week after a landslide, the ministry said."
MARKET = "The market of Nabran reopens on Monday. The town has repaired its roof."


def file(*story: str, briefs: tuple[str, ...] = (ROAD, MARKET), section: str = "Regions") -> bytes:
    lines = [*(story or STORY), section]
    for brief in briefs:
        lines += ["-", brief]
    return "\n".join(lines).encode()


def changed(**lines: str) -> bytes:
    """The story with another lede, or other paragraphs (first, last)."""
    place = {"lede": 1, "first": 2, "middle": 3, "last": 4}
    story = [*STORY]
    for name, text in lines.items():
        story[place[name]] = text
    return file(*story)


def load(data: bytes, *, now=NOON, **options) -> wire.Imported:
    return wire.load(wire.parse(data), clock=at(now), **options)


def story() -> Article:
    return Article.objects.get(headline=STORY[0])


def edit(article: Article, by, **fields) -> None:
    """As the desk saves a story."""
    article = Article.objects.get(pk=article.pk)
    before = editing.before_change(article)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save(update_fields=[*fields])
    editing.after_change(article, before, by=by)


def live(article: Article, moment) -> Edition:
    return Edition.objects.filter(article=article).live(moment).get()


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_a_changed_story_is_the_next_version_of_its_draft():
    load(file())
    imported = load(changed(last="The line had been closed since October."))
    assert (imported.made, imported.updated) == ([], [story()])
    assert Article.objects.count() == 3
    assert "since October" in story().body
    assert story().version == 2
    assert [revision.version for revision in story().revisions.all()] == [2, 1]
    assert "since November" in story().revisions.get(version=1).content["body"]
    assert [event.verb for event in Event.objects.about(story())] == ["wire", "import"]


@pytest.mark.parametrize("again", [1, 2, 3])
def test_the_same_file_again_changes_nothing(again):
    load(file())
    load(changed(lede="The ferry reopened on Tuesday."))
    for _time in range(again):
        imported = load(changed(lede="The ferry reopened on Tuesday."))
        assert (imported.made, imported.updated, imported.problems) == ([], [], [])
    assert story().version == 2


def test_an_older_file_that_is_sent_once_more_does_not_bring_the_old_text_back():
    load(file())
    load(changed(lede="The ferry reopened on Tuesday."))
    assert load(file()).updated == []
    assert story().standfirst == "The ferry reopened on Tuesday."


def test_lede_and_byline_of_a_story_are_updated_too():
    load(file())
    load(changed(lede="The ferry reopened, Samur Wire's Quba correspondent reports."))
    assert story().byline == "Samur Wire's Quba correspondent"


def test_another_headline_is_another_story():
    load(file())
    imported = load(file("Ferry line reopens after winter", *STORY[1:]))
    assert len(imported.made) == 1
    assert Article.objects.count() == 4


def test_the_same_headline_in_another_section_is_another_story():
    load(file())
    assert load(file(section="Economy")).made == []  # the same texts, word for word
    imported = load(file(*STORY[:-1], "It was closed.", section="Economy"))
    assert [article.headline for article in imported.made] == [STORY[0]]


def test_a_story_that_the_desk_moved_to_another_section_is_still_the_one_of_the_wire(nora):
    load(file())
    edit(story(), nora, section=SectionFactory(name="Economy"))
    load(changed(last="It was closed."))
    assert "It was closed." in story().body
    assert story().section.name == "Economy"


def test_a_story_that_the_desk_wrote_is_not_the_wire_s():
    section = SectionFactory(name="Regions")
    Article.objects.create(headline=STORY[0], standfirst="Written here.", section=section)
    load(file())
    assert Article.objects.filter(headline=STORY[0]).count() == 2


def test_a_known_headline_can_be_asked_for_as_a_new_story():
    load(file())
    imported = load(changed(lede="The ferry reopened on Tuesday."), new=True)
    assert [article.headline for article in imported.made] == [STORY[0]]


# -- briefs -----------------------------------------------------------------------------------------------------------


def test_of_the_briefs_new_ones_are_made_changed_ones_updated_and_the_others_left():
    load(file())
    road = Article.objects.get(standfirst=ROAD)
    longer = ROAD.replace("a week", "nine days")
    new = "A lighthouse was lit in Nabran for the first time since the war."
    imported = load(file(briefs=(longer, MARKET, new)))
    assert imported.updated == [road]
    assert [article.standfirst for article in imported.made] == [new]
    assert {article.standfirst for article in Article.objects.filter(kind="brief")} == {longer, MARKET, new}


def test_two_changed_briefs_are_not_taken_for_each_other():
    one = "The price of bread rose by 5 percent in Quba in April, the statistics office said."
    two = "The price of milk rose by 7 percent in Quba in April, the statistics office said."
    load(file(briefs=(one, two)))
    load(file(briefs=(two.replace("April", "May"), one.replace("April", "May"))))
    rows = Article.objects.filter(kind="brief").order_by("-pk")
    assert [row.standfirst for row in rows] == [one.replace("April", "May"), two.replace("April", "May")]


def test_another_story_s_file_does_not_update_a_brief_that_is_only_alike():
    load(file(briefs=("The dollar was 1.70 manats on 23 November, the Central Bank said.",)))
    other = ("Council meets", "The council met on Monday.")
    load(file(*other, briefs=("The dollar was 1.71 manats on 24 November, the Central Bank said.",)))
    assert Article.objects.filter(kind="brief").count() == 2


def test_an_entirely_different_brief_is_a_new_one():
    load(file(briefs=(ROAD,)))
    load(file(briefs=("Police detained two men in Gilavar on Friday for stealing copper wire.",)))
    assert Article.objects.filter(kind="brief").count() == 2


# -- what the desk did ------------------------------------------------------------------------------------------------


def test_what_a_journalist_changed_elsewhere_is_merged_with_what_the_wire_changed(nora):
    load(file())
    edit(story(), nora, body=story().body.replace("forty", "40"))
    imported = load(changed(last="The line had been closed since October."))
    assert imported.updated == [story()]
    assert "40 people" in story().body
    assert "since October" in story().body


def test_where_both_changed_the_same_place_the_draft_is_left_and_the_desk_is_told(nora):
    load(file())
    edit(story(), nora, standfirst="The ferry runs again, its owner told us.")
    before = story().version
    for _time in range(2):
        imported = load(changed(lede="The ferry reopened on Tuesday.", last="It was closed."))
        ((article, why),) = imported.problems
        assert article == story()
        assert "lede" in why
    assert (story().version, story().standfirst) == (before, "The ferry runs again, its owner told us.")
    assert "November" in story().body
    (note,) = Event.objects.about(story()).filter(verb="note")
    assert "lede" in note.reason


def test_once_the_desk_has_taken_the_change_over_the_file_goes_through(nora):
    load(file())
    edit(story(), nora, standfirst="The ferry runs again.")
    again = changed(lede="The ferry reopened on Tuesday.")
    assert load(again).problems
    edit(story(), nora, standfirst="The ferry reopened on Tuesday.")
    assert not load(again).problems
    assert load(again).known


def test_an_approved_story_that_the_wire_changes_must_be_approved_again(nora, omar):
    load(file())
    Article.objects.filter(pk=story().pk).update(state=State.APPROVED)
    load(changed(last="It was closed."))
    assert story().state == State.DRAFT


def test_a_spiked_story_stays_spiked_and_unchanged():
    load(file())
    Article.objects.filter(pk=story().pk).update(state=State.SPIKED)
    imported = load(changed(last="It was closed."), publish=True)
    ((article, why),) = imported.left
    assert (article, "spiked" in why) == (story(), True)
    assert (story().state, story().version) == (State.SPIKED, 1)
    assert not Edition.objects.filter(article=article).exists()


# -- published stories ------------------------------------------------------------------------------------------------


def test_without_publish_the_draft_moves_ahead_and_readers_see_what_they_saw():
    load(file(), publish=True)
    imported = load(changed(last="The line had been closed since October."), now=NOON + HOUR)
    assert imported.published == set()
    assert "since October" in story().body
    assert "since November" in live(story(), NOON + HOUR).body
    assert Edition.objects.filter(article=story()).count() == 1


def test_with_publish_it_is_the_next_edition_with_a_note_for_readers():
    load(file(), publish=True)
    imported = load(changed(last="The line had been closed since October."), now=NOON + HOUR, publish=True)
    edition = live(story(), NOON + HOUR)
    assert imported.published == {story().pk}
    assert (edition.number, edition.change, edition.note) == (2, "update", "Updated with later wire copy.")
    assert "since October" in edition.body
    assert live(story(), NOON).number == 1
    assert [act.by for act in Act.objects.filter(article=story())] == ["import", "import"]


def test_the_address_stays():
    load(file(), publish=True)
    first = live(story(), NOON).get_absolute_url()
    load(changed(last="It was closed."), now=NOON + 30 * HOUR, publish=True)
    assert live(story(), NOON + 30 * HOUR).get_absolute_url() == first


def test_what_a_journalist_has_not_published_yet_is_never_published_by_the_wire(nora):
    load(file(), publish=True)
    edit(story(), nora, body=story().body.replace("forty", "perhaps forty"))
    imported = load(changed(last="It was closed."), now=NOON + HOUR, publish=True)
    assert [article for article, _why in imported.problems] == [story()]
    assert "It was closed." in story().body
    assert Edition.objects.filter(article=story()).count() == 1


def test_nor_is_a_draft_that_a_journalist_works_on(nora):
    load(file())
    edit(story(), nora, body=story().body.replace("forty", "perhaps forty"))
    load(changed(last="It was closed."), publish=True)
    assert not Edition.objects.exists()


def test_a_draft_as_the_wire_sent_it_is_published_with_its_update():
    load(file())
    load(changed(last="It was closed."), publish=True)
    assert "It was closed." in live(story(), NOON).body


def test_a_withdrawn_story_is_never_put_back_by_the_wire():
    load(file(), publish=True)
    publishing.withdraw(story().pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    imported = load(changed(last="It was closed."), now=NOON + 2 * HOUR, publish=True)
    assert [article for article, _why in imported.problems] == [story()]
    assert not Edition.objects.filter(article=story()).live(NOON + 3 * HOUR).exists()


def test_a_planned_edition_is_not_cancelled_by_the_wire():
    load(file(), publish=True)
    far = NOON.replace(year=2999)
    publish(
        rewrite(story(), standfirst="It reopens on Monday."), now=NOON + HOUR, at=far, change="update", note="More."
    )
    load(changed(last="It was closed."), now=NOON + 2 * HOUR, publish=True)
    assert live(story(), NOON + 2 * HOUR).number == 1
    assert live(story(), far).number == 2


def test_an_unchanged_brief_of_a_changed_file_is_not_published_again():
    load(file(), publish=True)
    load(changed(last="It was closed."), now=NOON + HOUR, publish=True)
    assert Edition.objects.count() == 4


def test_after_a_legal_erasure_nothing_of_what_the_wire_sent_is_kept():
    load(file(), publish=True)
    load(changed(last="It was closed."), now=NOON + HOUR, publish=True)
    judge = make_user("judge", is_superuser=True)
    publishing.erase(story().pk, 1, by=judge, reason="A court.", clock=at(NOON + 2 * HOUR))
    assert not WireText.objects.filter(article=story()).exists()


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_says_what_became_of_each_text(tmp_path, capsys):
    path = tmp_path / "wire.txt"
    path.write_bytes(file())
    call_command("import_wire", str(path), "--publish")
    capsys.readouterr()
    path.write_bytes(changed(last="It was closed."))
    call_command("import_wire", str(path), "--publish")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"updated and published news {story().pk}: {STORY[0]}"
    assert sum(line.startswith("already here") for line in said) == 2


def test_the_command_fails_when_a_text_needs_an_editor_and_imports_the_others(tmp_path, capsys, nora):
    path = tmp_path / "wire.txt"
    path.write_bytes(file())
    call_command("import_wire", str(path))
    edit(story(), nora, standfirst="The ferry runs again.")
    capsys.readouterr()
    new = "A lighthouse was lit in Nabran for the first time since the war."
    path.write_bytes(file(STORY[0], "The ferry reopened on Tuesday.", *STORY[2:], briefs=(ROAD, new)))
    with pytest.raises(CommandError, match="1 of its texts needs an editor"):
        call_command("import_wire", str(path))
    captured = capsys.readouterr()
    assert new in captured.out
    assert STORY[0] in captured.err
    assert Article.objects.filter(standfirst=new).exists()
    assert Section.objects.count() == 1
