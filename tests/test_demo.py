import io
import json
import re
import tempfile
import tomllib
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import TestCase, override_settings
from django.utils import timezone
from PIL import Image

from articles.desk import notes
from articles.drafts import finding
from articles.exchange import story as stories
from articles.exchange.dialects import dialects
from articles.models import AboutPageEdition, Act, Article, Correspondent, Edition, Event, Photo, Source, Tag
from articles.publishing import seen_by_two
from articles.workflow import State
from newsroom.demo import dotenv, script, world
from newsroom.lib import plain_text
from reviews.models import Discussion, Review
from sections.models import Arrangement, Banner, Section, Slot
from tests import schema_org, standards
from tests.factories import ArticleFactory

OF_THE_WIRE = 8  # so many of it are enough for what is tried here
WRITTEN = [
    story
    for path in sorted((script.HERE / "stories").glob("*.toml"))
    for story in tomllib.loads(path.read_text(encoding="utf-8"))["story"]
]
NOT_PUBLISHED = {"draft", "returned", "submitted", "scheduled"}
STORIES = len(WRITTEN) + OF_THE_WIRE
PUBLISHED = STORIES - sum(story["state"] in NOT_PUBLISHED for story in WRITTEN)
CORRECTED = sum(story["state"] == "corrected" for story in WRITTEN)
REVIEWS = sum(len(story["reviews"]) for story in WRITTEN) + 7  # what readers.py adds, in states no story has
HREF = re.compile(r'<a\b[^>]* href="([^"]+)"')
ID = re.compile(r'\bid="([^"]+)"')
TAG = re.compile(r'<(?!a\b|link rel="(?:canonical|alternate)")\w+\b([^>]*)>')  # no link to follow:
FETCHED = re.compile(r'\s(?:src|srcset|href|poster|data)="([^"]+)"')  # a browser asks for it by itself
NOW = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)


