"""People and what they may do, where, and since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise

from nasij.accounts.roles import name_of
from nasij.reference.models import Territory
from nasij.ui.formats import site_language


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. The e-mail address is the name they sign in by."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, default=site_language)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


def of_today() -> Q:
    """Roles that have begun and have not ended."""
    today = timezone.localdate()
    return Q(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)


class Membership(models.Model):
    """One role of one person, for one region or (region empty) for the country, between dates."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)
    region = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("user", "role", "starts_on", "id")
        constraints = [
            models.CheckConstraint(
                name="membership_period_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        place = f" ({self.region})" if self.region else ""
        return f"{self.user}: {self.role}{place}"

    @property
    def ended_on(self) -> date | None:
        """The day on which it was ended: the first on which it grants nothing."""
        if self.ends_on is None or self.ends_on >= timezone.localdate():
            return None
        return self.ends_on + timedelta(days=1)

    @property
    def role_name(self) -> str | Promise:
        return name_of(self.role)


class Invitation(models.Model):
    """A link that lets one address open one account with one role. Only its hash is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=30)
    region = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=2, default=site_language)
    token_hash = models.CharField(max_length=64, unique=True)
    # Empty: made from the command line, the way into an empty site.
    invited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        ended = self.accepted_at or self.withdrawn_at
        return ended is None and self.expires_at > timezone.now()

    @property
    def role_name(self) -> str | Promise:
        return name_of(self.role)
