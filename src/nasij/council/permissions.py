"""Who may see and run the council. Its sessions are national: no region owns one."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere, regions_where
from nasij.council.models import AgendaItem, Decision, Mandate, Proxy, Seat, Session, Vote

Thing = TypeVar("Thing", bound=models.Model)


def may_nationally(user: Person, permission: Permission) -> bool:
    """Whether the person holds the permission for the whole country."""
    return regions_where(user, permission) is None


def require_council(user: Person, permission: Permission) -> None:
    """404 for those who may not see the council, 403 for those who may only see it."""
    if not may_somewhere(user, Permission.SESSION_VIEW):
        raise Http404
    allowed = (
        may_nationally(user, permission)
        if permission is Permission.SESSION_CONVENE
        else may_somewhere(user, permission)
    )
    if not allowed:
        raise PermissionDenied


def get_session_for(user: Person, pk: int, permission: Permission) -> Session:
    return _get(
        Session.objects.select_related("chair_seat", "second_call_of"), user, pk, permission
    )


def get_point_for(user: Person, pk: int, permission: Permission) -> AgendaItem:
    points = AgendaItem.objects.select_related("session", "item__region", "item__theme")
    return _get(points, user, pk, permission)


def get_vote_for(user: Person, pk: int, permission: Permission) -> Vote:
    votes = Vote.objects.select_related("agenda_item__session", "agenda_item__item__region")
    return _get(votes, user, pk, permission)


def get_decision_for(user: Person, pk: int, permission: Permission) -> Decision:
    decisions = Decision.objects.select_related(
        "agenda_item__session", "agenda_item__item__region", "vote"
    )
    return _get(decisions, user, pk, permission)


def get_proxy_for(user: Person, pk: int, permission: Permission) -> Proxy:
    running = Proxy.objects.filter(withdrawn_at__isnull=True)
    return _get(running.select_related("session", "giver", "holder"), user, pk, permission)


def get_seat_for(user: Person, code: str, permission: Permission) -> Seat:
    return _get(Seat.objects.select_related("region"), user, code, permission)


def get_mandate_for(user: Person, pk: int, permission: Permission) -> Mandate:
    return _get(Mandate.objects.select_related("seat__region"), user, pk, permission)


def _get(
    things: models.QuerySet[Thing], user: Person, pk: int | str, permission: Permission
) -> Thing:
    require_council(user, permission)
    return get_object_or_404(things, pk=pk)
