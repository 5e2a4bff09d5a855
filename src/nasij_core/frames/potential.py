"""Export potential of one country as frames: pairs, by market, by product, by sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from nasij_core.errors import UnknownCode
from nasij_core.flows import FlowTable
from nasij_core.frames.world import world_of
from nasij_core.notes import N_, Note
from nasij_core.potential import ExportPotential, Totals, World, all_totals
from nasij_core.potential import export_potential as potential_of
from nasij_core.stats.settled import DIGITS
from nasij_core.tables import PRODUCT_SECTORS

METHOD = "export potential indicator"


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of the indicator and whether data stood behind it (else it is 1)."""

    name: str
    used: bool


@dataclass(frozen=True, slots=True)
class PotentialFrames:
    """What a page or a file needs; `arrays` and `world` serve the split into regions."""

    exporter: str
    pairs: pl.DataFrame  # tables.POTENTIAL and each part of supply and demand
    by_market: pl.DataFrame  # tables.BY_MARKET
    by_product: pl.DataFrame  # tables.BY_PRODUCT
    potential_usd: float
    actual_usd: float
    unrealised_usd: float
    terms: tuple[Term, ...]
    notes: tuple[Note, ...]
    arrays: ExportPotential
    world: World


def export_potential(
    flows: FlowTable,
    exporter: str,
    *,
    distances: pl.DataFrame | None = None,
    growth: pl.DataFrame | None = None,
    tariffs: pl.DataFrame | None = None,
    year_weights: Mapping[int, float] | None = None,
    sigma: float = 1.0,
    epsilon: float = 1.0,
    minimum_usd: float = 0.0,
) -> PotentialFrames:
    """Potential of `exporter` by market and product, in USD a year at the horizon.

    A table not given makes its term 1, and `terms` and `notes` say so. `minimum_usd` hides pairs
    whose potential and actual are both below it; totals always count all pairs.
    """
    world = world_of(
        flows,
        distances=distances,
        growth=growth,
        tariffs=tariffs,
        year_weights=year_weights,
        sigma=sigma,
        epsilon=epsilon,
    )
    return export_potential_in(world, exporter, minimum_usd=minimum_usd)


def export_potential_in(
    world: World, exporter: str, *, minimum_usd: float = 0.0
) -> PotentialFrames:
    """The same in a world already prepared: milliseconds for each further exporter."""
    arrays = potential_of(world, position_of(world, exporter))
    potential, actual, unrealised = arrays.total
    return PotentialFrames(
        exporter,
        pair_frame(world, arrays, minimum_usd),
        _totals_frame(exporter, "market", world.importers, arrays.by_market),
        _totals_frame(exporter, "product", world.products, arrays.by_product),
        potential,
        actual,
        unrealised,
        terms_of(world),
        (*world.notes, *_own_notes(world, exporter)),
        arrays,
        world,
    )


def position_of(world: World, exporter: str) -> int:
    try:
        return world.exporters.index(exporter)
    except ValueError:
        raise UnknownCode("exporter", [exporter]) from None


def _own_notes(world: World, exporter: str) -> list[Note]:
    if exporter in world.importers:
        return []
    text = N_("%(exporter)s has no imports in the file: the re-export filter is 1.")
    return [Note("no_balance", text, {"exporter": exporter})]


def terms_of(world: World) -> tuple[Term, ...]:
    grown = not any(note.code == "no_growth" for note in world.notes)
    tariffs = world.tariffs is not None
    return (
        Term("share", True),
        Term("growth", grown),
        Term("balance", True),
        Term("tariff_margin", tariffs),
        Term("projected_demand", grown),
        Term("tariff_advantage", tariffs),
        Term("distance_factor", world.km is not None),
        Term("ease", True),
    )