def small_picture(motif: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG")
    return out.getvalue()


def counts() -> dict[str, int]:
    models = (Article, Edition, Act, Event, Review, User, Section, Correspondent, Source, Tag, Photo)
    return {model.__name__: model.objects.count() for model in models}


def test_its_pictures_are_files_of_at_most_two_megabytes_and_each_is_used():
    with (world.PICTURES.parent / "world.toml").open("rb") as file:
        motifs = {entry["motif"] for entry in tomllib.load(file)["picture"]}
    found = {path.stem: path for path in world.PICTURES.glob("*.webp")}
    assert found.keys() == motifs
    assert sum(path.stat().st_size for path in found.values()) < 2_000_000
    for path in found.values():
        with Image.open(path) as image:
            assert image.size == (1800, 1200)


@override_settings(DEMO=True)
class TestTheDemo(TestCase):
    @classmethod
    def setUpTestData(cls):
        media = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=media))
        cls.enterClassContext(mock.patch.object(world, "picture", small_picture))
        cls.made = world.load(NOW, newest=OF_THE_WIRE)

    def test_everything_in_the_files_is_made(self):
        made = counts()
        assert self.made == made["Article"] == STORIES
        assert made["Edition"] == PUBLISHED + CORRECTED + 1  # corrections, and what is to come
        assert made["Act"] == PUBLISHED + CORRECTED + 3  # an embargo, what is scheduled, and what is withdrawn
        assert made["Review"] == REVIEWS
        assert made["Photo"] == len(script.world()["picture"])
        assert made["Tag"] == len(script.world()["topic"])

    def test_other_newsrooms_can_take_every_edition_in_every_format(self):
        checks = {"ninjs": standards.ninjs, "newsml": standards.newsml}
        for moment in Edition.objects.public_by(NOW).values_list("live_from", flat=True).distinct():
            for edition in Edition.objects.live(moment).filter(live_from=moment).select_related("section"):
                story = stories.of(edition, at=moment)
                for dialect in dialects():
                    assert checks[dialect.name](dialect.live(story)) == [], (dialect.name, edition)

    def test_a_second_run_makes_nothing_and_says_so(self):
        before, out = counts(), io.StringIO()
        call_command("demo", stdout=out)
        assert counts() == before
        assert "nothing new" in out.getvalue()

    def test_a_second_run_leaves_alone_what_visitors_wrote_and_renamed(self):
        ArticleFactory(headline="Written by a visitor")
        Section.objects.filter(slug="politics").update(slug="politik")
        before = counts()
        assert world.load() == 0
        assert counts() == before

    def test_nothing_that_readers_see_lacks_a_name_in_a_language_that_has_a_file(self):
        languages = [path.stem for path in (script.HERE / "names").glob("*.toml")]
        assert "ru" in languages
        for model in (Section, Correspondent, Source, Tag):
            for row in model.objects.all():
                assert not [language for language in languages if row.lacks(language)], row

    def test_sections_stand_in_the_order_of_the_file(self):
        assert [section.slug for section in Section.objects.all()] == [
            entry["slug"] for entry in script.world()["section"]
        ]

    def test_fronts_are_arranged_and_another_is_planned_for_tomorrow_at_six(self):
        planned = {one.front.language: one for one in Arrangement.objects.to_come(NOW)}
        assert {*planned} == {"en", "az", "ru"}
        for language, arrangement in planned.items():
            assert timezone.localtime(arrangement.starts).strftime("%d %H:%M") == "11 06:00"
            lead = arrangement.slots.get(place=1)
            then = Edition.objects.live(arrangement.starts).in_language(language)
            assert then.filter(article=lead.article_id).exists()
            home = Slot.objects.held(NOW).filter(
                arrangement__front__section=None, arrangement__front__language=language
            )
            assert home.count() == 2
            banner = Banner.objects.standing(NOW).get(language=language)
            assert Edition.objects.live(NOW).in_language(language).filter(article=banner.article_id).exists()

    def test_the_log_ins_have_the_roles_they_are_named_for(self):
        roles = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
        assert roles == {"reporter": ["Journalists"], "editor": ["Editors"], "moderator": ["Moderators"], "admin": []}
        for user in User.objects.all():
            assert user.is_staff
            assert user.check_password("demo")
            assert user.is_superuser == (user.username == "admin")
        assert User.objects.get(username="reporter").correspondent.name == "Leyli Samanlı"

    def test_what_is_published_has_an_address_and_was_published_in_the_past(self):
        editions = Edition.objects.public_by(NOW)
        assert len({edition.article_id for edition in editions}) == PUBLISHED
        for edition in editions:
            section, _year, _month, _day, slug = edition.address_id.split("/")
            assert section == edition.section.slug
            assert slug
            assert edition.first_published_at <= edition.live_from <= NOW

    def test_stories_appear_at_the_hour_of_the_file_in_the_order_of_the_ledger(self):
        pumps = Edition.objects.get(headline__startswith="Assembly asks who signed", number=1)
        assert timezone.localtime(pumps.live_from).isoformat() == "2026-03-09T16:30:00+04:00"
        made = list(Act.objects.order_by("pk").values_list("made_at", flat=True))
        assert made == sorted(made)
        assert {act.by for act in Act.objects.all()} == {"editor"}

    def test_the_editor_never_published_alone(self):
        assert not Event.objects.filter(verb="override").exists()

    def test_no_edition_names_a_secret_source(self):
        secret = [source.name for source in Source.objects.filter(kind="unnamed")]
        secret += [name.partition(",")[0] for name in secret]
        secret += [plain_text.fold(name) for name in secret]
        assert len(secret) == 12
        for values in Edition.objects.values():
            printed = json.dumps(values, default=str, ensure_ascii=False)
            assert not [name for name in secret if name in printed]

    def test_a_draft_and_a_returned_story_wait_with_the_reporter(self):
        reporter = User.objects.get(username="reporter")
        drafts = Article.objects.filter(state=State.DRAFT, editions=None, writer=reporter)
        assert drafts.count() == 2
        note = Event.objects.get(verb="return")
        assert note.by.username == "editor"
        assert note.reason.startswith("Good talk")
        assert note.on in drafts
        said = notes.thread(note.on)
        assert [(entry.event.verb, entry.event.by.username) for entry in said] == [
            ("return", "editor"),
            ("note", "reporter"),
        ]
        assert [who.username for _words, who in said[1].parts() if who] == ["editor"]

    def test_the_desk_finds_each_story_and_knows_its_first_version(self):
        for article in Article.objects.all():
            assert article in finding.find(Article.objects.all(), article.headline or article.standfirst[:60]), article
            assert article.revisions.filter(version=1).exists(), article

    def test_the_house_had_fewer_rules_last_month(self):
        editions = AboutPageEdition.objects.filter(page__slug="ethics", language="en")
        then, now = (editions.live(at).get() for at in (NOW - timedelta(days=30), NOW))
        assert "published by one person alone" not in then.html
        assert "published by one person alone" in now.html

    def test_the_house_has_its_pages_in_every_language(self):
        editions = AboutPageEdition.objects.live(NOW)
        found = {code: {one.slug for one in editions.filter(language=code)} for code in ("en", "az", "ru")}
        assert found["en"] == found["az"] == found["ru"] >= {"about", "ethics", "corrections", "contact"}

    def test_what_is_submitted_can_be_published_by_the_editor(self):
        editor = User.objects.get(username="editor")
        waiting = Article.objects.filter(state=State.SUBMITTED)
        assert waiting.count() == 2  # a new story, and the rewriting of a live one
        for article in waiting:
            assert seen_by_two(article, by=editor)

    def test_a_rewritten_story_still_reads_as_it_was_published(self):
        article = Article.objects.get(headline__startswith="Half the rice fields")
        edition = article.editions.live(NOW).get()
        assert article.version > edition.version
        assert article.standfirst != edition.standfirst

    def test_a_story_under_embargo_is_to_come_tomorrow_at_six(self):
        edition = Edition.objects.upcoming(NOW).get()
        morning = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # six in Baku
        assert (edition.live_from, edition.embargo, edition.article.publishing_state.embargo) == (morning,) * 3
        for moment, status in ((morning - timedelta(microseconds=1), 404), (morning, 200)):
            with mock.patch("newsroom.lib.clock.now", return_value=moment):
                assert self.client.get(edition.get_absolute_url()).status_code == status

    def test_a_corrected_story_says_so(self):
        first, second = Edition.objects.filter(headline__startswith="Assembly asks who signed")
        assert "23 million" in first.standfirst
        assert "2.3 million" in second.standfirst
        assert second.change == "correction"
        assert second.note.startswith("The first edition")

    def test_a_translation_names_its_original_and_the_edition_that_was_public_when_it_appeared(self):
        translations = Edition.objects.exclude(translation_of=None)
        assert translations.count() == sum("translates" in story for story in WRITTEN)
        for edition in translations:
            original = edition.translation_of.editions.public_by(edition.live_from).latest("number")
            assert edition.translated_edition == original.number, edition
            assert edition.language != original.language

    def test_a_correction_leaves_an_earlier_translation_out_of_date(self):
        pumps = Article.objects.get(headline__startswith="Assembly asks who signed")
        translated = Edition.objects.get(translation_of=pumps, language="az")
        assert (translated.translated_edition, pumps.editions.live(NOW).get().number) == (1, 2)

    def test_a_withdrawn_story_is_gone_with_its_reason(self):
        act = Act.objects.get(verb="withdraw")
        assert not Edition.objects.live(NOW).filter(article=act.article).exists()
        assert act.reason.startswith("The letter on which")

    def test_reviews_are_in_every_state_and_from_the_past(self):
        assert set(Review.objects.values_list("state", flat=True)) == set(Review.State.values)
        for review in Review.objects.select_related("article"):
            published = review.article.editions.first().first_published_at
            assert published < review.posted_at < NOW
        decided = Review.objects.filter(state__in=["published", "refused", "hidden", "removed"]).count()
        by_moderator = Event.objects.filter(by__username="moderator")
        assert by_moderator.filter(verb__in=["publish", "refuse"]).count() == decided
        assert by_moderator.filter(verb="remove").count() == 1

    def test_a_discussion_has_a_pick_an_answer_and_a_report_that_led_to_a_correction(self):
        assert Review.objects.public().filter(pick=True).exclude(answer="").exists()
        assert Review.objects.get(kind="error", state="published").correction.number == 2
        assert Discussion.objects.aggregate(all=Sum("published"))["all"] == Review.objects.public().count()

    def test_every_link_of_the_site_leads_somewhere_and_nothing_is_fetched_from_elsewhere(self):
        """From the front on, through every page that a reader can come to, to the place in it that is named."""
        waiting, places, named = ["/"], {"/": set()}, set()
        while waiting:
            here = waiting.pop()
            response = self.client.get(here)
            assert response.status_code == 200, here
            if not response["Content-Type"].startswith("text/html"):
                continue
            places[here] = {*ID.findall(response.text)}
            fetched = [one for tag in TAG.findall(response.text) for one in FETCHED.findall(tag)]
            assert [one for one in fetched if not re.match("/(?!/)", one)] == [], here
            assert schema_org.unknown(response.text) == [], here
            for link in HREF.findall(response.text):
                link, _hash, place = link.removeprefix(settings.SITE_URL).partition("#")
                link = f"{here.partition('?')[0]}{link}" if link.startswith("?") else link or here
                if not link.startswith("/"):
                    continue
                if place:
                    named.add((link, place))
                if link not in places:
                    places[link] = set()
                    waiting.append(link)
        assert len(places) > PUBLISHED + sum(map(len, script.pages().values()))
        assert {("/", "main")} < named
        assert [(link, place) for link, place in named if place not in places[link]] == []

    def test_the_journal_ends_before_now(self):
        assert not Event.objects.filter(at__gt=NOW).exists()


