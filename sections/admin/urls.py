"""The desk's pages of fronts and of the banner: each of a front once for the home page, once for a section, and
both once more for the languages but the first.
"""

from django.contrib import admin
from django.urls import path

from sections.admin import breaking, fronts

app_name = "fronts"
view = admin.site.admin_view

PAGES = {
    "": (fronts.front, "front"),
    "stories/": (fronts.find, "stories"),
    "fills/": (fronts.fills, "fills"),
    "preview/": (fronts.preview, "preview"),
    "<int:arrangement>/cancel/": (fronts.cancel, "cancel"),
    "<int:arrangement>/roll-back/": (fronts.roll_back, "roll_back"),
}
urlpatterns = [
    path("fronts/", view(fronts.first), name="first"),
    *(
        path(f"fronts/{which}/{rest}", view(fronts.of_front(page)), name=name)
        for which in ("home", "<int:pk>", "<slug:language>/home", "<slug:language>/<int:pk>")
        for rest, (page, name) in PAGES.items()
    ),
    path("breaking/", view(breaking.banner), name="breaking"),
    path("breaking/stories/", view(breaking.find), name="breaking_stories"),
    path("breaking/<int:pk>/down/", view(breaking.take_down), name="take_down"),
]
