"""Words in quotation marks, and whether they stand where they are said to stand, in any spelling of their letters."""

import re

from newsroom.lib import letters

# “English, Azerbaijani”, „Russian within Russian“, «Russian, Azerbaijani», "typed". One that opens in a paragraph and
# does not end in it (a speech of several paragraphs) is not seen.
QUOTED = re.compile(r"„([^„“”]+)[“”]|“([^“”]+)”|«([^«»]+)»|\"([^\"]+)\"")
FEW = 4  # words; so many may be a name or a way of speaking


def quotations(paragraph: str) -> list[str]:
    """What is quoted in a paragraph of plain text, but for a few words."""
    found = (next(filter(None, match.groups())) for match in QUOTED.finditer(paragraph))
    return [words.strip() for words in found if len(letters.words(words)) > FEW]


def rests_on(quotation: str, statements: list[str]) -> bool:
    """Whether it is a part of one of these, or holds the whole of one."""
    words = spelt(quotation)
    return any(words in spelt(statement) or spelt(statement) in words for statement in statements)


def spelt(text: str) -> str:
    """In one spelling, between blanks, so that only whole words are found in it."""
    return f" {' '.join(letters.words(text))} "
