"""The page of a front at the desk, and that of the banner: with scripts or without, asked of the server directly."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles.drafts import finding
from articles.models import Event
from articles.workflow import State
from sections import arranging, breaking
from sections.admin import rows
from sections.admin.rows import EMPTY, Row
from sections.arranging import Held
from sections.models import Arrangement, Banner, Slot
from sections.templatetags import fronts_desk
from tests.factories import FAR, ArticleFactory, PhotoFactory, SectionFactory, make_user, publish

pytestmark = pytest.mark.django_db

HOME, BREAKING = "/admin/fronts/home/", "/admin/breaking/"
DAY = timedelta(days=1)


@pytest.fixture
def editor(client, omar):
    client.force_login(omar)
    return client


@pytest.fixture
def stories():
    made = [ArticleFactory(headline=headline) for headline in ("Dam holds", "Bridge falls", "Snow comes")]
    for story in made:
        publish(story)
        finding.note(story)
    return made


def typed(page, *held, do="arrange", **more):
    """What a browser sends: a line for each place of the home page, and what the page was told."""
    lines = [*held, *[("", "")] * (8 - len(held))]
    seen = re.search(r'name="seen" value="([^"]*)"', page.text)[1]
    return {"story": [story for story, _until in lines], "until": [until for _story, until in lines], "do": do,
            "at": "", "seen": seen} | more  # fmt: skip


def shown(response):
    """Which story stands in which line of the list."""
    return {row["place"]: row["story"]["title"] for row in response.context["rows"] if row["story"]}


def held(moment=None):
    return dict(Slot.objects.of(None, moment or timezone.now()).values_list("place", "article_id"))


# -- the list, without scripts ----------------------------------------------------------------------------------------


def test_the_page_says_which_places_fill_themselves_and_with_what(editor, omar, stories):
    arranging.arrange(None, [Held(2, stories[0].pk)], by=omar)
    page = editor.get(HOME)
    assert shown(page) == {2: "Dam holds"}
    assert [row["fills"] and row["fills"]["title"] for row in page.context["rows"]][:4] == [
        "Snow comes", "Dam holds", "Bridge falls", None,
    ]  # fmt: skip
    assert "Filled automatically" in page.text


def test_what_is_found_is_put_at_a_place_and_nothing_is_saved_by_that(editor, stories):
    dam, bridge, _snow = stories
    page = editor.get(HOME)
    found = editor.post(HOME, typed(page, do="find", q="bridge"))
    assert [story["title"] for story in found.context["found"]] == ["Bridge falls"]
    page = editor.post(HOME, typed(page, (dam.pk, ""), do=f"put-{bridge.pk}", place="1"))
    assert shown(page) == {1: "Bridge falls", 2: "Dam holds"}
    assert not Arrangement.objects.exists()


def test_buttons_move_stories_and_take_them_off(editor, stories):
    dam, bridge, _snow = stories
    page = editor.get(HOME)
    lines = [(dam.pk, ""), (bridge.pk, "")]
    assert shown(editor.post(HOME, typed(page, *lines, do="up-2"))) == {1: "Bridge falls", 2: "Dam holds"}
    assert shown(editor.post(HOME, typed(page, *lines, do="down-2"))) == {1: "Dam holds", 3: "Bridge falls"}
    assert shown(editor.post(HOME, typed(page, *lines, do="off-1"))) == {2: "Bridge falls"}
    for nonsense in ("up-1", "down-8", "off-9", "put-x", "burn-1", "", "up--1"):
        assert shown(editor.post(HOME, typed(page, *lines, do=nonsense))) == {1: "Dam holds", 2: "Bridge falls"}


def test_a_story_that_is_put_where_one_stands_moves_it_to_the_next_free_place():
    one, two, three = Row(1), Row(2), Row(3)
    assert rows.put([one, two, EMPTY, three], 4, 0) == [Row(4), one, two, three]
    assert rows.put([one, two, three], 4, 1) == [one, Row(4), two]
    assert rows.put([one, EMPTY, two], 4, None) == [one, Row(4), two]
    assert rows.put([one, two, three], 4, None) == [one, two, Row(4)]
    assert rows.put([one, two, EMPTY], 1, 1) == [EMPTY, Row(1), two]


def test_what_fills_a_slot_is_kept_there_by_one_button(editor, stories):
    dam, _bridge, snow = stories
    page = editor.get(HOME)
    assert "Keep this story here: Snow comes" in page.text
    kept = editor.post(HOME, typed(page, ("", ""), (dam.pk, ""), do="hold-1"))
    assert shown(kept) == {1: "Snow comes", 2: "Dam holds"}
    assert not Arrangement.objects.exists()
    for nonsense in ("hold-2", "hold-8", "hold-9", "hold-x", "hold-"):  # held already, nothing there, no slot
        assert shown(editor.post(HOME, typed(page, ("", ""), (dam.pk, ""), do=nonsense))) == {2: "Dam holds"}
    editor.post(HOME, typed(page, (snow.pk, ""), (dam.pk, "")))
    assert held() == {1: snow.pk, 2: dam.pk}


def test_a_script_is_told_what_each_slot_will_hold_before_anything_is_saved(editor, stories):
    picture = PhotoFactory()
    pictured = ArticleFactory(headline="River rises", photo=picture)
    publish(pictured)
    fills = editor.get(f"{HOME}fills/", {"story": ["", stories[0].pk]}).json()["fills"]
    assert [one and one["title"] for one in fills][:5] == [
        "River rises", "Dam holds", "Snow comes", "Bridge falls", None,
    ]  # fmt: skip
    assert fills[0]["picture"] == f"/admin/articles/photo/{picture.pk}/square/"
    assert fills[1]["picture"] == ""


def test_a_front_is_previewed_in_the_look_of_the_site_and_nothing_is_saved_or_kept(editor, stories):
    dam, _bridge, _snow = stories
    draft = ArticleFactory(headline="Not public yet")
    page = editor.get(HOME)
    preview = editor.post(f"{HOME}preview/", typed(page, (dam.pk, ""), (draft.pk, "")))
    headlines = re.findall("Dam holds|Bridge falls|Snow comes|Not public yet", preview.text)
    assert [*dict.fromkeys(headlines)] == ["Dam holds", "Snow comes", "Bridge falls"]
    assert "Nothing is saved yet." in preview.text
    assert "no-store" in preview.headers["Cache-Control"]
    assert not Arrangement.objects.exists()


# -- saving -----------------------------------------------------------------------------------------------------------


def test_a_front_is_arranged_now(editor, omar, stories):
    dam, bridge, _snow = stories
    response = editor.post(HOME, typed(editor.get(HOME), ("", ""), (bridge.pk, ""), (dam.pk, "")), follow=True)
    assert held() == {2: bridge.pk, 3: dam.pk}
    assert "Readers can see this front now" in response.text
    assert Event.objects.get(verb="arrange").by == omar


def test_a_front_is_planned_in_house_time_and_a_story_held_until_a_moment(editor, stories):
    dam = stories[0]
    line = (dam.pk, "2998-01-02T12:00")
    response = editor.post(HOME, typed(editor.get(HOME), line, at="2998-01-01T06:00"), follow=True)
    planned = Arrangement.objects.get()
    assert planned.starts.isoformat() == "2998-01-01T02:00:00+00:00"
    assert planned.slots.get().until.isoformat() == "2998-01-02T08:00:00+00:00"
    assert "1 Jan 2998, 06:00 (02:00 UTC)" in response.text
    assert 'href="/admin/as-of/2998-01-01T02:00:00Z/"' in response.text
    page = editor.get(HOME, {"from": planned.pk})
    assert shown(page) == {1: "Dam holds"}
    assert page.context["rows"][0]["until"] == "2998-01-02T12:00"
    assert 'value="2998-01-01T06:00"' in page.text


def test_what_is_planned_can_be_cancelled(editor, omar, stories):
    planned = arranging.arrange(None, [Held(1, stories[0].pk)], by=omar, at=FAR)
    editor.post(f"{HOME}{planned.pk}/cancel/")
    assert not Arrangement.objects.to_come(timezone.now()).exists()
    response = editor.post(f"{HOME}{planned.pk}/cancel/", follow=True)
    assert "no longer planned" in response.text


def test_a_front_is_rolled_back_by_a_button(editor, omar, stories):
    before = arranging.arrange(None, [Held(1, stories[0].pk)], by=omar)
    arranging.arrange(None, [], by=omar)
    page = editor.get(HOME)
    assert f"{HOME}{before.pk}/roll-back/" in page.text
    stale = editor.post(f"{HOME}{before.pk}/roll-back/", {"seen": "0.0"}, follow=True)
    assert "A colleague has arranged this front" in stale.text
    editor.post(f"{HOME}{before.pk}/roll-back/", {"seen": page.context["seen"]})
    assert held() == {1: stories[0].pk}


def test_the_second_of_two_editors_is_told_and_loses_nothing(editor, admin, stories):
    dam, bridge, _snow = stories
    page = editor.get(HOME)
    arranging.arrange(None, [Held(1, bridge.pk)], by=admin)
    response = editor.post(HOME, typed(page, (dam.pk, "")))
    assert response.status_code == 409
    assert "A colleague has arranged this front since you opened the page" in response.text
    assert shown(response) == {1: "Dam holds"}
    assert held() == {1: bridge.pk}
    editor.post(HOME, typed(response, (dam.pk, "")))
    assert held() == {1: dam.pk}


@pytest.mark.parametrize(
    ("line", "more", "words"),
    [
        (("", "2998-01-01T06:00"), {"at": "2020-01-01T06:00"}, "This time is in the past"),
        (("dam", "2020-01-01T06:00"), {}, "must be later than the start of the front"),
        (("dam", "soon"), {}, "Slot 1:"),
        (("999999", ""), {}, "This story doesn't exist"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_saved(editor, stories, line, more, words):
    story, until = line
    line = (stories[0].pk if story == "dam" else story, until)
    response = editor.post(HOME, typed(editor.get(HOME), line, **more))
    assert response.status_code == 409
    assert words in unescape(response.text)
    assert not Arrangement.objects.exists()


def test_a_section_s_front_takes_the_stories_of_the_section(editor, stories):
    economy = SectionFactory(name="Economy")
    own = ArticleFactory(headline="Bread is dear", section=economy)
    spiked = ArticleFactory(headline="Bread was spiked", section=economy, state=State.SPIKED)
    for story in (own, spiked):
        finding.note(story)
    found = editor.get(f"/admin/fronts/{economy.pk}/stories/", {"q": "bread"}).json()["results"]
    assert [(story["id"], story["public"]) for story in found] == [(own.pk, "not published")]
    assert not editor.get(f"/admin/fronts/{economy.pk}/stories/", {"q": "dam"}).json()["results"]


def test_an_editor_of_a_section_is_led_to_its_front_and_to_no_other(client, stories):
    politics, economy = stories[0].section, SectionFactory(name="Economy")
    eva = make_user("eva", "Editors")
    politics.editors.add(eva)
    client.force_login(eva)
    assert client.get("/admin/fronts/").url == f"/admin/fronts/{politics.pk}/"
    page = client.get(f"/admin/fronts/{politics.pk}/")
    assert [one["name"] for one in page.context["fronts"]] == [politics]
    for path in (HOME, f"/admin/fronts/{economy.pk}/", BREAKING):
        assert client.get(path).status_code == 403
        assert client.post(path, {"do": "arrange"}).status_code == 403


def test_the_page_asks_no_more_when_more_stands_there(editor, omar, stories, django_assert_max_num_queries):
    for _number in range(9):
        arranging.arrange(None, [Held(place, story.pk) for place, story in enumerate(stories, 1)], by=omar)
    with django_assert_max_num_queries(32):
        editor.get(HOME)


def test_time_travel_shows_the_front_of_its_moment(editor, omar, stories):
    arranging.arrange(None, [Held(1, stories[0].pk)], by=omar, at=FAR)
    breaking.put_up("Rain", by=omar, at=FAR)
    page = editor.get(f"/admin/as-of/{FAR:%Y-%m-%dT%H:%M:%SZ}/")
    assert page.text.index("Dam holds") < page.text.index("Snow comes")
    assert "Rain" in page.text
    before = editor.get(f"/admin/as-of/{FAR - DAY:%Y-%m-%dT%H:%M:%SZ}/")
    assert before.text.index("Snow comes") < before.text.index("Dam holds")
    assert "Rain" not in before.text


# -- the banner -------------------------------------------------------------------------------------------------------


def banner(page, **more):
    fields = {"words": "Dam holds", "language": "en", "story": "", "at": "", "until": "", "seen": page.context["seen"]}
    return fields | more


def test_a_banner_is_put_up_with_a_story_and_taken_down(editor, stories):
    names = editor.get(f"{BREAKING}stories/", {"q": "dam"}).json()["names"]
    assert names == [f"Dam holds · /politics/2024/04/28/{stories[0].slug}/"]
    editor.post(BREAKING, banner(editor.get(BREAKING), story=names[0]))
    assert f'<a href="/politics/2024/04/28/{stories[0].slug}/" lang="en">Dam holds</a>' in editor.get("/").text
    made = Banner.objects.get()
    assert made.article == stories[0]
    assert "Dam holds" in editor.get(BREAKING).text
    editor.post(f"{BREAKING}{made.pk}/down/")
    assert "bulletin" not in editor.get("/").text


@pytest.mark.parametrize("story", ["/politics/2024/04/28/nowhere/", "Dam", "https://evil.example/x/"])
def test_a_story_that_is_not_there_is_refused(editor, story):
    response = editor.post(BREAKING, banner(editor.get(BREAKING), story=story))
    assert response.status_code == 409
    assert "There is no story at this address" in response.text
    assert not Banner.objects.exists()


def test_who_did_not_see_the_banner_of_another_is_told(editor, admin):
    page = editor.get(BREAKING)
    breaking.put_up("Rain", by=admin)
    response = editor.post(BREAKING, banner(page))
    assert response.status_code == 409
    assert [one.words for one in Banner.objects.standing(timezone.now())] == ["Rain"]
    assert 'value="Dam holds"' in response.text  # what was typed is still there


def test_a_section_whose_front_was_ever_arranged_is_not_deleted(editor, omar):
    """Its history would go with it."""
    economy = SectionFactory(name="Economy")
    arranging.arrange(economy, [], by=omar)
    editor.post(f"/admin/sections/section/{economy.pk}/delete/", {"post": "yes"})
    assert Arrangement.objects.get().front.section == economy


@pytest.mark.parametrize(("code", "href"), [("en", "/admin/fronts/home/"), ("ru", "/admin/fronts/ru/home/")])
def test_where_a_story_is_placed_is_said_of_the_fronts_of_its_language(code, href, editor, omar, rf):
    story = ArticleFactory(language=code)
    publish(story)
    arranging.arrange(None, [Held(3, story.pk)], by=omar, language=code)
    request = rf.get("/")
    request.user = omar
    home, section = fronts_desk.places_of({"request": request}, story, timezone.now())
    assert (home.words, home.href) == ("Slot 3, as now", href)
    assert section.href == href.replace("home", str(story.section_id))
