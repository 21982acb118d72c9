"""Separators that autocorrect produces are understood; text of another agency's format is refused by line."""

import pytest
from django.core.management import CommandError, call_command

from articles.exchange import wire
from articles.models import Article, Edition
from tests.test_wire import SEED, WIRE, seed

STORY = [
    "Ferry line reopens after long winter",
    "The ferry across the Samur reopened on Monday, its owner said.",
    "The first boat left with forty people on board.",
    "Tickets cost three manats.",
]
ROAD = "The road to Xınalıq is open again."
MARKET = "The market of Nabran reopens on Monday."
BRIEFS = ["Regions", "-", ROAD, "-", MARKET]


def parse(*lines: str) -> wire.Wire:
    return wire.parse("\n".join(lines).encode())


# -- separators -------------------------------------------------------------------------------------------------------

DASHES = ["-", "–", "—", "--", "---", "−", "‐", "‑", "―", "–-", "•"]
AROUND = ["{}", "\u200b{}", "{}\u200b", "\u00a0{}\u00a0", "\u200e{}\u2060", "  {}\t", "\u202f{}\u3000", "\u00ad{}"]


@pytest.mark.parametrize("around", AROUND, ids=lambda text: ascii(text))
@pytest.mark.parametrize("dash", DASHES)
def test_what_autocorrect_makes_of_a_hyphen_begins_a_brief(dash, around):
    line = around.format(dash)
    parsed = parse(*STORY, "Regions", line, ROAD, line, MARKET, "Leave a review")
    assert (parsed.section, parsed.briefs, parsed.paragraphs) == ("Regions", [ROAD, MARKET], STORY[2:])


@pytest.mark.parametrize("dash", DASHES)
def test_it_may_be_before_the_text_of_a_brief(dash):
    inline = parse(*STORY, "Regions", f"{dash} {ROAD}", f"{dash}\u00a0{MARKET}", "Leave a review")
    assert (inline.section, inline.briefs, inline.paragraphs) == ("Regions", [ROAD, MARKET], STORY[2:])
    both = parse(*STORY, "Regions", "-", f"{dash} {ROAD}", f"{dash} {MARKET}")
    assert both.briefs == [ROAD, MARKET]


def test_dialogue_is_text_and_begins_no_brief():
    dialogue = ["– Мы согласны, – сказал он.", "– Когда?", "– Завтра."]
    assert parse(*STORY, *dialogue).paragraphs == [*STORY[2:], *dialogue]
    assert parse(*STORY, *dialogue, *BRIEFS).paragraphs == [*STORY[2:], *dialogue]


def test_a_minus_or_a_dash_inside_a_text_begins_nothing():
    parsed = parse(*STORY, "-5 degrees were measured – and more is to come.", *BRIEFS)
    assert parsed.briefs == [ROAD, MARKET]
    assert parsed.paragraphs[-1].startswith("-5 degrees")


@pytest.mark.parametrize("line", ["* * *", "***", "*", "_____", "=====", "-----", "~", "…", "###", "· · ·"])
def test_other_signs_alone_on_a_line_are_refused(line):
    with pytest.raises(wire.BadWire, match=r"line 6: .*-"):
        parse(*STORY, "Regions", line, ROAD)


# -- what can't be seen -----------------------------------------------------------------------------------------------


def test_two_files_joined_are_refused_where_the_second_begins():
    with pytest.raises(wire.BadWire, match=r"line 10: .*joined"):
        parse(*STORY, *BRIEFS, "\ufeff" + STORY[0], STORY[1])


