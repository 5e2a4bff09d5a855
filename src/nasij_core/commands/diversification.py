"""`nasij-core diversification`: on how many products or markets exports rest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from nasij_core.commands._terminal import CsvOption, JsonOption, OutOption, tell
from nasij_core.frames.diversification import MARKET_IMPORTS, METHOD, market_risk
from nasij_core.frames.diversification import diversification as diversification_of
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_frame, read_table


def command(
    baskets: Annotated[
        Path, typer.Argument(help="A table with value_usd: flows, regional exports.")
    ],
    out: OutOption,
    by: Annotated[str, typer.Option(help="Column of those compared.")] = "exporter",
    over: Annotated[str, typer.Option(help="Column of what they hold.")] = "product",
    lines: Annotated[
        int | None, typer.Option(help="Lines that could exist, e.g. of the nomenclature.")
    ] = None,
    market_imports: Annotated[
        Path | None, typer.Option(help="market, year, value_usd: also the risk of the markets.")
    ] = None,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Concentration, Theil's margins, likeness to the whole, and risk of the markets."""
    table = read_frame(baskets)
    frames: dict[str, pl.DataFrame | pl.LazyFrame] = {
        "diversification": diversification_of(table, by=by, over=over, lines=lines)
    }
    if market_imports is not None:
        frames["risk"] = market_risk(table, read_table(market_imports, MARKET_IMPORTS))
    options = {"by": by, "over": over, "lines": lines}
    inputs = {"baskets": baskets, "market_imports": market_imports}
    rows = write_results(out, frames, record_of(METHOD, options, inputs), csv=csv)
    tell({"written": str(out), "rows": rows}, json)
