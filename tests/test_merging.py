# ruff: noqa: F811  (fixtures are imported by their names)
"""Two saves of one story are brought together: nothing is written over, nothing is sent back, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import conflicts
from articles.drafts.conflicts import Clash
from articles.models import Article, Autosave, Event, Revision
from newsroom.lib import comparing
from newsroom.lib.comparing import Clash as TextClash
from newsroom.lib.comparing import weave
from tests.factories import CorrespondentFactory, PhotoFactory, SectionFactory, SourceFactory, make_user
from tests.growth import too_steep
from tests.pairwise import _clashing as clashing
from tests.pairwise import pairwise
from tests.test_desk_article import LIST, Form, editor, filled, page_of, reporter, save, stored, with_line, written  # noqa: F401

# -- texts ------------------------------------------------------------------------------------------------------------

PARAGRAPHS = ["<p>One.</p>", "<p>Two. And two.</p>", "<p>Three.</p>", "<p>Four.</p>"]
texts = st.lists(
    st.sampled_from([*PARAGRAPHS, "<p>New.</p>", "<p>Two. Or two.</p>", "<p>Yes. Two.</p>"]), max_size=6
).map("".join)
many = st.lists(st.integers(0, 30).map("<p>Number {}. And more.</p>".format), max_size=30).map("".join)
bases = st.just("".join(PARAGRAPHS)) | texts


def every_word(parts):
    return "".join("".join(part[1:]) if isinstance(part, TextClash) else part for part in parts)


def chosen(parts, side):
    return "".join(getattr(part, side) if isinstance(part, TextClash) else part for part in parts)


@given(bases, texts)
def test_who_alone_changed_a_text_has_it_as_they_wrote_it(base, text):
    assert weave(base, base, text) == weave(base, text, base) == weave(base, text, text) == ([text] if text else [])


@given(bases, texts, texts)
def test_nothing_that_either_put_in_is_lost(base, theirs, mine):
    woven = every_word(weave(base, theirs, mine))
    for text in (theirs, mine):
        for sentence in ("One.", "New.", "Or two.", "Yes."):
            if sentence in text and sentence not in base:
                assert sentence in woven


@given(bases, texts, texts)
def test_nothing_comes_back_that_one_took_out_and_the_other_left(base, theirs, mine):
    parts = weave(base, theirs, mine)
    for sentence in ("Four.", "New."):
        if sentence in base and sentence not in theirs + mine:
            assert sentence not in every_word(parts)


@given(bases | many, texts | many, texts | many)
def test_the_sweep_agrees_with_the_plain_definition(base, theirs, mine):
    assert weave(base, theirs, mine) == pairwise(base, theirs, mine)
    assert weave(None, theirs, mine) == pairwise(None, theirs, mine)


@given(st.data())
def test_also_where_edits_reach_over_each_other(data):
    base = [f"piece {n}. " if n % 3 else f"piece {n}.\n" for n in range(20)]
    edits, ours = (_some_edits(data) for _side in range(2))
    spans = comparing._clashing(base, edits, ours, certain=True)
    assert spans == clashing(base, edits, ours, certain=True)


def _some_edits(data):
    """Edits as one side makes them: in order, apart, or one for one side by side."""
    places = sorted(data.draw(st.sets(st.integers(0, 20), max_size=10)))
    edits, done = [], -1
    for start, end in zip(places, [*places[1:], 20], strict=False):
        if start > done:
            end = data.draw(st.integers(start, end))
            edits.append((start, end, (data.draw(st.sampled_from("ab")),)))
            done = end
    return edits


FEW = 250  # paragraphs or sentences, and eight times as many


@pytest.mark.parametrize(
    "change",
    [
        lambda n, side: f"<p>{side} {n}.</p>",
        lambda n, side: f"<p>{side} {n}.</p>" if n % 2 else f"<p>Was {n}.</p>",
        lambda n, side: f"<p>{side} {n}.</p>" if n % 4 == (side == "Mine") else f"<p>Was {n}.</p>",
        lambda n, side: f"<p>Was {n}.</p><p>{side}.</p>",
        lambda n, side: "" if n % 2 else f"<p>{side} {n}.</p>",
    ],
    ids=["every paragraph", "every other one", "not the same ones", "one put in behind each", "every other one gone"],
)
def test_a_long_text_that_both_changed_is_woven_in_time_that_is_in_proportion(change):
    def sides(size):
        base = "".join(f"<p>Was {n}.</p>" for n in range(size))
        return base, *("".join(change(n, side) for n in range(size)) for side in ("Theirs", "Mine"))

    base, theirs, mine = sides(FEW)
    assert chosen(weave(base, theirs, mine), "mine").count("Mine") == mine.count("Mine")
    assert too_steep(lambda texts: weave(*texts), sides, FEW) == ""


def test_one_paragraph_of_many_sentences_too():
    def sides(size):
        base = "<p>" + "".join(f"Was {n}. " for n in range(size)) + "</p>"
        return base, base.replace("Was 1", "Theirs 1"), base.replace("Was 2", "Mine 2")

    assert len(weave(*sides(FEW))) == 1
    assert too_steep(lambda texts: weave(*texts), sides, FEW) == ""


@pytest.mark.parametrize(("count", "clashes"), [(conflicts.MOST, conflicts.MOST), (conflicts.MOST + 1, 1)])
def test_texts_that_are_too_different_are_chosen_as_wholes(count, clashes):
    sides = (
        "".join(f"<p>{word} {n}.</p><p>Stays {n}.</p>" for n in range(count)) for word in ("Was", "Theirs", "Mine")
    )
    base, theirs, mine = sides
    field = conflicts.text("body", base, theirs, mine)
    assert len(field.clashes) == clashes
    assert field.too_different == (clashes == 1)
    assert field.chosen(clash.mine for clash in field.clashes) == mine
    assert field.chosen(clash.theirs for clash in field.clashes) == theirs


@given(texts, texts)
def test_without_a_base_the_choice_is_between_the_two_texts(theirs, mine):
    parts = weave(None, theirs, mine)
    assert (chosen(parts, "theirs"), chosen(parts, "mine")) == (theirs, mine)


def test_a_clash_is_of_the_paragraph_and_leaves_the_others_alone():
    base = "<p>One. Two.</p><p>Three.</p><p>Four.</p>"
    parts = weave(base, "<p>Uno. Two.</p><p>Drei.</p><p>Four.</p>", "<p>Une. Two.</p><p>Three.</p><p>Vier.</p>")
    assert parts == [
        TextClash("<p>One. Two.</p>", "<p>Uno. Two.</p>", "<p>Une. Two.</p>"), "<p>Drei.</p><p>Vier.</p>"
    ]  # fmt: skip


def test_a_change_that_reaches_into_a_clash_belongs_to_it():
    base, theirs = "<p>One. Two. Three.</p><p>Four.</p>", "<p>Uno. Two. Three.</p><p>Four.</p>"
    assert weave(base, theirs, "<p>Une. Two. Quatre.</p>") == [TextClash(base, theirs, "<p>Une. Two. Quatre.</p>")]


# -- values, names, lines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "parts"),
    [
        ("a", "a", "b", ("b",)),
        ("a", "b", "a", ("b",)),
        ("a", "b", "b", ("b",)),
        ("a", "b", "c", (Clash("a", "b", "c"),)),
        ("a", "", "c", (Clash("a", "", "c"),)),
        (None, "b", "b", ("b",)),
        (None, "b", "c", (Clash(None, "b", "c"),)),
    ],
)
def test_a_value_is_whose_changed_it(base, theirs, mine, parts):
    assert conflicts.whole("kind", base, theirs, mine).parts == parts


def test_names_are_added_and_taken_out_by_both():
    field = conflicts.names("tags", ["Energy", "Roads", "Old"], ["Energy", "Roads", "Rail"], ["Energy", "Old", "Sea"])
    assert field.chosen([]) == ["Energy", "Rail", "Sea"]


ROWS = {"a": {"role": "1"}, "b": {"role": "2"}, "c": {"role": "3"}}


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        (ROWS, {"a": {"role": "9"}}, {"a": {"role": "9"}}),
        (ROWS | {"d": {}}, ROWS | {"e": {}}, ROWS | {"e": {}, "d": {}}),
        ({"a": {"role": "9"}, "c": ROWS["c"]}, ROWS | {"e": {}}, {"a": {"role": "9"}, "c": ROWS["c"], "e": {}}),
        (ROWS | {"d": {}}, {key: ROWS[key] for key in "cba"}, {key: ROWS[key] for key in "cba"} | {"d": {}}),
    ],
)
def test_lines_of_both_stand_in_the_order_that_somebody_gave_them(theirs, mine, together):
    field = conflicts.rows("bylines", ROWS, theirs, mine)
    assert field.clashes == []
    assert field.chosen([]) == together
    assert {*field.chosen([])} == {*together}


def test_of_one_line_each_may_change_a_column():
    base = {"a": {"statement": "It rains.", "address": ""}}
    theirs, mine = {"a": {"statement": "It rained.", "address": ""}}, {"a": {"statement": "It rains.", "address": "x"}}
    assert conflicts.rows("citations", base, theirs, mine).chosen([]) == {
        "a": {"statement": "It rained.", "address": "x"}
    }


def test_a_line_that_one_changed_and_the_other_took_out_is_a_clash():
    field = conflicts.rows("bylines", ROWS, {key: ROWS[key] for key in "ab"}, ROWS | {"c": {"role": "9"}})
    assert field.clashes == [Clash({"role": "3"}, None, {"role": "9"})]
    assert field.chosen([None]) == {key: ROWS[key] for key in "ab"}


# -- at the desk ------------------------------------------------------------------------------------------------------


def chooses(client, response, go="", **choices):
    """What the merge page posts: all it holds, and a choice for each clash."""
    data = MergeForm(response.text).values | choices | ({"_form": "1"} if go else {})
    return client.post(response.request["PATH_INFO"], data)


class MergeForm(Form):
    """What the merge page sends if nothing is chosen."""

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(
            tag, [*attrs, ("id", "article_form")] if "merge" in dict(attrs).get("class", "") else attrs
        )


def both_save(reporter, editor, article, mine, theirs):
    """Nora opens the story, Omar saves it, Nora saves: what she is shown."""
    typed = filled(reporter.get(page_of(article))) | mine
    assert save(editor, article, **theirs).status_code == 302
    return reporter.post(page_of(article), typed)


BODY = "<p>One. Two.</p><p>Three.</p>"


@pytest.mark.django_db
class TestAtTheDesk:
    def test_what_does_not_clash_is_together_by_itself(self, reporter, editor, written):
        article = written(body=BODY)
        page = both_save(
            reporter, editor, article,
            {"headline": "Nora's", "body": "<p>One. Two.</p><p>Three, says Nora.</p>", "tags": "Roads"},
            {"kind": "feature", "body": "<p>One, says Omar. Two.</p><p>Three.</p>", "tags": "Energy, Rail"},
        )  # fmt: skip
        assert page.status_code == 200
        assert "omar saved this story after you opened it" in page.text
        assert "Choose" not in page.text
        assert stored(article).headline == "Council meets in Quba"  # nothing is saved before it was seen
        assert chooses(reporter, page).status_code == 302
        saved = stored(article)
        assert (saved.headline, saved.kind, saved.version) == ("Nora's", "feature", 3)
        assert saved.body == "<p>One, says Omar. Two.</p><p>Three, says Nora.</p>"
        assert {*saved.tags.names()} == {"Roads", "Rail"}  # what Nora took out stays out

    def test_every_field_of_the_form_is_brought_together(self, reporter, editor, written):
        article = written()
        rauf, ministry = CorrespondentFactory(name="Rauf", slug="rauf"), SourceFactory(name="Ministry of Roads")
        section, photo = SectionFactory(name="Culture"), PhotoFactory()
        typed = filled(reporter.get(page_of(article))) | {
            "photo": photo.pk, "dateline_on": "2024-04-28", "citations-0-address": "https://ministry.example/",
        }  # fmt: skip
        typed = with_line(typed, "bylines", correspondent=rauf.pk, role="in Quba", position=1)
        theirs = filled(editor.get(page_of(article))) | {
            "section": section.pk, "dateline": "Quba", "citations-0-statement": "other words",
        }  # fmt: skip
        theirs = with_line(theirs, "citations", source=ministry.pk, kind="document", statement="", position=1)
        assert editor.post(page_of(article), theirs).status_code == 302
        assert chooses(reporter, reporter.post(page_of(article), typed)).status_code == 302
        saved = stored(article)
        assert (saved.section, saved.photo, saved.dateline, str(saved.dateline_on)) == (
            section,
            photo,
            "Quba",
            "2024-04-28",
        )
        assert [*saved.bylines.values_list("correspondent__name", "role")] == [
            ("Leyla Həsənova", ""), ("Rauf", "in Quba"),
        ]  # fmt: skip
        assert [*saved.citations.values_list("statement", "address", "source__name")] == [
            ("other words", "https://ministry.example/", "Ministry of Energy"), ("", "", "Ministry of Roads"),
        ]  # fmt: skip

    def test_a_line_that_was_taken_out_meanwhile_stays_out(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's"}, {"citations-0-DELETE": "on"})
        assert chooses(reporter, page).status_code == 302
        assert (stored(article).headline, article.citations.count()) == ("Nora's", 0)

    def test_a_line_that_is_taken_out_now_goes(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"citations-0-DELETE": "on"}, {"headline": "Omar's"})
        assert chooses(reporter, page).status_code == 302
        assert (stored(article).headline, article.citations.count()) == ("Omar's", 0)

    @pytest.mark.parametrize(("choice", "left"), [("theirs", ["other words"]), ("mine", [])])
    def test_a_line_that_one_took_out_and_the_other_changed_is_asked_about(
        self, choice, left, reporter, editor, written
    ):
        article = written()
        page = both_save(
            reporter, editor, article, {"citations-0-DELETE": "on"}, {"citations-0-statement": "other words"}
        )
        assert "(empty)" in page.text
        assert chooses(reporter, page, **{"_choose-citations-0": choice}).status_code == 302
        assert [*article.citations.values_list("statement", flat=True)] == left

    @pytest.mark.parametrize(
        ("choice", "headline"),
        [("mine", "Nora's"), ("theirs", "Omar's"), ("hand", "Both of us")],
    )
    def test_a_clash_is_decided_by_whoever_saves_last(self, choice, headline, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's"}, {"headline": "Omar's"})
        assert page.text.count("Choose one:") == 1
        answers = {"_choose-headline-0": choice, "_hand-headline-0": "Both of us"}
        assert chooses(reporter, page, **answers).status_code == 302
        assert stored(article).headline == headline

    @pytest.mark.parametrize(
        ("field", "mine", "theirs", "both"),
        [
            ("headline", "Nora's", "Omar's", "Omar's – Nora's"),
            ("standfirst", "Nora's.", "Omar's.", "Omar's.\nNora's."),
            ("editors_note", "Nora's", "Omar's", "Omar's\nNora's"),
        ],
    )
    def test_both_are_taken_with_mine_second(self, field, mine, theirs, both, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {field: mine}, {field: theirs})
        assert chooses(reporter, page, **{f"_choose-{field}-0": "both"}).status_code == 302
        assert getattr(stored(article), field) == both
        assert not Autosave.objects.exclude(fields=None).exists(), "nothing of mine was left out"

    @pytest.mark.parametrize(
        ("field", "mine", "theirs"),
        [("kind", "feature", "analysis"), ("dateline_on", "2024-04-27", "2024-04-28"), ("slug", "mine", "theirs"),
         ("headline", "N" * 150, "O" * 150)],
    )  # fmt: skip
    def test_where_both_makes_no_sense_it_is_not_offered_nor_taken(
        self, field, mine, theirs, reporter, editor, written
    ):
        article = written()
        page = both_save(reporter, editor, article, {field: mine}, {field: theirs})
        assert f'name="_choose-{field}-0" value="theirs"' in page.text
        assert f'name="_choose-{field}-0" value="both"' not in page.text
        assert chooses(reporter, page, **{f"_choose-{field}-0": "both"}).status_code == 200
        assert str(getattr(stored(article), field)) == theirs

    def test_a_paragraph_is_written_another_way_too(self, reporter, editor, written):
        article = written(body="<h2>Old</h2><p>Old words stay. Two.</p><p>Three.</p>")
        page = both_save(
            reporter, editor, article,
            {"body": "<h2>Nora</h2><p>Nora's words stay. Two.</p><p>Three.</p>"},
            {"body": "<h2>Omar</h2><p>Omar's words stay. Two.</p><p>Three.</p>"},
        )  # fmt: skip
        answers = {"_choose-body-0": "hand", "_hand-body-0": "Ours\r\n\r\nOur words, <b>&\r\n\r\nMore."}
        assert chooses(reporter, page, **answers).status_code == 302
        body = "<h2>Ours</h2><p>Our words, &lt;b&gt;&amp;</p><p>More.</p><p>Three.</p>"
        assert stored(article).body == body

    def test_my_paragraph_left_as_it_was_keeps_its_links(self, reporter, editor, written):
        article = written(body=BODY)
        mine = '<p>One by <a href="/latest/">Nora</a>. Two.</p><p>Three.</p>'
        page = both_save(reporter, editor, article, {"body": mine}, {"body": "<p>One by Omar. Two.</p><p>Three.</p>"})
        assert "Links and bold text are lost here" in page.text
        words = page.context["fields"][0]["clashes"][0]["hand"]
        chooses(reporter, page, **{"_choose-body-0": "hand", "_hand-body-0": words})
        assert 'href="/latest/"' in stored(article).body

    def test_a_part_of_a_list_is_not_written_another_way_here(self, reporter, editor, written):
        article = written(body="<ul><li>One</li><li>Two</li></ul>")
        page = both_save(
            reporter, editor, article, {"body": "<ul><li>Nora</li><li>Two</li></ul>"},
            {"body": "<ul><li>Omar</li><li>Two</li></ul>"},
        )  # fmt: skip
        assert "_hand-body-0" not in page.text
        assert chooses(reporter, page, **{"_choose-body-0": "hand"}).status_code == 200

    def test_the_words_that_differ_are_marked_on_each_side(self, reporter, editor, written):
        article = written(body="<p>The council met on Sunday for two hours.</p>")
        page = both_save(
            reporter, editor, article, {"body": "<p>The council met on Sunday for three hours.</p>"},
            {"body": "<p>The council met on Monday for two hours.</p>"},
        )  # fmt: skip
        assert "for <del>two</del> <ins>three</ins> hours." in page.text
        assert "met on <del>Sunday</del> <ins>Monday</ins> for two" in page.text

    def test_of_a_text_one_chooses_paragraph_by_paragraph(self, reporter, editor, written):
        article = written(body=BODY)
        page = both_save(
            reporter, editor, article,
            {"body": "<p>One by Nora. Two.</p><p>Three by Nora.</p>"},
            {"body": "<p>One by Omar. Two.</p><p>Three.</p>"},
        )  # fmt: skip
        assert chooses(reporter, page, **{"_choose-body-0": "both"}).status_code == 302
        assert stored(article).body == "<p>One by Omar. Two.</p><p>One by Nora. Two.</p><p>Three by Nora.</p>"

    def test_without_a_choice_nothing_is_saved_and_it_is_asked_again(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's"}, {"headline": "Omar's"})
        for choice in ({}, {"_choose-headline-0": "everything"}, {"_choose-headline-0": ""}):
            again = chooses(reporter, page, **choice)
            assert again.status_code == 200
            assert "Choose one:" in again.text
        assert stored(article).headline == "Omar's"

    def test_a_third_save_in_between_is_asked_about_too(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's"}, {"headline": "Omar's"})
        save(editor, article, headline="Omar's again")
        again = chooses(reporter, page, **{"_choose-headline-0": "hand", "_hand-headline-0": "Both of us"})
        assert again.status_code == 200
        assert "saved again while you were choosing" in again.text
        assert "Both of us" in again.text  # what was written by hand is not lost either
        assert chooses(reporter, again, **{"_choose-headline-0": "theirs"}).status_code == 302
        assert stored(article).headline == "Omar's again"

    def test_both_texts_are_kept(self, reporter, editor, nora, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's"}, {"headline": "Omar's"})
        assert Autosave.objects.unsaved().get().fields["headline"] == ["Nora's"]  # while it is being chosen
        chooses(reporter, page, **{"_choose-headline-0": "theirs"})
        assert not Autosave.objects.unsaved().exists()
        assert Autosave.objects.of(nora).exclude(fields=None).get().fields["headline"] == ["Nora's"]
        assert Revision.objects.get(article=article, version=2).content["headline"] == "Omar's"

    def test_the_journal_says_that_it_was_brought_together_and_from_what(self, reporter, editor, nora, written):
        article = written()
        page = both_save(
            reporter, editor, article, {"headline": "Nora's", "dateline": "Quba"}, {"headline": "Omar's"}
        )  # fmt: skip
        chooses(reporter, page, **{"_choose-headline-0": "theirs"})
        event = Event.objects.about(article).get(verb="merge")
        assert (event.by, event.detail["seen"], event.detail["onto"], event.detail["left_out"]) == (
            nora,
            1,
            2,
            ["headline"],
        )
        assert Revision.objects.get(event=event).content["dateline"] == "Quba"

    def test_one_may_go_on_writing_with_what_came_together(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's"}, {"dateline": "Quba"})
        form = reporter.get(chooses(reporter, page, go="form").url)
        back = filled(form)
        assert (back["headline"], back["dateline"], back["seen_version"]) == ("Nora's", "Quba", "2")
        assert stored(article).headline == "Council meets in Quba"
        assert reporter.post(page_of(article), back).status_code == 302
        assert (stored(article).headline, stored(article).dateline) == ("Nora's", "Quba")

    def test_what_is_wrong_in_it_is_said_on_the_form_and_can_be_mended_there(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"slug": "not a slug"}, {"dateline": "Quba"})
        form = chooses(reporter, page)
        assert form.status_code == 200
        assert (filled(form)["slug"], filled(form)["dateline"], filled(form)["seen_version"]) == (
            "not a slug",
            "Quba",
            "2",
        )
        assert reporter.post(page_of(article), filled(form) | {"slug": "a-slug"}).status_code == 302

    def test_of_an_unknown_version_everything_that_differs_is_asked(self, reporter, editor, written):
        article = written()
        Article.objects.filter(pk=article.pk).update(version=7)
        typed = filled(reporter.get(page_of(article))) | {"headline": "Nora's", "seen_version": "3"}
        page = reporter.post(page_of(article), typed)
        assert "is no longer stored" in page.text
        assert page.text.count("Choose one:") == 1
        chooses(reporter, page, **{"_choose-headline-0": "mine"})
        assert stored(article).headline == "Nora's"

    def test_save_and_submit_still_submits_after_a_merge(self, reporter, editor, written):
        article = written()
        page = both_save(reporter, editor, article, {"headline": "Nora's", "_submit": "1"}, {"dateline": "Quba"})
        chooses(reporter, page)
        assert stored(article).state == "submitted"

    def test_the_name_of_an_unnamed_source_is_in_no_journal(self, reporter, editor, written):
        article = written(citing=[SourceFactory(kind="unnamed", name="Zqsecret", attribution="an official")])
        page = both_save(
            reporter, editor, article, {"citations-0-statement": "mine"}, {"citations-0-statement": "theirs"}
        )  # fmt: skip
        chooses(reporter, page, **{"_choose-citations-0": "theirs"})
        assert "Zqsecret" not in str([*Event.objects.values(), *Revision.objects.values()])

    def test_who_may_not_edit_is_shown_no_merge(self, reporter, editor, written, client):
        article = written()
        typed = filled(reporter.get(page_of(article)))
        save(editor, article, headline="Omar's")
        client.force_login(make_user("ada", "Journalists"))
        assert client.post(page_of(article), typed).status_code == 403
