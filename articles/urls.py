from django.urls import path, register_converter

from articles import previews, views


class AddressConverter:
    """section/2024/04/28/slug, as it stands in the table of addresses."""

    regex = r"[-a-z0-9_]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AddressConverter, "address")

app_name = "articles"
urlpatterns = [
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("correspondents/", views.correspondents, name="correspondents"),
    path("correspondents/<slug:slug>/", views.correspondent, name="correspondent"),
    path("media/<str:uid>/<str:name>", views.media, name="media"),
    path("corrections/", views.corrections, name="corrections"),
    path("preview/<str:token>/", previews.shared, name="preview"),
    path("preview/<str:token>/<str:name>", previews.shared_picture, name="preview_picture"),
    path("<address:path>/history/", views.history, name="history"),
    path("<address:path>/", views.detail, name="detail"),
]
