"""Workbooks: every sheet as lines, its cells as a person would type them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nasij.files.child.answers import MOST_SHEETS, Limits, Refused, Sheet
from nasij.files.child.bounds import Aside, Marked, Place, Shown, check_bounds
from nasij.files.child.kinds import is_named
from nasij.files.child.letters import as_cell
from nasij.files.child.percents import look_at_formats
from nasij.files.child.spool import Budget, Spool
from nasij.files.child.text import delimiter_of, write_records

_LOOKED_AT = 200  # rows
_ENDINGS = {".xls", ".xla", ".xlsx", ".xlsm", ".xlam", ".xlsb", ".ods"}
# A year typed into a cell that shows dates: 2005 is kept as a day of 1905.
YEARS_AS_DAYS = (1900, 2100)
_FIRST_DAY = date(1899, 12, 30)  # as most spreadsheets count


def read_workbook(path: Path, kind: str, folder: Path, limits: Limits) -> list[Sheet]:
    try:
        packed = kind in {"xlsx", "xlsb", "ods"}
        aside = check_bounds(path, kind, limits) if packed else Aside()
        if kind == "xlsx":
            look_at_formats(path, aside)
        book = _opened(path, kind)
        known = [
            (at, sheet)
            for at, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if len(known) > MOST_SHEETS:
            raise Refused("too_many_sheets", count=len(known), limit=MOST_SHEETS)
        shift = 1462 if kind == "xlsx" and _counts_from_1904(path) else 0
        budget = Budget(limits)
        sheets = [
            _read_sheet(
                book.get_sheet_by_name(sheet.name),
                Spool(folder / f"{number}.txt", budget, sheet.name),
                shift,
                aside.percents.get(at, {}),
                aside.blanks.get(at, set()),
                aside.shown.get(at, set()),
                hidden=sheet.visible != SheetVisibleEnum.Visible,
            )
            for number, (at, sheet) in enumerate(known)
        ]
        if sheets:
            sheets[0].errors = aside.errors
        return sheets
    except PasswordError as error:
        raise Refused("protected") from error
    except (zipfile.BadZipFile, zlib.error, CalamineError, OSError, ValueError, EOFError) as error:
        is_other = kind == "xls" and not is_named(path, (".xls",))  # Office keeps much so
        raise Refused("not_a_workbook" if is_other else "cut") from error


def _opened(path: Path, kind: str) -> CalamineWorkbook:
    """Given a path the library goes by its ending; given what it holds, by that, in memory."""
    if path.suffix.lower() in _ENDINGS - {f".{kind}"}:
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    return CalamineWorkbook.from_path(str(path))


def _counts_from_1904(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        book = archive.read(names["xl/workbook.xml"]) if "xl/workbook.xml" in names else b""
    return any(f'date1904="{yes}"'.encode() in book for yes in ("1", "true"))


def _read_sheet(
    sheet: CalamineSheet,
    spool: Spool,
    shift: int,
    percents: Marked,
    blanks: set[Place],
    shown: set[Shown],
    *,
    hidden: bool,
) -> Sheet:
    rows = ([_as_text(cell, shift) for cell in cells] for cells in _shown(sheet, percents, blanks))
    first = list(islice(rows, _LOOKED_AT))
    delimiter, width = _glued(first)
    with spool:
        if delimiter:
            lines = (cells[0] if cells else "" for cells in chain(first, rows))
            write_records(lines, delimiter, width, spool)
        else:
            for line, cells in enumerate(chain(first, rows), start=1):
                if any(cells):
                    spool.write_line(line, cells)
    spool.sheet.hidden, spool.sheet.days_later = hidden, shift
    first_column = sheet.start[1] if sheet.start else 0
    spool.sheet.shown = [(at - first_column, text, cut) for at, text, cut in sorted(shown)]
    return spool.sheet


def _glued(rows: list[list[str]]) -> tuple[str, int]:
    """A csv that was opened wrongly holds whole lines in its first column: (delimiter, width)."""
    filled = [cells for cells in rows if any(cells)]
    if len(filled) < 2 or any(any(cells[1:]) for cells in filled):
        return "", 1
    delimiter, width = delimiter_of([cells[0] for cells in filled])
    return (delimiter, width) if width > 2 else ("", 1)


def _shown(sheet: CalamineSheet, percents: Marked, blanks: set[Place]) -> Iterator[list[Any]]:
    """Rows whose shares are written as their cells show them: 2 as “200 %”; no number stands for
    an error."""
    first = sheet.start[1] if sheet.start else 0
    for index, cells in enumerate(_unmerged(sheet)):
        if percents or blanks:
            marks = percents.get(index, b"")
            for position, cell in enumerate(cells):
                column = position + first
                if (index, column) in blanks:
                    cells[position] = ""
                elif type(cell) in {int, float} and any(marks[column : column + 1]):
                    cells[position] = f"{number_as_text(float(Decimal(repr(cell)) * 100))} %"
        yield cells


def _unmerged(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Rows from the first of the sheet; a cell merged over several rows counts for each."""
    first = sheet.start[1] if sheet.start else 0  # columns begin where the sheet does, rows at one
    spans = {
        (row, start[1] - first): start[0]
        for start, end in sheet.merged_cell_ranges or ()
        if end[0] - start[0] < 10_000
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
        yield cells


def _as_text(cell: Any, shift: int) -> str:
    """A number that only a spreadsheet can mean is written so that no reader mistakes it."""
    if isinstance(cell, str):
        return as_cell(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return number_as_text(float(cell))
    if isinstance(cell, datetime):
        if cell.time() == time.min:
            return _day(cell.date(), shift)
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return _day(cell, shift)
    if isinstance(cell, timedelta):
        return number_as_text(cell.total_seconds() / 86400)
    return "" if cell is None else as_cell(str(cell))


def number_as_text(value: float) -> str:
    """Digits with a point. Three decimals get a fourth: “1.234” may also mean a thousand."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    written = format(Decimal(repr(value)), "f") if value == value else ""
    whole, _, decimals = written.partition(".")
    return f"{whole}.{decimals}0" if len(decimals) == 3 else written


def _day(day: date, shift: int) -> str:
    """A day; beside one that a year would be shown as, that year."""
    count = (day - _FIRST_DAY).days - shift
    low, high = YEARS_AS_DAYS
    return f"{day.isoformat()} ({count})" if low <= count <= high else day.isoformat()
