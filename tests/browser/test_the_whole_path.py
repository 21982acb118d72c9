"""One story from the first word to the last: written, published, read, reviewed, rewritten, withdrawn; in Chromium."""

import io

import pytest
from PIL import Image
from playwright.sync_api import TimeoutError

from tests.browser.room import EDITOR, choose, group, step
from tests.factories import ArticleFactory, CorrespondentFactory, SectionFactory, SourceFactory, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE, LEDE = "Şuşada körpü açıldı: the bridge is open", "The bridge over the Samur was opened on Sunday."
WORDS = "A clear account. My grandmother crosses this bridge every week."


@pytest.fixture
def house(nora, omar, mina):
    """A section with another story in it, somebody to name and somebody to cite."""
    nora.first_name = "Nora"
    nora.save()
    CorrespondentFactory(name="Leyla Həsənova")
    SourceFactory(name="Ministry of Roads")
    return publish(ArticleFactory(headline="Council meets in Quba", section=SectionFactory(name="Politics")))


def picture() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(out, "JPEG")
    return {"name": "DSC_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def write_a_story(page) -> None:
    page.goto("/admin/articles/photo/add/")
    page.set_input_files("[name=original]", picture())
    page.fill("[name=alt]", "A bridge of four arches")
    page.fill("[name=caption]", "The bridge on Sunday")
    page.fill("[name=credit]", "Photo: Nora")
    page.click("[name=_save]")
    page.wait_for_url("**/photo/")

    page.goto("/admin/articles/article/add/")
    page.fill("[name=headline]", HEADLINE)
    page.fill("[name=standfirst]", LEDE)
    page.select_option("[name=section]", label="Politics")
    editor = page.locator(EDITOR)
    editor.click()
    editor.press_sequentially("The mayor cut a ribbon. ")
    editor.press("Control+b")
    editor.press_sequentially("Hundreds")
    editor.press("Control+b")
    editor.press_sequentially(" walked over it.")
    editor.press("Enter")
    editor.press_sequentially("It had been closed since spring.")
    page.fill("[name=tags]", "Roads, Local government")
    group(page, "Who").get_by_role("button", name="Add a correspondent").click()
    choose(page, "bylines-0-correspondent", "Leyla")
    page.fill("[name=dateline]", "Quba")
    group(page, "Picture and gallery")
    choose(page, "photo", "The bridge on Sunday")
    group(page, "Sources").get_by_role("button", name="Add a source").click()
    choose(page, "citations-0-source", "Ministry of Roads")
    page.fill("[name=citations-0-statement]", "closed since spring")
    press_step(page, "Submit")
    page.get_by_text("Submitted. An editor will read it next.").wait_for()


def press_step(page, name: str, **fields: str) -> None:
    """Take a step: its button (or link) in the top bar, then the button of its page."""
    step(page, name).click()
    page.wait_for_url("**/step/")  # what is typed is saved first; the story's own page has buttons like those below
    for field, words in fields.items():
        page.fill(f"[name={field}]", words)
    page.locator("#step_form .decide-end button").click()
    try:
        page.wait_for_url("**/change/")
    except TimeoutError as refused:
        raise AssertionError(f"{name} at {page.url}: {page.locator('main').first.inner_text()}") from refused


def leave_a_review(page) -> None:
    page.get_by_label("My opinion").check()
    page.get_by_label("5", exact=True).check()
    page.get_by_label("Your review").fill(WORDS)
    page.get_by_label("Name").fill("Pia")
    page.get_by_label("E-mail").fill("pia@reader.example")
    page.get_by_role("button", name="Send review").click()
    page.get_by_role("heading", name="Thank you, your review has been received").wait_for()


def test_a_story_goes_its_whole_way(house, at_the_desk, somebody, complaints):
    reporter = at_the_desk("nora")
    write_a_story(reporter)

    reader = somebody(java_script_enabled=False)
    reader.goto("/")
    assert reader.get_by_text(HEADLINE).count() == 0

    editor = at_the_desk("omar")
    editor.locator("main").get_by_role("link", name=HEADLINE).first.click()
    press_step(editor, "Publish")
    editor.get_by_text("Published. Readers can see edition 1 now.").wait_for()

    # a reader finds it in three places, and reads it
    for place in ("/", "/politics/", house.get_absolute_url()):
        reader.goto(place)
        within = ".rail" if place == house.get_absolute_url() else "main"
        reader.locator(within).get_by_role("link", name=HEADLINE).first.wait_for()
    reader.get_by_role("link", name=HEADLINE).first.click()
    address = reader.url
    reader.get_by_role("heading", name=HEADLINE, level=1).wait_for()
    assert reader.locator(".prose strong").inner_text() == "Hundreds"
    assert reader.locator(".prose p", has_text="It had been closed since spring.").count() == 1
    story = reader.locator("article").inner_text()
    for words in (LEDE, "Leyla Həsənova", "Washington correspondent", "Ministry of Roads", "closed since spring",
                  "Roads", "Local government", "Quba", "Photo: Nora"):  # fmt: skip
        assert words in story, words
    shown = reader.locator("figure img")
    assert shown.get_attribute("alt") == "A bridge of four arches"
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")

    # leaves a review, which waits for a moderator
    leave_a_review(reader)
    reader.goto(address)
    assert reader.get_by_text(WORDS).count() == 0
    moderator = at_the_desk("mina")
    moderator.locator("main").get_by_role("link", name=HEADLINE).first.click()
    moderator.locator(".strip-steps").get_by_role("button", name="Publish").click()
    moderator.get_by_text("Pia: Published").wait_for()
    reader.reload()
    reader.get_by_text(WORDS).wait_for()
    assert "pia@reader.example" not in reader.content()

    # the reporter rewrites it, and readers see none of that
    before = reader.locator("article").inner_text()
    reporter.locator("[name=headline]").fill("The bridge is closed again")
    reporter.locator(EDITOR).click()
    reporter.locator(EDITOR).press("Control+End")
    reporter.locator(EDITOR).press_sequentially(" And it is closed again.")
    with reporter.expect_response(lambda answer: answer.request.method == "POST" and "/change/" in answer.url):
        reporter.click("[name=_save]")
    reporter.wait_for_load_state("networkidle")
    reporter.reload()
    reporter.locator(".stage-long", has_text="Published, with unpublished changes").wait_for()
    reader.reload()
    assert reader.locator("article").inner_text() == before
    reader.goto("/")
    assert reader.get_by_text("closed again").count() == 0

    # the editor withdraws it
    editor.reload()
    press_step(editor, "Withdraw", note="It was another bridge.")
    gone = reader.goto(address)
    assert gone.status == 410
    reader.get_by_text("It was another bridge.").wait_for()
    assert HEADLINE not in reader.content()
    reader.goto("/")
    assert reader.get_by_text(HEADLINE).count() == 0
    complaints[:] = [line for line in complaints if not (address in line and "status of 410" in line)]  # as it should