@pytest.mark.parametrize("override", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"], ids=ascii)
@pytest.mark.parametrize("line", [1, 2, 3, 7])
def test_what_turns_the_direction_of_writing_is_refused_wherever_it_is(override, line):
    lines = [*STORY, *BRIEFS]
    lines[line - 1] = f"Ferry {override}line{lines[line - 1]}"
    with pytest.raises(wire.BadWire, match=f"line {line}: .*direction"):
        parse(*lines)


# -- other formats ----------------------------------------------------------------------------------------------------

MARKS = [
    # codes and slugs
    "abc0007 4 s 120  xyz-pol 0908", "ABC0007 4 POL 120 XYZ /0908", "dpa0123 3 pl 234 dpa 0456", "z6715-----",
    "r i bc-Rivers 09-08 0234", "BC-Rivers,0234", "AM-Rivers-Ferry, 2nd Ld-Writethru 0345", "^Rivers reopen",
    "081230 SEP 24", "ZCZC ABC123", "NNNN", "Rivers/Transport/", "Politics / Baku /", "Rivers/", "Общество/Транспорт/",
    "<SOH>", "\u2401abc", "By Jane Roe, Example Wire =", "Gilavar (xyz) =",
    # end marks
    "-30-", "-0-", "ENDS", "(END)", "MORE", "dpa jr yyzz pl", "### END ###",
    # not for readers
    "The following information is not intended for publication", "NOT FOR PUBLICATION", "* Not for publication:",
    "This paragraph is not to be published.", "Note to editors: a picture follows.", "Eds: UPDATES with quote.",
    "Embargoed until 18:00 GMT", "EMBARGO: 18:00", "Do not publish: names of minors.",
    "Следующая информация не предназначена для публикации.", "Не для публикации", "НЕ ДЛЯ ПЕЧАТИ",
    "Вниманию редакторов: фото следует.", "К сведению редакций", "Не подлежит публикации", "Эмбарго до 18:00",
    "Aşağıdakı məlumat dərc üçün deyil", "Dərc edilmək üçün deyil", "DƏRC ÜÇÜN DEYİL", "Nəşr üçün nəzərdə tutulmayıb.",
    "Redaktorlar üçün: şəkil olacaq", "Embarqo: 18:00", "Yayın için değildir",
    "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt", "Nicht für die Veröffentlichung",
    "Sperrfrist 18 Uhr", "Redaktionelle Hinweise", "dpa-Notizblock",
    # contacts
    "- Tel: +00-00-000; <jane@wire.example>", "jane@wire.example", "<jane@wire.example>", "Jane Roe, +994 12 555 01 02",
    "Tel.: (012) 555 01 02", "Phone: 555-01-02", "E-mail: jane@wire.example", "Contact: Jane Roe", "Телефон: 555-01-02",
    "Контакты: пресс-служба", "Əlaqə: Aysu Quliyeva", "E-poçt: aysu@wire.example", "Moб.: +994 50 555 01 02",
    "* Autorin: Jane Roe, +49 30 55501020",
    # other formats
    "<p>The ferry reopened.</p>", '<?xml version="1.0"?>', "{\\rtf1\\ansi", '{"headline": "Ferry"}', "<nitf>",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("place", [0, 2, 4, 7, 9], ids=["first", "third", "before the section", "brief", "last"])
def test_marks_of_other_formats_are_refused_by_line(mark, place):
    lines = [*STORY, *BRIEFS]
    lines.insert(place, mark)
    with pytest.raises(wire.BadWire) as refusal:
        parse(*lines)
    assert refusal.value.line == place + 1


@pytest.mark.parametrize("mark", ["Subject: ferry", "Slug: FERRY", "Keywords: ferry", "FERRY-SAMUR/", "USA-TALKS"])
def test_headers_are_refused_in_the_first_lines(mark):
    for place in range(3):
        lines = [*STORY]
        lines.insert(place, mark)
        with pytest.raises(wire.BadWire, match=f"line {place + 1}: "):
            parse(*lines)


def test_a_byline_is_no_lede():
    with pytest.raises(wire.BadWire, match="line 2: a byline"):
        parse(STORY[0], "By Jane Roe, Example Wire", *STORY[1:])


WRAPPED = (
    "Gilavar - The ferry line across the Samur reopened on Monday, and the first boat left with forty people on board, "
    "officials of the Ministry of Transport said in Gilavar. The line had been closed since November, when ice broke "
    "two of the three boats that Example Lines had bought from a yard in Baku the year before for 2 million manats."
)


@pytest.mark.parametrize("width", [36, 45, 60, 64, 72, 80, 100])
@pytest.mark.parametrize("first", [0, 1], ids=["with a lede of its own", "from the lede on"])
def test_wrapped_lines_are_refused_with_advice(width, first):
    lines, words = [""], WRAPPED.split()
    for word in words:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    with pytest.raises(wire.BadWire, match="one line"):
        parse(*STORY[: 2 - first], *lines)


def test_wrapped_lines_that_all_begin_with_a_capital_are_refused_too():
    lines = ["Ministers Roe, Poe and Doe of the Republic of", "Gilavar, President Aliyev and Prime Minister of",
             "Samur John Roe, the Chairman of Example Lines", "Jane Poe, Director Doe of Sample Lines and Mayor",
             "Quliyev of Quba, Governor Roe and Judge Smith"]  # fmt: skip
    with pytest.raises(wire.BadWire, match="wrapped"):
        parse(*STORY[:2], *lines)


def test_the_form_that_was_published_as_it_was_is_refused():
    text = """abc0007 4 s 120  xyz-pol 0908
Rivers/Transport/
Ferry line reopens after long winter
By Jane Roe, Example Wire =
Gilavar (xyz) - The ferry line reopened on Monday, and the first boat
left with forty people on board, officials said.
* * * *
The following information is not intended for publication
- Tel: +00-00-000; <jane@wire.example>"""
    lines = text.split("\n")
    for start in range(len(lines) - 1):
        with pytest.raises(wire.BadWire):
            parse(*lines[start:])


@pytest.mark.django_db
@pytest.mark.parametrize("mark", MARKS)
def test_nothing_with_such_a_mark_is_imported_let_alone_published(mark, tmp_path):
    path = tmp_path / "wire.txt"
    path.write_text("\n".join([*STORY, mark, *BRIEFS]), "utf-8")
    with pytest.raises(CommandError, match="line 5: "):
        call_command("import_wire", str(path), "--publish")
    assert not Article.objects.exists()
    assert not Edition.objects.exists()


# -- ordinary text ----------------------------------------------------------------------------------------------------

ORDINARY = [
    "COP29 opens in Baku with 190 countries.", "F-16 jets flew over Baku on Monday, 5 of them in a row.",
    "Boeing 737 and A320 aircraft will fly to Baku from May.", "See https://samur.example/timetable/",
    "Applications are accepted by the ministry at info@ministry.example until May.",
    "The hotline of the ministry is +994 12 555 01 02, day and night.", "The arms embargo ends in May, the EU said.",
    "The ministry published its report on Monday.", "PM-designate Roe will form a cabinet", "AM radio is switched off.",
    "By 2030 the country wants to close its last coal plant.", "“We agreed,” he said", "the ferry is old; it leaks.",
    "and/or", "He lives in the U.S.-Mexico border region.", "1 + 1 = 2, he said.", "Budget grows 5 percent: ministry",
    "Почта: отделения закрыты до мая", "Telegram: founder speaks in Baku", "Source: minister to resign",
    "Он попросил не публиковать имена.", "Нефть подорожала до 85 долларов.", "Dərc olunan hesabat müzakirə edilib.",
    "Məlumat hələ dərc olunmayıb.", "The film is not ready for release in May.", "Editor's note: prices are from May.",
    "Attention turned to the editors of the paper.", "$ 5 million", "№ 5", "3 < 5", "“…” was all he said.",
    "(AP) — The ferry reopened.", "More than 500 came.", "In the end, 30 were left.", "Contact was lost on Monday.",
]  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_passes(text):
    assert parse(*STORY, text, "It was so.", *BRIEFS).paragraphs[2] == text
    assert parse(*STORY, *BRIEFS, "-", text).briefs[-1] == text
    assert parse(STORY[0], STORY[1], text).paragraphs == [text]


@pytest.mark.parametrize(
    "headline", ["iPhone sales rise in Baku", "Blinken: ‘no deal yet’", "US/Iran talks reopen", "Q&A"]
)
def test_ordinary_headlines_pass(headline):
    assert parse(headline, *STORY[1:]).headline == headline


def test_a_list_of_short_lines_is_no_wrapped_text():
    listed = ["The winners are:", "best film", "best actor", "best ship"]
    assert parse(*STORY[:2], *listed).paragraphs == listed


@pytest.mark.parametrize("path", sorted(WIRE.glob("*.txt")), ids=lambda path: path.name)
def test_every_good_file_of_the_tests_passes(path):
    assert wire.parse(path.read_bytes()).headline


@seed
def test_the_seed_passes():
    parsed = wire.parse(SEED.read_bytes())
    assert (len(parsed.paragraphs), len(parsed.briefs), parsed.section) == (9, 4, "Politics")
