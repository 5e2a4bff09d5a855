"""Votes and budgets: majorities, and rules that share a budget among actions."""

from nasij_core.allocation.election import (
    Allocation,
    Election,
    Project,
    Satisfaction,
    Step,
    election,
)
from nasij_core.allocation.equal_shares import Completion, equal_shares
from nasij_core.allocation.explanation import explanation
from nasij_core.allocation.greedy import greedy
from nasij_core.allocation.majority import (
    Ballot,
    Base,
    Choice,
    Outcome,
    Rule,
    Tally,
    tally,
)
from nasij_core.allocation.pabulib import PbFile, parse_pb, read_pb, write_pb
from nasij_core.allocation.phragmen import phragmen
from nasij_core.allocation.portfolio import Action, Constraints, Portfolio, portfolio, welfare
from nasij_core.allocation.quorum import Quorum, QuorumCheck, Roll

__all__ = [
    "Action",
    "Allocation",
    "Ballot",
    "Base",
    "Choice",
    "Completion",
    "Constraints",
    "Election",
    "Outcome",
    "PbFile",
    "Portfolio",
    "Project",
    "Quorum",
    "QuorumCheck",
    "Roll",
    "Rule",
    "Satisfaction",
    "Step",
    "Tally",
    "election",
    "equal_shares",
    "explanation",
    "greedy",
    "parse_pb",
    "phragmen",
    "portfolio",
    "read_pb",
    "tally",
    "welfare",
    "write_pb",
]
