"""Computed tables on disk, with the record of what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from nasij_core import __version__
from nasij_core.errors import CouldNotWrite
from nasij_core.notes import Note
from nasij_core.store.folders import refuse_foreign, sha256_of, whole_folder, write_record


def record_of(
    method: str,
    options: Mapping[str, Any],
    inputs: Mapping[str, Path | None],
    notes: Iterable[Note] = (),
) -> dict[str, Any]:
    """What was asked, so that a figure can be traced and computed again."""
    return {
        "method": method,
        "version": __version__,
        "options": dict(options),
        "inputs": {
            name: {"file": path.name, "sha256": sha256_of(path)}
            for name, path in inputs.items()
            if path is not None
        },
        "notes": [note.as_record() for note in notes],
        "computed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def write_results(
    into: Path,
    frames: Mapping[str, pl.DataFrame | pl.LazyFrame],
    record: Mapping[str, Any],
    *,
    csv: bool = False,
) -> dict[str, int]:
    """One Parquet file per frame (and CSV on demand) and `record.json`, all or nothing.

    A lazy frame is streamed: it may be larger than memory. Returns the rows of each frame.
    """
    refuse_foreign(into)
    with whole_folder(into) as part:
        try:
            rows = {
                name: _write(part / name, frame.lazy(), csv=csv) for name, frame in frames.items()
            }
        except pl.exceptions.PolarsError as error:
            raise CouldNotWrite(str(into), str(error)) from error
        write_record(part, {**record, "rows": rows})
    return rows


def _write(path: Path, frame: pl.LazyFrame, *, csv: bool) -> int:
    parquet = path.with_suffix(".parquet")
    frame.sink_parquet(parquet, compression="zstd")
    if csv:
        pl.scan_parquet(parquet).sink_csv(path.with_suffix(".csv"))
    return int(pl.scan_parquet(parquet).select(pl.len()).collect().item())
