"""Plans: actions made of decisions, until they are done or given up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from nasij.council.enums import DecisionOutcome
from nasij.council.models import Decision
from nasij.needs.enums import ItemState
from nasij.plans import acts
from nasij.plans.enums import EvidenceKind
from nasij.plans.models import Action
from tests.factories import make_agenda_item, make_item, region
from tests.people import Cast


def create_action(cast: Cast) -> dict[str, Any]:
    decision = Decision.objects.create(
        agenda_item=make_agenda_item(item=make_item(state=ItemState.DECIDED)),
        text="T",
        outcome=DecisionOutcome.ADOPTED,
        decided_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
    )
    return {
        "decision": decision,
        "title": "T",
        "owner_name": "O",
        "due_on": date(2026, 12, 31),
        "budget_lcu": Decimal("100000"),
        "shares": {region("09"): Decimal("0.6"), region("01"): Decimal("0.4")},
        "by": cast.secretariat,
    }


def _action(cast: Cast) -> Action:
    return acts.create_action(**create_action(cast))


def start_action(cast: Cast) -> dict[str, Any]:
    return {"action": _action(cast), "by": cast.secretariat}


def move_due_date(cast: Cast) -> dict[str, Any]:
    later = date(2027, 3, 31)
    return {"action": _action(cast), "to_date": later, "reason": "R", "by": cast.secretariat}


def add_evidence(cast: Cast) -> dict[str, Any]:
    given = {"kind": EvidenceKind.DECLARED, "text": "T"}
    return {"action": _action(cast), **given, "by": cast.secretariat}


def mark_done(cast: Cast) -> dict[str, Any]:
    evidence = acts.add_evidence(**add_evidence(cast))
    return {"action": evidence.action, "by": cast.secretariat}


def abandon_action(cast: Cast) -> dict[str, Any]:
    return {"action": _action(cast), "reason": "R", "by": cast.secretariat}
