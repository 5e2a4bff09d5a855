"""Taking names out of the lines of files."""

from __future__ import annotations

from django.utils import timezone

from nasij.accounts.models import User
from nasij.exporters.models import Firm
from nasij.filings.enums import FilingState
from nasij.filings.matching.looking import NAMELESS
from nasij.filings.matching.registry import numbers_of_firm, numbers_of_line
from nasij.filings.models import FiledFirm
from nasij.reference.firm_names import match_key
from nasij.reference.folding import DIGITS
from nasij.reference.identifiers import IDENTIFIER, in_one_piece, main_rule

_TELLS = 8  # digits of a number that is no other's


def leave(filed: FiledFirm, by: User | None) -> None:
    """Leave a line aside, nameless: what its file says counts in figures and on no page."""
    filed.state, filed.firm, filed.score, filed.reasons = FilingState.LEFT, None, None, []
    filed.matched_by, filed.decided_by, filed.decided_at = "", by, timezone.now()
    for name, value in NAMELESS.items():
        setattr(filed, name, value)


def lines_of(firm: Firm) -> list[FiledFirm]:
    """The lines of files that are this firm, or may be it by name or number."""
    keys = {match_key(name) for name in (firm.name, firm.name_ar, *firm.trade_names.splitlines())}
    numbers = {*numbers_of_firm(firm), (IDENTIFIER, firm.identifier)} - {(IDENTIFIER, "")}
    return [
        filed
        for filed in FiledFirm.objects.exclude(state=FilingState.LEFT).order_by("pk").iterator()
        if filed.firm_id == firm.pk
        or {match_key(name) for name in (filed.name, filed.name_ar) if name} & keys
        or numbers.intersection(numbers_of_line(filed))
        or _is_named_by_number(filed, firm.identifier)
    ]


def _is_named_by_number(filed: FiledFirm, number: str) -> bool:
    """Whether the number stands in place of a name, or in it; one of few digits may be a year."""
    bare = number.lstrip("0")
    if len(bare) < _TELLS or not main_rule().is_good(number):
        return False
    names = (in_one_piece(name.translate(DIGITS)) for name in (filed.name, filed.name_ar))
    return any(bare in name for name in names)


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
