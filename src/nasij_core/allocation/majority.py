"""Majorities, quorums and the chair's casting vote, counted in exact fractions.

Statutes differ from body to body, so nothing here is fixed: the rule, what its share is taken of,
whether abstentions belong to it, and the quorum by heads and by weight are all parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from nasij_core.errors import (
    BadOption,
    Contradiction,
    DuplicateKeys,
    NegativeValue,
    NotANumber,
    OutOfRange,
)

Option = TypeVar("Option", bound=StrEnum)
Weight = int | Fraction | Decimal | str


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
class Roll:
    """A number of seats and their total weight; proxies count in both. Weight None: one a head."""

    heads: int
    weight: Weight | None = None


@dataclass(frozen=True, slots=True)
class Quorum:
    """Share of those entitled who must be present, by heads, by weight, or both; `more_than`
    makes the share itself insufficient. `at_least` is a number of heads ("seven members")."""

    heads_share: Weight | None = None
    weight_share: Weight | None = None
    more_than: bool = False
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class QuorumCheck:
    """The quorum that was asked and what was there. Needed is None when not asked."""

    reached: bool
    heads_present: int
    heads_needed: int | None
    weight_present: Fraction
    weight_needed: Fraction | None
    more_than: bool


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

    @property
    def share_for(self) -> Fraction | None:
        """Share of the base in favour; None when the base is empty."""
        return self.weight_for / self.base_weight if self.base_weight else None


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
    if rule is Rule.TWO_THIRDS:
        return base_weight * Fraction(2, 3), False
    if rule is Rule.UNANIMITY:
        return base_weight, False
    return base_weight / 2, True


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


def check_quorum(quorum: Quorum, present: Roll | None, entitled: Roll | None) -> QuorumCheck:
    if present is None or entitled is None:
        raise Contradiction("the quorum and the rolls", "a quorum needs those present and entitled")
    more = quorum.more_than
    weight_present = roll_weight(present)
    heads_needed = needed_heads(quorum, entitled.heads)
    weight_needed = (
        None if quorum.weight_share is None else share(quorum.weight_share) * roll_weight(entitled)
    )
    enough_heads = heads_needed is None or present.heads >= heads_needed
    enough_weight = weight_needed is None or (
        weight_present > weight_needed if more else weight_present >= weight_needed
    )
    return QuorumCheck(
        reached=enough_heads and enough_weight and present.heads > 0,
        heads_present=present.heads,
        heads_needed=heads_needed,
        weight_present=weight_present,
        weight_needed=weight_needed,
        more_than=more,
    )


def needed_heads(quorum: Quorum, entitled: int) -> int | None:
    """Whole heads that suffice: half of 13 is 7; more than half of 12 is 7."""
    needs = [] if quorum.at_least is None else [quorum.at_least]
    if quorum.heads_share is not None:
        exact_need = share(quorum.heads_share) * entitled
        up = -((-exact_need.numerator) // exact_need.denominator)
        needs.append(up + 1 if quorum.more_than and up == exact_need else up)
    return max(needs) if needs else None


def check_rolls(heads: int, weight: Fraction, present: Roll | None, entitled: Roll | None) -> None:
    steps = [("cast", heads, weight)]
    for name, roll in (("present", present), ("entitled", entitled)):
        if roll is None:
            continue
        if roll.heads < 0:
            raise NegativeValue(f"the number of those {name}", 1, [roll.heads])
        lower, low_heads, low_weight = steps[-1]
        if low_heads > roll.heads or low_weight > roll_weight(roll):
            raise Contradiction(
                f"the votes {lower} and the roll of those {name}",
                f"{low_heads} heads of weight {low_weight} against "
                f"{roll.heads} heads of weight {roll_weight(roll)}",
            )
        steps.append((name, roll.heads, roll_weight(roll)))


def roll_weight(roll: Roll) -> Fraction:
    return Fraction(roll.heads) if roll.weight is None else exact(roll.weight, "a roll's weight")


def share(value: Weight) -> Fraction:
    result = exact(value, "a quorum's share")
    if result > 1:
        raise OutOfRange("a quorum's share", result, "between 0 and 1")
    return result


def exact(value: Weight, what: str) -> Fraction:
    """A fraction ≥ 0. Binary floats are refused: 0.1 + 0.2 must not decide a vote."""
    if isinstance(value, (float, bool)):
        raise NotANumber(f"{what} (integer, fraction, decimal or text)", 1, [value])
    try:
        result = Fraction(value)
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as cause:
        raise NotANumber(what, 1, [value]) from cause
    if result < 0:
        raise NegativeValue(what, 1, [value])
    return result


def choose(options: type[Option], value: Option | str, name: str) -> Option:
    try:
        return options(value)
    except ValueError:
        raise BadOption(name, value, list(options)) from None
