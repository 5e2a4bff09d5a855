"""What everybody may read of a decision: no name of a person, and of an action how far it is and
by when. Its title is not written for the public, and may name a firm; nor is why it was abandoned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere
from nasij.council import queries
from nasij.council.minutes import changed
from nasij.council.models import Decision
from nasij.council.pages.decisions import DecisionHead, decision_head
from nasij.council.signals import FollowUp, follow_ups, is_followed, why_no_action
from nasij.ui.asked import page_of


@dataclass(frozen=True, slots=True)
class PublicDecisionPage:
    head: DecisionHead
    actions: list[FollowUp]
    is_followed: bool  # by one that was not abandoned
    no_action_reason: str  # "" also where an action followed all the same
    opens_in_council: bool  # the reader may read the decision with all that surrounds it


@dataclass(frozen=True, slots=True)
class PublicDecisionLine:
    decision: Decision
    is_as_recorded: bool


@dataclass(frozen=True, slots=True)
class PublicDecisionsPage:
    page: Page[Any]
    lines: list[PublicDecisionLine]


def public_decision_page(decision: Decision, user: Person) -> PublicDecisionPage:
    actions = follow_ups([decision.pk]).get(decision.pk, [])
    followed = is_followed(actions)
    return PublicDecisionPage(
        head=decision_head(decision),
        actions=actions,
        is_followed=followed,
        no_action_reason=why_no_action(decision, actions),
        opens_in_council=may_somewhere(user, Permission.SESSION_VIEW),
    )


def public_decisions_page(number: str | None) -> PublicDecisionsPage:
    page = page_of(queries.public_decisions(), number)
    return PublicDecisionsPage(page=page, lines=public_lines(list(page)))


def public_lines(decisions: Sequence[Decision]) -> list[PublicDecisionLine]:
    wrong = changed(decisions)
    return [PublicDecisionLine(decision, decision.pk not in wrong) for decision in decisions]
