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
        for rows, part in self.blocks(np.ones(len(whole))):
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
        if self.world.km is None or self.world.usual_km is None:
            return None
        ratio = self.world.usual_km / self.world.km[self.exporter][:, None]
        factor: Reals = np.nan_to_num(np.minimum(ratio, 1.0 / ratio), copy=False, nan=1.0)
        return factor

    def blocks(self, ease: Reals) -> Iterator[tuple[slice, Reals]]:
        """Demand × ease (importers,), `MARKETS` rows at a time; to be used before the next is
        asked for."""
        advantage = self.tariff_advantage
        for rows, part in _eased(self.world, self.exporter, ease):
            if advantage is not None:
                np.multiply(part, advantage[rows], out=part)
            yield rows, part


def _tariff_advantage(world: World, exporter: int) -> Reals | None:
    if world.tariffs is None or world.averages is None:
        return None
    own = world.tariffs.of_exporter(exporter)
    advantage = ((1.0 + world.averages.of_market) / (1.0 + own)) ** world.options.sigma
    return np.where(np.isfinite(advantage), advantage, 1.0)


def _eased(world: World, exporter: int, ease: Reals) -> Iterator[tuple[slice, Reals]]:
    """Projected demand × ease × distance factor, a few markets at a time.

    The factor `exp(−|ln usual − ln own|)` is the smaller of the two ratios: no exp.
    """
    demand, damped = world.projected_demand, world.damped
    n_j, n_k = demand.shape
    own = np.empty((MARKETS, n_k))
    blocks = [slice(first, min(first + MARKETS, n_j)) for first in range(0, n_j, MARKETS)]
    if world.km is None or damped is None:
        for rows in blocks:
            yield (
                rows,
                np.multiply(demand[rows], ease[rows, None], out=own[: rows.stop - rows.start]),
            )
        return
    km, ease_of = world.km[exporter], ease[:, None]
    nearer, farther = ease_of / km[:, None], ease_of * km[:, None]
    unknown = np.isnan(km)
    bounds = np.searchsorted(damped.plain, [rows.start * n_k for rows in blocks] + [n_j * n_k])
    other = np.empty_like(own)
    for place, rows in enumerate(blocks):
        part, spare = own[: rows.stop - rows.start], other[: rows.stop - rows.start]
        np.multiply(damped.nearer[rows], nearer[rows], out=part)
        np.multiply(damped.farther[rows], farther[rows], out=spare)
        np.minimum(part, spare, out=part)
        plain = damped.plain[bounds[place] : bounds[place + 1]]
        part.ravel()[plain - rows.start * n_k] = demand.ravel()[plain] * ease[plain // n_k]
        for row in np.flatnonzero(unknown[rows]):
            np.multiply(demand[rows][row], ease[rows][row], out=part[row])
        yield rows, part
