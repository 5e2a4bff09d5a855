"""Taking names out of the lines of files."""

from __future__ import annotations

from django.utils import timezone

from nasij.accounts.models import User
from nasij.datasets.queries import normal_identifier
from nasij.exporters.fields import numbers_of
from nasij.exporters.models import Firm
from nasij.filings.enums import FilingState
from nasij.filings.matching.looking import NAMELESS
from nasij.filings.models import FiledFirm
from nasij.reference.firm_names import match_key
from nasij.reference.identifiers import IDENTIFIER


def leave(filed: FiledFirm, by: User | None) -> None:
    """Leave a line aside, nameless: what its file says counts in figures and on no page."""
    filed.state, filed.firm, filed.score, filed.reasons = FilingState.LEFT, None, None, []
    filed.matched_by, filed.decided_by, filed.decided_at = "", by, timezone.now()
    for name, value in NAMELESS.items():
        setattr(filed, name, value)


def lines_of(firm: Firm) -> list[FiledFirm]:
    """The lines of files that are this firm, or may be it by name or number."""
    keys = {match_key(name) for name in (firm.name, firm.name_ar, *firm.trade_names.splitlines())}
    numbers = set(numbers_of(firm).values())
    return [
        filed
        for filed in FiledFirm.objects.exclude(state=FilingState.LEFT).order_by("pk").iterator()
        if filed.firm_id == firm.pk
        or {match_key(name) for name in (filed.name, filed.name_ar) if name} & keys
        or {*filed.identifiers.values(), normal_identifier(IDENTIFIER, filed.name)} & numbers
    ]


def leave_lines(firm: Firm, by: User | None) -> int:
    """Leave these lines aside, so that no later file brings the name back.

    Part of an act; answers how many lines were left.
    """
    lines = lines_of(firm)
    for filed in lines:
        leave(filed, by)
        filed.save()
    FiledFirm.not_firms.through.objects.filter(firm=firm).delete()
    return len(lines)
