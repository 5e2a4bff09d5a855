"""Flows of one year at a time, checked and coded, from any source we know.

Memory is bounded by the largest year: a text file is first streamed to Parquet in a scratch
folder, then each year is taken from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import (
    BadEncoding,
    BadInput,
    BadOption,
    CoreError,
    MissingColumn,
    NegativeValue,
    NoRows,
    NotANumber,
    TruncatedFile,
)
from nasij_core.flows import FlowTable
from nasij_core.store import sources
from nasij_core.store.coding import CODED, Column, Tally, code_year, notes_of
from nasij_core.store.country_codes import ISO3_OF_BACI
from nasij_core.store.sources import Member
from nasij_core.units import USD_PER_BACI_UNIT

Progress = Callable[[int, int, str], None]
LARGEST_CODE = 1 << 24  # numeric codes up to here are counted in a table, not sorted


def silent(done: int, total: int, what: str) -> None:
    """The progress callback of someone who does not look."""


def read_years(
    source: Path,
    scratch: Path,
    tally: Tally,
    progress: Progress = silent,
    year: int | None = None,
    only: Collection[int] | None = None,
) -> Iterator[FlowTable]:
    """One coded table per year, in order; raises a `BadInput` that names the file.

    `year` is for sources that say it neither in a column nor in the file's name. `only`: the years
    to take, all if empty; BadOption if one of them is not there.
    """
    files = sources.flow_files(source)
    codes = _country_table(source, scratch)
    staged: dict[int, list[tuple[Path, Member]]] = {}
    for position, (name, path, inside) in enumerate(files):
        progress(position, 2 * len(files), name)
        with sources.on_disk(name, path, inside, scratch) as plain:
            member = sources.describe(name, plain)
            tally.files.append(name)
            if not member.ended:
                tally.without_end.append(name)
            stage = _stage(member, scratch / f"stage{position}.parquet", packed=plain != path)
            for found in _years_of(stage, member, year, tally):
                staged.setdefault(found, []).append((stage, member))
    for wanted in only or ():
        if wanted not in staged:
            raise BadOption("year", wanted, sorted(staged))
    taken = sorted(set(only) if only else staged)
    for position, found in enumerate(taken):
        done = len(files) + position * len(files) // len(taken)
        progress(done, 2 * len(files), str(found))
        yield _code_year(found, staged[found], codes, tally)
    progress(2 * len(files), 2 * len(files), "")


def read_flows(
    source: Path,
    scratch: Path,
    year: int | None = None,
    progress: Progress = silent,
    only: Collection[int] | None = None,
) -> tuple[FlowTable, Tally]:
    """The years of a source in memory, for one computation without a snapshot; arguments as for
    `read_years`."""
    from nasij_core.store.catalogue import join_years

    tally = Tally()
    flows = join_years(list(read_years(source, scratch, tally, progress, year, only)))
    return replace(flows, notes=notes_of(tally.unknown, tally.without_end)), tally


def _country_table(source: Path, scratch: Path) -> dict[int, str]:
    codes = dict(ISO3_OF_BACI)
    for name, path, inside in sources.list_files(source):
        if sources.is_code_table(name, "country"):
            with sources.on_disk(name, path, inside, scratch) as plain:
                codes |= _read_country_codes(plain)
    return codes


def _read_country_codes(path: Path) -> dict[int, str]:
    """BACI's own table; only codes are read, so an old Latin-1 file will do."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    frame = pl.read_csv(text.encode(), infer_schema=False)
    code = next((c for c in ("country_code", "code") if c in frame.columns), None)
    iso3 = next((c for c in ("country_iso3", "iso_3digit_alpha") if c in frame.columns), None)
    if code is None or iso3 is None:
        raise MissingColumn(path.name, ["country_code", "country_iso3"], frame.columns)
    pairs = frame.select(code, iso3).drop_nulls().iter_rows()
    return {int(number): letters for number, letters in pairs if len(letters) == 3}


def _stage(member: Member, target: Path, *, packed: bool) -> Path:
    """A Parquet file with our column names; an unpacked Parquet file serves as it is."""
    if member.is_parquet and not packed:
        return member.path
    try:
        if member.is_parquet:
            pl.scan_parquet(member.path).sink_parquet(target, compression="lz4")
        else:
            _scan_csv(member).sink_parquet(target, compression="lz4")
    except pl.exceptions.NoDataError as error:
        raise NoRows(member.name) from error
    except pl.exceptions.PolarsError as error:
        raise _translated(member.name, error) from error
    return target


def _scan_csv(member: Member) -> pl.LazyFrame:
    numeric = member.layout == "baci" and not member.padded
    dtypes = {"year": pl.Int32, "value_usd": pl.Float64 if not member.padded else pl.String}
    schema = {own: dtypes.get(ours, pl.String) for own, ours in member.columns.items()}
    if numeric:
        schema |= dict.fromkeys(("i", "j", "k"), pl.Int32)
    if member.padded:
        schema = dict.fromkeys(schema, pl.String)
    frame = pl.scan_csv(
        member.path,
        separator=member.separator,
        schema_overrides=schema,
        infer_schema=False,
        ignore_errors=True,  # what does not parse is empty, and counted as such below
        with_column_names=lambda names: [name.strip().strip('"').lower() for name in names],
    ).select(list(member.columns))
    if member.padded:
        frame = frame.with_columns(pl.all().str.strip_chars(' "'))
    return frame


