"""Numbers that votes and budgets are counted in: fractions, never binary floats."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from nasij_core.errors import BadOption, NegativeValue, NotANumber

Option = TypeVar("Option", bound=StrEnum)
Weight = int | Fraction | Decimal | str


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
