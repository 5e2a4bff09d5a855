"""A file as people own it becomes one Parquet file of text, its rows numbered.

Nothing is held whole: text is transcoded and parsed in a stream. Only a spreadsheet is read at
once, and its format ends at a million rows.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from nasij.datasets.errors import ColumnsMissing, FileCut, NoRowsInFile, NotATable, listed
from nasij.datasets.files import SHEETS
from nasij.datasets.firm_files.columns import Columns, recognise

ROW = "row"
HEADER_WITHIN = 20  # lines: titles stand above the headings of real files
_CHUNK = 1 << 24
_DELIMITERS = (",", ";", "\t", "|")
_TEXT = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file must hold, and what the person said of its headings (ours → theirs)."""

    value: bool = True
    time: bool = True  # False: the year was given beside the file
    named: Mapping[str, str] | None = None

    def missing(self, found: Mapping[str, int]) -> list[str]:
        lacking = []
        if not any(one in found for one in ("ice", "export_code", "tax_number", "rc", "firm")) and (
            "name" not in found and "name_ar" not in found
        ):
            lacking.append("firm")
        if self.time and "period" not in found and "year" not in found and "month" not in found:
            lacking.append("year")
        if self.value and "value" not in found:
            lacking.append("value")
        return lacking


@dataclass(frozen=True, slots=True)
class RawFile:
    """Every row as text under our names, with `row`, its line in a file of one line a row."""

    path: Path
    columns: Columns
    semicolons: bool = False  # the delimiter says how numbers are written
    always: str | None = None  # the identifier that every row has, if there is one

    def scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path)


def open_raw(path: Path, scratch: Path, wanted: Wanted) -> RawFile:
    """Recognise a file and its headings, or say in one sentence why that is not possible."""
    if not path.is_file():
        raise NotATable(file=path.name, why=_("there is no such file"))
    if path.stat().st_size == 0:
        raise NoRowsInFile(file=path.name)
    name = path.name.lower()
    if name.endswith(SHEETS):
        return _from_sheet(path, scratch, wanted)
    if name.endswith(".parquet"):
        return _from_parquet(path, scratch, wanted)
    if name.endswith((".gz", ".zip")):
        return _from_text(path, _unpacked(path, scratch), scratch, wanted)
    if name.endswith(_TEXT):
        return _from_text(path, path, scratch, wanted)
    raise NotATable(file=path.name, why=_("its name ends otherwise"))


# --- text -------------------------------------------------------------------------------------


def _unpacked(path: Path, scratch: Path) -> Path:
    target = scratch / "unpacked.csv"
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, target.open("wb") as out:
                inside = [m for m in archive.namelist() if m.lower().endswith(_TEXT)]
                if len(inside) != 1:
                    raise NotATable(file=path.name, why=_("it does not hold exactly one text file"))
                with archive.open(inside[0]) as packed:
                    shutil.copyfileobj(packed, out, _CHUNK)
        else:
            with gzip.open(path) as packed, target.open("wb") as out:
                shutil.copyfileobj(packed, out, _CHUNK)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise FileCut(file=path.name) from error
    return target


def _from_text(path: Path, text: Path, scratch: Path, wanted: Wanted) -> RawFile:
    encoding = _encoding(path.name, text)
    if encoding != "utf-8":
        text = _transcoded(text, encoding, scratch)
    with text.open(encoding="utf-8-sig", newline="") as stream:
        head = "".join(islice(stream, HEADER_WITHIN))
    if "\0" in head:
        raise NotATable(file=path.name, why=_("it holds bytes that no text has"))
    line, separator, headings = _header(head, path.name, wanted)
    _refuse_cut(path.name, text, separator, len(headings))
    columns = Columns(recognise(headings, wanted.named), headings)
    scan = pl.scan_csv(
        text,
        separator=separator,
        infer_schema=False,
        truncate_ragged_lines=True,
        skip_lines=line - 1,
        row_index_name=ROW,
        row_index_offset=line + 1,
        with_column_names=lambda names: [f"c{place}" for place in range(len(names))],
    )
    width = len(scan.collect_schema()) - 1
    if max(columns.places.values()) >= width:
        raise NotATable(file=path.name, why=_("its lines have not all as many cells as its titles"))
    return _sink(scan, columns, scratch, path.name, semicolons=separator == ";")


def _header(head: str, name: str, wanted: Wanted) -> tuple[int, str, list[str]]:
    """(line, delimiter, headings) of the first line that names what is needed."""
    best: tuple[int, list[str]] = (-1, [])
    for separator in _DELIMITERS:
        reader = csv.reader(head.splitlines(), delimiter=separator)
        for cells in reader:
            found = recognise(cells, wanted.named)
            if not wanted.missing(found):
                return reader.line_num, separator, [cell.strip() for cell in cells]
            best = max(best, (len(found), cells), key=lambda one: (one[0], len(one[1])))
    raise _columns_missing(name, best[1], wanted)


def _columns_missing(name: str, headings: list[str], wanted: Wanted) -> ColumnsMissing:
    lacking = wanted.missing(recognise(headings, wanted.named))
    labels = {"firm": _("identifier of the firm"), "year": _("year"), "value": _("value")}
    return ColumnsMissing(
        file=name,
        missing=", ".join(labels[one] for one in lacking),
        found=listed(heading for heading in headings if heading.strip()),
    )