def pair_frame(world: World, arrays: ExportPotential, minimum_usd: float = 0.0) -> pl.DataFrame:
    """One row per (market, product) with potential or trade above `minimum_usd`."""
    actual = arrays.actual
    shown = np.maximum(arrays.potential, actual) > minimum_usd
    market, product = np.nonzero(shown)
    supply, demand = arrays.supply, arrays.demand

    def of_cells(term: np.ndarray | None) -> np.ndarray:
        return np.ones(len(market)) if term is None else term[market, product]

    potential, sold = arrays.potential[market, product], actual[market, product]
    return pl.DataFrame(
        {
            "exporter": pl.Series([arrays.exporter]).new_from_index(0, len(market)),
            "market": _names(world.importers, market),
            "product": _names(world.products, product),
            "supply": supply.supply[product],
            "demand": of_cells(demand.demand_usd),
            "ease": arrays.ease[market],
            "potential_usd": potential,
            "actual_usd": sold,
            "unrealised_usd": arrays.unrealised[market, product],
            "realised_share": _realised_share(sold, potential),
            "share": supply.share[product],
            "balance": supply.balance[product],
            "tariff_margin": supply.tariff_margin[product],
            "projected_demand_usd": of_cells(demand.projected_usd),
            "tariff_advantage": of_cells(demand.tariff_advantage),
            "distance_factor": of_cells(demand.distance_factor),
        }
    )


def _realised_share(actual: np.ndarray, potential: np.ndarray) -> pl.Series:
    share = np.divide(actual, potential, out=np.full_like(actual, np.nan), where=potential > 0)
    return pl.Series(np.minimum(share, 1.0), nan_to_null=True)


def _names(names: tuple[str, ...], places: np.ndarray) -> pl.Series:
    return pl.Series(names, dtype=pl.String).gather(places)


def _totals_frame(exporter: str, by: str, names: tuple[str, ...], totals: Totals) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            by: pl.Series(names, dtype=pl.String),
            "potential_usd": totals.potential,
            "actual_usd": totals.actual,
            "unrealised_usd": totals.unrealised,
        }
    )
    return (
        frame.filter((pl.col("potential_usd") > 0) | (pl.col("actual_usd") > 0))
        .insert_column(0, pl.lit(exporter).alias("exporter"))
        .sort(pl.col("unrealised_usd").round_sig_figs(DIGITS), by, descending=[True, False])
    )


def all_exporters(world: World) -> pl.DataFrame:
    """exporter, potential_usd, actual_usd, unrealised_usd: every country, streamed."""
    totals = all_totals(world)
    return pl.DataFrame(
        {
            "exporter": world.exporters,
            "potential_usd": totals.potential,
            "actual_usd": totals.actual,
            "unrealised_usd": totals.unrealised,
        }
    )


def by_sector(by_product: pl.DataFrame, product_sectors: pl.DataFrame) -> pl.DataFrame:
    """Totals by sector from totals by product (with or without regions).

    `product_sectors` (tables.PRODUCT_SECTORS) may name products, headings or chapters; the finest
    wins. What belongs to no sector has a null one, so that the sums stay those of the nation.
    """
    mapping = PRODUCT_SECTORS.validate(product_sectors)
    sector_of = dict(zip(mapping["product"], mapping["sector"], strict=True))
    found = [sector_in(sector_of, product) for product in by_product["product"]]
    keys = [name for name in ("exporter", "region") if name in by_product.columns]
    order = [*map(pl.col, keys), pl.col("unrealised_usd").round_sig_figs(DIGITS), pl.col("sector")]
    return (
        by_product.with_columns(sector=pl.Series(found, dtype=pl.String))
        .group_by(*keys, "sector")
        .agg(pl.col("potential_usd", "actual_usd", "unrealised_usd").sum())
        .sort(order, descending=[*(False for _ in keys), True, False], nulls_last=True)
    )


def sector_in(sector_of: Mapping[str, str], product: str) -> str | None:
    """The product's own sector, or its heading's, or its chapter's."""
    for length in (len(product), 4, 2):
        if product[:length] in sector_of:
            return sector_of[product[:length]]
    return None
