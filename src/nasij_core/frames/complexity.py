"""Economic complexity as frames: a world of exporters, and regions placed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.complexity import Presence, ProductIndex, Space, World, place, proximity, world
from nasij_core.complexity import space as space_of
from nasij_core.errors import NotEnoughData, OutOfRange, UnknownCode
from nasij_core.flows import FlowTable, flows_from_frame
from nasij_core.notes import N_, Note, NoteValue
from nasij_core.stats.settled import settled
from nasij_core.tables import COUNTRIES, FLOWS, PRODUCTS

METHOD = "economic complexity"
Reals = NDArray[np.float64]
NO_ECI = N_("Exporters without advantage, hence without index: %(count)s (%(names)s).")
NO_FITNESS = N_("Fitness did not settle on this matrix; it is left empty.")
LEFT_OUT = N_("Exporters left out by the filters: %(count)s (%(names)s).")
LEVELS = N_("Levels of ECI and PCI are not comparable across years; compare ranks.")
PRESENCE = N_("Presence is %(kind)s from RCA %(threshold)s; PCI is also given on ECI's scale.")
UNKNOWN_PRODUCTS = N_(
    "Products unknown to the world, left out: %(count)s (%(share)s of the value)."
)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """Who is left out before anything is computed; part of the result's record.

    Tiny entities distort the indices: the Atlas of 2008 asked for USD 1 bn of exports a year.
    """

    min_exports_usd: float = 0.0
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplexityFrames:
    """countries, products, pairs: see `tables`, with more columns. proximity: product < other,
    lazily, None unless asked."""

    countries: pl.DataFrame
    products: pl.DataFrame
    pairs: pl.DataFrame
    proximity: pl.LazyFrame | None
    notes: tuple[Note, ...]


def complexity(
    flows: pl.DataFrame,
    *,
    kind: Presence | str = Presence.BINARY,
    threshold: float = 1.0,
    diagonal: bool = True,
    ddof: int = 0,
    product_index: ProductIndex | str = ProductIndex.PCI,
    filters: Filters | None = None,
    with_proximity: bool = False,
) -> ComplexityFrames:
    """All indices from a frame of `tables.FLOWS`; several years are averaged."""
    table = flows_from_frame(FLOWS.validate(flows))
    return complexity_in(
        table,
        kind=kind,
        threshold=threshold,
        diagonal=diagonal,
        ddof=ddof,
        product_index=product_index,
        filters=filters,
        with_proximity=with_proximity,
    )


def complexity_in(
    table: FlowTable,
    *,
    kind: Presence | str = Presence.BINARY,
    threshold: float = 1.0,
    diagonal: bool = True,
    ddof: int = 0,
    product_index: ProductIndex | str = ProductIndex.PCI,
    filters: Filters | None = None,
    with_proximity: bool = False,
) -> ComplexityFrames:
    """All indices from coded flows."""
    exporters, values, left_out = filtered(table, filters or Filters())
    found = world(
        values,
        kind=kind,
        threshold=threshold,
        diagonal=diagonal,
        ddof=ddof,
        product_index=product_index,
    )
    return ComplexityFrames(
        countries=countries_frame(exporters, values, found),
        products=products_frame(table.products, values, found),
        pairs=pairs_frame("exporter", exporters, table.products, values, found),
        proximity=proximity_frame(table.products, found.presence) if with_proximity else None,
        notes=(*table.notes, *notes_of(exporters, found, left_out, str(kind), threshold)),
    )


def filtered(table: FlowTable, filters: Filters) -> tuple[list[str], Reals, list[str]]:
    """Exporters kept, their (exporters, products) yearly USD, and the names left out."""
    if not filters.min_exports_usd >= 0:
        raise OutOfRange("the least exports", filters.min_exports_usd, "0 USD or more")
    unknown = set(filters.exclude) - set(table.exporters)
    if unknown:
        raise UnknownCode("the exporters to exclude", sorted(unknown))
    values = table.exports()
    kept = values.sum(axis=1) >= filters.min_exports_usd
    kept &= np.array([name not in filters.exclude for name in table.exporters])
    if kept.sum() < 2:
        raise NotEnoughData("the complexity index", f"{int(kept.sum())} exporters remain")
    names = np.array(table.exporters, dtype=object)
    return names[kept].tolist(), values[kept], names[~kept].tolist()


def countries_frame(exporters: list[str], values: Reals, found: World) -> pl.DataFrame:
    eci = pl.Series(found.indices.eci).fill_nan(None)
    in_order = pl.Series(settled(found.indices.eci)).fill_nan(None)
    fitness = None if found.fitness is None else found.fitness.fitness
    frame = pl.DataFrame(
        {
            "exporter": exporters,
            "diversity": found.diversity,
            "eci": eci,
            "eci_rank": in_order.rank("min", descending=True),
            "fitness": column(fitness, len(exporters)),
            "coi": found.outlook.coi,
            "exports_usd": values.sum(axis=1),
        }
    )
    return COUNTRIES.validate(frame.fill_nan(None))


def products_frame(products: tuple[str, ...], values: Reals, found: World) -> pl.DataFrame:
    complexity_of = None if found.fitness is None else found.fitness.complexity
    frame = pl.DataFrame(
        {
            "product": products,
            "ubiquity": found.ubiquity,
            "pci": found.indices.pci,
            "pci_eci_scale": found.indices.pci_eci_scale,
            "complexity": column(complexity_of, len(products)),
            "exports_usd": values.sum(axis=0),
        }
    )
    return PRODUCTS.validate(frame.fill_nan(None))


def column(values: Reals | None, size: int) -> pl.Series:
    return pl.Series([None] * size, dtype=pl.Float64) if values is None else pl.Series(values)


def pairs_frame(
    who: str, names: list[str], products: tuple[str, ...], values: Reals, found: World
) -> pl.DataFrame:
    """Every exporter by every product, rows in the order of the names."""
    outlook = found.outlook
    frame = crossed(who, names, products).with_columns(
        rca=pl.Series(found.rca.ravel()),
        density=pl.Series(outlook.density.astype(np.float64).ravel()),
        cog=pl.Series(outlook.cog.astype(np.float64).ravel()),
        value_usd=pl.Series(values.ravel()),
    )
    return frame.fill_nan(None)


def crossed(who: str, names: list[str], products: tuple[str, ...]) -> pl.DataFrame:
    rows = pl.DataFrame({who: names}, schema={who: pl.String})
    return rows.join(pl.DataFrame({"product": products}), how="cross", maintain_order="left_right")


def proximity_frame(products: tuple[str, ...], presence: Reals) -> pl.LazyFrame:
    """Pairs product < other whose proximity is above 0; names are written out on the way to disk,
    since thirteen million pairs of strings need not be in memory."""
    nearness = proximity(presence)
    alphabetical = np.argsort(np.array(products))
    nearness = nearness[alphabetical][:, alphabetical]
    upper = np.triu(np.nan_to_num(nearness), 1)
    one, two = np.nonzero(upper)
    names = pl.Enum([products[place] for place in alphabetical])
    codes = {"product": one.astype(np.uint32), "other": two.astype(np.uint32)}
    frame = pl.DataFrame({**codes, "proximity": upper[one, two]})
    return frame.lazy().with_columns(
        pl.col("product", "other").cat.to(names).cast(pl.String),
        pl.col("proximity").cast(pl.Float64),
    )


def notes_of(
    exporters: list[str], found: World, left_out: list[str], kind: str, threshold: float
) -> Iterable[Note]:
    yield Note("presence", PRESENCE, {"kind": kind, "threshold": threshold})
    yield Note("levels", LEVELS)
    silent = [name for name, eci in zip(exporters, found.indices.eci, strict=True) if eci != eci]
    if silent:
        yield Note("no_eci", NO_ECI, {"count": len(silent), "names": some(silent)})
    if found.fitness is None:
        yield Note("no_fitness", NO_FITNESS)
    if left_out:
        yield Note("left_out", LEFT_OUT, {"count": len(left_out), "names": some(left_out)})


def some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


# --- Regions in the world's space ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamedSpace:
    """A product space with its products' codes; keep it to place regions in milliseconds."""

    products: tuple[str, ...]
    space: Space
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class RegionFrames:
    """regions: region, diversity, eci, coi, exports_usd. pairs: region, product, rca (against the
    world), density, cog, value_usd. Undefined is null."""

    regions: pl.DataFrame
    pairs: pl.DataFrame
    notes: tuple[Note, ...]


