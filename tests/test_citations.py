"""A citation with its stored copy: what is kept, what is refused, who may download it and until when."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.drafts import restoring, revisions
from articles.models import Article, Citation, Document, Edition, Event, Source, WithDocument
from articles.site import documents
from articles.templatetags.news import as_said
from tests.factories import IMPORT, NOON, ArticleFactory, SourceFactory, at, make_document, make_user, publish

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_document_add")
PDF = b"%PDF-1.7\nThe readout.\n%%EOF\n"
HOUR = timedelta(hours=1)


def log_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def office(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return out.getvalue()


def stored() -> set[str]:
    return {path.name for path in (settings.MEDIA_ROOT / "documents").glob("*")}


def upload(client: Client, name: str, content: bytes, **more):
    return client.post(ADD, {"file": SimpleUploadedFile(name, content, "application/x-whatever")} | more)


@pytest.fixture
def paper(nora) -> Document:
    return make_document(PDF, "Readout of the call.pdf", added_by=nora, downloadable=True)


@pytest.fixture
def story(paper) -> Article:
    article = ArticleFactory(citing=[SourceFactory(name="State Department", kind="organisation")])
    Citation.objects.update(document=paper, kind="readout", obtained_how="by e-mail from the press office")
    return article


def address(document: Document) -> str:
    return f"/media/{document.uid}/document-readout-of-the-call.pdf"


# -- keeping ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "type"),
    [
        ("a.PDF", PDF, "application/pdf"),
        ("məlumat.txt", "İclas\r\n".encode(), "text/plain; charset=utf-8"),
        ("numbers.csv", b"a,b\n1,2\n", "text/csv; charset=utf-8"),
        ("letter.docx", office("word/document.xml"), documents.TYPES["docx"]),
        ("table.xlsx", office("xl/workbook.xml"), documents.TYPES["xlsx"]),
        ("page.txt", b"<script>alert(1)</script>", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_kept_as_it_is_with_size_and_fingerprint(name, content, type, nora):
    assert upload(log_in(nora), name, content).status_code == 302
    document = Document.objects.get()
    assert (document.type, document.size, document.sha256) == (type, len(content), hashlib.sha256(content).hexdigest())
    assert (document.added_by, document.downloadable) == (nora, False)
    assert document.file.read() == content
    assert document.file.name == f"documents/{document.uid}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("readout.pdf", b"MZ\x90\x00 an executable"),
        ("readout.pdf", b"<script/> %PDF-1.7"),
        ("readout.exe", PDF),
        ("readout", PDF),
        ("macro.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("only.docx", office("evil.exe")),
        ("broken.docx", b"PK\x03\x04 cut off"),
        ("latin.txt", "café".encode("latin-1")),
        ("nul.txt", b"a\x00b"),
        ("large.txt", b"a" * (documents.LIMIT + 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_kept_of_a_file_that_is_refused(name, content, nora):
    before = stored()
    answer = upload(log_in(nora), name, content)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["file"]
    assert stored() == before
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\papers\\readout.pdf", "readout.pdf"),
        ("a\u202efdp.exe\n.pdf", "a fdp.exe.pdf"),
        ('"; rm -rf <x>.pdf', "; rm -rf x.pdf"),
        ("Bəyanat 2024.pdf", "Bəyanat 2024.pdf"),
        ("ə" * 300 + ".pdf", "ə" * 100 + ".pdf"),
        ("\u202e.pdf", "document.pdf"),
    ],
)
def test_a_hostile_name_does_no_harm(name, shown):
    assert documents.clean_name(name, "pdf") == shown


def test_who_added_it_and_editors_say_whether_readers_may_have_it(nora, omar, paper):
    page = reverse("admin:articles_document_change", args=[paper.pk])
    assert log_in(make_user("ada", "Journalists")).post(page, {}).status_code == 403
    assert log_in(nora).post(page, {}).status_code == 302
    assert not Document.objects.get().downloadable
    assert log_in(omar).post(page, {"downloadable": "on"}).status_code == 302
    assert Document.objects.get().downloadable


def test_the_desk_downloads_it_whether_readers_may_or_not(nora, mina, paper):
    Document.objects.update(downloadable=False)
    page = reverse("admin:articles_document_file", args=[paper.pk])
    answer = log_in(nora).get(page)
    assert b"".join(answer) == PDF
    assert "no-store" in answer["Cache-Control"]
    assert log_in(mina).get(page).status_code == 403


def test_with_a_document_that_nothing_cites_its_file_goes(omar, paper, django_capture_on_commit_callbacks):
    assert paper.uid in stored()
    with django_capture_on_commit_callbacks(execute=True):
        log_in(omar).post(reverse("admin:articles_document_delete", args=[paper.pk]), {"post": "yes"})
    assert not Document.objects.exists()
    assert paper.uid not in stored()


def test_one_that_was_public_stays(omar, paper, story):
    publish(story)
    Citation.objects.all().delete()
    log_in(omar).post(reverse("admin:articles_document_delete", args=[paper.pk]), {"post": "yes"})
    assert paper.uid in stored()


# -- reading ----------------------------------------------------------------------------------------------------------


def test_readers_download_it_while_a_live_edition_offers_it(client, paper, story, answer):
    path = address(paper)
    assert client.get(path).status_code == 404
    publish(story)
    publishing.withdraw(story.pk, by=IMPORT, reason="Over.", clock=at(NOON + HOUR))
    assert [answer(path, NOON + HOUR * hours).status_code for hours in (-1, 0, 1)] == [404, 200, 404]


def test_a_download_is_a_file_and_nothing_else(client, paper, story, django_assert_num_queries):
    publish(story)
    with django_assert_num_queries(1):
        got = client.get(address(paper))
    assert b"".join(got) == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="Readout of the call.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(address(paper), headers={"If-None-Match": got["ETag"]}).status_code == 304
    assert client.get(address(paper).replace("readout", "other")).status_code == 404
    assert client.post(address(paper)).status_code == 405


def test_the_desk_stops_a_download_at_once(client, paper, story):
    publish(story)
    Document.objects.update(downloadable=False)
    assert client.get(address(paper)).status_code == 404


def test_one_that_readers_may_not_have_is_not_even_mentioned(client, paper, story):
    Document.objects.update(downloadable=False)
    edition = publish(story)
    assert "file" not in edition.citations[0]
    assert not WithDocument.objects.exists()
    assert client.get(address(paper)).status_code == 404


def test_an_erased_edition_offers_it_no_more(admin, paper, story):
    publish(story)
    Citation.objects.all().delete()
    publish(story, now=NOON + HOUR, change="minor")
    publishing.erase(story.pk, 1, by=admin, reason="A court.", clock=at(NOON + 2 * HOUR))
    assert [*WithDocument.objects.values_list("document", "erased")] == [(None, True)]


# -- what readers see -------------------------------------------------------------------------------------------------


def test_readers_see_who_why_how_and_when(client, paper, story):
    secret = SourceFactory(kind="unnamed", name="Zqname", attribution="a diplomat")
    Citation.objects.create(article=story, source=secret, statement="said so", kind="paraphrase", position=1)
    page = client.get(publish(story).get_absolute_url()).text
    for words in (
        "2 sources, 1 unnamed", "State Department", "Readout", "by e-mail from the press office", "A diplomat",
        "was not allowed to speak", "took part in the talks", f'href="{address(paper)}"', "Download Readout",
    ):  # fmt: skip
        assert words in page, words
    assert "Zqname" not in page


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["person"], "1 source"),
        (["person", "outlet"], "2 sources"),
        (["unnamed"], "1 source, 1 unnamed"),
        (["person", "outlet", "unnamed", "unnamed"], "4 sources, 2 unnamed"),
    ],
)
def test_sources_are_counted_each_once(client, kinds, said):
    article = ArticleFactory()
    for number, kind in enumerate(kinds):
        source = SourceFactory(kind=kind, name=f"S{number}", attribution=f"the {number}")
        for place in (number, number + 10):
            Citation.objects.create(article=article, source=source, position=place)
    page = client.get(publish(article).get_absolute_url()).text
    assert f'<a href="#sources">{said}</a>' in page
    assert page.count('class="kind quiet"') == len(kinds)


def test_an_edition_from_before_there_were_words_for_it_renders():
    before = {"kind": "quotation", "attribution": "a clerk", "source": "unnamed", "statement": "said", "address": "",
              "obtained_on": "2024-04-27"}  # fmt: skip
    edition = Edition(citations=[before], address_id="politics/2024/04/28/x", live_from=NOON, language="en")
    page = render_to_string("articles/_sources.html", {"edition": edition})
    assert "A clerk" in page
    assert "“said”" in page
    assert "27 Apr 2024" in page
    assert "The newsroom vouches for this source." in page


@pytest.mark.parametrize(
    ("kind", "language", "statement", "shown"),
    [
        ("quotation", "en", "Nobody asked us before the vote", "“Nobody asked us before the vote.”"),
        ("quotation", "en", "for once, by grammar", "“for once, by grammar”"),
        ("quotation", "ru", "Нас никто не спросил до голосования", "«Нас никто не спросил до голосования.»"),
        ("readout", "az", "Görüş sabah da davam edəcək, dedilər", "“Görüş sabah da davam edəcək, dedilər.”"),
        ("readout", "en", "the talks go on", "The talks go on."),
        ("paraphrase", "az", "iki tərəf razıdır", "İki tərəf razıdır."),
        ("document", "en", "The sum is 3 million crowns.", "The sum is 3 million crowns."),
    ],
)
def test_what_a_source_said_is_quoted_or_is_a_sentence(kind, language, statement, shown):
    edition = Edition(language=language, standfirst="Önə: “Görüş sabah da davam edəcək, dedilər”, the talks go on.")
    assert as_said({"kind": kind, "statement": statement}, edition) == shown


# -- the draft -------------------------------------------------------------------------------------------------


def test_a_restored_version_has_its_document_again(story, nora, paper):
    Article.objects.update(writer=nora)
    story.refresh_from_db()
    revisions.keep(story, Event.objects.write("write", story, by=nora, version=1))
    Citation.objects.update(document=None, obtained_how="")
    Article.objects.update(version=2)
    restoring.restore(story.pk, 1, by=nora)
    assert [*Citation.objects.values_list("document", "obtained_how")] == [
        (paper.pk, "by e-mail from the press office")
    ]


def test_a_document_that_is_gone_is_left_out_and_named(story, nora, paper):
    revisions.keep(story, Event.objects.write("write", story, by=nora, version=1))
    Citation.objects.update(document=None)
    paper.delete()
    kept, missing = restoring.without_missing(story.revisions.get())
    assert [one.name for one in missing] == ["Readout of the call.pdf"]
    assert kept.content["citations"][0]["document"] is None
    assert Source.objects.count() == 1
