"""A file whose headings were understood: its rows, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from math import inf
from time import monotonic
from typing import NoReturn

from django.utils.translation import gettext_lazy

from nasij.files import remarks
from nasij.files.child.answers import Sheet
from nasij.files.child.damage import MARK
from nasij.files.dates import is_month
from nasij.files.errors import (
    ColumnsMissing,
    FileUnreadable,
    HeadingsDamaged,
    UnitsDiffer,
    UnitShown,
)
from nasij.files.headings import Columns, Vocabulary, columns_of
from nasij.files.lines import SHEET
from nasij.files.opening import OpenFile, lines_of
from nasij.files.remarks import SHOWN, Note, listed
from nasij.files.units import Unit, counted, signs_of, unit_as_shown, unit_of, without_unit
from nasij.sentences import filled_lazily, in_every_language

HEADINGS_WITHIN = 20  # filled lines: titles and logos stand above the headings of real files


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


Missing = Callable[[Columns], list[str]]


def find_table(
    file: OpenFile,
    vocabulary: Vocabulary,
    *,
    missing: Sequence[Missing],
    needed: tuple[str, ...] = (),
    labels: Mapping[str, object],
    named: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> Table:
    """The headings of a file; all the sheets that bear them. `missing` tell what is lacking, each
    asked of a file of which the one before found no sheet; `labels` say each of our names to who
    reads, for no page shows a name of ours."""
    shown = [sheet for sheet in file.sheets if not sheet.hidden] or file.sheets
    patience = patience or Patience()
    found = [(sheet, _headings_of(sheet, vocabulary, missing, named, patience)) for sheet in shown]
    if patience.is_over:
        raise FileUnreadable("too_slow", file.name)
    asked = (
        [(sheet, *lines.named[at]) for sheet, lines in found if at in lines.named]
        for at in range(len(missing))
    )
    known = next(filter(None, asked), [])
    if not known:
        best = max((lines.likeliest for _sheet, lines in found), key=_likelihood)
        refuse_columns(file.name, best, missing[-1](best), labels)
    parts = [Part(*part, number * SHEET) for number, part in enumerate(known)]
    for ours in vocabulary.measured:
        _check_units(file.name, parts, vocabulary, ours)
    notes = tuple(_notes(file, parts, vocabulary, labels))
    return Table(file, tuple(parts), notes, vocabulary, needed, patience)


def _check_units(name: str, parts: list[Part], vocabulary: Vocabulary, ours: str) -> None:
    """Refuse values of which some may count in another unit than the others."""
    found: dict[object, Part] = {}
    sure = True
    for part in parts:
        heading, units = part.heading(ours), part.counted(ours)
        if None in units and any(thousands for _text, thousands in part.shown(ours)):
            part.refuse_shown(ours)
        sure = sure and len(units) == 1 and None not in units
        words = vocabulary.beyond(without_unit(heading), ours)
        beyond = frozenset(word for word in words if not is_month(word))
        found.setdefault((not heading, unit_of(heading), signs_of(heading), beyond, *units), part)
    if not sure or len(found) > 1:
        told = (_unit_told(part, vocabulary.measured) for part in found.values())
        raise UnitsDiffer(file=name, found=list(islice(told, SHOWN)))


def _unit_told(part: Part, measured: Sequence[str]) -> dict[str, str]:
    ours = next(ours for ours in measured if ours in part.columns)
    told = {"heading": part.columns.named(ours)[0], "sheet": part.sheet.title}
    if texts := part.shown_told(ours):
        shown = gettext_lazy("“%(heading)s”, whose cells show %(texts)s (%(sheet)s)")
        return in_every_language(filled_lazily(shown, {**told, "texts": texts}))
    return in_every_language(filled_lazily(gettext_lazy("“%(heading)s” (%(sheet)s)"), told))


@dataclass(slots=True)
class _Headings:
    """Of one sheet: by what was asked, the line that names all of it; and the likeliest line."""

    named: dict[int, tuple[int, Columns]] = field(default_factory=dict)
    likeliest: Columns = field(default_factory=lambda: Columns({}, ()))


def _headings_of(
    sheet: Sheet,
    vocabulary: Vocabulary,
    missing: Sequence[Missing],
    named: Mapping[str, str] | None,
    patience: Patience,
) -> _Headings:
    found = _Headings()
    for line, cells in islice(patience.lines_of(sheet), HEADINGS_WITHIN):
        columns = vocabulary.recognise([cell.strip() for cell in cells], named)
        for at, lacks in enumerate(missing):
            if at not in found.named and not lacks(columns):
                found.named[at] = (line, columns)
        if 0 in found.named:
            break
        found.likeliest = max(found.likeliest, columns, key=_likelihood)
    return found


def _likelihood(columns: Columns) -> tuple[int, int]:
    return len(columns.places), sum(map(bool, columns.headings))


def refuse_columns(
    name: str, best: Columns, lacking: list[str], labels: Mapping[str, object]
) -> NoReturn:
    headings = [heading.removeprefix(MARK) for heading in best.headings if heading]
    found = [heading[:40] for heading in headings]
    if any(map(is_damaged, best.headings)):
        raise HeadingsDamaged(file=name, found=listed(found, 20))
    wanted = [in_every_language(labels[ours]) for ours in lacking]
    raise ColumnsMissing(file=name, missing=wanted, found=listed(found, 20), headings=headings)


def _notes(
    file: OpenFile, parts: list[Part], vocabulary: Vocabulary, labels: Mapping[str, object]
) -> Iterator[Note]:
    """What the reader did that its owner would want to know."""
    read = [part.sheet for part in parts]
    if len(read) > 1:
        yield remarks.sheets_read(sheet.title for sheet in read)
    if others := [sheet.title for sheet in file.sheets if sheet not in read and sheet.width]:
        yield remarks.sheets_unread(others)
    if errors := [cell for sheet in file.sheets for cell in sheet.errors]:
        yield remarks.formula_errors(errors)
    if unread := columns_of([part.columns for part in parts]).unread:
        yield remarks.unread(unread)
    told: list[Note] = []
    for part in parts:
        told += [said for said in _on_choices(part.columns, vocabulary, labels) if said not in told]
    yield from told
    for encoding in dict.fromkeys(sheet.encoding for sheet in read):
        if encoding and not encoding.startswith("utf"):
            yield remarks.letters_guessed(encoding)
    for sheet in read:
        if sheet.damage.cells:
            yield remarks.letters_lost(sheet.damage.cells, sheet.damage.lines)
        if sheet.broken:
            yield remarks.rows_swallowed(sorted(sheet.broken))


def _on_choices(
    columns: Columns, vocabulary: Vocabulary, labels: Mapping[str, object]
) -> Iterator[Note]:
    for ours, places in columns.places.items():
        if len(places) > 1 and ours not in vocabulary.joined:
            yield remarks.several(labels[ours], columns.named(ours))
    for ours, places in columns.weaker.items():
        weaker = [columns.headings[at] for at in places]
        yield remarks.passed_over(labels[ours], weaker, columns.named(ours)[0])
