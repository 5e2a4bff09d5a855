"""`nasij-core complexity`: what exporters and products are worth knowing for."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import polars as pl
import typer

from nasij_core.commands._flows import FLOWS_HELP, known_years, read_world
from nasij_core.commands._terminal import (
    CsvOption,
    JsonOption,
    OutOption,
    progress_bar,
    tell,
)
from nasij_core.complexity import Presence, ProductIndex
from nasij_core.frames.complexity import (
    METHOD,
    Filters,
    complexity_in,
    product_space,
    regional_complexity,
)
from nasij_core.frames.older_indices import with_income, with_reflections
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_table
from nasij_core.tables import INCOME, REAL, TEXT, Column, Table
from nasij_core.units import Unit

REGION_PRODUCTS = Table(
    "regional exports",
    (
        Column("region", TEXT, Unit.CODE),
        Column("product", TEXT, Unit.CODE),
        Column("value_usd", REAL, Unit.USD),
    ),
)


def command(
    flows: Annotated[Path, typer.Argument(help=FLOWS_HELP)],
    out: OutOption,
    year: Annotated[
        list[int] | None, typer.Option(help="Year to use; repeat for a mean of several.")
    ] = None,
    presence: Annotated[str, typer.Option(help="binary or continuous.")] = "binary",
    threshold: Annotated[float, typer.Option(help="RCA from which a product is held.")] = 1.0,
    diagonal: Annotated[bool, typer.Option(help="Count a product as near itself.")] = True,
    ddof: Annotated[int, typer.Option(min=0, max=1, help="Of the standard deviations.")] = 0,
    index: Annotated[str, typer.Option(help="What outlook adds up: pci or fitness.")] = "pci",
    min_exports: Annotated[
        float, typer.Option(help="Leave out exporters of less, USD a year.")
    ] = 0.0,
    exclude: Annotated[
        list[str] | None, typer.Option(help="Exporter to leave out; repeat.")
    ] = None,
    proximity: Annotated[bool, typer.Option(help="Also write the pairs of products.")] = False,
    income: Annotated[
        Path | None, typer.Option(help="country, income (per head): also prody and expy.")
    ] = None,
    reflections: Annotated[
        int | None, typer.Option(help="Also reflections of so many steps, an even number.")
    ] = None,
    regional: Annotated[
        Path | None, typer.Option(help="region, product, value_usd: placed in the world's space.")
    ] = None,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Advantage, complexity, proximity and density of exporters and products.

    The importer may lack: exports by product will do. Writes countries, products and pairs;
    proximity when asked; regions and region_pairs with regional exports. Undefined figures are
    empty, never 0.
    """
    filters = Filters(min_exports, tuple(exclude or ()))
    with progress_bar(json) as progress, TemporaryDirectory(prefix="nasij-") as scratch:
        table = read_world(flows, year, Path(scratch), progress, markets=False)
        progress(1, 3, "complexity")
        answer = complexity_in(
            table,
            kind=presence,
            threshold=threshold,
            diagonal=diagonal,
            ddof=ddof,
            product_index=index,
            filters=filters,
            with_proximity=proximity,
        )
        if income is not None:
            answer = with_income(answer, table, read_table(income, INCOME), filters)
        if reflections is not None:
            answer = with_reflections(
                answer,
                table,
                reflections,
                kind=presence,
                threshold=threshold,
                ddof=ddof,
                filters=filters,
            )
        frames: dict[str, pl.DataFrame | pl.LazyFrame] = {
            "countries": answer.countries,
            "products": answer.products,
            "pairs": answer.pairs,
        }
        notes = answer.notes
        if answer.proximity is not None:
            frames["proximity"] = answer.proximity
        if regional is not None:
            kept = product_space(
                table,
                kind=presence,
                threshold=threshold,
                diagonal=diagonal,
                ddof=ddof,
                filters=filters,
            )
            placed = regional_complexity(read_table(regional, REGION_PRODUCTS), kept)
            frames |= {"regions": placed.regions, "region_pairs": placed.pairs}
            notes = tuple({note.code: note for note in (*notes, *placed.notes)}.values())
        progress(2, 3, "writing")
        options = {
            "years": known_years(table),
            "presence": Presence(presence),
            "threshold": threshold,
            "diagonal": diagonal,
            "ddof": ddof,
            "product_index": ProductIndex(index),
            "reflections": reflections,
            "min_exports_usd": min_exports,
            "exclude": filters.exclude,
        }
        inputs = {"flows": flows, "regional": regional, "income": income}
        rows = write_results(out, frames, record_of(METHOD, options, inputs, notes), csv=csv)
    tell({"written": str(out), "rows": rows, "notes": [str(note) for note in notes]}, json)
