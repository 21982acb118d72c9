"""Which language a text is in: by letters and common words, and never a guess."""

import pytest
from django.core.management import CommandError, call_command

from articles.exchange import wire
from articles.models import Article
from newsroom.lib import languages
from tests.test_wire import SEED, WIRE, seed

EN = "The council of Quba met on Sunday and agreed on the budget, which was not published."
AZ = "Quba şurası bazar günü iclas keçirib və büdcə ilə bağlı qərar qəbul edib."
RU = "Совет Губы собрался в воскресенье и принял бюджет, который не был опубликован."
TR = "Kuba meclisi pazar günü toplandı ve bütçe için bir karar aldı, ancak karar henüz açıklanmadı."
ALL = ("en", "az", "ru", "tr")


@pytest.mark.parametrize("among", [("en", "az", "ru"), ("az", "ru", "en"), ALL, ("ru", "az", "tr", "en", "uk", "de")])
@pytest.mark.parametrize(("text", "code"), [(EN, "en"), (AZ, "az"), (RU, "ru")])
def test_a_sentence_is_enough(text, code, among):
    assert languages.recognise(text, among) == code


def test_turkish_is_not_azerbaijani():
    assert languages.recognise(TR, ALL) == "tr"


def test_names_in_other_letters_do_not_mislead():
    assert languages.recognise(f"{EN} The mayor, Əli Məmmədov, and Şəhla Həsənova were there.", ALL) == "en"
    assert languages.recognise(f"{RU} Компании BP и Total не ответили.", ALL) == "ru"


@pytest.mark.parametrize("text", ["", "7.25 – 6.75", "BP, Total", f"{EN} {RU}", "北京与巴库签署铁路协议"])
def test_what_says_nothing_or_two_things_is_not_guessed(text):
    assert languages.recognise(text, ALL) == ""


def test_a_language_that_the_newsroom_does_not_write_in_is_not_taken_for_another():
    assert languages.recognise(RU, ("en", "az")) == ""
    assert languages.recognise(AZ, ("en", "ru")) == ""
    assert languages.recognise(RU, ("ru",)) == "ru"


# -- of a wire file ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestWire:
    def imported(self, capsys, *arguments) -> str:
        call_command("import_wire", *map(str, arguments))
        return capsys.readouterr().out

    @pytest.mark.parametrize(
        ("file", "code"), [("plain.txt", "en"), ("azerbaijani.txt", "az"), ("russian.txt", "ru")]
    )  # fmt: skip
    @pytest.mark.parametrize("known", ["en az ru", "az ru en"])
    def test_it_is_recognised_and_said(self, file, code, known, capsys, settings):
        settings.LANGUAGES = [(one, one) for one in known.split()]
        settings.LANGUAGE_CODE = known.split()[0]
        said = self.imported(capsys, WIRE / file)
        assert {article.language for article in Article.objects.all()} == {code}
        assert f"language: {code}, recognised" in said

    def test_the_one_that_is_given_wins(self, capsys):
        said = self.imported(capsys, WIRE / "plain.txt", "--language", "ru")
        assert {article.language for article in Article.objects.all()} == {"ru"}
        assert "language: ru, as given" in said

    def test_one_that_the_newsroom_does_not_write_in_is_refused_with_those_that_it_does(self):
        with pytest.raises(CommandError, match=r"fr.*en, az, ru"):
            call_command("import_wire", str(WIRE / "plain.txt"), "--language", "fr")
        assert not Article.objects.exists()

    def test_where_nothing_is_certain_it_is_the_newsroom_s_first(self, capsys, tmp_path):
        (tmp_path / "wire.txt").write_text("BP, Total\n7.25 – 6.75\n", "utf-8")
        said = self.imported(capsys, tmp_path / "wire.txt")
        assert Article.objects.get().language == "en"
        assert "language: en, not certain" in said

    @seed
    def test_the_seed_is_english_in_an_azerbaijani_newsroom(self, settings):
        settings.LANGUAGES, settings.LANGUAGE_CODE = [("az", "az"), ("ru", "ru"), ("en", "en")], "az"
        made = wire.load(wire.parse(SEED.read_bytes())).made
        assert {article.language for article in made} == {"en"}
