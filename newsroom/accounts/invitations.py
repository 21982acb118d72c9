"""Invitations: a signed link that makes one account, once."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Event, Job
from newsroom.accounts.form_style import dressed
from newsroom.accounts.passwords import page
from newsroom.lib import caching
from newsroom.lib.clock import Clock, read
from newsroom.lib.fields import FormLine
from newsroom.models import Invitation

LIFE = timedelta(days=7)
MAIL = "invitation-mail"
NOT_FOUND, GONE = 404, 410


class Closed(Exception):
    """The invitation was used, revoked or has expired since the page was opened."""


def invite(invitation: Invitation, roles: Iterable[Group], *, by: User, clock: Clock | None = None) -> None:
    """Write an invitation down; the worker sends it. One that is open for the same address is revoked by it."""
    with transaction.atomic():
        now = read(clock)
        for other in Invitation.objects.open(now).filter(email__iexact=invitation.email):
            revoke(other, by=by, clock=clock)
        invitation.made_by, invitation.made_at, invitation.expires_at = by, now, now + LIFE
        invitation.save(force_insert=True)
        Job.objects.ask(Job(kind=MAIL, args={"invitation": invitation.pk}, due=now))
        invitation.roles.set(roles)
        names = sorted(role.name for role in roles)
        Event.objects.write("invite", invitation, by=by, roles=names)


def revoke(invitation: Invitation, *, by: User, clock: Clock | None = None) -> bool:
    """Close an invitation for good; one that was used stays used. Whether it was open until now."""
    with transaction.atomic():
        mine = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
        closed = bool(mine.update(revoked_at=read(clock)))
        if closed:
            Event.objects.write("uninvite", invitation, by=by)
        return closed


def accept(invitation: Invitation, form: "JoinForm", *, clock: Clock | None = None) -> User:
    """Create the account with the roles of the invitation. Raises Closed if the invitation has been used meanwhile."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not invitation.is_open(read(clock)):
            raise Closed
        user = form.save(commit=False)
        user.email, user.is_staff = invitation.email, True
        user.save()
        user.groups.set(invitation.roles.all())
        invitation.used_at, invitation.account = read(clock), user
        invitation.save(update_fields=["used_at", "account"])
        Event.objects.write("join", user, by=user, invitation=invitation.pk)
    return user


def address(invitation: Invitation) -> str:
    """The path that the invited person is sent."""
    return reverse("invitation", args=[_signer().sign(invitation.key.hex)])


def _signer() -> Signer:
    return Signer(sep=".", salt="newsroom.invitations")


# -- the page behind the link -----------------------------------------------------------------------------------------


@dressed
class JoinForm(UserCreationForm):
    class Meta:
        model = User
        fields = ["username", "first_name", "last_name"]
        field_classes = {"first_name": FormLine, "last_name": FormLine}


def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name and a password. A link that opens nothing does not say whose it was."""
    response = _answer(request, token)
    caching.never_kept(response)
    response.headers["Referrer-Policy"] = "same-origin"  # with none a browser posts from nowhere, and is refused
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = Invitation.objects.filter(key=UUID(hex=_signer().unsign(token))).first()
    except BadSignature:
        return _closed(request, NOT_FOUND)
    if invitation is None or not invitation.is_open(request.moment):
        return _closed(request, GONE)
    names = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    form = JoinForm(request.POST or None, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept(invitation, form)
        except Closed:
            return _closed(request, GONE)
        messages.success(request, _("Welcome. Log in as %s, with the password you have just chosen.") % user)
        return HttpResponseRedirect(reverse("admin:login"))
    context = {"title": _("Join the newsroom"), "form": form, "invitation": invitation}
    return page(request, "desk/accounts/join.html", context)


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    return page(request, "desk/accounts/closed.html", {"title": _("This invitation is no longer valid")}, status=status)
