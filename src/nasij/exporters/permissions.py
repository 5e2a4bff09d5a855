"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, regions_where, require
from nasij.exporters.models import (
    AccessLink,
    Contact,
    Erasure,
    Firm,
    ImportRun,
    Merge,
    RightsRequest,
)
from nasij.reference.models import Territory
from nasij.reference.queries import regions


def get_firm_for(user: Person, pk: int, permission: Permission) -> Firm:
    """A firm, also one that was merged into another: the page then leads on to that one."""
    found = Firm.objects.select_related("region", "commune__parent", "group", "merged_into")
    firm = found.filter(pk=pk).first()
    if firm is None or (firm.erased_at and permission != Permission.FIRM_VIEW):
        raise Http404  # of a firm that was erased only that is shown
    require(user, permission, region=firm.region.code, seen_with=Permission.FIRM_VIEW)
    return firm


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
    region = contact.firm.region.code
    require(user, permission, region=region, seen_with=Permission.FIRM_VIEW)
    return contact


def get_merge_for(user: Person, pk: int) -> Merge:
    """A merge, by who may edit both records."""
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
