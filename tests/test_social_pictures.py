"""What other sites show beside a link: the story's own picture, or its headline, drawn; never that of a draft."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from articles import publishing
from articles.models import Record
from articles.pictures import social
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, CorrespondentFactory, PhotoFactory, at, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def said(page: str, name: str) -> str:
    return re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)[1]


def drawing(response) -> Image.Image:
    return Image.open(io.BytesIO(b"".join(response)))


def test_a_story_has_a_card_with_its_own_picture(client):
    edition = publish(ArticleFactory(photo=PhotoFactory(original__width=1500, original__height=1000)))
    page = client.get(edition.get_absolute_url()).text
    assert said(page, "og:image") == f"http://testserver/media/{edition.picture['uid']}/1280.jpg"
    assert (said(page, "og:image:width"), said(page, "og:image:height")) == ("1280", "853")
    assert said(page, "og:image:alt") == "A hall with empty chairs"
    assert said(page, "twitter:card") == "summary_large_image"
    assert said(page, "og:url") == f"http://testserver{edition.get_absolute_url()}"
    assert client.get(f"{edition.get_absolute_url()}social-1.png").status_code == 404


def test_without_one_its_headline_is_drawn_and_kept(client):
    edition = publish(ArticleFactory(headline="Şuşada görüş: Ağdam və İsmayıllı – Совет заседает"))
    address = said(client.get(edition.get_absolute_url()).text, "og:image").removeprefix("http://testserver")
    assert address == f"{edition.get_absolute_url()}social-1.png"
    response = client.get(address)
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "public, max-age=60")
    assert drawing(response).size == (1200, 630)


def test_another_headline_has_another_address_and_the_old_one_leads_there(client):
    article = ArticleFactory(headline="First")
    path = publish(article).get_absolute_url()
    publish(rewrite(article, headline="Second"), now=NOON + HOUR)
    assert said(client.get(path).text, "og:image").endswith("/social-2.png")
    assert client.get(f"{path}social-1.png").url == f"{path}social-2.png"


def test_nothing_is_drawn_of_what_is_not_live(client, answer):
    draft = ArticleFactory(slug="draft")
    coming = publish(ArticleFactory(), at=FAR)
    gone = publish()
    publishing.withdraw(gone.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    for path in (f"/politics/2024/04/28/{draft.slug}/", coming.get_absolute_url(), gone.get_absolute_url()):
        assert client.get(f"{path}social-1.png").status_code == 404
    assert answer(f"{coming.get_absolute_url()}social-1.png", FAR).status_code == 200


def test_no_cache_keeps_it_past_the_end_of_the_story(answer):
    article = ArticleFactory()
    Record.objects.create(article=article, ends_at=NOON + HOUR)
    path = publish(article).get_absolute_url()
    response = answer(f"{path}social-1.png", NOON + HOUR - timedelta(seconds=7))
    assert response["Cache-Control"] == "public, max-age=7"


@pytest.mark.parametrize("path", ["/", "/politics/"])
def test_front_and_section_have_a_card_of_the_site(client, path):
    publish()
    page = client.get(path).text
    assert said(page, "og:image") == "http://testserver/social.png"
    assert said(page, "og:url") == f"http://testserver{path}"
    assert drawing(client.get("/social.png")).size == (1200, 630)


def test_a_person_with_a_portrait_is_shown_by_it(client):
    portrait = PhotoFactory()
    leyla = CorrespondentFactory(photo=portrait)
    publish(ArticleFactory(named=[leyla]))
    page = client.get(leyla.get_absolute_url()).text
    assert said(page, "og:type") == "profile"
    assert said(page, "og:image").startswith(f"http://testserver/media/{portrait.uid}/")


def test_the_letters_of_our_languages_are_in_the_face():
    face = ImageFont.truetype(social.FONT, 40)
    missing = bytes(face.getmask("\uffff"))
    assert [one for one in "əğıışöüçİƏĞŞЖяцёїєґ«»—“”’№" if bytes(face.getmask(one)) == missing] == []


def test_however_long_a_headline_is_it_stays_in_the_picture():
    for words in ("Nazirlər Kabinetinin " * 20, "W" * 200, "Sosialdemokratlaşdırılmışlardanmısınızcasına " * 3):
        image = Image.open(social.drawn(words, "Siyasət")).convert("RGB")
        text = image.crop((0, 12, 1200, 630))  # below the bar
        _left, _top, right, bottom = ImageChops.difference(text, Image.new("RGB", text.size, social.PAPER)).getbbox()
        assert right <= 1180
        assert bottom <= 600


def test_the_whole_headline_is_drawn_wherever_a_size_has_room_for_it():
    draw = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    room = social.BOTTOM - 60 - social.TOP - 62
    cut = 0
    for count in range(1, 60):
        words = " ".join(f"ministry{number}" for number in range(count))
        lines, font = social._fitted(words, draw)
        assert len(lines) * font.size * social.LEADING <= room
        if " ".join(lines) == words:
            assert not cut, "a shorter headline was cut already"
            continue
        cut += 1
        shown = " ".join(lines).removesuffix("…")
        assert lines[-1].endswith("…")
        assert words.startswith(f"{shown} "), "whole words"
        following = words.removeprefix(shown).split()[0]
        assert font.size == min(social.SIZES)
        assert (len(lines) + 1) * font.size * social.LEADING > room, "there was room for another line"
        assert draw.textlength(f"{lines[-1].removesuffix('…')} {following}…", font) > social.RIGHT - social.LEFT
    assert cut > 10


def test_a_headline_that_is_cut_fills_the_card_down_to_the_name_of_the_site():
    image = Image.open(social.drawn("Nazirlər Kabineti " * 40, "Siyasət")).convert("RGB")
    text = image.crop((social.LEFT, 0, 1200, social.BOTTOM - 40))  # above the name
    bottom = ImageChops.difference(text, Image.new("RGB", text.size, social.PAPER)).getbbox()[3]
    assert bottom > social.BOTTOM - 60 - min(social.SIZES) * social.LEADING


@pytest.mark.parametrize(
    "words", ["مجلس النواب يصوت", "内阁会议", "ისრაელი", "Talks with 中国 end", "שלום עולם", "नमस्ते"]
)
def test_a_headline_in_letters_that_the_font_lacks_is_left_out_and_never_drawn_as_boxes(words):
    assert social.drawn(words, "World").read() == social.drawn("", "World").read()
    assert social.drawn("Assembly meets", words).read() == social.drawn("Assembly meets").read()


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("I ❤️ Bakı", "I Bakı"),
        ("Step 1️⃣ of two", "Step 1 of two"),
        ("Flag 🇦🇿 up 👩‍🚒", "Flag up"),
        ("Kor\u00adrek\u200btor \u200e\u202dsays", "Korrektor says"),
        ("Çörək 12 ₼", "Çörək 12 AZN"),
        ("за\u0301мок", "за\u0301мок"),
    ],
)
def test_emoji_and_what_nobody_sees_are_left_out_and_the_words_stay(words, drawn):
    assert social.drawable(words) == drawn