def _translated(name: str, error: pl.exceptions.PolarsError) -> CoreError:
    first = str(error).splitlines()[0]
    if name.endswith(".parquet"):
        return TruncatedFile(name, first)
    if "utf-8" in first:
        return BadEncoding(name, first)
    return BadInput(f"{name} ({first})")


def _years_of(stage: Path, member: Member, year: int | None, tally: Tally) -> list[int]:
    own = next((own for own, ours in member.columns.items() if ours == "year"), None)
    try:
        rows = pl.scan_parquet(stage).select(pl.len()).collect().item()
        if rows == 0:
            raise NoRows(member.name)
        if own is None:
            return [_year_without_column(member, year, tally)]
        years = pl.scan_parquet(stage).select(pl.col(own).cast(pl.Int32, strict=False).unique())
        found = years.collect()[own]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(member.name, str(error).splitlines()[0]) from error
    if found.null_count():
        empty = pl.scan_parquet(stage).select(pl.col(own).is_null().sum()).collect().item()
        raise NotANumber(f"{member.name}.{own}", empty)
    return sorted(found)


def _year_without_column(member: Member, year: int | None, tally: Tally) -> int:
    if year is not None:
        return year
    if member.year is None:
        raise MissingColumn(member.name, ["year"], member.columns)
    tally.year_from_name.append(member.name)
    return member.year


def _code_year(
    year: int, parts: list[tuple[Path, Member]], codes: dict[int, str], tally: Tally
) -> FlowTable:
    taken = [_take(stage, member, year) for stage, member in parts]
    name = ", ".join(member.name for _, member in parts)
    columns = {kind: _joined([part[0][kind] for part in taken]) for kind in CODED}
    values = taken[0][1] if len(taken) == 1 else np.concatenate([part[1] for part in taken])
    del taken
    return code_year(columns, values, year, name, codes, tally)


def _joined(columns: list[Column]) -> Column:
    if len(columns) == 1:
        return columns[0]
    distinct = tuple(dict.fromkeys(str(value) for column in columns for value in column.distinct))
    place = {value: position for position, value in enumerate(distinct)}
    rows = [
        np.array([place[str(value)] for value in column.distinct], np.int32)[column.rows]
        for column in columns
    ]
    return Column(distinct, np.concatenate(rows))


def _take(stage: Path, member: Member, year: int) -> tuple[dict[str, Column], NDArray[np.float64]]:
    """One year of one file: coded columns and values in USD."""
    own = {ours: own for own, ours in member.columns.items()}
    scan = pl.scan_parquet(stage)
    if "year" in own:
        scan = scan.filter(pl.col(own["year"]).cast(pl.Int32) == year)
    try:
        return _coded(scan, member, own)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(member.name, str(error).splitlines()[0]) from error


def _coded(
    scan: pl.LazyFrame, member: Member, own: dict[str, str]
) -> tuple[dict[str, Column], NDArray[np.float64]]:
    # Coding while reading, in one pass: the text of ten million rows is never in memory.
    types = scan.collect_schema()
    frame = scan.select(
        *(_codes(own[kind], types[own[kind]]).alias(kind) for kind in CODED),
        pl.col(own["value_usd"]).cast(pl.Float64, strict=False).alias("value_usd"),
    ).collect()
    for kind in CODED:
        if empty := frame[kind].null_count():
            examples = _flows_where(frame, pl.col(kind).is_null())
            raise NotANumber(f"{member.name}.{own[kind]}", empty, examples)
    usd = _checked_values(frame, member, own["value_usd"])
    return {kind: _column(frame[kind]) for kind in CODED}, usd


def _codes(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_integer():
        return pl.col(name)
    # Categories of its own: the list that Polars shares between all columns is never emptied.
    return pl.col(name).cast(pl.String).cast(pl.Categorical(pl.Categories.random()))


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


def _checked_values(frame: pl.DataFrame, member: Member, own: str) -> NDArray[np.float64]:
    name, value = f"{member.name}.{own}", frame["value_usd"]
    bad = int((value.is_null() | ~value.fill_null(0.0).is_finite()).sum())
    if bad:
        usd = pl.col("value_usd")
        examples = _flows_where(frame, usd.is_null() | ~usd.is_finite())
        raise NotANumber(name, bad, examples)
    negative = value.filter(value < 0)
    if len(negative):
        raise NegativeValue(name, len(negative), _flows_where(frame, pl.col("value_usd") < 0))
    values = value.to_numpy()
    return values * USD_PER_BACI_UNIT if member.layout == "baci" else values


def _flows_where(frame: pl.DataFrame, wrong: pl.Expr) -> list[str]:
    """A few flows by their codes, as the file says them; an empty code is a question mark."""
    rows = frame.filter(wrong.fill_null(True)).head(6).select(CODED)
    return [
        "/".join("?" if code is None else str(code) for code in row) for row in rows.iter_rows()
    ]
