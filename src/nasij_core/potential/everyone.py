"""Potential and unrealised part of all exporters, without the cube of all cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.indicator import ease_to_others, export_potential
from nasij_core.potential.supply import supply_terms
from nasij_core.potential.world import World

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AllTotals:
    """(exporters,) each, USD a year."""

    potential: Reals
    actual: Reals
    unrealised: Reals


def all_totals(world: World) -> AllTotals:
    """Totals by exporter.

    Without bilateral terms the potential is two matrix products, and only existing flows can be
    realised: ten million gathers instead of 255 million cells.
    """
    if world.km is not None or world.tariffs is not None:
        return _one_by_one(world)
    supply = np.stack([supply_terms(world, i).supply for i in range(len(world.exporters))])
    ease = np.stack([ease_to_others(world, i) for i in range(len(world.exporters))])
    potential = np.einsum("ij,ij->i", supply @ world.projected_demand.T, ease)
    realised = np.empty(len(world.exporters))
    actual = np.empty(len(world.exporters))
    demand = world.projected_demand.ravel()
    for i, (first, last) in enumerate(
        zip(world.flows.starts[:-1], world.flows.starts[1:], strict=True)
    ):
        market, product = world.flows.importer[first:last], world.flows.product[first:last]
        sold = world.flows.value_usd[first:last]
        cells = market * np.int32(len(world.products)) + product
        could = demand[cells] * supply[i].take(product) * ease[i].take(market)
        realised[i] = np.minimum(could, sold).sum()
        actual[i] = sold.sum()
    return AllTotals(potential, actual, np.maximum(potential - realised, 0.0))


def _one_by_one(world: World) -> AllTotals:
    sums = np.array([export_potential(world, i).total for i in range(len(world.exporters))])
    return AllTotals(sums[:, 0], sums[:, 1], sums[:, 2])
