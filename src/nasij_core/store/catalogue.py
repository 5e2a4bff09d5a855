"""Snapshots read back as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import BadOption, NoRows, TruncatedFile, UnknownFormat
from nasij_core.flows import FlowTable
from nasij_core.store.coding import notes_of
from nasij_core.store.snapshots import CODE_LISTS, SnapshotRecord

Scalar = TypeVar("Scalar", bound=np.generic)


def is_snapshot(folder: Path) -> bool:
    return folder.is_dir() and (folder / "record.json").exists()


def snapshot_record(folder: Path) -> SnapshotRecord:
    if not is_snapshot(folder):
        raise UnknownFormat(str(folder), "it holds no record.json", ["a snapshot folder"])
    return SnapshotRecord.from_folder(folder)


def load_flows(folder: Path, years: Iterable[int] | None = None) -> FlowTable:
    """The flows of a snapshot, all its years or those named."""
    record = snapshot_record(folder)
    wanted = record.years if years is None else tuple(sorted(set(years)))
    for year in wanted:
        if year not in record.years:
            raise BadOption("year", year, record.years)
    if not wanted:
        raise NoRows(str(folder))
    flows = join_years([_load_year(folder, year) for year in wanted], source=(record.sha256,))
    return replace(flows, notes=notes_of(record.unknown_codes, record.without_end))


def _load_year(folder: Path, year: int) -> FlowTable:
    try:
        frame = pl.read_parquet(folder / f"flows_{year}.parquet")
        lists = pl.read_parquet(folder / f"codes_{year}.parquet")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(f"flows_{year}.parquet", str(error).splitlines()[0]) from error
    names = {
        name: tuple(lists.filter(pl.col("list") == name)["code"].to_list()) for name in CODE_LISTS
    }
    return FlowTable(
        names["exporter"],
        names["importer"],
        names["product"],
        (year,),
        np.full(frame.height, year, np.int16),
        frame["exporter"].to_numpy(),
        frame["importer"].to_numpy(),
        frame["product"].to_numpy(),
        frame["value_usd"].to_numpy(),
    )


def join_years(tables: list[FlowTable], source: tuple[str, ...] = ()) -> FlowTable:
    """Yearly tables on common code lists; the lists are sorted, so the rows stay sorted."""
    if not tables:
        raise NoRows("flows")
    names = {
        name: tuple(sorted(set().union(*(getattr(table, f"{name}s") for table in tables))))
        for name in CODE_LISTS
    }
    codes = {
        name: _concatenated(
            [_moved(getattr(t, name), getattr(t, f"{name}s"), names[name]) for t in tables]
        )
        for name in CODE_LISTS
    }
    return FlowTable(
        names["exporter"],
        names["importer"],
        names["product"],
        tuple(year for table in tables for year in table.years),
        _concatenated([table.year for table in tables]),
        codes["exporter"],
        codes["importer"],
        codes["product"],
        _concatenated([table.value_usd for table in tables]),
        source=source,
    )


def _concatenated(arrays: list[NDArray[Scalar]]) -> NDArray[Scalar]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _moved(
    rows: NDArray[np.int32], own: tuple[str, ...], common: tuple[str, ...]
) -> NDArray[np.int32]:
    if own == common:
        return rows
    place = {name: position for position, name in enumerate(common)}
    return np.array([place[name] for name in own], np.int32)[rows]
