"""Signs that a wire file has another agency's format, or holds what is not meant for readers.

Each rule looks at one line (or two, for wrapped lines) and says what it found. A line that meets one refuses the file:
such text must never be published as it is, and nobody can tell which lines of an unknown format are the story.
"""

import re
from collections.abc import Iterator

Line = tuple[int, str]  # its number in the file, its text

FIRST = 3  # lines in which codes, headers and bylines of other formats are found
WRAPPED = range(30, 121)  # characters of a line that was wrapped by a program
UNENDED = 4  # so many lines in a row, alike in length and without a full stop, are wrapped lines
ALIKE = 15  # characters

# "not intended for publication", in the languages of agencies here
PRIVATE = re.compile(
    r"\bnot\s+(?:(?:intended|meant|approved|cleared)\s+)?for\s+(?:publication|release|broadcast|print|quotation)\b"
    r"|\bnot\s+to\s+be\s+published\b"
    r"|\bне\s+(?:предназнач\w+\s+)?для\s+(?:публикации|печати|эфира|опубликования)\b"
    r"|\bне\s+(?:подлеж\w+\s+)?(?:публикации|опубликованию)\b"
    r"|\b(?:dərc|nəşr|yayım|çap)\w*\s+(?:\w+\s+)?üçün\s+(?:deyil|olmayan|nəzərdə\s+tutulma)"
    r"|\b(?:dərc|nəşr|çap)\s+(?:edilməməli|olunmamalı|edilməsin|olunmasın)"
    r"|\byayı[nm]\w*\s+(?:\w+\s+)?için\s+değil|\byayı[nm]lanma(?:malı|sın)"
    r"|\bnicht\s+(?:zur|für\s+die|zum)\s+(?:veröffentlichung|publikation|abdruck|weitergabe)\b",
    re.IGNORECASE,
)
# Addressed to editors, at the start of a line.
TO_EDITORS = re.compile(
    r"[-–—*•(\[\s]*(?:(?:notes?|advisory|attention)\s+(?:to|for)\s+(?:the\s+)?editors?\b|eds\s*:|editors\s*:|attn\b"
    r"|do\s+not\s+(?:publish|release|broadcast)\b|for\s+(?:internal|editors['’]?)\s+(?:use|information)\b"
    r"|embargo(?:ed)?\s*(?::|until\b|till\b)|sperrfrist\b|не\s+публиковать\b"
    r"|к\s+сведению\s+редак\w+|вниманию\s+редак\w+|только\s+для\s+(?:сведения|служебного)|эмбарго\s*(?::|до\b)"
    r"|redaktorlar(?:ın)?\s+(?:üçün|diqqətinə)|redaksiyalar(?:ın)?\s+(?:üçün|diqqətinə)|xidməti\s+istifadə\s+üçün|embarqo\s*:"
    r"|nur\s+(?:zur|für)\s+(?:information|internen?)\b|(?:dpa-)?notizblock\b|redaktionelle\s+hinweise?\b)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"[-–—*•(\[\s]*(?:(?:editorial|media|press)\s+)?(?:contacts?|kontakte?|əlaqə(?:\s+üçün)?|контакты?|для\s+связи)\s*:",
    re.IGNORECASE,
)
REACHED_BY = re.compile(  # only with a number or an address behind it
    r"[-–—*•(\[\s]*(?:tel(?:ephone|efon)?|phone|mobile|mob|cell|fax|faks|e-?mail|e-?poçt|whatsapp|telegram|autor(?:in)?|"
    r"redaktion|internet|телефон|тел|моб|факс|эл\.?\s*почта|электронная\s+почта|почта)\s*\.?\s*:.*(?:@|\d.*\d.*\d|https?:)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
PHONE = re.compile(r"\+\d{1,3}[\s(-][\d\s()-]{4,}\d|\(\d{2,4}\)\s*\d[\d\s-]{4,}\d|\b00\d{2,3}[\s-]\d[\d\s-]{5,}\d")
SENTENCE_END = re.compile(r"[.!?…:;][\"”“’'»›)\]]*$")

CODE_START = re.compile(r"[A-Za-z]{1,6}\d{2,6}|\d{3,6}[A-Za-z]{1,4}")
CODE_PART = re.compile(r"(?=.*\d)\S+|[A-Za-z]|[a-z]{2,4}-[a-z]{2,5}")
ANPA = re.compile(r"\S{1,12}-{3,}|[a-z]\s[a-z]\s+(?:bc|am|pm|ap)-\S.*|(?:BC|AM|PM|AP)-{1,2}[A-Z0-9][^.]*\d{3,4}")
CARETS = re.compile(r"\^|[\u2401-\u2404\u241f]|<(?:SOH|STX|ETX|EOT)>", re.IGNORECASE)
TIMES = re.compile(r"\d{6}\s+[A-Za-z]{3}\s+\d{2,4}|ZCZC\b.*|NNNN")
SIGN_OFF = re.compile(
    r"[-–—(\[#*\s]*(?:30|0|END|ENDS|ENDIT|ENDALL|MORE|more|MFL|КОНЕЦ|SON)[-–—)\]#*\s]*"
    r"|(?=(?:.*\b[^\Waeiou\d]{2,5}\b){2})[a-z]{2,4}(?: [a-z/]{2,6}){2,7}"  # dpa jr yyzz pl
)
SLUG = re.compile(r"[^\W_][\w '’&-]*(?:\s*/\s*[\w '’&-]+)*\s*/+|[A-ZА-ЯЁ]{3,}(?:[-/][A-ZА-ЯЁ0-9]{2,})+/?(?:\s*\(.*\))?")
HEADER = re.compile(
    r"(?:subject|received|content-[a-z-]+|message-id|mime-version|slug(?:line)?|headline|byline|keywords?|category|urgency|"
    r"тема|заголовок|başlıq)\s*:",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<(?:\?xml|!doctype|/?[a-z][\w:-]*(?:\s[^>]*)?/?>)|\{\\rtf|\{\s*\"", re.IGNORECASE)
BYLINE = re.compile(r"(?:by|von|par|автор:?)\s+[A-ZА-ЯЁ][^.!?]{1,80}", re.IGNORECASE)

ADVICE = "Take such lines out, or write the story at the desk."


def found(lines: list[Line], story: list[Line]) -> Iterator[tuple[int, str]]:
    """Lines that refuse the file, each with the reason. `lines`: all of it; `story`: headline, lede and paragraphs."""
    for place, (number, text) in enumerate(lines):
        if reason := _of_a_line(text, first=place < FIRST):
            yield number, reason
    if len(story) > 1 and BYLINE.fullmatch(story[1][1]):
        yield story[1][0], f"a byline is where the lede should be. {ADVICE}"
    yield from _wrapped(story)


def _of_a_line(text: str, *, first: bool) -> str:
    if PRIVATE.search(text) or TO_EDITORS.match(text):
        return f"this is meant for editors, not for readers. {ADVICE}"
    if _is_contact(text):
        return f"this looks like the telephone number or e-mail address of a contact. {ADVICE}"
    if not any(sign.isalnum() for sign in text):
        return "a line without a letter or a number. Only - alone on a line begins a brief."
    if text.endswith("="):
        return f"a line that ends in = belongs to another agency's format. {ADVICE}"
    if CARETS.match(text) or ANPA.fullmatch(text) or TIMES.fullmatch(text) or _is_code(text):
        return f"this is a code line of another agency's format (ANPA, IPTC 7901). {ADVICE}"
    if SIGN_OFF.fullmatch(text):
        return f"this is an end mark of another agency's format. {ADVICE}"
    if SLUG.fullmatch(text) and (first or text.endswith("/")):
        return f"this is a slug line of another agency's format. {ADVICE}"
    if MARKUP.match(text) or (first and HEADER.match(text)):
        return "this is a field or a tag of another format. A wire file is plain text: headline, lede, paragraphs."
    return ""


def _is_contact(text: str) -> bool:
    """A label, an address in <…>, or a number or address that is no part of a sentence."""
    if CONTACT.match(text) or REACHED_BY.match(text) or re.search(rf"<{EMAIL.pattern}>", text):
        return True
    said = EMAIL.sub("", PHONE.sub("", text))
    if said == text:
        return False
    return not SENTENCE_END.search(text) or len(re.findall(r"[^\W\d_]{2,}", said)) < 4


def _is_code(text: str) -> bool:
    parts = text.split()
    if len(parts) < 3 or not CODE_START.fullmatch(parts[0].strip("/-")):
        return False
    return sum(bool(CODE_PART.fullmatch(part)) for part in parts) >= 0.6 * len(parts)


def _wrapped(story: list[Line]) -> Iterator[tuple[int, str]]:
    """Lines that go on in the next one: cut by a program at so many characters, or by a hand."""
    advice = "Write each paragraph on one line."
    unended = 0
    for place, (number, text) in enumerate(story[1:], start=1):
        above = story[place - 1][1]
        open_above = not SENTENCE_END.search(above)
        word = re.match(r"[\"“«(]?([^\W\d_]+)(?![-’'])", text)
        if open_above and word and word[1].islower() and (len(above) in WRAPPED or above.endswith("-")):
            yield number, f"this line goes on from the line before it. {advice}"
            return
        alike = len(text) in WRAPPED and abs(len(text) - len(above)) <= ALIKE
        unended = unended + 1 if alike and open_above and not SENTENCE_END.search(text) else 0
        if unended == UNENDED:
            yield number, f"{UNENDED + 1} lines in a row end without a full stop, like wrapped lines. {advice}"
            return
