"""The desk for those who see little, use no mouse, or hold a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.drafts import revisions
from articles.models import Event, GalleryPicture, Source
from articles.publishing import foureyes
from articles.workflow import State
from sections import arranging, breaking
from tests.factories import (
    FAR,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    PlanFactory,
    SourceFactory,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = {"serious", "critical"}


@pytest.fixture
def story(nora, omar):
    """Live, rewritten, returned once: a page with everything on it."""
    omar.user_permissions.add(Permission.objects.get(codename="view_source_identity"))
    article = ArticleFactory(
        headline="Council meets",
        writer=nora,
        tagged=["Energy"],
        named=[CorrespondentFactory(photo=PhotoFactory())],
        citing=[SourceFactory(), SourceFactory(kind="unnamed", attribution="a member of the council", keeper=nora)],
    )
    GalleryPicture.objects.create(article=article, photo=PhotoFactory(original__width=300), caption="Before noon")
    publish(article)
    before = revisions.unkept(article)
    article = rewrite(article, standfirst="It met again.", dateline="Quba", state=State.SUBMITTED)
    revisions.keep(article, Event.objects.write("edit", article, by=nora, version=2), before=before)
    foureyes.override(article, by=nora, reason="Fire in the refinery.")
    Event.objects.write("return", article, by=omar, reason="Who was there?")
    arranging.arrange(None, [arranging.Held(2, article.pk, FAR)], by=omar)
    arranging.arrange(None, [arranging.Held(2, article.pk, FAR)], by=omar)
    arranging.arrange(None, [arranging.Held(1, article.pk)], by=omar, at=FAR)
    breaking.put_up("Fire in the refinery", by=omar, article=article)
    return article


def pages(story) -> list[str]:
    own, desk = f"/admin/articles/article/{story.pk}", "/admin/articles"
    plan = PlanFactory(due_on=timezone.localdate(), note="Ask the bakers.")
    person, secret = story.bylines.get().correspondent, Source.objects.get(kind="unnamed")
    return [
        "/admin/",
        "/admin/articles/article/",
        f"{own}/change/",
        f"{own}/publish/step/",
        f"{own}/look/step/",
        "/admin/articles/article/?state=submitted&q=council",
        f"/admin/articles/article/bulk/?act=assign&pk={story.pk}",
        f"/admin/articles/article/bulk/?act=deadline&pk={story.pk}&ready=1&deadline=",
        "/admin/planning/",
        "/admin/planning/?by=person&view=day",
        "/admin/planning/new/",
        f"/admin/planning/{plan.pk}/",
        f"/admin/planning/{plan.pk}/move/",
        "/admin/planning/calendar/",
        f"{own}/history/",
        f"{own}/notes/",
        f"{own}/history/compare/?from=live&to=2",
        f"{own}/history/1/restore/",
        "/admin/articles/article/add/",
        "/admin/articles/photo/",
        f"{desk}/photo/{story.gallery.get().photo_id}/change/",
        f"{desk}/correspondent/{person.pk}/change/",
        f"{desk}/correspondent/{person.pk}/merge/",
        f"{desk}/source/{secret.pk}/change/",
        f"{desk}/source/{secret.pk}/identity/",
        f"/admin/articles/tag/{story.tags.get().pk}/change/",
        f"/admin/articles/tag/{story.tags.get().pk}/merge/",
        "/admin/fronts/home/",
        "/admin/breaking/",
        "/admin/find/?q=council",
        "/admin/shortcuts/",
        "/admin/missing-names/",
        "/admin/notices/",
        "/admin/profile/",
        "/admin/as-of/",
        "/admin/articles/source/",
        "/admin/articles/act/",
        "/admin/sections/section/",
    ]


def findings(page) -> list[str]:
    found = Axe().run(page, options={"preload": False}).response["violations"]  # it would read imports beside the page
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(story, omar, at_the_desk, width, scheme):
    page = at_the_desk("omar")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    wrong = []
    for path in pages(story):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        wrong += [f"{path} {found}" for found in findings(page)]
    assert not wrong, "\n".join(wrong)


def test_no_page_scrolls_sideways_on_a_telephone(story, omar, at_the_desk):
    page = at_the_desk("omar")
    page.set_viewport_size({"width": 390, "height": 800})
    wide = {}
    for path in pages(story):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        wide |= {path: width} if width > 390 else {}
    assert wide == {}
