"""How far a sheet reaches, and how much of it is filled, before a library makes room for it.

Libraries take a sheet's size from its farthest cell: one stray value asks for half a terabyte.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from nasij.files.child.answers import WIDEST, Limits, Refused
from nasij.files.child.beside import shown_beside

_ALWAYS = 4_000_000  # cells: a hundred megabytes
_MOST = 30_000_000
_EMPTY_PER_FILLED = 12
_CHUNK = 1 << 20
# Nothing here looks past the next “<”: a part full of openings is read in one pass all the same.
# (row or c, letters, digits, a slash where it holds nothing)
_PLACE = re.compile(
    rb"<(?:\w+:)?(row|c)\b"
    rb"(?:[^<]*?\br\s*=\s*[\"']([A-Za-z]{0,3})0*([0-9]{1,7})[\"'])?[^<]*(?:(/)|(?<!/))>"
)
_STEP = 4096  # bytes, of which a parser looks for the first element
_READ = ("xl/", "content.xml")  # the parts that hold cells, their words and their styles
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^<>]*?\bt\s*=\s*[\"']e[\"'])[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']"
)
# A program that writes a formula and computes nothing leaves its cell empty.
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"'][^<>]*>\s*"
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# A cell that names a text of the list of texts by what is no number, which a library takes for 0.
_NO_TEXT = re.compile(
    rb"\bt\s*=\s*[\"']s[\"'][^<>]*(?<!/)>\s*"
    rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?"
    rb"<(?:\w+:)?v\b[^<>/]*>(?:[0-9]{11}|[0-9]*[^0-9<]|[0-9]*<[^/])"
)
_ERRORS_NAMED, _SHOWN_NAMED = 1000, 100
_NUMBERS = ("float", "currency")
# In the words of any language (#N/A, #VALEUR!), and by number where a program has no word.
_SHOWN_ERROR = re.compile(r"#N/[A-Z]|#[^\W\d_]+(?:/0)?\s?[!?]|Err:\d{3}")
_TABLE, _OFFICE = (
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0 ",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0 ",
)


@dataclass(slots=True)
class Reach:
    """The filled cells of one sheet: how many, and the farthest of them."""

    filled: int = 0
    rows: int = 0
    columns: int = 0
    far: tuple[int, int] = (0, 0)  # row and column of the cell that takes most room by itself

    def add(self, row: int, column: int, cells: int = 1) -> None:
        self.filled += cells
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if row * column > self.far[0] * self.far[1]:
            self.far = (row, column)

    def check(self) -> None:
        room = self.rows * self.columns
        if room > _ALWAYS and room > min(_EMPTY_PER_FILLED * self.filled, _MOST):
            raise Refused(
                "far_cell" if room > _EMPTY_PER_FILLED * self.filled else "too_many_cells",
                cell=f"{column_name(self.far[1])}{self.far[0]}",
                filled=self.filled,
            )


def column_name(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=1024)
def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


Place = tuple[int, int]  # row and column, counted from nought
Marked = dict[int, bytearray]  # by row, 1 at each column that is meant; equal rows share one
Shown = tuple[int, str, int]  # column, text beside its numbers, commas that cut them


@dataclass(slots=True)
class Aside:
    """What the parts of a workbook say of its cells and the library that reads them does not."""

    # Cells whose formula gives an error or was never computed; they are read as empty.
    errors: list[str] = field(default_factory=list)
    # By the place of each sheet in its list: cells shown as percent, and those of `errors` under
    # which a number stands all the same.
    percents: dict[int, Marked] = field(default_factory=dict)
    blanks: dict[int, set[Place]] = field(default_factory=dict)
    shown: dict[int, set[Shown]] = field(default_factory=dict)


def check_bounds(path: Path, kind: str, limits: Limits) -> Aside:
    """Refuse what unpacks to more than allowed, has a cell far from the others, or a row or a cell
    twice, which a library mixes."""
    met, aside = 0, Aside()
    with zipfile.ZipFile(path) as archive:
        limits.check(sum(member.file_size for member in archive.infolist()))
        for member in archive.infolist():
            name, reach = member.filename.lower(), Reach()
            parts = _counted(archive, member)
            if name.endswith((".xml", ".rels")):
                parts = _undeclared(parts)
            if name.endswith(".xml") and name.startswith(_READ):
                parts = _narrow(parts)
            if kind == "xlsx" and "worksheets/" in name and name.endswith(".xml"):
                parts = _reaching(_named_well(parts), reach, aside.errors)
            elif kind == "ods" and name == "content.xml":
                parts = _OdsReach(aside).following(parts)
            for part in parts:
                met += len(part)
                limits.check(met)
            reach.check()
    return aside


def _counted(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _undeclared(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Refuse a document type: it may declare entities, which multiply or which no reader knows.
    It is heard of by a parser, in any letters and in no comment, until the first element begins."""
    begun = False

    def begin(*_element: object) -> None:
        nonlocal begun
        begun = True

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = _refuse_doctype, begin
    for number, part in enumerate(parts):
        head = part.lstrip() if number == 0 else part
        for at in range(0, len(head), _STEP):
            if begun:
                break
            try:
                parser.Parse(head[at : at + _STEP], False)
            except (expat.ExpatError, LookupError, ValueError):  # to be judged by who reads it
                begun = True
        yield part


def _refuse_doctype(*_declared: object) -> None:
    raise Refused("doctype")


