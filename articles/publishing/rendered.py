"""Whether what readers are sent of an edition follows from its sealed text.

`manage.py verify_editions` asks this module, which renders every edition again and compares; `manage.py
render_editions` renders again what an older version of the rendering made.
"""

from typing import Any

from django.db import transaction

from articles.drafts import printing
from articles.models import Address, Edition
from articles.text import rendering, typesetting

BATCH = 100  # editions that are rendered in one transaction


def fault(edition: Any) -> str:
    """What is wrong with the HTML of an edition (a row with its columns), or "".

    Of one that another version of the rendering made there is nothing to say: see `is_older`.
    """
    if edition.erased or edition.rendered_with < rendering.VERSION:
        return ""
    if edition.rendered_with > rendering.VERSION:
        return (
            f"edition {edition.number} was altered: it says that version {edition.rendered_with} of the rendering made "
            f"it, this newsroom has version {rendering.VERSION}"
        )
    if _again(edition) != edition.html:
        return f"edition {edition.number} was altered: its HTML is not what its sealed text becomes"
    return ""


def is_older(edition: Any) -> bool:
    """Whether an older version of the rendering made it, and the present one would make something else of it."""
    if edition.erased or edition.rendered_with >= rendering.VERSION:
        return False
    return _again(edition) != edition.html


def render_older() -> int:
    """Render again all editions that an older version made; how many. It may be stopped, and goes on where it was."""
    older = Edition.objects.filter(rendered_with__lt=rendering.VERSION, erased=False).order_by("pk")
    done, last = 0, 0
    while keys := [*older.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]]:
        with transaction.atomic():
            # Locked, or one that is erased meanwhile would get its text back; the triggers refuse that, too.
            batch = list(older.filter(pk__in=keys).select_for_update(no_key=True))
            for edition in batch:
                edition.html = printing.rendered(edition, moved=printing.moved(edition.body))
                edition.rendered_with = rendering.VERSION
                edition.save(update_fields=["html", "rendered_with"])
        done, last = done + len(batch), keys[-1]
    return done


def _again(edition: Any) -> str:
    """The HTML of an edition as it is made now."""
    found = printing.rendered(edition, moved={})
    if found != edition.html and (moved := _moved(edition)):
        return printing.rendered(edition, moved=moved)
    return found


def _moved(edition: Any) -> dict[str, str]:
    """Where the HTML leads to another address of a story than the text does: that depends on the day it was made.

    Each must be an address of the very story that the text means; of a link elsewhere there is nothing here.
    """
    meant, printed = (typesetting.stories(html) for html in (rendering.clean(edition.body), edition.html))
    pairs = {old: new for old, new in zip(meant, printed, strict=False) if old != new}
    if not pairs:
        return {}
    owners = dict(Address.objects.filter(path__in={*pairs, *pairs.values()}).values_list("path", "article_id"))
    return {old: new for old, new in pairs.items() if old in owners and owners.get(new) == owners[old]}
