"""Accounts: invitations, requests for a new password, and log-in attempts."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class InvitationQuerySet(models.QuerySet):
    def open(self, at: datetime) -> "InvitationQuerySet":
        return self.filter(made_at__lte=at, expires_at__gt=at, revoked_at=None, used_at=None)


class Invitation(models.Model):
    """Open for made_at <= t < expires_at, unless it was revoked or used. Its key is random, and signed in the link."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = fields.EmailField(
        _("e-mail"), help_text=_("The invitation is sent to this address. Anyone with the link can use it once.")
    )
    first_name = fields.CharField(_("first name"), max_length=150)
    last_name = fields.CharField(_("last name"), max_length=150, blank=True)
    roles = models.ManyToManyField(
        Group, related_name="+", verbose_name=_("roles"),
        help_text=_("What this person can do. You can change this later."),
    )  # fmt: skip
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations", verbose_name=_("invited by")
    )
    made_at = models.DateTimeField(_("invited"))
    mailed_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()  # anyone who may add users may ask them to join
        constraints = [
            models.CheckConstraint(condition=Q(made_at__lt=F("expires_at")), name="an invitation is open for a while"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(used_at=None), name="an invitation is used or revoked, not both"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, account=None) | Q(used_at__isnull=False, account__isnull=False),
                name="a used invitation names the account",
            ),
        ]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name} <{self.email}>".replace("  ", " ")

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and self.used_at is None and self.made_at <= at < self.expires_at


class Reset(models.Model):
    """A request for a new password. If no account has the address, `person` is empty and nothing is sent."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


class LoginAttempt(models.Model):
    """An attempt to log in, or to ask for a new password. In the database, so that all processes count the same."""

    door = fields.CharField(max_length=10)
    who = fields.CharField(max_length=64)  # a keyed hash: neither names nor addresses are kept
    at = models.DateTimeField()

    class Meta:
        db_table = "newsroom_knock"
        default_permissions = ()
        indexes = [
            models.Index(fields=["door", "who", "at"], name="knock_count"),
            models.Index(fields=["at"], name="knock_tidy"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%Y-%m-%d %H:%M:%S}"
