"""Majorities, quorums and the chair's casting vote, counted in exact fractions.

Statutes differ from body to body, so nothing here is fixed: the rule, what its share is taken of,
whether abstentions belong to it, and the quorum by heads and by weight are all parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from nasij_core.allocation.exact import Weight, choose, exact
from nasij_core.allocation.quorum import (
    Quorum,
    QuorumCheck,
    Roll,
    check_rolls,
    roll_weight,
)
from nasij_core.allocation.quorum import check_quorum as check_quorum  # also asked for by this name
from nasij_core.errors import Contradiction, DuplicateKeys


class Choice(StrEnum):
    """What one ballot says. A blank ballot is an abstention."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Rule(StrEnum):
    """How much is needed. `simple` and `absolute` both ask for more than half and differ only in
    what the half is taken of when no base is named: votes cast, or everyone entitled."""

    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    UNANIMITY = "unanimity"


class Base(StrEnum):
    """What the needed share is taken of, by weight."""

    CAST = "cast"
    PRESENT = "present"
    ENTITLED = "entitled"


class Outcome(StrEnum):
    """`no_quorum` says nothing about the proposal; `tied` is a rejection worth its own word."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIED = "tied"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot: its choice, its weight (≥ 0, exact) and its voter (None when secret)."""

    choice: Choice | str
    weight: Weight = 1
    voter: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of one vote. Weights are exact fractions; heads are ballots."""

    outcome: Outcome
    rule: Rule
    base: Base
    abstentions_count: bool
    weight_for: Fraction
    weight_against: Fraction
    weight_abstaining: Fraction
    heads_for: int
    heads_against: int
    heads_abstaining: int
    base_weight: Fraction
    needed: Fraction
    """Weight that had to be reached (two thirds, unanimity) or exceeded (more than half)."""
    needed_is_strict: bool
    decided_by_chair: bool
    quorum: QuorumCheck | None

    @property
    def adopted(self) -> bool:
        return self.outcome is Outcome.ADOPTED


def tally(
    ballots: Iterable[Ballot],
    *,
    rule: Rule | str = Rule.SIMPLE,
    base: Base | str | None = None,
    abstentions_count: bool = False,
    present: Roll | None = None,
    entitled: Roll | None = None,
    chair: Choice | str | None = None,
    quorum: Quorum | None = None,
) -> Tally:
    """Count ballots under a rule.

    base: None takes the usual one — everyone entitled for `absolute`, votes cast for the others.
    abstentions_count: whether abstentions enter a base of votes cast; `present` and `entitled`
        hold everyone already. So a simple majority of votes cast is "more for than against".
    chair: how the chair voted, if the statutes give a casting vote. It breaks an exact tie that is
        also exactly half of the base; it never stands in for votes that are missing. The chair's
        own ballot must be among the ballots already.
    Raises NegativeValue and NotANumber for a weight that is negative or not exact, DuplicateKeys
    for a voter counted twice, Contradiction for more cast than present, or present than entitled,
    or for a base or quorum whose roll is not given.
    """
    rule = choose(Rule, rule, "rule")
    base = choose(Base, base, "base") if base is not None else usual_base(rule)
    weights, heads = count(ballots)
    check_rolls(sum(heads.values()), sum(weights.values(), Fraction(0)), present, entitled)

    base_weight = weigh_base(base, weights, abstentions_count, present, entitled)
    needed, strict = threshold(rule, base_weight)
    in_favour, against = weights[Choice.FOR], weights[Choice.AGAINST]
    passes = in_favour > needed if strict else in_favour >= needed > 0
    tied = strict and in_favour == against == needed and in_favour > 0
    chair_choice = choose(Choice, chair, "chair") if chair is not None else None
    by_chair = tied and chair_choice in (Choice.FOR, Choice.AGAINST)
    checked = check_quorum(quorum, present, entitled) if quorum else None
    return Tally(
        outcome=decide(checked, passes, tied, chair_choice),
        rule=rule,
        base=base,
        abstentions_count=abstentions_count,
        weight_for=in_favour,
        weight_against=against,
        weight_abstaining=weights[Choice.ABSTAIN],
        heads_for=heads[Choice.FOR],
        heads_against=heads[Choice.AGAINST],
        heads_abstaining=heads[Choice.ABSTAIN],
        base_weight=base_weight,
        needed=needed,
        needed_is_strict=strict,
        decided_by_chair=by_chair and (checked is None or checked.reached),
        quorum=checked,
    )


def decide(quorum: QuorumCheck | None, passes: bool, tied: bool, chair: Choice | None) -> Outcome:
    if quorum is not None and not quorum.reached:
        return Outcome.NO_QUORUM
    if passes or (tied and chair is Choice.FOR):
        return Outcome.ADOPTED
    return Outcome.TIED if tied and chair is not Choice.AGAINST else Outcome.REJECTED


def usual_base(rule: Rule) -> Base:
    return Base.ENTITLED if rule is Rule.ABSOLUTE else Base.CAST


def threshold(rule: Rule, base_weight: Fraction) -> tuple[Fraction, bool]:
    """Weight needed, and whether it must be exceeded rather than reached."""
    match rule:
        case Rule.SIMPLE | Rule.ABSOLUTE:
            return base_weight / 2, True
        case Rule.TWO_THIRDS:
            return base_weight * Fraction(2, 3), False
        case Rule.UNANIMITY:
            return base_weight, False
    assert_never(rule)


def count(
    ballots: Iterable[Ballot],
) -> tuple[dict[Choice, Fraction], dict[Choice, int]]:
    weights = dict.fromkeys(Choice, Fraction(0))
    heads = dict.fromkeys(Choice, 0)
    seen: set[str] = set()
    for ballot in ballots:
        if ballot.voter is not None:
            if ballot.voter in seen:
                raise DuplicateKeys("the ballots", 1, ["voter"], [ballot.voter])
            seen.add(ballot.voter)
        choice = choose(Choice, ballot.choice, "choice")
        weights[choice] += exact(ballot.weight, "the weight of a ballot")
        heads[choice] += 1
    return weights, heads


def weigh_base(
    base: Base,
    weights: dict[Choice, Fraction],
    abstentions_count: bool,
    present: Roll | None,
    entitled: Roll | None,
) -> Fraction:
    if base is Base.CAST:
        cast = weights[Choice.FOR] + weights[Choice.AGAINST]
        return cast + weights[Choice.ABSTAIN] if abstentions_count else cast
    roll = present if base is Base.PRESENT else entitled
    if roll is None:
        raise Contradiction(
            "the base and the rolls", f"a majority of those {base} needs their roll"
        )
    return roll_weight(roll)
