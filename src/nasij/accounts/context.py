"""What every template knows of the person."""

from typing import Any

from django.http import HttpRequest

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import active_memberships, may_somewhere


class _May:
    """`{% if may.need_record %}` in a template: the permission, in any region."""

    def __init__(self, request: HttpRequest) -> None:
        self._user = request.user

    def __getitem__(self, name: str) -> bool:
        return may_somewhere(self._user, Permission(name))


def account(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "user"):
        return {}
    return {"may": _May(request), "memberships": active_memberships(request.user)}
