"""How many forms of Azerbaijani words find each other, and which words are taken for another."""

from pathlib import Path

import pytest

from articles.text.stemming import stem

HERE = Path(__file__).parent


def pairs(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [tuple(line.split()) for line in lines if line and not line.startswith("#")]


def meets(one, other, language="az"):
    return stem(one, language) != "" and stem(one, language) == stem(other, language)


def test_forms_of_one_word_find_each_other():
    right = pairs("azerbaijani_pairs.txt")
    missed = [pair for pair in right if not meets(*pair)]
    assert len(set(right)) == len(right) >= 300
    assert len(missed) <= 3, missed  # suyu, suyun and dedi are irregular


def test_different_words_are_seldom_taken_for_one():
    wrong = pairs("azerbaijani_wrong_pairs.txt")
    taken = [pair for pair in wrong if meets(*pair)]
    assert len(taken) <= 1, taken  # evlənib is made of ev, but means to marry


@pytest.mark.parametrize(
    ("language", "one", "other", "same"),
    [
        ("ru", "автобусы", "автобусов", True),
        ("ru", "ставка", "ставку", True),
        ("ru", "заявление", "заявлениями", True),
        ("ru", "центрального", "центральный", True),
        ("ru", "переговоров", "переговоры", True),
        ("ru", "выборы", "выборов", True),
        ("ru", "банка", "банкет", False),
        ("ru", "стол", "столица", False),
        ("ru", "рис", "rise", False),
        ("en", "ministries", "ministry", True),
        ("en", "buses", "bus", True),
        ("en", "elections", "election", True),
        ("en", "voted", "voting", True),
        ("en", "рис", "rise", False),
        ("en", "bus", "business", False),
    ],
)
def test_russian_and_english_words_meet_by_their_stems(language, one, other, same):
    assert meets(one, other, language) is same
