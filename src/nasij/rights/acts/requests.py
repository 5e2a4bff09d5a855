"""What a firm asks for about its own record, and how it is answered.

`by` None means the firm itself, by its link; else the member of the team who heard it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.acts.firms import apply_values
from nasij.exporters.consent import may_be_listed
from nasij.exporters.enums import ObjectionScope, Said
from nasij.exporters.errors import RecordClosed
from nasij.exporters.fields import CORRECTED
from nasij.exporters.models import Firm
from nasij.rights import notices
from nasij.rights.enums import RequestKind, RequestState, RightsVerb, Verdict
from nasij.rights.errors import AnswerMissing, ErasureBegun, RemarkUnanswered, RequestSettled
from nasij.rights.law.correcting import ASKED
from nasij.rights.law.policy import policy
from nasij.rights.models import REMARK, ProposedChange, RightsRequest
from nasij.rights.queries import standing_objections
from nasij.sharing.acts import stop_showing
from nasij.work.jobs import withdraw_job


@transaction.atomic
def ask_correction(
    *,
    firm: Firm,
    values: dict[str, Any],
    remark: str = "",
    said: Said = Said.LINK,
    by: User | None = None,
) -> RightsRequest:
    """Propose corrections, by field (law/correcting.py). Sent twice, they are asked for once;
    a field said otherwise the next day replaces what waits, other words join those that wait, and
    the day of the answer stays."""
    unknown = set(values) - set(CORRECTED)
    if unknown:
        raise ValueError(f"not fields that can be corrected: {', '.join(sorted(unknown))}")
    if not values and not remark.strip():
        raise ValueError("nothing to correct")
    request, _is_new = _open(firm, RequestKind.CORRECTION, "", "", said, by)
    asked = {**values, REMARK: _remarks(request, remark.strip())} if remark.strip() else values
    if [name for name, value in asked.items() if _propose(request, name, value)]:
        _record(RightsVerb.CORRECTION_ASKED, request, by, after={"fields": sorted(asked)})
    return request


def _remarks(request: RightsRequest, remark: str) -> list[str]:
    earlier = request.changes.filter(field=REMARK).first()
    said: list[str] = earlier.remarks if earlier is not None else []
    return said if remark in said else [*said, remark]


def _propose(request: RightsRequest, name: str, value: Any) -> bool:
    before = ASKED[name].read(request.firm)
    earlier = request.changes.filter(field=name).first()
    if earlier is not None and earlier.value == value:
        return False
    request.changes.update_or_create(field=name, defaults={"before": before, "value": value})
    return True


@transaction.atomic
def answer_correction(
    *,
    request: RightsRequest,
    verdicts: dict[int, tuple[bool, str]],
    answer: str = "",
    by: User | None,
) -> RightsRequest:
    """Accept or refuse every proposed change, each with its reason; accepted ones are written."""
    request = _waiting(request)
    changes = list(request.changes.order_by("id"))
    if {change.pk for change in changes} != set(verdicts):
        raise AnswerMissing
    values: dict[str, Any] = {}
    for change in changes:
        accepted, reason = verdicts[change.pk]
        _judge(change, accepted, reason.strip())
        if accepted:
            values |= ASKED[change.field].values(change.value)
    # Told where the firm could be reached before: a wrong new address must not hide the change.
    address = notices.address_of(request.firm)
    before, after = apply_values(request.firm, values) if values else ({}, {})
    granted = any(accepted for accepted, _reason in verdicts.values())
    _settle(request, granted=granted, answer=answer, address=address, by=by)
    _record(RightsVerb.CORRECTION_ANSWERED, request, by, before=before, after=after)
    return request


def _judge(change: ProposedChange, accepted: bool, reason: str) -> None:
    if not accepted and not reason:
        raise AnswerMissing
    if change.is_remark and not reason:
        raise RemarkUnanswered
    change.verdict = Verdict.ACCEPTED if accepted else Verdict.REFUSED
    change.reason = reason
    change.save(update_fields=["verdict", "reason"])


@transaction.atomic
def raise_objection(
    *,
    firm: Firm,
    scope: ObjectionScope,
    reason: str = "",
    said: Said = Said.LINK,
    by: User | None = None,
) -> RightsRequest:
    """Object to a use of the record. It holds from now on, before anybody has answered. What it
    objects to already is not asked again."""
    standing = standing_objections(firm).filter(scope__in={scope, ObjectionScope.ALL})
    if earlier := standing.select_related("firm__region", "firm__commune").first():
        return earlier
    request, is_new = _open(firm, RequestKind.OBJECTION, scope, reason, said, by)
    if is_new:
        if not may_be_listed(firm):
            stop_showing(firm=firm, by=by)
        _record(RightsVerb.OBJECTION_RAISED, request, by, after={"scope": scope.value})
    return request


@transaction.atomic
def ask_erasure(
    *, firm: Firm, reason: str = "", said: Said = Said.LINK, by: User | None = None
) -> RightsRequest:
    """The first of two steps: nothing goes until a person has looked and confirmed."""
    request, is_new = _open(firm, RequestKind.ERASURE, "", reason, said, by)
    if is_new:
        _record(RightsVerb.ERASURE_ASKED, request, by)
    return request


@transaction.atomic
def answer_request(*, request: RightsRequest, granted: bool, answer: str, by: User | None) -> None:
    """Answer an objection, or refuse an erasure (granting one is `erase_firm`)."""
    request = _waiting(request)
    if not granted and not answer.strip():
        raise AnswerMissing
    if request.kind == RequestKind.CORRECTION or (granted and request.kind == RequestKind.ERASURE):
        raise ValueError(f"{request.kind} is answered by another act")
    if request.is_being_erased or request.firm.erased_at:
        raise ErasureBegun
    address = notices.address_of(request.firm)
    _settle(request, granted=granted, answer=answer, address=address, by=by)
    _record(RightsVerb.REQUEST_ANSWERED, request, by, after={"granted": granted})


@transaction.atomic
def withdraw_request(*, request: RightsRequest, by: User | None = None) -> None:
    """The firm takes back what it asked for; an objection may be taken back after its answer."""
    Firm.objects.select_for_update().get(pk=request.firm_id)  # not while its rows go
    request.refresh_from_db(
        from_queryset=RightsRequest.objects.select_for_update(of=("self",)).select_related("firm")
    )
    if not (request.is_open or _still_holds(request)):
        raise RequestSettled
    if request.firm.erased_at is not None:
        raise ErasureBegun
    request.state, request.erasing = RequestState.WITHDRAWN, {}
    request.save(update_fields=["state", "erasing"])
    if request.job is not None:
        withdraw_job(request.job)
    _record(RightsVerb.REQUEST_WITHDRAWN, request, by, after={"kind": request.kind})


def _still_holds(request: RightsRequest) -> bool:
    answered = request.state == RequestState.ANSWERED
    return request.kind == RequestKind.OBJECTION and answered and bool(request.granted)


def _open(
    firm: Firm, kind: RequestKind, scope: str, reason: str, said: Said, by: User | None
) -> tuple[RightsRequest, bool]:
    """The request that waits, or a new one: a constraint keeps two from waiting."""
    if firm.merged_into_id or firm.erased_at:
        raise RecordClosed
    return RightsRequest.objects.select_related("firm__region", "firm__commune").get_or_create(
        firm=firm,
        kind=kind,
        scope=scope,
        state=RequestState.OPEN,
        defaults={
            "reason": reason.strip(),
            "said": said,
            "made_by": by,
            "due_on": policy().due_on(timezone.localdate()),
        },
    )


def _waiting(request: RightsRequest) -> RightsRequest:
    """The request as it is now, held until the act ends (on databases that can)."""
    found = RightsRequest.objects.select_for_update(of=("self",))
    request = found.select_related("firm__region", "firm__commune").get(pk=request.pk)
    if not request.is_open:
        raise RequestSettled
    return request


def _settle(
    request: RightsRequest, *, granted: bool, answer: str, address: str, by: User | None
) -> None:
    request.state, request.granted, request.answer = RequestState.ANSWERED, granted, answer.strip()
    request.answered_by, request.answered_at, request.erasing = by, timezone.now(), {}
    request.save()
    notices.send_answer(request, address)


def _record(
    verb: RightsVerb,
    request: RightsRequest,
    by: User | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    firm = request.firm
    record(
        verb,
        subject=firm,
        by=by,
        actor=firm.name,
        region_code=firm.region.code,
        before=before,
        after=after,
    )