def _encoding(name: str, path: Path) -> str:
    """UTF-8 if all of it is; else the Windows page of Arabic or of Western Europe."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        start = stream.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            why = _("it is a spreadsheet or an archive, not text")
            raise NotATable(file=name, why=why)
        stream.seek(0)
        while chunk := stream.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return _windows_page(chunk)
    return "utf-8"


def _windows_page(data: bytes) -> str:
    """In the Arabic page letters stand from C1 to ED: three in a row are a word only there."""
    high = [0xC1 <= byte <= 0xED for byte in data[:2_000_000]]
    runs = sum(a and b and c for a, b, c in zip(high, high[1:], high[2:], strict=False))
    return "cp1256" if runs > 2 else "cp1252"


def _transcoded(text: Path, encoding: str, scratch: Path) -> Path:
    target = scratch / "transcoded.csv"
    with (
        text.open(encoding=encoding, errors="replace", newline="") as given,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(given, out, _CHUNK)
    return target


def _refuse_cut(name: str, path: Path, separator: str, width: int) -> None:
    """Only a last line that lacks cells is surely cut; many tools omit the last line break."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - 65536, 0))
        tail = stream.read()
    if tail.endswith((b"\n", b"\r")) or b"\n" not in tail:
        return
    last = tail.rsplit(b"\n", 1)[1]
    if last.count(separator.encode()) < width - 1 and b'"' not in last:
        raise FileCut(file=name)


# --- Parquet and spreadsheets -----------------------------------------------------------------


def _from_parquet(path: Path, scratch: Path, wanted: Wanted) -> RawFile:
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(-min(4, path.stat().st_size), 2)
        tail = stream.read()
    if head != b"PAR1":
        raise NotATable(file=path.name, why=_("it does not begin as a Parquet file"))
    if tail != b"PAR1":
        raise FileCut(file=path.name)
    try:
        scan = pl.scan_parquet(path, row_index_name=ROW, row_index_offset=1)
        headings = [name for name in scan.collect_schema().names() if name != ROW]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileCut(file=path.name) from error
    found = recognise(headings, wanted.named)
    if wanted.missing(found):
        raise _columns_missing(path.name, headings, wanted)
    columns = Columns(found, headings)
    scan = scan.rename({name: f"c{place}" for place, name in enumerate(headings)})
    return _sink(scan, columns, scratch, path.name)


def _from_sheet(path: Path, scratch: Path, wanted: Wanted) -> RawFile:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        with path.open("rb") as stream:
            if stream.read(4) == b"PK\x03\x04":
                raise FileCut(file=path.name) from error
        raise NotATable(file=path.name, why=_("it is not a spreadsheet")) from error
    best: list[str] = []
    for sheet in sheets:
        for line, cells in islice(enumerate(sheet.iter_rows(), start=1), HEADER_WITHIN):
            headings = [str(cell).strip() for cell in cells]
            found = recognise(headings, wanted.named)
            if not wanted.missing(found):
                columns = Columns(found, headings)
                frame = _frame(_cells(sheet, line), len(headings))
                return _sink(frame.lazy(), columns, scratch, path.name)
            best = max(best, headings, key=lambda one: len(recognise(one, wanted.named)))
    if not any(best):
        raise NoRowsInFile(file=path.name)
    raise _columns_missing(path.name, best, wanted)


def _cells(sheet: CalamineSheet, header: int) -> Iterator[tuple[int, list[Any]]]:
    first = sheet.start[0] if sheet.start else 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if line > header:
            yield first + line, cells


def _frame(rows: Iterator[tuple[int, list[Any]]], width: int) -> pl.DataFrame:
    """A spreadsheet's cells as text, in blocks: text takes a tenth of Python's own objects."""
    schema = {ROW: pl.UInt32(), **{f"c{place}": pl.String() for place in range(width)}}
    parts = [pl.DataFrame(schema=schema)]
    while block := list(islice(rows, 50_000)):
        texts = [(line, *(as_text(cell) for cell in cells)) for line, cells in block]
        parts.append(pl.DataFrame(texts, schema=schema, orient="row"))
    return pl.concat(parts)


def as_text(cell: Any) -> str:
    """Excel keeps 1 as 1.0: a whole number is written without its point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _sink(
    scan: pl.LazyFrame, columns: Columns, scratch: Path, name: str, *, semicolons: bool = False
) -> RawFile:
    """Our columns only, as bare text; lines without any of them are no rows."""
    types = scan.collect_schema()
    ours = [_text(types[f"c{at}"], f"c{at}").alias(key) for key, at in columns.places.items()]
    kept = scan.select(ROW, *ours)
    kept = kept.filter(pl.any_horizontal(pl.col(key).is_not_null() for key in columns.places))
    path = scratch / "raw.parquet"
    first = columns.identifiers[0] if columns.identifiers else None
    try:
        kept.sink_parquet(path, compression="lz4", statistics=False)
        counted = pl.scan_parquet(path).select(
            pl.len(), (pl.col(first) if first else pl.lit(1)).null_count().alias("without")
        )
        rows, without = counted.collect(engine="streaming").row(0)
    except pl.exceptions.NoDataError as error:
        raise NoRowsInFile(file=name) from error
    except pl.exceptions.ComputeError as error:
        why = _("its lines have not all as many cells as its titles")
        raise NotATable(file=name, why=why) from error
    if not rows:
        raise NoRowsInFile(file=name)
    always = first if first != "rc" and not without else None
    return RawFile(path, columns, semicolons, always)


def _text(kind: pl.DataType, column: str) -> pl.Expr:
    """Text without blanks around it, empty as null; numbers that are values stay numbers."""
    cell = pl.col(column)
    if kind.is_float():
        whole = cell.is_finite() & (cell == cell.floor()) & (cell.abs() < 2**53)
        cell = (
            pl.when(whole)
            .then(cell.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(cell.cast(pl.String))
        )
    elif kind != pl.String:
        cell = cell.cast(pl.String)
    bare = cell.str.strip_chars()
    # Not `replace("", None)`: it builds a table of all texts, gigabytes of them.
    return pl.when(bare.str.len_bytes() > 0).then(bare)
