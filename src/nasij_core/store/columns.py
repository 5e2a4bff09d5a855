"""The columns of one year of one file, coded while they are read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import NegativeValue, NotANumber, TruncatedFile
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
        raise NotANumber(f"{member.name}.{own['value_usd']}", _rows(scan))
    scan = scan.select(
        *(_text(own.get(kind)).alias(kind) for kind in CODED),
        pl.col(own["value_usd"]).cast(pl.Float64, strict=False).alias("value_usd"),
    )
    try:
        frames = _read(scan)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(member.name, str(error).splitlines()[0]) from error
    columns = {}
    for kind in CODED:
        runs = frames.runs.get(kind)
        rows = frames.rows[kind] if runs is None else runs["value"]
        if rows.null_count():
            _refuse_empty(scan, kind, f"{member.name}.{own.get(kind)}")
        columns[kind] = _column(rows) if runs is None else _of(runs)
    value, title = frames.rows["value_usd"], f"{member.name}.{own['value_usd']}"
    return columns, _usd(scan, value, member, title)


def _rows(scan: pl.LazyFrame) -> int:
    return int(scan.select(pl.len()).collect().item())


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


def _usd(scan: pl.LazyFrame, value: pl.Series, member: Member, title: str) -> Reals:
    values = value.to_numpy()
    if value.null_count() or not (values.min() >= 0 and values.max() < MOST):
        _refuse_values(scan, value, title)
    return values * USD_PER_BACI_UNIT if member.thousands else values


def _refuse_empty(scan: pl.LazyFrame, kind: str, title: str) -> NoReturn:
    empty = pl.col(kind).is_null()
    count = scan.select(empty.sum()).collect().item()
    raise NotANumber(title, count, _flows_where(scan, empty))


def _refuse_values(scan: pl.LazyFrame, value: pl.Series, title: str) -> NoReturn:
    usd = pl.col("value_usd")
    bad = int((value.is_null() | ~(value.fill_null(0.0) < MOST)).sum())
    if bad:
        raise NotANumber(title, bad, _flows_where(scan, usd.is_null() | ~(usd < MOST)))
    raise NegativeValue(title, int((value < 0).sum()), _flows_where(scan, usd < 0))


def _flows_where(scan: pl.LazyFrame, wrong: pl.Expr) -> list[str]:
    """A few flows by their codes, as the file says them; an empty code is a question mark."""
    rows = scan.filter(wrong.fill_null(True)).head(6).select(CODED).collect()
    return [
        "/".join("?" if code is None else str(code) for code in row) for row in rows.iter_rows()
    ]
