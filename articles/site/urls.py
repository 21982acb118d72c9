from django.urls import path, register_converter

from articles.pictures import social
from articles.site import about_pages, archive, previews, views


class Converter:
    """A part of an address that is text on both sides."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AddressConverter(Converter):
    """section/2024/04/28/slug, as it is now in the table of addresses."""

    regex = r"[-a-z0-9_]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[-a-zA-Z0-9_]+"


class WordConverter(Converter):
    """A slug in the letters of any alphabet."""

    regex = r"[-\w]+"


class CopyConverter(Converter):
    """The name of a picture's copy, such as 960.webp or square-320.avif."""

    regex = r"[-a-z0-9.]+"


class DocumentConverter(Converter):
    """The name of a stored copy; its first word tells it from a picture's."""

    regex = r"document[-a-z0-9]*\.[a-z]{3,4}"


class YearConverter:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class TwoConverter(YearConverter):
    """A month or a day in two digits, so that each has one address."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(YearConverter, "year")
register_converter(TwoConverter, "two")
register_converter(AddressConverter, "address")
register_converter(WordConverter, "word")
register_converter(CopyConverter, "copy")
register_converter(DocumentConverter, "document")

app_name = "articles"
urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<word:slug>/", views.topic, name="topic"),
    path("correspondents/", views.correspondents, name="correspondents"),
    path("correspondents/<slug:slug>/", views.correspondent, name="correspondent"),
    path("media/<slug:uid>/<document:name>", views.document, name="document"),
    path("media/<slug:uid>/<copy:name>", views.media, name="media"),
    path("archive/", archive.index, name="archive"),
    path("archive/<year:year>/", archive.year, name="archive_year"),
    path("archive/<year:year>/<two:month>/", archive.month, name="archive_month"),
    path("archive/<year:year>/<two:month>/<two:day>/", archive.day, name="archive_day"),
    path("about/", about_pages.about, name="about"),
    path("about/<slug:slug>/", about_pages.page, name="about_page"),
    path("corrections/", views.corrections, name="corrections"),
    path("preview/<str:token>/", previews.shared, name="preview"),
    path("preview/<str:token>/<str:uid>/<str:name>", previews.shared_picture, name="preview_picture"),
    path("social.png", social.of_site_drawn, name="social_site"),
    path("<address:path>/social-<int:number>.png", social.of_story_drawn, name="social"),
    path("<address:path>/history/", views.history, name="history"),
    path("<address:path>/", views.detail, name="detail"),
]
