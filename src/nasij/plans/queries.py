"""Reading action plans: lists, totals that agree, evidence by who vouches for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.council.models import Decision
from nasij.council.queries import decisions, unsettled
from nasij.council.signals import FollowUp
from nasij.needs.enums import Proof
from nasij.needs.models import Need
from nasij.plans.enums import RUNNING, ActionState, EvidenceKind
from nasij.plans.models import Action, ActionShare, DueDateChange, Evidence
from nasij.plans.permissions import visible_actions
from nasij.plans.shares import amounts
from nasij.reference.models import Territory


@dataclass(frozen=True, slots=True)
class RegionTotal:
    region: Territory
    actions: int
    budget_lcu: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The nation counts each action once; the regions' parts sum to it exactly."""

    actions: int
    budget_lcu: Decimal
    by_region: list[RegionTotal]


@dataclass(frozen=True, slots=True)
class EvidenceColumn:
    """What is shown under one level of proof. Values are listed, never added across levels."""

    kind: EvidenceKind
    pieces: list[Evidence]


def actions(
    user: Person,
    *,
    region: str = "",
    state: str = "",
    overdue: bool = False,
    text: str = "",
    on: date | None = None,
) -> QuerySet[Action]:
    """The actions this person may see, the next due first, with their regions."""
    found = visible_actions(user)
    if region:
        found = found.filter(
            pk__in=ActionShare.objects.filter(region__code=region).values("action_id")
        )
    if state:
        found = found.filter(state=state)
    if overdue:
        found = found.filter(state__in=RUNNING, due_on__lt=on or timezone.localdate())
    if text:
        found = found.filter(Q(title__icontains=text) | Q(owner_name__icontains=text))
    return (
        found.select_related("decision__agenda_item__session")
        .prefetch_related(_shares())
        .order_by("due_on", "id")
    )


def _shares() -> Prefetch[str]:
    return Prefetch(
        "shares", ActionShare.objects.select_related("region").order_by("region__code", "id")
    )


def parts_of(action: Action) -> list[tuple[ActionShare, Decimal]]:
    """Each region's share and its amount, to the centime."""
    shares = sorted(action.shares.all(), key=lambda share: share.region.code)
    parts = amounts(action.budget_lcu, {share.region.code: share.share for share in shares})
    return [(share, parts[share.region.code]) for share in shares]


def totals(found: Iterable[Action]) -> Totals:
    """Totals of a list of actions. Abandoned actions keep their line and leave the sums."""
    counted = [action for action in found if not action.is_abandoned]
    regions: dict[str, Territory] = {}
    number: dict[str, int] = {}
    budget: dict[str, Decimal] = {}
    for action in counted:
        for share, amount in parts_of(action):
            code = share.region.code
            regions[code] = share.region
            number[code] = number.get(code, 0) + 1
            budget[code] = budget.get(code, Decimal(0)) + amount
    return Totals(
        actions=len(counted),
        budget_lcu=sum((action.budget_lcu for action in counted), Decimal(0)),
        by_region=[
            RegionTotal(regions[code], number[code], budget[code]) for code in sorted(regions)
        ],
    )


def date_changes(action: Action) -> QuerySet[DueDateChange]:
    return action.date_changes.select_related("changed_by").order_by("-changed_at", "-id")


def evidence_columns(action: Action) -> list[EvidenceColumn]:
    """Declared, confirmed, matched, in this order: the first two even when empty, the third only
    once data show something, for nobody can write it."""
    pieces = list(action.evidence.select_related("added_by").order_by("added_at", "id"))
    return [
        EvidenceColumn(kind, [piece for piece in pieces if piece.kind == kind])
        for kind in EvidenceKind
        if kind != EvidenceKind.MATCHED or any(piece.kind == kind for piece in pieces)
    ]


def proof_of(found: Iterable[Action]) -> Proof | None:
    """What shows the result of these actions: of each the strongest, of several the weakest."""
    order = Proof.values
    shown = [{piece.kind for piece in action.evidence.all()} for action in found]
    best = [max((order.index(kind) for kind in kinds & {*order}), default=-1) for kinds in shown]
    return [*Proof][min(best)] if best and min(best) >= 0 else None


def follow_ups_of(
    decision_ids: Iterable[int], reader: Person | None = None
) -> dict[int, list[FollowUp]]:
    """The actions of these decisions, in the words the council asks for."""
    found: dict[int, list[FollowUp]] = {}
    opens = set(visible_actions(reader).values_list("pk", flat=True)) if reader else set()
    for action in Action.objects.filter(decision_id__in=list(decision_ids)).order_by(
        "due_on", "id"
    ):
        assert action.decision_id is not None
        found.setdefault(action.decision_id, []).append(
            FollowUp(
                title=action.title,
                owner=action.owner_name,
                due_on=action.due_on,
                budget_lcu=str(action.budget_lcu),
                state=action.get_state_display(),
                tone=action.state_tone,
                is_abandoned=action.is_abandoned,
                abandoned_reason=action.abandoned_reason,
                url=reverse("plans:detail", args=[action.pk]) if action.pk in opens else "",
            )
        )
    return found


def decisions_to_act_on(user: Person) -> list[Decision]:
    """Adopted decisions that this person may make an action of and that have none, newest first."""
    codes, found = regions_where(user, Permission.ACTION_EDIT), decisions()
    if codes is not None:
        found = found.filter(agenda_item__item__region__code__in=codes)
    return unsettled(found)


def actions_of_item(action: Action) -> QuerySet[Action]:
    """What was decided on its item, this action among them, in the order of their ends."""
    item_id = action.decision.agenda_item.item_id if action.decision else None
    found = Action.objects.filter(decision__agenda_item__item=item_id)
    return (found if item_id else found.none()).order_by("done_at", "abandoned_at", "id")


def others_running(action: Action) -> bool:
    """Whether its item has another action that is not ended."""
    return actions_of_item(action).filter(state__in=RUNNING).exclude(pk=action.pk).exists()


def is_last_hope(action: Action) -> bool:
    """Whether each other action of its item was abandoned."""
    others = actions_of_item(action).exclude(pk=action.pk)
    return not others.exclude(state=ActionState.ABANDONED).exists()


def needs_behind(action: Action) -> QuerySet[Need]:
    """The statements that the action answers, in the order they were heard."""
    item_id = action.decision.agenda_item.item_id if action.decision else None
    found = Need.objects.filter(item_id=item_id) if item_id else Need.objects.none()
    return found.select_related("firm", "theme").order_by("heard_on", "id")
