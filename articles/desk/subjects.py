"""What a story is about, for other newsrooms: IPTC Media Topics, found by name while one types, stored by code."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.utils import parse_tags

from articles.desk.tags import SUGGESTIONS, Suggesting
from articles.models import media_topics


class SubjectsInput(Suggesting):
    """A line of names; where no script runs it means the same, and codes may be typed as well."""

    suggestions = "articles_article_subjects"

    def format_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        names = [media_topics.name(code) for code in value]
        return ", ".join(f'"{name}"' if "," in name else name for name in names)


class SubjectsField(forms.CharField):
    """Codes of the Media Topics, each once, in the order of the vocabulary."""

    widget = SubjectsInput

    def to_python(self, value: Any) -> list[str]:
        codes = {media_topics.find(word) or word for word in parse_tags(f"{super().to_python(value)},")}
        return sorted(codes)

    def validate(self, value: list[str]) -> None:
        if unknown := [word for word in value if word not in media_topics.topics()]:
            message = _("“%(word)s” is not an IPTC Media Topic. Type a few letters and choose one from the list.")
            raise ValidationError(message, code="subjects", params={"word": unknown[0]})

    def run_validators(self, value: list[str]) -> None:
        """Those of lines of text, which a list of codes is not."""


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Names that hold what is typed."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    typed = request.GET.get("q", "").strip()[:100]
    return JsonResponse({"names": media_topics.like(typed)[:SUGGESTIONS] if typed else []})
