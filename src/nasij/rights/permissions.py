"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, require
from nasij.exporters.models import (
    Erasure,
)
from nasij.rights.models import AccessLink, RightsRequest


def get_request_for(user: Person, pk: int, permission: Permission) -> RightsRequest:
    """What a firm asked for about its record, by who may work on the firm."""
    found = RightsRequest.objects.select_related(
        "firm__region", "firm__commune", "firm__erasure", "job"
    )
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
