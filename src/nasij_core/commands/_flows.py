"""Flows for one computation, whatever holds them: a snapshot, a file, a folder or a zip."""

from __future__ import annotations

from pathlib import Path

from nasij_core.commands._terminal import ProgressCall
from nasij_core.errors import MissingColumn
from nasij_core.flows import FlowTable
from nasij_core.store import is_snapshot, load_flows, read_flows

NO_YEAR = 0
FLOWS_HELP = (
    "Flows: year, exporter, importer, product, value_usd; BACI's t, i, j, k, v; or k, i, j, v_usd. "
    "CSV, Parquet, zip, folder or snapshot."
)


def read_world(
    path: Path,
    years: list[int] | None,
    scratch: Path,
    progress: ProgressCall,
    *,
    markets: bool = True,
) -> FlowTable:
    """Flows of the years asked. A source that says no year, neither in a column nor in its name,
    is one world: of the one year asked, or of none. Without `markets` the importer may lack."""
    if is_snapshot(path):
        return load_flows(path, years)
    try:
        table, _ = read_flows(path, scratch, progress=progress, only=years, markets=markets)
    except MissingColumn as error:
        if error.missing != ("year",) or len(years or ()) > 1:
            raise
        year = years[0] if years else NO_YEAR
        table, _ = read_flows(path, scratch, year, progress, markets=markets)
    return table


def known_years(table: FlowTable) -> list[int]:
    return [year for year in table.years if year != NO_YEAR]
