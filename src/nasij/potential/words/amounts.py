"""Amounts, shares and factors as they are written."""

from __future__ import annotations

from nasij.ui import formats


def usd(value: float) -> str:
    return formats.money_short(value, formats.language(), "USD")


def millions(value: float) -> str:
    """For tables, where the unit stands in the heading; small values keep their digits."""
    amount = value / 1_000_000
    return number(amount, 3 if 0 < amount < 0.1 else 1)


def share(value: float | None) -> str:
    return formats.percent(value, formats.language())


def number(value: float | None, decimals: int | None = None) -> str:
    return formats.number(value, formats.language(), decimals)
