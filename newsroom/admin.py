"""Accounts, roles and invitations, in the look of the desk."""

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import F, Field
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.desk.base import DeskAdmin, KeptAdmin, ReadOnlyAdmin
from articles.models import Job
from articles.templatetags.desk import both_clocks
from newsroom.accounts import invitations, leaving
from newsroom.accounts.forms import InvitationForm, LeaveForm
from newsroom.accounts.working_languages import LanguagesInline
from newsroom.lib import clock, theme
from newsroom.lib.mailing import validate_mailable
from newsroom.models import Invitation
from newsroom.planning import views as planning

admin.site.extra_urls = planning.urls
admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin, KeptAdmin):
    """An account is never deleted: the record names it. Who goes leaves, by an act of its own."""

    form = theme.UserChangeForm
    add_form = theme.UserCreationForm
    change_password_form = theme.AdminPasswordChangeForm
    list_display = ["username", "first_name", "last_name", "email", "is_active", "last_login"]
    change_form_outer_before_template = "desk/accounts/account.html"
    inlines = [LanguagesInline]
    rights = ("is_staff", "is_superuser", "groups", "user_permissions")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> FormField | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "email":
            field.validators = [*field.validators, validate_mailable]
        return field

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only an administrator can make someone an administrator, or change an administrator's account."""
        mine = super().has_change_permission(request, obj)
        return mine and (request.user.is_superuser or not (obj and obj.is_superuser))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        kept = ["is_active", "last_login", "date_joined"]
        return kept if request.user.is_superuser else [*kept, "is_superuser", "user_permissions"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        may = person is not None and not leaving.may_leave(person, by=request.user)
        return super().change_view(request, object_id, form_url, (extra_context or {}) | {"may_leave": may})

    def get_urls(self) -> list:
        leave = self.admin_site.admin_view(self.leave)
        return [path("<int:pk>/leave/", leave, name="auth_user_leave"), *super().get_urls()]

    def leave(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what will happen, and on POST do it; for an account that is closed, the way back."""
        person = get_object_or_404(User, pk=pk)
        if leaving.may_leave(person, by=request.user):
            raise PermissionDenied
        form = LeaveForm(request.POST or None, person=person, by=request.user)
        if request.method == "POST" and not person.is_active:
            leaving.come_back(person, by=request.user)
            messages.success(
                request, _("%s can log in again after setting a new password with “Forgotten your password”.") % person
            )
            return self._back(person)
        if request.method == "POST" and form.is_valid():
            leaving.leave(person, by=request.user, **form.cleaned_data)
            messages.success(request, _("The account of %s is closed and the work reassigned.") % person)
            return self._back(person)
        work = leaving.work_of(person, now=clock.now())
        context = self.admin_site.each_context(request) | {
            "title": _("Close account: %s") % (person.get_full_name() or person),
            "opts": self.opts,
            "person": person,
            "form": form,
            "writing": work.writing.count(),
            "reading": work.reading.count(),
            "links": work.links.count(),
            "invitations": work.invitations.count(),
            "sources": work.sources.count(),
        }
        return TemplateResponse(request, "desk/accounts/leave.html", context)

    def _back(self, person: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))


@admin.register(Group)
class RoleAdmin(GroupAdmin, DeskAdmin):
    rights = ("permissions",)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What the worker has to do, and what went wrong, for administrators; what waits comes first."""

    list_display = ["kind", "key", "due_at", "tries", "outcome", "error"]
    list_filter = ["kind"]
    ordering = [F("done_at").desc(nulls_first=True), "next_try_at", "pk"]

    @admin.display(description=gettext_lazy("due"), ordering="due")
    def due_at(self, job: Job) -> str:
        return both_clocks(job.due)

    @admin.display(description=gettext_lazy("outcome"))
    def outcome(self, job: Job) -> str:
        if job.done_at is None:
            return _("waiting, next attempt %s") % both_clocks(job.next_try_at)
        if job.moot:
            return _("cancelled before it was due")
        return (_("given up %s") if job.error else _("done %s")) % both_clocks(job.done_at)


@admin.register(Invitation)
class InvitationAdmin(KeptAdmin):
    """Who may add users may ask them to join."""

    form = InvitationForm
    list_display = ["__str__", "stands", "made_by", "made_at", "expires_at"]
    search_fields = ["email", "first_name", "last_name"]
    list_select_related = ["made_by", "account"]
    fields = ["email", ("first_name", "last_name"), "roles"]
    change_form_outer_before_template = "desk/accounts/invitation.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth.add_user")

    has_view_permission = has_add_permission = lambda self, request, obj=None: request.user.has_perm("auth.add_user")

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False  # it was sent as it is

    @admin.display(description=gettext_lazy("status"))
    def stands(self, invitation: Invitation) -> str:
        return standing(invitation)

    def log_addition(self, *args) -> None:
        """The activity log has it from the act itself."""

    def save_model(self, request: HttpRequest, obj: Invitation, form: InvitationForm, change: bool) -> None:
        invitations.invite(obj, form.cleaned_data["roles"], by=request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        invitation = self.get_object(request, object_id)
        extra = {"invitation": invitation, "standing": invitation and standing(invitation)}
        extra["may_revoke"] = invitation is not None and invitation.is_open(request.moment)
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    def get_urls(self) -> list:
        revoke = self.admin_site.admin_view(require_POST(self.revoke))
        return [path("<int:pk>/revoke/", revoke, name="newsroom_invitation_revoke"), *super().get_urls()]

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        invitation = get_object_or_404(Invitation, pk=pk)
        if invitations.revoke(invitation, by=request.user):
            messages.success(request, _("Revoked. The link no longer works."))
        else:
            messages.error(request, _("It was already closed."))
        return HttpResponseRedirect(reverse("admin:newsroom_invitation_change", args=[invitation.pk]))


def standing(invitation: Invitation) -> str:
    """What has become of an invitation, in words."""
    if invitation.used_at:
        return _("used by %s") % invitation.account
    if invitation.revoked_at:
        return _("revoked")
    if not invitation.is_open(clock.now()):
        return _("expired")
    return _("sent, open") if invitation.mailed_at else _("open; the e-mail is being sent")