def _narrow(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Refuse two bytes a letter: the library would find no cells, and say so of a full sheet."""
    for number, part in enumerate(parts):
        if number == 0 and part.startswith(_WIDE):
            raise Refused("utf16")
        yield part


def _named_well(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Refuse a text that is in no list: another would stand in its place."""
    rest = b""
    for part in parts:
        text = rest + part
        if _NO_TEXT.search(text):
            raise Refused("cut")
        rest = text[-4096:]
        yield part


def _reaching(parts: Iterator[bytes], reach: Reach, errors: list[str]) -> Iterator[bytes]:
    rest, places = b"", _Places(reach)
    for part in parts:
        text = rest + part
        end = text.rfind(b">") + 1
        if end:
            places.follow(_PLACE.findall(text, 0, end))
        if end and len(errors) < _ERRORS_NAMED:
            errors += _without_value(text, end)
        rest = text[end:][-4096:]
        yield part


class _Places:
    """Where the library puts each cell: where it says, or after the one before; in any order."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._row = self._column = 0  # of what came last
        self._filled: int | None = None  # the row whose cells are being met
        self._rows, self._columns = set[int](), set[int]()

    def follow(self, found: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
        for what, letters, digits, empty in found:
            if what == b"row":
                self._row = int(digits) if digits else self._row + 1
                self._column, self._filled = 0, None
                continue
            self._column = column_number(letters.upper()) if letters else self._column + 1
            if not empty:
                self._fill(int(digits) if letters else self._row, self._column)

    def _fill(self, row: int, column: int) -> None:
        if row != self._filled:
            if row in self._rows:
                raise Refused("rows_twice", line=row)
            self._rows.add(row)
            self._filled, self._columns = row, set()
        if column in self._columns:
            raise Refused("cell_twice", cell=f"{column_name(column)}{row}")
        self._columns.add(column)
        self._reach.add(row, column)


def _without_value(text: bytes, end: int) -> list[str]:
    found: list[bytes] = []
    if b'"e"' in text or b"'e'" in text:
        found += _ERROR.findall(text, 0, end)
    if b"<f" in text or b":f" in text:
        found += _UNCOMPUTED.findall(text, 0, end)
    return [cell.decode() for cell in found]


class _OdsReach:
    """OpenDocument writes “this cell, a thousand times”: what is repeated is counted as often."""

    def __init__(self, aside: Aside) -> None:
        self._sheet, self._aside, self._at = Reach(), aside, -1
        self._row = self._column = self._repeat = self._filled = self._last = 0
        self._text: list[str] | None = None  # what a cell with a formula or a number shows
        self._number = self._currency = ""
        self._percents: list[range] = []  # columns of the row that is met
        self._times, self._is_formula, self._is_noted = 1, False, False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._show

    def following(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        try:
            for part in parts:
                self._parser.Parse(part, False)
                yield part
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("cut") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self._sheet, self._row, self._at = Reach(), 0, self._at + 1
        elif name == f"{_TABLE}table-row":
            self._repeat = _times(attributes, "number-rows-repeated")
            self._column = self._filled = self._last = 0
            self._percents = []
        elif name in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            times = _times(attributes, "number-columns-repeated")
            self._column += times
            kind = attributes.get(f"{_OFFICE}value-type")
            if kind is not None:
                self._filled += times
                self._last = self._column
            if kind == "percentage":
                self._percents.append(range(self._column - times, self._column))
            self._number = attributes.get(f"{_OFFICE}value", "") if kind in _NUMBERS else ""
            self._currency, self._times = attributes.get(f"{_OFFICE}currency", ""), times
            self._is_formula = f"{_TABLE}formula" in attributes
            self._text = [] if self._is_formula or self._number else None
        elif name == f"{_OFFICE}annotation":
            self._is_noted = True

    def _show(self, text: str) -> None:
        if self._text is not None and not self._is_noted:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name == f"{_OFFICE}annotation":
            self._is_noted = False
        elif name == f"{_TABLE}table-cell" and self._text is not None:
            text, self._text = "".join(self._text).strip(), None
            if self._number:
                self._note_beside(text)
            if self._is_formula and _SHOWN_ERROR.fullmatch(text):
                self._aside.blanks.setdefault(self._at, set()).add((self._row, self._column - 1))
                if len(self._aside.errors) < _ERRORS_NAMED:
                    self._aside.errors.append(f"{column_name(self._column)}{self._row + 1}")
        elif name == f"{_TABLE}table-row":
            self._row += self._repeat
            if self._filled:
                self._sheet.add(self._row, self._last, self._filled * self._repeat)
                self._sheet.check()
            if self._percents:
                self._mark_percents()

    def _mark_percents(self) -> None:
        """Once the row is known to have room: a few letters repeat a cell as often as they like."""
        marks = bytearray(self._last)
        for columns in self._percents:
            marks[columns.start : columns.stop] = b"\1" * len(columns)
        rows = range(self._row - self._repeat, self._row)
        self._aside.percents.setdefault(self._at, {}).update(dict.fromkeys(rows, marks))

    def _note_beside(self, text: str) -> None:
        said, cuts = shown_beside(text, self._number)
        said, shown = self._currency or said, self._aside.shown.setdefault(self._at, set())
        if (said or cuts) and len(shown) < _SHOWN_NAMED:
            columns = range(self._column - self._times, min(self._column, WIDEST))
            shown.update((column, said, cuts) for column in columns)


def _times(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(f"{_TABLE}{name}", "1")
    return int(written) if written.isdecimal() and len(written) < 10 else 1
