"""Loads the demo newsroom: its people and things first, then what happened, all in one transaction or not at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction

from articles.models import NEVER, AboutPage, Article, Correspondent, Document, Photo, Source, Tag
from articles.publishing import triggers
from articles.site import about_pages as writing
from articles.site import documents
from newsroom.demo import fronts, history, ideas, script
from newsroom.lib import clock
from sections.models import Section

PICTURES = Path(__file__).parent / "pictures"
FOUNDED = timedelta(days=60)  # before the demo is loaded: when the agency wrote about itself
REWRITTEN = timedelta(days=12)  # and when it wrote a part of that anew
PASSWORD = "demo"  # noqa: S105  (printed on the first screen; only where DEMO=1, which binds the site to this machine)
LOG_INS = {
    "reporter": ("Leyli", "Samanlı", "Journalists"),
    "editor": ("Nəzrin", "Dolaylı", "Editors"),
    "moderator": ("Tomas", "Ellerby", "Moderators"),
    "admin": ("Səyyad", "Qapılı", ""),
}


class Unwelcome(Exception):
    """The demo may not be loaded here; the words say why, in one sentence."""


@dataclass(frozen=True)
class House:
    """Who and what the stories are made of, each under the name that the files give it."""

    people: dict[str, User]
    sections: dict[str, Section]
    correspondents: dict[str, Correspondent]
    sources: dict[str, Source]
    photos: dict[str, Photo]
    countries: dict[str, str]  # of the places that stories are filed from, where readers would ask
    documents: dict[str, Document]


def require_demo() -> None:
    """Raise Unwelcome unless this newsroom is a demo."""
    if not settings.DEMO:
        raise Unwelcome("DEMO is off, and the demo makes log-ins that everybody knows; set DEMO=1, or run make demo.")


def load(now: datetime | None = None, *, newest: int | None = None) -> int:
    """Load the demo into an empty database, with all wire stories or the `newest`. Returns how many stories were made.

    If any story of the demo is already there, nothing is made and the answer is 0.
    Raises Unwelcome if DEMO is off, or if the database has other stories.
    """
    require_demo()
    now = now or clock.now()
    with transaction.atomic(), triggers.present(NEVER):
        stories = script.stories(now, newest=newest)
        if Article.objects.filter(wire_digest__in=[story.digest for story in stories]).exists():
            return 0
        if Article.objects.exists():
            raise Unwelcome("This database holds articles that are not the demo's, so the demo is not loaded into it.")
        world = script.world()
        house = build(world, now)
        for language, entries in script.pages().items():
            pages(entries, language, house.people["editor"], now)
        history.play(stories, house, now)
        fronts.play(now, by=house.people["editor"])
        ideas.play(world["idea"], house.people, house.sections, now)
    return len(stories)


def build(world: dict[str, list[dict[str, Any]]], now: datetime) -> House:
    """Everything that stories refer to. The topics are made with it: a tag is found by its name."""
    people = log_ins()
    for topic in world["topic"]:
        Tag.objects.get_or_create(name=topic["name"], defaults=topic)
    photos = {entry["key"]: photo(entry, now) for entry in world["picture"]}
    return House(
        people=people,
        sections=sections(world["section"]),
        correspondents=correspondents(world["correspondent"], people, photos),
        sources=sources(world["source"], people["reporter"]),
        documents={entry["key"]: document(entry, people["reporter"]) for entry in world["document"]},
        photos=photos,
        countries={place["name"]: place["country"] for place in world["place"]},
    )


def log_ins() -> dict[str, User]:
    """One person for each role. A log-in that is there already is left as it is."""
    require_demo()
    return {name: log_in(name, *who) for name, who in LOG_INS.items()}


def log_in(name: str, first: str, last: str, group: str) -> User:
    """A person of the demo. Without a group they are a superuser."""
    names = {"first_name": first, "last_name": last, "email": f"{name}@samurwire.example"}
    user, new = User.objects.get_or_create(
        username=name, defaults=names | {"is_staff": True, "is_superuser": not group}
    )
    if new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        user.groups.set(Group.objects.filter(name=group))
    return user


def sections(entries: list[dict[str, Any]]) -> dict[str, Section]:
    """In the order of the file, which is that of the menu."""
    return {
        entry["slug"]: Section.objects.get_or_create(slug=entry["slug"], defaults=entry | {"position": place})[0]
        for place, entry in enumerate(entries, start=1)
    }


def correspondents(
    entries: list[dict[str, Any]], people: dict[str, User], photos: dict[str, Photo]
) -> dict[str, Correspondent]:
    """The one whose entry names a log-in is tied to it, the one whose entry names a portrait has it."""
    found = {}
    for entry in entries:
        values = entry | {"user": people.get(entry.get("user", "")), "photo": photos.get(entry.get("portrait", ""))}
        values.pop("portrait", None)
        found[entry["slug"]], _new = Correspondent.objects.get_or_create(slug=entry["slug"], defaults=values)
    return found


def sources(entries: list[dict[str, Any]], reporter: User) -> dict[str, Source]:
    """The reporter is the keeper of unnamed sources, so other log-ins show how the desk hides the names."""
    found = {}
    for entry in entries:
        words = {name: entry.get(name, "") for name in ("attribution", "reason", "knowledge", "note")}
        words |= {"translations": entry.get("translations", {})}
        keeper = reporter if entry["kind"] == Source.Kind.UNNAMED else None
        found[entry["key"]], _new = Source.objects.get_or_create(
            kind=entry["kind"], name=entry["name"], defaults=words | {"keeper": keeper}
        )
    return found


def pages(entries: list[dict[str, Any]], language: str, editor: User, now: datetime) -> None:
    """Public pages, written by the editor when the newsroom was founded. Those with an earlier text were rewritten."""
    for place, entry in enumerate(entries, start=1):
        if AboutPage.objects.filter(slug=entry["slug"], language=language).exists():
            continue
        texts = {FOUNDED: entry["body"]}
        if "first_body" in entry:
            texts = {FOUNDED: entry["first_body"], REWRITTEN: entry["body"]}
        said = {name: entry[name] for name in ("slug", "name", "description")}
        page = AboutPage(position=place, language=language, public=True, **said)
        for before, page.body in texts.items():
            writing.write(page, by=editor, clock=lambda before=before: now - before)


def photo(entry: dict[str, Any], now: datetime) -> Photo:
    """Added unless one with this description is there. The licence of one has ended: readers get an empty place."""
    words = {name: entry[name] for name in ("alt", "caption", "credit")}
    if known := Photo.objects.filter(**words).first():
        return known
    rights = {name: entry.get(name, "") for name in ("copyright", "rights_holder", "licence")}
    photo = Photo(original=ContentFile(picture(entry["motif"]), f"{entry['key']}.webp"), **words, **rights)
    photo.focus_x, photo.focus_y = entry.get("focus", (0.5, 0.5))
    if days := entry.get("licence_ended_days_ago"):
        photo.licence_until = now - timedelta(days=days)
    photo.save()
    return photo


def picture(motif: str) -> bytes:
    """A file of newsroom/demo/pictures, 1800 by 1200 pixels; FileNotFoundError if there is none of this name."""
    return (PICTURES / f"{motif}.webp").read_bytes()


def document(entry: dict[str, str], reporter: User) -> Document:
    """A stored copy that readers may download, as the reporter was sent it."""
    if known := Document.objects.filter(name=entry["name"]).first():
        return known
    made = Document(name=entry["name"], type=documents.TYPES["txt"], downloadable=True, added_by=reporter)
    made.file = ContentFile(entry["text"].strip().encode(), entry["name"])
    made.measure()
    made.save()
    return made