def product_space(
    table: FlowTable,
    *,
    kind: Presence | str = Presence.BINARY,
    threshold: float = 1.0,
    diagonal: bool = True,
    ddof: int = 0,
    filters: Filters | None = None,
) -> NamedSpace:
    """The world's product space from coded flows."""
    _, values, left_out = filtered(table, filters or Filters())
    found = space_of(values, kind=kind, threshold=threshold, diagonal=diagonal, ddof=ddof)
    notes = list(table.notes)
    if left_out:
        notes.append(Note("left_out", LEFT_OUT, {"count": len(left_out), "names": some(left_out)}))
    return NamedSpace(table.products, found, tuple(notes))


def regional_complexity(exports: pl.DataFrame, world: NamedSpace) -> RegionFrames:
    """Regions in the world's space. exports: region, product, value_usd (further keys summed)."""
    regions = exports["region"].unique().sort().to_list()
    values, notes = region_values(exports, regions, world)
    found = place(world.space, values)
    frame = pl.DataFrame(
        {
            "region": regions,
            "diversity": found.diversity,
            "eci": found.eci,
            "coi": found.coi,
            "exports_usd": values.sum(axis=1),
        }
    )
    pairs = crossed("region", regions, world.products).with_columns(
        rca=pl.Series(found.rca.ravel()),
        density=pl.Series(found.density.astype(np.float64).ravel()),
        cog=pl.Series(found.cog.astype(np.float64).ravel()),
        value_usd=pl.Series(values.ravel()),
    )
    undefined = pl.when(pl.col("diversity") > 0).then(pl.col("eci"))
    return RegionFrames(
        frame.fill_nan(None).with_columns(eci=undefined), pairs.fill_nan(None), notes
    )


def region_values(
    exports: pl.DataFrame, regions: list[str], world: NamedSpace
) -> tuple[Reals, tuple[Note, ...]]:
    """(regions, products) USD; products the world does not know are counted, not kept."""
    row = {name: place for place, name in enumerate(regions)}
    place_of = {name: place for place, name in enumerate(world.products)}
    sums = exports.group_by("region", "product").agg(pl.col("value_usd").sum())
    known = sums.filter(pl.col("product").is_in(world.products))
    if known.is_empty():
        raise UnknownCode("the products of the regions", sums["product"].unique().sort().to_list())
    values = np.zeros((len(regions), len(world.products)))
    rows = [row[name] for name in known["region"]]
    values[rows, [place_of[name] for name in known["product"]]] = known["value_usd"].to_numpy()
    lost = sums.filter(~pl.col("product").is_in(world.products))
    if lost.is_empty():
        return values, world.notes
    share = float(lost["value_usd"].sum()) / float(sums["value_usd"].sum())
    told: dict[str, NoteValue] = {"count": lost["product"].n_unique(), "share": f"{share:.1%}"}
    return values, (*world.notes, Note("unknown_products", UNKNOWN_PRODUCTS, told))
