"""Resetting a forgotten password. The answer is the same for everyone; only the e-mail tells whether it worked."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Event, Job
from newsroom.accounts.form_style import dressed
from newsroom.accounts.throttle import FORGOTTEN
from newsroom.models import Reset

TOO_MANY = 429
MAIL = "password-mail"


@dressed
class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "email", "autofocus": ""})
    )


def forgotten(request: HttpRequest) -> HttpResponse:
    """Take the request. The answer, and the work that is done for it, are the same whether there is an account."""
    form = ForgottenForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if FORGOTTEN.attempt(request, email) is not None:
            ask(email, request)
            return HttpResponseRedirect(reverse("admin_password_reset_done"))
        message = _(
            "Too many new passwords have been requested from your network. Check your e-mail, or try again in an hour."
        )
        form.add_error(None, message)
        status = TOO_MANY
    response = page(
        request, "desk/accounts/forgotten.html", {"title": _("Forgotten password"), "form": form}, status=status
    )
    if status == TOO_MANY:
        response.headers["Retry-After"] = FORGOTTEN.retry_after
    return response


def ask(email: str, request: HttpRequest) -> None:
    """Write down a request for all who have this address, or for nobody; the worker sends what there is to send."""
    people = [*User.objects.filter(email__iexact=email, is_active=True, is_staff=True)] or [None]
    now = request.moment
    with transaction.atomic():
        resets = Reset.objects.bulk_create(Reset(person=who, asked_at=now) for who in people)
        jobs = (
            Job(kind=MAIL, key=f"person {reset.person_id or ''}", args={"reset": reset.pk}, due=now) for reset in resets
        )
        Job.objects.ask(*jobs)  # where nobody has the address, too: the work is the same, and nothing is sent


def asked(request: HttpRequest) -> HttpResponse:
    return page(request, "desk/accounts/asked.html", {"title": _("Check your e-mail")})


def address(person: User) -> str:
    """The path under which this person sets a new password; it holds until that is done, or PASSWORD_RESET_TIMEOUT."""
    key, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)
    return reverse("password_reset_confirm", args=[key, token])


@dressed
class NewPasswordForm(SetPasswordForm):
    pass


class Confirm(PasswordResetConfirmView):
    """Django's own, for those alone who may come in. A new password ends every log-in that was made with the old."""

    template_name = "desk/accounts/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("admin:login")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        Event.objects.write("new-password", self.user, by=self.user)
        messages.success(self.request, _("Your password has been set. Log in with it."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return admin.site.each_context(self.request) | super().get_context_data(**kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if not context["validlink"]:
            response.status_code = 410
        return response


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the desk for those who are not in yet."""
    return TemplateResponse(request, template, admin.site.each_context(request) | context, status=status)
