"""Firm records kept coded and sorted, one Parquet file a year: the intake is paid once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core import __version__
from nasij_core.dynamics import FirmPanel, Names, YearRecords
from nasij_core.errors import TruncatedFile, UnknownFormat
from nasij_core.store.folders import read_record, whole_folder, write_record

METHOD = "firm records, coded and sorted"
LISTS = ("firms", "regions", "products", "markets")
COLUMNS = ("firm", "region", "product", "market", "value")


def keep_records(
    into: Path,
    names: Names,
    years: Iterable[YearRecords],
    finish: Callable[[Path], Mapping[str, Any]],
) -> dict[str, Any]:
    """Write coded years as they come, then the names and the record: all or nothing.

    `finish` is called after the last year with the folder being written; it may add files of its
    own, and answers what the record says beside method, years, firms and totals.
    """
    totals: dict[int, float] = {}
    with whole_folder(into) as part:
        for year in years:
            columns = {name: getattr(year, name) for name in COLUMNS}
            pl.DataFrame(columns).write_parquet(part / f"records_{year.year}.parquet")
            totals[year.year] = float(year.value.sum())
        for name in LISTS:
            codes = pl.DataFrame({"name": getattr(names, name)}, schema={"name": pl.String})
            codes.write_parquet(part / f"{name}.parquet")
        record = {
            "method": METHOD,
            "version": __version__,
            "years": sorted(totals),
            "firms": len(names.firms),
            "totals": totals,
            "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **finish(part),
        }
        write_record(part, record)
    return record


def panel_of_years(folders: Mapping[int, Path]) -> FirmPanel:
    """Years kept in several folders as one panel: each year is read in the folder given for it.

    The lists of names are sorted, so that their union keeps the order of the records.
    """
    panels = {folder: open_panel(folder) for folder in set(folders.values())}
    if len(panels) == 1:
        (panel,) = panels.values()
        return FirmPanel(panel.names, tuple(year for year in panel if year.year in folders))
    names = {folder: panel.names for folder, panel in panels.items()}
    lists = [_union([_series(own, kind) for own in names.values()]) for kind in LISTS]
    joined = Names(lists[0], *(tuple(series) for series in lists[1:]))
    parts = []
    for folder, own in names.items():
        places = [
            _places(_series(own, kind), all_) for kind, all_ in zip(LISTS, lists, strict=True)
        ]
        for year in panels[folder]:
            if folders.get(year.year) == folder:
                parts.append(_recoded(year, places))
    return FirmPanel(joined, tuple(sorted(parts, key=lambda part: part.year)))


def _series(names: Names, kind: str) -> pl.Series:
    return pl.Series(kind, getattr(names, kind), dtype=pl.String)


def _union(lists: list[pl.Series]) -> pl.Series:
    return pl.concat([series.rename("name") for series in lists]).unique().sort()


def _places(own: pl.Series, every: pl.Series) -> NDArray[np.int32]:
    return every.search_sorted(own).to_numpy().astype(np.int32)


def _recoded(year: YearRecords, places: list[NDArray[np.int32]]) -> YearRecords:
    firm, region, product, market = places
    return YearRecords(
        year.year,
        firm[year.firm],
        region[year.region],
        product[year.product],
        market[year.market],
        year.value,
    )


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
        raise TruncatedFile(f"records_{year}.parquet", "what is in it cannot be read") from error
    firm, region, product, market, value = (frame[name].to_numpy() for name in COLUMNS)
    return YearRecords(year, firm, region, product, market, value)


def _check(folder: Path) -> dict[str, Any]:
    if not (folder / "record.json").is_file():
        raise UnknownFormat(str(folder), "it holds no record.json", ["a folder of firm records"])
    return read_record(folder)
