"""The site map."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles.site import sitemaps
from articles.site.views import latest
from newsroom import misspelt, views
from reviews.views import privacy, story_reviews

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-<year:year>-<two:month>.xml", sitemaps.month, name="sitemap_month"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.icon, {"name": "icon-192.png"}, name="favicon"),
    path("apple-touch-icon.png", views.icon, {"name": "touch.png"}, name="touch_icon"),
    path("apple-touch-icon-precomposed.png", views.icon, {"name": "touch.png"}, name="touch_icon_precomposed"),
    path(".well-known/security.txt", views.security, name="security"),
    path("admin/as-of/", include("newsroom.timetravel")),
    path("admin/", include("newsroom.accounts.urls")),
    path("admin/", include("sections.admin.urls")),
    path("admin/", admin.site.urls),
    path("reviews/", include("reviews.urls")),
    path("", include("articles.site.story_urls")),
    path("", include("articles.exchange.urls")),
    path("<address:path>/reviews/", story_reviews, name="story_reviews"),
    # Each language has its own, those of the first at the root: newsroom/lib/site_languages.py.
    *i18n_patterns(
        path("", views.front, name="front"),
        path("site.webmanifest", views.manifest, name="manifest"),
        path("latest/", latest, name="latest"),
        path("search/", views.search, name="search"),
        path("about/privacy/", privacy, name="privacy"),  # also where the newsroom has not written one
        path("", include("articles.site.urls")),
        path("", include("sections.urls")),  # last: a section may have any word that is not taken above
        prefix_default_language=False,
    ),
]

handler404 = misspelt.not_found
handler500 = views.server_error
