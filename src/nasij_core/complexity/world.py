"""A whole world at once, and regions placed in it.

Regions are projected, never estimated among themselves: a dozen of them cannot tell which products
go together, and a sum of regions is not the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nasij_core.complexity.density import over
from nasij_core.complexity.indices import (
    Fitness,
    Indices,
    Reals,
    eci_pci,
    fitness,
    projected_eci,
)
from nasij_core.complexity.outlook import Outlook, outlook
from nasij_core.complexity.proximity import Matrix, in_order, whole_in_order
from nasij_core.complexity.rca import Presence, presence, rca
from nasij_core.errors import BadOption, NotEnoughData


class ProductIndex(StrEnum):
    """What outlook and gain add up: PCI on ECI's scale, or the complexity of the fitness method."""

    PCI = "pci"
    FITNESS = "fitness"


@dataclass(frozen=True, slots=True)
class World:
    """Every figure of one year. Exporters and products without trade have NaN."""

    rca: Reals  # (exporters, products), ratio
    presence: Reals  # (exporters, products), in [0, 1]
    diversity: NDArray[np.int64]  # (exporters,), products with RCA at the threshold or above
    ubiquity: NDArray[np.int64]  # (products,), exporters with it
    indices: Indices
    fitness: Fitness | None  # None: it did not settle
    outlook: Outlook


def world(
    values: Reals,
    *,
    kind: Presence | str = Presence.BINARY,
    threshold: float = 1.0,
    reference: Reals | None = None,
    diagonal: bool = True,
    ddof: int = 0,
    product_index: ProductIndex | str = ProductIndex.PCI,
) -> World:
    """All indices of a world of exporters.

    values: (exporters, products), USD. reference: see `rca`. diagonal: see `density`.
    ddof: of the standard deviations, 0 or 1. product_index: what outlook and gain add up.
    Raises NotEnoughData where the second singular value is tied or absent.
    """
    try:
        product_index = ProductIndex(product_index)
    except ValueError:
        raise BadOption("product_index", product_index, list(ProductIndex)) from None
    advantage = rca(values, reference)
    held = presence(advantage, kind, threshold)
    indices = eci_pci(held, ddof=ddof)
    strength = settled_fitness(held, needed=product_index is ProductIndex.FITNESS)
    worth = indices.pci_eci_scale
    if strength is not None and product_index is ProductIndex.FITNESS:
        worth = strength.complexity
    with np.errstate(invalid="ignore"):
        above = advantage >= threshold
    return World(
        rca=advantage,
        presence=held,
        diversity=above.sum(axis=1),
        ubiquity=above.sum(axis=0),
        indices=indices,
        fitness=strength,
        outlook=outlook(held, worth, diagonal=diagonal),
    )


def settled_fitness(held: Reals, *, needed: bool) -> Fitness | None:
    """None where fitness does not settle and nothing else depends on it."""
    try:
        return fitness(held)
    except NotEnoughData:
        if needed:
            raise
        return None


@dataclass(frozen=True, slots=True)
class Space:
    """The world's product space, kept so that regions are placed in milliseconds.

    proximity: (n, n) over the products that somebody exports, at positions `order` of the
    `products` given; 4 n² bytes beyond 1,500 products.
    """

    products: int
    order: NDArray[np.intp]
    proximity: Matrix
    nearness_total: Matrix  # (n,), column sums of proximity, without the diagonal if so asked
    reference: Reals  # (products,), USD of the world
    product_index: Reals  # (products,), PCI on ECI's scale
    kind: Presence
    threshold: float
    diagonal: bool


def space(
    values: Reals,
    *,
    kind: Presence | str = Presence.BINARY,
    threshold: float = 1.0,
    diagonal: bool = True,
    ddof: int = 0,
) -> Space:
    """The product space of a world. values: (exporters, products), USD."""
    held = presence(rca(values), kind, threshold)
    indices = eci_pci(held, ddof=ddof)
    table = in_order(held)
    nearness = whole_in_order(table)
    total = nearness.sum(axis=0)
    return Space(
        products=held.shape[1],
        order=table.order,
        proximity=nearness,
        nearness_total=total if diagonal else total - nearness.diagonal(),
        reference=np.asarray(values, dtype=np.float64).sum(axis=0),
        product_index=indices.pci_eci_scale,
        kind=Presence(kind),
        threshold=threshold,
        diagonal=diagonal,
    )


@dataclass(frozen=True, slots=True)
class Regional:
    """Regions in the world's space; NaN where undefined.

    rca (regions, products) against the world; diversity and eci (regions,), the mean world PCI
    over what the region holds; density, cog (regions, products); coi (regions,).
    """

    rca: Reals
    diversity: NDArray[np.int64]
    eci: Reals
    density: Matrix
    coi: Reals
    cog: Matrix


def place(space: Space, values: Reals) -> Regional:
    """Regions in a kept space. values: (regions, products), USD, products as in the world."""
    advantage = rca(values, space.reference)
    held = presence(advantage, space.kind, space.threshold)
    dtype = space.proximity.dtype
    mine = held[:, space.order].astype(dtype)
    open_worth = (1.0 - mine) * np.nan_to_num(space.product_index[space.order]).astype(dtype)
    both = np.vstack([mine, over(open_worth, space.nearness_total, undefined=0.0)])
    summed = both @ space.proximity
    if not space.diagonal:
        summed -= both * space.proximity.diagonal()
    nearness = over(summed[: len(mine)], space.nearness_total, undefined=np.nan)
    with np.errstate(invalid="ignore"):
        above = (advantage >= space.threshold).sum(axis=1)
    return Regional(
        rca=advantage,
        diversity=above,
        eci=projected_eci(held, space.product_index),
        density=spread(nearness, space),
        coi=np.nansum(nearness * open_worth, axis=1, dtype=np.float64),
        cog=spread((1.0 - mine) * summed[len(mine) :], space),
    )


def spread(values: Matrix, space: Space) -> Matrix:
    """Back to the positions of all products, NaN for those nobody exports."""
    result = np.full((len(values), space.products), np.nan, dtype=values.dtype)
    result[:, space.order] = values
    return result
