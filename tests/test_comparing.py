"""Two texts compared as a reader would, and two changes of one text brought together or refused."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib import comparing, marking
from newsroom.lib.comparing import compare, merge, pieces
from tests.growth import TIMES, too_steep

# What texts are made of, and what could trip somebody who cuts them.
SIGNS = [
    "Aydın ", "Баку ", "U.S. ", "г. ", "küç. ", "7.25 ", "a", "A", ".", "…", "?!", " ", "\n", "\u00a0", "“", "”", "»",
    "<p>", "</p>", "<h2>", "</h2>", "<ul><li>", "</li></ul>", "<br>", "<blockquote>", "</blockquote>", "<em>", "&amp;",
    "</", "<", "No. ", "Yes. ",
]  # fmt: skip
odd = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join) | st.text(max_size=60)
sentence = st.sampled_from(["One.", "Two.", "Üç.", "Четыре.", "Five is alive.", "Five was alive.", "No."])
paragraph = st.lists(sentence, min_size=1, max_size=5).map(" ".join)
story = st.lists(paragraph, max_size=4)
html = story.map(lambda paragraphs: "".join(f"<p>{words}</p>" for words in paragraphs))


def marked(passages) -> list[str]:
    """One line a passage: [-gone-] and {+came+}."""
    forms = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return ["".join(forms[kind].format(words) for kind, words in passage) for passage in passages]


# -- cutting ----------------------------------------------------------------------------------------------------------


@given(odd)
def test_the_pieces_of_any_text_give_it_back(text):
    assert "".join(pieces(text)) == text
    assert all(pieces(text))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("<p>One. Two.</p><p>Three.</p>", ["<p>One. ", "Two.</p>", "<p>Three.</p>"]),
        ("<h2>Head</h2><ul><li>A</li><li>B</li></ul>", ["<h2>Head</h2>", "<ul><li>A</li>", "<li>B</li>", "</ul>"]),
        ("<blockquote><p>Said.</p></blockquote>", ["<blockquote><p>Said.</p>", "</blockquote>"]),
        ("<p>Line<br>line</p>", ["<p>Line<br>", "line</p>"]),
        ("<p>M.G.Ş. küç. 5-də gəldi. Sonra getdi.</p>", ["<p>M.G.Ş. küç. 5-də gəldi. ", "Sonra getdi.</p>"]),
        ("В 2024 г. Баку принял COP29. Всё.", ["В 2024 г. Баку принял COP29. ", "Всё."]),
        ("One\nTwo\n\nThree", ["One\n", "Two\n", "\n", "Three"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_blocks_and_these_into_sentences(text, cut):
    assert pieces(text) == cut


# -- comparing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "passages"),
    [
        pytest.param(
            ["Sarvan keeps 56 per cent of the water."],
            ["Sarvan keeps 58 per cent of the water."],
            ["Sarvan keeps [-56-] {+58+} per cent of the water."],
            id="a word",
        ),
        pytest.param(
            ["Şura bazar günü toplaşdı. Büdcə qəbul edildi. Heç kim danışmadı."],
            ["Şura bazar günü toplaşdı. Büdcə iki il üçün qəbul edildi. Heç kim danışmadı."],
            ["Büdcə {+iki il üçün+} qəbul edildi."],
            id="words put in, Azerbaijani",
        ),
        pytest.param(
            ["В 2024 г. Баку принял две конференции. Потом всё кончилось."],
            ["В 2024 г. Баку принял конференцию. Потом всё кончилось."],
            ["В 2024 г. Баку принял [-две конференции.-] {+конференцию.+}"],
            id="an abbreviation ends no sentence, Russian",
        ),
        pytest.param(
            ["The council met on Sunday."],
            ["Nobody was hurt in Quba."],
            ["[-The council met on Sunday.-] {+Nobody was hurt in Quba.+}"],
            id="another sentence altogether",
        ),
        pytest.param(["One. Two."], ["One. Two. Three."], ["{+Three.+}"], id="a sentence more"),
        pytest.param(["One. Two. Three."], ["One. Three."], ["[-Two.-]"], id="a sentence less"),
        pytest.param([], ["One. Two.", "Three."], ["{+One. Two.+}", "{+Three.+}"], id="all of it, by paragraph"),
        pytest.param(["One. Two.", "Three."], [], ["[-One. Two.-]", "[-Three.-]"], id="nothing left"),
        pytest.param(["One. Two."], ["One.", "Two."], [], id="only parted otherwise"),
        pytest.param(["One   two."], [" One two. "], [], id="only blanks"),
        pytest.param(["One."], ["One."], [], id="the same"),
        pytest.param([], [], [], id="nothing"),
        pytest.param([""], ["New headline"], ["{+New headline+}"], id="a headline where there was none"),
        pytest.param(
            ["They met in Quba. They spoke for two hours."],
            ["They ate. They spoke for three hours. They met too."],
            ["[-They met in Quba.-] {+They ate.+}", "They spoke for [-two-] {+three+} hours.", "{+They met too.+}"],
            id="what is like what, in order",
        ),
        pytest.param(
            ["A first sentence stands here. The council met on Sunday, and it agreed."],
            ["A first sentence stands here. The council met on Sunday. It agreed."],
            ["The council met on [-Sunday, and it agreed.-] {+Sunday.+}", "{+It agreed.+}"],
            id="a sentence made two",
        ),
    ],
)  # fmt: skip
def test_what_changed_is_told_sentence_by_sentence(before, after, passages):
    assert marked(compare(before, after)) == passages


def test_the_sentences_that_stayed_are_left_out():
    stayed = [f"Paragraph {number} stays as it is. Nobody touched it." for number in range(50)]
    before, after = [*stayed, "The end is near."], [*stayed, "The end is here."]
    assert marked(compare(before, after)) == ["The end is [-near.-] {+here.+}"]


def test_so_is_the_middle_of_a_long_run_of_words():
    words = [f"word{number}" for number in range(300)]
    after = words.copy()
    after[100], after[200] = "hundred", "two hundred"
    (passage,) = marked(compare([" ".join(words)], [" ".join(after)]))
    assert passage.startswith("[…] word80 word81")
    assert "word99 [-word100-] {+hundred+} word101" in passage
    assert "word120 […] word180" in passage
    assert passage.endswith("word219 word220 […]")


@given(story, story)
def test_each_text_can_be_read_from_what_is_shown(before, after):
    """What was taken out or put in, and the sentences that were rewritten, with what stayed make the whole again."""

    def sentences(paragraphs):
        return sorted(word for line in paragraphs for word in line.split())

    def side(kinds):
        return sorted(w for passage in shown for kind, words in passage if kind in kinds for w in words.split())

    shown = compare(before, after)
    old, new = sentences(before), sentences(after)
    kept_old, kept_new = list(old), list(new)
    for word in side({"same", "del"}):
        kept_old.remove(word)
    for word in side({"same", "ins"}):
        kept_new.remove(word)
    assert kept_old == kept_new


@given(story, story)
def test_a_passage_always_says_that_something_changed(before, after):
    for passage in compare(before, after):
        assert {kind for kind, _words in passage} & {"ins", "del"}
        assert all(words for _kind, words in passage)
        assert all(one[0] != other[0] for one, other in pairwise(passage))


@given(odd, odd)
def test_odd_texts_can_be_compared(before, after):
    compare([before], [after])
    assert compare([before], [before]) == []


# -- bringing together ------------------------------------------------------------------------------------------------

BASE = "<p>One. Two. Three.</p><p>Four. Five.</p>"


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        pytest.param(BASE, BASE, BASE, BASE, id="nothing"),
        pytest.param(BASE, BASE.replace("One", "Uno"), BASE, BASE.replace("One", "Uno"), id="only theirs"),
        pytest.param(BASE, BASE, BASE.replace("One", "Uno"), BASE.replace("One", "Uno"), id="only mine"),
        pytest.param(
            BASE, BASE.replace("One", "Uno"), BASE.replace("Five", "Cinque"),
            BASE.replace("One", "Uno").replace("Five", "Cinque"), id="far apart",
        ),
        pytest.param(
            BASE, BASE.replace("One", "Uno"), BASE.replace("Two", "Due"),
            BASE.replace("One", "Uno").replace("Two", "Due"), id="next to each other",
        ),
        pytest.param(
            BASE, BASE.replace("Two", "Due"), BASE.replace("Two", "Due"), BASE.replace("Two", "Due"), id="the same",
        ),
        pytest.param(
            BASE, BASE.replace("Two", "Due"), BASE.replace("Two", "Due").replace("Three", "Tre"),
            BASE.replace("Two", "Due").replace("Three", "Tre"), id="the same, and mine more beside it",
        ),
        pytest.param(BASE, BASE.replace("Two", "Due"), BASE.replace("Two", "Deux"), None, id="the same place"),
        pytest.param(BASE, BASE.replace("Two. ", ""), BASE.replace("Two", "Due"), None, id="gone, and rewritten"),
        pytest.param(
            BASE, BASE.replace("Two. ", ""), BASE.replace("Two. ", ""), BASE.replace("Two. ", ""), id="both took out",
        ),
        pytest.param(
            BASE, BASE.replace("Two. ", ""), BASE.replace("Four", "Quattro"),
            BASE.replace("Two. ", "").replace("Four", "Quattro"), id="gone, and rewritten elsewhere",
        ),
        pytest.param(
            BASE, BASE.replace("Two.", "Two. And a half."), BASE.replace("Two.", "Two. Almost three."), None,
            id="both put something in at one place",
        ),
        pytest.param(
            BASE, BASE.replace("Two.", "Two. And a half."), BASE.replace("Two", "Due"), None,
            id="put in directly behind what was rewritten",
        ),
        pytest.param(
            BASE, BASE + "<p>Six.</p>", BASE.replace("One", "Uno"), BASE.replace("One", "Uno") + "<p>Six.</p>",
            id="a paragraph at the end",
        ),
        pytest.param(
            BASE, "<h2>Head</h2>" + BASE, BASE.replace("Five", "Cinque"),
            "<h2>Head</h2>" + BASE.replace("Five", "Cinque"), id="a head at the start",
        ),
        pytest.param(
            "<p>A.</p><ul><li>Bir</li><li>İki</li></ul>", "<p>A.</p><ul><li>Bir</li><li>İki</li><li>Üç</li></ul>",
            "<p>B.</p><ul><li>Bir</li><li>İki</li></ul>", "<p>B.</p><ul><li>Bir</li><li>İki</li><li>Üç</li></ul>",
            id="a list grew",
        ),
        pytest.param(
            "<p>Şura toplaşdı. Büdcə qəbul edildi.</p><p>Heç kim danışmadı.</p>",
            "<p>Şura toplaşdı. Büdcə dəyişdirildi.</p><p>Heç kim danışmadı.</p>",
            "<p>Şura toplaşdı. Büdcə qəbul edildi.</p><p>Hamı danışdı.</p>",
            "<p>Şura toplaşdı. Büdcə dəyişdirildi.</p><p>Hamı danışdı.</p>", id="Azerbaijani",
        ),
        pytest.param(
            "Совет собрался в 2024 г. Баку ждал. Никто не говорил.",
            "Совет собрался в 2025 г. Баку ждал. Никто не говорил.",
            "Совет собрался в 2024 г. Баку ждал. Все говорили.",
            "Совет собрался в 2025 г. Баку ждал. Все говорили.", id="Russian",
        ),
        pytest.param("", "New.", "", "New.", id="from nothing, one"),
        pytest.param("", "New.", "Newer.", None, id="from nothing, two"),
        pytest.param("One.", "", "One.", "", id="to nothing"),
        pytest.param("One.", "", "Two.", None, id="to nothing, or to something else"),
    ],
)  # fmt: skip
def test_two_changes_are_brought_together(base, theirs, mine, merged):
    assert merge(base, theirs, mine) == merged
    assert merge(base, mine, theirs) == merged


@given(html, html)
def test_what_only_one_changed_is_theirs(base, text):
    assert merge(base, text, base) == text
    assert merge(base, base, text) == text
    assert merge(base, text, text) == text


@given(html | odd, html | odd, html | odd)
def test_it_does_not_matter_who_is_asked_first(base, theirs, mine):
    assert merge(base, theirs, mine) == merge(base, mine, theirs)


@given(st.lists(st.sampled_from(["mine", "theirs", "both", "nobody"]), max_size=12))
def test_sentence_by_sentence_every_change_is_in_it(who):
    """Each sentence is changed by one, by both in the same way, or by nobody."""

    def text(*names):
        return "".join(
            f"<p>{'New' if done in names else 'Old'} sentence {number}.</p>" for number, done in enumerate(who)
        )

    merged = merge(text(), text("theirs", "both"), text("mine", "both"))
    assert merged == text("mine", "theirs", "both")


# -- a very long text -------------------------------------------------------------------------------------------------

SOME = 1_500
WORDS = TIMES * SOME


@pytest.fixture(scope="module")
def chance():
    return random.Random(1)  # noqa: S311  (no secret: the same texts each time)


@pytest.fixture(scope="module")
def words(chance):
    """As often as words are in a language: a few everywhere, most of them seldom."""
    vocabulary = [f"söz{number}" for number in range(5000)]
    return chance.choices(vocabulary, [1 / (number + 1) for number in range(5000)], k=WORDS)


def as_paragraphs(words: list[str]) -> list[str]:
    sentences = [" ".join(words[start : start + 15]).capitalize() + "." for start in range(0, len(words), 15)]
    return [" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4)]


def every_other(words: list[str]) -> list[str]:
    return [word if number % 2 else f"yeni{word}" for number, word in enumerate(words)]


def in_html(paragraphs: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in paragraphs)


def test_a_book_is_compared_and_merged(words):
    before = as_paragraphs(words)
    after = as_paragraphs([*words[:100], "changed", *words[101:9000], "changed", *words[9001:]])
    base, theirs = in_html(before), in_html(after)
    mine = base.replace("<p>", "<p>Mine. ", 1)
    assert len(compare(before, after)) == 2
    assert merge(base, theirs, mine) == theirs.replace("<p>", "<p>Mine. ", 1)


HEAVY = {
    "a word changed": lambda words, chance: (as_paragraphs(words), as_paragraphs([*words[:-9], "new", *words[-8:]])),
    "another book": lambda words, chance: (as_paragraphs(words), as_paragraphs(words[::-1])),
    "every other word": lambda words, chance: (as_paragraphs(words), as_paragraphs(every_other(words))),
    "one endless sentence": lambda words, chance: ([" ".join(words)], [" ".join(every_other(words))]),
    "two endless sentences": lambda words, chance: ([" ".join(words)], [" ".join(words[::-1])]),
    "yes and no": lambda words, chance: drawn(chance, ["Yes. ", "No. "], len(words)),
    "yes and no, endless": lambda words, chance: drawn(chance, ["yes", "no"], len(words)),
    "some yes and no": lambda words, chance: drawn(chance, ["Yes. ", "No. "], len(words) * 900 // WORDS),
    "one endless word": lambda words, chance: (["x" * 10 * len(words)], ["y" * 10 * len(words)]),
    "nothing but full stops": lambda words, chance: (["." * 10 * len(words)], ["!?" * 5 * len(words) + "x"]),
}


def drawn(chance, words: list[str], count: int) -> list[list[str]]:
    return [["".join(chance.choices(words, k=count))] for _side in range(2)]


@pytest.mark.parametrize("made", HEAVY.values(), ids=HEAVY)
def test_no_text_keeps_a_reader_waiting(made, words, chance):
    def compared(sides):
        compare(*sides)

    def merged(sides):
        base, theirs = map(in_html, sides)
        merge(base, theirs, base + "<p>More.</p>")

    for work in (compared, merged):
        assert too_steep(work, lambda size: made(words[:size], chance), SOME) == ""


def test_a_change_in_an_endless_sentence_is_still_shown_word_by_word():
    words = [f"söz{number}" for number in range(WORDS)]
    after = every_other(words[:20]) + words[20:-20] + every_other(words[-20:])
    (passage,) = compare([" ".join(words)], [" ".join(after)])
    assert sum(len(part.split()) for kind, part in passage if kind == "ins") == 20
    assert comparing.LEFT_OUT in "".join(part for _kind, part in passage)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (["One two three."], ["One two three."], [[("same", "One two three.")]]),
        (["One two three."], ["One three."], [[("same", "One "), ("del", "two"), ("same", " three.")]]),
        (["One two.", "Three four."], ["One two.", "Three and four."],
         [[("same", "One two.")], [("same", "Three "), ("ins", "and"), ("same", " four.")]]),
        (["One two."], ["One two.", "Three."], [[("same", "One two.")], [("ins", "Three.")]]),
        (["One two.", "Three."], ["One two."], [[("same", "One two.")], [("del", "Three.")]]),
        (["Nothing of it."], ["All that there is."], [[("ins", "All that there is.")]]),
        ([], ["One."], [[("ins", "One.")]]),
        (["One."], [], []),
    ],
)  # fmt: skip
def test_a_paragraph_is_shown_whole_with_its_changes_in_place(before, after, marked):
    assert marking.in_place(before, after) == marked


def test_a_long_paragraph_is_marked_without_leaving_words_out():
    words = [f"word{number}" for number in range(400)]
    changed = [*words[:200], "new", *words[200:]]
    (line,) = marking.in_place([" ".join(words)], [" ".join(changed)])
    assert "".join(part for _kind, part in line) == " ".join(changed)
