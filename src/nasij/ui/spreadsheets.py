"""What is written for programs that open spreadsheets: books of sheets, and lines of text."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

from nasij.ui import formats

_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARK = "\ufeff"  # without it spreadsheets read Arabic and accents wrong
# Lists of names are opened by spreadsheets of here, which part fields at semicolons; figures, with
# a point before their decimals, are read by programs, which part them at commas.
LISTS, FIGURES = ";", ","
_BATCH = 500
_PHONE = re.compile(r"^\+[\d\s().-]+$")

Rows = Iterable[Iterable[object]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Its cells are texts, so that identifiers keep their zeros, unless some are numbers."""

    title: str
    headings: Sequence[str]
    rows: Rows
    numbers: bool = False


def csv_lines(rows: Rows, delimiter: str = LISTS) -> Iterator[str]:
    """Streamed, some hundreds of rows at a time."""
    line = csv.writer(_Line(), delimiter=delimiter).writerow
    lines = (line(map(_written, row)) for row in rows)
    yield _MARK
    while text := "".join(islice(lines, _BATCH)):
        yield text


class _Line:
    """What `csv` writes to: a line is handed back, not kept."""

    def write(self, text: str) -> str:
        return text


def _written(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@"} and not _PHONE.match(cell):
        return f"'{cell}"
    return cell


def csv_sent(name: str, rows: Rows, delimiter: str = LISTS) -> StreamingHttpResponse:
    """The rows are made after the language of their request is over: they name theirs."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv_lines(rows, delimiter), content_type=_CSV, headers=headers)


def write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(rows))


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Rows are streamed to disk; the book appears under its name only when complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    try:
        with xlsxwriter.Workbook(str(partial), options) as book:
            for sheet in sheets:
                _add(book, sheet)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _add(book: Any, sheet: Sheet) -> None:
    """With frozen headings; right to left where the reader's language is."""
    written = book.add_worksheet(sheet.title[:31])
    if formats.language() == "ar":
        written.right_to_left()
    style = None if sheet.numbers else book.add_format({"num_format": "@"})
    written.set_column(0, len(sheet.headings) - 1, 16, style)
    written.freeze_panes(1, 0)
    written.write_row(0, 0, sheet.headings, book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):  # a row written at once ends at a text too long
            written.write(number, column, cell)


def book_sent(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Made in a folder that goes: the file stays readable through its handle."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_book(path, sheets)
        return kept_book_sent(name, path)


def kept_book_sent(name: str, path: Path) -> FileResponse:
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=_XLSX)
