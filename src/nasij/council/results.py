"""What a count says, as it is kept: the quorum of a vote, its result, the names of a moment."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, asdict, dataclass, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil
from types import UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from nasij.council.enums import Choice, Majority, VoteOutcome
from nasij.ui import formats

Kept = TypeVar("Kept")
Exact = NewType("Exact", str)  # a fraction: "8", "22/3"
Share = NewType("Share", str)  # a decimal number: "0.5"
Moment = NewType("Moment", str)  # ISO 8601
_TEXTS: dict[Any, Callable[[str], object]] = {
    Exact: Fraction,
    Share: Decimal,
    Moment: datetime.fromisoformat,
}


def readable(kind: type[Kept], record: object) -> Kept | None:
    """The same as `read`, or None of a record that was damaged since."""
    try:
        return read(kind, record)
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return None


def read(kind: type[Kept], record: Any) -> Kept:
    """A frozen record, or a tuple of them, from what `dataclasses.asdict` made of it and JSON
    kept. All that is not as the kind states it is an error: what comes back can be printed."""
    kept: Kept = _value(kind, record)
    return kept


def _value(hint: Any, value: Any) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return None if value is None else _value(parts[0], value)
    if origin is tuple:
        return tuple(_value(parts[0], part) for part in _of_type(list, value))
    if origin is dict:  # with a value for each of a list
        return {key: _value(parts[1], value[key]) for key in parts[0]}
    if is_dataclass(hint):
        fields = get_type_hints(hint).items()
        later = {field.name for field in dataclasses.fields(hint) if field.default is not MISSING}
        lacking = later - _of_type(dict, value).keys()  # it was kept before they were
        return hint(  # type: ignore[operator]
            **{name: _value(kind, value[name]) for name, kind in fields if name not in lacking}
        )
    if hint in _TEXTS:
        _TEXTS[hint](_of_type(str, value))
        return value
    return hint(value) if issubclass(hint, Enum) else _of_type(hint, value)


def _of_type(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value


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
