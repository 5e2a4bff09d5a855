"""Small tables from CSV or Parquet files: distances, tariffs, growth, regional evidence."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import polars as pl

from nasij_core.errors import (
    BadEncoding,
    BadInput,
    MissingColumn,
    NoRows,
    NotEnoughData,
    TruncatedFile,
    UnknownFormat,
)
from nasij_core.frames.world import growth_from_rates
from nasij_core.store.country_codes import country_of
from nasij_core.store.sources import (
    check_csv_end,
    csv_head,
    first_line_of,
    has_decimal_comma,
    parquet_columns,
)
from nasij_core.tables import DISTANCES, GROWTH, GROWTH_RATES, Table

KINDS = (".csv", ".csv.gz", ".parquet")
# CEPII's GeoDist keeps codes that ISO has changed since.
OLD_CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE"}
COUNTRY_COLUMNS = {"exporter", "importer", "country", "market", "iso3", "iso_o", "iso_d"}
DECIMAL_COMMA = r"^\s*(-?\d+),(\d+)\s*$"
GEODIST = {"iso_o": "exporter", "iso_d": "importer"}


def read_table(path: Path, table: Table) -> pl.DataFrame:
    """A checked frame of `table`; codes are text, so that leading zeros live."""
    return table.validate(read_frame(path), path.name)


def read_frame(path: Path) -> pl.DataFrame:
    """Any CSV (comma, semicolon, tab) or Parquet file; raises a BadInput that names it. Codes come
    without blanks around them, countries in three capital letters."""
    frame = _read(path)
    texts = pl.col([name for name, kind in frame.schema.items() if kind == pl.String])
    frame = frame.with_columns(texts.str.strip_chars())
    for name in COUNTRY_COLUMNS & set(frame.columns):
        if frame[name].dtype == pl.String:
            given = frame[name].drop_nulls().unique()
            final = {code: country_of(code) for code in given}
            frame = frame.with_columns(pl.col(name).replace(final))
    return frame


def _read(path: Path) -> pl.DataFrame:
    name = path.name.lower()
    if not path.is_file():
        raise UnknownFormat(path.name, "there is no such file", KINDS)
    if path.stat().st_size == 0:
        raise NoRows(path.name)
    if name.endswith(".parquet"):
        parquet_columns(path.name, path)
        try:
            return pl.read_parquet(path)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise TruncatedFile(path.name, "what is in it cannot be read") from error
    if name.endswith(".csv.gz"):
        return _read_csv(path.name, _unpacked(path), ",")
    if not name.endswith(".csv"):
        raise UnknownFormat(path.name, "its name ends otherwise", KINDS)
    header, _sample = csv_head(path.name, path)
    separator = max(",;\t", key=header.count)
    check_csv_end(path.name, path, header.count(separator) + 1, separator, strict=False)
    frame = _read_csv(path.name, path.read_bytes(), separator)
    if separator == ",":
        return frame
    first_line, rows = first_line_of(path), frame.lazy()
    french = [
        title for title in frame.columns if has_decimal_comma(path.name, rows, title, first_line)
    ]
    return frame.with_columns(pl.col(french).str.replace(DECIMAL_COMMA, "$1.$2"))


def _unpacked(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise TruncatedFile(path.name, "the packed data stops early") from error


def _read_csv(name: str, raw: bytes, separator: str) -> pl.DataFrame:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadEncoding(name, "its letters are written otherwise") from error
    try:
        frame = pl.read_csv(raw, separator=separator, infer_schema=False)
    except pl.exceptions.NoDataError as error:
        raise NoRows(name) from error
    except pl.exceptions.PolarsError as error:
        raise BadInput(f"{name} ({str(error).splitlines()[0]})") from error
    return frame.rename(lambda title: title.strip().lower())


def read_distances(path: Path) -> pl.DataFrame:
    """Columns exporter, importer, km; or CEPII's GeoDist, weighted distance where known."""
    frame = read_frame(path)
    if set(GEODIST) <= set(frame.columns):
        measures = [name for name in ("distw", "dist", "distcap") if name in frame.columns]
        km = pl.coalesce(pl.col(name).cast(pl.Float64, strict=False) for name in measures)
        frame = frame.rename(GEODIST).with_columns(km.alias("km")).drop_nulls("km")
        codes = pl.col("exporter", "importer").replace(OLD_CODES)
        frame = frame.with_columns(codes).filter(pl.col("exporter") != pl.col("importer"))
        frame = frame.select("exporter", "importer", "km").unique(["exporter", "importer"])
    return DISTANCES.validate(frame, path.name)


def read_growth(path: Path, first: int, last: int) -> pl.DataFrame:
    """Ratios over the horizon (tables.GROWTH), or yearly rates (country or iso3, year, growth).

    Yearly rates are multiplied from `first` to `last`, or to the last year forecast; flows without
    a year (`first` 0) have nothing to count from.
    """
    frame = read_frame(path)
    key = "iso3" if "iso3" in frame.columns else "country"
    if key not in frame.columns:
        raise MissingColumn(path.name, [key], frame.columns)
    rate = next((c for c in ("growth", "real_gdp_growth") if c in frame.columns), None)
    if rate is None or "year" not in frame.columns:
        return GROWTH.validate(frame, path.name)
    if first <= 0:
        raise NotEnoughData("growth", "the flows name no year to count from")
    rates = frame.select(pl.col(key).alias("country"), "year", pl.col(rate).alias("growth"))
    # Groups of countries stand in such tables without a code.
    rates = GROWTH_RATES.validate(rates.drop_nulls("country"), path.name)
    last = min(last, int(rates["year"].drop_nulls().max() or last))  # type: ignore[arg-type]
    if last <= first:
        raise NotEnoughData("growth", f"no forecast after {first} in {path.name}")
    ratios = growth_from_rates(rates, first, last)
    if ratios.is_empty():
        raise NotEnoughData("growth", f"no country has a year from {first + 1} to {last}")
    return GROWTH.validate(ratios, path.name)
