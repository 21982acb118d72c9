"""Letters of three alphabets: addresses, one spelling for searching, first sentences, short titles."""

import pytest

from articles.models import Article
from articles.text import indexing
from newsroom.lib import plain_text, scripts


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("İlham Əliyev", "ilham-eliyev"),
        ("Политика", "politika"),
        ("Şuşa, Gəncə və Quba", "susa-gence-ve-quba"),
        ("Щука и ёж", "shchuka-i-ezh"),
        ("IŞIQ ışıq", "isiq-isiq"),
        ("It's 7.25 percent", "its-725-percent"),
        ("U.S.–Azerbaijan", "us-azerbaijan"),
        ("  -- ", ""),
        ("“…”", ""),
        ("Baku 🎉 celebrates opening of rail 🚆", "baku-celebrates-opening-of-rail"),
        ("☀️ in Baku 👨\u200d👩\u200d👧 ❤️", "in-baku"),
        ("№ 5 ™ ½ € → 🇦🇿", "no-5-tm-12-eur"),
        ("Әliyev küçәsi", "eliyev-kucesi"),
        ("Әлиев", "aliev"),
        ("Mәmmәdov Əli", "memmedov-eli"),
    ],
)
def test_an_address_is_transliterated_not_stripped(text, slug):
    assert plain_text.slug(text) == slug


def test_an_address_keeps_whole_words_up_to_its_limit():
    assert plain_text.slug("council meets in Quba", limit=15) == "council-meets"
    assert plain_text.slug("council meets in Quba", limit=16) == "council-meets-in"
    assert plain_text.slug("council meets in Quba", limit=17) == "council-meets-in"


def test_one_endless_word_is_cut_and_not_lost():
    assert plain_text.slug("q" * 200, limit=80) == "q" * 80


@pytest.mark.parametrize("text", ["İ" * 300, "щ" * 300, "бюджет " * 60, "x", "a-" * 100])
def test_no_address_is_longer_than_its_limit(text):
    assert 0 < len(plain_text.slug(text)) <= 80


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("eliyev", "Əliyev"),
        ("ƏLİYEV", "əliyev"),
        ("susa", "Şuşa"),
        ("isiq", "ışıq"),
        ("ISIQ", "işıq"),
        ("politika", "Политика"),
        ("ПОЛИТИКА", "политика"),
        ("elka", "елка"),
        ("STRASSE", "straße"),
        ("eliyev", "Әliyev"),
        ("məmmədov", "MӘMMӘDOV"),
    ],
)
def test_every_spelling_of_a_word_is_found_by_every_other(typed, written):
    assert plain_text.fold(typed) == plain_text.fold(written)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("U.S. officials met in Quba. They left.", "U.S. officials met in Quba."),
        ("He met the U.S. President in Quba. They left.", "He met the U.S. President in Quba."),
        ("The suspect, M.G.Ş. was held. He denies it.", "The suspect, M.G.Ş. was held."),
        ("The rate is 7.25 percent. It was 7.5 before.", "The rate is 7.25 percent."),
        ("Mr. Quliyev spoke. Nobody answered.", "Mr. Quliyev spoke."),
        ("Prof. A. Quliyev spoke. Nobody answered.", "Prof. A. Quliyev spoke."),
        ("“We agreed.” Then they left.", "“We agreed.”"),
        ('"We agreed." Then they left.', '"We agreed."'),
        ("«Мы согласны.» Потом ушли.", "«Мы согласны.»"),
        ("It works (more or less.) Then it stopped.", "It works (more or less.)"),
        ("Will they meet? Nobody knows.", "Will they meet?"),
        ("They met! Nobody knew.", "They met!"),
        ("They met… Nobody knew.", "They met…"),
        ("They waited ... and left. Nobody knew.", "They waited ... and left."),
        ("В 2024 г. Баку принял COP29. Потом всё кончилось.", "В 2024 г. Баку принял COP29."),
        ("Бюджет вырос на 3 млрд. Рублей не хватило. Потом.", "Бюджет вырос на 3 млрд. Рублей не хватило."),
        ("Дом на ул. Низами открыт. Вход свободен.", "Дом на ул. Низами открыт."),
        ("Büdcə 3 mln. Manat artıb. Sonra azalıb.", "Büdcə 3 mln. Manat artıb."),
        ("Bakı, Nizami küç. Şəhər açıqdır. Giriş pulsuzdur.", "Bakı, Nizami küç. Şəhər açıqdır."),
        ("İclas b.e. Əvvəl keçirilib. Sonra yox.", "İclas b.e. Əvvəl keçirilib."),
        ("one sentence without a full stop", "one sentence without a full stop"),
        ("  Blanks\n and  lines. Next.", "Blanks and lines."),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_says_it_does(text, first):
    assert plain_text.first_sentence(text) == first


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Council meets", "Council meets"),
        ("Council meets in Quba", "Council meets in…"),
        ("Council meets, in Quba", "Council meets…"),
        ("Council   meets \n in", "Council meets in"),
        ("q" * 30, "q" * 16 + "…"),
    ],
)
def test_a_long_text_is_shortened_to_whole_words(text, short):
    assert plain_text.shorten(text, 17) == short


