"""What an administrator is asked: whom to invite, and who takes over from somebody who leaves."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import staff
from newsroom.accounts import leaving
from newsroom.lib.mailing import validate_mailable
from newsroom.models import Invitation


class InvitationForm(forms.ModelForm):
    roles = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"), label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What this person can do. You can change this later."),
    )  # fmt: skip

    class Meta:
        model = Invitation
        fields = ["email", "first_name", "last_name", "roles"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        validate_mailable(email)
        if User.objects.filter(email__iexact=email, is_active=True).exists():
            raise ValidationError(_("An account with this address already exists."), code="known")
        return email

    def _save_m2m(self) -> None:
        """Roles are set with the invitation, by invitations.invite."""


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.get_full_name()} ({person})" if person.get_full_name() else str(person)


class LeaveForm(forms.Form):
    writer = PersonField(
        None, label=gettext_lazy("Reassign their stories to"), required=False,
        empty_label=gettext_lazy("Nobody for now"),
    )  # fmt: skip
    editor = PersonField(
        None, label=gettext_lazy("Reassign stories they were to edit to"), required=False,
        empty_label=gettext_lazy("Any editor of the section"),
    )  # fmt: skip

    keeper = PersonField(
        None, label=gettext_lazy("New keeper of their unnamed sources, who will see the names"),
        required=False, empty_label=gettext_lazy("Nobody: the names stay hidden"),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["writer"].queryset = staff.writers().exclude(pk=person.pk)
        self.fields["editor"].queryset = staff.editors().exclude(pk=person.pk)
        if leaving.may_hand_on_sources(by):
            self.fields["keeper"].queryset = staff.writers().exclude(pk__in=[person.pk, by.pk])
        else:
            del self.fields["keeper"]
