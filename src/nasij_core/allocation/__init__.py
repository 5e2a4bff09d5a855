"""Votes and budgets: majorities, and rules that share a budget among actions."""

from nasij_core.allocation.majority import (
    Ballot,
    Base,
    Choice,
    Outcome,
    Quorum,
    QuorumCheck,
    Roll,
    Rule,
    Tally,
    tally,
)

__all__ = [
    "Ballot",
    "Base",
    "Choice",
    "Outcome",
    "Quorum",
    "QuorumCheck",
    "Roll",
    "Rule",
    "Tally",
    "tally",
]
