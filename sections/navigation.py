"""What is around every page of the site: the menu of sections, the breaking banner, the About pages in the footer."""

from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from articles.models import AboutPageEdition, Edition
from newsroom.lib import site_languages
from sections.models import Banner, Section


class Navigation:
    """Each part is read once a request, when a view or a template first uses it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def sections(self) -> list[Section]:
        """Those that have a name in the language of the page, in the order of the menu."""
        return [section for section in Section.objects.all() if section.has_name()]

    @cached_property
    def pages(self) -> list[AboutPageEdition]:
        """The About pages in the language of the page that are public at the moment, named as they were then, in the
        order of the footer.
        """
        live = AboutPageEdition.objects.live(self.at).filter(language=site_languages.current())
        live = live.select_related("page").defer("html", "page__body")
        return [*live.order_by("page__position", "name")]

    @cached_property
    def known(self) -> dict[str, AboutPageEdition]:
        """The same by their slug, as templates can spell it: unnamed_sources."""
        return {page.slug.replace("-", "_"): page for page in self.pages}

    @cached_property
    def breaking(self) -> Banner | None:
        """The banner of the moment in the page's language; its `edition` is that of its story, while it is live."""
        banner = Banner.objects.standing(self.at).filter(language=site_languages.current()).first()
        if banner:
            live = Edition.objects.live(self.at).filter(article=banner.article_id)
            banner.edition = live.only("address").first() if banner.article_id else None
        return banner


def of(request: HttpRequest) -> Navigation:
    """The navigation of the page that answers this request."""
    if not hasattr(request, "navigation"):
        request.navigation = Navigation(request.moment)
    return request.navigation
