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

from nasij_core.errors import (
    BadEncoding,
    BadOption,
    CellsUnread,
    MissingColumn,
    NoRows,
    TruncatedFile,
    YearContradicts,
)
from nasij_core.flows import CODED, FlowTable, join_years
from nasij_core.store import sources
from nasij_core.store.coding import Tally, code_year, notes_of
from nasij_core.store.columns import refuse_cells, refuse_unread, take_year
from nasij_core.store.country_codes import ISO3_OF_BACI
from nasij_core.store.names import HS_WIDTH, Column
from nasij_core.store.sources import Amounts, Member, Reader, Spelling
from nasij_core.store.years import check_years, year_of

Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """The progress callback of someone who does not look."""


def read_years(
    source: Path,
    scratch: Path,
    tally: Tally,
    progress: Progress = silent,
    year: int | None = None,
    only: Collection[int] | None = None,
    markets: bool = True,
    reader: Reader | None = None,
) -> Iterator[FlowTable]:
    """One coded table per year, in order; raises a `BadInput` that names the file.

    `year` is for sources that say it neither in a column nor in the file's name. `only`: the years
    to take, all if empty; BadOption if one of them is not there. Without `markets` the
    importer may lack: exports are known by product alone. `reader` knows how people write files
    that have no layout of ours.
    """
    files = sources.flow_files(source)
    codes = _country_table(source, scratch)
    staged: dict[int, list[tuple[Path, Member]]] = {}
    for position, (name, path, inside) in enumerate(files):
        progress(position, 2 * len(files), name)
        with sources.on_disk(name, path, inside, scratch) as plain:
            target = scratch / f"stage{position}.parquet"
            member, stage = _staged(name, plain, target, markets, reader, packed=plain != path)
            tally.files.append(name)
            if not member.ended:
                tally.without_end.append(name)
            for found in _years_of(stage, member, year, tally):
                staged.setdefault(found, []).append((stage, member))
    for wanted in only or ():
        if wanted not in staged:
            raise BadOption("year", wanted, sorted(staged))
    taken = sorted(set(only) if only else staged)
    for position, found in enumerate(taken):
        done = len(files) + position * len(files) // len(taken)
        progress(done, 2 * len(files), str(found))
        yield _code_year(found, staged[found], codes, tally, reader)
    progress(2 * len(files), 2 * len(files), "")


def read_flows(
    source: Path,
    scratch: Path,
    year: int | None = None,
    progress: Progress = silent,
    only: Collection[int] | None = None,
    markets: bool = True,
) -> tuple[FlowTable, Tally]:
    """The years of a source in memory, for one computation without a snapshot; arguments as for
    `read_years`."""
    tally = Tally()
    flows = join_years(list(read_years(source, scratch, tally, progress, year, only, markets)))
    notes = notes_of(tally.unknown, tally.without_end, tally.left_out)
    return replace(flows, notes=notes), tally


def _country_table(source: Path, scratch: Path) -> dict[int, str]:
    codes = dict(ISO3_OF_BACI)
    beside = sources.list_files(source) if sources.holds_many(source) else []
    for name, path, inside in beside:
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


def _staged(
    name: str, path: Path, target: Path, markets: bool, reader: Reader | None, *, packed: bool
) -> tuple[Member, Path]:
    """A file understood, and as Parquet; one in other letters by a copy in UTF-8."""
    headings = reader.headings if reader else None
    try:
        member = sources.describe(name, path, markets=markets, headings=headings)
        return member, _stage(member, target, reader, packed=packed)
    except BadEncoding:
        if reader is None:
            raise
    copy = target.with_suffix(".csv")
    reader.letters(path, copy)
    member = sources.describe(name, copy, markets=markets, headings=headings)
    stage = _stage(member, target, reader, packed=True)
    copy.unlink()
    return member, stage


def _stage(member: Member, target: Path, reader: Reader | None, *, packed: bool) -> Path:
    """A Parquet file with our column names; an unpacked Parquet file serves as it is."""
    amounts = reader.amounts if reader else None
    try:
        if reader is not None:
            scan = pl.scan_parquet(member.path) if member.is_parquet else _as_written(member)
            rows = scan.with_row_index("row", member.first_line)
            reader.beside(rows, member.value, 1000 if member.thousands else 1)
        if member.is_parquet:
            scan = pl.scan_parquet(member.path)
            is_text = scan.collect_schema()[member.value] == pl.String
            if not packed and not (amounts and is_text):
                return member.path
            if amounts and is_text:
                scan = _in_numbers(scan, member, amounts)
            scan.sink_parquet(target, compression="lz4")
        else:
            _scan_csv(member, amounts).sink_parquet(target, compression="lz4")
            refuse_unread(member, pl.scan_parquet(target), _as_written(member))
    except pl.exceptions.NoDataError as error:
        raise NoRows(member.name) from error
    except pl.exceptions.PolarsError as error:
        raise sources.why_unread(member.name, member.path, member.separator) from error
    return target


