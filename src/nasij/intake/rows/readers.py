"""Opening the files people own: xlsx, ods, xls, and csv of any delimiter and encoding."""

from __future__ import annotations

import csv
import io
import pickle
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nasij.intake.errors import (
    BrokenEncoding,
    ColumnsMissing,
    NotASpreadsheet,
    ProtectedSpreadsheet,
    SpreadsheetTooLarge,
)
from nasij.intake.rows.headings import is_header, missing, recognise, repeats_headings

_HEADER_WITHIN = 20  # lines: titles and logos stand above the headings of real files
_SAMPLE = 2_000_000  # bytes looked at to tell one Windows page from the other
_UNPACKED_LIMIT_MB = 1500
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Table:
    """A file whose headings were understood. Rows are read again each time they are asked for.

    A workbook can only be read whole: its rows are put on disk the first time, so that a large one
    is not in memory while its rows are worked on.
    """

    path: Path
    file_name: str
    headings: tuple[str, ...]
    columns: dict[str, int]  # column of ours → position in a row
    header_line: int
    sheet: str | None  # None: a text file
    other_sheets: tuple[str, ...] = ()  # that bear the same headings, and are not read
    encoding: str = ""
    delimiter: str = ""
    spool: list[IO[bytes]] = field(default_factory=list, compare=False)  # empty, or one file

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """(line, cells) of every row below the headings that holds anything."""
        for line, cells in _lines(self):
            if line <= self.header_line or not any(_holds_something(cell) for cell in cells):
                continue
            if not repeats_headings(cells, self.columns):
                yield line, cells


def open_table(path: Path, file_name: str = "", remembered: dict[str, str] | None = None) -> Table:
    """Recognise a file and its headings, or say in one sentence why that is not possible."""
    name = file_name or path.name
    with path.open("rb") as file:
        head = file.read(8192)
    if head.startswith((_ZIP, _OLE)):
        return _open_workbook(path, name, remembered or {})
    return _open_text(path, name, head, remembered or {})


