"""Would the method have been right? Projections from past years against what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import NotEnoughData, OutOfRange, WrongShape
from nasij_core.projection.cohort import cohorts
from nasij_core.projection.simulate import Evidence, simulate

Reals = NDArray[np.float64]
LEAST_HISTORY = 3  # years of flows behind a projection: below, the spread cannot be estimated


@dataclass(frozen=True, slots=True)
class Forecast:
    """One past projection of one year, in firms."""

    origin: int  # last year known
    year: int
    low: float
    median: float
    high: float
    actual: float

    @property
    def covered(self) -> bool:
        return self.low <= self.actual <= self.high


@dataclass(frozen=True, slots=True)
class BackTest:
    level: float  # nominal coverage of the intervals
    forecasts: tuple[Forecast, ...]
    coverage: float  # share of the intervals that held the truth
    mean_absolute_error: float  # of the median, relative


def backtest(
    years: Sequence[int],
    stock: Reals,
    entries: Reals,
    *,
    rng: np.random.Generator,
    horizon: int = 3,
    level: float = 0.8,
    draws: int = 2_000,
) -> BackTest:
    """Project from every past year with enough history, and compare.

    `stock` and `entries` are (years,); exits follow from the identity of stock and flow, so the
    first year's entries are not used. Rates are the means of the years up to the origin.
    """
    stock, entries = np.asarray(stock, float), np.asarray(entries, float)
    _check(years, stock, entries, horizon, level)
    exits = stock[:-1] - stock[1:] + entries[1:]
    if (exits < 0).any():
        raise OutOfRange("exits derived from stock and entries", exits.min(), "0 or more")
    forecasts: list[Forecast] = []
    for origin in range(LEAST_HISTORY, len(stock) - 1):
        forecasts += _forecasts_from(
            origin, years, stock, entries, exits, rng, (horizon, level, draws)
        )
    errors = np.array([f.median / f.actual - 1.0 for f in forecasts if f.actual > 0])
    return BackTest(
        level,
        tuple(forecasts),
        float(np.mean([f.covered for f in forecasts])),
        float(np.abs(errors).mean()) if len(errors) else 0.0,
    )


def _check(years: Sequence[int], stock: Reals, entries: Reals, horizon: int, level: float) -> None:
    if not len(years) == len(stock) == len(entries):
        raise WrongShape("history", (len(years), len(stock), len(entries)), "one value a year each")
    if len(stock) < LEAST_HISTORY + 2:
        raise NotEnoughData(
            "a back-test", f"it needs {LEAST_HISTORY + 2} years, {len(stock)} are given"
        )
    if list(years) != list(range(years[0], years[0] + len(years))):
        raise NotEnoughData("a back-test", "a year is missing in the series")
    if horizon < 1:
        raise OutOfRange("horizon", horizon, "1 year or more")
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, "between 0 and 1")


def _forecasts_from(
    origin: int,
    years: Sequence[int],
    stock: Reals,
    entries: Reals,
    exits: Reals,
    rng: np.random.Generator,
    plan: tuple[int, float, int],
) -> list[Forecast]:
    horizon, level, draws = plan
    ahead = min(horizon, len(stock) - 1 - origin)
    seen, left = entries[1 : origin + 1], exits[:origin]
    rate = left.sum() / stock[:origin].sum()
    start = cohorts(
        ("all",), np.array([[stock[origin]]]), np.array([rate]), np.array([seen.mean()]), ahead
    )
    evidence = Evidence(len(seen), exit_evidence(left, stock[:origin]), yearly_spread(seen))
    drawn = simulate(start, rng=rng, draws=draws, evidence=evidence).national
    low, middle, high = np.quantile(drawn, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
    return [
        Forecast(
            int(years[origin]),
            int(years[origin + step]),
            float(low[step]),
            float(middle[step]),
            float(high[step]),
            float(stock[origin + step]),
        )
        for step in range(1, ahead + 1)
    ]


def yearly_spread(entries: Reals) -> float:
    """Coefficient of variation of yearly counts beyond what Poisson chance makes."""
    mean = entries.mean()
    if mean <= 0 or len(entries) < 2:
        return 0.0
    return float(np.sqrt(max(entries.var(ddof=1) - mean, 0.0)) / mean)


def exit_evidence(exits: Reals, stock: Reals) -> float:
    """Firm-years the exit rate is worth: fewer than observed when it moves more than chance."""
    rates = exits / stock
    mean = exits.sum() / stock.sum()
    if len(rates) < 2 or not 0 < mean < 1:
        return float(stock.sum())
    spread = rates.var(ddof=1)
    worth = mean * (1.0 - mean) / spread if spread > 0 else np.inf
    return float(min(max(worth, 1.0), stock.sum()))
