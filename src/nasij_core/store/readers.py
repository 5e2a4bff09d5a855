"""Flows of one year at a time, checked and coded, from any source we know.

Memory is bounded by the largest year: a text file is first streamed to Parquet in a scratch
folder, then each year is taken from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import (
    BadInput,
    CoreError,
    DuplicateKeys,
    MissingColumn,
    NegativeValue,
    NoRows,
    NotANumber,
    TruncatedFile,
    UnknownCode,
)
from nasij_core.flows import FlowTable
from nasij_core.store import sources
from nasij_core.store.country_codes import ISO3_OF_BACI, KNOWN_ISO3
from nasij_core.store.sources import Member
from nasij_core.units import USD_PER_BACI_UNIT

Progress = Callable[[int, int, str], None]
HS_WIDTH = 6


def silent(done: int, total: int, what: str) -> None:
    """The progress callback of someone who does not look."""


@dataclass(slots=True)
class Tally:
    """What was met on the way and must be told, by code: rows and value."""

    unknown: dict[str, dict[str, float]] = field(default_factory=dict)
    self_trade_rows: int = 0
    self_trade_usd: float = 0.0
    zero_rows: int = 0
    files: list[str] = field(default_factory=list)
    year_from_name: list[str] = field(default_factory=list)

    def add_unknown(self, code: str, rows: int, value_usd: float) -> None:
        seen = self.unknown.setdefault(code, {"rows": 0, "value_usd": 0.0})
        seen["rows"] += rows
        seen["value_usd"] += value_usd


def read_years(
    source: Path, scratch: Path, tally: Tally, progress: Progress = silent, year: int | None = None
) -> Iterator[FlowTable]:
    """One coded table per year, in order; raises a `BadInput` that names the file.

    `year` is for sources that say it neither in a column nor in the file's name.
    """
    files = sources.flow_files(source)
    codes = _country_table(source, scratch)
    staged: dict[int, list[tuple[Path, Member]]] = {}
    for position, (name, path, inside) in enumerate(files):
        progress(position, 2 * len(files), name)
        with sources.on_disk(name, path, inside, scratch) as plain:
            member = sources.describe(name, plain)
            tally.files.append(name)
            stage = _stage(member, scratch / f"stage{position}.parquet", packed=plain != path)
            for found in _years_of(stage, member, year, tally):
                staged.setdefault(found, []).append((stage, member))
    for position, found in enumerate(sorted(staged)):
        done = len(files) + position * len(files) // len(staged)
        progress(done, 2 * len(files), str(found))
        yield _code_year(found, staged[found], codes, tally)
    progress(2 * len(files), 2 * len(files), "")


def read_flows(
    source: Path, scratch: Path, year: int | None = None, progress: Progress = silent
) -> tuple[FlowTable, Tally]:
    """All years of a source in memory, for one computation without a snapshot."""
    from nasij_core.store.catalogue import join_years

    tally = Tally()
    return join_years(list(read_years(source, scratch, tally, progress, year))), tally


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
    frames = [_take(stage, member, year) for stage, member in parts]
    name = ", ".join(member.name for _, member in parts)
    if len(frames) == 1:
        frame = frames[0]
    else:
        frame = pl.concat([f.cast(dict.fromkeys(CODED, pl.String)) for f in frames])
    coded = {column: _coded(frame[column], column, codes) for column in CODED}
    for column in ("exporter", "importer"):
        _count_unknown(coded[column], frame["value_usd"].to_numpy(), tally)
    return _sorted_table(coded, frame["value_usd"].to_numpy(), year, name, tally)


CODED = ("exporter", "importer", "product")
Coded = tuple[tuple[str, ...], NDArray[np.int64]]  # sorted names, position of each row


def _take(stage: Path, member: Member, year: int) -> pl.DataFrame:
    own = {ours: own for own, ours in member.columns.items()}
    scan = pl.scan_parquet(stage)
    if "year" in own:
        scan = scan.filter(pl.col(own["year"]).cast(pl.Int32) == year)
    try:
        frame = scan.select(pl.col(own[c]).alias(c) for c in (*CODED, "value_usd")).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(member.name, str(error).splitlines()[0]) from error
    for column in CODED:
        if (empty := frame[column].null_count()) > 0:
            raise NotANumber(f"{member.name}.{own[column]}", empty)
    return _checked_values(frame, member, own["value_usd"])


def _checked_values(frame: pl.DataFrame, member: Member, own: str) -> pl.DataFrame:
    name = f"{member.name}.{own}"
    value = frame["value_usd"].cast(pl.Float64, strict=False)
    bad = int((value.is_null() | ~value.fill_null(0.0).is_finite()).sum())
    if bad:
        raise NotANumber(name, bad)
    negative = value.filter(value < 0)
    if len(negative):
        raise NegativeValue(name, len(negative), negative.head(6))
    if member.layout == "baci":
        value = value * USD_PER_BACI_UNIT
    return frame.with_columns(value.alias("value_usd"))


def _coded(values: pl.Series, column: str, codes: dict[int, str]) -> Coded:
    distinct = values.unique()
    if values.dtype == pl.String:
        rows = values.cast(pl.Enum(distinct)).to_physical().to_numpy()
    else:
        top = int(distinct.max()) + 1  # type: ignore[arg-type]
        positions = np.zeros(top, np.int64)
        positions[distinct.to_numpy()] = np.arange(len(distinct))
        rows = positions[values.to_numpy()]
    own_names = [_name(value, column, codes) for value in distinct]
    names, place = np.unique(np.array(own_names, dtype=object), return_inverse=True)
    return tuple(names), place.astype(np.int64)[rows]


def _name(value: object, column: str, codes: dict[int, str]) -> str:
    text = str(value).strip()
    if column == "product":
        is_number = not isinstance(value, str) or len(text) == HS_WIDTH - 1
        return text.zfill(HS_WIDTH) if is_number and text.isdigit() else text
    return codes.get(int(text), text) if text.isdigit() else text


def _count_unknown(coded: Coded, values: NDArray[np.float64], tally: Tally) -> None:
    """Unknown countries stay in the flows under their own code: world totals stay whole."""
    names, rows = coded
    unknown = [place for place, name in enumerate(names) if name not in KNOWN_ISO3]
    if not unknown:
        return
    counts = np.bincount(rows, minlength=len(names))
    sums = np.bincount(rows, weights=values, minlength=len(names))
    for place in unknown:
        tally.add_unknown(names[place], int(counts[place]), float(sums[place]))


def _sorted_table(
    coded: dict[str, Coded], values: NDArray[np.float64], year: int, name: str, tally: Tally
) -> FlowTable:
    (exporters, i), (importers, j), (products, k) = (coded[column] for column in CODED)
    if not all((*exporters, *importers, *products)):
        raise UnknownCode(name, [""])
    keys = (i * len(products) + k) * len(importers) + j
    kept = _not_self_trade(exporters, importers, i, j, values, tally)
    if kept is not None:
        keys, values = keys[kept], values[kept]
    table = pl.DataFrame({"key": keys, "value": values}).sort("key")
    keys, values = table["key"].to_numpy(), table["value"].to_numpy()
    _refuse_repeated(keys, coded, name)
    tally.zero_rows += int((values == 0).sum())
    if len(keys) == 0:
        raise NoRows(f"{name} ({year})")
    pairs, importer = np.divmod(keys, len(importers))
    exporter, product = np.divmod(pairs, len(products))
    return FlowTable(
        exporters,
        importers,
        products,
        (year,),
        np.full(len(keys), year, np.int16),
        exporter.astype(np.int32),
        importer.astype(np.int32),
        product.astype(np.int32),
        values,
    )


def _not_self_trade(
    exporters: tuple[str, ...],
    importers: tuple[str, ...],
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    values: NDArray[np.float64],
    tally: Tally,
) -> NDArray[np.bool_] | None:
    place = {name: position for position, name in enumerate(importers)}
    own_market = np.array([place.get(name, -1) for name in exporters])
    same = own_market[i] == j
    if not same.any():
        return None
    tally.self_trade_rows += int(same.sum())
    tally.self_trade_usd += float(values[same].sum())
    other: NDArray[np.bool_] = np.logical_not(same)
    return other


def _refuse_repeated(keys: NDArray[np.int64], coded: dict[str, Coded], name: str) -> None:
    repeated = np.flatnonzero(keys[1:] == keys[:-1])
    if len(repeated) == 0:
        return
    exporters, importers, products = (coded[column][0] for column in CODED)
    examples = []
    for key in keys[repeated[:6]]:
        pair, j = divmod(int(key), len(importers))
        i, k = divmod(pair, len(products))
        examples.append(f"{exporters[i]}/{importers[j]}/{products[k]}")
    raise DuplicateKeys(name, len(repeated), CODED, examples)
