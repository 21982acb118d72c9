"""What other sites show beside a link: the story's own picture, or its headline, drawn; never that of a draft."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image, ImageChops, ImageFont

from articles import publishing
from articles.models import PublishingState
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
    PublishingState.objects.create(article=article, ends_at=NOON + HOUR)
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
