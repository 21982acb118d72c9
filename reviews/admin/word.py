"""The lists of words, and a box to try a text."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.base import DeskAdmin
from reviews import counting, matching, screening
from reviews.models import Word
from reviews.screening import Facts, Post

EVERYWHERE = ("", gettext_lazy("under all stories"))


def languages() -> list[tuple[str, str]]:
    return [EVERYWHERE, *settings.LANGUAGES]


class WordForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=languages,
        help_text=Word._meta.get_field("language").help_text,
    )  # fmt: skip

    class Meta:
        model = Word
        fields = ["text", "kind", "language", "note"]


TRIED = 5000  # characters; a review has 2,000 at most


class TryForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text to test"), max_length=TRIED, widget=forms.Textarea(attrs={"rows": 5})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the story"), required=False, choices=languages)


@admin.register(Word)
class WordAdmin(DeskAdmin):
    form = WordForm
    list_display = ["text", "kind", "language", "note", "used"]
    list_filter = ["kind", "language"]
    search_fields = ["text", "folded", "note"]
    change_list_template = "desk/words.html"

    @admin.display(description=gettext_lazy("used"))
    def used(self, word: Word) -> str:
        """An entry from before these rules is kept, but matches nothing until somebody corrects it."""
        return f"{_('Not used:')} {word.problem}" if word.problem else _("yes")

    def may(self, request: HttpRequest, obj: Word | None = None) -> bool:
        return request.user.has_perm("reviews.moderate_review")

    has_module_permission = has_view_permission = has_add_permission = may
    has_change_permission = has_delete_permission = may

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.try_view)
        return [path("try/", view, name="reviews_word_try"), *super().get_urls()]

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """What screening would say of a text, and why; nothing is kept, so a GET may ask."""
        if not self.may(request):
            raise PermissionDenied
        form = TryForm(request.GET or None)
        context = self.admin_site.each_context(request) | {"title": _("Test a text"), "opts": self.opts, "form": form}
        if form.is_valid():
            context |= _tried(**form.cleaned_data)
        return TemplateResponse(request, "desk/try_text.html", context)


def _tried(text: str, language: str) -> dict[str, Any]:
    facts = Facts(listed=counting.listed(language), language=language)
    found = [*screening.all_of(Post(text), facts)]
    return {
        "tried": True,
        "said": [(verdict, screening.for_the_desk(verdict.reason, verdict.matched)) for verdict in found],
        "folded": matching.folded(text, language),
    }
