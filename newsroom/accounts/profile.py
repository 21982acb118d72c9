"""One's own things: name, address, and what one wants to hear of."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.desk import notifications
from articles.models import Correspondent, Event, NoticeChoice, Preference
from articles.models.notice import Kind
from newsroom.accounts.working_languages import only_with_a_choice, working_languages_field
from newsroom.lib import interface
from newsroom.lib.fields import FormLine
from newsroom.lib.mailing import validate_mailable


class ProfileForm(forms.ModelForm):
    password = forms.CharField(
        label=gettext_lazy("Your password"), required=False, strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=gettext_lazy("Needed only to change your address, because anyone who can read its e-mail can "
                               "reset your password."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email"]
        field_classes = {"first_name": FormLine, "last_name": FormLine}
        help_texts = {"email": gettext_lazy("For notifications and new passwords. Readers never see it.")}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        validate_mailable(email)
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "email" in self.changed_data and not User.objects.get(pk=self.instance.pk).check_password(
            cleaned.get("password", "")
        ):
            self.add_error("password", ValidationError(_("Enter your current password."), code="wrong-password"))
        return cleaned


class ChoicesForm(forms.Form):
    """A pair of boxes for each kind of notice."""

    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        chosen = {choice.kind: choice for choice in person.notice_choices.all()}
        for kind in Kind:
            choice = chosen.get(kind)
            desk, mail = (choice.desk, choice.mail) if choice else notifications.unchosen(kind)
            for way, initial, name in (("desk", desk, _("On the desk")), ("mail", mail, _("By e-mail"))):
                field = forms.BooleanField(required=False, initial=initial, label=name)
                field.widget.attrs["aria-label"] = f"{kind.label}: {name}"  # the rows of a table name it for eyes alone
                self.fields[f"{kind}_{way}"] = field

    def rows(self) -> list[tuple[str, Any, Any]]:
        return [(kind.label, self[f"{kind}_desk"], self[f"{kind}_mail"]) for kind in Kind]

    def save(self) -> None:
        """Store a choice for every kind, so that new defaults don't change what this person is told."""
        with transaction.atomic():
            for kind in Kind:
                ways = {way: self.cleaned_data[f"{kind}_{way}"] for way in ("desk", "mail")}
                NoticeChoice.objects.update_or_create(user=self.person, kind=kind, defaults=ways)


class PreferenceForm(forms.ModelForm):
    working_languages = working_languages_field()

    class Meta:
        model = Preference
        fields = ["language", "typographic", "single_keys", "working_languages"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Each language by its own name, so that it is found whatever the page is in now."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [*interface.LANGUAGES.items()]
        self.initial["language"] = self.instance.language or interface.default()
        only_with_a_choice(self)


def profile(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)  # the page greets request.user, which a refused form must not change
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            changed = [name for name in form.changed_data if name != "password"]
            if changed:
                Event.objects.write("profile", person, by=person, changed=changed)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("profile"))
    return _page(request, form, ChoicesForm(person=request.user))


@require_POST
def choices(request: HttpRequest) -> HttpResponse:
    form = ChoicesForm(request.POST, person=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. Applies to future notifications."))
    return HttpResponseRedirect(reverse("profile"))


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    own, _made = Preference.objects.get_or_create(user=request.user)
    form = PreferenceForm(request.POST, instance=own)
    if form.is_valid():
        form.save()
        request.user.desk_preference = own
        with interface.spoken_to(request.user):
            messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("profile"))


def _page(request: HttpRequest, form: ProfileForm, choices: ChoicesForm) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("Your profile"),
        "form": form,
        "choices": choices,
        "preferences": PreferenceForm(instance=Preference.objects.filter(user=request.user).first()),
        "correspondent": Correspondent.objects.filter(user=request.user).first(),
        "roles": [group.name for group in request.user.groups.order_by("name")],
        "sections": [str(section) for section in request.user.edited_sections.all()],
    }
    return TemplateResponse(request, "desk/accounts/profile.html", context)
