"""`nasij-core potential`: what a country could sell where, from files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import polars as pl
import typer

from nasij_core.commands._flows import FLOWS_HELP, known_years, read_world
from nasij_core.commands._potential import Answer, Wanted, everybody, one
from nasij_core.commands._terminal import (
    CsvOption,
    JsonOption,
    OutOption,
    name_and_number,
    progress_bar,
    tell,
)
from nasij_core.errors import Contradiction, OutOfRange
from nasij_core.flows import FlowTable
from nasij_core.frames.potential import METHOD, terms_of
from nasij_core.frames.uncertainty import Range, potential_range
from nasij_core.frames.world import world_of
from nasij_core.store import record_of, write_results
from nasij_core.store.tabular import read_distances, read_growth, read_table
from nasij_core.tables import TARIFFS

Optional = Path | None
ALL = "all"


def command(
    flows: Annotated[Path, typer.Argument(help=FLOWS_HELP)],
    out: OutOption,
    exporter: Annotated[str, typer.Option(help="Three-letter code, or “all”.")] = ALL,
    distances: Annotated[
        Optional, typer.Option(help="exporter, importer, km (or GeoDist).")
    ] = None,
    tariffs: Annotated[
        Optional, typer.Option(help="exporter (or *), importer, product, tariff (0.05 is 5 %).")
    ] = None,
    growth: Annotated[
        Optional,
        typer.Option(help="country, gdp_ratio, population_ratio; or country, year, growth."),
    ] = None,
    regional: Annotated[
        Optional,
        typer.Option(help="region with product, market, value_usd; sector, value_usd; or share."),
    ] = None,
    sectors: Annotated[
        Optional, typer.Option(help="product (or heading, or chapter), sector: also by_sector.")
    ] = None,
    density: Annotated[
        Optional, typer.Option(help="product, density: ranks new products; default: the flows'.")
    ] = None,
    new_products: Annotated[
        int, typer.Option(min=0, help="New products listed for each exporter; 0: none.")
    ] = 1000,
    exclude_new: Annotated[
        list[str] | None,
        typer.Option(help="Beginning of product codes not ranked as new, e.g. 27; repeat."),
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option(help="Year to use; repeat for a mean of several.")
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(help="year=weight in the mean of the years; repeat. Default: all alike."),
    ] = None,
    horizon: Annotated[int, typer.Option(min=1, help="Years of growth, from yearly rates.")] = 5,
    sigma: Annotated[float, typer.Option(help="Elasticity on tariffs.")] = 1.0,
    epsilon: Annotated[float, typer.Option(help="Elasticity of demand to income.")] = 1.0,
    minimum: Annotated[float, typer.Option(min=0, help="Hide pairs below this many USD.")] = 0.0,
    range_over: Annotated[
        Range | None,
        typer.Option("--range", help="Also how wrong it may be, of one exporter: over what."),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of a range.")] = 50,
    level: Annotated[float, typer.Option(help="Coverage of a range.")] = 0.8,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 0,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Export potential by market and product, and the part not yet realised.

    Writes potential, by_market, by_product and new_products; by_exporter for all exporters,
    by_region with regional evidence, by_sector with sectors, range when one is asked.
    """
    inputs = {
        "flows": flows,
        "distances": distances,
        "tariffs": tariffs,
        "growth": growth,
        "regional": regional,
        "sectors": sectors,
        "density": density,
    }
    if exporter == ALL and (regional or density or range_over):
        raise Contradiction(
            "all exporters and --regional, --density or --range", "these are of one country"
        )
    wanted = Wanted(minimum, new_products, tuple(exclude_new or ()), sectors)
    weights = _weights(weight)
    with progress_bar(json) as progress, TemporaryDirectory(prefix="nasij-") as scratch:
        table = read_world(flows, year, Path(scratch), progress)
        progress(0, 4, "world")
        world = world_of(
            table,
            distances=None if distances is None else read_distances(distances),
            growth=None if growth is None else _growth(growth, table, horizon),
            tariffs=None if tariffs is None else read_table(tariffs, TARIFFS),
            year_weights=weights,
            sigma=sigma,
            epsilon=epsilon,
        )
        progress(1, 4, "potential")
        if exporter == ALL:
            answer = everybody(world, wanted, Path(scratch), progress)
        else:
            answer = one(world, exporter, wanted, regional, density)
        options: dict[str, object] = {
            "exporter": exporter,
            "years": known_years(table),
            "year_weights": weights,
            "horizon_years": horizon,
            "sigma": sigma,
            "epsilon": epsilon,
            "minimum_usd": minimum,
            "new_products": new_products,
            "exclude_new": wanted.exclude,
            "terms": {term.name: term.used for term in terms_of(world)},
        }
        if range_over is not None:
            progress(2, 4, "range")
            options["range"] = {"over": range_over, "draws": draws, "level": level, "seed": seed}
            answer.frames["range"] = potential_range(
                table,
                world,
                exporter,
                over=range_over,
                draws=draws,
                level=level,
                rng=np.random.default_rng(seed),
                year_weights=weights,
            )
        progress(3, 4, "writing")
        record = record_of(METHOD, options, inputs, answer.notes)
        rows = write_results(out, answer.frames, record, csv=csv)
    _tell(answer, out, rows, json)


def _tell(answer: Answer, out: Path, rows: Mapping[str, int], as_json: bool) -> None:
    notes = [str(note) for note in answer.notes]
    tell({"written": str(out), "rows": rows, "notes": notes}, as_json)


def _weights(given: list[str] | None) -> dict[int, float] | None:
    pairs = dict(name_and_number(text, "the weight of year") for text in given or ())
    wrong = [name for name in pairs if not name.isdigit()]
    if wrong:
        raise OutOfRange("a weighted year", wrong[0], "a year, as in --weight 2024=1")
    return {int(name): value for name, value in pairs.items()} or None


def _growth(path: Path, table: FlowTable, horizon: int) -> pl.DataFrame:
    now = max(table.years)
    return read_growth(path, now, now + horizon)
