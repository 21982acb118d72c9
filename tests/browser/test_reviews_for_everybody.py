"""Reviews in a browser: sent without leaving the story, refused with the focus where it helps, read by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles import publishing
from reviews import links
from reviews.models import Review
from tests.browser.test_desk_for_everybody import findings
from tests.factories import IMPORT, ReviewFactory, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "I drove past the dam on Saturday and four gates were open."


@pytest.fixture
def edition(mina):
    edition = publish()
    fields = {"article": edition.article, "state": "published"}
    ReviewFactory(**fields, pick=True, answer="Thank you.", answer_name="Mina", answered_at=edition.live_from)
    ReviewFactory(article=edition.article, screening="suspect", matched="thief", kind="error")
    ReviewFactory(article=edition.article, name="Paul")
    return edition


def write(page, text: str) -> None:
    page.fill("#id_text", text)
    page.fill("#id_name", "Pia")
    page.fill("#id_email", "pia@reader.example")
    page.click(".leave .button")


def test_a_review_is_refused_and_sent_without_leaving_the_story(edition, somebody, complaints):
    page = somebody()
    page.goto(edition.get_absolute_url())
    write(page, "Short.")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.input_value("#id_text") == "Short."
    write(page, TEXT)
    page.wait_for_selector("[data-focus]")
    assert page.url.endswith(edition.get_absolute_url())
    review = Review.objects.latest("pk")
    assert (review.text, review.state) == (TEXT, "pending")
    assert page.get_attribute(".private a", "href").endswith(links.path(review))
    complaints[:] = [one for one in complaints if "422" not in one]  # a browser logs every refusal


def test_what_was_typed_for_a_story_that_is_withdrawn_meanwhile_comes_back(edition, somebody, complaints):
    page = somebody(bypass_csp=True)
    page.goto(edition.get_absolute_url())
    publishing.withdraw(edition.article_id, by=IMPORT, reason="It was wrong.")
    write(page, TEXT)
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.input_value("#said") == TEXT
    assert Axe().run(page).response["violations"] == []
    complaints[:] = [one for one in complaints if "404" not in one]


def test_without_scripts_it_is_a_page_like_any_other(edition, somebody):
    page = somebody(java_script_enabled=False)
    page.goto(edition.get_absolute_url())
    write(page, TEXT)
    page.wait_for_url("**/reviews/status/**")
    assert "Thank you" in page.inner_text("h1")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_pages_of_readers(edition, somebody, complaints, width, scheme):
    page = somebody(color_scheme=scheme, bypass_csp=True)
    page.set_viewport_size({"width": width, "height": 800})
    shown, waiting, _other = Review.objects.order_by("pk")
    own = links.path(waiting)
    wrong = []
    for path in (
        edition.get_absolute_url(), f"{edition.get_absolute_url()}reviews/", own, f"{own}edit/", f"{own}erase/",
        links.address(waiting, links.CONFIRM).removeprefix("http://testserver"), f"/reviews/report/{shown.pk}/",
    ):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("load")
        found = Axe().run(page).response["violations"]
        wrong += [f"{path} {one['id']}: {node['html'][:140]}" for one in found for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{path} scrolls sideways")
    assert not wrong, "\n".join(wrong)
    complaints.clear()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_serious_at_the_desk(edition, at_the_desk, width, scheme):
    page = at_the_desk("mina")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    shown = Review.objects.public().get()
    wrong = []
    for path in (
        "review/queue/", f"review/{shown.pk}/change/", f"review/discussion/{shown.article_id}/", "word/try/?text=x",
    ):  # fmt: skip
        page.goto(f"/admin/reviews/{path}")
        page.wait_for_load_state("networkidle")
        wrong += [f"{path} {found}" for found in findings(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{path} scrolls sideways")
    assert not wrong, "\n".join(wrong)


def test_the_queue_is_read_by_keys(edition, at_the_desk):
    page = at_the_desk("mina")
    page.goto("/admin/reviews/review/queue/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_selector("[data-undo]")
    assert Review.objects.get(name="Paul").state == "published"
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")
    page.wait_for_selector("[data-undo]", state="detached")
    assert Review.objects.get(name="Paul").state == "pending"
    page.wait_for_load_state("networkidle")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "reason"
    row = page.locator("[data-row]").first
    edge = "element => getComputedStyle(element).borderInlineStartColor"
    assert row.evaluate(edge) != page.locator("[data-row]").nth(1).evaluate(edge)  # its frame stays
    page.keyboard.press("Escape")
    assert row.evaluate("element => element === document.activeElement")
