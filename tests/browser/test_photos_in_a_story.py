"""Pictures come in where the story is written: dropped, pasted or chosen, described in place, several at once."""

import pytest
from playwright.sync_api import expect

from articles.models import Photo
from tests.browser.test_the_editor import EDITOR, opened, press, typed
from tests.factories import ArticleFactory
from tests.test_hostile_files import drawn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def bring(page, how: str, *names: str, content: bytes | None = None) -> None:
    """Files dropped on the text, or pasted into it."""
    page.locator(EDITOR).evaluate(
        """(editor, [how, names, bytes]) => {
          const data = new DataTransfer(), box = editor.lastElementChild.getBoundingClientRect();
          for (const name of names) data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
          const options = { bubbles: true, cancelable: true };
          editor.dispatchEvent(how === "paste"
            ? new ClipboardEvent("paste", { ...options, clipboardData: data })
            : new DragEvent("drop", { ...options, dataTransfer: data, clientX: box.left + 5, clientY: box.top + 5 }));
        }""",
        [how, names, list(content or drawn())],
    )


def test_dropped_pictures_are_uploaded_where_they_fall_and_described_there_with_one_credit_for_all(nora, at_the_desk):
    page = opened(at_the_desk("nora"), ArticleFactory(writer=nora, body="<p>Before.</p><p>After.</p>"))
    bring(page, "drop", "hall.jpg", "street.jpg")
    expect(page.locator(f"{EDITOR} .block-photo img")).to_have_count(2)
    first, second = Photo.objects.order_by("pk")
    figures = f'<figure data-photo="{first.uid}"></figure><figure data-photo="{second.uid}"></figure>'
    assert typed(page) == f"<p>Before.</p><p>After.</p>{figures}"
    form = page.locator(f"{EDITOR} .block-photo").first
    form.get_by_label("Description").fill("A hall")
    form.get_by_label("Credit", exact=True).fill("Photo: Nora")
    expect(form.get_by_label("Use this credit for all 2 new photos")).to_be_checked()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_label("Description")).to_have_count(0)
    expect(form.get_by_text("Photo: Nora")).to_be_visible()
    words = Photo.objects.order_by("pk").values_list("alt", "credit")
    assert [*words] == [("A hall", "Photo: Nora"), ("", "Photo: Nora")]
    other = page.locator(f"{EDITOR} .block-photo").nth(1)
    expect(other.get_by_label("Credit", exact=True)).to_have_value("Photo: Nora")
    expect(other.get_by_text("This picture needs a description and a credit")).to_be_visible()
    page.keyboard.press("Control+Home")
    assert typed(page) == f"<p>Before.</p><p>After.</p>{figures}"  # what is typed into the forms is no part of the text


def test_a_pasted_picture_takes_the_place_of_the_caret(nora, at_the_desk):
    page = opened(at_the_desk("nora"), ArticleFactory(writer=nora, body="<p>Before.</p><p>After.</p>"))
    page.locator(EDITOR).get_by_text("Before.").click()
    bring(page, "paste", "hall.jpg")
    expect(page.locator(f"{EDITOR} .block-photo img")).to_have_count(1)
    uid = Photo.objects.get().uid
    assert typed(page) == f'<p>Before.</p><figure data-photo="{uid}"></figure><p>After.</p>'
    page.locator(EDITOR).get_by_text("After.").click()
    page.keyboard.press("Control+z")
    assert typed(page) == "<p>Before.</p><p>After.</p>"


def test_a_refusal_is_one_sentence_where_the_file_fell_and_no_part_of_the_text(nora, at_the_desk):
    page = opened(at_the_desk("nora"), ArticleFactory(writer=nora, body="<p>Before.</p>"))
    bring(page, "drop", "torn.jpg", content=drawn()[:200])
    refusal = page.locator(f"{EDITOR} .block-upload.is-refused")
    expect(refusal).to_contain_text("torn.jpg: This file is incomplete")
    assert typed(page) == "<p>Before.</p>"
    refusal.get_by_role("button", name="Dismiss").click()
    expect(refusal).to_have_count(0)
    assert not Photo.objects.exists()


def test_the_picture_button_uploads_too(nora, at_the_desk):
    page = opened(at_the_desk("nora"), ArticleFactory(writer=nora, body=""))
    page.locator(EDITOR).click()
    press(page, "Picture from the library")
    dialog = page.get_by_role("dialog", name="A picture from the library")
    with page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Upload photos").click()
    chooser.value.set_files([{"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": drawn()}])
    expect(page.locator(f"{EDITOR} .block-photo img")).to_have_count(1)
    expect(dialog).to_have_count(0)
    assert f'data-photo="{Photo.objects.get().uid}"' in typed(page)


def test_the_picture_above_the_story_and_its_gallery_are_uploaded_in_their_dialogs(nora, at_the_desk):
    page = opened(at_the_desk("nora"), ArticleFactory(writer=nora))
    page.locator("#g-picture > summary").click()
    page.locator("#g-picture").get_by_role("button", name="A picture from the library").click()
    dialog = page.get_by_role("dialog", name="A picture from the library")
    dialog.locator("[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawn()})
    expect(dialog.get_by_label("Description", exact=True)).to_be_focused()
    dialog.get_by_label("Description", exact=True).fill("A hall")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    photo = Photo.objects.get()
    assert (photo.alt, page.locator("[name=photo]").input_value()) == ("A hall", str(photo.pk))
    page.locator("[data-gallery-add]").click()
    dialog = page.get_by_role("dialog", name="Pictures for the gallery")
    dialog.locator("[type=file]").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": drawn()} for name in ("b.jpg", "c.jpg")]
    )
    expect(dialog.get_by_label("Credit", exact=True)).to_have_count(2)
    dialog.get_by_role("button", name="Close").click()
    keys = [*Photo.objects.order_by("pk").values_list("pk", flat=True)][1:]
    assert [page.locator(f"[name=gallery-{place}-photo]").input_value() for place in (0, 1)] == [*map(str, keys)]
