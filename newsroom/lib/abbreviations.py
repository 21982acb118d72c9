"""Words whose full stop does not end a sentence, in English, Russian and Azerbaijani.

A word that is also an ordinary word ("no.", "man.", "Mass.") counts only where it can't be one: with a capital letter,
after a number, or before one. When in doubt it counts: a title that is a sentence too long does less harm than “Rev.”.
"""

import re

# Compared in lower case; none of them ends an ordinary sentence of the three languages.
ALWAYS = frozenset(
    # titles, clergy, ranks, offices
    "mr mrs ms mx messrs mme mlle dr drs prof profs rev revs msgr ven jr esq phd sgt sgts ssgt msgt tsgt gysgt cpl "
    "lcpl pvt pfc spc lt lts ltc capt cmdr comdr cdr lcdr brig adm vadm radm ens gov govs sen sens supt insp det atty "
    "asst assoc dept depts dist amb pres hon congr cllr ald "
    # companies, measures, references
    "inc ltd corp corps co cos bros mfg assn assns intl natl govt univ pct approx vs etc viz ibid cf incl excl tel ext "
    "est misc resp nos vol vols pp hrs mins secs yrs lb lbs oz ft sq ave blvd rd mt ste wm geo chas "
    # Canadian provinces, American states that can't be read as words, months
    "alta ont que sask ala ariz calif colo conn fla kan ky md mich minn nev okla penn tenn tex vt va wis wyo "
    "jan feb apr jun jul aug sep sept oct nov dec "
    # degrees, and ranks that were written together
    "b.sc m.sc ph.d d.phil ll.b ll.m ed.d b.eng m.eng lt.col lt.gen maj.gen brig.gen "
    # Russian: addresses and places
    "обл респ р-н пос дер пгт ул просп пр-т пр пер наб пл бул бульв ш корп стр кв оф эт мкр окр "
    # Russian: people, ranks, offices
    "акад проф доц канд докт д-р чл кор корр ген gen подп подполк кап лейт серж ефр адм гр тов г-н г-жа гос зам нач "
    "пом дир зав упр секр пред отв исп "
    # Russian: numbers, money, time
    "чел тыс млн млрд трлн руб коп долл гг вв кв.м куб.м барр янв фев февр мар апр июн июл авг сен сент окт нояб ноя "
    "дек "
    # Russian: references and initials of two letters
    "др напр ср см ред прим табл гл ст абз разд им англ азерб рус доб ж.-д дж дз "
    # Azerbaijani: addresses and places
    "şəh ray küç prosp məh qəs respub mənz "
    # Azerbaijani: people, ranks, offices
    "akad dos müəl cən polk podpolk leyt kap müd rəh müav "
    # Azerbaijani: numbers, money, references, months
    "mln mlrd trln qəp nəf təxm təqr məs səh şək cəd həm həmç yan fev iyn iyl avq okt noy dek "
    # two letters that stand for one: Yu. Guliyev
    "yu ye zh kh ts dzh".split()
)
# Ordinary words when written small ("a sales rep."): titles, states, places, initials.
CAPITAL = frozenset(
    "rep reps col maj fr sr br sec st ft pt del ark ga ill ind la mass miss mo mont neb ore pa wash mar adv dir ch "
    "sh th ph ya".split()
)
SMALL = frozenset("al ed eds ca op cit pr".split())  # et al., but not a man called Al
AFTER_NUMBER = frozenset("man min sec in gal cu yd yds mi qr сек мин час нед мес dəq san sek".split())
BEFORE_NUMBER = frozenset("no art ch sec par para fig figs ч гл рис тел mad bənd tel".split())
WORDS_OF_A_LETTER = frozenset("яoо")  # other small letters are abbreviations: г., д., s.; capital ones are initials

OPENING = '"“„‘«([—–-'  # what may come before the first letter of a word
PARTS = re.compile(r"[-–—/]")
NUMBER = re.compile(r"[\d.,]*\d|(?:min|mln|mlrd|trln|тыс|млн|млрд|трлн)\.?", re.IGNORECASE)


def is_abbreviated(before: str, after: str = "") -> bool:
    """Whether the last word of `before`, which a full stop follows, is an abbreviation or an initial.

    U.S, M.G.Ş, А.С, Ph.D, R-Pa and обл are. `after` is what follows the full stop.
    """
    words = [word.lstrip(OPENING) for word in before.split()[-2:]]
    word = words[-1].rstrip(".") if words else ""
    previous = words[0] if len(words) == 2 else ""
    last = PARTS.split(word)[-1]
    return _is_one(word, previous, after) or (last != word and not last.islower() and _is_one(last, "", after))


def _is_one(word: str, previous: str, after: str) -> bool:
    small = word.casefold()
    if small in ALWAYS or word in SMALL or (small in CAPITAL and word[:1].isupper()):
        return True
    if small in AFTER_NUMBER and NUMBER.fullmatch(previous):
        return True
    if small in BEFORE_NUMBER and re.match(r"[\d+]", after):
        return True
    letters = word.split(".")
    if len(letters) == 1 and word.islower():
        return len(word) == 1 and word.isalpha() and word not in WORDS_OF_A_LETTER
    return all(len(letter) == 1 and letter.isalpha() for letter in letters)
