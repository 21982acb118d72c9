"""No text, however long and odd, keeps a pattern busy: the time grows with the length, and not with its square."""

import importlib
import pkgutil
import re
from itertools import product

import pytest
from django.urls import reverse

import articles.text
import newsroom.lib
from newsroom.lib import plain_text
from reviews import matching, screening
from tests.growth import too_steep

SHORT = 1_000  # characters, and eight times as many
BITS = (
    *'a-.!"“<&@#?/,;=_0əё \n\x00\u200b\u202e\u0301\xad',
    *("a.", "a.a.a.", "a-", "1.", "www.", "http://", "http://a", "a ", ". ", "«a", "<a ", "<!--", "</p>", "a@", "utm_"),
    *("mso-list:", "level1", ", ", "said ", "that ", "according to ", "Aa", "A.", "PRщ", "a\u200b", "a\u0301"),
    *("it's ", "1,000.", "-->", 'x="', "https://a.b/?"),
)
ENDS = ("", " ", "!", "\n", "\x00", "<")
MODULES = [
    "reviews.screening", "reviews.matching", "reviews.posing", "reviews.templatetags.reviews", "articles.desk.notes",
    "articles.site.search",
    *(f"articles.text.{found.name}" for found in pkgutil.iter_modules(articles.text.__path__)),
    *(f"newsroom.lib.{found.name}" for found in pkgutil.iter_modules(newsroom.lib.__path__)),
]  # fmt: skip


ANCHORED = {  # tried at one place of a text alone, so their time at all others doesn't matter
    "articles.text.attributions.THAT", "articles.text.lists.NUMBERED", "newsroom.lib.abbreviations.NUMBER",
}  # fmt: skip


def patterns() -> dict[str, re.Pattern[str]]:
    named = {f"{name}.{key}": value for name in MODULES for key, value in vars(importlib.import_module(name)).items()}
    return {name: one for name, one in named.items() if isinstance(one, re.Pattern) and isinstance(one.pattern, str)}


def slow(work) -> dict[str, str]:
    """The texts over which this takes longer than in proportion, and by how much."""
    found = {}
    for bit, end in product(BITS, ENDS):
        if steep := too_steep(work, lambda size, bit=bit, end=end: bit * (size // len(bit)) + end, SHORT):
            found[f"{bit!r} … {end!r}"] = steep
    return found


@pytest.mark.parametrize("name", sorted(patterns()))
def test_every_pattern_takes_time_in_proportion(name):
    pattern = patterns()[name]
    if name in ANCHORED:
        assert slow(pattern.match) == {}
    else:
        assert slow(lambda text: sum(1 for _found in pattern.finditer(text))) == {}


@pytest.mark.parametrize("check", screening.OF_WORDS, ids=lambda check: check.__name__)
def test_so_does_every_check_of_a_review(check):
    facts = screening.Facts()
    assert slow(lambda text: check(screening.Post(text), facts)) == {}


@pytest.mark.parametrize(
    "work", [plain_text.sentences, plain_text.words, plain_text.slug, screening.likeness, matching.bare]
)
def test_so_does_what_is_done_with_words(work):
    assert slow(work) == {}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Look at example.com/buy now", ["example.com/buy"]),
        ("see http://one.example and www.two.example", ["http://one.example", "www.two.example"]),
        (".spam.example/x", [".spam.example/x"]),
        ("a..b.example/x", ["a..b.example/x"]),
        ("(shop.example/x)", ["shop.example/x)"]),
        ("me@shop.example/x", ["shop.example/x"]),
        ("It cost 7.25 and/or 8.", []),
        ("a.a.a.a.", []),
        ("the U.S./Azerbaijan talks", []),
    ],
)
def test_links_are_found_as_before(text, links):
    assert screening.LINK.findall(text) == links


@pytest.mark.django_db
def test_the_box_to_try_a_text_names_its_limit(mina, client):
    client.force_login(mina)
    page = reverse("admin:reviews_word_try")
    assert "tried" in client.get(page, {"text": "Text to test"}).context
    long = client.get(page, {"text": "a." * 4000})
    assert "tried" not in long.context
    assert "at most 5000 characters" in long.text
