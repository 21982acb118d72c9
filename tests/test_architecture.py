"""How the code is built (docs/architecture.md): which way imports go, who compares the range, what templates know."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.functional import Promise

from articles import publishing, workflow

ROOT = Path(__file__).parents[1]
APPS = ("articles", "sections", "reviews", "newsroom")
PRODUCT = sorted(path.relative_to(ROOT) for app in APPS for path in (ROOT / app).rglob("*.py"))
MODULES = [path for path in PRODUCT if "migrations" not in path.parts]
TEMPLATES = sorted(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))
PUBLIC_TEMPLATES = [path for path in TEMPLATES if path.parts[1] not in {"admin", "desk"}]

# Who stands on whose shoulders. What is not named here is "newsroom": everything that needs every app.
FLOORS = {
    "newsroom.lib": set(),
    "articles": {"newsroom.lib"},
    "sections": {"newsroom.lib", "articles"},
    "reviews": {"newsroom.lib", "articles"},
}


# The packages of articles, from the ground up: each imports only those before it. Models and workflow are one floor.
PACKAGES = ["models", "text", "pictures", "drafts", "publishing", "site", "exchange", "desk"]
GROUND = {"models", "workflow"}
# Entrances for Django, and old names that migrations use.
BESIDE = {"admin", "apps", "constraints", "management", "templatetags"}


def storey(module: str) -> int | None:
    """How high in articles a module is; None outside its packages. A package nobody placed is an error."""
    app, _, rest = module.partition(".")
    package = rest.partition(".")[0]
    if app != "articles" or not rest or package in BESIDE:
        return None
    return 0 if package in GROUND else PACKAGES.index(package)


def floor(module: str) -> str:
    """The part of the newsroom that a module of ours belongs to, "" for somebody else's."""
    for name in FLOORS:
        if module == name or module.startswith(name + "."):
            return name
    return "newsroom" if module.partition(".")[0] in APPS else ""


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Every module that is imported anywhere in a file, also inside functions, with its place."""
    package = path.parent.parts
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            yield from ((f"{module}.{alias.name}", node) for alias in node.names)


def inside_functions(path: Path) -> list[int]:
    """The lines of imports that hide in functions."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def asked_at_the_start(path: Path) -> list[int]:
    """The lines outside functions where something is asked of the clock, or of editions at a moment."""
    moments, found = {"live", "public_by", "ahead", "now", "localtime", "localdate"}, []

    def visit(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute) and child.func.attr in moments:
                found.append(child.lineno)
            visit(child)

    visit(ast.parse((ROOT / path).read_text("utf-8")))
    return found


def found_in_files(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    ]


def test_there_is_something_to_look_at():
    assert Path("articles/publishing/verbs.py") in MODULES
    assert Path("templates/articles/article.html") in PUBLIC_TEMPLATES


def test_imports_go_one_way():
    """The roof, which is all of newsroom but its floor, may stand on everything."""
    wrong = [
        f"{path}:{node.lineno} imports {module}"
        for path in MODULES
        if (here := floor(dotted(path))) in FLOORS
        for module, node in imports(path)
        if floor(module) and floor(module) not in FLOORS[here] | {here}
    ]
    assert wrong == []


def test_within_articles_each_package_imports_only_those_before_it():
    wrong = [
        f"{path}:{node.lineno} imports {module}"
        for path in MODULES
        if (here := storey(dotted(path))) is not None
        for module, node in imports(path)
        if (there := storey(module)) is not None and there > here
    ]
    assert wrong == []


def test_every_package_of_articles_has_its_place():
    found = {path.parts[1].removesuffix(".py") for path in PRODUCT if path.parts[0] == "articles"}
    assert found - {"__init__", "migrations"} == {*PACKAGES} | GROUND | BESIDE


def test_no_import_hides_in_a_function():
    """But in AppConfig.ready, where Django wants them: models can't be imported before all apps are ready."""
    modules = [path for path in MODULES if path.name != "apps.py"]
    assert [f"{path}:{line}" for path in modules for line in inside_functions(path)] == []


