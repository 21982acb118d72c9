"""The desk's modules that work on plain strings, each by a table, in the browser that runs them."""

import json
from pathlib import Path

import pytest

from articles.text import rendering
from newsroom.lib import languages
from tests.test_languages import ALL, AZ, EN, RU, TR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = json.loads((Path(__file__).parents[1] / "typography.json").read_text("utf-8"))
FOUND = [
    ("Bakı BAKI bakı", "bakı", {"language": "az"}, [[0, 4], [5, 9], [10, 14]]),
    ("Bakı BAKI", "Bakı", {"language": "az", "matchCase": True}, [[0, 4]]),
    ("İstanbul istanbul", "istanbul", {"language": "tr"}, [[0, 8], [9, 17]]),
    ("aaa", "aa", {}, [[0, 2]]),
    ("Хыналык", "ХЫН", {}, [[0, 3]]),
    ("a.c abc", "a.c", {}, [[0, 3]]),
    ("words", "", {}, []),
]
COUNTED = ["", "one", "və-ya it's 7.25 Хыналык", "a — b", "O’Brien, “two”", "i̇şıq"]


@pytest.fixture
def modules(somebody, nora):
    """`modules("typography", "…", argument)`: what a function made of one of the modules returns."""
    page = somebody()
    page.goto("/healthz")

    def run(name: str, function: str, argument):
        script = f"async argument => ({function})(await import('/static/desk/editor/{name}.js'), argument)"
        return page.evaluate(script, argument)

    return run


def test_typed_signs_become_those_of_the_language(modules):
    typing = """({ corrected }, table) => table.map(([language, keys]) => {
        let text = "";
        for (const key of keys) {
            const found = corrected(text + key, language);
            text += key;
            if (found) text = text.slice(0, text.length - found[0]) + found[1];
        }
        return text;
    })"""
    assert modules("typography", typing, TYPED) == [written for _language, _keys, written in TYPED]


def test_words_are_found_in_any_capitals_of_the_language(modules):
    finding = "({ places }, table) => table.map(([text, wanted, how]) => places(text, wanted, how))"
    assert modules("finding", finding, FOUND) == [places for *_, places in FOUND]


def test_the_browser_counts_words_as_the_server_does(modules):
    counted = modules("length", "({ wordsIn }, texts) => texts.map(wordsIn)", COUNTED)
    assert counted == [rendering.count(text) for text in COUNTED]


def test_the_browser_recognises_a_language_as_the_server_does(modules):
    names = f"{EN} The mayor, Əli Məmmədov, and Şəhla Həsənova were there."
    texts = [EN, AZ, RU, TR, "", "7.25 – 6.75", "BP, Total", f"{EN} {RU}", names, f"{RU} BP и Total", "Şuşa", "və bu"]
    for among in (("en", "az", "ru"), ALL):
        guess = "({ recognise }, [texts, table]) => texts.map(text => recognise(text, table))"
        guessed = modules("language", guess, [texts, languages.marks(among)])
        assert guessed == [languages.recognise(text, among) for text in texts]
