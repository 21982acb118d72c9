"""The last step from the source of a text to what readers get: pictures, tables, quotations, cards and links set.

Addresses in it are paths of our site, without the prefix under which a page may be shown: see `rooted`.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from articles.text import rendering
from newsroom.lib import markup
from newsroom.lib.markup import Element, Raw

# /section/2024/04/28/slug, and whatever follows it
STORY = re.compile(r"/([-a-z0-9_]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[-a-zA-Z0-9_]+)(?=[/?#]|$)")
FITS = 3  # columns that a telephone shows side by side; rows of a wider table become small lists there
ROOTED = re.compile(r'( (?:href|src|srcset)="|w, )/(?!/)')
PICTURED = re.compile(r'( (?:src|srcset)="|w, )/media/')


def typeset(source: str, *, pictures: Mapping[str, Mapping[str, Any]], moved: Mapping[str, str]) -> str:
    """Final HTML of a text. `pictures` as printed, by uid; what is not there is left out.

    `moved`: of paths that stories had, without slashes at their ends, the ones that they have now.
    """
    tree = markup.parse(rendering.printable(source))
    for element in [*tree.walk()]:
        match element.tag:
            case "figure" if "data-photo" in element.attributes:
                _picture(element, pictures.get(element.attributes["data-photo"]))
            case "figure" if "data-card" in element.attributes:
                _card(element)
            case "figure":
                element.attributes = {"class": "quote"}
            case "table":
                _table(element)
            case "a":
                element.attributes["href"] = _now(element.attributes["href"], moved)
    return markup.html(tree)


def _picture(figure: Element, printed: Mapping[str, Any] | None) -> None:
    """The same figure as the lead picture has. A caption written in the text replaces the library's."""
    caption = figure.first("figcaption")
    figure.tag, figure.attributes = "", {}
    if printed is None:
        figure.children = []
        return
    own = mark_safe(markup.html(Element("", {}, caption.children))) if caption else ""  # noqa: S308  (cleaned before)
    context = {"picture": printed, "caption": own or printed["caption"], "class": "picture"}
    figure.children = [Raw(render_to_string("articles/_figure.html", context).strip())]


def _card(figure: Element) -> None:
    """A link and the host it leads to: readers see where they go, and their browser asks nobody before they do."""
    link = figure.first("a")
    host = (urlsplit(link.attributes["href"]).hostname or "").removeprefix("www.")
    figure.attributes = {"class": "card-link"}
    figure.children = [link, Element("figcaption", {}, [host])]


def _now(address: str, moved: Mapping[str, str]) -> str:
    if found := STORY.match(address):
        return f"/{moved.get(found[1], found[1])}{address[found.end() :]}"
    return address


def stories(html: str) -> list[str]:
    """The paths of stories to which HTML leads, without slashes at their ends, in the order of its links."""
    links = (element for element in markup.parse(html).walk() if element.tag == "a")
    return [found[1] for link in links if (found := STORY.match(link.attributes.get("href", "")))]


# -- tables -----------------------------------------------------------------------------------------------------------


def _table(table: Element) -> None:
    """Cells that name a column or a row say so; a first row of such cells is the head, repeated on each sheet of paper.

    In a wide table each cell bears the name of its column: on a telephone a row is shown as a list. Browsers of today
    know all the same that it is a row; roles that say so once more are an error to the Nu checker.
    """
    rows = [row for row in table.walk() if row.tag == "tr"]
    head = rows[0] if len(rows) > 1 and all(cell.tag == "th" for cell in rows[0]) else None
    for row in rows:
        for cell in row:
            if cell.tag == "th":
                cell.attributes["scope"] = "col" if row is head else "row"
            _plain(cell)
    body = Element("tbody", {}, [row for row in rows if row is not head])
    table.children = [Element("thead", {}, [head]), body] if head else [body]
    if head and len(head.children) > FITS and not any("colspan" in c.attributes or "rowspan" in c.attributes
                                                      for row in rows for c in row):  # fmt: skip
        _name_cells(table, [cell.text.strip() for cell in head])


def _plain(cell: Element) -> None:
    """A cell of one paragraph holds its words alone."""
    if len(cell.children) == 1 and isinstance(only := cell.children[0], Element) and only.tag == "p":
        cell.children = only.children


def _name_cells(table: Element, names: list[str]) -> None:
    table.attributes["class"] = "wide"
    for row in (part for part in table.walk() if part.tag == "tr"):
        for name, cell in zip(names, row, strict=False):
            if cell.tag == "td":
                cell.attributes["data-column"] = name


# -- where it is shown ------------------------------------------------------------------------------------------------


def rooted(html: str) -> SafeString:
    """The text as it is shown under the present script prefix: time travel mounts the site elsewhere."""
    prefix = get_script_prefix()
    return mark_safe(html if prefix == "/" else ROOTED.sub(rf"\g<1>{prefix}", html))  # noqa: S308  (as printed)


def absolute(html: str, origin: str) -> str:
    """The text as it is shown on other sites: its own addresses begin with our `origin`, such as https://news.example."""
    return ROOTED.sub(rf"\g<1>{origin}/", html)


def with_pictures_from(html: str, folder: str) -> str:
    """The text of a preview, whose pictures nobody else may see yet: they lie in `folder`, an address."""
    return PICTURED.sub(rf"\g<1>{folder.removeprefix(get_script_prefix()[:-1])}", html)
