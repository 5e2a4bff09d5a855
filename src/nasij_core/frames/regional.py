"""Regional potential as frames: the evidence decides the method, and is part of the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import BadOption, MissingColumn, UnknownCode
from nasij_core.frames.potential import PotentialFrames, sector_in
from nasij_core.frames.world import places_of
from nasij_core.notes import N_, Note
from nasij_core.potential.indicator import ExportPotential, Totals
from nasij_core.potential.regional import (
    Evidence,
    RegionalPotential,
    RegionalShares,
    customs_shares,
    sector_shares,
    structural_shares,
)
from nasij_core.potential.regional import (
    split_potential as split_arrays,
)
from nasij_core.stats.settled import DIGITS
from nasij_core.tables import PRODUCT_SECTORS, REGION_FLOWS, REGION_SECTORS, REGION_SHARES

NOT_REGIONALISED = "not regionalised"


@dataclass(frozen=True, slots=True)
class RegionalFrames:
    """Frames of `tables.BY_MARKET`, `BY_PRODUCT` with a region; `NOT_REGIONALISED` is a region.

    `by_region` adds up to the national figures. `pairs()` makes the long table on demand.
    """

    evidence: Evidence
    regions: tuple[str, ...]
    by_region: pl.DataFrame  # region, potential_usd, actual_usd, unrealised_usd, evidence
    by_market: pl.DataFrame
    by_product: pl.DataFrame
    notes: tuple[Note, ...]
    national: PotentialFrames
    arrays: RegionalPotential

    def pairs(self, region: str, minimum_usd: float = 0.0) -> pl.DataFrame:
        """tables.POTENTIAL of one region: pairs whose potential or actual exceed the minimum."""
        labels = (*self.regions, NOT_REGIONALISED)
        if region not in labels:
            raise BadOption("region", region, labels)
        return _pair_frame(self, labels.index(region), region, minimum_usd)


def split_potential(
    national: PotentialFrames,
    *,
    customs: pl.DataFrame | None = None,
    sectors: pl.DataFrame | None = None,
    product_sectors: pl.DataFrame | None = None,
    shares: pl.DataFrame | None = None,
    regions: tuple[str, ...] | None = None,
    seed: pl.DataFrame | None = None,
) -> RegionalFrames:
    """Split by the best evidence given: `customs`, else `sectors`, else `shares`.

    - `customs` (tables.REGION_FLOWS): exact.
    - `sectors` (tables.REGION_SECTORS) with `product_sectors` (tables.PRODUCT_SECTORS): estimated;
      `seed` (region, product, value_usd) adds prior structure inside the sectors.
    - `shares` (tables.REGION_SHARES): indicative, one share per region.

    `regions` lists the real regions; any other origin code counts as not declared. Only shares
    are taken from these tables, so their currency does not matter.
    """
    notes: list[Note] = []
    if customs is not None:
        split = _from_customs(national, customs, regions, notes)
    elif sectors is not None and product_sectors is not None:
        split = _from_sectors(national, sectors, product_sectors, regions, seed, notes)
    elif sectors is not None:
        raise MissingColumn("regional evidence", ["product_sectors"], ["sectors"])
    elif shares is not None:
        split = _from_shares(national, shares, regions, notes)
    else:
        raise MissingColumn("regional evidence", ["customs, sectors or shares"], [])
    return _frames(national, split_arrays(national.arrays, split), notes)


def _listed(frame: pl.DataFrame, regions: tuple[str, ...] | None) -> tuple[str, ...]:
    found = tuple(frame["region"].unique().sort())
    if regions is None:
        return found
    if not set(found) & set(regions):
        raise UnknownCode("regions", found)
    return regions


def _count_lost(
    notes: list[Note], code: str, text: str, lost: NDArray[np.bool_], value: NDArray[np.float64]
) -> None:
    if lost.any():
        share = float(value[lost].sum() / value.sum()) if value.sum() else 0.0
        # Digits that count, not places: a little is not none.
        said = float(f"{share:.6g}")
        notes.append(Note(code, text, {"count": int(lost.sum()), "share": said}))


def _from_customs(
    national: PotentialFrames,
    customs: pl.DataFrame,
    regions: tuple[str, ...] | None,
    notes: list[Note],
) -> RegionalShares:
    frame = REGION_FLOWS.validate(customs)
    names = _listed(frame, regions)
    world, arrays = national.world, national.arrays
    value = frame["value_usd"].to_numpy()
    product = places_of(world.products, frame["product"])
    market = places_of(world.importers, frame["market"])
    text = N_("%(share)s of the value of the customs records has a product unknown to the flows.")
    _count_lost(notes, "customs_products", text, product < 0, value)
    text = N_("%(share)s of the value of the customs records has a market unknown to the flows.")
    _count_lost(notes, "customs_markets", text, market < 0, value)
    kept = product >= 0
    if not kept.any():
        raise UnknownCode("the products of the customs records", frame["product"].unique().sort())
    flow = _flow_positions(arrays, market[kept], product[kept], len(world.products))
    region = places_of(names, frame["region"])[kept]
    size = (len(world.products), len(arrays.flow_usd))
    return customs_shares(region, product[kept], value[kept], flow, names, size)


def _flow_positions(
    arrays: ExportPotential, market: NDArray[np.int64], product: NDArray[np.int64], n_k: int
) -> NDArray[np.int64]:
    cells = arrays.flow_market.astype(np.int64) * n_k + arrays.flow_product
    order = np.argsort(cells)
    wanted = market * n_k + product
    place = np.minimum(np.searchsorted(cells[order], wanted), max(len(cells) - 1, 0))
    position = order[place]
    return np.where((cells[position] == wanted) & (market >= 0), position, -1)


def _from_sectors(
    national: PotentialFrames,
    sectors: pl.DataFrame,
    product_sectors: pl.DataFrame,
    regions: tuple[str, ...] | None,
    seed: pl.DataFrame | None,
    notes: list[Note],
) -> RegionalShares:
    frame = REGION_SECTORS.validate(sectors)
    mapping = PRODUCT_SECTORS.validate(product_sectors)
    names = _listed(frame, regions)
    labels = tuple(frame["sector"].unique().sort())
    table = np.zeros((len(names) + 1, len(labels)))
    rows = places_of(names, frame["region"])  # −1, the last row, gathers the undeclared
    np.add.at(table, (rows, places_of(labels, frame["sector"])), frame["value_usd"].to_numpy())
    sector_of = dict(zip(mapping["product"], mapping["sector"], strict=True))
    products = national.world.products
    sector = places_of(labels, pl.Series([sector_in(sector_of, name) or "" for name in products]))
    exports = national.world.exports[national.world.exporters.index(national.exporter)]
    text = N_("Products of no sector of the table: %(count)s (%(share)s of exports).")
    _count_lost(notes, "products_without_sector", text, (sector < 0) & (exports > 0), exports)
    notes.append(
        Note(
            "estimated_split",
            N_("Regional figures are estimated from sector tables and the national product mix."),
        )
    )
    prior = None if seed is None else _seed_table(seed, names, products)
    return sector_shares(table[:-1], sector, exports, names, undeclared=table[-1], seed=prior)


def _seed_table(
    seed: pl.DataFrame, names: tuple[str, ...], products: tuple[str, ...]
) -> NDArray[np.float64]:
    table = np.zeros((len(names), len(products)))
    r, k = places_of(names, seed["region"]), places_of(products, seed["product"])
    kept = (r >= 0) & (k >= 0)
    np.add.at(table, (r[kept], k[kept]), seed["value_usd"].to_numpy()[kept])
    return table


def _from_shares(
    national: PotentialFrames,
    shares: pl.DataFrame,
    regions: tuple[str, ...] | None,
    notes: list[Note],
) -> RegionalShares:
    frame = REGION_SHARES.validate(shares)
    names = _listed(frame, regions)
    kept = frame.filter(pl.col("region").is_in(list(names)))
    column = np.zeros(len(names))
    column[places_of(names, kept["region"])] = kept["share"].to_numpy()
    text = N_("Regional figures are indicative: one share per region for all products.")
    notes.append(Note("indicative_split", text))
    return structural_shares(column, names, len(national.world.products))


def _frames(
    national: PotentialFrames, split: RegionalPotential, notes: list[Note]
) -> RegionalFrames:
    labels = (*split.regions, NOT_REGIONALISED)
    totals = [split.total(row) for row in range(len(labels))]
    by_region = pl.DataFrame(
        {
            "region": labels,
            "potential_usd": [total[0] for total in totals],
            "actual_usd": [total[1] for total in totals],
            "unrealised_usd": [total[2] for total in totals],
        }
    ).with_columns(pl.lit(str(split.evidence)).alias("evidence"))
    world = national.world
    return RegionalFrames(
        split.evidence,
        split.regions,
        by_region,
        _stacked(national.exporter, labels, "market", world.importers, split.by_market),
        _stacked(national.exporter, labels, "product", world.products, split.by_product),
        (*national.notes, *notes),
        national,
        split,
    )


def _stacked(
    exporter: str,
    labels: tuple[str, ...],
    by: str,
    names: tuple[str, ...],
    parts: tuple[Totals, ...],
) -> pl.DataFrame:
    size = len(names)
    frame = pl.DataFrame(
        {
            "region": pl.Series(labels).gather(np.repeat(np.arange(len(labels)), size)),
            by: pl.Series(names).gather(np.tile(np.arange(size), len(labels))),
            "potential_usd": np.concatenate([part.potential for part in parts]),
            "actual_usd": np.concatenate([part.actual for part in parts]),
            "unrealised_usd": np.concatenate([part.unrealised for part in parts]),
        }
    )
    traded = (pl.col("potential_usd") > 0) | (pl.col("actual_usd") > 0)
    return (
        frame.filter(traded)
        .insert_column(0, pl.lit(exporter).alias("exporter"))
        .sort(
            "region",
            pl.col("unrealised_usd").round_sig_figs(DIGITS),
            by,
            descending=[False, True, False],
        )
    )


def _pair_frame(split: RegionalFrames, row: int, region: str, minimum_usd: float) -> pl.DataFrame:
    national, arrays = split.national, split.arrays
    base, share = national.arrays, arrays.shares.of_product[row]
    potential = base.potential * share
    unrealised = base.unrealised * share
    actual = np.zeros_like(potential)
    flows = (base.flow_market, base.flow_product)
    actual[flows] = arrays.flow_actual[row]
    unrealised[flows] = arrays.flow_unrealised[row]
    market, product = np.nonzero(np.maximum(potential, actual) > minimum_usd)
    world = national.world
    return pl.DataFrame(
        {
            "exporter": pl.Series([national.exporter]).new_from_index(0, len(market)),
            "region": pl.Series([region]).new_from_index(0, len(market)),
            "market": pl.Series(world.importers).gather(market),
            "product": pl.Series(world.products).gather(product),
            "supply": base.supply.supply[product] * share[product],
            "demand": base.demand.demand_usd[market, product],
            "ease": base.ease[market],
            "potential_usd": potential[market, product],
            "actual_usd": actual[market, product],
            "unrealised_usd": unrealised[market, product],
            "evidence": pl.Series([str(split.evidence)]).new_from_index(0, len(market)),
        }
    )
