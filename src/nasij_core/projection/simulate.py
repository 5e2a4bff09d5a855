"""Many possible futures: Poisson entries, Binomial exits, and parameters that are not known.

Each draw first takes its own rates (Gamma for entries, Beta for hazards, Normal for programme
effects), then lives through the years. The spread therefore holds both kinds of uncertainty.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import OutOfRange
from nasij_core.projection.cohort import Cohorts, aged
from nasij_core.projection.scenario import Effect, multipliers
from nasij_core.stats.draws import binomial_counts, poisson_counts

Reals = NDArray[np.float64]
CHUNK = 1_000  # draws that share one generator: results do not depend on the number of threads
MAX_DRAWS = 200_000
QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much stands behind the rates; infinity takes them as known.

    Entries of a region were counted over `entry_years` (Gamma with that many years of counts).
    Hazards rest on `exit_firms` firm-years per class (Beta with that many observations).
    `yearly_spread` is the coefficient of variation of entries from year to year beyond chance.
    """

    entry_years: float = np.inf
    exit_firms: float = np.inf
    yearly_spread: float = 0.0

    def __post_init__(self) -> None:
        if not self.entry_years > 0 or not self.exit_firms > 0:
            raise OutOfRange("evidence", (self.entry_years, self.exit_firms), "above 0")
        if not 0.0 <= self.yearly_spread < np.inf:
            raise OutOfRange("yearly spread", self.yearly_spread, "0 or more")


@dataclass(frozen=True, slots=True)
class Simulation:
    """Draws of the stock in firms; year 0 is the start."""

    regions: tuple[str, ...]
    by_region: NDArray[np.int64]  # (draws, years + 1, regions)
    entries: NDArray[np.int64]  # (draws, years), national
    exits: NDArray[np.int64]  # (draws, years), national

    @property
    def national(self) -> NDArray[np.int64]:
        """(draws, years + 1)."""
        total: NDArray[np.int64] = self.by_region.sum(axis=2)
        return total

    def probability(self, target: float) -> float:
        """Share of draws at or above `target` in the last year."""
        return float((self.national[:, -1] >= target).mean())

    def probability_by_year(self, target: float) -> Reals:
        """(years + 1,): share of draws at or above `target` in each year."""
        reached: Reals = (self.national >= target).mean(axis=0)
        return reached

    def fan(self, quantiles: Sequence[float] = QUANTILES) -> Reals:
        """(quantiles, years + 1), national, firms."""
        return _quantiles(self.national, quantiles)

    def fan_by_region(self, quantiles: Sequence[float] = QUANTILES) -> Reals:
        """(quantiles, years + 1, regions), firms."""
        return _quantiles(self.by_region, quantiles)


def _quantiles(draws: NDArray[np.int64], quantiles: Sequence[float]) -> Reals:
    """Along the first axis; whole numbers side by side sort faster than quantiles are selected."""
    ranked = np.sort(np.ascontiguousarray(np.moveaxis(draws, 0, -1)), axis=-1)
    found: Reals = np.quantile(ranked, quantiles, axis=-1, overwrite_input=True)
    return found


def simulate(
    start: Cohorts,
    *,
    rng: np.random.Generator,
    draws: int = 10_000,
    evidence: Evidence | None = None,
    effects: Sequence[Effect] = (),
) -> Simulation:
    """Draw `draws` futures from `start`; the same generator state gives the same futures."""
    if not 1 <= draws <= MAX_DRAWS:
        raise OutOfRange("draws", draws, f"between 1 and {MAX_DRAWS}")
    sizes = [min(CHUNK, draws - first) for first in range(0, draws, CHUNK)]
    jobs = list(zip(sizes, rng.spawn(len(sizes)), strict=True))

    def run(job: tuple[int, np.random.Generator]) -> Simulation:
        return _simulate_chunk(start, evidence or Evidence(), tuple(effects), *job)

    with ThreadPoolExecutor(max_workers=min(len(jobs), os.cpu_count() or 1)) as pool:
        parts = list(pool.map(run, jobs))
    return Simulation(
        start.regions,
        np.concatenate([part.by_region for part in parts]),
        np.concatenate([part.entries for part in parts]),
        np.concatenate([part.exits for part in parts]),
    )


def _simulate_chunk(
    start: Cohorts,
    evidence: Evidence,
    effects: tuple[Effect, ...],
    draws: int,
    rng: np.random.Generator,
) -> Simulation:
    years, (n_regions, n_ages) = start.years, start.stock.shape
    hazards = _draw_hazards(start.hazards, evidence, draws, rng)
    factors = None
    if effects:
        factors = multipliers(effects, start.regions, years, n_ages, draws, rng, start.sizes)
    expected = _draw_entries(start.entries.T, evidence, draws, rng)
    if factors is not None:
        expected *= factors.entries
    arrivals = poisson_counts(rng, expected)
    stock: NDArray[np.int64] = np.broadcast_to(
        np.rint(start.stock).astype(np.int64), (draws, n_regions, n_ages)
    )
    by_region = np.empty((draws, years + 1, n_regions), np.int64)
    exits = np.empty((draws, years), np.int64)
    by_region[:, 0] = stock.sum(axis=2)
    for year in range(years):
        rate = hazards if factors is None else np.minimum(hazards * factors.exits[:, year], 1.0)
        leaving = binomial_counts(rng, stock, rate)
        exits[:, year] = leaving.sum(axis=(1, 2))
        stock = aged(stock - leaving, arrivals[:, year])
        by_region[:, year + 1] = stock.sum(axis=2)
    return Simulation(start.regions, by_region, arrivals.sum(axis=2), exits)


def _draw_hazards(
    hazards: Reals, evidence: Evidence, draws: int, rng: np.random.Generator
) -> Reals:
    shape = (draws, *hazards.shape)
    if np.isinf(evidence.exit_firms):
        return np.broadcast_to(hazards, shape)
    certain = (hazards <= 0) | (hazards >= 1)
    inner = np.where(certain, 0.5, hazards)
    drawn = rng.beta(inner * evidence.exit_firms, (1.0 - inner) * evidence.exit_firms, shape)
    return np.where(certain, hazards, drawn)


def _draw_entries(
    entries: Reals, evidence: Evidence, draws: int, rng: np.random.Generator
) -> Reals:
    """(draws, years, regions): a level common to a region's years, and yearly spread about it."""
    years, n_regions = entries.shape
    expected = np.repeat(entries[None], draws, axis=0)
    if np.isfinite(evidence.entry_years):
        mean = entries.mean(axis=0)
        seen = np.maximum(mean * evidence.entry_years, 1e-9)
        expected *= (rng.gamma(seen, 1.0, (draws, n_regions)) / seen)[:, None, :]
    if evidence.yearly_spread > 0:
        shape = 1.0 / evidence.yearly_spread**2
        expected *= rng.gamma(shape, 1.0 / shape, (draws, years, 1))
    return expected
