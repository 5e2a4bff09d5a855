"""The state of a thing as a pill: its word and its tone, the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.council.enums import DecisionOutcome, SessionState, VoteState
from nasij.council.models import Decision, Session, Vote


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    tone: str = "neutral"
    is_open: bool = False  # drawn as an outline


_OF_SESSIONS: dict[str, str] = {SessionState.OPEN: "good", SessionState.CONVENED: "info"}
_OF_DECISIONS: dict[str, str] = {DecisionOutcome.ADOPTED: "good", DecisionOutcome.REJECTED: "bad"}


def session_pill(session: Session) -> Pill:
    return Pill(session.get_state_display(), _OF_SESSIONS.get(session.state, "neutral"))


def vote_pill(vote: Vote) -> Pill:
    return Pill(vote.get_state_display(), "warn" if vote.state == VoteState.OPEN else "neutral")


def decision_pill(decision: Decision, *, is_as_recorded: bool = True) -> Pill:
    if not is_as_recorded:
        return Pill(_("Not as it was recorded"), "bad")
    return Pill(decision.get_outcome_display(), _OF_DECISIONS.get(decision.outcome, "info"))
