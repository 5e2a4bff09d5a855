"""What is written into spreadsheets that other programs open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from django.http import FileResponse

from nasij.ui import formats

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PHONE = re.compile(r"^\+[\d\s().-]+$")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    if cell[:1] in {"=", "+", "-", "@"} and not _PHONE.match(cell):
        return f"'{cell}"
    return cell


_WIDTHS = {"name": 34, "name_ar": 30, "activity": 28, "region": 24, "commune": 20, "email": 26}
_REASON_WIDTH = 48


@contextmanager
def new_book(path: Path) -> Iterator[Any]:
    """A workbook that streams its rows to disk and appears under its name only when complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    book = xlsxwriter.Workbook(
        str(partial),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    try:
        yield book
        book.close()
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def add_sheet(book: Any, title: str, headings: Sequence[str]) -> Any:
    """A sheet with frozen headings; right to left where the reader's language is."""
    sheet = book.add_worksheet(title[:31])
    if formats.language() == "ar":
        sheet.right_to_left()
    text = book.add_format({"num_format": "@"})
    for index, heading in enumerate(headings):
        wide = _REASON_WIDTH if heading in {"reject_reason", "reject_remedy"} else 16
        sheet.set_column(index, index, _WIDTHS.get(heading, wide), text)
    sheet.freeze_panes(1, 0)
    write_line(sheet, 0, headings, book.add_format({"bold": True, "bottom": 1}))
    return sheet


def write_line(sheet: Any, row: int, cells: Iterable[str], style: Any = None) -> None:
    for column, cell in enumerate(cells):
        if cell:
            sheet.write_string(row, column, cell, style)


def sent(path: Path, name: str) -> FileResponse:
    """A workbook made in a folder that goes: its file stays readable through its handle."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)
