"""Quorum and majority, counted by the core in exact fractions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from nasij.council.enums import Choice, Majority, VoteOutcome
from nasij.council.results import QuorumState, VoteResult, written_share
from nasij.kept import Exact
from nasij_core.allocation import Ballot as Ballot  # also asked for by this name
from nasij_core.allocation import Quorum, Roll, tally
from nasij_core.allocation.majority import check_quorum


def quorum_state(
    *,
    held: Iterable[Decimal],
    present: Iterable[Decimal],
    share: Decimal,
    weight_share: Decimal | None = None,
) -> QuorumState:
    """The quorum of seats held (one weight per seat) given those present or represented."""
    all_held, all_present = _roll(held), _roll(present)
    asked = Quorum(
        heads_share=written_share(share),
        weight_share=None if weight_share is None else written_share(weight_share),
    )
    checked = check_quorum(asked, all_present, all_held)
    needed = checked.heads_needed or 0
    return QuorumState(
        reached=checked.reached,
        heads_reached=all_present.heads >= needed and all_present.heads > 0,
        heads_present=all_present.heads,
        heads_needed=max(needed, 1),
        heads_held=all_held.heads,
        weight_present=_exact(checked.weight_present),
        weight_needed=None if checked.weight_needed is None else _exact(checked.weight_needed),
        weight_held=_exact(Fraction(all_held.weight or 0)),
    )


def count_votes(
    ballots: Iterable[Ballot],
    *,
    majority: str,
    abstentions_count: bool,
    weighted: bool,
    present: Iterable[Decimal],
    heads_held: int,
    weight_held: str,
    chair_choice: str | None = None,
) -> VoteResult:
    rolls = _roll(present)
    counted = tally(
        ballots,
        rule=majority,
        abstentions_count=abstentions_count,
        present=rolls if weighted else Roll(rolls.heads),
        entitled=Roll(heads_held, weight_held if weighted else None),
        chair=chair_choice,
    )
    return VoteResult(
        outcome=VoteOutcome(counted.outcome),
        rule=Majority(counted.rule),
        base=str(counted.base),
        abstentions_count=counted.abstentions_count,
        weighted=weighted,
        heads={
            Choice.FOR: counted.heads_for,
            Choice.AGAINST: counted.heads_against,
            Choice.ABSTAIN: counted.heads_abstaining,
        },
        weights={
            Choice.FOR: _exact(counted.weight_for),
            Choice.AGAINST: _exact(counted.weight_against),
            Choice.ABSTAIN: _exact(counted.weight_abstaining),
        },
        base_weight=_exact(counted.base_weight),
        needed=_exact(counted.needed),
        needed_is_strict=counted.needed_is_strict,
        decided_by_chair=counted.decided_by_chair,
        entitled_heads=rolls.heads,
    )


def _exact(value: Fraction) -> Exact:
    return Exact(str(value))


def _roll(weights: Iterable[Decimal]) -> Roll:
    given = list(weights)
    return Roll(len(given), sum(map(Fraction, given), Fraction(0)))
