"""Names are sorted by the alphabet of the language that the page is in."""

import re

import pytest

from newsroom.lib import alphabet
from tests.factories import ArticleFactory, CorrespondentFactory, publish

AZ = ["Aysel", "Cəmil", "Çingiz", "Dilarə", "Elçin", "Əli", "Fuad", "Günel", "Ğ", "Hikmət", "Xəzər", "Ilqar", "İlham",
      "Jalə", "Kamran", "Qabil", "Leyla", "Orxan", "Ömər", "Səbinə", "Şəfəq", "Umud", "Ümid", "Vüsal", "William",
      "Yusif", "Zaur"]  # fmt: skip
RU = ["Абрамова", "Ельцин", "Ёлкина", "Жуков", "Йемен", "Щукин", "Эхо", "Яна", "Reuters"]
EN = ["Ann", "Élan", "Elin", "Əliyev", "Emin", "Zoë"]


@pytest.mark.parametrize(("language", "names"), [("az", AZ), ("ru", RU), ("en", EN), ("de", EN)])
def test_names_stand_in_the_order_of_the_alphabet(language, names):
    for backwards in (sorted(names), sorted(names, reverse=True)):
        assert sorted(backwards, key=lambda name: alphabet.key(name, language)) == names


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_capitals_are_no_other_letters_and_spaces_come_before_letters(language):
    assert alphabet.key("ALMA", language) == alphabet.key("alma", language)
    assert alphabet.key("İRAN", "az") == alphabet.key("iran", "az") != alphabet.key("ıran", "az")
    assert alphabet.key("Ali Zaur", language) < alphabet.key("Alina", language)
    assert alphabet.key("5 Ali", language) < alphabet.key("Ali", language)
    assert alphabet.key("", language) == []


@pytest.mark.django_db
def test_lists_of_topics_and_people_are_sorted_in_the_language_of_their_site(client):
    names = ["Zaur Xəzərli", "Zaur İsmayıl", "Zaur Çaylı", "Zaur Dadaş", "Zaur Əliyev", "Zaur Fuad"]
    people = [CorrespondentFactory(name=name, slug=f"n{number}") for number, name in enumerate(names)]
    publish(ArticleFactory(language="az", named=people, tagged=["Xəzər", "İqlim", "Çay", "Dəmir", "Əmək", "Fəhlə"]))
    page = client.get("/az/correspondents/").text
    assert re.findall(r">Zaur (\w+)</a>", page) == ["Çaylı", "Dadaş", "Əliyev", "Fuad", "Xəzərli", "İsmayıl"]
    topics = re.findall(
        r'<li><a href="/az/topics/[^"]+"(?: lang="en")?>(?:<[^>]+>)?(\w+)<', client.get("/az/topics/").text
    )
    assert topics == ["Çay", "Dəmir", "Əmək", "Fəhlə", "Xəzər", "İqlim"]
