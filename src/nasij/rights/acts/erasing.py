"""Erasing a firm for good, and noting that one may be registered again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.audit.forgetting import forget
from nasij.exporters.enums import Said
from nasij.exporters.fields import numbers_of
from nasij.exporters.holdings.blanking import blank, delete_rows
from nasij.exporters.holdings.files import Close
from nasij.exporters.holdings.parts import parts
from nasij.exporters.holdings.tables import untold_relations
from nasij.exporters.identity.redaction import MARK, Words
from nasij.exporters.identity.suppression import keys_of, secret_mark
from nasij.exporters.models import Erasure, Firm, SuppressionKey
from nasij.rights import notices
from nasij.rights.enums import RequestKind, RequestState, RightsVerb
from nasij.rights.errors import (
    AgreementMissing,
    ErasureNotAsked,
    ErasureOfMerged,
    ErasureOfUnknownTables,
    FilesNotRemoved,
    NamesChanged,
)
from nasij.rights.law import erasing
from nasij.rights.models import AccessLink, Begun, RightsRequest
from nasij.work.errors import reason_in
from nasij.work.journal import see_journal_emptied
from nasij.work.keeping import remove
from nasij.work.outbox import withdraw_letters
from nasij.work.progress import Progress, silent


def erase_firm(
    *, request: RightsRequest, reason: str, progress: Progress = silent, by: User | None
) -> Erasure:
    """Erase for good the firm that asked, or was proposed.

    In steps, so that it can be taken up where it stopped: the kept files are read before anything
    is locked, for minutes; the rows go in one transaction; then the files; the request is closed
    when none of them is left.
    """
    reason = reason_in(reason)
    _require_asked(request)
    firm = Firm.objects.select_related("region").get(pk=request.firm_id)
    if not firm.erased_at:
        group = erasing.whole(firm)
        _erase(request, reason, _known_by(group), erasing.files_holding(group, progress), by)
    return _finish(request, by)


def _require_asked(request: RightsRequest) -> None:
    request.refresh_from_db(fields=["state", "erasing"])
    if request.kind != RequestKind.ERASURE or not request.is_open:
        raise ErasureNotAsked


def _known_by(group: Sequence[Firm]) -> list[tuple[object, ...]]:
    """What the files are read for."""
    return [
        (firm.pk, firm.name, firm.name_ar, firm.trade_names, numbers_of(firm)) for firm in group
    ]


@transaction.atomic
def _erase(
    request: RightsRequest,
    reason: str,
    read_for: Sequence[tuple[object, ...]],
    files: Sequence[Close],
    by: User | None,
) -> None:
    firm = _held(request)
    group = erasing.whole(firm)
    if _known_by(group) != read_for:
        raise NamesChanged
    _check_tables(group)
    address, language = notices.address_of(firm), firm.language
    words = Words.of(group)
    gone, owned = erasing.counts(group, words), erasing.owned_by(group)
    erasure = Erasure.objects.create(
        firm=firm,
        reason=words.clean_own(reason),
        asked_by_firm=request.said != Said.TEAM,
        erased_by=by,
        secret_mark=secret_mark(),
    )
    _keep_keys(erasure, group)
    withdraw_letters(notices.LINK, AccessLink.objects.filter(firm__in=group).order_by("id"))
    withdraw_letters(notices.ANSWER, RightsRequest.objects.filter(firm__in=group).order_by("id"))
    for part in parts():
        part.erase(group, words)
    erasing.empty_requests(group)
    delete_rows(group)
    paths = [path for close in files for path in close(erasure.erased_at)]
    blank(group, erasure.erased_at)
    events = forget(
        group,
        owned=owned,
        clean_own=words.clean_own,
        clean=words.clean_elsewhere,
        mark=MARK,
    )
    _leave(request, erasure, paths, address, language)
    erasure.gone = {**gone, "events": events, "kept_files": len(paths)}
    erasure.save(update_fields=["gone"])
    record(
        RightsVerb.FIRM_ERASED,
        subject=erasure,
        by=by,
        region_code=firm.region.code,
        after={"asked_by_firm": erasure.asked_by_firm},
    )


def _leave(
    request: RightsRequest, erasure: Erasure, paths: Sequence[Path], address: str, language: str
) -> None:
    """The request stays open until the files are gone; others have lost their object."""
    others = RightsRequest.objects.filter(firm=erasure.firm, state=RequestState.OPEN)
    others.exclude(pk=request.pk).update(state=RequestState.WITHDRAWN)
    files = [str(path.relative_to(settings.NASIJ_DATA)) for path in paths]
    address = address if erasure.asked_by_firm else ""
    request.erasing = asdict(Begun(erasure.reason, files, address, language))
    request.save(update_fields=["erasing"])


def _finish(request: RightsRequest, by: User | None) -> Erasure:
    """Remove the files, and close the request where none of them is left."""
    left = remove([Path(settings.NASIJ_DATA) / name for name in request.begun.files])
    if left:
        raise FilesNotRemoved(count=len(left))
    return _close(request, by)


@transaction.atomic
def _close(request: RightsRequest, by: User | None) -> Erasure:
    begun, erasure = request.begun, Erasure.objects.get(firm=request.firm_id)
    waiting = RightsRequest.objects.filter(pk=request.pk, state=RequestState.OPEN)
    closed = waiting.update(
        state=RequestState.ANSWERED,
        granted=True,
        answered_by=by,
        answered_at=timezone.now(),
        erasing={},
    )
    if closed and begun.address:
        notices.send_erased(erasure, begun.address, begun.language)
    transaction.on_commit(see_journal_emptied.call)
    return erasure


def _held(request: RightsRequest) -> Firm:
    """The firm as it is now, held until the act ends; refused when there is nothing to erase."""
    found = Firm.objects.select_for_update(of=("self",)).select_related("region")
    firm = found.get(pk=request.firm_id)
    _require_asked(request)
    if firm.erased_at:
        raise ErasureNotAsked
    if firm.merged_into_id:
        raise ErasureOfMerged
    return firm


def _check_tables(group: Sequence[Firm]) -> None:
    unanswered = untold_relations(group)
    if unanswered:
        names = ", ".join(relation.name for relation in unanswered)
        raise ErasureOfUnknownTables(tables=names)


def _keep_keys(erasure: Erasure, group: Sequence[Firm]) -> None:
    keys = {key: kind for firm in group for kind, key in keys_of(firm)}
    SuppressionKey.objects.bulk_create(
        SuppressionKey(erasure=erasure, kind=kind, key=key) for key, kind in sorted(keys.items())
    )


@transaction.atomic
def lift_erasure(*, erasure: Erasure, reason: str, by: User | None) -> None:
    """Note that an erased firm agreed to be registered again; nothing that went comes back."""
    reason = reason_in(reason, AgreementMissing)
    if erasure.lifted_at is not None:
        return
    erasure.lifted_at, erasure.lifted_by = timezone.now(), by
    erasure.lift_reason = reason
    erasure.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    region = erasure.firm.region.code
    record(RightsVerb.ERASURE_LIFTED, subject=erasure, by=by, region_code=region)
