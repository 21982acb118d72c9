"""The site map."""

from django.contrib import admin
from django.urls import include, path

from articles.views import latest
from newsroom import views
from reviews.views import story_reviews

urlpatterns = [
    path("", views.front, name="front"),
    path("latest/", latest, name="latest"),
    path("search/", views.search, name="search"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("admin/as-of/", include("newsroom.timetravel")),
    path("admin/", include("newsroom.accounts.urls")),
    path("admin/", include("sections.admin.urls")),
    path("admin/", admin.site.urls),
    path("reviews/", include("reviews.urls")),
    path("", include("articles.urls")),
    path("<address:path>/reviews/", story_reviews, name="story_reviews"),
    path("", include("sections.urls")),  # last: a section may have any word that is not taken above
]

handler500 = views.server_error
