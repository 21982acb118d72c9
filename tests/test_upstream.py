"""What we rely on in other people's code though they never promised it: each in one module of ours, each tested here.

Where one of these tests fails after an upgrade, its message says what changed and which module of ours to adapt.
"""

import ast
import inspect
import re
import smtplib
import textwrap
from pathlib import Path

import pytest
from csp import utils as csp
from csp.middleware import CSPMiddleware, PolicyParts
from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList as PlainChangeList
from django.contrib.auth import forms as auth_forms
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.models.fields.files import ImageFieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django_prose_editor import widgets
from storages.backends.s3 import S3Storage
from taggit.managers import _TaggableManager

from articles.desk.editor import StoryEditor
from articles.desk.listing import Listing
from articles.models import Article
from newsroom.lib import lazy, paging, theme
from tests.factories import NOON, ArticleFactory
from tests.test_architecture import MODULES, ROOT, imports

# The one module of ours that may import this.
HOMES = {
    "django.db.models.fields.tuple_lookups": "newsroom/lib/paging.py",
    "unfold": "newsroom/lib/theme.py",
    "csp.utils": "newsroom/lib/headers.py",
    "taggit.managers._": "articles/models/tag.py",
    "django_prose_editor": "articles/desk/editor.py",
}

# Methods with a leading underscore that we override or call: of whom, what they take, and where we do it.
HOOKS = [
    (ImageFieldFile, "_get_image_dimensions", "self", "articles/models/photos.py"),
    (_TaggableManager, "_to_tag_model_instances", "self, tags, tag_kwargs", "articles/models/tag.py"),
    (forms.ModelForm, "_save_m2m", "self", "newsroom/accounts/forms.py"),
    (forms.ModelForm, "_post_clean", "self", "articles/desk/sources.py"),
    (FileSystemStorage, "_save", "self, name, content", "newsroom/lib/disk.py"),
    (S3Storage, "_open", "self, name, mode", "newsroom/lib/bucket.py"),
    (S3Storage, "_save", "self, name, content", "newsroom/lib/bucket.py"),
    (smtplib.SMTP, "_get_socket", "self, host, port, timeout", "newsroom/lib/smtp.py"),
]
DOCUMENTED = {"_meta", "_default_manager", "_base_manager", "_asdict", "_make"}  # despite the underscore


def ours(path: str) -> set[str]:
    """The names with one leading underscore that a module defines or sets itself."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return defined | {node.attr for node in attributes if isinstance(node.ctx, ast.Store)}


def borrowed(path: str) -> set[str]:
    """The names with a leading underscore that a module takes from an object it did not make."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and re.match("_[a-z]", node.attr)]
    inherited = {node.attr for node in attributes if ast.unparse(node.value) == "super()"}
    others = {node.attr for node in attributes if ast.unparse(node.value) not in {"self", "cls"}} - ours(path)
    return (inherited | others) - DOCUMENTED


@pytest.mark.parametrize(("package", "home"), HOMES.items())
def test_one_module_alone_imports_what_may_change(package, home):
    elsewhere = [
        f"{path}:{node.lineno}"
        for path in MODULES
        if str(path) != home
        for module, node in imports(path)
        if module == package or module.startswith((f"{package}.", package if package.endswith("_") else f"{package}."))
    ]
    assert not elsewhere, f"{package} is no stable interface: import it through {home}, not in {elsewhere}"
    assert any(module.startswith(package) for module, _node in imports(Path(home)))


def test_no_other_private_name_is_used():
    known = {(where, name) for _owner, name, _takes, where in HOOKS}
    found = {(str(path), name) for path in MODULES for name in borrowed(str(path))}
    assert found <= known, f"private names of others: list them in HOOKS, or do without: {sorted(found - known)}"


@pytest.mark.parametrize(("owner", "name", "takes", "where"), HOOKS)
def test_a_method_that_we_override_or_call_is_still_there(owner, name, takes, where):
    method = getattr(owner, name, None)
    assert method, f"{owner.__module__}.{owner.__qualname__} has no {name} any more: {where} overrides or calls it"
    now = ", ".join(inspect.signature(method).parameters)
    assert now == takes, f"{owner.__qualname__}.{name} takes ({now}) now, not ({takes}): adapt {where}"


# -- Django -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_two_columns_are_compared_as_a_row():
    """Django does not document the lookups; newsroom/lib/paging.py alone makes them."""
    first, second = sorted(ArticleFactory().pk for _ in range(2))
    Article.objects.update(edited_at=NOON)
    before = Article.objects.filter(paging.row_before(("edited_at", "id"), (NOON, second)))
    after = Article.objects.filter(paging.row_after(("edited_at", "id"), (NOON, first)))
    assert ([*before.values_list("pk", flat=True)], [*after.values_list("pk", flat=True)]) == ([first], [second])
    sql = str(before.values("pk").query)
    row = r'\("\w+"\."edited_at", "\w+"\."id"\) < \('
    assert connection.vendor == "sqlite" or re.search(row, sql), f"no longer a comparison of rows: {sql}"


