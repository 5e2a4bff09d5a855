"""What the markets will demand of an exporter: projected imports, tariff advantage, distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.world import World

Reals = NDArray[np.float64]
MARKETS = 4


@dataclass(frozen=True, slots=True)
class DemandTerms:
    """(importers, products) each. The parts are worked out again when asked for: only their
    product is kept, since writing fresh memory takes longer than the arithmetic."""

    world: World
    exporter: int
    demand_usd: Reals  # projected × advantage × distance, USD at the horizon

    @property
    def projected_usd(self) -> Reals:
        """Imports at the horizon, the same for all exporters."""
        return self.world.projected_demand

    @property
    def tariff_advantage(self) -> Reals | None:
        """Above 1 if the exporter pays less than the usual supplier; None without tariffs."""
        return _tariff_advantage(self.world, self.exporter)

    @property
    def distance_factor(self) -> Reals | None:
        """In (0, 1]: penalises any distance other than the usual one; None without distances."""
        return _distance_factor(self.world, self.exporter)


def demand_terms(world: World, exporter: int) -> DemandTerms:
    demand = world.projected_demand
    if world.km is not None:
        demand = _times_distance_factor(world, exporter, demand)
    advantage = _tariff_advantage(world, exporter)
    if advantage is not None:
        demand = np.multiply(demand, advantage, out=advantage)
    return DemandTerms(world, exporter, demand)


def _tariff_advantage(world: World, exporter: int) -> Reals | None:
    if world.tariffs is None or world.averages is None:
        return None
    own = world.tariffs.of_exporter(exporter)
    advantage = ((1.0 + world.averages.of_market) / (1.0 + own)) ** world.options.sigma
    return np.where(np.isfinite(advantage), advantage, 1.0)


def _distance_factor(world: World, exporter: int) -> Reals | None:
    if world.km is None:
        return None
    return _times_distance_factor(world, exporter, np.ones_like(world.projected_demand))


def _times_distance_factor(world: World, exporter: int, demand: Reals) -> Reals:
    """`demand · exp(−|ln usual − ln own|)`, the factor written as the smaller of the two ratios: no
    exp. A few markets at a time, so that what lies between stays in the cache."""
    if world.km is None or world.usual_km is None or world.usual_km_inverse is None:
        return demand
    km = world.km[exporter][:, None]
    nearer = 1.0 / km
    result, spare = np.empty_like(demand), np.empty((MARKETS, demand.shape[1]))
    for first in range(0, len(km), MARKETS):
        rows = slice(first, first + MARKETS)
        part = result[rows]
        other = spare[: len(part)]
        np.multiply(world.usual_km[rows], nearer[rows], out=part)
        np.multiply(world.usual_km_inverse[rows], km[rows], out=other)
        np.minimum(part, other, out=part)
        np.multiply(part, demand[rows], out=part)
    unknown = np.isnan(km[:, 0])
    result[unknown] = demand[unknown]
    if len(world.no_usual_km):  # no supplier of the market has a known distance
        result.ravel()[world.no_usual_km] = demand.ravel()[world.no_usual_km]
    return result
