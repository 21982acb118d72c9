"""The rich-text editor in Chromium: it keeps what it was given, and gives no more than a story may hold."""

from pathlib import Path

import pytest

from articles.exchange import wire
from articles.models import Article, Event
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = (
    "<table><tbody><tr><th><p>Town</p></th><th><p>Votes</p></th></tr>"
    '<tr><td colspan="2"><p>Quba</p></td></tr><tr><td><p>Xınalıq</p></td><td><p></p></td></tr></tbody></table>'
)
WIRE = Path(__file__).parent.parent / "wire"
EDITOR = ".ProseMirror[contenteditable=true]"


def opened(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(EDITOR).wait_for()
    return page


def saved(page, article) -> Article:
    page.click("[name=_save]")
    page.wait_for_url("**/admin/articles/article/")
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>The members spoke.</p>",
        "<p>The members spoke.</p>\n<p>Nobody listened.</p>",  # as a wire brings it in
        "<p>“Heydər”, 5&nbsp;km &amp; more – <strong>bold</strong> <em>and</em> <s>gone</s></p>",
        "<h2>One</h2><ul><li><p>a</p></li></ul><blockquote><p>b</p></blockquote><hr><h3>c</h3><p>d<br>e</p>",
        '<p><a href="/latest/" rel="noopener">c</a></p>',
        TABLE,
        "<figure><blockquote><p>We <em>agreed</em>.</p><p>!</p></blockquote><figcaption>Nora</figcaption></figure>",
        '<p>a</p><figure data-photo="picture"></figure><p>b</p>',
        '<figure data-photo="picture"><figcaption>The <em>empty</em> hall</figcaption></figure>',
        '<figure data-card=""><a href="https://youtu.be/x" rel="noopener">The speech</a></figure><p>b</p>',
    ],
    ids=["empty", "one paragraph", "two lines of a wire", "marks", "blocks", "a link", "a table", "a quotation",
         "a picture", "a caption", "a card"],
)  # fmt: skip
def test_opening_and_saving_without_a_change_changes_nothing(body, omar, at_the_desk):
    article = ArticleFactory(body=body, state="ready")
    after = saved(opened(at_the_desk("omar"), article), article)
    assert after.body == body
    assert (after.version, after.state) == (1, "ready")
    assert not Event.objects.about(article).exists()


def test_what_is_pasted_is_no_more_than_a_story_may_hold(omar, at_the_desk, complaints):
    article = ArticleFactory(body="<p>The members spoke.</p>")
    page = opened(at_the_desk("omar"), article)
    pasted = '<p onclick="x()">Pasted <b>words</b><script>x()</script><img src="/static/img/mark.svg"></p>'
    page.locator(EDITOR).click()
    page.evaluate(
        """([html, selector]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(selector).dispatchEvent(paste);
        }""",
        [pasted, EDITOR],
    )
    page.locator(EDITOR).get_by_text("Pasted").wait_for()
    body = saved(page, article).body
    assert "Pasted <strong>words</strong>" in body
    assert "The members spoke." in body
    assert not any(word in body for word in ("onclick", "script", "img"))
    complaints[:] = [line for line in complaints if "Executing inline event handler" not in line]  # so it is held off


@pytest.mark.parametrize("file", ["plain.txt", "azerbaijani.txt"])
def test_a_wire_that_was_only_looked_at_and_saved_is_still_the_wire_s(file, omar, at_the_desk):
    """Or four eyes would keep the only editor of the night from publishing it."""
    article = wire.load(wire.parse((WIRE / file).read_bytes())).made[0]
    after = saved(opened(at_the_desk("omar"), article), article)
    assert (after.body, after.version, after.edited_by) == (article.body, 1, None)


def test_a_chosen_moment_is_shown_in_utc_beside_it(omar, at_the_desk, complaints):
    article = ArticleFactory(state="ready")
    page = at_the_desk("omar")
    page.goto(f"/admin/articles/article/{article.pk}/publish/step/")
    page.fill("#id_at", "2027-03-05T06:00")
    assert page.locator("output[for=id_at]").inner_text() == "Mar 5, 2027, 02:00 UTC"
    shown = page.evaluate(
        """async () => {
            const field = document.querySelector("#id_at"), said = [];
            field.dataset.zone = "Europe/Berlin";
            for (const value of ["2026-10-25T02:30", "2026-03-29T02:30"]) { // an hour twice, an hour never
                field.value = value;
                field.dispatchEvent(new Event("input"));
                said.push(document.querySelector("output[for=id_at]").value);
            }
            return said;
        }"""
    )
    assert shown == ["Oct 25, 2026, 00:30 UTC / Oct 25, 2026, 01:30 UTC", ""]
