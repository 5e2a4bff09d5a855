"""What the core does for this room: closed forms, draws, trends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from nasij.targets.kept import FuturePath, RegionEnd
from nasij_core import __version__
from nasij_core.errors import CoreError, NotEnoughData
from nasij_core.projection import (
    BackTest,
    Effect,
    Evidence,
    Lever,
    PublishedFlows,
    backtest,
    cohorts,
    derive_flows,
    entries_needed,
    exit_rate_needed,
    project,
    simulate,
    stock_after,
    stock_from_entries,
    stock_path,
    yearly_growth,
)
from nasij_core.recovery import recovery as core_recovery

__all__ = [
    "PublishedFlows",
    "derive_flows",
    "entries_needed",
    "stock_after",
    "stock_path",
    "yearly_growth",
]

VERSION = __version__
LOW, HIGH = 0.1, 0.9  # an 80 % interval
LEVEL = HIGH - LOW


@dataclass(frozen=True, slots=True)
class FlowsAsked:
    """What a projection by entries and exits starts from."""

    start_year: int
    target_year: int
    target: float
    stock: float
    entries_by_region: Mapping[str, float]  # a year
    exit_rate: float
    years_seen: int
    exits_seen: float
    spread: float  # relative standard deviation of the level of entries, and of exits, to come


def project_flows(asked: FlowsAsked, *, draws: int, seed: int) -> FuturePath:
    """Entries and exits go on as published; their level to come is drawn, common to all regions."""
    codes = tuple(asked.entries_by_region)
    entries = np.array([asked.entries_by_region[code] for code in codes])
    years = asked.target_year - asked.start_year
    start = cohorts(
        codes,
        stock_from_entries(asked.stock, entries)[:, None],
        np.array([asked.exit_rate]),
        entries,
        years,
    )
    firm_years = asked.exits_seen / asked.exit_rate / len(codes)
    drawn = simulate(
        start,
        rng=np.random.default_rng(seed),
        draws=draws,
        evidence=Evidence(asked.years_seen, firm_years, asked.spread),
        effects=[
            Effect("level of entries to come", Lever.ENTRIES, 0.0, asked.spread, "assumption"),
            Effect("level of exits to come", Lever.EXITS, 0.0, asked.spread, "assumption"),
        ],
    )
    low, median, high = drawn.fan((LOW, 0.5, HIGH))
    ends = drawn.fan_by_region((LOW, 0.5, HIGH))[:, -1]
    return FuturePath(
        "flows",
        tuple(range(asked.start_year, asked.target_year + 1)),
        _rounded(low),
        _rounded(median),
        _rounded(high),
        drawn.probability(asked.target),
        tuple(
            RegionEnd(code, lo, mid, hi)
            for code, lo, mid, hi in zip(codes, *(_rounded(row) for row in ends), strict=True)
        ),
        {
            "exit_rate": asked.exit_rate,
            "entries_per_year": float(entries.sum()),
            "spread": asked.spread,
            "expected": float(project(start).national[-1]),
        },
    )


def project_growth(
    *,
    start_year: int,
    target_year: int,
    target: float,
    stock: float,
    growth: float,
    years_seen: int,
    spread: float,
) -> FuturePath:
    """The count goes on growing at one rate: a random walk of its logarithm, exact.

    `spread` is the standard deviation of one year's growth. The variance after t years is
    `spread²·(t + t²/years_seen)`: chance of the years, and the rate itself being known from
    `years_seen` years only.
    """
    steps = np.arange(target_year - start_year + 1)
    middle = np.log(stock) + math.log1p(growth) * steps
    deviation = spread * np.sqrt(steps + steps**2 / years_seen)
    z = NormalDist().inv_cdf(HIGH)
    distance = math.log(target) - float(middle[-1])
    chance = (
        1.0 - NormalDist().cdf(distance / float(deviation[-1]))
        if deviation[-1] > 0
        else float(distance <= 0)
    )
    return FuturePath(
        "growth",
        tuple(start_year + int(step) for step in steps),
        _rounded(np.exp(middle - z * deviation)),
        _rounded(np.exp(middle)),
        _rounded(np.exp(middle + z * deviation)),
        chance,
        (),
        {"growth": growth, "spread": spread},
    )


def _rounded(values: Any) -> tuple[float, ...]:
    """To a tenth of a firm: stored numbers that do not depend on the last bit of a machine."""
    return tuple(round(float(value), 1) for value in values)


def exit_rate_allowed(stock: float, target: float, entries: float, years: int) -> float | None:
    """The highest exit rate that still reaches the target; None when no exit at all is too many."""
    try:
        return exit_rate_needed(stock, target, entries, years)
    except NotEnoughData:
        return None


def spread_of(values: Sequence[float]) -> float | None:
    """Sample standard deviation over the mean; None with fewer than two values."""
    if len(values) < 2 or not sum(values):
        return None
    array = np.asarray(values, float)
    return float(array.std(ddof=1) / array.mean())


@dataclass(frozen=True, slots=True)
class Tested:
    """A back-test, or why there is none."""

    result: BackTest | None
    years_given: int
    years_needed: int = 5


def back_test(
    years: Sequence[int], stock: Sequence[float], entries: Sequence[float], *, seed: int
) -> Tested:
    """Project from past years and compare; with fewer than five years there is nothing to test."""
    try:
        found = backtest(
            years,
            np.asarray(stock, float),
            np.asarray(entries, float),
            rng=np.random.default_rng(seed),
            level=LEVEL,
        )
    except CoreError:
        return Tested(None, len(years))
    return Tested(found, len(years))


@dataclass(frozen=True, slots=True)
class Recovered:
    """One year against the base year and against the trend, both 100 when equal."""

    year: int
    value: float
    on_base: float
    trend: float
    trend_low: float
    trend_high: float
    on_trend: float


def recovery(values: Mapping[int, float], base_year: int) -> tuple[list[Recovered], float] | None:
    """Index on the base year and on the log-linear trend of all years up to it; and the growth
    of that trend. None with fewer than three years for the trend."""
    years = sorted(values)
    try:
        found = core_recovery(
            np.array(years),
            np.array([values[year] for year in years], float),
            base_years=(base_year,),
            trend_years=(years[0], base_year),
            level=LEVEL,
        )
    except CoreError:
        return None
    columns = (
        found.year,
        found.value,
        found.index_on_base,
        found.trend,
        found.trend_low,
        found.trend_high,
        found.index_on_trend,
    )
    rows = [Recovered(int(year), *map(float, rest)) for year, *rest in zip(*columns, strict=True)]
    return rows, found.trend_growth
