"""About pages are written in the same editor as stories."""

import pytest
from playwright.sync_api import expect

from articles.models import AboutPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_about_page_is_written_in_the_editor(omar, at_the_desk, complaints):
    page = at_the_desk("omar")
    page.goto("/admin/articles/aboutpage/add/")
    page.get_by_label("Title").fill("Biz kimik")
    page.get_by_label("Slug").fill("about")
    page.get_by_label("Language").select_option("az")
    page.locator(".ProseMirror").click()
    page.keyboard.type("We answer to our readers.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Biz kimik").first).to_be_visible()
    written = AboutPage.objects.get()
    assert (written.body, written.language) == ("<p>We answer to our readers.</p>", "az")
