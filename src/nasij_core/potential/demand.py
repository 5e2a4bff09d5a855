"""What the markets will demand of an exporter: projected imports, tariff advantage, distance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.world import World

Reals = NDArray[np.float64]
MARKETS = 4  # at a time: what lies between two steps then stays in the cache


@dataclass(frozen=True, slots=True)
class DemandTerms:
    """(importers, products) each, worked out again when asked for: writing them to fresh memory
    takes longer than the arithmetic."""

    world: World
    exporter: int

    @property
    def demand_usd(self) -> Reals:
        """Projected × advantage × distance, USD at the horizon."""
        whole = np.empty_like(self.world.projected_demand)
        for rows, part in self.blocks():
            whole[rows] = part
        return whole

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
        if self.world.km is None:
            return None
        whole = np.empty_like(self.world.projected_demand)
        for rows, part in _distance_factors(self.world, self.exporter):
            whole[rows] = part
        return whole

    def blocks(self) -> Iterator[tuple[slice, Reals]]:
        """The same demand, `MARKETS` rows at a time; to be used before the next is asked for."""
        advantage = self.tariff_advantage
        demand = self.world.projected_demand
        for rows, part in _distance_factors(self.world, self.exporter):
            if part is not None:
                np.multiply(part, demand[rows], out=part)
            whole = demand[rows] if part is None else part
            yield rows, whole if advantage is None else whole * advantage[rows]


def _tariff_advantage(world: World, exporter: int) -> Reals | None:
    if world.tariffs is None or world.averages is None:
        return None
    own = world.tariffs.of_exporter(exporter)
    advantage = ((1.0 + world.averages.of_market) / (1.0 + own)) ** world.options.sigma
    return np.where(np.isfinite(advantage), advantage, 1.0)


def _distance_factors(world: World, exporter: int) -> Iterator[tuple[slice, Reals | None]]:
    """`exp(−|ln usual − ln own|)` of a few markets at a time, written as the smaller of the two
    ratios: no exp. None without distances."""
    n_j, n_k = world.projected_demand.shape
    blocks = [slice(first, min(first + MARKETS, n_j)) for first in range(0, n_j, MARKETS)]
    if world.km is None or world.usual_km is None or world.usual_km_inverse is None:
        yield from ((rows, None) for rows in blocks)
        return
    km = world.km[exporter][:, None]
    nearer, unknown = 1.0 / km, np.isnan(km[:, 0])
    cells = world.no_usual_km  # where no supplier of the market has a known distance
    bounds = np.searchsorted(cells, [rows.start * n_k for rows in blocks] + [n_j * n_k])
    factor, other = np.empty((2, MARKETS, n_k))
    for place, rows in enumerate(blocks):
        part, spare = factor[: rows.stop - rows.start], other[: rows.stop - rows.start]
        np.multiply(world.usual_km[rows], nearer[rows], out=part)
        np.multiply(world.usual_km_inverse[rows], km[rows], out=spare)
        np.minimum(part, spare, out=part)
        part[unknown[rows]] = 1.0
        part.ravel()[cells[bounds[place] : bounds[place + 1]] - rows.start * n_k] = 1.0
        yield rows, part
