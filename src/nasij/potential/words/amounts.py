"""Amounts, shares and factors as they are written."""

from __future__ import annotations

from math import floor, log10

from nasij.ui import formats


def usd(value: float) -> str:
    return formats.money_short(value, formats.language(), "USD")


def millions(value: float) -> str:
    """For tables, where the unit stands in the heading; small values keep their digits, down to
    the first that counts: a little is not none."""
    amount = value / 1_000_000
    if amount < formats.LEAST:
        return number(0)
    decimals = max(3, -floor(log10(amount))) if amount < 0.1 else 1
    return number(amount, decimals)


def share(value: float | None) -> str:
    return formats.percent(value, formats.language())


def number(value: float | None, decimals: int | None = None) -> str:
    return formats.number(value, formats.language(), decimals)
