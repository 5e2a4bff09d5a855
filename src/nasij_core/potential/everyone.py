"""Potential and unrealised part of all exporters, without the cube of all cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.potential.indicator import ease_to_others, export_potential
from nasij_core.potential.supply import supply_terms
from nasij_core.potential.world import World

Reals = NDArray[np.float64]
PRODUCTS = 128  # with all exporters, two blocks of so many fit the cache


@dataclass(frozen=True, slots=True)
class AllTotals:
    """(exporters,) each, USD a year."""

    potential: Reals
    actual: Reals
    unrealised: Reals


def all_totals(world: World) -> AllTotals:
    """Totals by exporter.

    Only existing flows can be realised: ten million gathers instead of 255 million cells. The
    potential is two matrix products; with distances, one pass in the cache for each market.
    """
    if world.tariffs is not None:
        return _one_by_one(world)
    exporters = range(len(world.exporters))
    supply = np.stack([supply_terms(world, i).supply for i in exporters])
    ease = np.stack([ease_to_others(world, i) for i in exporters])
    potential = np.einsum("ij,ij->i", _supply_on_demand(world, supply), ease)
    realised, actual = np.empty(len(exporters)), np.empty(len(exporters))
    for i in exporters:
        sold, could = _on_flows(world, i, supply[i], ease[i])
        realised[i] = np.minimum(could, sold).sum()
        actual[i] = sold.sum()
    return AllTotals(potential, actual, np.maximum(potential - realised, 0.0))


def _on_flows(world: World, exporter: int, supply: Reals, ease: Reals) -> tuple[Reals, Reals]:
    """(flows of the exporter,): what is sold, and the potential of the same cells."""
    rows = slice(world.flows.starts[exporter], world.flows.starts[exporter + 1])
    market, product = world.flows.importer[rows], world.flows.product[rows]
    cells = market * np.int32(len(world.products)) + product
    could = world.projected_demand.ravel()[cells] * supply.take(product) * ease.take(market)
    if world.km is not None and world.usual_km is not None:
        ratio = world.usual_km.ravel()[cells] / world.km[exporter].take(market)
        factor = np.minimum(ratio, 1.0 / ratio)
        # Also where the market has no usual distance: no supplier's distance is known there.
        factor[np.isnan(ratio)] = 1.0
        could *= factor
    return world.flows.value_usd[rows], could


def _supply_on_demand(world: World, supply: Reals) -> Reals:
    """(exporters, importers): `Σ_k supply · demand · distance factor`."""
    demand = world.projected_demand
    damped = world.damped
    if world.km is None or damped is None:
        return supply @ demand.T
    plain = np.zeros_like(demand)  # cells whose factor is 1 for everybody
    plain.ravel()[damped.plain] = demand.ravel()[damped.plain]
    total = supply @ plain.T
    for market in range(len(world.importers)):
        km = world.km[:, market]
        total[:, market] += _damped(supply, damped.nearer[market], damped.farther[market], km)
        unknown = np.isnan(km)
        total[unknown, market] = supply[unknown] @ demand[market]
    return total


def _damped(supply: Reals, nearer: Reals, farther: Reals, km: Reals) -> Reals:
    """(exporters,): `Σ_k supply · min(nearer / km, farther · km)`, by blocks of products."""
    total = np.zeros(len(supply))
    own, inverse = km[:, None], 1.0 / km[:, None]
    cells, other = (np.empty((len(supply), PRODUCTS)) for _ in range(2))
    for first in range(0, len(nearer), PRODUCTS):
        block = slice(first, first + PRODUCTS)
        width = len(nearer[block])
        one, two = cells[:, :width], other[:, :width]
        np.multiply(inverse, nearer[block], out=one)
        np.multiply(own, farther[block], out=two)
        np.minimum(one, two, out=one)
        total += np.einsum("ik,ik->i", one, supply[:, block])
    return total


def _one_by_one(world: World) -> AllTotals:
    sums = np.array([export_potential(world, i).total for i in range(len(world.exporters))])
    return AllTotals(sums[:, 0], sums[:, 1], sums[:, 2])
