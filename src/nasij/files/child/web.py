"""A web page that a program named .xls: its largest table, row by row."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from nasij.files.child.answers import Refused, Sheet
from nasij.files.child.encodings import letters_of
from nasij.files.child.letters import as_cell
from nasij.files.child.spool import Spool

_WIDEST = 2000  # columns a cell may span


class _Tables(HTMLParser):
    """Every table of a page as rows of cells; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self.tables[-1].append([])
        elif self._depth == 1 and tag in {"td", "th"}:
            self._close_cell()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], int(span) if span.isdigit() else 1
        elif tag in {"br", "p", "div"} and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._depth == 1 and tag in {"td", "th", "tr", "table"}:
            self._close_cell()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None and self.tables:
            rows = self.tables[-1]
            if not rows:
                rows.append([])
            rows[-1] += [as_cell("".join(self._cell)), *[""] * (min(self._span, _WIDEST) - 1)]
        self._cell, self._span = None, 1


def read_web_page(path: Path, target: Path) -> Sheet:
    """The rows of its largest table; a row is a line."""
    letters = letters_of(path)
    parser = _Tables()
    with path.open(encoding=letters.encoding, errors="replace") as file:
        while chunk := file.read(1 << 20):
            parser.feed(chunk)
    parser.close()
    tables = [table for table in parser.tables if len(table) > 1]
    if not tables:
        raise Refused("web_page")
    with Spool(target) as spool:
        for line, cells in enumerate(max(tables, key=lambda rows: sum(map(len, rows))), start=1):
            spool.write_line(line, cells)
    spool.sheet.encoding = letters.encoding
    return spool.sheet
