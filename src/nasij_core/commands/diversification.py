"""`nasij-core diversification`: on how many products or markets exports rest."""

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
    ProgressCall,
    progress_bar,
    tell,
)
from nasij_core.errors import MissingColumn
from nasij_core.flows import FlowTable
from nasij_core.frames.diversification import FLOW_COLUMNS, MARKET_IMPORTS, METHOD, market_risk
from nasij_core.frames.diversification import diversification as diversification_of
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_frame, read_table


def command(
    baskets: Annotated[Path, typer.Argument(help=f"{FLOWS_HELP} Or any table with value_usd.")],
    out: OutOption,
    by: Annotated[str, typer.Option(help="Column of those compared.")] = "exporter",
    over: Annotated[str, typer.Option(help="Column of what they hold.")] = "product",
    year: Annotated[
        list[int] | None, typer.Option(help="Year of flows to use; repeat for a mean of several.")
    ] = None,
    lines: Annotated[
        int | None, typer.Option(help="Lines that could exist, e.g. of the nomenclature.")
    ] = None,
    market_imports: Annotated[
        Path | None, typer.Option(help="market, year, value_usd: also the risk of the markets.")
    ] = None,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Concentration, Theil's margins, likeness to the whole, and risk of the markets.

    Writes diversification, one row a basket, and with market imports risk, one row a market.
    """
    with progress_bar(json) as progress, TemporaryDirectory(prefix="nasij-") as scratch:
        table = _read(baskets, by, over, year, Path(scratch), progress)
        progress(1, 2, "diversification")
        frames: dict[str, pl.DataFrame | pl.LazyFrame] = {
            "diversification": diversification_of(table, by=by, over=over, lines=lines)
        }
        if market_imports is not None:
            imports = read_table(market_imports, MARKET_IMPORTS)
            frames["risk"] = market_risk(table, imports, by=by)
    years = known_years(table) if isinstance(table, FlowTable) else (year or [])
    options = {"by": by, "over": over, "lines": lines, "years": years}
    inputs = {"baskets": baskets, "market_imports": market_imports}
    notes = table.notes if isinstance(table, FlowTable) else ()
    rows = write_results(out, frames, record_of(METHOD, options, inputs, notes), csv=csv)
    tell({"written": str(out), "rows": rows, "notes": [str(note) for note in notes]}, json)


def _read(
    path: Path,
    by: str,
    over: str,
    years: list[int] | None,
    scratch: Path,
    progress: ProgressCall,
) -> FlowTable | pl.DataFrame:
    """Flows where the columns asked are theirs; any other table as it is."""
    if {by, over} <= set(FLOW_COLUMNS):
        try:
            return read_world(path, years, scratch, progress)
        except MissingColumn:
            if path.is_dir() or years:
                raise
    return read_frame(path)
