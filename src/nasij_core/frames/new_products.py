"""New products of one country or of all, ranked by closeness, demand and ease."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.complexity import density as density_of
from nasij_core.complexity import presence, rca
from nasij_core.errors import BadInput, NotEnoughData, OutOfRange
from nasij_core.frames.potential import position_of
from nasij_core.notes import N_, Note
from nasij_core.potential import World
from nasij_core.potential import new_products as new_products_of
from nasij_core.tables import DENSITY, NEW_PRODUCTS

Reals = NDArray[np.float64]
TOP = 1000
NOT_RANKED = Note(
    "new_products_not_ranked",
    N_(
        "New products are not ranked: these flows make no product space, "
        "or nothing is both close and new."
    ),
)


def best_only(top: int, exclude: Iterable[str]) -> list[Note]:
    """What a list of new products has to say about itself."""
    notes = [
        Note(
            "new_products_best",
            N_("Only the best %(top)s new products of an exporter are listed."),
            {"top": top},
        )
    ]
    if prefixes := ", ".join(exclude):
        text = N_("New products beginning with %(prefixes)s are not ranked.")
        notes.append(Note("new_products_excluded", text, {"prefixes": prefixes}))
    return notes


def new_products(
    world: World,
    exporter: str,
    density: pl.DataFrame | None = None,
    *,
    top: int = TOP,
    exclude: Iterable[str] = (),
) -> pl.DataFrame:
    """tables.NEW_PRODUCTS: the best `top` couples (market, product) not exported yet.

    `density` has the columns of tables.DENSITY; None takes the product space of these flows.
    `exclude`: beginnings of product codes that are not ranked, e.g. “27” (a rank by closeness
    otherwise begins with crude oil for countries that refine it and have none).
    Raises NotEnoughData when nothing is both close and new.
    """
    place = position_of(world, exporter)
    if density is None:
        near = densities(world, [place])[0]
        return _ranked(world, place, near, None, top, exclude)
    near, advantage = _given(world, density)
    return _ranked(world, place, near, advantage, top, exclude)


def all_new_products(
    world: World, *, top: int = TOP, exclude: Iterable[str] = ()
) -> Iterator[pl.DataFrame]:
    """The same for every exporter that has any, one after the other."""
    prefixes = tuple(exclude)
    near = densities(world)
    for place in range(len(world.exporters)):
        try:
            yield _ranked(world, place, near[place], None, top, prefixes)
        except NotEnoughData:
            continue


def densities(world: World, places: list[int] | None = None) -> Reals:
    """(exporters asked, products): closeness of each product to what each exporter sells, in
    double precision: a rank must not come from rounding."""
    held = presence(rca(world.exports))
    of = None if places is None else held[places]
    near: Reals = density_of(held, of, dtype=np.float64)
    return near


def _given(world: World, density: pl.DataFrame) -> tuple[Reals, Reals | None]:
    frame = DENSITY.validate(density)
    place = {name: position for position, name in enumerate(world.products)}
    values = np.full(len(world.products), np.nan)
    known = frame.filter(pl.col("product").is_in(list(place)))
    positions = [place[name] for name in known["product"]]
    values[positions] = known["density"].to_numpy()
    if "rca" not in known.columns:
        return values, None
    advantage = np.zeros(len(world.products))
    advantage[positions] = known["rca"].fill_null(0.0).to_numpy()
    return values, advantage


def _ranked(
    world: World, place: int, near: Reals, advantage: Reals | None, top: int, exclude: Iterable[str]
) -> pl.DataFrame:
    if top < 1:
        raise OutOfRange("the number of new products", top, "1 or more")
    prefixes = tuple(exclude)
    if not all(prefixes):
        raise BadInput("An empty beginning of products, which would leave all of them out,")
    excluded = np.array([bool(prefixes) and name.startswith(prefixes) for name in world.products])
    ranked = new_products_of(world, place, near, rca=advantage, excluded=excluded, top=top)
    return pl.DataFrame(
        {
            "exporter": pl.Series([ranked.exporter]).new_from_index(0, len(ranked.rank)),
            "market": pl.Series(world.importers, dtype=pl.String).gather(ranked.market),
            "product": pl.Series(world.products, dtype=pl.String).gather(ranked.product),
            "rank": ranked.rank,
            "density": ranked.density,
            "demand": ranked.demand_usd,
            "ease": ranked.ease,
            "score": ranked.score,
        }
    ).select(NEW_PRODUCTS.names)
