"""Erasing a firm for good, and noting that one may be registered again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.audit.forgetting import forget
from nasij.exporters.enums import Said
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
)
from nasij.rights.law import erasing
from nasij.rights.models import AccessLink, RightsRequest
from nasij.work.errors import reason_in
from nasij.work.keeping import remove_after_commit
from nasij.work.outbox import withdraw_letters
from nasij.work.progress import silent


def erase_firm(*, request: RightsRequest, reason: str, by: User | None) -> Erasure:
    """The second of two steps: the firm that asked, or was proposed, is erased for good.

    The files kept from imports are read before anything is locked: it may take seconds.
    """
    files = erasing.files_holding(erasing.whole(request.firm), silent)
    return _erase(request, reason_in(reason), files, by)


@transaction.atomic
def _erase(request: RightsRequest, reason: str, files: Sequence[Close], by: User | None) -> Erasure:
    firm = _held(request)
    group = erasing.whole(firm)
    _check_tables(group)
    address, language = notices.address_of(firm), firm.language
    words = Words.of(group)
    gone = erasing.counts(group, words)
    erasure = Erasure.objects.create(
        firm=firm,
        reason=words.clean(reason),
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
    events = forget(group, words=words.distinct, clean=words.clean_elsewhere, mark=MARK)
    _close_requests(firm, request, by)
    erasure.gone = {**gone, "events": events, "kept_files": len(paths)}
    erasure.save(update_fields=["gone"])
    record(
        RightsVerb.FIRM_ERASED,
        subject=erasure,
        by=by,
        region_code=firm.region.code,
        after={"asked_by_firm": erasure.asked_by_firm},
    )
    remove_after_commit(paths)
    if erasure.asked_by_firm:
        notices.send_erased(erasure, address, language)
    return erasure


def _held(request: RightsRequest) -> Firm:
    """The firm as it is now, held until the act ends; refused when there is nothing to erase."""
    found = Firm.objects.select_for_update(of=("self",)).select_related("region")
    firm = found.get(pk=request.firm_id)
    request.refresh_from_db(fields=["state"])
    if request.kind != RequestKind.ERASURE or not request.is_open or firm.erased_at:
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


def _close_requests(firm: Firm, request: RightsRequest, by: User | None) -> None:
    """The one that asked for it is granted; others have lost their object."""
    waiting = RightsRequest.objects.filter(firm=firm, state=RequestState.OPEN)
    waiting.exclude(pk=request.pk).update(state=RequestState.WITHDRAWN)
    waiting.filter(pk=request.pk).update(
        state=RequestState.ANSWERED, granted=True, answered_by=by, answered_at=timezone.now()
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