def assigned(method) -> set[str]:
    """The attributes of `self` that a method sets."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    }


def test_the_list_of_stories_sets_all_that_django_sets():
    """Listing.get_results replaces Django's, which counts."""
    missing = assigned(PlainChangeList.get_results) - assigned(Listing.get_results)
    assert not missing, f"Django's ChangeList.get_results sets {missing} too: set it in articles/desk/listing.py"
    assert issubclass(theme.ChangeList, PlainChangeList)
    assert theme.ChangeList.get_results is PlainChangeList.get_results, "unfold has its own: articles/desk/listing.py"


@pytest.mark.django_db
def test_the_change_form_tells_its_template_of_its_form_and_its_inlines(admin_client):
    """articles/desk/autosave_admin.py reads both from the context."""
    context = admin_client.get(reverse("admin:articles_article_change", args=[ArticleFactory().pk])).context
    assert isinstance(context["adminform"].form, forms.ModelForm)
    assert all(isinstance(one.formset, forms.BaseFormSet) for one in context["inline_admin_formsets"])


def test_a_widget_of_several_parts_names_them():
    """articles/desk/form_data.py reads a form as a browser would post it."""
    assert forms.SplitDateTimeWidget().widgets_names == ["_0", "_1"]


def test_a_lazy_translation_is_what_our_annotation_says():
    assert isinstance(gettext_lazy("Draft"), lazy.Text)


# -- django-csp -------------------------------------------------------------------------------------------------------


def test_django_csp_makes_a_policy_from_the_settings():
    """newsroom/lib/headers.py and newsroom/middleware.py; Django 6 has a policy of its own."""
    assert "default-src 'self'" in csp.build_policy() or "default-src 'none'" in csp.build_policy()
    assert "replace" in inspect.signature(PolicyParts).parameters
    takes = [*inspect.signature(CSPMiddleware.get_policy_parts).parameters]
    assert takes == ["self", "request", "response", "report_only"]


# -- unfold -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "base"),
    [
        (theme.ModelAdmin, admin.ModelAdmin),
        (theme.StackedInline, admin.StackedInline),
        (theme.TabularInline, admin.TabularInline),
        (theme.DropdownFilter, admin.SimpleListFilter),
        (theme.Select, forms.Select),
        (theme.SearchableSelect, forms.Select),
        (theme.SearchableSelectMultiple, forms.SelectMultiple),
        (theme.TextInput, forms.TextInput),
        (theme.NumberInput, forms.NumberInput),
        (theme.FileInput, forms.FileInput),
        (theme.AuthenticationForm, auth_forms.AuthenticationForm),
        (theme.UserChangeForm, auth_forms.UserChangeForm),
        (theme.UserCreationForm, auth_forms.BaseUserCreationForm),
        (theme.AdminPasswordChangeForm, auth_forms.AdminPasswordChangeForm),
    ],
)
def test_what_we_take_from_unfold_is_still_a_kind_of_djangos_own(ours, base):
    assert issubclass(ours, base), f"{ours.__qualname__} is no {base.__qualname__} now: adapt newsroom/lib/theme.py"


@pytest.mark.parametrize("classes", [theme.FIELD, theme.PLAIN_FIELD])
def test_unfold_gives_the_classes_of_a_field_one_by_one(classes):
    """Were they one string already, joining them would put a space after each letter."""
    assert len(classes.split()) > 5, classes
    assert all(len(word) > 2 for word in classes.split()), classes


# -- the editor -------------------------------------------------------------------------------------------------------

EDITOR = Path(widgets.__file__).parent / "static/django_prose_editor/editor.js"
SCRIPTS = sorted((ROOT / "static/desk").rglob("*.js"))


def test_one_script_alone_imports_the_editor():
    importing = [path.name for path in SCRIPTS if "django-prose-editor" in re.sub("//.*", "", path.read_text("utf-8"))]
    assert importing == ["prose.js"], 'import it from "newsroom/prose", static/desk/editor/prose.js'


def test_the_editor_still_has_what_our_script_takes_from_it():
    exported = set(re.findall(r"\b(?:\w+ as )?(\w+)(?=[,}])", EDITOR.read_text("utf-8").rpartition("export{")[2]))
    script = (ROOT / "static/desk/editor/prose.js").read_text("utf-8")
    wanted = {name.strip() for name in re.search(r"export \{(.*?)\} from", script)[1].split(",")}
    assert wanted <= exported, f"django-prose-editor exports no {wanted - exported} now: adapt desk/editor/prose.js"


@pytest.mark.parametrize("word", ["addMenuItems", "defineItem(", ".material(", "prose-menubar"])
def test_the_menu_of_the_editor_is_made_as_our_script_makes_its_buttons(word):
    assert word in EDITOR.read_text("utf-8"), f"django-prose-editor has no {word} now: adapt desk/editor/prose.js"


def test_the_page_tells_the_browser_where_our_scripts_are():
    drawn = str(StoryEditor().media)
    assert '"newsroom/prose": ' in drawn, "js_asset writes its import map differently: adapt articles/desk/editor.py"
    assert '"django-prose-editor/editor": ' in drawn
