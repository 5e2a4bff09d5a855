"""The export potential indicator: supply × demand × ease, and what of it is not yet realised.

Source: Decreux and Spies, Export Potential Assessments (ITC, 2016), in the ratio form; the
distance factor stands under demand, as in ITC's lecture. The value is a benchmark, not a ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.demand import DemandTerms
from nasij_core.potential.supply import SupplyTerms, supply_terms
from nasij_core.potential.world import World
from nasij_core.stats.sums import sums_by

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Totals:
    """USD a year, all of one shape. `unrealised` sums floored pairs: gaps never cancel out."""

    potential: Reals
    actual: Reals
    unrealised: Reals


@dataclass(frozen=True, slots=True)
class ExportPotential:
    """One exporter. Pairs are (importers, products) in USD a year at the horizon."""

    exporter: str
    supply: SupplyTerms
    demand: DemandTerms
    ease: Reals  # (importers,)
    potential: Reals
    flow_market: NDArray[np.int32]  # (flows,): where the exporter sells already
    flow_product: NDArray[np.int32]
    flow_usd: Reals
    unrealised: Reals
    by_market: Totals  # (importers,)
    by_product: Totals  # (products,)

    @property
    def actual(self) -> Reals:
        """(importers, products): the actual flows as a full table."""
        table = np.zeros(self.potential.shape)
        table[self.flow_market, self.flow_product] = self.flow_usd
        return table

    @property
    def total(self) -> tuple[float, float, float]:
        """Potential, actual, unrealised of all pairs, USD a year."""
        sums = self.by_market
        return float(sums.potential.sum()), float(sums.actual.sum()), float(sums.unrealised.sum())


def export_potential(world: World, exporter: int) -> ExportPotential:
    """Potential of one exporter by position; use `world.exporters.index(code)`."""
    supply = supply_terms(world, exporter)
    demand = DemandTerms(world, exporter)
    ease = ease_to_others(world, exporter)
    potential, unrealised = _cells(demand, supply.supply, ease)
    rows = slice(world.flows.starts[exporter], world.flows.starts[exporter + 1])
    market, product = world.flows.importer[rows], world.flows.product[rows]
    actual = world.flows.value_usd[rows]
    realised = np.minimum(potential[market, product], actual)
    unrealised[market, product] -= realised
    by_market = Totals(
        potential.sum(axis=1),
        sums_by(market, actual, len(world.importers)),
        np.empty(0),
    )
    by_product = Totals(
        potential.sum(axis=0),
        sums_by(product, actual, len(world.products)),
        np.empty(0),
    )
    return ExportPotential(
        world.exporters[exporter],
        supply,
        demand,
        ease,
        potential,
        market,
        product,
        actual,
        unrealised,
        _with_unrealised(by_market, market, realised),
        _with_unrealised(by_product, product, realised),
    )


def _cells(demand: DemandTerms, supply: Reals, ease: Reals) -> tuple[Reals, Reals]:
    """The product of the three, twice: copied a few markets at a time, while still in the cache.

    Both lie in one block of memory, which the system lends again to the next exporter; two blocks
    are given back each time, and fetching fresh memory took longer than the arithmetic.
    """
    potential, copied = np.empty((2, *demand.projected_usd.shape))
    for rows, part in demand.blocks(ease):
        np.multiply(part, supply, out=potential[rows])
        copied[rows] = potential[rows]
    return potential, copied


def ease_to_others(world: World, exporter: int) -> Reals:
    """(importers,): ease of trade, and 0 to oneself."""
    ease: Reals = world.ease[exporter].copy()
    if world.own_market[exporter] >= 0:
        ease[world.own_market[exporter]] = 0.0
    return ease


def _with_unrealised(totals: Totals, place: NDArray[np.int32], realised: Reals) -> Totals:
    # Σ max(0, p − a) = Σ p − Σ min(p, a), and min(p, a) is 0 off the exporter's own flows.
    covered = sums_by(place, realised, len(totals.potential))
    return Totals(totals.potential, totals.actual, np.maximum(totals.potential - covered, 0.0))
