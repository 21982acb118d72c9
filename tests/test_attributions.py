"""What is attributed to somebody is suggested, as it is now in the text; nothing is tied to a source by guess."""

import pytest

from articles.text import attributions
from articles.text.attributions import find

SEED = [
    "U.S. Secretary of State Antony Blinken on Sunday spoke separately with both leaders, TURAN's Washington "
    "correspondent reports.",
    "In his calls Blinken \"commended\" him for last week’s announcement and emphasized its importance to both, "
    "the State Department said in a readout of the call.",
    "\"The Secretary urged President Aliyev to keep up the momentum with his Armenian counterpart,\" reads the "
    "readout.",
    "Blinken also \"underscored our desire for a strong relationship, and to ensure the success of COP 29 in Baku,\" "
    "State Department spokesperson Matthew Miller said.",
    "According to him, Bilnken also welcomed the release of Gubad Ibadoglu to house arrest.",
    "\"Secretary Blinken again urged Azerbaijan to adhere to its obligations,\" per State Department's readout.",
    "According to the press service of the Azerbaijani President, Ilham Aliyev emphasised that it is a positive step.",
    "Ilham Aliyev stressed that he would spare no efforts to continue the peace agenda.",
    "Negotiations in Baku have been extended until November 24, a source in the UNFCCC Secretariat told the Turan "
    "news agency. The investigation by the prosecutor's office is ongoing, reports Sabah newspaper.",
]  # fmt: skip


def test_the_attributions_of_the_seed_story_are_found_with_who_and_what():
    assert [(one.who, one.kind) for one in find(SEED)] == [
        ("TURAN's Washington correspondent", "paraphrase"),
        ("the State Department", "readout"),
        ("the readout", "readout"),
        ("State Department spokesperson Matthew Miller", "paraphrase"),
        ("him", "paraphrase"),
        ("State Department's readout", "readout"),
        ("the press service of the Azerbaijani President", "paraphrase"),
        ("Ilham Aliyev", "paraphrase"),
        ("a source in the UNFCCC Secretariat", "paraphrase"),
        ("Sabah newspaper", "paraphrase"),
    ]
    statements = [one.statement for one in find(SEED)]
    assert statements[-1] == "The investigation by the prosecutor's office is ongoing"
    assert statements[2] == "The Secretary urged President Aliyev to keep up the momentum with his Armenian counterpart"


def test_each_statement_stands_in_the_text_as_it_is_suggested():
    text = "\n".join(SEED)
    assert [one.statement for one in find(SEED) if one.statement not in text] == []


@pytest.mark.parametrize(
    ("sentence", "who", "statement"),
    [
        ("Yol bağlıdır, – nazirlik bildirib.", "nazirlik", "Yol bağlıdır"),
        ("Nazir deyib ki, yol sabah açılacaq.", "Nazir", "yol sabah açılacaq"),
        ("Nazirliyin məlumatına görə, yol bağlıdır.", "Nazirliyin", "yol bağlıdır"),
        ("«Дорога закрыта», — заявил министр.", "министр", "Дорога закрыта"),
        ("Министр сообщил, что дорога закрыта.", "Министр", "дорога закрыта"),
        ("По данным министерства, дорога закрыта.", "министерства", "дорога закрыта"),
        ("The road is closed, according to the ministry.", "the ministry", "The road is closed"),
        ("Miller told reporters that the road is closed.", "Miller", "the road is closed"),
    ],
)
def test_in_the_languages_of_the_house(sentence, who, statement):
    found = find([sentence])
    assert [(one.who, one.statement) for one in found] == [(who, statement)]


@pytest.mark.parametrize("text", ["The road is closed.", "Police reports were read.", "said", "According to", "", "—"])
def test_where_nobody_is_said_to_say_it_nothing_is_suggested(text):
    assert find([text]) == []


def test_what_is_cited_already_is_left_out():
    cited = "the momentum with his  ARMENIAN counterpart"
    assert len(find(SEED, cited=[cited, "", "  "])) == len(find(SEED)) - 1


def test_a_quotation_is_known_by_its_marks():
    assert find(["“The road is closed,” the minister said."])[0].kind == "quotation"


@pytest.mark.parametrize(
    "piece", ["said ", "said, ", "according to ", ", said that ", '" — ', "görə ", "a", ", ", "что said ", "\n", "“«"]
)
def test_a_huge_or_hostile_text_costs_no_more_than_its_length(piece):
    """It ends at all: a pattern that goes back and forth would not."""
    assert len(find([piece * 100_000, "Ok, he said."] * 3)) <= attributions.FOUND_LIMIT
    assert len(find([piece * 100 + "."] * 2_000)) <= attributions.FOUND_LIMIT


def test_no_more_are_shown_than_somebody_can_read():
    assert len(find([f"The road number {number} is closed, he said." for number in range(500)])) == 40
