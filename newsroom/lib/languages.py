"""Which language a text is written in, by its letters and its commonest words; never a guess where two are close."""

import re
from collections.abc import Collection

WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = {  # a letter of these says that it is one of these languages
    "ru": re.compile(r"[а-яё]"), "uk": re.compile(r"[а-яієїґ]"), "be": re.compile(r"[а-яёіў]"),
    "bg": re.compile(r"[а-я]"), "kk": re.compile(r"[а-яәіңғүұқөһ]"), "ka": re.compile(r"[ა-ჰ]"),
    "hy": re.compile(r"[ա-ֆ]"), "el": re.compile(r"[α-ωά-ώ]"), "fa": re.compile(r"[ء-ی]"), "ar": re.compile(r"[ء-ي]"),
    "he": re.compile(r"[א-ת]"),
}  # fmt: skip
LATIN = re.compile(r"[a-zà-ɏə]")
OWN = {"az": "ə", "ru": "ыэъё", "uk": "їєґі", "be": "ў", "kk": "қңғұ", "de": "ß"}  # letters that the others here lack
COMMON = {
    "en": "the of and to in a that is was for on with as by at from he it his has have had said not be are were who "
          "will which but they this their after an its also would been",
    "az": "və bu ilə üçün bir da də olan ki ən daha çox isə deyib edib olub görə hər onun sonra kimi barədə həmin "
          "lakin amma artıq qədər onlar bildirib edilib olunub",
    "ru": "и в на с по что не о из к за от как его для это был была были но он она они а же при до также который "
          "после сообщил заявил года более",
    "tr": "ve bu bir ile için da de olan ki en daha çok ise olarak dedi etti oldu göre her onun sonra gibi kadar ancak "
          "değil ama hakkında olduğu",
    "uk": "і в на з що не про до за від як його для це був була були але він вона вони та при також який після року й",
    "de": "der die das und in zu den mit von für auf ist im dem nicht ein eine als auch es an sich hat werden nach wie "
          "bei sie er wurde dass",
    "fr": "le la les de des et en un une du que est pour dans qui au par sur pas plus ne ce avec il sont aux a été son",
    "es": "el la los las de y en un una del que es por para con se no al su lo como más ha fue sus este también entre",
}  # fmt: skip
COMMONNESS = {code: frozenset(words.split()) for code, words in COMMON.items()}
CERTAIN = 2.0  # times as many signs of one language as of the next
ENOUGH = 2  # signs
MOST = 0.7  # of the words are in the script of the language


def recognise(text: str, among: Collection[str]) -> str:
    """One of these language codes, or "" where the text does not say, or says more than one."""
    words = [word.casefold() for word in WORD.findall(text)]
    signs = {code: _signs(words, code.partition("-")[0]) for code in among}
    ranked = sorted(signs, key=lambda code: -signs[code])
    if not ranked or signs[ranked[0]] < ENOUGH:
        return ""
    second = signs[ranked[1]] if len(ranked) > 1 else 0
    return ranked[0] if signs[ranked[0]] >= CERTAIN * second else ""


def _signs(words: list[str], code: str) -> int:
    """Its commonest words and the words with letters of its own; none if most of the text is in another script."""
    script = SCRIPTS.get(code, LATIN)
    if sum(bool(script.search(word)) for word in words) < MOST * len(words):
        return 0
    common, own = COMMONNESS.get(code, frozenset()), OWN.get(code, "")
    by_script = 0 if code in COMMONNESS else len(words) // 4 if code in SCRIPTS else 0
    return by_script + sum(word in common or any(letter in word for letter in own) for word in words)


def marks(among: Collection[str]) -> dict[str, dict[str, str]]:
    """By what each of these languages is recognised, for the desk's script (static/desk/editor/language.js), which
    guesses in the same way. Those of which no words are known are left out.
    """
    bases = {code: code.partition("-")[0] for code in among}
    return {
        code: {
            "script": SCRIPTS.get(base, LATIN).pattern,
            "own": OWN.get(base, ""),
            "common": COMMON[base],
        }
        for code, base in bases.items()
        if base in COMMON
    }
