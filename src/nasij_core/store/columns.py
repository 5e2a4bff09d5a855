"""The columns of one year of one file, coded while they are read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import (
    SHOWN,
    CellsNegative,
    CellsUnread,
    CountriesUnread,
    TruncatedFile,
)
from nasij_core.flows import CODED
from nasij_core.store.names import NO_MARKET, Column
from nasij_core.store.sources import Member
from nasij_core.store.years import year_of
from nasij_core.units import USD_PER_BACI_UNIT

LARGEST_CODE = 1 << 24  # numeric codes up to here are counted in a table, not sorted
SAMPLE = 1 << 16  # first rows, looked at to see which columns repeat their text
MOST = 1e15  # dollars: forty times what the world sells in a year, so no flow of one product
LONG = 4  # rows to a run from which coding the runs pays

Reals = NDArray[np.float64]


def take_year(stage: Path, member: Member, year: int) -> tuple[dict[str, Column], Reals]:
    """One year of one file: coded columns and values in USD."""
    own = {ours: own for own, ours in member.columns.items()}
    scan = pl.scan_parquet(stage)
    if "year" in own:
        stamp = scan.collect_schema()[own["year"]]
        scan = scan.filter(year_of(own["year"], stamp) == year)
    values = scan.collect_schema()[own["value_usd"]]
    if not (values.is_numeric() or values == pl.String):  # days since 1970 would be dollars
        title = own["value_usd"]
        refuse_cells(CellsUnread, pl.scan_parquet(stage), title, pl.lit(value=True), member)
    flows = scan.select(
        *(_text(own.get(kind)).alias(kind) for kind in CODED),
        pl.col(own["value_usd"]).cast(pl.Float64, strict=False).alias("value_usd"),
    )
    try:
        frames = _read(flows)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(member.name, "what is in it cannot be read") from error
    columns = {}
    for kind in CODED:
        runs = frames.runs.get(kind)
        rows = frames.rows[kind] if runs is None else runs["value"]
        if rows.null_count():
            _refuse_blank(kind, stage, own[kind], member)
        columns[kind] = _column(rows) if runs is None else _of(runs)
        if not all(str(text).strip() for text in columns[kind].distinct):
            _refuse_blank(kind, stage, own[kind], member)
    return columns, _usd(stage, frames.rows["value_usd"], member, own["value_usd"])


def refuse_unread(member: Member, stage: pl.LazyFrame, written: pl.LazyFrame) -> None:
    """What does not parse is empty in the stage; `written` is the file as text, while there."""
    for own, empty in stage.null_count().collect().row(0, named=True).items():
        if empty:
            rows = stage.with_row_index().filter(pl.col(own).is_null()).select("index")
            first = rows.head(SHOWN + 1).collect()["index"]
            texts = written.with_row_index().filter(pl.col("index").is_in(first.implode()))
            lines = [row + member.first_line for row in first]
            examples = _shown(texts.select(own).collect()[own])
            raise _unread(member.columns[own])(member.name, own, empty, lines, examples)


def _refuse_blank(kind: str, stage: Path, own: str, member: Member) -> NoReturn:
    blank = pl.col(own).cast(pl.String).str.strip_chars().fill_null("") == ""
    refuse_cells(_unread(kind), pl.scan_parquet(stage), own, blank, member)


def _unread(kind: str) -> type[CellsUnread]:
    return CountriesUnread if kind in ("exporter", "importer") else CellsUnread


def refuse_cells(
    error: type[CellsUnread | CellsNegative],
    scan: pl.LazyFrame,
    own: str,
    wrong: pl.Expr,
    member: Member,
) -> NoReturn:
    found = scan.with_row_index().filter(wrong.fill_null(value=True)).select("index", own)
    count = found.select(pl.len()).collect().item()
    rows = found.head(SHOWN + 1).collect()
    lines = [row + member.first_line for row in rows["index"]]
    raise error(member.name, own, count, lines, _shown(rows[own]))


def _shown(cells: pl.Series) -> list[str]:
    """What is written in them; a dash where nothing is."""
    return ["–" if cell is None else str(cell).strip() or "–" for cell in cells]


def _text(own: str | None) -> pl.Expr:
    """The column of that name; of a table of products that names no market, an empty one."""
    return pl.lit(NO_MARKET) if own is None else pl.col(own)


class _Frames(NamedTuple):
    rows: pl.DataFrame  # the value, and columns coded row by row
    runs: dict[str, pl.DataFrame]  # by column: len and coded value of each run


def _read(scan: pl.LazyFrame) -> _Frames:
    try:
        return _coded(scan, pl.UInt16)
    except pl.exceptions.ComputeError:  # more texts than 16 bits can number, or a damaged file
        return _coded(scan, pl.UInt32)


def _coded(scan: pl.LazyFrame, width: type[pl.DataType]) -> _Frames:
    """Coding while reading: never is the text of more than one column in memory."""
    types = scan.collect_schema()
    texts = [kind for kind in CODED if not types[kind].is_integer()]
    runs = {
        kind: scan.select(pl.col(kind).rle()).collect().unnest(kind)
        for kind in _in_runs(scan, texts)
    }
    rows = scan.select(
        *(
            _code(kind, width) if kind in texts else pl.col(kind)
            for kind in CODED
            if kind not in runs
        ),
        "value_usd",
    ).collect(engine="streaming")
    return _Frames(
        rows, {kind: frame.with_columns(_code("value", width)) for kind, frame in runs.items()}
    )


def _in_runs(scan: pl.LazyFrame, texts: list[str]) -> list[str]:
    """Columns that repeat their text, as the leading ones of a file in order do: their runs are
    coded, not their rows."""
    sample = scan.select(texts).head(SAMPLE).collect()
    return [kind for kind in texts if len(sample[kind].rle()) * LONG < sample.height]


def _code(name: str, width: type[pl.DataType]) -> pl.Expr:
    # Categories of its own: the list that Polars shares between all columns is never emptied.
    own = pl.Categories.random(physical=width)
    return pl.col(name).cast(pl.String).cast(pl.Categorical(own))


def _of(runs: pl.DataFrame) -> Column:
    codes = _column(runs["value"])
    return Column(codes.distinct, np.repeat(codes.rows, runs["len"].to_numpy()))


def _column(values: pl.Series) -> Column:
    if isinstance(values.dtype, pl.Categorical):
        texts = values.dtype.categories.to_series()
        return Column(tuple(texts), values.to_physical().to_numpy())
    rows = values.to_numpy()
    if rows.min() < 0 or rows.max() >= LARGEST_CODE:
        distinct, places = np.unique(rows, return_inverse=True)
        return Column(tuple(distinct.tolist()), places)
    seen = np.zeros(int(rows.max()) + 1, bool)
    seen[rows] = True
    place: NDArray[np.int32] = np.cumsum(seen, dtype=np.int32) - np.int32(1)
    return Column(tuple(np.flatnonzero(seen).tolist()), place[rows])


def _usd(stage: Path, value: pl.Series, member: Member, own: str) -> Reals:
    values = value.to_numpy()
    if value.null_count() or not (values.min() >= 0 and values.max() < MOST):
        _refuse_values(pl.scan_parquet(stage), member, own)
    return values * USD_PER_BACI_UNIT if member.thousands else values


def _refuse_values(scan: pl.LazyFrame, member: Member, own: str) -> NoReturn:
    usd = pl.col(own).cast(pl.Float64, strict=False)
    unread = usd.is_null() | ~(usd < MOST)
    if scan.select(unread.any()).collect().item():
        refuse_cells(CellsUnread, scan, own, unread, member)
    refuse_cells(CellsNegative, scan, own, usd < 0, member)
