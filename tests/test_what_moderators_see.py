"""Moderators see of stories what readers see: a word of its own stands in every hidden text, and they come across none.

Every address of the desk is asked for every row there is, by GET and by POST; so are its searches and suggestions.
"""

import re
from collections import defaultdict
from datetime import timedelta
from itertools import chain

import pytest
from django.contrib import admin as desk
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from articles.desk import notifications
from articles.models import (
    AboutPage,
    Act,
    Article,
    Autosave,
    Correspondent,
    Document,
    Edition,
    Event,
    Photo,
    PreviewLink,
    Source,
    Tag,
)
from articles.models.notice import Kind
from newsroom.lib import clock
from reviews import posting
from reviews.models import Report, Review, Word
from sections.models import Arrangement, Banner, Section
from tests.factories import NOON, ReviewFactory, make_user, send_mail
from tests.test_desk_roles import GET, POST
from tests.test_no_leaks import FATES, fronts, hidden_words, make

pytestmark = pytest.mark.django_db

PLACE = re.compile(r"{(\w+)}")
STORIES = ("own", "other", "named", "asked", "wire", "own_brief", "other_brief", "live", "coming", "nothing")
ROWS = {
    **dict.fromkeys(STORIES, Article), "edition": Edition, "act": Act, "event": Event, "source": Source,
    "secret": Source, "photo": Photo, "document": Document, "tag": Tag, "correspondent": Correspondent,
    "house": AboutPage, "section": Section, "planned": Arrangement, "banner": Banner, "review": Review, "word": Word,
    "user": User, "boss": User, "group": Group, "typed": Autosave, "own_link": PreviewLink, "other_link": PreviewLink,
}  # fmt: skip
MOST = 6  # rows of one kind; stories and their editions all
SAID = {f"zq{fate}{more}" for fate in FATES for more in ("", "note", "told")} | {"zqbanner"}


@pytest.fixture(scope="class")
def hidden(kept) -> dict[str, Article]:
    """A story of every fate, each reviewed by readers; and one that its moderator once wrote."""
    stories, mina = {fate: make(fate) for fate in FATES}, make_user("mina", "Moderators")
    for fate, story in stories.items():
        for state in (Review.State.PENDING, Review.State.PUBLISHED, Review.State.HIDDEN):
            ReviewFactory(article=story, state=state, text=f"A reader's view of it, {state}.", kind="error")
        Event.objects.write("note", story, by=mina, reason=f"zq{fate}note")
        notifications.tell(Kind.MENTIONED, story, by=None, people=[mina], words=f"zq{fate}told")
        Report.objects.create(review=story.reviews.first(), reason="other", at=NOON)
    Autosave.objects.create(
        user=mina, article=stories["draft"], opened_at=NOON, typed_at=NOON, fields={"headline": ["zqtyped"]}
    )
    Word.objects.create(text="cheap pills")
    fronts(stories, make_user("judge", is_superuser=True))
    return stories


@pytest.fixture
def mina(hidden) -> User:
    return User.objects.get(username="mina")


@pytest.fixture
def moderator(mina) -> Client:
    client = Client()
    client.force_login(mina)
    return client


def addresses(lines) -> set[str]:
    """Every address of the table, for every row that there is."""
    keys = {}
    for name, model in ROWS.items():
        most = None if model in {Article, Edition} else MOST
        keys[name] = [*model.objects.values_list("pk", flat=True)[:most]] or [1]
    keys["uid"] = [*Photo.objects.values_list("uid", flat=True)[:MOST]]
    keys["edition_type"] = [ContentType.objects.get_for_model(model).pk for model in desk.site._registry]
    found = set()
    for line in lines:
        names = [name for name in PLACE.findall(line) if name in keys]
        longest = max((len(keys[name]) for name in names), default=1)
        for number in range(longest):
            given = defaultdict(lambda: 1, {name: keys[name][number % len(keys[name])] for name in names})
            found.add(f"/admin/{line.format_map(given)}")
    return found


def shown_to(client: Client, paths, **how) -> dict[str, set[str]]:
    """The hidden words in the answers, by address."""
    method = client.post if how.pop("post", False) else client.get
    seen = {}
    for path in sorted(paths):
        with transaction.atomic():
            if words := hidden_words(method(path, **how), path) & SAID:  # not the chance letters of a token
                seen[path] = words
            transaction.set_rollback(True)
    return seen


