"""Changing action plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.enums import DecisionOutcome
from nasij.council.models import Decision
from nasij.needs.acts import NEXT_STATES, move_item, set_proof
from nasij.needs.enums import ItemState, Proof
from nasij.plans.enums import RUNNING, TAKES_EVIDENCE, ActionState, EvidenceKind, PlanVerb
from nasij.plans.errors import (
    ActionAlreadyExists,
    ActionEnded,
    AlreadyStarted,
    ConfirmedBySomebody,
    DecisionRejected,
    DueBeforeDecision,
    MovedBeforeDecision,
    NoEvidence,
    SameDate,
    ShareOutOfRange,
    SharesMissing,
    SharesNotWhole,
)
from nasij.plans.files import check_evidence_file
from nasij.plans.models import Action, ActionShare, DueDateChange, Evidence
from nasij.plans.queries import actions_of_item, others_running, proof_of
from nasij.reference.days import check_day
from nasij.reference.models import Territory
from nasij.ui import formats
from nasij.work.errors import reason_in

Known = Mapping[str, str | Sequence[str]]  # what a reply may say of how an action ended


@transaction.atomic
def create_action(
    *,
    decision: Decision,
    title: str,
    owner_name: str,
    due_on: date,
    budget_lcu: Decimal,
    shares: Mapping[Territory, Decimal],
    owner: User | None = None,
    description: str = "",
    expected_result: str = "",
    is_demo: bool = False,
    by: User | None,
) -> Action:
    """Make an action of a decision. `shares` gives each region its part; together they are 1."""
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("agenda_item__item__region")
        .get(pk=decision.pk)
    )
    if decision.outcome == DecisionOutcome.REJECTED:
        raise DecisionRejected
    if decision.actions.filter(title=title).exists():
        raise ActionAlreadyExists(title=title)
    check_day(due_on, earliest=timezone.localdate(decision.decided_at), refusal=DueBeforeDecision)
    _check_shares(shares)
    action = Action.objects.create(
        decision=decision,
        title=title,
        description=description,
        owner_name=owner_name,
        owner=owner,
        first_due_on=due_on,
        due_on=due_on,
        budget_lcu=budget_lcu,
        expected_result=expected_result,
        is_demo=is_demo,
    )
    ActionShare.objects.bulk_create(
        ActionShare(action=action, region=region, share=share) for region, share in shares.items()
    )
    record(
        PlanVerb.ACTION_CREATED,
        subject=action,
        by=by,
        region_code=_region(action),
        after={
            "owner": owner_name,
            "due_on": due_on.isoformat(),
            "budget_lcu": str(budget_lcu),
            "shares": {region.code: str(share) for region, share in shares.items()},
        },
    )
    _move_item_of(action, ItemState.IN_ACTION, by=by)
    return action


def _check_shares(shares: Mapping[Territory, Decimal]) -> None:
    if not shares:
        raise SharesMissing
    for region, share in shares.items():
        if not 0 < share <= 1:
            raise ShareOutOfRange(region=region.name)
    total = sum(shares.values(), Decimal(0))
    if total != 1:
        # Every digit: 99.9999 % rounded would be the 100 % it is not.
        raise SharesNotWhole(total=formats.percent(total, formats.language(), decimals=12))


@transaction.atomic
def start_action(*, action: Action, at: datetime | None = None, by: User | None) -> Action:
    action = _held(action)
    if action.state == ActionState.UNDERWAY:
        raise AlreadyStarted
    action.state, action.started_at = ActionState.UNDERWAY, at or timezone.now()
    action.save(update_fields=["state", "started_at"])
    record(PlanVerb.ACTION_STARTED, subject=action, by=by, region_code=_region(action))
    return action


@transaction.atomic
def move_due_date(*, action: Action, to_date: date, reason: str, by: User | None) -> DueDateChange:
    """Move the date, with the reason. The first date is never touched."""
    action = _held(action)
    reason = reason_in(reason)
    decision = action.decision
    decided_on = timezone.localdate(decision.decided_at) if decision else None
    check_day(to_date, earliest=decided_on, refusal=MovedBeforeDecision)
    if to_date == action.due_on:
        raise SameDate(day=formats.day_for_reader(to_date))
    change = DueDateChange.objects.create(
        action=action,
        from_date=action.due_on,
        to_date=to_date,
        reason=reason,
        changed_by=by,
    )
    action.due_on = to_date
    action.save(update_fields=["due_on"])
    record(
        PlanVerb.DUE_DATE_MOVED,
        subject=action,
        by=by,
        region_code=_region(action),
        before={"due_on": change.from_date.isoformat()},
        after={"due_on": to_date.isoformat(), "reason": change.reason},
    )
    return change


@transaction.atomic
def add_evidence(
    *,
    action: Action,
    kind: EvidenceKind,
    text: str,
    value: Decimal | None = None,
    unit: str = "",
    source: str = "",
    file: UploadedFile[Any] | None = None,
    by: User | None,
) -> Evidence:
    """Say what shows a result, and who vouches for it."""
    action, source = _held(action, TAKES_EVIDENCE), source.strip()
    if kind == EvidenceKind.CONFIRMED and not source and file is None:
        raise ConfirmedBySomebody
    evidence = Evidence(
        action=action, kind=kind, text=text, value=value, unit=unit, source=source, added_by=by
    )
    if file is not None:
        check_evidence_file(file)
        evidence.file_name = (file.name or "")[-150:]
    record(
        PlanVerb.EVIDENCE_ADDED,
        subject=action,
        by=by,
        region_code=_region(action),
        after={
            "kind": str(kind),
            "text": text,
            "value": None if value is None else str(value),
            "unit": unit,
            "source": source,
            "file": evidence.file_name,
        },
    )
    if file is not None:  # last: no transaction takes a file back
        evidence.file.save(file.name or "", file, save=False)
    evidence.save()
    _prove_item_of(action)
    return evidence


def _prove_item_of(action: Action) -> None:
    item = action.decision.agenda_item.item if action.decision else None
    proof = proof_of(actions_of_item(action).filter(state=ActionState.DONE))
    if item is not None and proof is not None:
        set_proof(item, proof)


@transaction.atomic
def mark_done(*, action: Action, at: datetime | None = None, by: User | None) -> Action:
    """Close an action as done: at least one piece of evidence says so."""
    action = _held(action)
    if not action.evidence.exists():
        raise NoEvidence
    action.state, action.done_at = ActionState.DONE, at or timezone.now()
    action.save(update_fields=["state", "done_at"])
    record(PlanVerb.ACTION_DONE, subject=action, by=by, region_code=_region(action))
    _settle_item_of(action, by=by)
    return action


@transaction.atomic
def abandon_action(
    *, action: Action, reason: str, at: datetime | None = None, by: User | None
) -> Action:
    """End an action without a result. Where it was the last of its item, the decision is to be
    settled again."""
    action = _held(action)
    reason = reason_in(reason)
    before = action.state
    action.state, action.abandoned_reason = ActionState.ABANDONED, reason
    action.abandoned_at = at or timezone.now()
    action.save(update_fields=["state", "abandoned_reason", "abandoned_at"])
    record(
        PlanVerb.ACTION_ABANDONED,
        subject=action,
        by=by,
        region_code=_region(action),
        before={"state": before},
        after={"reason": action.abandoned_reason},
    )
    _settle_item_of(action, by=by)
    return action


def _held(action: Action, allowed: Collection[ActionState] = RUNNING) -> Action:
    """The action, fresh and locked, in one of the states allowed."""
    held = (
        Action.objects.select_for_update(of=("self",))
        .select_related("decision__agenda_item__item__region", "decision__agenda_item__session")
        .get(pk=action.pk)
    )
    if held.state not in allowed:
        raise ActionEnded(state=ActionState(held.state).label)
    return held


def _region(action: Action) -> str:
    """The region of the record: the only one that carries the action; "" for a joint action."""
    codes = list(action.shares.values_list("region__code", flat=True)[:2])
    return codes[0] if len(codes) == 1 else ""


def _settle_item_of(action: Action, *, by: User | None) -> None:
    """When none of the item's actions is left, it is done where one was carried through, and its
    exporters are told of those, whichever ended last; else they are told that all were abandoned,
    and why."""
    if others_running(action):
        return
    ended = list(actions_of_item(action))
    done = [other for other in ended if other.state == ActionState.DONE]
    told, ends = done or ended, [_with_end(other) for other in done or ended]
    known: Known = {"actions": ends} if len(told) > 1 else {}
    if not done:
        reason = " · ".join(ends) if known else action.abandoned_reason
        _move_item_of(action, ItemState.ABANDONED, by=by, reason=reason, known=known)
    else:
        known = known or {"result": _end_of(done[0])}
        _move_item_of(done[0], ItemState.DONE, by=by, known=known, proof=proof_of(done))


def _with_end(action: Action) -> str:
    return f"{action.title} ({_end_of(action)})"


def _end_of(action: Action) -> str:
    """Its result, or why it was abandoned, to stand inside a sentence."""
    last = action.evidence.order_by("added_at", "id").last()
    said = action.abandoned_reason or (last.text if last else "")
    return said.strip().rstrip(".")


def _move_item_of(
    action: Action,
    state: ItemState,
    *,
    known: Known | None = None,
    reason: str = "",
    proof: Proof | None = None,
    by: User | None,
) -> None:
    decision = action.decision
    item = decision.agenda_item.item if decision else None
    if decision is None or item is None or state not in NEXT_STATES.get(item.state, ()):
        return
    context = {
        "session": decision.agenda_item.session.title,
        "decision": decision.text,
        "action": action.title,
        "owner": action.owner_name,
        "due": action.due_on.isoformat(),
        **(known or {}),
    }
    move_item(item=item, state=state, reason=reason, context=context, proof=proof, by=by)
