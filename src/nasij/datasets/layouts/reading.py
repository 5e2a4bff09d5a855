"""What every layout of a small table shares: its columns as text, its numbers, its refusals.

Trade flows do not pass here: the core streams them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy, gettext_noop

from nasij.datasets.enums import FileColumn
from nasij.datasets.errors import (
    AmountsAmbiguous,
    AmountsContradict,
    KeysRepeated,
    ManyRefused,
    NumbersImpossible,
    NumbersNegative,
    NumbersUnreadable,
    NumbersWithUnit,
    PercentSignsMissing,
    RowsBroken,
    headings_of,
)
from nasij.files.amounts import Style, amount, style_of, undecided, with_words
from nasij.files.child.answers import Limits
from nasij.files.errors import FileUnreadable, UnitBeside
from nasij.files.frames import (
    FAULT,
    ROW,
    lines_outside,
    notes_below,
    parquet_headings,
    scan_parquet,
    scan_table,
    whole_file,
)
from nasij.files.headings import Columns, Vocabulary
from nasij.files.lines import BESIDE, cell_told, place_of
from nasij.files.opening import open_file
from nasij.files.places import Places
from nasij.files.remarks import SHOWN, Note, lines_unread, listed, note, unread
from nasij.files.tables import find_table, refuse_columns
from nasij.files.totals import is_total, left_out
from nasij.files.units import SHARE, Measure, is_other_measure
from nasij.reference.days import years_of_figures
from nasij.reference.pack import current_pack
from nasij.sentences import filled_lazily
from nasij.ui import formats
from nasij.work.errors import Refusal

_NOUGHT = r"^[+-]?[0٠۰]+(?:[.,٫][0٠۰]*)?$"
_NOTHING = (".", "-", "NA", "N/A", "n/a", "..", "…")
_PERCENT = "%٪％"
_OF_A_HUNDRED = 0.01
_BLANKS = " \u00a0\u202f\u200e\u200f\u061c"  # and the marks of direction beside an Arabic sign
LABELS: dict[str, object] = dict(FileColumn.choices)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file turned into."""

    frame: pl.DataFrame
    notes: list[Note] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SmallTable:
    """A small table under our names, as text until a layout says what it is."""

    name: str
    frame: pl.DataFrame
    columns: Columns
    parts: tuple[Columns, ...]  # the same sheet by sheet
    typed: bool  # its numbers come with a point, however people write there
    notes: list[Note]
    sheets: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()  # lines that are no rows
    totals: pl.DataFrame | None = None  # rows that sum others, which are not in the frame

    def without_totals(self, named: Sequence[str]) -> SmallTable:
        """The table without the rows where one of these columns holds a word for a total: no
        country, product or region is called so. A table of nothing else is left as it is."""
        places, keys = Places.load(), [name for name in named if name in self.columns]
        words = {
            text
            for name in keys
            for text in self.frame[name].drop_nulls().unique()
            if is_total(text, places)
        }
        frame = self.frame
        total = frame.select(
            pl.any_horizontal(pl.col(keys).is_in(words).fill_null(value=False)).alias("total")
        )["total"]
        if not total.any() or total.all():
            return self
        rows = [place_of(row, list(self.sheets)) for row in frame[ROW].filter(total)]
        notes = [*self.notes, left_out(rows)]
        return replace(self, frame=frame.filter(~total), totals=frame.filter(total), notes=notes)

    def check_units(
        self, column: str, is_other: Callable[[str, str], bool], *, is_said: bool = True
    ) -> None:
        """Refuse a column of units with a cell that `is_other`, under its heading, than the unit
        of a column of values; it is not read. Its empty cells are told where nothing else than
        the others says their unit."""
        if "unit" not in self.columns:
            return
        heading, texts = self.columns.named("unit")[0], self.frame["unit"]
        other = [text for text in texts.drop_nulls().unique() if is_other(text, heading)]
        if other:
            told = self.told("unit", texts, texts.is_in(other) & texts.is_first_distinct())
            raise UnitBeside(**told, heading=self.columns.named(column)[0])
        self.notes.append(unread(self.columns.named("unit")))
        empty = texts.null_count()
        if empty and empty < len(texts) and not is_said:
            text = gettext_noop(
                "Rows whose cell of the column “%(column)s” is empty, and whose values were read "
                "like the others: %(count)s."
            )
            self.notes.append(note("unit_not_said", text, column=heading, count=empty))

    def names_in_units(self, names: Callable[[str], bool]) -> bool:
        """Whether a cell of the columns of units names one of a kind."""
        if "unit" not in self.columns:
            return False
        cells = self.frame["unit"].drop_nulls().unique()
        return any(names(part) for cell in cells for part in cell.split(BESIDE))

    def unit(self, column: str, measure: Measure, vocabulary: Vocabulary) -> float | None:
        """How many of ours one of a column is, as far as its heading says it."""
        return measure.said(self.columns.named(column)[0], vocabulary.meaning)

    def shares(
        self, column: str, vocabulary: Vocabulary, *, signed: bool = False
    ) -> tuple[pl.Series, bool]:
        """A column as shares of one, and whether its heading or percent signs said of what: signs
        stand on all values but noughts, which are the same with one and without, or the heading
        has the unit of all, or nothing is said."""
        unit = self.unit(column, SHARE, vocabulary)
        written = self.frame[column].str.strip_chars()
        said = written.str.contains(rf"[{_PERCENT}][{_BLANKS}]*$")
        bare = written.str.strip_chars_end(f"{_PERCENT}{_BLANKS}")
        given = ~(bare.is_null() | (bare == "") | bare.is_in(_NOTHING))
        lacks = given & ~said & ~bare.str.contains(_NOUGHT)
        if said.any() and unit != _OF_A_HUNDRED and lacks.any():
            raise PercentSignsMissing(**self.told(column, written, lacks))
        factor = _OF_A_HUNDRED if said.any() else unit
        if factor is None and (beside := self._share_beside()):
            factor = beside
        else:
            self.check_units(column, partial(is_other_measure, SHARE, factor))
        plain = replace(self, frame=self.frame.with_columns(bare.alias(column)))
        return plain.numbers(column, signed=signed) * (factor or 1), factor is not None

    def _share_beside(self) -> float | None:
        """What each value is a share of, where a column of units says the same in each row."""
        if "unit" not in self.columns:
            return None
        named = [SHARE.named(text or "") for text in self.frame["unit"].unique()]
        agreed = set[float]().union(*named)
        return agreed.pop() if all(named) and len(agreed) == 1 else None

    def numbers(self, column: str, *, signed: bool = False) -> pl.Series:
        """A column as numbers, whatever marks it is written with."""
        bare = self.frame[column].str.strip_chars()
        texts = bare.to_frame().select(
            pl.when(~pl.col(column).is_in(_NOTHING)).then(pl.col(column))
        )
        heading = self.columns.named(column)[0]
        rows = texts.with_columns(self.frame[ROW]).lazy()
        style = agreed_style(rows, column, typed=self.typed, heading=heading, sheets=self.sheets)
        unsure = texts.select(undecided(column, style).alias(column))[column]
        if unsure.any():
            raise AmountsAmbiguous(**self.told(column, bare, unsure))
        worded = texts.select(with_words(column, style).alias(column))[column]
        if worded.any():
            raise NumbersWithUnit(**self.told(column, bare, worded))
        result = texts.select(amount(column, style).alias(column))[column]
        unread = result.is_null() & texts[column].is_not_null()
        if unread.any():
            raise NumbersUnreadable(**self.told(column, bare, unread))
        if not signed and (result < 0).any():
            raise NumbersNegative(**self.told(column, bare, result < 0))
        return pl.Series(result)

    def of_totals(self, column: str) -> list[float | None]:
        """The numbers that the rows of totals have in a column, written like it; none where a cell
        is not surely one, or is of another unit than all rows: those are not read for them."""
        assert self.totals is not None
        rows = self.frame.select(ROW, column).lazy()
        style = agreed_style(rows, column, typed=self.typed, heading="", sheets=self.sheets)
        loose = replace(style, plain=False, lone_points=self.typed)
        number = amount(column, loose)
        if "unit" in self.columns:
            alike = pl.col("unit").is_in(self.frame["unit"].drop_nulls().unique().implode())
            number = pl.when(alike | pl.col("unit").is_null()).then(number)
        return self.totals.select(number.alias(column))[column].to_list()

    def between(
        self, column: str, table: pl.DataFrame, value: str, low: float, high: float
    ) -> None:
        """Refuse a table with a value, read from a column, that is not possible."""
        rows = table.filter(~pl.col(value).is_between(low, high))[ROW]
        if len(rows):
            bad = self.frame[ROW].is_in(rows.implode())
            told = self.told(column, self.frame[column], bad)
            raise NumbersImpossible(
                **told, low=_number_when_read(low), high=_number_when_read(high)
            )

    def unrepeated(self, table: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
        """The table without its numbers of rows, if none says again what another says."""
        again = table.filter(table.select(key).is_duplicated())
        if again.height:
            examples = [
                cell_told("/".join(map(str, of)), at, self.sheets)
                for *of, at in again.sort(*key, ROW).select(*key, ROW).head(SHOWN + 1).iter_rows()
            ]
            told = [*examples[:SHOWN], *["…"] * (len(examples) > SHOWN)]
            raise KeysRepeated(count=again.height, key=headings_of(key), examples=told)
        return table.drop(ROW)

    def years(self, column: str, *, ahead: int = 1) -> pl.Series:
        found, possible = self.numbers(column), years_of_figures(ahead=ahead)
        odd = (found != found.floor()) | ~found.is_between(*possible)
        if odd.any():
            low, high = map(str, possible)
            told = self.told(column, self.frame[column], odd)
            raise NumbersImpossible(**told, low=low, high=high)
        return found.cast(pl.Int64)

    def told(self, column: str, written: pl.Series, bad: pl.Series) -> dict[str, Any]:
        """What a refusal says of the bad cells of a column: how many, and where the first are."""
        count, rows = int(bad.sum()), self.frame[ROW].filter(bad)
        examples = [
            cell_told(value, row, self.sheets)
            for value, row in zip(written.filter(bad).head(SHOWN), rows, strict=False)
        ]
        heading = self.columns.named(column)[0]
        more = ["…"] if count > SHOWN else []
        return {"count": count, "column": heading, "examples": [*examples, *more]}


def agreed_style(
    rows: pl.LazyFrame, column: str, *, typed: bool, heading: str, sheets: Sequence[str] = ()
) -> Style:
    """How a column writes its amounts; refused by the cells where it contradicts itself."""
    style = style_of(rows, column, typed=typed)
    if style.against is None:
        return style
    first = rows.select(ROW, column).unique(column, keep="first", maintain_order=True)
    lines = first.filter(pl.col(column).is_in(style.against)).select(column, ROW).collect()
    at = dict(lines.iter_rows())
    comma, point = (cell_told(cell, at[cell], sheets) for cell in style.against)
    raise AmountsContradict(column=heading, comma=comma, point=point)


def _number(value: float) -> str:
    return formats.number(value, formats.language())


_number_when_read = lazy(_number, str)


def all_read(*readings: Callable[[], Any]) -> list[Any]:
    """What each reads; where some refuse, all of them are told, or each would cost an upload."""
    found, refusals = [], []
    for reading in readings:
        try:
            found.append(reading())
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        raise refusals[0] if len(refusals) == 1 else ManyRefused(refusals)
    return found


# Of every country and year, or pair of countries: a few megabytes.
_SMALL = Limits(seconds=30, unpacked=128 * 1024**2)


def read_small(
    path: Path, vocabulary: Vocabulary, needed: Mapping[str, Sequence[str]]
) -> SmallTable:
    """The table in a file; `needed` are our names, each with those that may stand for it."""

    wanted = {"/".join((ours, *others)): (ours, *others) for ours, others in needed.items()}
    labels = {**LABELS, **{key: _any_of(names) for key, names in wanted.items()}}

    def missing(found: Columns) -> list[str]:
        return [key for key, names in wanted.items() if not {*names} & set(found.places)]

    file = open_file(path, limits=_SMALL)
    if file.unpacked is not None:
        headings = parquet_headings(file.unpacked, file.name)
        columns = vocabulary.recognise(headings)
        if missing(columns):
            refuse_columns(file.name, columns, missing(columns), labels)
        parts: tuple[Columns, ...] = (columns,)
        rows = scan_parquet(file.unpacked, columns, file.name, vocabulary.joined)
        typed, notes = True, []
        sheets: tuple[str, ...] = ()
        outside: tuple[str, ...] = ()
    else:
        table = find_table(file, vocabulary, missing=[missing], labels=labels)
        for ours in vocabulary.measured:
            table.check_shown(ours, str(current_pack().settings["currency"]))
        rows, columns, notes = scan_table(table), table.columns, list(table.notes)
        parts = tuple(part.columns for part in table.parts)
        typed, sheets = not table.parts[0].strict, tuple(table.sheet_titles)
        if below := notes_below(rows):
            rows = rows.filter(~pl.col(ROW).is_in(list(below)))
        outside = (*lines_outside(table), *below.values())
        notes = [*([lines_unread(outside)] if outside else []), *notes]
    with whole_file(file.name):
        frame = rows.collect()
    broken = frame.filter(pl.col(FAULT).is_not_null())[ROW]
    if len(broken):
        raise RowsBroken(file=file.name, count=len(broken), lines=listed(broken, 7))
    if frame.is_empty():
        raise FileUnreadable("no_rows", file.name)
    return SmallTable(file.name, frame, columns, parts, typed, notes, sheets, outside)


def _any_of(names: Sequence[str]) -> object:
    """What a file lacks that may have either of two columns."""
    first, *rest = (LABELS[name] for name in names)
    for other in rest:
        first = filled_lazily(gettext_lazy("%(one)s or %(other)s"), {"one": first, "other": other})
    return first


def keyed(frame: pl.DataFrame, key: Sequence[str], notes: list[Note]) -> pl.DataFrame:
    """The rows that say what they are of; the others, a total or a source below, are counted."""
    found = frame.drop_nulls(key)
    if lacking := frame.height - found.height:
        text = gettext_noop("Rows without a country, a product or a year, left out: %(count)s.")
        notes.append(note("key_lacking", text, count=lacking))
    return found


def filled(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    if frame.is_empty():
        raise FileUnreadable("no_rows", file)
    return frame


__all__ = ["Note", "Reading", "SmallTable", "all_read", "filled", "keyed", "note", "read_small"]
