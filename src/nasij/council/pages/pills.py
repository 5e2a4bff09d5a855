"""The state of a thing as a pill: its word and its tone, the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.council.enums import DecisionOutcome, SessionState, VoteState
from nasij.council.models import Decision, Session, Vote


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    tone: str = "neutral"
    is_open: bool = False  # drawn as an outline


_OF_SESSIONS = {SessionState.OPEN: "good", SessionState.CONVENED: "info"}
_OF_DECISIONS = {DecisionOutcome.ADOPTED: "good", DecisionOutcome.REJECTED: "bad"}


def session_pill(session: Session) -> Pill:
    state = SessionState(session.state)
    return Pill(str(state.label), _OF_SESSIONS.get(state, "neutral"))


def vote_pill(vote: Vote) -> Pill:
    state = VoteState(vote.state)
    return Pill(str(state.label), "warn" if state is VoteState.OPEN else "neutral")


def decision_pill(decision: Decision) -> Pill:
    outcome = DecisionOutcome(decision.outcome)
    return Pill(str(outcome.label), _OF_DECISIONS.get(outcome, "info"))
