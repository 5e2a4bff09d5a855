"""Firm records kept coded and sorted, one Parquet file a year: the intake is paid once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from nasij_core import __version__
from nasij_core.dynamics import FirmPanel, Names, YearRecords
from nasij_core.errors import TruncatedFile, UnknownFormat
from nasij_core.store.firm_records import stream_records
from nasij_core.store.folders import read_record, sha256_of, whole_folder, write_record
from nasij_core.store.readers import Progress, silent

METHOD = "firm records, coded and sorted"
LISTS = ("firms", "regions", "products", "markets")
COLUMNS = ("firm", "region", "product", "market", "value")


def import_records(
    source: Path,
    into: Path,
    *,
    origin: str,
    vintage: str,
    successions: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Read firm records (tables.FIRM_RECORDS) and keep them; returns the record written."""
    progress(0, 3, source.name)
    totals: dict[int, float] = {}
    with whole_folder(into) as part, TemporaryDirectory(dir=part) as scratch:
        stream = stream_records(source, Path(scratch), successions)
        progress(1, 3, source.name)
        for year in stream:
            columns = {name: getattr(year, name) for name in COLUMNS}
            pl.DataFrame(columns).write_parquet(part / f"records_{year.year}.parquet")
            totals[year.year] = float(year.value.sum())
        for name in LISTS:
            codes = pl.DataFrame({"name": getattr(stream.names, name)})
            codes.write_parquet(part / f"{name}.parquet")
        progress(2, 3, source.name)
        record = {
            "method": METHOD,
            "version": __version__,
            "origin": origin,
            "vintage": vintage,
            "file": source.name,
            "sha256": sha256_of(source),
            "rows": stream.rows,
            "years": list(stream.years),
            "firms": len(stream.names.firms),
            "totals": totals,
            "successions": len(successions or {}),
            "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        write_record(part, record)
    progress(3, 3, "")
    return record


def load_panel(folder: Path) -> FirmPanel:
    """All years in memory."""
    kept = open_panel(folder)
    return FirmPanel(kept.names, tuple(kept))


@dataclass(frozen=True, slots=True)
class KeptPanel:
    """Years read when their turn comes: memory is bounded by the largest of them."""

    names: Names
    years: tuple[int, ...]
    folder: Path

    def __iter__(self) -> Iterator[YearRecords]:
        for year in self.years:
            yield _read_year(self.folder, year)


def open_panel(folder: Path) -> KeptPanel:
    record = _check(folder)
    lists = {name: pl.read_parquet(folder / f"{name}.parquet")["name"] for name in LISTS}
    names = Names(lists["firms"], *(tuple(lists[name]) for name in LISTS[1:]))
    return KeptPanel(names, tuple(record["years"]), folder)


def _read_year(folder: Path, year: int) -> YearRecords:
    try:
        frame = pl.read_parquet(folder / f"records_{year}.parquet")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(f"records_{year}.parquet", str(error).splitlines()[0]) from error
    firm, region, product, market, value = (frame[name].to_numpy() for name in COLUMNS)
    return YearRecords(year, firm, region, product, market, value)


def _check(folder: Path) -> dict[str, Any]:
    if not (folder / "record.json").is_file():
        raise UnknownFormat(str(folder), "it holds no record.json", ["a folder of firm records"])
    return read_record(folder)
