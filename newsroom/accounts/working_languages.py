"""In which of the newsroom's languages a person works: on their profile, and on their account for administrators."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Preference

FIELD = "working_languages"


def working_languages_field() -> forms.MultipleChoiceField:
    """None chosen means all."""
    field = Preference._meta.get_field(FIELD)
    return forms.MultipleChoiceField(
        label=field.verbose_name, help_text=field.help_text, required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code, _(name)) for code, name in settings.LANGUAGES],
    )  # fmt: skip


def only_with_a_choice(form: forms.BaseForm) -> None:
    """With one language there is nothing to choose."""
    if len(settings.LANGUAGES) < 2:
        form.fields.pop(FIELD, None)


class LanguagesForm(forms.ModelForm):
    working_languages = working_languages_field()

    class Meta:
        model = Preference
        fields = [FIELD]


class LanguagesInline(admin.StackedInline):
    """The permissions are those of the account that it is part of."""

    model = Preference
    form = LanguagesForm
    can_delete = False
    verbose_name_plural = _("Working languages")

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return len(settings.LANGUAGES) > 1 and request.user.has_perm("auth.view_user")

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return len(settings.LANGUAGES) > 1 and request.user.has_perm("auth.change_user")

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return obj is not None and self.has_change_permission(request)
