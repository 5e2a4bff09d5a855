"""What an exporter can supply: projected share of the world market, corrected twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.world import World
from nasij_core.stats.sums import ratio

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SupplyTerms:
    """All (products,) and without unit."""

    share: Reals  # projected share of world exports, in [0, 1]
    balance: Reals  # min(1, exports / imports): a net importer re-exports, in [0, 1]
    tariff_margin: Reals  # above 1 if the exporter faces higher tariffs than the others
    supply: Reals  # product of the three


def supply_terms(world: World, exporter: int) -> SupplyTerms:
    own = world.exports[exporter]
    grown = own * world.growth.gdp_exporters[exporter]
    total = world.projected_exports
    share = ratio(grown, total, empty=0.0)
    balance = _balance(world, exporter, own)
    margin = _tariff_margin(world, exporter)
    return SupplyTerms(share, balance, margin, share * balance * margin)


def _balance(world: World, exporter: int, own: Reals) -> Reals:
    market = int(world.own_market[exporter])
    if market < 0:  # its imports are not in the file: no correction, and the notes say so
        return np.ones_like(own)
    bought = world.imports[market]
    capped: Reals = np.minimum(1.0, ratio(own, bought, empty=1.0))
    return capped


def _tariff_margin(world: World, exporter: int) -> Reals:
    if world.averages is None:
        return np.ones(len(world.products))
    faced = world.averages.of_exporter[exporter]
    margin: Reals = ((1.0 + faced) / (1.0 + world.averages.of_product)) ** world.options.sigma
    return np.where(np.isfinite(margin), margin, 1.0)
