"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, may, regions_where, require
from nasij.exporters.models import (
    Contact,
    Firm,
    FirmList,
    ListedFirm,
    Merge,
    Site,
)
from nasij.exporters.reach import Reach, firms, firms_shown_to, in_regions
from nasij.reference.models import Territory
from nasij.reference.queries import regions

# What a share can carry; everything else stays with the firm's own region.
_SHARED = {Permission.FIRM_VIEW: False, Permission.FIRM_EDIT: True}


def reach_of(user: Person, permission: Permission) -> Reach:
    """Where a permission counts: the person's regions, and the firms that others share with them.

    A share moves no right that the person's roles do not hold somewhere.
    """
    codes = regions_where(user, permission)
    if codes is None:
        return Reach(None)
    if not codes or permission not in _SHARED or not isinstance(user, User):
        return Reach(frozenset(codes))
    shared = firms_shown_to(user, codes, to_edit=_SHARED[permission])
    return Reach(frozenset(codes), shared)


def firms_visible_to(user: Person, permission: Permission) -> QuerySet[Firm]:
    """Every firm a person may reach with a permission; merged records are left out."""
    return in_regions(firms(), reach_of(user, permission))


def may_on(user: Person, permission: Permission, firm: Firm) -> bool:
    return reach_of(user, permission).holds(firm)


def writes_as_own(user: Person, firm: Firm) -> bool:
    """Whether they write the firm as its own region does: a share lets nobody hand it on."""
    return may(user, Permission.FIRM_EDIT, region=firm.region.code)


def get_firm_for(user: Person, pk: int, permission: Permission) -> Firm:
    """A firm, also one that was merged into another: the page then leads on to that one."""
    firm = _found(pk)
    if firm.erased_at and permission != Permission.FIRM_VIEW:
        raise Http404  # of a firm that was erased only that is shown
    _require(user, permission, firm)
    return firm


def get_own_firm_for(user: Person, pk: int, permission: Permission) -> Firm:
    """A firm, for what only its own region does: a share shows it and does not give it away."""
    firm = get_firm_for(user, pk, Permission.FIRM_VIEW)
    if firm.erased_at and permission != Permission.FIRM_VIEW:
        raise Http404
    if not may(user, permission, region=firm.region.code):
        raise PermissionDenied
    return firm


def _found(pk: int) -> Firm:
    found = Firm.objects.select_related("region", "commune__parent", "group__region", "merged_into")
    firm = found.filter(pk=pk).first()
    if firm is None:
        raise Http404
    return firm


def _require(user: Person, permission: Permission, firm: Firm) -> None:
    if may_on(user, permission, firm):
        return
    if permission is Permission.FIRM_VIEW or not may_on(user, Permission.FIRM_VIEW, firm):
        raise Http404
    raise PermissionDenied


def get_contact_for(user: Person, pk: int, permission: Permission) -> Contact:
    contact = Contact.objects.select_related("firm__region").filter(pk=pk).first()
    if contact is None:
        raise Http404
    _require(user, permission, contact.firm)
    return contact


def get_merge_for(user: Person, pk: int) -> Merge:
    """A merge, by who may edit both records as their own."""
    found = Merge.objects.select_related("winner__region", "loser__region").filter(pk=pk).first()
    if found is None:
        raise Http404
    for firm in (found.winner, found.loser):
        region = firm.region.code
        require(user, Permission.FIRM_EDIT, region=region, seen_with=Permission.FIRM_VIEW)
    return found


def get_site_for(user: Person, pk: int, permission: Permission) -> Site:
    site = Site.objects.select_related("firm__region", "territory").filter(pk=pk).first()
    if site is None:
        raise Http404
    _require(user, permission, site.firm)
    return site


def get_list_for(user: User, pk: int) -> FirmList:
    found = lists_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_list_to_change_for(user: User, pk: int) -> FirmList:
    found = get_list_for(user, pk)
    if not may_change_list(user, found):
        raise PermissionDenied
    return found


def get_listed_for(user: User, pk: int) -> ListedFirm:
    """A firm on a list that the person may change; a firm out of reach is not there."""
    listed = ListedFirm.objects.select_related("list__region", "list__owner", "firm__region")
    row = listed.filter(pk=pk).first()
    if row is None or not may_on(user, Permission.FIRM_VIEW, row.firm):
        raise Http404
    get_list_to_change_for(user, row.list_id)
    return row


def regions_for(user: Person, permission: Permission) -> list[Territory]:
    """The regions in which the person holds a permission, in the order of their codes."""
    allowed = regions_where(user, permission)
    return [region for region in regions() if allowed is None or region.code in allowed]


def lists_for(user: User) -> QuerySet[FirmList]:
    """One's own, and those shared with the regions whose firms one may read; to who reads firms
    nowhere, none."""
    codes = regions_where(user, Permission.FIRM_VIEW)
    if codes is not None and not codes:
        return FirmList.objects.none()
    here = Q(region__isnull=False) if codes is None else Q(region__code__in=codes)
    found = FirmList.objects.filter(Q(owner=user) | here).select_related("owner", "region")
    return found.order_by("name", "id")


def may_change_list(user: User, found: FirmList) -> bool:
    """Its owner; and, where it is shared, who writes the firms of that region."""
    if found.owner_id == user.pk:
        return True
    return found.region is not None and may(user, Permission.FIRM_EDIT, region=found.region.code)