LONG = (
    "According to the Turkish newspaper Sabah officials from the prosecutor's office have detained a citizen of "
    "Azerbaijan with a large shipment of gold."
)


@pytest.mark.parametrize("text", [LONG, "ə" * 200, "Слово " * 40, "a " * 100])
@pytest.mark.parametrize("limit", [10, 89, 90, 91])
def test_nothing_shortened_is_longer_than_its_limit(text, limit):
    assert len(plain_text.shorten(text, limit)) <= limit


def test_a_brief_is_called_by_its_first_sentence_in_at_most_90_characters():
    title = Article(kind="brief", standfirst=LONG + " He denies it.").title
    assert title == "According to the Turkish newspaper Sabah officials from the prosecutor's office have…"
    assert len(title) <= 90


def test_a_headline_wins_over_the_first_sentence():
    assert Article(headline="Gold found", standfirst=LONG).title == "Gold found"


@pytest.mark.parametrize("control", [*map(chr, range(9)), "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\x9f", "\u2028",
                                     "\u2029", "\ufeff", "\ud800", "\udbff\x0b"])  # fmt: skip
def test_control_characters_become_spaces(control):
    assert plain_text.without_controls(f"a{control}b\tc\nd") == "a b\tc\nd"
    assert plain_text.one_line(f"a{control}b\tc\nd{control}") == "a b c d"


def test_line_ends_are_written_in_one_way():
    assert plain_text.without_controls("a\r\nb\rc\n\r\n") == "a\nb\nc\n\n"
    assert plain_text.one_line("a\r\nb") == "a b"


@pytest.mark.parametrize("override", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_line_is_not_turned_around(override):
    assert plain_text.one_line(f"{override}nimda") == "nimda"
    assert plain_text.without_controls(f"{override}nimda") == f"{override}nimda"


@pytest.mark.parametrize("text", ["", " ", " a  b ", "می\u200cخواهم", "👨\u200d👩\u200d👧", "co\xadoperate", "\u200fא"])
def test_what_belongs_to_a_text_stays(text):
    assert plain_text.one_line(text) == plain_text.without_controls(text) == text


@pytest.mark.parametrize("text", ["O'Brien met d’Estaing", "O’Brien met d'Estaing", "Oʼbrien met d`estaing"])
def test_a_name_with_an_apostrophe_is_also_one_word(text):
    assert plain_text.joined(text) == ["obrien", "destaing"]
    words = indexing.line("en", text).partition(" ß")[0]
    assert words.split() == ["o", "brien", "met", "d", "estaing", "obrien", "destaing"]


def test_a_soft_sign_is_no_apostrophe():
    assert plain_text.joined("мельница 'в кавычках'") == []
    assert plain_text.joined("It's what they've said, isn't it?") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Әliyev met Əliyev", ["Әliyev"]),
        ("Баку и Bаku, Bаku", ["Bаku"]),
        ("PRщики и VIPы, IT-компания, COVID-19, μg", []),
        ("İlham Əliyev, Şuşa", []),
        ("Қазақстан әлемі", []),
    ],
)
def test_a_word_of_two_alphabets_is_named(text, found):
    assert scripts.mixed_words(text) == found
