"""What the markets will demand of an exporter: projected imports, tariff advantage, distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.world import World

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DemandTerms:
    """(importers, products) each; a term without data is None and counts as 1."""

    projected_usd: Reals  # imports at the horizon, the same for all exporters
    tariff_advantage: Reals | None  # above 1 if the exporter pays less than the usual supplier
    distance_factor: Reals | None  # in (0, 1]: penalises any distance other than the usual one
    demand_usd: Reals  # product of the three


def demand_terms(world: World, exporter: int) -> DemandTerms:
    advantage = _tariff_advantage(world, exporter)
    distance = _distance_factor(world, exporter)
    demand = world.projected_demand
    for term in (advantage, distance):
        if term is not None:
            demand = demand * term
    return DemandTerms(world.projected_demand, advantage, distance, demand)


def _tariff_advantage(world: World, exporter: int) -> Reals | None:
    if world.tariffs is None or world.averages is None:
        return None
    own = world.tariffs.of_exporter(exporter)
    advantage = ((1.0 + world.averages.of_market) / (1.0 + own)) ** world.options.sigma
    return np.where(np.isfinite(advantage), advantage, 1.0)


def _distance_factor(world: World, exporter: int) -> Reals | None:
    """`exp(−|ln usual − ln own|)`, written as the smaller of the two ratios: no exp needed."""
    if world.km is None or world.usual_km is None:
        return None
    inverse = 1.0 / world.km[exporter]
    factor: Reals = world.usual_km * inverse[:, None]
    np.minimum(factor, 1.0 / factor, out=factor)
    factor[~np.isfinite(inverse)] = 1.0
    if len(world.no_usual_km):
        factor.ravel()[world.no_usual_km] = 1.0
    return factor
