"""Control characters become spaces in every text field, whichever way a text arrives; NUL is an error nowhere."""

import pytest
from django import forms
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.db import models
from django.urls import reverse

from articles import publishing
from articles.drafts import autosave
from articles.models import Act, Article, Correspondent, Edition, Source, Tag
from articles.publishing import replay
from newsroom.accounts.invitations import JoinForm
from newsroom.accounts.profile import ProfileForm
from newsroom.lib import fields
from sections.models import Section
from tests.factories import IMPORT, ArticleFactory, publish

APPS = [apps.get_app_config(label) for label in ("articles", "sections", "reviews", "newsroom")]
TEXTS = (models.CharField, models.TextField)
FIELDS = [
    field
    for app in APPS
    for model in app.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, TEXTS)
]
DIRTY = "a\x00b\x0bc\x0cd\x85e\u2028f\ufeffg\ud800h"


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_no_text_field_lets_a_control_character_through(field):
    """What a new field must be: one of newsroom/lib/fields.py."""
    row = field.model(**{field.attname: DIRTY})
    for stored in (field.pre_save(row, add=True), field.get_prep_value(DIRTY), getattr(row, field.attname)):
        assert stored == "a b c d e f g h"


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_what_the_form_of_a_field_gives_is_clean_or_refused(field):
    form_field = field.formfield()
    if not isinstance(form_field, forms.CharField):
        return  # a choice of what is there
    if isinstance(field, models.SlugField | models.EmailField | models.URLField):
        with pytest.raises(forms.ValidationError):
            form_field.clean("a\x00b\x0bc")
    else:
        assert form_field.clean("a\x00b\x0bc") == "a b c"


def test_no_migration_knows_of_our_fields():
    assert fields.CharField(max_length=3).deconstruct()[1] == "django.db.models.CharField"
    assert fields.URLField().deconstruct()[1] == "django.db.models.URLField"


@pytest.mark.django_db
class TestTheWayIn:
    def test_a_save_tells_the_row_what_was_stored(self):
        source = Source.objects.create(name="Jane\x0bRoe", note="one\x0btwo\r\nthree")
        assert (source.name, source.note) == ("Jane Roe", "one two\nthree")
        source.refresh_from_db()
        assert (source.name, source.note) == ("Jane Roe", "one two\nthree")

    def test_updates_and_bulk_inserts_too(self):
        Section.objects.bulk_create([Section(name="World\x00news", slug="world")])
        assert Section.objects.get(slug="world").name == "World news"
        Section.objects.update(name="\ufeffWorld\x0c\x0b")
        assert Section.objects.get(slug="world").name == "World"

    def test_a_lookup_finds_what_was_stored(self):
        Source.objects.create(name="Jane\x0bRoe")
        assert Source.objects.filter(name="Jane\x00Roe").exists()

    def test_tags_are_one_however_they_came(self):
        assert len({Tag.objects.named(name) for name in ("gas\x00prices", "gas\x0bprices", "gas prices")}) == 1

    def test_the_headline_of_a_story_is_a_line(self):
        article = ArticleFactory(headline="\u202eCouncil\x0bmeets\nin Quba")
        assert article.headline == "Council meets in Quba"

    @pytest.mark.parametrize("model", [User, Group])
    def test_names_of_accounts_and_roles(self, model, rf, admin_user):
        request = rf.get("/")
        request.user = admin_user
        form = site.get_model_admin(model).get_form(request, obj=model(pk=1), change=True)
        names = {"first_name", "last_name", "name"} & {*form.base_fields}
        assert names
        assert {form.base_fields[name].clean("Jane\x0bRoe\x00") for name in names} == {"Jane Roe"}

    @pytest.mark.parametrize("form", [JoinForm, ProfileForm])
    def test_names_that_people_give_themselves(self, form):
        assert form.base_fields["first_name"].clean("Jane\x0bRoe\x00") == "Jane Roe"

    def test_what_was_autosaved_comes_back_clean(self):
        typed = autosave.typed_of({"headline": ["a\x0bb"], "body": ["<p>a\x00b\ud800</p>"]})
        assert typed == {"headline": ["a b"], "body": ["<p>a b </p>"]}


@pytest.mark.django_db
class TestWhatIsSealed:
    def test_a_reason_and_a_note_are_sealed_as_they_are_stored(self, omar):
        first = publish()
        article = Article.objects.get(pk=first.article_id)
        Article.objects.filter(pk=article.pk).update(headline="Another")
        publishing.publish(
            article.pk, by=IMPORT, change="correction", note="one\x0btwo", reason="three\x00four"
        )  # fmt: skip
        publishing.withdraw(article.pk, by=omar, reason="five\x0bsix\x85")
        assert Edition.objects.last().note == "one two"
        assert [act.reason for act in Act.objects.order_by("number")][1:] == ["three four", "five six "]
        assert [fault for story in replay.stories(only=article.pk) for fault in replay.faults(story)] == []

    def test_a_text_from_before_is_tidied_when_it_is_published(self):
        article = ArticleFactory()
        models.QuerySet(Article).filter(pk=article.pk).update(standfirst=models.Value("old\x0btext"))
        edition = publish(article)
        edition.refresh_from_db()
        assert edition.standfirst == "old text"


@pytest.mark.django_db
class TestNul:
    """PostgreSQL refuses it in every value: without care each of these is an error 500 there."""

    @pytest.mark.parametrize("query", ["q=a%00b", "q=%00", "before=%00", "section=%00&sort=%00", "page=%00&%00=1"])
    def test_readers_pages_take_it_for_a_space(self, query, client):
        publish()
        for path in ("/", "/latest/", "/search/", "/politics/", "/correspondents/", "/corrections/"):
            assert client.get(f"{path}?{query}").status_code in {200, 301, 302, 400, 404}, path

    def test_every_list_of_the_desk_takes_it_for_a_space(self, client, admin):
        client.force_login(admin)
        for model in site._registry:
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for query in ("q=a%00b", "o=%00", "p=%00", "id__exact=%00", "_changelist_filters=q%3D%2500"):
                assert client.get(f"{path}?{query}").status_code in {200, 302, 400, 403}, (path, query)

    def test_a_cookie_with_it_opens_no_session(self, client):
        client.cookies["sessionid"] = "abcdefghij\x00"
        assert client.get("/admin/").status_code == 302

    def test_a_path_with_it_leads_nowhere(self, client, admin):
        client.force_login(admin)
        for path in ("/%00", "/politics/%00/", "/politics/2024/04/28/%00/", "/topics/%00/", "/media/a/%00",
                     "/admin/articles/article/%00/change/", "/correspondents/%00/", "/admin/as-of/%00/"):  # fmt: skip
            assert client.get(path).status_code in {301, 302, 404}, path


@pytest.mark.django_db
def test_a_slug_is_made_of_a_clean_name():
    Correspondent.objects.create(name="Leyla\x0bHəsənova")
    assert Correspondent.objects.get().slug == "leyla-hesenova"