def test_only_one_place_compares_the_range_of_an_edition():
    """Everybody else asks live(at) or public_by(at)."""
    allowed = {"articles/models/edition.py", "articles/publishing/verbs.py"}
    elsewhere = [path for path in MODULES if str(path) not in allowed]
    assert found_in_files(r"live_(from|until)__", elsewhere) == []


def test_there_is_one_clock():
    """What decides visibility, order and due times asks newsroom/lib/clock.py, which all servers agree on."""
    others = [path for path in MODULES if str(path) != "newsroom/lib/clock.py"]
    clocks = r"timezone\.now\b|datetime\.now\(|models\.DateTimeField\(.*auto_now|time\.time\("
    assert found_in_files(clocks, others) == []


def test_nothing_keeps_the_moment_at_which_the_server_was_started():
    """No live(…), no now() at the level of a class or a module."""
    assert [f"{path}:{line}" for path in MODULES for line in asked_at_the_start(path)] == []


def test_a_public_template_knows_no_visitor():
    assert found_in_files(r"csrf_token|request\.user|request\.session|\buser\.|\bperms\b", PUBLIC_TEMPLATES) == []


def test_nothing_is_inline_in_a_public_template():
    """The content security policy allows no script and no style that stands in the page."""
    inline = r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:"
    assert found_in_files(inline, PUBLIC_TEMPLATES) == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO(), stderr=StringIO())


@pytest.mark.django_db
def test_the_system_checks_find_nothing():
    call_command("check", fail_level="WARNING", stdout=StringIO(), stderr=StringIO())


# -- the site map -----------------------------------------------------------------------------------------------------

SITE_MAP = {
    "front",
    "latest",
    "search",
    "healthz",
    "manifest",
    "robots",
    "sitemap",
    "sitemap_lists",
    "sitemap_month",
    "news_sitemap",
    "favicon",
    "touch_icon",
    "touch_icon_precomposed",
    "security",
    "articles:feed",
    "articles:briefs_feed",
    "articles:topic_feed",
    "articles:correspondent_feed",
    "articles:corrections_feed",
    "articles:feed_elsewhere",
    "articles:rss",
    "sections:feed",
    "articles:topics",
    "articles:topic",
    "articles:about",
    "stories:social",
    "stories:social_site",
    "articles:about_page",
    "articles:correspondents",
    "articles:correspondent",
    "stories:document",
    "stories:media",
    "articles:corrections",
    "articles:archive",
    "articles:archive_year",
    "articles:archive_month",
    "articles:archive_day",
    "stories:history",
    "stories:preview",
    "stories:preview_picture",
    "stories:detail",
    "exchange:ninjs",
    "exchange:newsml",
    "sections:detail",
    "sections:year",
    "sections:month",
    "sections:day",
    "story_reviews",
    "reviews:post",
    "reviews:confirm",
    "reviews:status",
    "reviews:edit",
    "reviews:export",
    "reviews:act",
    "reviews:report",
    "reviews:reported",
    "privacy",
}


def test_every_public_route_is_on_the_site_map(public_routes):
    """A new one must be added here, in tests/site.py, and in test_no_leaks.py, where it is visited."""
    assert {*public_routes} == SITE_MAP


def test_no_two_routes_share_a_name(public_routes):
    assert len(public_routes) == len({*public_routes})


# -- what is declared as data -----------------------------------------------------------------------------------------


def test_every_step_of_the_workflow_has_words_for_people():
    for verb, step in workflow.STEPS.items():
        assert step.verb == verb
        assert isinstance(step.name, Promise)
        assert step.sources <= {*workflow.State}


@pytest.mark.parametrize("path", ["verbs", "issuing", "preflight"])
def test_every_refusal_has_words_for_people(path):
    """A code that `Refused` has no words for would be a KeyError just when an editor needs a sentence."""
    codes = re.findall(r'Refused\("([a-z-]+)"\)', (ROOT / f"articles/publishing/{path}.py").read_text("utf-8"))
    for code in codes:
        assert str(publishing.Refused(code))
