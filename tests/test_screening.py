"""What screening says of a text: pure checks, tried without a database; and the facts that the database gives them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from reviews import counting, matching, moderation, screening
from reviews.models import Discussion, Review, Word
from reviews.screening import CHECKS, Facts, Listed, Outcome, Post, screen
from tests.factories import NOON, ArticleFactory, ReviewFactory, publish

GOOD = "The readout says “as soon as possible”, and not “soon”."
BANNED, SUSPECT = Listed("viagra", banned=True), Listed("thief")
CYRILLIC_A = "\u0430"


def said(text: str = GOOD, *, name: str = "Pia", trap: str = "", checked: bool = False, **facts):
    """In short: outcome, reason, what matched."""
    verdict = screen(Post(text, name, trap), Facts(**facts), checked=checked)
    return verdict and (verdict.outcome.value, verdict.reason, verdict.matched)


def listed(text: str, word: str, *, language: str = "en", of: str = "") -> str:
    """What becomes of a text because of a banned word: spam, hold or nothing."""
    found = said(f"{GOOD} {text}", listed=(Listed(word, banned=True, language=of),), language=language, checked=True)
    return found[0] if found else ""


def test_a_text_that_says_something_is_held_by_nothing():
    assert said() is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Too short, this.", "short"), ("a" * 60, "short"), ("\u200b" * 30, "short"), ("x y " * 600, "long")],
)
def test_the_length_is_that_of_what_is_said(text, reason):
    assert said(text) == ("away", reason, "")


def test_a_closed_discussion_takes_nothing():
    assert said(is_open=False) == ("away", "closed", "")


@pytest.mark.parametrize(
    ("count", "name", "most"),
    [
        ("from_client", "client", 5),
        ("from_writer", "writer", 5),
        ("from_network", "network", 20),
    ],
)
def test_each_rate_has_its_own_limit(count, name, most):
    assert said(**{count: most - 1}) is None
    assert said(**{count: most}) == ("away", "rate", name)


def test_under_a_story_with_very_many_a_review_is_held_and_not_refused():
    assert said(under_story=99) is None
    assert said(under_story=100) == ("hold", "crowded", "100")
    assert said(under_story=100, trap="x") == ("spam", "honeypot", "x")


def test_who_fills_in_what_nobody_sees_is_spam():
    assert said(trap="https://pills.example") == ("spam", "honeypot", "https://pills.example")


def test_the_same_words_are_spam_here_and_held_or_spam_elsewhere():
    assert said(same_here=True) == ("spam", "duplicate", "")
    assert said(same_elsewhere=2) == ("hold", "elsewhere", "2")
    assert said(same_elsewhere=3) == ("spam", "everywhere", "3")


def test_texts_that_differ_in_marks_and_case_alone_are_alike():
    same = [GOOD, GOOD.upper(), GOOD.replace(" ", "  "), GOOD.replace("“", '"'), GOOD.replace("soon", "so\u200bon")]
    assert len({screening.likeness(text) for text in same}) == 1
    assert screening.likeness("👍👍👍") != screening.likeness("🗺️🗺️🗺️")


@pytest.mark.parametrize(
    ("links", "then"),
    [
        ("https://one.example", ("hold", "linked", "https://one.example")),
        ("www.one.example pills.example/buy", ("hold", "linked", "www.one.example pills.example/buy")),
        ("http://one.example http://two.example http://three.example", ("away", "links", "3")),
    ],
)
def test_links_are_shown_to_a_moderator_and_few(links, then):
    assert said(f"{GOOD} {links}") == then


@pytest.mark.parametrize("text", ["It says 7.25 e.g. here, see p.4", "Əliyev A.B. dedi ki, 3.5 faiz"])
def test_what_only_has_full_stops_is_no_link(text):
    assert said(f"{GOOD} {text}") is None


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ISTANBUL", "istanbul"),
        ("İstanbul'da", "istanbul"),
        ("İSTANBUL", "İstanbul"),
        ("ƏCLAF!", "əclaf"),
        ("сволочь", "СВОЛОЧЬ"),
        ("cheap  pills", "Cheap Pills"),
        ("v\u200biagra", "viagra"),
        ("𝐯𝐢𝐚𝐠𝐫𝐚", "viagra"),
        ("ｖｉａｇｒａ", "viagra"),
        ("v\u0334i\u0334a\u0334g\u0334r\u0334a\u0334", "viagra"),
        ("viagra,", "viagra"),
    ],
)
def test_a_listed_word_is_found_whatever_its_case_and_its_letters_are_dressed_in(text, word):
    assert listed(text, word) == "spam"


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("viágra", "viagra", "en"),
        ("Oğru", "ogru", "en"),
        ("ıstanbul", "İSTANBUL", "en"),
        ("eclaf", "əclaf", "en"),
        ("еще подонок ещё", "ёще", "ru"),
        ("подлёц", "подлец", "ru"),
        ("v i a g r a", "viagra", "en"),
        ("viagrâ", "viagra", "az"),
        (f"vi{CYRILLIC_A}gr{CYRILLIC_A}", "viagra", "en"),
        ("VIAGRA", "viagra", "az"),  # I is the capital of ı there
    ],
)
def test_one_that_only_resembles_it_is_held_and_never_put_aside(text, word, language):
    assert listed(text, word, language=language) == "hold"


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("Bu yolda hər gün tıxac olur, sık sık görürük bunu.", "sik", "az"),
        ("SIK SIK", "sik", "az"),
        ("sik", "sık", "az"),
        ("I got it and he got it too", "göt", "az"),
        ("on", "ön", "tr"),
        ("şam", "sam", "az"),
        ("мой май", "мои маи", "ru"),
        ("schwül", "schwul", "de"),
        ("el año", "ano", "es"),
    ],
)
def test_letters_that_are_different_ones_in_the_language_are_not_confused(text, word, language):
    assert listed(text, word, language=language, of=language) == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Scunthorpe and Penistone", "cunt"),
        ("Scunthorpe and Penistone", "penis"),
        ("a class of assassins", "ass"),
        ("İstanbulda", "stan"),
        ("cheap and good pills", "cheap pills"),
        ("Essex", "sex"),
    ],
)
def test_and_never_inside_another(text, word):
    assert listed(text, word) == ""


def test_a_banned_word_is_spam_and_a_suspect_one_is_shown():
    assert said(f"{GOOD} Viagra", listed=(SUSPECT, BANNED)) == ("spam", "banned", "viagra")
    assert said(f"{GOOD} You thief", listed=(SUSPECT, BANNED)) == ("hold", "suspect", "thief")


# -- doubt ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"p{CYRILLIC_A}ypal", "alphabets"),
        ("pay\u200bpal", "invisible"),
        ("Αthens", "alphabets"),
    ],
)
def test_a_disguise_is_doubted_and_held_once_its_writer_has_looked(text, reason):
    assert said(f"{GOOD} {text}")[:2] == ("doubt", reason)
    assert said(f"{GOOD} {text}", checked=True)[:2] == ("hold", reason)


@pytest.mark.parametrize(
    ("text", "word"),
    [(f"p{CYRILLIC_A}ypal", f"p{CYRILLIC_A}ypal"), ("a pay\u200bpal account", "paypal"), ("\u0421OVID", "\u0421OVID")],
)
def test_the_writer_is_told_which_word_it_is(text, word):
    verdict = screen(Post(f"{GOOD} {text}"), Facts())
    assert f"“{word}”" in screening.for_readers(verdict)


@pytest.mark.parametrize("override", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"], ids=ascii)
@pytest.mark.parametrize("place", ["{}nimda", "Pia {}", "P{}ia"])
def test_what_turns_the_direction_of_writing_is_held_wherever_it_is(override, place):
    assert said(name=place.format(override))[:2] == ("hold", "direction")
    assert said(f"{GOOD} {place.format(override)}")[:2] == ("hold", "direction")


@pytest.mark.parametrize("marks", [5, 18, 25])
def test_stacked_marks_are_held(marks):
    word = "Zo" + "\u0335\u0321" * (marks // 2) + "\u0336" * (marks % 2) + "e"
    assert said(name=word)[:2] == ("hold", "marks")
    assert said(f"{GOOD} {word}")[:2] == ("hold", "marks")


@pytest.mark.parametrize(
    "text",
    [
        "Việt Nam, Nguyễn",
        "שָׁלוֹם",
        "السَّلَامُ",
        "ที่นี่",
        "हिन्दी",
        "a\u0300\u0301\u0302\u0303 b",
        "❤️ e" + 6 * "\ufe0f",
    ],
)
def test_the_marks_of_a_language_are_not_stacked(text):
    assert said(f"{GOOD} {text}") is None


# -- names that pose as the newsroom ----------------------------------------------------------------------------------

STAFF = ("Leyla Həsənova", "Nora Quliyeva", "Omar", " ")


@pytest.mark.parametrize(
    "name",
    [
        "Moderator", "moderator 2", "The Moderator", "Модератор", "МОДЕРАТОР", f"Moder{CYRILLIC_A}tor",
        "M O D E R A T O R", "МОDЕRАТОR", "Editor", "Chief Editor", "Editorial team", "Redaksiya",
        "REDAKSİYA", "redaksiyası", "Redaktor",
        "Редакция", "редактор отдела", "Admin", "admin1", "4dm1n", "Админ", "АDМIN", "Administrator", "A.d.m.i.n",
        "Samur Wire", "SAMUR WIRE", "SamurWire", "Samur-Wire", "Wire Samur", "Ѕamur Wirе", "Samur Wire news",
        "Leyla Hesenova", "LEYLA HƏSƏNOVA", "Həsənova Leyla", f"L{CYRILLIC_A and 'е'}yla Həsənova", "Nora  Quliyeva",
        "adm\u200bin", "a\u0301dmin", "𝐚𝐝𝐦𝐢𝐧",
    ],
)  # fmt: skip
def test_a_name_that_poses_as_the_newsroom_is_held_with_the_reason(name):
    assert said(name=name, staff=STAFF, checked=True) == ("hold", "pose", name)


@pytest.mark.parametrize(
    "name",
    ["Pia", "Leyla", "Nora", "Omar", "Samur", "Leyla Quliyeva", "Aysu Bərdəli", "Ədalət Admirov", "Иван Модестов",
     "Ed Roe", "Edit Kovács", "Wire & Co", "Reader from Quba", "А. Б.", "李明", "", "🙂"],
)  # fmt: skip
def test_an_ordinary_name_is_not(name):
    assert said(name=name, staff=STAFF) is None


@pytest.mark.parametrize(
    "text",
    [
        "Əhməd və Şəfiqə: 5-ci sinif, İlham",
        "Москва и Bakı, COVID-19",
        "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم بنویسم",
        "so\u00adft hyphens",
        "10 µm, 5 Ω, 12 \u03bcg/m3, 3 kΩ",
        "PR-щики и PRщики, VIPы, SMSка, IT-шник",
        "\u04d8liyev, H\u04d9s\u04d9nov",
    ],
)
def test_honest_letters_of_any_alphabet_are_no_disguise(text):
    assert said(f"{GOOD} {text}") is None


def test_after_two_refusals_a_writer_is_asked_to_look_again():
    assert said(refused=1) is None
    assert said(refused=2) == ("doubt", "refusals", "2")


# -- entries that would match too much --------------------------------------------------------------------------------

NEWSROOM = ("en", "az", "ru")


@pytest.mark.parametrize(
    ("entry", "language", "example"),
    [
        ("a$$", "", "“a”"),
        ("c**t", "", "“c t”"),
        ("f***", "en", "“f”"),
        ("@ss", "", "“ss”"),
        ("b!tch", "", "“b tch”"),
        ("s.o.b", "", "“s o b”"),
        ("got", "", "“got”"),
        ("göt", "", "“got”"),
        ("göt", "en", "“got”"),
        ("THE", "en", "“the”"),
        ("Şəhər", "az", "“şəhər”"),
        ("ещё", "ru", "“ещё”"),
        ("как", "", "“как”"),
        ("ab", "", "“ab”"),
        ("a b", "", "“a b”"),
        ("👍", "", ""),
        ("***", "", ""),
        ("  ", "", ""),
    ],
)
def test_an_entry_that_would_match_ordinary_words_is_refused_with_an_example(entry, language, example):
    problem = matching.problem(entry, language, NEWSROOM)
    assert problem
    assert example in problem
    with pytest.raises(ValidationError) as refusal:
        Word(text=entry, language=language).clean()
    assert refusal.value.message_dict["text"] == [problem]


@pytest.mark.parametrize(
    ("entry", "language"),
    [("viagra", ""), ("cheap pills", ""), ("göt", "az"), ("sik", "az"), ("сволочь", "ru"), ("O'Brien", ""),
     ("re-sale", "en"), ("İSTANBUL", ""), ("əclaf", "az"), ("bank transfer", "en"), ("b2b offer", "")],
)  # fmt: skip
def test_others_are_taken(entry, language):
    assert matching.problem(entry, language, NEWSROOM) == ""
    Word(text=entry, language=language).clean()


@pytest.mark.django_db
def test_an_entry_from_before_these_rules_is_kept_shown_and_not_used(client, mina):
    Word.objects.create(text="a$$", kind=Word.Kind.BANNED)
    Word.objects.create(text="viagra", kind=Word.Kind.BANNED)
    polite = "This is a perfectly polite remark about a bridge and its users."
    assert said(polite, listed=counting.listed("en")) is None
    assert said(f"{polite} Viagra!", listed=counting.listed("en"))[0] == "spam"
    client.force_login(mina)
    page = client.get("/admin/reviews/word/").text
    assert "Not used:" in page
    assert Word.objects.count() == 2


@pytest.mark.django_db
def test_two_words_that_differ_in_letters_of_their_language_are_two_entries():
    Word.objects.create(text="sık", language="az")
    Word(text="sik", language="az").full_clean()
    with pytest.raises(ValidationError):
        Word(text="SIK", language="az").full_clean()


def test_the_first_that_decides_wins():
    assert said("short", is_open=False) == ("away", "closed", "")
    assert said(f"{GOOD} viagra thief", trap="x", listed=(BANNED, SUSPECT))[1] == "honeypot"
    assert [check.__name__ for check in CHECKS[:3]] == ["closed", "length", "rate"]


def test_every_reason_has_words_for_the_desk_and_what_turns_away_has_words_for_readers():
    reasons = {"closed", "short", "long", "rate", "links", "invisible", "alphabets", "refusals"}
    assert reasons <= {*screening.FOR_READERS}
    assert reasons <= {*screening.FOR_THE_DESK}
    assert {*Outcome} == {"away", "doubt", "spam", "hold"}


# -- what the database knows ------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestFacts:
    def facts(self, **fields):
        article = ArticleFactory()
        edition = publish(article)
        fields = {"text": GOOD, "email": "pia@reader.example", "address": "a" * 64, "network": "b" * 64} | fields
        review = Review(article=article, **fields)
        review.likeness = screening.likeness(review.text)
        return review, lambda now=NOON + timedelta(minutes=30): counting.Known(review, edition, now=now)

    def test_each_count_counts_what_it_says(self):
        review, facts = self.facts()
        ReviewFactory(article=review.article, email="other@reader.example")
        ReviewFactory(email=review.email)
        ReviewFactory(email="x@reader.example", network=review.network)
        ReviewFactory(email="y@reader.example", network=review.network, address=review.address)
        found = facts()
        assert (found.from_client, found.from_writer, found.from_network, found.under_story) == (1, 1, 2, 1)
        later = facts(now=NOON + timedelta(hours=1))
        assert (later.from_client, later.from_writer, later.from_network, later.under_story) == (0, 0, 0, 0)

    def test_what_no_moderator_gets_to_see_counts_against_its_sender_alone(self):
        review, facts = self.facts()
        for state in (Review.State.SPAM, Review.State.UNCONFIRMED):
            ReviewFactory(article=review.article, email=review.email, network="c" * 64, state=state)
        found = facts()
        assert (found.from_writer, found.from_network, found.under_story) == (0, 0, 0)
        for state in (Review.State.SPAM, Review.State.UNCONFIRMED):
            ReviewFactory(article=review.article, email=review.email, network=review.network, state=state)
        found = facts()
        assert (found.from_writer, found.from_network, found.under_story) == (2, 2, 0)

    @pytest.mark.parametrize("state", ["pending", "published", "refused", "hidden", "removed"])
    def test_what_a_moderator_saw_counts_under_the_story(self, state):
        review, facts = self.facts()
        ReviewFactory(article=review.article, email="other@reader.example", network="c" * 64, state=state)
        assert facts().under_story == 1

    def test_the_same_words_count_unless_they_were_refused(self):
        review, facts = self.facts()
        ReviewFactory(likeness=review.likeness)
        ReviewFactory(article=review.article, likeness=review.likeness, state=Review.State.REFUSED)
        assert (facts().same_here, facts().same_elsewhere) == (False, 1)
        ReviewFactory(article=review.article, likeness=review.likeness)
        assert facts().same_here

    def test_refusals_of_late_count(self, mina):
        review, facts = self.facts()
        for _ in range(2):
            moderation.decide(
                ReviewFactory(email=review.email).pk, "refuse", by=mina, reason="hate", clock=lambda: NOON
            )
        assert facts().refused == 2
        assert facts(now=NOON + timedelta(days=31)).refused == 0

    def test_words_count_in_their_language(self):
        Word.objects.create(text="Sik", language="az")
        Word.objects.create(text="Viagra", kind=Word.Kind.BANNED)
        assert {entry.text for entry in counting.listed("az")} == {"Sik", "Viagra"}
        assert counting.listed("en") == (Listed("Viagra", banned=True),)

    def test_all_checks_together_need_a_handful_of_queries(self, django_assert_num_queries):
        review, facts = self.facts()
        for number in range(20):
            ReviewFactory(email=f"{number}@reader.example")
        with django_assert_num_queries(6):  # one of them for the names of the newsroom's people
            assert screen(Post(review.text, "Pia Roe"), facts()) is None

    def test_what_is_turned_away_asks_for_no_more_than_was_needed(self, django_assert_num_queries):
        review, facts = self.facts()
        for _ in range(5):
            ReviewFactory(email=review.email)
        with django_assert_num_queries(2):
            assert screen(Post(review.text), facts()).reason == "rate"

    def test_a_discussion_is_open_or_closed_by_hand_by_date_or_by_its_section(self):
        review, facts = self.facts()
        assert facts().is_open
        section = review.article.section
        type(section).objects.update(reviews_start_closed=True)
        review, facts = self.facts()
        assert not facts().is_open
        discussion = Discussion.objects.create(article=review.article, closed=False)
        assert facts().is_open
        Discussion.objects.filter(pk=discussion.pk).update(closes_at=NOON)
        assert not facts(now=NOON).is_open
        assert facts(now=NOON - timedelta.resolution).is_open
