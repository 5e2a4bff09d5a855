"""Who may do what, where. Deny by default; a right over a region is a permission plus `region`."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from nasij.accounts.enums import Permission
from nasij.accounts.models import Membership, User, of_today
from nasij.accounts.roles import ROLES, Role

Person = User | AnonymousUser


def signed_in(request: HttpRequest) -> User:
    """The person who acts; a visitor acts nowhere."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def active_memberships(user: Person) -> list[Membership]:
    """The person's memberships of today, read once per request."""
    if not isinstance(user, User) or not user.is_active:
        return []
    cached: list[Membership] | None = getattr(user, "_active_memberships", None)
    if cached is None:
        held = user.memberships.filter(of_today())
        cached = list(held.select_related("region").order_by("id"))
        user._active_memberships = cached  # type: ignore[attr-defined]
    return cached


def _grants(membership: Membership, permission: Permission) -> bool:
    role = ROLES.get(membership.role)
    return role is not None and permission in role.permissions


def regions_where(user: Person, permission: Permission) -> set[str] | None:
    """Region codes in which the person holds the permission; None means every region."""
    codes: set[str] = set()
    for membership in active_memberships(user):
        if _grants(membership, permission):
            if membership.region is None:
                return None
            codes.add(membership.region.code)
    return codes


def may(user: Person, permission: Permission, *, region: str) -> bool:
    """Whether the person holds the permission in a region (its code)."""
    codes = regions_where(user, permission)
    return codes is None or region in codes


def may_somewhere(user: Person, permission: Permission) -> bool:
    """Whether the person holds the permission anywhere."""
    return regions_where(user, permission) != set()


def holds_all(user: Person, role: Role, *, region: str | None) -> bool:
    """Whether the person holds each permission of a role there; without a region, everywhere."""
    return _lacks(user, role, region=region) == set()


def may_give(user: User, role: Role, *, region: str | None, to: User | None = None) -> bool:
    """Nobody gives what they lack, but for what their role passes on; and that not to themselves.

    `to` is None for somebody who has no account yet.
    """
    missing = _lacks(user, role, region=region)
    if to is not None and to.pk == user.pk:
        return not missing
    passed_on = {
        permission
        for membership in active_memberships(user)
        if membership.role in ROLES and membership.region is None
        for permission in ROLES[membership.role].passes_on
    }
    return missing <= passed_on


def roles_to_give(user: User) -> list[Role]:
    """Those the person may give somewhere."""
    places = {m.region.code if m.region else None for m in active_memberships(user)} | {None}
    return [
        role
        for role in ROLES.values()
        if any(may_give(user, role, region=place) for place in places)
    ]


def _lacks(user: Person, role: Role, *, region: str | None) -> set[Permission]:
    missing = set()
    for permission in role.permissions:
        codes = regions_where(user, permission)
        if codes is not None and region not in codes:
            missing.add(permission)
    return missing


def require(
    user: Person, permission: Permission, *, region: str, seen_with: Permission | None = None
) -> None:
    """Pass, or raise: 404 if the person may not even see the thing, 403 if they may only see it.

    `seen_with` is the permission that shows the thing. A person of another region gets 404: a 403
    would tell them that the thing exists.
    """
    if may(user, permission, region=region):
        return
    if seen_with is not None and not may(user, seen_with, region=region):
        raise Http404
    raise PermissionDenied


def require_somewhere(user: Person, permission: Permission) -> None:
    if not may_somewhere(user, permission):
        raise PermissionDenied
