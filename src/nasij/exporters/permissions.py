"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, regions_where, require
from nasij.exporters.enums import FilingState
from nasij.exporters.models import Contact, FiledFirm, Firm, ImportRun, Merge
from nasij.reference.models import Territory
from nasij.reference.queries import regions


def get_firm_for(user: Person, pk: int, permission: Permission) -> Firm:
    """A firm, also one that was merged into another: the page then leads on to that one."""
    found = Firm.objects.select_related("region", "commune__parent", "group", "merged_into")
    firm = found.filter(pk=pk).first()
    if firm is None:
        raise Http404
    require(user, permission, region=firm.region.code, seen_with=Permission.FIRM_VIEW)
    return firm


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
