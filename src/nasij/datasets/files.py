"""Small tables as people own them (CSV, gzipped CSV, xlsx, ods, Parquet) read as one frame.

Everything is text until a layout says what it is: Excel and CSV would otherwise turn codes into
numbers, each in its own way. Trade flows do not pass here: the core streams them.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from nasij.datasets.errors import FileCut, NoRowsInFile, NotATable, NotUtf8

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_ZIP = b"PK\x03\x04"


def read_table(path: Path) -> pl.DataFrame:
    """The rows as text, with the titles folded to bare lower case; at least one row."""
    name = path.name.lower()
    if not path.exists() or path.is_dir():
        raise NotATable(file=path.name, why=_("there is no such file"))
    if path.stat().st_size == 0:
        raise NoRowsInFile(file=path.name)
    if name.endswith(SHEETS):
        frame = _read_sheet(path)
    elif name.endswith(".parquet"):
        frame = _read_parquet(path)
    elif name.endswith((".csv", ".csv.gz", ".tsv", ".txt")):
        frame = _read_text(path)
    else:
        raise NotATable(file=path.name, why=_("its name ends otherwise"))
    frame = frame.rename({column: column.strip().lower() for column in frame.columns}, strict=False)
    if frame.is_empty():
        raise NoRowsInFile(file=path.name)
    return frame


def _read_parquet(path: Path) -> pl.DataFrame:
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(-min(4, path.stat().st_size), 2)
        tail = stream.read()
    if head != b"PAR1":
        raise NotATable(file=path.name, why=_("it does not begin as a Parquet file"))
    if tail != b"PAR1":
        raise FileCut(file=path.name)
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileCut(file=path.name) from error


def _read_sheet(path: Path) -> pl.DataFrame:
    try:
        book = CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError) as error:
        if _begins_as_zip(path):
            raise FileCut(file=path.name) from error
        raise NotATable(file=path.name, why=_("it is not a spreadsheet")) from error
    rows = [row for row in rows if any(cell not in ("", None) for cell in row)]
    if len(rows) < 2:
        raise NoRowsInFile(file=path.name)
    titles = _distinct([_cell(cell) for cell in rows[0]])
    columns = zip(*rows[1:], strict=True)
    return pl.DataFrame(
        {
            title: pl.Series([_cell(c) for c in column], dtype=pl.String)
            for title, column in zip(titles, columns, strict=True)
        }
    )


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == _ZIP


def _distinct(titles: list[str]) -> list[str]:
    return [
        title if title and titles.index(title) == i else f"{title}#{i}"
        for i, title in enumerate(titles)
    ]


def _cell(value: object) -> str:
    """Excel keeps 1 as 1.0: a whole number is written without its point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _read_text(path: Path) -> pl.DataFrame:
    raw = _unpacked(path)
    if raw.startswith(_ZIP):
        raise NotATable(file=path.name, why=_("it is a spreadsheet or an archive, not text"))
    try:
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(file=path.name) from error
    if "\0" in text[:65536]:
        raise NotATable(file=path.name, why=_("it holds bytes that no text has"))
    header = text.split("\n", 1)[0]
    separator = max(",;\t|", key=header.count)
    _refuse_cut(path.name, text, header.count(separator), separator)
    try:
        return pl.read_csv(io.BytesIO(text.encode()), separator=separator, infer_schema=False)
    except pl.exceptions.NoDataError as error:
        raise NoRowsInFile(file=path.name) from error
    except pl.exceptions.PolarsError as error:
        why = _("its lines have not all as many cells as its titles")
        raise NotATable(file=path.name, why=why) from error


def _unpacked(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileCut(file=path.name) from error


def _refuse_cut(name: str, text: str, separators: int, separator: str) -> None:
    """Only a last line that lacks cells is surely cut; many tools omit the last line break."""
    if text.endswith(("\n", "\r")) or "\n" not in text:
        return
    last = text.rsplit("\n", 1)[1]
    if last.count(separator) < separators and '"' not in last:
        raise FileCut(file=name)
