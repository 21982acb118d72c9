"""What the demo newsroom plans: ideas around the day on which it is loaded."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Event, Plan
from sections.models import Section


def play(entries: list[dict[str, Any]], people: dict[str, User], sections: dict[str, Section], now: datetime) -> None:
    """Each planned by the editor this moment, for the person whom the entry names."""
    editor, today = people["editor"], timezone.localdate(now)
    for entry in entries:
        plan = Plan.objects.create(
            made_by=editor,
            title=entry["title"],
            section=sections[entry["section"]],
            person=people.get(entry.get("person", "")),
            language=entry.get("language", ""),
            due_on=today + timedelta(days=entry["days"]),
            due_at=time.fromisoformat(entry["at"]) if "at" in entry else None,
            note=entry.get("note", ""),
        )
        Event.objects.create(verb="plan", on=plan, at=now, by=editor, detail={"title": plan.title})
