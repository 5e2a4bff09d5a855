"""Snapshots read back as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from nasij_core.errors import BadOption, NoRows, TruncatedFile, UnknownFormat
from nasij_core.flows import CODED, FlowTable, join_years
from nasij_core.store.coding import notes_of
from nasij_core.store.snapshots import SnapshotRecord


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
    return replace(flows, notes=notes_of(record.unknown_codes, record.without_end, record.left_out))


def _load_year(folder: Path, year: int) -> FlowTable:
    try:
        frame = pl.read_parquet(folder / f"flows_{year}.parquet")
        lists = pl.read_parquet(folder / f"codes_{year}.parquet")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(f"flows_{year}.parquet", "what is in it cannot be read") from error
    names = {name: tuple(lists.filter(pl.col("list") == name)["code"].to_list()) for name in CODED}
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
