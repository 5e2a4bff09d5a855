"""Firms of files: looking for them in the registry, and what a person decides of one.

Following a file is not a single transaction, as an import is not: each chunk is, and a run that
was killed is taken up by the next. Its one event says what it changed.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets.acts import forget_named_firms
from nasij.datasets.models import Snapshot
from nasij.exporters.acts.firms import create_firm
from nasij.exporters.enums import LegalForm
from nasij.exporters.errors import IdentifierTaken
from nasij.exporters.fields import PARTS
from nasij.exporters.models import Firm
from nasij.files.places import Places
from nasij.filings.enums import FilingState, FilingVerb, MatchedBy
from nasij.filings.errors import FilingDecided, RegisteredAlready
from nasij.filings.matching.following import follow, take_back
from nasij.filings.matching.forgetting import leave
from nasij.filings.matching.looking import NAMELESS, link, look_for_firms, take_over
from nasij.filings.matching.registry import Registry
from nasij.filings.models import FiledFirm
from nasij.reference.firm_names import in_arabic
from nasij.reference.models import Territory
from nasij.work.progress import Progress, silent


def follow_file(
    *, snapshot: Snapshot, progress: Progress = silent, by: User | None
) -> dict[str, int]:
    """Take over the firms of a file, look for them in the registry, and bring what files say of
    the matched ones up to date. Repeated, it changes nothing and records nothing."""
    new = take_over(snapshot)
    found = look_for_firms(progress)
    changes = follow(None, progress, by)
    counts = {"new": new, **found, **dict(sorted(changes.items()))}
    if any(counts.values()):
        record(FilingVerb.FILE_FOLLOWED, subject=snapshot, by=by, after=counts)
    return counts


def look_again(*, source: Model, progress: Progress = silent, by: User | None) -> dict[str, int]:
    """The registry grew by the firms of `source`: who was not found before may be among them."""
    found = look_for_firms(progress)
    changes = follow(None, progress, by) if found["matched"] else {}
    counts = {**found, **dict(sorted(changes.items()))}
    if any(counts.values()):
        record(FilingVerb.LOOKED_AGAIN, subject=source, by=by, after=counts)
    return counts


@transaction.atomic
def match_filing(*, filed: FiledFirm, firm: Firm, by: User | None) -> None:
    """Say that a firm of a file is this firm; what the files say of it follows at once."""
    _match(filed, firm, MatchedBy.PERSON, by)
    _record(FilingVerb.FILING_MATCHED, filed, firm, by)


@transaction.atomic
def create_from_filing(*, filed: FiledFirm, region: Territory, by: User | None) -> Firm:
    """Add the firm that the line speaks of to the registry."""
    _require_undecided(filed)
    numbers, has_arabic = filed.identifiers, in_arabic(filed.name_ar)
    values: dict[str, Any] = {
        "name": filed.name or filed.name_ar or filed.code,
        "name_ar": filed.name_ar if has_arabic else "",
        "trade_names": "" if has_arabic or not filed.name else filed.name_ar,
        "region": region,
        **{part: numbers[part] for part in PARTS if numbers.get(part)},
        "legal_form": LegalForm.UNKNOWN,
    }
    if region == filed.region and (commune := Registry({}, Places.load()).commune(filed)):
        values["commune"] = Territory.objects.get(pk=commune)
    try:
        firm = create_firm(values=values, by=by)
    except IdentifierTaken as error:
        raise RegisteredAlready from error
    _match(filed, firm, MatchedBy.CREATED, by)
    return firm


def _match(filed: FiledFirm, firm: Firm, how: MatchedBy, by: User | None) -> None:
    _require_undecided(filed)
    link(filed, firm.pk, how)
    filed.decided_by = by
    filed.save()
    filed.not_firms.remove(firm)
    follow([firm.pk], silent, by)


@transaction.atomic
def refuse_filing(*, filed: FiledFirm, by: User | None) -> None:
    """The proposed firm is another one: it is not proposed again, the next likeliest may be."""
    _lock(filed)
    if filed.state != FilingState.PROPOSED or filed.firm is None:
        raise FilingDecided
    firm = filed.firm
    filed.not_firms.add(firm)
    found = Registry.load().find(filed, set(filed.not_firms.values_list("pk", flat=True)))
    filed.state, filed.firm, filed.score, filed.reasons = FilingState.UNMATCHED, None, None, []
    if found is not None:
        filed.state, filed.firm = FilingState.PROPOSED, found.firm
        filed.score = found.likeness.score
        filed.reasons = [reason.value for reason in found.likeness.reasons]
    filed.save()
    _record(FilingVerb.FILING_REFUSED, filed, firm, by)


@transaction.atomic
def unmatch_filing(*, filed: FiledFirm, by: User | None) -> None:
    """Take a match back: what files said of the firm goes, but for lines still matched to it.

    The pair is remembered as refused, or the same identifier would match it again.
    """
    _lock(filed)
    if filed.state != FilingState.MATCHED or filed.firm is None:
        raise FilingDecided
    firm = filed.firm
    filed.state, filed.firm, filed.matched_by = FilingState.UNMATCHED, None, ""
    filed.decided_by, filed.decided_at = by, timezone.now()
    filed.region = filed.region or firm.region
    filed.save()
    filed.not_firms.add(firm)
    take_back(firm)
    follow([firm.pk], silent, by)
    _record(FilingVerb.FILING_UNMATCHED, filed, firm, by)


@transaction.atomic
def leave_filing(*, filed: FiledFirm, by: User | None) -> None:
    """Not for the registry: it leaves the list, and its name is dropped for good."""
    _require_undecided(filed)
    leave(filed, by)
    filed.save()
    _record(FilingVerb.FILING_LEFT, filed, None, by)


@transaction.atomic
def return_filing(*, filed: FiledFirm, by: User | None) -> None:
    """Take up again what was left aside; its name comes back with the next file that holds it."""
    _lock(filed)
    if filed.state != FilingState.LEFT:
        raise FilingDecided
    filed.state, filed.decided_by, filed.decided_at = FilingState.UNMATCHED, by, timezone.now()
    filed.save()
    _record(FilingVerb.FILING_RETURNED, filed, None, by)


def drop_names_of(snapshot: Snapshot) -> None:
    """A retired file needs no names: undecided firms that no file in use speaks of lose theirs."""
    forget_named_firms(snapshot)
    elsewhere = Q(filings__snapshot__is_current=True) & ~Q(filings__snapshot=snapshot)
    still = FiledFirm.objects.filter(elsewhere).values("pk")
    FiledFirm.objects.filter(filings__snapshot=snapshot).exclude(pk__in=still).update(**NAMELESS)


def _lock(filed: FiledFirm) -> None:
    """As it is now, and not as the page found it; until the act ends it is nobody else's."""
    filed.refresh_from_db(from_queryset=FiledFirm.objects.select_for_update())


def _require_undecided(filed: FiledFirm) -> None:
    _lock(filed)
    if not filed.is_undecided:
        raise FilingDecided


def _record(
    verb: FilingVerb, filed: FiledFirm, firm: Firm | None, by: User | None, **after: Any
) -> None:
    """Who a firm of a file is said to be; never the name that the file gave it."""
    region = firm.region if firm is not None else filed.region
    record(
        verb,
        subject=firm or filed,
        by=by,
        region_code=region.code if region else "",
        after={"code": filed.code, **after},
        label="" if firm else filed.code,
    )