# -- where it is not welcome ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_is_refused_beside_the_articles_of_others(settings):
    settings.DEMO = True
    ArticleFactory()
    with pytest.raises(CommandError, match="not the demo's"):
        call_command("demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_makes_no_log_ins_outside_of_a_demo():
    assert not settings.DEMO
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    with pytest.raises(world.Unwelcome):
        world.log_ins()
    assert not User.objects.exists()


# -- the wire ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", [0, 4, 9, 15, 23])
def test_whenever_it_is_loaded_the_site_looks_alive(hour):
    now = NOW.replace(hour=hour)
    moments = [story.moment for story in script.stories(now)]
    recent = [moment for moment in moments if now - timedelta(days=10, hours=6) < moment]
    assert len(moments) >= 150
    assert len(recent) >= 120
    assert timedelta() < now - moments[-1] < timedelta(minutes=10)
    assert recent[-1] - recent[-12] < timedelta(hours=30)
    quiet = [story.moment for story in script.wire(now)[3:] if timezone.localtime(story.moment).hour in script.QUIET]
    assert len(quiet) < 3  # those of stories/ are at the hour they say, or just before `now`


def test_each_section_has_enough_for_its_front_and_its_rail():
    wire = script.wire(NOW)
    for section in script.world()["section"]:
        own = [story.data for story in wire if story.section == section["slug"]]
        assert sum(data["kind"] != "brief" for data in own) >= 6
        assert sum(data["kind"] == "brief" for data in own) >= 8
    assert {story.data["language"] for story in wire} == {"en", "az", "ru"}
    assert any(story.data["kind"] != "brief" for story in wire[:6])


def test_what_the_wire_names_is_in_the_world():
    world_ = script.world()
    known = {
        "who": {one["slug"] for one in world_["correspondent"]},
        "picture": {one["key"] for one in world_["picture"]} | {""},
        "tags": {one["name"] for one in world_["topic"]},
    }
    for story in script.wire(NOW):
        data = story.data
        assert {line["who"] for line in data["bylines"]} <= known["who"]
        assert data["picture"] in known["picture"]
        assert {*data["tags"]} <= known["tags"]
        assert data["kind"] == "brief" or data["body"].count("<p>") >= 2, data["headline"]


def test_no_story_of_the_wire_repeats_another():
    texts = [story.data["headline"] or story.data["standfirst"] for story in script.stories(NOW)]
    ledes = [story.data["standfirst"] for story in script.stories(NOW)]
    assert len(texts) == len({*texts})
    assert len(ledes) == len({*ledes})
    pictures = [story.data["picture"] for story in script.wire(NOW)[:40] if story.data["picture"]]
    assert len(pictures) == len({*pictures})  # none is seen twice on the home page


# -- moments ----------------------------------------------------------------------------------------------------------


def test_what_would_be_to_come_is_drawn_to_just_before_now_in_its_order():
    hours = [timedelta(hours=hour) for hour in (-5, -1, 1, 2)]
    moments = script.past([NOW + hour for hour in hours], NOW)
    assert moments[:2] == [NOW - timedelta(hours=5), NOW - timedelta(hours=1)]
    assert moments[2:] == [NOW - 2 * script.STEP, NOW - script.STEP]


def test_the_order_is_kept_right_after_another_story():
    moments = script.past([NOW - timedelta(seconds=3), *[NOW + timedelta(hours=hour) for hour in (1, 2)]], NOW)
    assert moments == [NOW - timedelta(seconds=left) for left in (3, 2, 1)]


@pytest.mark.parametrize("hour", [0, 4, 12, 23])
def test_no_story_is_ever_in_the_future(hour):
    now = NOW.replace(hour=hour, minute=1)
    moments = [story.moment for story in script.stories(now)]
    assert moments == sorted(moments)
    assert moments[-1] < now


# -- the file .env ----------------------------------------------------------------------------------------------------


def test_a_missing_env_file_is_written_once_with_a_key_of_its_own(tmp_path):
    path = tmp_path / ".env"
    assert dotenv.prepare(path, {"SITE_URL": "http://127.0.0.1:8010"}) == ""
    written = path.read_text(encoding="utf-8")
    assert "DEMO=1" in written
    assert "SITE_URL=http://127.0.0.1:8010" in written
    assert path.stat().st_mode & 0o077 == 0
    assert dotenv.prepare(path, {}) == ""
    assert path.read_text(encoding="utf-8") == written
    assert dotenv.text({}) != dotenv.text({})


@pytest.mark.parametrize("line", ["SECRET_KEY=dev", "DEMO=0", "# DEMO=1", "DEMO=1\nDEMO=no", "NODEMO=1"])
def test_the_env_file_of_another_newsroom_is_refused(tmp_path, line):
    path = tmp_path / ".env"
    path.write_text(line)
    assert "DEMO=1" in dotenv.prepare(path, {})
    assert path.read_text() == line


@pytest.mark.parametrize("line", ["DEMO=1", "export DEMO='yes'", 'DEMO="on"', "SECRET_KEY=x\nDEMO = true"])
def test_the_env_file_of_a_demo_is_kept(tmp_path, line):
    path = tmp_path / ".env"
    path.write_text(line)
    assert dotenv.prepare(path, {}) == ""
    assert path.read_text() == line


def test_the_environment_wins_over_the_env_file(tmp_path):
    path = tmp_path / ".env"
    assert dotenv.prepare(path, {"DEMO": "0"})
    assert not path.exists()
    path.write_text("SECRET_KEY=dev")
    assert dotenv.prepare(path, {"DEMO": "1"}) == ""
