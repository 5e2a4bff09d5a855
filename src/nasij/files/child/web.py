"""A web page that a program named .xls: its tables, row by row, and the texts around them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import chain, islice
from pathlib import Path

from nasij.files.child.answers import MOST_SHEETS, Limits, Refused, Sheet
from nasij.files.child.encodings import letters_of
from nasij.files.child.letters import as_cell
from nasij.files.child.spool import Budget, Spool

_WIDEST, _TALLEST = 2000, 10_000  # columns and rows a cell may span
_TEXTS, _LONGEST = 50, 500  # on each side of a table, and letters of each
_SHORT, _NARROW = 20, 2  # rows and columns
_CODE = frozenset({"script", "style"})
_NAVIGATION = frozenset({"nav", "select", "button", "noscript", "template", "xml"})
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|d[dlt]|div|fieldset|figcaption|footer|"
    "form|h[1-6]|head|header|hr|html|legend|li|main|nav|[ou]l|p|pre|section|t[dhr]|table|tbody|"
    "tfoot|thead|title"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    columns: int = 1
    rows: int = 1


_Rows = list[list[_Cell]]
_Part = str | _Rows


class _Page(HTMLParser):
    """Texts and tables of a page, in their order; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Part] = []
        self.depth = 0
        self._rows: _Rows = []
        self._text: list[str] = []  # of the cell, or of what stands outside cells
        self._attributes: dict[str, str | None] | None = None  # of the cell
        self._unseen = ""  # what is open now and no reader sees, or nobody reads

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag == "table":
            self.depth += 1
            self._unseen = ""  # a menu that was never closed hides no cells
        elif self.depth == 1 and tag == "tr":
            self._close_cell()
            self._rows.append([])
        elif self.depth == 1 and tag in {"td", "th"}:
            self._close_cell()
            self._attributes = dict(attrs)
        elif not self._unseen and tag in (_CODE if self.depth else _CODE | _NAVIGATION):
            self._unseen = tag

    def handle_endtag(self, tag: str) -> None:
        if self.depth == 1 and tag in {"td", "th", "tr", "table"}:
            self._close_cell()
        self._break(tag)
        if tag == self._unseen:
            self._unseen = ""
        if tag == "table" and self.depth:
            self.depth -= 1
            if not self.depth:
                self._close_table()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._break("html")
        if self.depth:
            self._close_table()

    def _break(self, tag: str) -> None:
        """Words on two sides of it are two, and outside cells two texts."""
        if not _BLOCKS.fullmatch(tag):
            return
        if self._attributes is not None:
            self._text.append(" ")
        else:
            text = self._taken()
            self.parts += [text[:_LONGEST]] if text else []

    def _taken(self) -> str:
        text = as_cell("".join(self._text))
        self._text.clear()
        return text

    def _close_cell(self) -> None:
        if self._attributes is not None:
            if not self._rows:
                self._rows.append([])
            columns = min(_times(self._attributes, "colspan"), _WIDEST)
            span = min(_times(self._attributes, "rowspan"), _TALLEST)
            self._rows[-1].append(_Cell(self._taken(), columns, span))
        self._attributes = None

    def _close_table(self) -> None:
        self.parts.append(self._rows)
        self._rows = []


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


def read_web_page(path: Path, folder: Path, limits: Limits) -> list[Sheet]:
    """Its tables as the sheets of a workbook, each with the texts that stand around it."""
    letters = letters_of(path)
    page = _Page()
    with path.open(encoding=letters.encoding, errors="replace") as file:
        while chunk := file.read(1 << 20):
            page.feed(chunk)
    page.close()
    parts = _without_small(page.parts)
    tables = [at for at, part in enumerate(parts) if not isinstance(part, str)]
    if not tables:
        raise Refused("web_page")
    if page.depth:
        raise Refused("cut")  # and who knows how many rows are lacking
    if len(tables) > MOST_SHEETS:
        raise Refused("too_many_sheets", count=len(tables), limit=MOST_SHEETS)
    budget = Budget(limits)
    titles = _titles(parts, tables) if len(tables) > 1 else [""]
    return [
        _read_table(parts, at, Spool(folder / f"{number}.txt", budget, title), letters.encoding)
        for number, (at, title) in enumerate(zip(tables, titles, strict=True))
    ]


def _without_small(parts: list[_Part]) -> list[_Part]:
    """A table of one row is text, and so is a short one of a name and a value a row, beside a wider
    one: a title in a frame, a menu, the unit and the source of the other."""
    tables = [part for part in parts if not isinstance(part, str) and len(part) > 1]
    wide = _width(max(tables, key=lambda rows: sum(map(len, rows)), default=[]))

    def is_small(rows: _Rows) -> bool:
        is_short = len(rows) <= _SHORT and _width(rows) <= _NARROW
        return len(rows) < 2 or (is_short and _width(rows) < wide)

    return list(
        chain.from_iterable(
            _lines(part) if not isinstance(part, str) and is_small(part) else [part]
            for part in parts
        )
    )


def _width(rows: _Rows) -> int:
    return max(map(len, rows), default=0)


def _lines(rows: _Rows) -> Iterator[str]:
    texts = (" ".join(cell.text for cell in cells if cell.text) for cells in rows)
    return (text[:_LONGEST] for text in texts if text)


def _titles(parts: list[_Part], tables: list[int]) -> Iterator[str]:
    """By number, and by the text just before."""
    for number, at in enumerate(tables, start=1):
        yield " – ".join([f"Table {number}", *_nearest(parts[at - 1 : at])])


def _read_table(parts: list[_Part], at: int, spool: Spool, encoding: str) -> Sheet:
    """A row is a line."""
    rows = parts[at]
    assert not isinstance(rows, str)
    with spool:
        for line, cells in enumerate(_laid_out(rows), start=1):
            spool.write_line(line, cells)
    spool.sheet.encoding = encoding
    spool.sheet.above = _nearest(reversed(parts[:at]))[::-1]
    spool.sheet.below = _nearest(parts[at + 1 :])
    return spool.sheet


def _nearest(parts: Iterable[_Part]) -> list[str]:
    return list(islice((part for part in parts if isinstance(part, str)), _TEXTS))
