"""`nasij-core potential`: what a country could sell where, from files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import polars as pl
import typer

from nasij_core.commands._flows import known_years, read_world
from nasij_core.commands._terminal import (
    CsvOption,
    JsonOption,
    OutOption,
    ProgressCall,
    progress_bar,
    tell,
)
from nasij_core.errors import BadOption, CoreError, MissingColumn, NotEnoughData
from nasij_core.flows import FlowTable
from nasij_core.frames.complexity import complexity_in
from nasij_core.frames.potential import (
    METHOD,
    PotentialFrames,
    all_exporters,
    export_potential_in,
    new_products,
    terms_of,
)
from nasij_core.frames.regional import NOT_REGIONALISED, RegionalFrames, split_potential
from nasij_core.frames.world import world_of
from nasij_core.notes import N_, Note
from nasij_core.potential import World
from nasij_core.store import record_of, write_results
from nasij_core.store.tabular import read_distances, read_frame, read_growth, read_table
from nasij_core.tables import (
    DENSITY,
    PRODUCT_SECTORS,
    REGION_FLOWS,
    REGION_SECTORS,
    REGION_SHARES,
    TARIFFS,
)

Optional = Path | None


def command(
    flows: Annotated[Path, typer.Argument(help="CSV, Parquet, zip, folder or snapshot of flows.")],
    out: OutOption,
    exporter: Annotated[str, typer.Option(help="Three-letter code, or “all”.")] = "all",
    distances: Annotated[
        Optional, typer.Option(help="exporter, importer, km (or GeoDist).")
    ] = None,
    tariffs: Annotated[
        Optional, typer.Option(help="exporter (or *), importer, product, tariff.")
    ] = None,
    growth: Annotated[Optional, typer.Option(help="country, gdp_ratio, population_ratio.")] = None,
    regional: Annotated[
        Optional,
        typer.Option(help="region with product, market, value_usd; sector, value_usd; or share."),
    ] = None,
    sectors: Annotated[Optional, typer.Option(help="product, sector: for a sector table.")] = None,
    density: Annotated[
        Optional, typer.Option(help="product, density: ranks new products; default: the flows'.")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option(help="Year to use; repeat for a mean of several.")
    ] = None,
    horizon: Annotated[int, typer.Option(help="Years of growth, from yearly rates.")] = 5,
    sigma: Annotated[float, typer.Option(help="Elasticity on tariffs.")] = 1.0,
    epsilon: Annotated[float, typer.Option(help="Elasticity of demand to income.")] = 1.0,
    minimum: Annotated[float, typer.Option(help="Hide pairs below this many USD.")] = 0.0,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Export potential by market and product, and the part not yet realised."""
    inputs = {
        "flows": flows,
        "distances": distances,
        "tariffs": tariffs,
        "growth": growth,
        "regional": regional,
        "sectors": sectors,
        "density": density,
    }
    with progress_bar(json) as progress, TemporaryDirectory(prefix="nasij-") as scratch:
        table = read_world(flows, year, Path(scratch), progress)
        progress(0, 4, "world")
        world = world_of(
            table,
            distances=None if distances is None else read_distances(distances),
            growth=None if growth is None else _growth(growth, table, horizon),
            tariffs=None if tariffs is None else read_table(tariffs, TARIFFS),
            sigma=sigma,
            epsilon=epsilon,
        )
        progress(1, 4, "potential")
        if exporter == "all":
            answer = _everybody(world, minimum, regional or density, Path(scratch), progress)
        else:
            near = _density(table, exporter, density)
            answer = _one(world, exporter, minimum, regional, sectors, near)
        options = {
            "exporter": exporter,
            "years": known_years(table),
            "horizon_years": horizon,
            "sigma": sigma,
            "epsilon": epsilon,
            "minimum_usd": minimum,
            "terms": {term.name: term.used for term in terms_of(world)},
        }
        progress(3, 4, "writing")
        rows = write_results(
            out, answer.frames, record_of(METHOD, options, inputs, answer.notes), csv=csv
        )
    tell({"written": str(out), "rows": rows, "notes": [str(note) for note in answer.notes]}, json)


