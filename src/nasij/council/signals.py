"""What the council tells, and asks of, the rooms above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.dispatch import Signal

from nasij.accounts.permissions import Person

# Sent with `decision_ids` and their `reader`; a receiver answers {decision id: [FollowUp, …]}.
follow_ups_asked = Signal()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a decision: an action, told by the room that keeps actions."""

    title: str
    owner: str
    due_on: date
    budget_lcu: str
    state: str
    tone: str  # of the state
    is_abandoned: bool
    abandoned_reason: str  # "" unless it is
    url: str  # "" where its page is not the reader's


def follow_ups(
    decision_ids: Iterable[int], reader: Person | None = None
) -> dict[int, list[FollowUp]]:
    """The actions of each decision, asked of the rooms above; a decision without any is absent."""
    ids = list(decision_ids)
    found: dict[int, list[FollowUp]] = {}
    asked = follow_ups_asked.send(sender=FollowUp, decision_ids=ids, reader=reader)
    for _receiver, answer in asked:
        answered: dict[int, list[FollowUp]] = answer if isinstance(answer, dict) else {}
        for decision_id, actions in answered.items():
            found.setdefault(decision_id, []).extend(actions)
    return found


class MayBeAbandoned(Protocol):
    @property
    def is_abandoned(self) -> bool: ...


class MayStandStill(Protocol):
    no_action_reason: str


def why_no_action(decision: MayStandStill, actions: Iterable[MayBeAbandoned]) -> str:
    """The reason that was given, as long as no action follows all the same."""
    return "" if is_followed(actions) else decision.no_action_reason


def is_followed(actions: Iterable[MayBeAbandoned]) -> bool:
    """By an action that was carried out or still is to be."""
    return any(not action.is_abandoned for action in actions)
