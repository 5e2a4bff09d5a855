"""Products a country does not export yet, ranked: closeness × demand × ease. A rank, not money.

Our operational form of ITC's product diversification indicator: its factors, not its scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import NotEnoughData, WrongShape
from nasij_core.potential.demand import DemandTerms
from nasij_core.potential.indicator import ease_to_others
from nasij_core.potential.world import World
from nasij_core.stats.settled import settled
from nasij_core.stats.sums import ratio

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NewProducts:
    """One row per (market, product), best first; ties share a rank. `score` is settled to nine
    digits, so that ties and order are those of every machine."""

    exporter: str
    market: NDArray[np.int64]
    product: NDArray[np.int64]
    rank: NDArray[np.int64]
    density: Reals
    demand_usd: Reals
    ease: Reals
    score: Reals


def comparative_advantage(exports: Reals, exporter: int) -> Reals:
    """(products,): share of the product in own exports over its share in the world's."""
    world = exports.sum(axis=0)
    own = exports[exporter]
    if own.sum() <= 0:
        return np.zeros_like(own)
    shares = ratio(own, world, empty=0.0)
    result: Reals = shares * (world.sum() / own.sum())
    return result


def new_products(
    world: World,
    exporter: int,
    density: Reals,
    *,
    rca: Reals | None = None,
    excluded: NDArray[np.bool_] | None = None,
    top: int = 1000,
) -> NewProducts:
    """Rank candidates: comparative advantage below 1, no export yet, demand in the market.

    `density` is (products,), closeness of each product to what the exporter sells. `excluded`
    (products,) are not ranked: what no know-how brings, a mineral for instance. `top` limits the
    rows kept; a tie at the limit is cut by position.
    """
    if density.shape != (len(world.products),):
        raise WrongShape("density", density.shape, (len(world.products),))
    rca = comparative_advantage(world.exports, exporter) if rca is None else rca
    candidate = (rca < 1) & (world.exports[exporter] == 0) & np.isfinite(density) & (density > 0)
    if excluded is not None:
        candidate &= ~excluded
    thing = f"new products of {world.exporters[exporter]}"
    if not candidate.any():
        raise NotEnoughData(thing, "no product is both close and new")
    demand = DemandTerms(world, exporter).demand_usd
    ease = ease_to_others(world, exporter)
    score = settled(np.where(candidate, density, 0.0) * demand * ease[:, None])
    best = largest(score.ravel(), max(top, 0))
    if not len(best):
        raise NotEnoughData(thing, "no market it trades with buys any product both close and new")
    market, product = np.unravel_index(best, score.shape)
    kept = score[market, product]
    changes = np.r_[True, kept[1:] != kept[:-1]]
    rank = np.maximum.accumulate(np.where(changes, np.arange(1, len(kept) + 1), 0))
    return NewProducts(
        world.exporters[exporter],
        market,
        product,
        rank,
        density[product],
        demand[market, product],
        ease[market],
        kept,
    )


def largest(score: Reals, top: int) -> NDArray[np.int64]:
    """Places of the `top` largest scores above 0, best first, ties by place. A million cells are
    not sorted for the sake of a thousand."""
    if top < len(score):
        least = np.partition(score, len(score) - top)[len(score) - top] if top else np.inf
        places = np.flatnonzero(score >= max(least, np.nextafter(0.0, 1.0)))
    else:
        places = np.flatnonzero(score > 0)
    best: NDArray[np.int64] = places[np.argsort(-score[places], kind="stable")][:top]
    return best
