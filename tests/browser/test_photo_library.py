"""Pictures at the desk, by hand: dropped into the library, their focal point set by mouse and by keys."""

import pytest

from articles.models import Photo
from tests.factories import ArticleFactory, PhotoFactory
from tests.test_hostile_files import drawn
from tests.test_pictures_served import taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pictures_are_uploaded_and_what_is_none_is_refused(nora, at_the_desk):
    page = at_the_desk("nora")
    page.goto("/admin/articles/photo/")
    page.set_input_files("#upload-files", [
        {"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": taken()},
        {"name": "words.png", "mimeType": "image/png", "buffer": drawn("PNG")[:900]},
    ])  # fmt: skip
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("words.png: This file is incomplete").wait_for()
    page.get_by_role("link", name="hall.jpg is in the library.").click()
    page.wait_for_url("**/change/")  # with its scripts
    page.get_by_role("button", name="Use this").first.click()
    assert page.input_value("#id_caption") == "A hall in Şəki"
    assert Photo.objects.count() == 1


def test_a_dropped_file_is_uploaded_too(nora, at_the_desk):
    page = at_the_desk("nora")
    page.goto("/admin/articles/photo/")
    page.evaluate(
        """bytes => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
          document.querySelector("[data-upload]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",  # noqa: E501
        list(drawn()),
    )
    page.get_by_role("link", name="dropped.jpg is in the library.").wait_for()
    assert Photo.objects.count() == 1


def test_the_focal_point_is_set_by_a_click_and_by_keys(nora, at_the_desk):
    photo = PhotoFactory(original__width=800, original__height=400)
    page = at_the_desk("nora")
    page.goto(f"/admin/articles/photo/{photo.pk}/change/")
    place = page.locator(".focal")
    box = place.bounding_box()
    place.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert abs(float(page.input_value("#id_focus_x")) - 0.25) < 0.02
    place.press("ArrowRight")
    place.press("Shift+ArrowUp")
    page.click("[name=_save]")
    page.wait_for_url("**/admin/articles/photo/")
    photo.refresh_from_db()
    assert (abs(photo.focus_x - 0.27) < 0.02, abs(photo.focus_y - 0.65) < 0.03) == (True, True)


def test_a_gallery_is_made_with_the_picker_and_put_in_order_by_buttons(nora, at_the_desk):
    article, hall, street = ArticleFactory(writer=nora), PhotoFactory(caption="Noon"), PhotoFactory(caption="Street")
    page = at_the_desk("nora")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("button", name="A picture from the library", exact=True).last.click()
    page.get_by_role("dialog").get_by_role("button", name="Noon").click()
    page.locator(".picture-tools img").wait_for()
    page.get_by_role("button", name="Add pictures from the library").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Noon").click()
    dialog.get_by_role("button", name="Street").click()
    assert dialog.get_by_text("In the gallery").count() == 2
    dialog.get_by_role("button", name="Close").click()
    lines = page.locator("#gallery-group tbody.form-group:not(.empty-form)")
    assert lines.count() == 2
    lines.nth(0).get_by_role("button", name="Move down").press("Enter")
    lines.nth(0).get_by_label("Caption").fill("At noon")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")
    article.refresh_from_db()
    assert article.photo == hall
    assert [(line.photo, line.caption) for line in article.gallery.all()] == [(street, "At noon"), (hall, "")]
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_text("Street").last.wait_for()
