"""`nasij-core recovery`: a series against its base and against its trend."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij_core.commands._terminal import CsvOption, JsonOption, OutOption, tell
from nasij_core.frames.recovery import METHOD
from nasij_core.frames.recovery import recovery as recovery_of
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_table
from nasij_core.tables import SERIES


def command(
    series: Annotated[Path, typer.Argument(help="year, value, and series when there are several.")],
    out: OutOption,
    base: Annotated[list[int] | None, typer.Option(help="Base year; repeat for a mean.")] = None,
    trend_from: Annotated[int, typer.Option(help="First year of the trend.")] = 2012,
    trend_to: Annotated[int, typer.Option(help="Last year of the trend.")] = 2019,
    level: Annotated[float, typer.Option(help="Coverage of the interval.")] = 0.95,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Recovery on the base year and on the trend before the shock, always both."""
    base_years = tuple(base or (2019,))
    answer = recovery_of(
        read_table(series, SERIES),
        base_years=base_years,
        trend_years=(trend_from, trend_to),
        level=level,
    )
    options = {"base": base_years, "trend": (trend_from, trend_to), "level": level}
    record = record_of(METHOD, options, {"series": series}, answer.notes)
    rows = write_results(out, {"recovery": answer.by_year}, record, csv=csv)
    tell({"written": str(out), "rows": rows, "notes": [str(n) for n in answer.notes]}, json)
