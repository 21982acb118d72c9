"""Stories and their files. A story has one address, whatever its language."""

from django.urls import path

from articles.pictures import social
from articles.site import converters, previews, views  # noqa: F401  (converters are registered by it)

app_name = "stories"
urlpatterns = [
    path("media/<slug:uid>/<document:name>", views.document, name="document"),
    path("media/<slug:uid>/<copy:name>", views.media, name="media"),
    path("preview/<str:token>/", previews.shared, name="preview"),
    path("preview/<str:token>/<str:uid>/<str:name>", previews.shared_picture, name="preview_picture"),
    path("social.png", social.of_site_drawn, name="social_site"),
    path("<address:path>/social-<int:number>.png", social.of_story_drawn, name="social"),
    path("<address:path>/history/", views.history, name="history"),
    path("<address:path>/", views.detail, name="detail"),
]
