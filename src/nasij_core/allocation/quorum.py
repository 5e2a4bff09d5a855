"""Who must be there for a vote to count: rolls of those present and entitled, and their quorum."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nasij_core.allocation.exact import Weight, exact
from nasij_core.errors import Contradiction, NegativeValue, OutOfRange


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
