"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, require
from nasij.filings.enums import FilingState
from nasij.filings.models import FiledFirm


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
