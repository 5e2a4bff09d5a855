"""Who reads the roadmap and who builds it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, active_memberships, may_somewhere, require_somewhere


def require_reader(user: Person) -> None:
    """Anyone with a role: the roadmap is the council's own document."""
    if not active_memberships(user):
        raise PermissionDenied


def require_builder(user: Person) -> None:
    require_somewhere(user, Permission.REPORT_BUILD)


def may_build(user: Person) -> bool:
    return may_somewhere(user, Permission.REPORT_BUILD)
