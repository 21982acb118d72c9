"""Lists of stories and the About pages: each language of the site has its own (newsroom/urls.py)."""

from django.urls import path

from articles.site import about_pages, archive, converters, feeds, views  # noqa: F401  (converters are registered by it)

app_name = "articles"
urlpatterns = [
    path("feed.<feed:ending>", feeds.site, name="feed"),
    path("latest/briefs/feed.<feed:ending>", feeds.briefs, name="briefs_feed"),
    path("topics/<word:slug>/feed.<feed:ending>", feeds.topic, name="topic_feed"),
    path("correspondents/<slug:slug>/feed.<feed:ending>", feeds.correspondent, name="correspondent_feed"),
    path("corrections/feed.<feed:ending>", feeds.corrections, name="corrections_feed"),
    path("feed/", feeds.elsewhere, name="feed_elsewhere"),
    path("rss/", feeds.elsewhere, name="rss"),
    path("topics/", views.topics, name="topics"),
    path("topics/<word:slug>/", views.topic, name="topic"),
    path("correspondents/", views.correspondents, name="correspondents"),
    path("correspondents/<slug:slug>/", views.correspondent, name="correspondent"),
    path("archive/", archive.index, name="archive"),
    path("archive/<year:year>/", archive.year, name="archive_year"),
    path("archive/<year:year>/<two:month>/", archive.month, name="archive_month"),
    path("archive/<year:year>/<two:month>/<two:day>/", archive.day, name="archive_day"),
    path("about/", about_pages.about, name="about"),
    path("about/<slug:slug>/", about_pages.page, name="about_page"),
    path("corrections/", views.corrections, name="corrections"),
]
