"""A file whose headings were understood: its rows, and what must be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from time import monotonic
from typing import NoReturn

from nasij.files.child.answers import Sheet
from nasij.files.child.damage import MARK
from nasij.files.errors import (
    UnitShown,
)
from nasij.files.headings import Columns, Vocabulary, columns_of
from nasij.files.opening import OpenFile, lines_of
from nasij.files.remarks import Note
from nasij.files.units import Unit, counted, unit_as_shown, unit_of


class Patience:
    """How long who asks for the lines of a file waits, once it is opened: a page, a few seconds."""

    def __init__(self, seconds: float = inf) -> None:
        self._ends, self.is_over = monotonic() + seconds, False

    def lines_of(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Its lines, until nobody waits any more."""
        for line in lines_of(sheet):
            self.is_over = monotonic() > self._ends
            if self.is_over:
                return
            yield line


class Fault(StrEnum):
    """Why a whole row cannot be read."""

    NOT_CLOSED = "not_closed"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line under our names; the empty ones are left out."""

    line: int
    cells: dict[str, str]
    fault: Fault | None = None
    text: str = ""  # of a row that cannot be read
    spare: dict[tuple[str, int], str] = field(default_factory=dict)  # of columns that are not ours


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet and its headings."""

    sheet: Sheet
    heading_line: int
    columns: Columns
    start: int  # what is added to its lines

    @property
    def strict(self) -> bool:
        """In text a cell too many means that others moved; in a sheet it is a note beside."""
        return bool(self.sheet.delimiter)

    def shown(self, ours: str) -> set[tuple[str, int]]:
        places = self.columns.places.get(ours, ())
        return {(text, thousands) for at, text, thousands in self.sheet.shown if at in places}

    def heading(self, ours: str) -> str:
        return self.columns.named(ours)[0] if ours in self.columns else ""

    def counted(self, ours: str) -> set[Unit | None]:
        """What its numbers count: None for those of which cells and heading do not agree."""
        said = unit_of(self.heading(ours))
        return {counted(said, *shown) for shown in self.shown(ours) or {("", 0)}}

    def refuse_shown(self, ours: str) -> NoReturn:
        raise UnitShown(column=self.heading(ours), shown=self.shown_told(ours))

    def shown_told(self, ours: str) -> list[str]:
        """“KDH”; “÷ 1000” of cells that show a thousandth of their numbers."""
        return sorted(
            " ".join(filter(None, (text, f"÷ {1000**thousands}" if thousands else "")))
            for text, thousands in self.shown(ours)
        )


@dataclass(frozen=True)
class Table:
    file: OpenFile
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    vocabulary: Vocabulary = field(repr=False)
    # Columns that every row fills; where the first there is repeats its heading, so does the line.
    needed: tuple[str, ...]
    patience: Patience

    @property
    def columns(self) -> Columns:
        """Of all its sheets."""
        return columns_of([part.columns for part in self.parts])

    def shown(self, ours: str) -> list[str]:
        """What the cells of a measured column show beside their numbers."""
        shown = {text for part in self.parts for text, _thousands in part.shown(ours)}
        return sorted(filter(None, shown))

    def unit(self, ours: str) -> Unit:
        """What its numbers count; sheets of which that cannot be said have been refused."""
        return next(filter(None, self.parts[0].counted(ours)), Unit())

    def unit_as_shown(self, ours: str) -> Unit:
        """What they count as people see them, of whom a title speaks."""
        said = unit_of(self.parts[0].heading(ours))
        return next((unit_as_shown(said, text) for text in self.shown(ours)), said)

    def check_shown(self, ours: str, home: str) -> None:
        """Refuse numbers that the heading alone, in the country's currency where it names none,
        does not say the unit of: who reads it and no cell would take them for others."""
        for part in self.parts:
            said, units = unit_of(part.heading(ours)), part.counted(ours)
            wanted = Unit(said.currency or home, said.factor)
            if not units <= {said, wanted}:
                part.refuse_shown(ours)

    @property
    def sheet_titles(self) -> list[str]:
        return [part.sheet.title for part in self.parts]

    def titles(self) -> Iterator[str]:
        """The lines above the headings, sheet by sheet."""
        for part in self.parts:
            yield from part.sheet.above
            for line, cells in self.patience.lines_of(part.sheet):
                if line >= part.heading_line:
                    break
                yield " ".join(cells)

    @property
    def spare(self) -> list[tuple[str, int]]:
        """Columns that are not ours, of all the sheets, once each."""
        return list(
            dict.fromkeys(name for part in self.parts for name in part.columns.spare.values())
        )

    def rows(self) -> Iterator[Row]:
        """Its rows; where the patience is over before, the first of them."""
        for part in self.parts:
            yield from self._rows_of(part)

    def _rows_of(self, part: Part) -> Iterator[Row]:
        spare = part.columns.spare
        broken = iter(sorted(part.sheet.broken.items()))
        hurt = next(broken, None)
        for line, cells in self.patience.lines_of(part.sheet):
            while hurt is not None and hurt[0] < line:
                yield Row(part.start + hurt[0], {}, Fault.NOT_CLOSED, hurt[1])
                hurt = next(broken, None)
            if line <= part.heading_line or self._repeats_headings(part, cells):
                continue
            row = _row(part, line, cells, spare)
            if row.cells or row.fault:
                yield row
        while hurt is not None:
            yield Row(part.start + hurt[0], {}, Fault.NOT_CLOSED, hurt[1])
            hurt = next(broken, None)

    def _repeats_headings(self, part: Part, cells: list[str]) -> bool:
        """Whether a row says again what its columns are: in another language, on the next page."""
        ours = next(ours for ours in self.needed if ours in part.columns)
        at = part.columns.places[ours][0]
        if at >= len(cells) or not cells[at]:
            return False
        meaning = self.vocabulary.meaning(cells[at])
        if meaning is None or meaning[0] != ours:
            return False
        filled = [cell for cell in cells if cell.strip()]
        known = sum(self.vocabulary.meaning(cell) is not None for cell in filled)
        return known > 1 and known * 2 >= len(filled)


def _row(part: Part, line: int, cells: list[str], spare: dict[int, tuple[str, int]]) -> Row:
    width = len(part.columns.headings)
    if part.strict and len(cells) > width and any(map(str.strip, cells[width:])):
        return Row(part.start + line, {}, Fault.TOO_LONG, " | ".join(cells)[:300])
    found = {}
    for ours, places in part.columns.places.items():
        for at in places:
            if at < len(cells) and (cell := cells[at].strip()):
                found[ours] = cell
                break
    others = {
        name: cells[at] for at, name in spare.items() if at < len(cells) and cells[at].strip()
    }
    return Row(part.start + line, found, spare=others)


def is_damaged(cell: str) -> bool:
    return cell.startswith(MARK)
