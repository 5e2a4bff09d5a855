"""Firm records read from a file larger than memory: coded in a stream, sorted year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from nasij_core.dynamics import Names, YearRecords, resolve, sorted_years
from nasij_core.errors import (
    MissingColumn,
    NegativeValue,
    NoRows,
    NotANumber,
    UnknownFormat,
)
from nasij_core.store.sources import (
    check_csv_end,
    csv_head,
    first_line_of,
    has_decimal_comma,
    parquet_columns,
    why_unread,
)
from nasij_core.store.years import check_years, year_of

KINDS = (".csv", ".parquet")
CODED = ("firm", "region", "product", "market")
NEEDED = ("firm", "year", "value")


@dataclass(frozen=True, slots=True)
class RecordStream:
    """Names are known; years come one at a time, each sorted."""

    names: Names
    years: tuple[int, ...]
    rows: int
    coded: Path  # Parquet of codes in the scratch folder

    def __iter__(self) -> Iterator[YearRecords]:
        for year in self.years:
            frame = pl.scan_parquet(self.coded).filter(pl.col("year") == year).collect()
            firm, region, product, market = (frame[c].to_numpy() for c in CODED)
            stamps = np.full(frame.height, year, np.int64)
            value = frame["value"].to_numpy()
            yield from sorted_years(stamps, firm, region, product, market, value, self.names.sizes)


def stream_records(
    path: Path, scratch: Path, successions: Mapping[str, str] | None = None
) -> RecordStream:
    """Check and code `path` (tables.FIRM_RECORDS) into `scratch`; text is never held whole."""
    try:
        scan = _scan(path)
        present = scan.collect_schema().names()
        missing = [name for name in NEEDED if name not in present]
        if missing:
            raise MissingColumn(path.name, missing, present)
        scan = _typed(scan, present, successions)
        rows = _check(scan, path.name)
        codes = {name: _distinct(scan, name) for name in CODED}
        years = _distinct(scan, "year")
        check_years(path.name, "year", years, scan.select("year"), first_line_of(path))
        target = scratch / "coded.parquet"
        scan.select(
            "year",
            *(pl.col(name).cast(pl.Enum(codes[name])).to_physical() for name in CODED),
            "value",
        ).sink_parquet(target, compression="lz4")
    except pl.exceptions.PolarsError as error:
        raise why_unread(path.name, path) from error
    names = Names(codes["firm"], *(tuple(codes[name]) for name in CODED[1:]))
    return RecordStream(names, tuple(years), rows, target)


def _scan(path: Path) -> pl.LazyFrame:
    if not path.is_file():
        raise UnknownFormat(path.name, "there is no such file", KINDS)
    if path.stat().st_size == 0:
        raise NoRows(path.name)
    if path.suffix == ".parquet":
        parquet_columns(path.name, path)
        return pl.scan_parquet(path)
    if path.suffix != ".csv":
        raise UnknownFormat(path.name, "its name ends otherwise", KINDS)
    header, _sample = csv_head(path.name, path)
    separator = max(",;\t", key=header.count)
    check_csv_end(path.name, path, header.count(separator) + 1, separator, strict=False)
    scan = pl.scan_csv(
        path,
        separator=separator,
        infer_schema=False,
        with_column_names=lambda names: [name.strip().strip('"').lower() for name in names],
    )
    if separator == "," or "value" not in scan.collect_schema():
        return scan
    if has_decimal_comma(path.name, scan, "value", first_line_of(path)):
        scan = scan.with_columns(pl.col("value").str.replace(",", ".", literal=True))
    return scan


def _typed(
    scan: pl.LazyFrame, present: list[str], successions: Mapping[str, str] | None
) -> pl.LazyFrame:
    """Our columns only, absent ones as one empty name, identifiers brought to their last. Blanks
    around a name are no part of it."""
    last = resolve(successions or {})
    firm = pl.col("firm").cast(pl.String).str.strip_chars()
    return scan.select(
        year_of("year", scan.collect_schema()["year"]).cast(pl.Int64),
        (firm.replace(last) if last else firm).alias("firm"),
        *(
            pl.col(name).cast(pl.String).str.strip_chars()
            if name in present
            else pl.lit("").alias(name)
            for name in CODED[1:]
        ),
        pl.col("value").cast(pl.Float64, strict=False),
    )


def _check(scan: pl.LazyFrame, name: str) -> int:
    value = pl.col("value")
    found = scan.select(
        pl.len().alias("rows"),
        (value.is_null() | ~value.is_finite()).sum().alias("value"),
        (value < 0).sum().alias("negative"),
        *(pl.col(column).is_null().sum() for column in ("year", *CODED)),
    ).collect(engine="streaming")
    counts = found.row(0, named=True)
    if counts["rows"] == 0:
        raise NoRows(name)
    for column in ("year", *CODED, "value"):
        if counts[column]:
            wrong = ~pl.col(column).is_finite() if column == "value" else pl.lit(False)
            rows = _rows_where(scan, pl.col(column).is_null() | wrong)
            raise NotANumber(f"{name}.{column}", counts[column], rows)
    if counts["negative"]:
        rows = _rows_where(scan, value < 0)
        raise NegativeValue(f"{name}.value", counts["negative"], rows)
    return int(counts["rows"])


def _rows_where(scan: pl.LazyFrame, wrong: pl.Expr) -> list[str]:
    """The first rows at fault, counted from the one below the names of the columns."""
    found = scan.with_row_index("row").filter(wrong).select("row").head(6).collect()
    return [f"row {row + 1}" for row in found["row"]]


def _distinct(scan: pl.LazyFrame, name: str) -> pl.Series:
    return scan.select(pl.col(name).unique()).collect(engine="streaming")[name].sort()
