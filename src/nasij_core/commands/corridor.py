"""`nasij-core corridor`: the ways from regions through ports to markets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij_core.commands._terminal import (
    CsvOption,
    JsonOption,
    OutOption,
    name_and_number,
    progress_bar,
    tell,
)
from nasij_core.corridors import parameter_rows
from nasij_core.frames.corridors import MARKETS, METHOD, PORTS, REGIONS, ROADS, corridors
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_table


def command(
    regions: Annotated[Path, typer.Argument(help="region, lat, lon.")],
    ports: Annotated[Path, typer.Argument(help="port, lat, lon.")],
    markets: Annotated[Path, typer.Argument(help="market, lat, lon of its port.")],
    out: OutOption,
    roads: Annotated[
        Path | None, typer.Option(help="region, destination, km: measured roads.")
    ] = None,
    by: Annotated[str, typer.Option(help="hours, km or kg_co2_per_tonne.")] = "hours",
    by_road: Annotated[
        list[str] | None, typer.Option(help="Market a lorry can reach; repeat.")
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option(help="name=value, in place of a packaged one; repeat.")
    ] = None,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Length, time and CO2 of every way from a region to a market, best first."""
    values = dict(name_and_number(text, "the parameter") for text in parameter or ())
    with progress_bar(json) as progress:
        progress(0, 1, "corridors")
        answer = corridors(
            read_table(regions, REGIONS),
            read_table(ports, PORTS),
            read_table(markets, MARKETS),
            roads=None if roads is None else read_table(roads, ROADS),
            parameters=values,
            by=by,
            by_road=by_road or (),
        )
    packaged = {row["name"]: float(row["value"]) for row in parameter_rows()}
    options = {"by": by, "by_road": by_road or [], "parameters": packaged | values}
    inputs = {"regions": regions, "ports": ports, "markets": markets, "roads": roads}
    frames = {"corridors": answer.corridors, "legs": answer.legs}
    rows = write_results(out, frames, record_of(METHOD, options, inputs, answer.notes), csv=csv)
    tell({"written": str(out), "rows": rows, "notes": [str(n) for n in answer.notes]}, json)
