from django.urls import path, register_converter

from articles import previews, views


class Converter:
    """A part of an address that is text on both sides."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AddressConverter(Converter):
    """section/2024/04/28/slug, as it stands in the table of addresses."""

    regex = r"[-a-z0-9_]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[-a-zA-Z0-9_]+"


class WordConverter(Converter):
    """A slug in the letters of any alphabet."""

    regex = r"[-\w]+"


class CopyConverter(Converter):
    """The name of a picture's copy, such as 960.webp."""

    regex = r"[a-z0-9.]+"


register_converter(AddressConverter, "address")
register_converter(WordConverter, "word")
register_converter(CopyConverter, "copy")

app_name = "articles"
urlpatterns = [
    path("topics/<word:slug>/", views.topic, name="topic"),
    path("correspondents/", views.correspondents, name="correspondents"),
    path("correspondents/<slug:slug>/", views.correspondent, name="correspondent"),
    path("media/<slug:uid>/<copy:name>", views.media, name="media"),
    path("corrections/", views.corrections, name="corrections"),
    path("preview/<str:token>/", previews.shared, name="preview"),
    path("preview/<str:token>/<str:name>", previews.shared_picture, name="preview_picture"),
    path("<address:path>/history/", views.history, name="history"),
    path("<address:path>/", views.detail, name="detail"),
]
