"""The site in several languages: the first of LANGUAGES at the root, each of the others below its code.

An address alone says in which language its page is, so it gives everyone the same bytes. The pages of a story have one
address each, whatever its language; they are shown in the story's language (`in_language`).
"""

from contextlib import AbstractContextManager

from django.conf import settings
from django.urls import ResolverMatch, resolve
from django.utils.translation import get_language, get_language_info, override


def of_path(path: str) -> str:
    """The language of the site to which a path of ours belongs."""
    word = path.partition("/")[2].partition("/")[0] if path.startswith("/") else ""
    return word if is_prefix(word) else settings.LANGUAGE_CODE


def is_prefix(word: str) -> bool:
    """Whether the site in another language than the first lies below this word."""
    return word != settings.LANGUAGE_CODE and speaks(word)


def speaks(code: str) -> bool:
    """Whether the site is in this language too; one that was taken off LANGUAGES still has its stories."""
    return any(code == known for known, _name in settings.LANGUAGES)


def current() -> str:
    """The language of the page that is being made."""
    code = get_language()
    return code if code and speaks(code) else settings.LANGUAGE_CODE


def in_language(code: str) -> AbstractContextManager:
    """Make a page in the language of its story; in the first of LANGUAGES where the site isn't in that one."""
    return override(code if speaks(code) else settings.LANGUAGE_CODE)


def own_name(code: str) -> str:
    """What a language is called by those who speak it."""
    return get_language_info(code)["name_local"]


def resolved(path: str) -> ResolverMatch:
    """What answers this path, on the site of its language; Resolver404. The view must be called in that language."""
    with override(of_path(path)):
        return resolve(path)


def tagline() -> str:
    """In the language of the page; "" where there is none in it."""
    code = current()
    return settings.SITE_TAGLINE if code == settings.LANGUAGE_CODE else settings.SITE_TAGLINES.get(code, "")
