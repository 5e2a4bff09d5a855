"""A web page that a program named .xls: its largest table, row by row."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

from nasij.files.child.answers import Refused, Sheet
from nasij.files.child.encodings import letters_of
from nasij.files.child.letters import as_cell
from nasij.files.child.spool import Spool

_WIDEST, _TALLEST = 2000, 10_000  # columns and rows a cell may span


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    columns: int = 1
    rows: int = 1


class _Tables(HTMLParser):
    """Every table of a page as rows of cells; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self.depth = 0
        self._cell: list[str] | None = None
        self._attributes: dict[str, str | None] = {}
        self._unseen = ""  # a script or a style, whose text no reader sees

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth == 1 and tag == "tr":
            self._close_cell()
            self.tables[-1].append([])
        elif self.depth == 1 and tag in {"td", "th"}:
            self._close_cell()
            self._cell, self._attributes = [], dict(attrs)
        elif tag in {"script", "style"}:
            self._unseen = tag
        elif tag in {"br", "p", "div"} and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.depth == 1 and tag in {"td", "th", "tr", "table"}:
            self._close_cell()
        if tag == self._unseen:
            self._unseen = ""
        if tag == "table" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None and self.tables:
            rows = self.tables[-1]
            if not rows:
                rows.append([])
            columns = min(_times(self._attributes, "colspan"), _WIDEST)
            span = min(_times(self._attributes, "rowspan"), _TALLEST)
            rows[-1].append(_Cell(as_cell("".join(self._cell)), columns, span))
        self._cell = None


def _times(attributes: dict[str, str | None], name: str) -> int:
    written = attributes.get(name) or "1"
    return max(int(written), 1) if written.isdecimal() and len(written) < 10 else 1


def _laid_out(rows: list[list[_Cell]]) -> Iterator[list[str]]:
    """Lines as a reader sees them: a cell that spans several rows counts for each of them."""
    held: dict[int, _Cell] = {}  # by its column, with the rows that it still spans
    for cells in rows:
        line: list[str] = []
        own, longer = deque(cells), {}
        while own or any(at >= len(line) for at in held):
            at = len(line)
            cell = held.get(at) or (own.popleft() if own else _Cell(""))
            if cell.rows > 1:
                longer[at] = replace(cell, rows=cell.rows - 1)
            line += [cell.text, *[""] * (cell.columns - 1)]
        held = longer
        yield line


def read_web_page(path: Path, spool: Spool) -> Sheet:
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
    if parser.depth:
        raise Refused("cut")  # and who knows how many rows are lacking
    with spool:
        largest = max(tables, key=lambda rows: sum(map(len, rows)))
        for line, cells in enumerate(_laid_out(largest), start=1):
            spool.write_line(line, cells)
    spool.sheet.encoding = letters.encoding
    return spool.sheet