def _holds_something(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _lines(table: Table) -> Iterator[tuple[int, list[Any]]]:
    if table.sheet is None:
        with _text(table.path, table.encoding) as file:
            reader = csv.reader(file, delimiter=table.delimiter)
            line = 1
            for cells in reader:
                yield line, list(cells)
                line = reader.line_num + 1  # a cell may hold line breaks
    else:
        if not table.spool:
            table.spool.append(_spooled(table))
        with Path(table.spool[0].name).open("rb") as spool:
            while (line := pickle.load(spool)) is not None:  # noqa: S301 - written by ourselves
                yield line


def _spooled(table: Table) -> IO[bytes]:
    """The lines of a sheet, one after the other, in a file that goes when nobody needs it."""
    assert table.sheet is not None
    sheet = _workbook(table.path, table.file_name).get_sheet_by_name(table.sheet)
    spool = tempfile.NamedTemporaryFile(prefix="nasij-")  # noqa: SIM115 - lives as long as the table
    for line in _sheet_lines(sheet):
        pickle.dump(line, spool, pickle.HIGHEST_PROTOCOL)
    pickle.dump(None, spool)
    spool.flush()
    return spool


# --- workbooks --------------------------------------------------------------------------------


def _workbook(path: Path, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise ProtectedSpreadsheet(file=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise NotASpreadsheet(file=name) from error


def _open_workbook(path: Path, name: str, remembered: dict[str, str]) -> Table:
    _refuse_bombs(path, name)
    workbook = _workbook(path, name)
    best: tuple[dict[str, int], list[str]] = ({}, [])
    tables: list[Table] = []
    for title in _sheets(workbook):
        try:
            sheet = workbook.get_sheet_by_name(title)
        except CalamineError as error:
            raise NotASpreadsheet(file=name) from error
        line, columns, cells = _find_header(_sheet_lines(sheet), remembered)
        if line:
            tables.append(Table(path, name, tuple(cells), columns, line, title))
        best = max(best, (columns, cells), key=lambda one: (len(one[0]), len(one[1])))
    if not tables:
        raise ColumnsMissing(missing(best[0]), _shown(best[1]))
    return replace(tables[0], other_sheets=tuple(str(one.sheet) for one in tables[1:]))


def _sheets(workbook: CalamineWorkbook) -> list[str]:
    """Sheets that people see first; a hidden one is often last year's."""
    known = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    shown = [one.name for one in known if one.visible == SheetVisibleEnum.Visible]
    return [*shown, *(one.name for one in known if one.name not in shown)]


def _refuse_bombs(path: Path, name: str) -> None:
    """A small archive can unpack to more than the machine holds: look before opening it."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NotASpreadsheet(file=name) from error
    if size > _UNPACKED_LIMIT_MB * 1024**2:
        raise SpreadsheetTooLarge(limit=_UNPACKED_LIMIT_MB)


def _sheet_lines(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """Lines as the spreadsheet numbers them; a cell merged over several rows counts for each."""
    first_column = sheet.start[1] if sheet.start else 0
    spans = {
        (row, start[1] - first_column): start[0]
        for start, end in sheet.merged_cell_ranges or ()
        for row in range(start[0] + 1, end[0] + 1)
    }
    held: dict[int, Any] = {}
    for index, cells in enumerate(sheet.iter_rows()):
        if spans:
            for position in range(len(cells)):
                if (index, position) in spans:
                    cells[position] = held.get(position, "")
                else:
                    held[position] = cells[position]
        yield index + 1, cells


# --- text -------------------------------------------------------------------------------------


def _open_text(path: Path, name: str, head: bytes, remembered: dict[str, str]) -> Table:
    if _is_binary(head):
        raise NotASpreadsheet(file=name)
    encoding = _encoding(path)
    best: tuple[dict[str, int], list[str]] = ({}, [])
    for delimiter in _DELIMITERS:
        with _text(path, encoding) as file:
            reader = csv.reader(file, delimiter=delimiter)
            try:
                first = [(reader.line_num, list(cells)) for cells in islice(reader, _HEADER_WITHIN)]
            except csv.Error as error:
                raise NotASpreadsheet(file=name) from error
        line, columns, cells = _find_header(iter(first), remembered)
        if line:
            return Table(
                path, name, tuple(cells), columns, line, None,
                encoding=encoding, delimiter=delimiter,
            )  # fmt: skip
        best = max(best, (columns, cells), key=lambda one: (len(one[0]), len(one[1])))
    raise ColumnsMissing(missing(best[0]), _shown(best[1]))


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as Excel's “Unicode text”
        return False
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")):
        return True
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1a" for byte in head)
    return b"\x00" in head or controls > len(head) / 100


def _encoding(path: Path) -> str:
    """UTF-8 if it is; else the Windows page of Arabic or of Western Europe, by what it holds."""
    with path.open("rb") as file:
        if file.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            return "utf-16"
        file.seek(0)
        return "utf-8-sig" if _is_utf8(file) else _windows_page(file)


def _is_utf8(lines: IO[bytes]) -> bool:
    """Whether every line is; letters of both kinds in one file are an error."""
    seen = False
    for number, line in enumerate(lines, start=1):
        if line.isascii():
            continue
        try:
            good, rest = line.decode("utf-8"), b""
        except UnicodeDecodeError as error:
            good, rest = line[: error.start].decode("utf-8"), line[error.start :]
        seen = seen or not good.removeprefix("\ufeff").isascii()
        if rest:
            if seen:
                raise BrokenEncoding(line=number)
            return False
    return True


def _windows_page(file: IO[bytes]) -> str:
    """In the Arabic page the letters of the alphabet stand from C1 to ED; three in a row are a
    word there, and nonsense in French. Small French accents are the same in both pages."""
    file.seek(0)
    high = [0xC1 <= byte <= 0xED for byte in file.read(_SAMPLE)]
    runs = sum(a and b and c for a, b, c in zip(high, high[1:], high[2:], strict=False))
    return "cp1256" if runs > 2 else "cp1252"


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open("r", encoding=encoding, errors="replace", newline="")


def _find_header(
    lines: Iterator[tuple[int, list[Any]]], remembered: dict[str, str]
) -> tuple[int, dict[str, int], list[str]]:
    """(line, columns, headings); line 0 and the likeliest line where none names what is needed."""
    best: tuple[dict[str, int], list[str]] = ({}, [])
    for line, cells in islice(lines, _HEADER_WITHIN):
        columns = recognise(cells, remembered)
        headings = [str(cell).replace("\x00", "").strip() for cell in cells]
        if is_header(columns):
            return line, columns, headings
        best = max(best, (columns, headings), key=lambda one: (len(one[0]), _filled(one[1])))
    return 0, *best


def _filled(cells: list[str]) -> int:
    return sum(bool(cell) for cell in cells)


def _shown(headings: list[str]) -> list[str]:
    return [heading[:40] for heading in headings if heading][:20]
