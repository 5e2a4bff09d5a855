"""Reading people and roles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet
from django.http import parse_cookie
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import Invitation, Membership, User, of_today
from nasij.accounts.roles import PERMITS, ROLES


def is_signed_in(cookies: str) -> bool:
    """Whether somebody's session stands behind these cookies; asked before a request is whole."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    try:
        return key is not None and SESSION_KEY in SessionStore(key)
    except DatabaseError:
        return False
    finally:
        connection.close()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_is_taken(email: str, *, by: User) -> bool:
    """By another account, or promised to somebody who is invited."""
    others = User.objects.exclude(pk=by.pk).filter(email__iexact=email)
    known = EmailAddress.objects.exclude(user=by).filter(email__iexact=email)
    promised = open_invitations().filter(email__iexact=email)
    return others.exists() or known.exists() or promised.exists()


def accounts_among(emails: Iterable[str]) -> set[str]:
    """Those of these addresses that have an account; both are kept in small letters."""
    return set(User.objects.filter(email__in=list(emails)).values_list("email", flat=True))


def people() -> QuerySet[User]:
    """All accounts by name, with their roles of today and of before."""
    return User.objects.prefetch_related("memberships__region").order_by("name", "email", "pk")


def memberships() -> QuerySet[Membership]:
    """Roles of people, of today and of before, with who holds each."""
    return Membership.objects.select_related("user").order_by("pk")


def open_invitations() -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        )
        .select_related("region", "invited_by")
        .order_by("-created_at", "-id")
    )


def invitations_to(email: str, role: str, region_code: str) -> QuerySet[Invitation]:
    """The open ones of one address to one role in one place."""
    place = Q(region__code=region_code) if region_code else Q(region=None)
    return open_invitations().filter(place, email__iexact=email, role=role)


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation behind a link, if it is still open."""
    found = Invitation.objects.select_related("region").filter(token_hash=token_hash(token)).first()
    return found if found is not None and found.is_open else None


@dataclass(frozen=True, slots=True)
class PermissionRow:
    permission: Permission
    granted: tuple[bool, ...]  # in the order of ROLES

    @property
    def words(self) -> str:
        return str(PERMITS[self.permission])


def permission_table() -> list[PermissionRow]:
    """Role × permission, as printed in docs/permissions.md."""
    return [
        PermissionRow(permission, tuple(permission in role.permissions for role in ROLES.values()))
        for permission in sorted(Permission)
    ]


def memberships_holding(permission: Permission) -> QuerySet[Membership]:
    """Roles of today that hold a permission, of the people who may sign in, by their name."""
    found = Membership.objects.filter(
        of_today(),
        role__in=[role.key for role in ROLES.values() if permission in role.permissions],
        user__is_active=True,
    )
    return found.order_by("user__name", "user__email", "pk")


def people_holding(permission: Permission) -> QuerySet[User]:
    """Whose roles of today hold a permission somewhere, by name."""
    held = memberships_holding(permission).order_by().values("user_id")
    return User.objects.filter(pk__in=held).order_by("name", "email", "pk")
