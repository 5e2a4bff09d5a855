"""The risk of a portfolio of markets: `σ² = s'Σs`.

Σ is the covariance of the markets' import growth (log differences), drawn towards a multiple of
the identity by Ledoit and Wolf's (2004) rule, since ten years say little about twenty markets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nasij_core.diversification.concentration import Reals, check_basket
from nasij_core.errors import NegativeValue, NotANumber, NotEnoughData, WrongShape

FEW_YEARS = 8  # growth rates below which the covariance is mostly shrinkage
FEWEST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Risk:
    """volatility: standard deviation of yearly log growth of the basket.

    contribution: (markets,), share of the variance, sums to 1. independent: volatility were the
    markets uncorrelated. shrinkage: in [0, 1], 1 when data say nothing about correlation.
    few_years: fewer than eight growth rates; read the ranks, not the numbers.
    """

    volatility: float
    contribution: Reals
    independent: float
    shrinkage: float
    years: int
    few_years: bool


def portfolio_risk(exports: Reals, market_imports: Reals) -> Risk:
    """Risk of today's exports given how the markets moved.

    exports: (markets,), ≥ 0. market_imports: (years, markets), > 0, in time order.
    """
    share = check_basket(exports, "the exports")
    if not share.any():
        raise NotEnoughData("the risk", "there are no exports")
    share = share / share.sum()
    growth = growth_rates(market_imports, len(share))
    covariance, shrinkage = shrunk_covariance(growth)
    pull = covariance @ share
    variance = float(share @ pull)
    if variance <= 0:
        raise NotEnoughData("the risk", "no market ever moved")
    return Risk(
        volatility=float(np.sqrt(variance)),
        contribution=share * pull / variance,
        independent=float(np.sqrt((share**2 * covariance.diagonal()).sum())),
        shrinkage=shrinkage,
        years=len(growth),
        few_years=len(growth) < FEW_YEARS,
    )


def growth_rates(market_imports: Reals, markets: int) -> Reals:
    series = np.asarray(market_imports, dtype=np.float64)
    if series.ndim != 2 or series.shape[1] != markets:
        raise WrongShape("the markets' imports", series.shape, f"(years, {markets})")
    if not np.isfinite(series).all():
        raise NotANumber("the markets' imports", int((~np.isfinite(series)).sum()))
    if (series <= 0).any():
        raise NegativeValue("the markets' imports (zero included)", int((series <= 0).sum()))
    if len(series) <= FEWEST_YEARS:
        raise NotEnoughData("the risk", f"{len(series)} years give too few growth rates")
    growth: Reals = np.diff(np.log(series), axis=0)
    return growth


def shrunk_covariance(growth: Reals) -> tuple[Reals, float]:
    """(markets, markets) covariance and the weight of the identity in it, in [0, 1]."""
    years, markets = growth.shape
    centred = growth - growth.mean(axis=0)
    sample = centred.T @ centred / years
    mean = np.trace(sample) / markets
    spread = float(((sample - mean * np.eye(markets)) ** 2).sum())
    noise = float(((centred**2).T @ (centred**2) / years - sample**2).sum()) / years
    weight = 1.0 if spread <= 0 else min(1.0, max(0.0, noise / spread))
    return weight * mean * np.eye(markets) + (1 - weight) * sample, weight
