"""What a count says, as it is kept: the quorum of a vote, its result, the names of a moment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from nasij.council.enums import Choice, Majority, VoteOutcome
from nasij.kept import Exact, Moment, Share
from nasij.ui import formats


@dataclass(frozen=True, slots=True)
class Names:
    """A name in every language, as it was when it was kept."""

    name_fr: str
    name_ar: str
    name_en: str


def name_in_language(names: Names) -> str:
    """For this reader; in French where the language has none."""
    return getattr(names, f"name_{formats.language()}", "") or names.name_fr


@dataclass(frozen=True, slots=True)
class Told:
    """What members come for; no share by weight where none is asked."""

    starts_at: Moment
    place: str
    quorum_share: Share
    quorum_weight_share: Share | None


@dataclass(frozen=True, slots=True)
class Change:
    """Of what members had been told when they were convened."""

    changed_at: Moment
    before: Told
    after: Told

    @property
    def moves(self) -> bool:
        return self.before.starts_at != self.after.starts_at


@dataclass(frozen=True, slots=True)
class QuorumState:
    """Who is needed and who is there."""

    reached: bool
    heads_reached: bool
    heads_present: int  # present or represented
    heads_needed: int
    heads_held: int  # seats that somebody holds: vacant ones are not counted
    weight_present: Exact
    weight_needed: Exact | None  # None when the session asks for heads only
    weight_held: Exact

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class VoteResult:
    """The count with its rule."""

    outcome: VoteOutcome
    rule: Majority
    base: str  # what the needed share is taken of
    abstentions_count: bool
    weighted: bool
    heads: dict[Choice, int]
    weights: dict[Choice, Exact]
    base_weight: Exact
    needed: Exact
    needed_is_strict: bool  # more than `needed`, not at least
    decided_by_chair: bool
    entitled_heads: int

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def is_adopted(self) -> bool:
        return self.outcome == VoteOutcome.ADOPTED

    @property
    def voted(self) -> int:
        return sum(self.heads.values())


@dataclass(frozen=True, slots=True)
class Entitled(Names):
    """Who has a voice in a vote, as it was frozen when the vote opened."""

    seat: str
    weight: Share
    represented_by: str  # the code of a seat; "" for one that speaks for itself
    person: str  # who raises the hand
    user: int | None


def written_share(share: Decimal) -> Fraction:
    """The fraction meant by a stored share: 0.6667 was written for two thirds.

    Taken as it stands it would ask for 9 seats of 12 instead of 8. Hundredths and every fraction
    with a smaller denominator come back exactly.
    """
    return Fraction(share).limit_denominator(100)


def written_weight(text: str | Fraction) -> str:
    """A weight in the numbers of the reader, to the thousandth as seats have it. What is needed may
    lie between two thousandths: the next is the least that reaches it."""
    weight = (Decimal(ceil(Fraction(text) * 1000)) / 1000).normalize()
    decimals = max(0, -int(weight.as_tuple().exponent))
    return formats.number(weight, formats.language(), decimals=decimals)