def _in_numbers(rows: pl.LazyFrame, member: Member, amounts: Amounts) -> pl.LazyFrame:
    written = rows.select(member.value).with_row_index("row", member.first_line)
    return rows.with_columns(amounts(written, member.value).alias(member.value))


def _as_written(member: Member) -> pl.LazyFrame:
    return pl.scan_csv(
        member.path,
        separator=member.separator,
        infer_schema=False,
        with_column_names=lambda names: [name.strip().strip('"').lower() for name in names],
    )


def _scan_csv(member: Member, amounts: Amounts | None) -> pl.LazyFrame:
    official = member.layout == "baci" and member.separator == ","  # its numbers have points
    by_people = amounts if not official else None
    comma = (
        by_people is None
        and member.separator != ","
        and sources.has_decimal_comma(
            member.name, _as_written(member), member.value, member.first_line
        )
    )
    numeric = member.layout == "baci" and not member.padded
    as_text = member.padded or by_people is not None
    dtypes = {"year": pl.Int32, "value_usd": pl.String if as_text else pl.Float64}
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
        decimal_comma=comma,
        ignore_errors=True,  # what does not parse is empty, and counted as such below
        with_column_names=lambda names: [name.strip().strip('"').lower() for name in names],
    ).select(list(member.columns))
    if member.padded:
        frame = frame.with_columns(pl.all().str.strip_chars(' "'))
    if by_people is not None:
        return _in_numbers(frame, member, by_people)
    if member.padded and comma:
        frame = frame.with_columns(pl.col(member.value).str.replace(",", ".", literal=True))
    return frame


def _years_of(stage: Path, member: Member, year: int | None, tally: Tally) -> list[int]:
    own = next((own for own, ours in member.columns.items() if ours == "year"), None)
    try:
        rows = pl.scan_parquet(stage).select(pl.len()).collect().item()
        if rows == 0:
            raise NoRows(member.name)
        if own is None:
            return [_year_without_column(member, year, tally)]
        scan = pl.scan_parquet(stage)
        stamps = scan.select(year_of(own, scan.collect_schema()[own]))
        found = stamps.unique().collect()[own]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(member.name, "what is in it cannot be read") from error
    if found.null_count():
        empty = year_of(own, scan.collect_schema()[own]).is_null()
        refuse_cells(CellsUnread, scan, own, empty, member)
    check_years(member.name, own, found, stamps, member.first_line)
    years = sorted(found)
    if year and years != [year]:
        raise YearContradicts(member.name, years, year)
    return years


def _year_without_column(member: Member, year: int | None, tally: Tally) -> int:
    if year is not None:
        if member.year not in (None, year):
            raise YearContradicts(member.name, [member.year], year)
        return year
    if member.year is None:
        raise MissingColumn(member.name, ["year"], member.columns)
    tally.year_from_name.append(member.name)
    return member.year


def _code_year(
    year: int,
    parts: list[tuple[Path, Member]],
    codes: dict[int, str],
    tally: Tally,
    reader: Reader | None,
) -> FlowTable:
    taken = [take_year(stage, member, year) for stage, member in parts]
    if reader is not None:
        for (columns, _values), (_stage, member) in zip(taken, parts, strict=True):
            _respell(columns, member, reader.spelling)
    name = ", ".join(member.name for _, member in parts)
    columns = {kind: _joined([part[0][kind] for part in taken]) for kind in CODED}
    values = taken[0][1] if len(taken) == 1 else np.concatenate([part[1] for part in taken])
    del taken
    width = HS_WIDTH if all(member.layout == "baci" for _, member in parts) else None
    return code_year(columns, values, year, name, codes, tally, width)


def _respell(columns: dict[str, Column], member: Member, spelling: Spelling) -> None:
    """Texts as the caller knows them; the numbers of the official layout have one reading."""
    if member.layout == "baci":
        return
    headings = {ours: own for own, ours in member.columns.items()}
    for kind, column in columns.items():
        texts = [str(value).strip() for value in column.distinct]
        if kind in headings and all(isinstance(value, str) for value in column.distinct):
            columns[kind] = Column(tuple(spelling(kind, headings[kind], texts)), column.rows)


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