def _growth(path: Path, table: FlowTable, horizon: int) -> pl.DataFrame:
    now = max(table.years)
    return read_growth(path, now, now + horizon)


class Answer(NamedTuple):
    frames: dict[str, pl.DataFrame | pl.LazyFrame]
    notes: tuple[Note, ...]


def _one(
    world: World,
    exporter: str,
    minimum: float,
    regional: Path | None,
    sectors: Path | None,
    density: pl.DataFrame | None,
) -> Answer:
    answer = export_potential_in(world, exporter, minimum_usd=minimum)
    frames: dict[str, pl.DataFrame | pl.LazyFrame] = {
        "potential": answer.pairs,
        "by_market": answer.by_market,
        "by_product": answer.by_product,
    }
    notes = answer.notes
    if regional is not None:
        split = _split(answer, regional, sectors)
        notes = split.notes
        frames |= _regional_frames(split, minimum)
    ranked = _ranked(world, exporter, density)
    if ranked is None:
        return Answer(frames, (*notes, NOT_RANKED))
    frames["new_products"] = ranked
    return Answer(frames, notes)


def _ranked(world: World, exporter: str, density: pl.DataFrame | None) -> pl.DataFrame | None:
    """The potential stands without a rank of new products: their absence is a note, no error."""
    if density is None:
        return None
    try:
        return new_products(world, exporter, density)
    except NotEnoughData:
        return None


def _density(table: FlowTable, exporter: str, given: Path | None) -> pl.DataFrame | None:
    """Closeness to what the country sells: as given, or from the same flows; None on a world too
    small to have a product space."""
    if given is not None:
        return read_table(given, DENSITY)
    try:
        pairs = complexity_in(table).pairs
    except CoreError:
        return None
    mine = pairs.filter(pl.col("exporter") == exporter)
    return mine.select("product", "density", "rca").drop_nulls("density") if len(mine) else None


NOT_RANKED = Note(
    "new_products_not_ranked",
    N_(
        "New products are not ranked: these flows make no product space, "
        "or nothing is both close and new."
    ),
)


def _everybody(
    world: World, minimum: float, other: Path | None, scratch: Path, progress: ProgressCall
) -> Answer:
    if other is not None:
        raise BadOption("exporter with regional or density tables", "all", ["one country"])
    parts = scratch / "pairs"
    parts.mkdir()
    totals: dict[str, list[pl.DataFrame]] = {"by_market": [], "by_product": []}
    for position, code in enumerate(world.exporters):
        progress(position, len(world.exporters), code)
        answer = export_potential_in(world, code, minimum_usd=minimum)
        answer.pairs.write_parquet(parts / f"{position:04d}.parquet", compression="lz4")
        for name, frames in totals.items():
            frames.append(getattr(answer, name))
    return Answer(
        {
            "by_exporter": all_exporters(world),
            "potential": pl.scan_parquet(parts / "*.parquet"),
            **{name: pl.concat(frames) for name, frames in totals.items()},
        },
        world.notes,
    )


def _split(answer: PotentialFrames, regional: Path, sectors: Path | None) -> RegionalFrames:
    frame = read_frame(regional)
    if {"product", "market"} <= set(frame.columns):
        return split_potential(answer, customs=REGION_FLOWS.validate(frame, regional.name))
    if "sector" in frame.columns:
        if sectors is None:
            raise MissingColumn("--sectors FILE", ["product", "sector"], [])
        return split_potential(
            answer,
            sectors=REGION_SECTORS.validate(frame, regional.name),
            product_sectors=read_table(sectors, PRODUCT_SECTORS),
        )
    return split_potential(answer, shares=REGION_SHARES.validate(frame, regional.name))


def _regional_frames(
    split: RegionalFrames, minimum: float
) -> dict[str, pl.DataFrame | pl.LazyFrame]:
    labels = (*split.regions, NOT_REGIONALISED)
    return {
        "potential": pl.concat([split.pairs(region, minimum) for region in labels]),
        "by_market": split.by_market,
        "by_product": split.by_product,
        "by_region": split.by_region,
    }
