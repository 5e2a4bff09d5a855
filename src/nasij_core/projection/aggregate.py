"""The arithmetic of the target: one stock, one exit rate, constant entries.

`N_{t+1} = N_t · (1 − x) + E`. Counts in firms, rates per year on last year's stock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from nasij_core.errors import NotEnoughData, OutOfRange

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PublishedFlows:
    """Gross flows derived from two stocks and a count of entries."""

    years: int
    entries_per_year: float
    exits_per_year: float
    exit_rate: float  # constant, on last year's stock, that links the two stocks
    net_per_year: float


def check_stock(thing: str, value: float) -> float:
    if not math.isfinite(value) or value < 0:
        raise OutOfRange(thing, value, "0 or more firms")
    return float(value)


def check_rate(thing: str, value: float) -> float:
    if not 0.0 <= value <= 1.0:
        raise OutOfRange(thing, value, "between 0 and 1")
    return float(value)


def check_years(years: int) -> int:
    if years < 1:
        raise OutOfRange("number of years", years, "1 or more")
    return int(years)


def stock_after(stock: float, entries: float, exit_rate: float, years: int) -> float:
    """Stock in firms after `years` of constant entries: `N_0·f + E·(1 − f)/x`, `f = (1 − x)^T`."""
    check_rate("exit rate", exit_rate)
    kept = (1.0 - exit_rate) ** years
    return stock * kept + entries * _years_of_entry(exit_rate, years)


def stock_path(stock: float, entries: float, exit_rate: float, years: int) -> Reals:
    """(years + 1,): the stock at the start and after each year."""
    return np.array([stock_after(stock, entries, exit_rate, year) for year in range(years + 1)])


def _years_of_entry(exit_rate: float, years: int) -> float:
    if exit_rate == 0.0:
        return float(years)
    if exit_rate == 1.0:
        return 1.0
    return -math.expm1(years * math.log1p(-exit_rate)) / exit_rate  # exact for tiny rates too


def entries_needed(stock: float, target: float, exit_rate: float, years: int) -> float:
    """Constant gross entries a year that reach `target`; negative if the target is overshot."""
    check_stock("stock", stock)
    check_stock("target", target)
    check_years(years)
    check_rate("exit rate", exit_rate)
    kept = (1.0 - exit_rate) ** years
    return (target - stock * kept) / _years_of_entry(exit_rate, years)


def exit_rate_needed(stock: float, target: float, entries: float, years: int) -> float:
    """Highest constant exit rate that still reaches `target` with these entries.

    Raises NotEnoughData when even without any exit the target is out of reach.
    """
    check_stock("stock", stock)
    check_stock("target", target)
    check_years(years)
    if stock + entries * years < target:
        raise NotEnoughData("the exit rate needed", "without any exit the target is not reached")
    if stock_after(stock, entries, 1.0, years) >= target:
        return 1.0
    rate = optimize.brentq(
        lambda x: stock_after(stock, entries, x, years) - target, 0.0, 1.0, xtol=1e-14, rtol=1e-14
    )
    return float(rate)


def yearly_growth(stock: float, target: float, years: int) -> float:
    """Constant growth rate a year between two stocks: 0.0508 is 5.08 %."""
    check_years(years)
    if stock <= 0:
        raise NotEnoughData("growth", "the first stock is 0")
    return float((target / stock) ** (1.0 / years) - 1.0)


def derive_flows(first: float, last: float, entries_total: float, years: int) -> PublishedFlows:
    """Exits and exit rate behind two published stocks and a published number of new exporters."""
    exits = entries_total - (last - first)
    if exits < 0:
        raise OutOfRange("entries", entries_total, "at least the growth of the stock")
    entries = entries_total / check_years(years)
    rate = exit_rate_needed(first, last, entries, years)
    return PublishedFlows(years, entries, exits / years, rate, (last - first) / years)


def stock_from_entries(total: float, entries: Reals) -> Reals:
    """A national stock shared like the entries: exact where regions share one exit rate and are
    steady, an assumption to be said wherever it is used."""
    if entries.sum() <= 0:
        raise NotEnoughData("regional stocks", "no region has entries")
    shared: Reals = total * entries / entries.sum()
    return shared
