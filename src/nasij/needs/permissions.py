"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, may, may_somewhere, regions_where, require
from nasij.needs.models import Item, Need, Visit


def get_need_for(user: Person, pk: int, permission: Permission) -> Need:
    found = Need.objects.select_related(
        "theme__parent", "region", "commune__parent", "firm", "item", "recorded_by"
    )
    need = found.filter(pk=pk).first()
    if need is None:
        raise Http404
    require(user, permission, region=need.region.code, seen_with=Permission.NEED_VIEW)
    return need


def get_item_for(user: Person, pk: int, permission: Permission) -> Item:
    item = (
        Item.objects.select_related("theme__parent", "region", "created_by").filter(pk=pk).first()
    )
    if item is None:
        raise Http404
    require(user, permission, region=item.region.code, seen_with=Permission.ITEM_VIEW)
    return item


def readable_visits(user: Person) -> QuerySet[Visit]:
    """Contacts whose words a person may read: those of the regions whose needs they read, and
    their own, while they read needs somewhere."""
    found = Visit.objects.select_related("firm", "region", "recorded_by")
    codes = regions_where(user, Permission.NEED_VIEW)
    if codes is None:
        return found
    if not codes or not isinstance(user, User):
        return found.none()
    return found.filter(Q(region__code__in=codes) | Q(recorded_by=user))


def reads_visit(user: Person, visit: Visit) -> bool:
    """The same rule for one contact at hand."""
    codes = regions_where(user, Permission.NEED_VIEW)
    if codes is None or visit.region.code in codes:
        return True
    return bool(codes) and visit.recorded_by == user


def visit_for(user: Person, pk: int) -> Visit | None:
    return readable_visits(user).filter(pk=pk).first()


def get_visit_for(user: Person, pk: int, *, to_change: bool = False) -> Visit:
    """A contact, by who may read its words; to change it, by who recorded it or works there."""
    visit = visit_for(user, pk)
    if visit is None:
        raise Http404
    if to_change and not may_change_visit(user, visit):
        raise PermissionDenied
    return visit


def may_change_visit(user: Person, visit: Visit) -> bool:
    """Their own, of whichever region: who moved to another one still keeps what they promised."""
    if visit.recorded_by == user:
        return may_somewhere(user, Permission.NEED_RECORD)
    return may(user, Permission.NEED_RECORD, region=visit.region.code)
