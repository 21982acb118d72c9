"""WebSub: hubs are told which feeds changed, when readers see the change."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from articles import publishing
from articles.models import Job
from newsroom import hubs, jobs
from tests.factories import IMPORT, NOON, ArticleFactory, BriefFactory, CorrespondentFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


@pytest.fixture
def hub(settings):
    """A hub that keeps what it was told, and answers with `status`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.server.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(self.server.status)
            self.end_headers()

        def log_message(self, *args) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.told, server.status = [], 204
    Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBSUB_HUBS = [f"http://127.0.0.1:{server.server_port}/"]
    yield server
    server.shutdown()
    server.server_close()


def work(moment) -> None:
    for lane in (jobs.PUBLISHING, jobs.HUBS):
        jobs.carry_out(lane, clock=at(moment))


def pages(hub) -> list[set[str]]:
    found = [
        {url.removeprefix("http://testserver").rpartition("feed.")[0] for url in told["hub.url"]} for told in hub.told
    ]
    hub.told.clear()
    return found


def test_a_hub_hears_of_every_feed_of_a_story(hub):
    publish(BriefFactory(tagged=["Energy"], named=[CorrespondentFactory()]))
    work(NOON)
    assert hub.told[0]["hub.mode"] == ["publish"]
    assert "http://testserver/feed.json" in hub.told[0]["hub.url"]
    assert len(hub.told[0]["hub.url"]) == 15
    everywhere = {"/", "/politics/", "/topics/energy/", "/correspondents/leyla-hesenova/", "/latest/briefs/"}
    assert pages(hub) == [everywhere]


def test_it_hears_at_the_moment_and_in_the_language_of_the_story(hub):
    publish(ArticleFactory(language="ru", headline="Совет", standfirst="Совет.", body="<p>Да.</p>"), at=NOON + HOUR)
    work(NOON)
    assert pages(hub) == []
    work(NOON + HOUR)
    assert pages(hub) == [{"/ru/", "/ru/politics/"}]


def test_it_hears_of_a_correction_and_of_a_withdrawal(hub):
    article = ArticleFactory(tagged=["Energy"])
    publish(article)
    work(NOON)
    pages(hub)
    article = rewrite(article, headline="Other")
    article.tags.clear()
    publish(article, now=NOON + HOUR, change="correction", note="It was Sunday.")
    work(NOON + HOUR)
    assert pages(hub) == [{"/", "/politics/", "/topics/energy/", "/corrections/"}]
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    work(NOON + 2 * HOUR)
    assert len(pages(hub)) == 1


def test_a_hub_that_is_away_is_told_again_and_holds_up_nothing_else(hub):
    hub.status = 503
    publish()
    work(NOON)
    (waiting,) = Job.objects.waiting().filter(kind=hubs.KIND)
    assert waiting.error.startswith("NotTold: 127.0.0.1: HTTP Error 503")
    assert not Job.objects.waiting().exclude(kind=hubs.KIND).exists()
    hub.status = 202
    work(NOON + HOUR)
    assert not Job.objects.waiting().exists()


def test_with_no_hub_nothing_is_asked(settings):
    publish()
    work(NOON)
    assert not Job.objects.filter(kind=hubs.KIND).exists()