class TestTheDesk:
    def test_no_page_of_the_desk_shows_a_moderator_what_is_hidden(self, moderator):
        assert shown_to(moderator, addresses(GET)) == {}

    def test_nor_does_any_answer_to_what_is_posted(self, moderator):
        assert shown_to(moderator, addresses(POST), post=True, data={"post": "yes", "note": "Because."}) == {}

    def test_the_way_to_the_site_tells_no_address_of_what_is_hidden(self, moderator):
        ways = {f"/admin/r/{kind}/{pk}/" for kind, pk in rows_with_an_address()}
        assert shown_to(moderator, ways) == {}
        odd = {path.replace("/r/", "/r/+") for path in ways} | {path.replace("/r/", "/r/0") for path in ways}
        assert shown_to(moderator, odd) == {}

    def test_nor_do_lists_and_searches(self, moderator):
        lists = [
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for model in desk.site._registry
        ]
        asked = {f"{path}?q={word}" for path in [*lists, "/admin/search/"] for word in ("council", "quba", "story")}
        asked |= {f"/admin/search/?extended=1&s={word}" for word in ("council", "story", "review")}
        assert shown_to(moderator, asked) == {}

    def test_nor_do_suggestions(self, moderator):
        asked = {
            f"/admin/autocomplete/?app_label={field.model._meta.app_label}&model_name={field.model._meta.model_name}"
            f"&field_name={field.name}&term={word}"
            for model in [*desk.site._registry, *through()]
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey | models.ManyToManyField)
            for word in ("", "council", "person")
        }
        assert shown_to(moderator, asked) == {}

    def test_what_a_moderator_works_with_is_there(self, moderator, hidden):
        """The walk above would also be content with a desk that shows nothing."""
        queue = moderator.get("/admin/reviews/review/queue/").text
        assert "A reader&#x27;s view of it, pending." in queue
        assert "Council meets in Quba" in queue
        assert "(a story that is not published)" in queue
        assert "Council meets in Quba" in moderator.get("/admin/reviews/review/").text

    @pytest.mark.parametrize("fate", ["draft", "embargoed", "upcoming", "withdrawn", "ended", "spiked", "cancelled"])
    def test_the_discussion_of_a_story_that_is_not_on_the_site_is_no_business_of_a_moderator(
        self, fate, moderator, hidden, omar
    ):
        path = f"/admin/reviews/review/discussion/{hidden[fate].pk}/"
        assert moderator.get(path).status_code == 403
        assert moderator.post(path, {"closed": "yes"}).status_code == 403
        editor = Client()
        editor.force_login(omar)
        assert editor.get(path).status_code == 200, "an editor closes it before it is public"

    @pytest.mark.parametrize("fate", ["update", "rewritten"])
    def test_under_a_live_story_a_moderator_sees_the_headline_that_readers_see(self, fate, moderator, hidden):
        page = moderator.get(f"/admin/reviews/review/discussion/{hidden[fate].pk}/").text
        assert "Council meets in Quba" in page

    def test_a_moderator_is_told_of_a_held_review_without_the_headline_of_a_draft(self, moderator, mina, hidden):
        review = ReviewFactory(article=hidden["rewritten"], text="Look at this", screening="linked", matched="x")
        with transaction.atomic():
            posting.tell_moderators(review, now=clock.now())
        page = moderator.get("/admin/notices/")
        assert "Look at this" in page.text
        assert hidden_words(page) & SAID == set()
        send_mail(clock=lambda: clock.now() + timedelta(minutes=5))
        (sent,) = [one for one in mail.outbox if one.to == [mina.email]]
        assert "Look at this" in sent.body
        assert "zq" not in f"{sent.subject} {sent.body}"

    def test_an_editor_still_sees_the_draft(self, hidden, omar):
        editor = Client()
        editor.force_login(omar)
        review = hidden["draft"].reviews.first()
        assert "zqdraft" in editor.get(f"/admin/reviews/review/{review.pk}/change/").text


def through() -> list[type[models.Model]]:
    return [
        *{
            field.related_model
            for model in desk.site._registry
            for field in model._meta.get_fields()
            if field.one_to_many
        }
    ]


def rows_with_an_address():
    kinds = (model for model in desk.site._registry if hasattr(model, "get_absolute_url"))
    kinds = chain(kinds, [Article, Edition, Tag, Correspondent, AboutPage])
    return {
        (ContentType.objects.get_for_model(kind).pk, pk)
        for kind in kinds
        for pk in kind.objects.values_list("pk", flat=True)
    }
