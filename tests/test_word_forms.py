"""The forms of a word are found by each other, in the language of the text, alike on both databases."""

import pytest

from articles.models import Edition
from articles.site import search
from articles.text import search_terms
from articles.text.stemming import stem
from tests.factories import NOON, ArticleFactory, publish

pytestmark = [pytest.mark.database]


def finds(q: str, language: str) -> bool:
    terms = search_terms.parse(q, language)
    return bool(search.newest(search.entries(at=NOON, language=language), terms))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "headline", "asked"),
    [
        ("ru", "Парк автобусов", "автобусы"),
        ("ru", "Банк снизил ставку", "ставка"),
        ("ru", "Центральный банк молчит", "центрального банка"),
        ("ru", "Итоги выборов", "выборы"),
        ("ru", "Начались переговоры", "переговоров"),
        ("ru", "Обменялись заявлениями", "заявление"),
        ("ru", "Он ещё здесь", "еще"),
        ("ru", "Новая пресс-конференция", "пресс-конференции"),
        ("az", "Məktəbində dərs başladı", "məktəbdə"),
        ("az", "Məktəb açıldı", "məktəbdə"),
        ("az", "Kömürün qiyməti", "komur"),
        ("az", "Yeni avtobus", "avtobuslar"),
        ("en", "The ministry is closed", "ministries"),
        ("en", "A new bus", "buses"),
        ("en", "Women vote", "woman"),
    ],
)
def test_a_form_finds_the_others(language, headline, asked):
    publish(ArticleFactory(headline=headline, language=language))
    assert finds(asked, language)
    edition = Edition.objects.get()
    found = search.show(edition, search_terms.parse(asked, language))
    assert "<mark>" in found.title


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "headline", "asked"),
    [
        ("en", "Prices rise", "рис"),
        ("ru", "Автобусов нет", '"автобусы"'),
        ("ru", "Автобусов нет", "-автобусы нет"),
        ("az", "Kənd yolu", "kəndirdən"),
    ],
)
def test_what_is_no_form_of_it_finds_nothing(language, headline, asked):
    publish(ArticleFactory(headline=headline, language=language, standfirst="A.", body=""))
    assert not finds(asked, language)


@pytest.mark.django_db
def test_a_search_is_in_one_language_or_in_all():
    publish(ArticleFactory(headline="Автобусов нет", language="ru"))
    assert (finds("автобусы", "ru"), finds("автобусы", ""), finds("автобусы", "en")) == (True, True, False)


# Each line: a word as it is looked for, and forms of it.
AZERBAIJANI = """
məktəb məktəbdə məktəbin məktəbə məktəblər məktəbində məktəblərin məktəbdən
avtobus avtobuslar avtobusun avtobusda avtobusların avtobusla
nazirlik nazirliyi nazirliyin nazirliyində nazirliklər nazirlikdən
ölkə ölkənin ölkədə ölkələr ölkəyə ölkəsi ölkələrin
şəhər şəhərin şəhərdə şəhərə şəhərlər şəhərindən
prezident prezidentin prezidenti prezidentlə prezidentlər
seçki seçkilər seçkilərdə seçkinin seçkiyə seçkilərin
bank bankın banklar bankda bankı banklarda
uşaq uşaqlar uşağı uşağın uşaqların
kənd kənddə kəndin kəndlər kəndlərin
qanun qanunu qanunun qanunlar qanuna
"""


@pytest.mark.parametrize("line", AZERBAIJANI.strip().splitlines(), ids=lambda line: line.split()[0])
def test_an_azerbaijani_word_and_its_forms_have_one_stem(line):
    assert len({stem(word, "az") for word in line.split()}) == 1


def test_azerbaijani_words_that_differ_keep_stems_of_their_own():
    words = [line.split()[0] for line in AZERBAIJANI.strip().splitlines()]
    assert len({stem(word, "az") for word in words}) == len(words)
