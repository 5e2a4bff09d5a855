"""Shared keys: how an action's budget divides among its regions, to the centime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Context, Decimal, localcontext

CENTIME = Decimal("0.01")
FINEST = Decimal("0.000001")  # what `ActionShare.share` can hold
_CONTEXT = Context(prec=40)  # our own: any library may change that of the thread


def equal_shares(regions: Iterable[str]) -> dict[str, Decimal]:
    """The same share for each, the last digit where it must go so that they sum to exactly 1."""
    return split(Decimal(1), dict.fromkeys(regions, Decimal(1)), FINEST)


def amounts(budget: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Each region's part of a budget. The parts sum to the budget exactly, always."""
    return split(budget, shares, CENTIME)


def split(whole: Decimal, weights: Mapping[str, Decimal], unit: Decimal) -> dict[str, Decimal]:
    """Largest remainders: round every part down, then hand out the units that are left to those
    who lost most by rounding; ties go by code, so that the same key always gives the same parts.
    """
    with localcontext(_CONTEXT):
        total = sum(weights.values(), Decimal(0))
        exact = {key: whole * weight / total for key, weight in weights.items()}
        parts = {key: value.quantize(unit, ROUND_DOWN) for key, value in exact.items()}
        left = int((whole - sum(parts.values(), Decimal(0))) / unit)
        losers = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
        for key in losers[:left]:
            parts[key] += unit
    return parts
