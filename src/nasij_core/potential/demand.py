"""What the markets will demand of an exporter: projected imports, tariff advantage, distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.world import World

Reals = NDArray[np.float64]
BLOCK = 8  # markets worked on at once: their rows stay in the processor's cache
EVERY = slice(None)


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
        return _distance_factor(self.world, self.exporter, EVERY)


def demand_terms(world: World, exporter: int) -> DemandTerms:
    advantage = _tariff_advantage(world, exporter)
    if world.km is None and advantage is None:
        return DemandTerms(world, exporter, world.projected_demand)
    demand = np.empty_like(world.projected_demand)
    for first in range(0, len(world.importers), BLOCK):
        rows = slice(first, first + BLOCK)
        factor = _distance_factor(world, exporter, rows)
        if factor is None:
            demand[rows] = world.projected_demand[rows]
        else:
            np.multiply(world.projected_demand[rows], factor, out=demand[rows])
        if advantage is not None:
            demand[rows] *= advantage[rows]
    return DemandTerms(world, exporter, demand)


def _tariff_advantage(world: World, exporter: int) -> Reals | None:
    if world.tariffs is None or world.averages is None:
        return None
    own = world.tariffs.of_exporter(exporter)
    advantage = ((1.0 + world.averages.of_market) / (1.0 + own)) ** world.options.sigma
    return np.where(np.isfinite(advantage), advantage, 1.0)


def _distance_factor(world: World, exporter: int, rows: slice) -> Reals | None:
    """`exp(−|ln usual − ln own|)`, written as the smaller of the two ratios: no exp needed."""
    if world.km is None or world.usual_km is None:
        return None
    inverse = 1.0 / world.km[exporter, rows]
    factor: Reals = world.usual_km[rows] * inverse[:, None]
    np.minimum(factor, 1.0 / factor, out=factor)
    factor[~np.isfinite(inverse)] = 1.0
    _forget_unknown(factor, world, rows)
    return factor


def _forget_unknown(factor: Reals, world: World, rows: slice) -> None:
    """Cells whose usual distance is unknown: no supplier of the market has a distance."""
    if len(world.no_usual_km) == 0:
        return
    width = factor.shape[1]
    first = (rows.start or 0) * width
    inside = np.searchsorted(world.no_usual_km, [first, first + factor.size])
    factor.ravel()[world.no_usual_km[inside[0] : inside[1]] - first] = 1.0
