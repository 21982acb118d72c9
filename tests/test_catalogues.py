"""The catalogues of translations: they have all that the code says, made like their originals, and are compiled."""

import ast
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

from newsroom.catalogues import checks, extraction, files, ours

ROOT = Path(__file__).parents[1]
each_language = pytest.mark.parametrize("language", ours.LANGUAGES)

# What may read as it does in English: names, abbreviations, and words that the language shares.
SAME = {
    "az": {
        "Administrator",
        "(administrator)",
        "Berlin",
        "Ctrl+Enter",
        "London",
        "Moderator",
        "Spam",
        "Tbilisi",
        "plan",
        "spam",
    },
    "ru": {"Ctrl+Enter", "%(which)s, %(time)s %(season)s (%(utc)s UTC)"},
}


@pytest.fixture(scope="module")
def messages():
    return ours.messages()


def read(language: str) -> polib.POFile:
    return files.read(ours.catalogue(language))


@each_language
def test_a_catalogue_has_every_text_of_the_code_and_no_other(language, messages):
    """If this fails: make messages."""
    assert {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in read(language)} == {
        (one.context, one.msgid, one.plural) for one in messages.values()
    }


@each_language
def test_a_catalogue_is_as_make_messages_writes_it(language, messages, tmp_path):
    """Sorted, without dates and line numbers, so that a change of a text is a change of few lines."""
    new = files.updated(read(language), messages, language=language, plural_forms=ours.plural_forms(language))
    files.write(new, tmp_path / "django.po")
    assert (tmp_path / "django.po").read_bytes() == ours.catalogue(language).read_bytes()


@each_language
def test_the_compiled_catalogue_says_what_the_catalogue_says(language):
    assert ours.catalogue(language).with_suffix(".mo").read_bytes() == read(language).to_binary()


@each_language
def test_a_translation_is_made_like_its_original(language):
    catalogue = read(language)
    assert catalogue.metadata["Plural-Forms"] == ours.plural_forms(language)
    wrong = [problem for problem in checks.problems(catalogue, SAME[language]) if "is not translated" not in problem]
    assert wrong == []


def entry(msgid: str, msgstr: str = "", **more) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "ru"}
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr, **more))
    return catalogue


@pytest.mark.parametrize(
    ("catalogue", "problem"),
    [
        (entry("Save"), "is not translated"),
        (entry("Save", "Сохранить", flags=["fuzzy"]), "is not translated"),
        (entry("Save", "Save"), "reads as it does in English"),
        (entry("Save", "Saxla"), "not in the letters"),
        (entry("%(who)s saved", "%(кто)s сохранил"), "other placeholders"),
        (entry("{count} words", "{words} слов"), "other placeholders"),
        (entry("<b>Save</b>", "Сохранить"), "other HTML tags"),
        (entry("Save\n", "Сохранить"), "other blanks"),
        (entry("a day", msgid_plural="%(n)s days", msgstr_plural={0: "день", 1: "дня"}), "other placeholders"),
        (entry("%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s день", 1: ""}), "is not translated"),
    ],
)
def test_a_wrong_translation_is_noticed(catalogue, problem):
    assert any(problem in found for found in checks.problems(catalogue, set()))


def test_a_right_translation_is_not_complained_of():
    good = entry("<b>%(n)s</b> of 100%%", "<b>%(n)s</b> из 100%%")
    good.append(polib.POEntry(msgid="RSS", msgstr="RSS"))
    assert [*checks.problems(good, {"RSS"})] == []


def test_marked_texts_are_found_in_python_by_whatever_name():
    source = """
from django.utils.translation import gettext as say, ngettext_lazy, pgettext
a = say("One" " text")
b = ngettext_lazy("%(n)s day", "%(n)s days", n)
c = pgettext("a menu", "Open")
d = say(name)
"""
    found = [(one.context, one.msgid, one.plural) for one in extraction.in_python(source, "a.py")]
    assert found == [(None, "One text", ""), (None, "%(n)s day", "%(n)s days"), ("a menu", "Open", "")]


def test_a_text_that_is_put_together_cant_be_marked():
    source = 'from django.utils.translation import gettext as _\na = _(f"{n} days")'
    with pytest.raises(extraction.NotPlain, match=r"a\.py:2"):
        [*extraction.in_python(source, "a.py")]


def test_marked_texts_are_found_in_templates():
    source = """{% translate "100% of it" %} {% translate 'Open' context "a menu" %} {% include "x" with a=_("Given") %}
{{ _("Printed")|upper }} {% blocktranslate trimmed count n=n %}
  {{ n }} day {% plural %} {{ n }} days
{% endblocktranslate %}"""
    found = [(one.context, one.msgid, one.plural) for one in extraction.in_template(source, "a.html")]
    assert found == [
        (None, "100%% of it", ""), ("a menu", "Open", ""), (None, "Given", ""), (None, "Printed", ""),
        (None, "%(n)s day", "%(n)s days"),
    ]  # fmt: skip


def test_what_the_code_no_longer_says_leaves_the_catalogue_and_what_it_says_keeps_its_translation():
    old = entry("Save", "Сохранить")
    old.append(polib.POEntry(msgid="Gone", msgstr="Ушло"))
    messages = {(None, name): extraction.Message(name, files={"a.py"}) for name in ("Save", "New")}
    new = files.updated(old, messages, language="ru", plural_forms=ours.plural_forms("ru"))
    assert {one.msgid: one.msgstr for one in new} == {"Save": "Сохранить", "New": ""}


@each_language
def test_django_speaks_with_our_words(language):
    plain = [one for one in read(language) if one.msgstr and not one.msgctxt]
    with override(language):
        assert [one.msgid for one in plain if gettext(one.msgid) != one.msgstr] == []


def test_no_module_marks_a_text_at_import_in_the_language_of_that_moment():
    """gettext() outside functions would speak for ever in the language of whoever started the process."""
    wrong = []
    for app in ours.APPS:
        for path in (ROOT / app).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            for node, name in _outside_functions(tree):
                if name.endswith("gettext"):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


def _outside_functions(tree: ast.Module):
    """Calls of gettext's functions that run when the module is imported, by their own names."""
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }

    def visit(node):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in names:
                yield child, names[child.func.id]
            yield from visit(child)

    return visit(tree)
