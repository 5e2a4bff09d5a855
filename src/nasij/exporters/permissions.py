"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, may, regions_where, require
from nasij.exporters.enums import FilingState
from nasij.exporters.models import (
    AccessLink,
    Contact,
    Erasure,
    FiledFirm,
    Firm,
    FirmList,
    ImportRun,
    ListedFirm,
    Merge,
    Referral,
    RightsRequest,
    Share,
    Site,
)
from nasij.exporters.queries.firms import firms, in_regions
from nasij.exporters.queries.lists import lists_for, may_change_list
from nasij.exporters.queries.sharing import firms_shared_with
from nasij.exporters.reach import Reach
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
    shared = firms_shared_with(user, codes, to_edit=_SHARED[permission])
    return Reach(frozenset(codes), shared)


def firms_visible_to(user: Person, permission: Permission) -> QuerySet[Firm]:
    """Every firm a person may reach with a permission; merged records are left out."""
    return in_regions(firms(), reach_of(user, permission))


def may_on(user: Person, permission: Permission, firm: Firm) -> bool:
    return reach_of(user, permission).holds(firm)


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


def get_request_for(user: Person, pk: int, permission: Permission) -> RightsRequest:
    """What a firm asked for about its record, by who may work on the firm."""
    found = RightsRequest.objects.select_related("firm__region", "firm__commune", "firm__erasure")
    request = found.filter(pk=pk).first()
    if request is None:
        raise Http404
    require(user, permission, region=request.firm.region.code, seen_with=Permission.FIRM_VIEW)
    return request


def get_link_for(user: Person, pk: int) -> AccessLink:
    link = AccessLink.objects.select_related("firm__region").filter(pk=pk).first()
    if link is None:
        raise Http404
    region = link.firm.region.code
    require(user, Permission.FIRM_EDIT, region=region, seen_with=Permission.FIRM_VIEW)
    return link


def get_erasure_for(user: Person, pk: int) -> Erasure:
    erasure = Erasure.objects.select_related("firm__region").filter(pk=pk).first()
    if erasure is None:
        raise Http404
    region = erasure.firm.region.code
    require(user, Permission.FIRM_ERASE, region=region, seen_with=Permission.FIRM_VIEW)
    return erasure


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


def get_import_run_for(user: Person, pk: int) -> ImportRun:
    """An import: of the region by who may import there, of the nation by who may everywhere."""
    run = ImportRun.objects.select_related("region", "started_by").filter(pk=pk).first()
    allowed = regions_where(user, Permission.FIRM_IMPORT)
    if run is None:
        raise Http404
    if allowed is not None and (run.region is None or run.region.code not in allowed):
        raise Http404
    return run


def get_site_for(user: Person, pk: int, permission: Permission) -> Site:
    site = Site.objects.select_related("firm__region", "territory").filter(pk=pk).first()
    if site is None:
        raise Http404
    _require(user, permission, site.firm)
    return site


def get_share_for(user: Person, pk: int) -> Share:
    """A share, by who writes the firm in its own region."""
    share = Share.objects.select_related("firm__region", "region", "user").filter(pk=pk).first()
    if share is None:
        raise Http404
    region = share.firm.region.code
    require(user, Permission.FIRM_EDIT, region=region, seen_with=Permission.FIRM_VIEW)
    return share


def get_referral_for(user: Person, pk: int) -> Referral:
    """A referral, by the two people it is between."""
    found = Referral.objects.select_related("firm__region", "sender", "recipient")
    referral = found.filter(pk=pk).first()
    if referral is None or user not in (referral.sender, referral.recipient):
        raise Http404
    return referral


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


def get_filed_firm_for(user: Person, pk: int) -> FiledFirm:
    """A firm of a file, by who may edit the firms of its region.

    A matched line lies where its firm does, another one where the file says. What the file places
    nowhere is for those who may edit everywhere.
    """
    found = FiledFirm.objects.select_related("region", "firm__region", "decided_by")
    filed = found.filter(pk=pk).first()
    if filed is None:
        raise Http404
    matched = filed.state == FilingState.MATCHED and filed.firm is not None
    region = filed.firm.region if matched and filed.firm else filed.region
    code = region.code if region else ""
    require(user, Permission.FIRM_EDIT, region=code, seen_with=Permission.FIRM_VIEW)
    return filed


def regions_for(user: Person, permission: Permission) -> list[Territory]:
    """The regions in which the person holds a permission, in the order of their codes."""
    allowed = regions_where(user, permission)
    return [one for one in regions() if allowed is None or one.code in allowed]


def require_anywhere(user: Person, permission: Permission) -> None:
    require(user, permission)


def actor(request: HttpRequest) -> User:
    """The person who acts; pages of this room are never open to visitors."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
