"""Pictures at the desk, by hand: dropped into the library, their focal point set by mouse and by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Photo
from tests.factories import ArticleFactory, PhotoFactory
from tests.test_hostile_files import drawn
from tests.test_pictures_served import taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pictures_are_uploaded_described_and_credited_together_and_each_refusal_is_at_its_file(nora, at_the_desk):
    PhotoFactory(added_by=nora, caption="Old")
    page = at_the_desk("nora")
    page.goto("/admin/articles/photo/")
    page.set_input_files("#upload-files", [
        {"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": taken()},
        {"name": "words.png", "mimeType": "image/png", "buffer": drawn("PNG")[:900]},
        {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": drawn()},
    ])  # fmt: skip
    expect(page.get_by_text("words.png: This file is incomplete")).to_be_visible()
    rows = page.locator("[data-new]")
    expect(rows).to_have_count(2)
    expect(page.locator("[data-library] .photo")).to_have_count(3)  # in the grid at once
    expect(page.get_by_text("2 photos need a description and a credit")).to_be_visible()
    rows.first.get_by_role("button", name="Use this").first.click()
    expect(rows.first.get_by_label("Caption")).to_have_value("A hall in Şəki")
    rows.first.get_by_label("Credit", exact=True).fill("Ada")
    rows.first.get_by_label("Description").fill("A hall")
    page.get_by_label("Credit for all").fill("Nora")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Apply to all").click()
    assert asked == ["Photos that have another credit: 1. Replace it?"]
    expect(rows.first.get_by_label("Credit", exact=True)).to_have_value("Ada")
    expect(rows.nth(1).get_by_label("Credit", exact=True)).to_have_value("Nora")
    expect(page.get_by_text("1 photo needs a description and a credit")).to_be_visible()
    page.get_by_role("button", name="Save 2 photos").click()
    expect(rows).to_have_count(0)
    expect(page.locator("[data-library]")).to_contain_text("A hall in Şəki")
    made = Photo.objects.exclude(caption="Old").order_by("pk").values_list("alt", "caption", "credit")
    assert [*made] == [("A hall", "A hall in Şəki", "Ada"), ("", "", "Nora")]


def test_a_dropped_file_is_uploaded_too(nora, at_the_desk):
    page = at_the_desk("nora")
    page.goto("/admin/articles/photo/")
    page.evaluate(
        """bytes => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
          document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",  # noqa: E501
        list(drawn()),
    )
    expect(page.locator("[data-new]")).to_have_count(1)
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_photos(scheme, nora, at_the_desk):
    PhotoFactory.create_batch(2, added_by=nora)
    PhotoFactory(added_by=nora, credit="")
    page = at_the_desk("nora")
    page.emulate_media(color_scheme=scheme)
    page.goto("/admin/articles/photo/")
    page.set_input_files("#upload-files", {"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": taken()})
    page.locator("[data-new]").wait_for()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


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
    page.locator("#g-picture > summary").click()
    page.locator("#g-picture").get_by_role("button", name="A picture from the library").click()
    page.get_by_role("dialog").get_by_role("button", name="Noon").click()
    expect(page.locator("#g-picture img.preview")).to_be_visible()
    page.get_by_role("button", name="Add pictures from the library").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Noon").click()
    dialog.get_by_role("button", name="Street").click()
    assert dialog.get_by_text("In the gallery").count() == 2
    dialog.get_by_role("button", name="Close").click()
    lines = page.locator("#gallery-group [data-row-list] > [data-row]")
    expect(lines).to_have_count(2)
    lines.nth(0).get_by_role("button", name="Move down").press("Enter")
    lines.nth(0).get_by_label("Caption").fill("At noon")
    page.locator("[data-save]").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    article.refresh_from_db()
    assert article.photo == hall
    assert [(line.photo, line.caption) for line in article.gallery.all()] == [(street, "At noon"), (hall, "")]
    page.goto(f"/admin/articles/article/{article.pk}/change/")  # the group is still open
    expect(page.locator("#gallery-group").get_by_text("Street")).to_be_visible()
