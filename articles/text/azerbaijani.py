"""The stem of an Azerbaijani word: what is left when the endings of case, number, person and tense are taken off.

Words are folded first (plain_text.fold), so that məktəbdə and mektebde are one, and vowel harmony has few forms: ı and
i are one letter, as are ü and u, ö and o. An ending is taken off only where grammar allows it there; too much may be
taken off, as long as it is the same for all forms of a word. tests/azerbaijani_pairs.txt is the measure.
"""

import re

VOWELS = "aeiou"

# Endings by what they may follow: a consonant, a vowel, or either; with how many letters must be left at least.
# Harmony decides between a and e by the last vowel before them; i and u are too many vowels in one to decide by.
AFTER_CONSONANT = {
    3: "a e i u in un im um imiz umuz iniz unuz iniz",
    4: "ir ur irlar irler urlar urler ib ub an en acaq ecek acag ecey araq erek arag erey ar er ariq erik",
}
AFTER_VOWEL = {
    3: "ni nu nin nun ya ye na ne si su nda nde ndan nden yla yle m n miz muz niz nuz ndaki ndeki",
    4: "yir yur yib yub yan yen yacaq yecek yacag yecey yaraq yerek yarag yerey",
}
AFTER_ANY = {
    3: "lar ler da de dan den la le daki deki maq mek mag mey",
    4: "dir dur dirlar dirler durlar durler di du dilar diler dular duler diq dik duq duk digi diyi dugu duyu "
       "mis mus mali meli ma me ca ce sa se dig diy dug duy",
}  # fmt: skip

# Words whose end only looks like an ending, and the stems of others that would be left too short to be told apart.
WHOLE = frozenset(
    "ada adam alim ana anlam aprel aran art atese avqust avtobus ayin azer bahar baki bazar bede beden beynelxalq "
    "bina biri bizim biznes boyuk cari cavan cehan cemi cografi daxil dekabr deniz deri derin dilen dollar dovlet "
    "dugun duman dunen dunya duzen ekran eleke elin emin enerji esger ev fealiyyet fevral fikir film fond forum "
    "gece gelin genc gender gun gunes hakim haqqin hefte hesab heyat himaye hissen iclas icra ictimai idare idman "
    "ilham imkan indi insan iqlim iran iyul iyun kadr kanal karvan kend kendir kerim kitab komanda komur korpu "
    "kredit kubok kulek kurs lider liman maliyye manat mart maya meclis meden mehsul mekteb mektub merkezi "
    "meselen meydan milli min mina minlik model mudir muellim muharibe muqavile namaz naxcivan nazir neft noyabr "
    "odenis oktyabr ordu orqan oyun padsah palata plan polad polis post program qadin qalan qanun qardas qazan "
    "qedim qerar qiymet qoyun qurban roman reis rus saat sabah sahil sakin seher sehiye selin semen senet senin "
    "sentyabr serhed sistem siyasi son stan su sudan suret tarix tedbir tehsil telim teslim turan uzun vatan vaxt "
    "vekil veten vezir xan xanim xeber yanvar yaran yasil yaxin yeni yetim yol yoxlama zaman zavod zemin zeng".split()
)  # fmt: skip

LAST = re.compile(r"(?<=[aeiou])[qk]$")  # uşaq, uşağı; çörək, çörəyi


def _endings() -> list[tuple[str, str, int]]:
    """Each ending with the kind of letter it may follow, the longest first."""
    tables = {"consonant": AFTER_CONSONANT, "vowel": AFTER_VOWEL, "any": AFTER_ANY}
    found = {
        (ending, after, least)
        for after, table in tables.items()
        for least, endings in table.items()
        for ending in endings.split()
    }
    return sorted(found, key=lambda one: (-len(one[0]), one))


ENDINGS = _endings()


def stem(word: str) -> str:
    """The stem of a folded word."""
    while word not in WHOLE and (shorter := _shorter(word)):
        word = shorter
    return LAST.sub(_soft, word) if len(word) > 3 else word


def _shorter(word: str) -> str:
    """The word without its last ending, or ""; an ending that leaves a word of the list comes first."""
    left = [word[: -len(ending)] for ending, after, least in ENDINGS if _fits(word, ending, after, least)]
    return next((one for one in left if one in WHOLE), left[0] if left else "")


def _fits(word: str, ending: str, after: str, least: int) -> bool:
    before = word[: -len(ending)]
    if not word.endswith(ending) or (len(before) < least and before not in WHOLE):
        return False
    vowels = [letter for letter in before if letter in VOWELS]
    if not vowels or (after != "any" and (after == "vowel") != (before[-1] in VOWELS)):
        return False
    first = next((letter for letter in ending if letter in VOWELS), "")
    return not (first in "ae" and vowels[-1] in "ae" and first and first != vowels[-1])


def _soft(last: re.Match) -> str:
    return {"q": "g", "k": "y"}[last[0]]
