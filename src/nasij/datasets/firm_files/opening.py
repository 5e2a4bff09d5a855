"""A file of firms becomes one Parquet file of text, its rows numbered as the file's lines are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from nasij.datasets.firm_files.codes import identifier
from nasij.datasets.firm_files.columns import (
    IDENTIFIERS,
    LABELS,
    NAMES,
    VOCABULARY,
    heading_of,
)
from nasij.files import remarks
from nasij.files.cells import NOTHING
from nasij.files.child.answers import Limits
from nasij.files.errors import ColumnsMissing, FileUnreadable, HeadingsUnknown
from nasij.files.frames import (
    ROW,
    lines_outside,
    notes_below,
    parquet_headings,
    scan_parquet,
    scan_table,
    whole_file,
)
from nasij.files.headings import Columns, Vocabulary, standing
from nasij.files.opening import OpenFile, open_file
from nasij.files.remarks import Note
from nasij.files.tables import find_table, refuse_columns
from nasij.files.units import Unit, unit_of
from nasij.reference.identifiers import IDENTIFIER, main_rule

# What may stand for one of ours where a person says which heading it is.
_KINDS = {"firm": (*IDENTIFIERS, *NAMES), "year": ("period",)}
_BESIDE_TIME = {"year": ("period",), "period": ("year", "month")}  # not read beside the one chosen
_LONGEST = 100  # letters of a number as people write it
_LIMITS = Limits(seconds=1800, unpacked=20 * 1024**3)  # twenty million records, unpacked


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file must hold, and what the person said of its headings (ours → theirs)."""

    value: bool = True
    time: bool = True  # False: the year was given beside the file
    named: Mapping[str, str] | None = None

    def missing(self, found: Columns) -> list[str]:
        lacking = [ours for ours, theirs in self._said if not standing(theirs, found.headings)]
        if not any(kind in found for kind in (*IDENTIFIERS, *NAMES)):
            lacking.append("firm")
        if self.time and not any(time in found for time in ("period", "year", "month")):
            lacking.append("year")
        if self.value and "value" not in found:
            lacking.append("value")
        return lacking

    @property
    def vocabulary(self) -> Vocabulary:
        """The usual one, before which goes what the person said."""
        chosen = {theirs: self.kind(ours) for ours, theirs in self._said}
        left = [_BESIDE_TIME[kind] for kind in chosen.values() if kind in _BESIDE_TIME]
        return VOCABULARY.choosing(chosen, left=left[0] if left else ())

    @property
    def _said(self) -> list[tuple[str, str]]:
        return [(ours, theirs) for ours, theirs in (self.named or {}).items() if theirs]

    def kind(self, ours: str) -> str:
        """Which of the columns that may stand for one of ours the person named; "" for none."""
        theirs = (self.named or {}).get(ours, "")
        usual, _sure = VOCABULARY.meaning(theirs) or (ours, 0)
        return (usual if usual in _KINDS.get(ours, ()) else ours) if theirs else ""

    def unknown(self, headings: Sequence[str]) -> list[str]:
        return [theirs for _ours, theirs in self._said if not standing(theirs, headings)]


@dataclass(frozen=True, slots=True)
class RawFile:
    """Every row as text under our names, with `row`, its line, and `fault`, why it is no row."""

    path: Path
    columns: Columns
    parts: tuple[Columns, ...]  # the same sheet by sheet
    first: str = ""  # the column by which the person knows the firms, before the usual ones
    notes: tuple[Note, ...] = ()
    sheets: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # above the headings
    outside: tuple[str, ...] = ()  # titles, and other lines that are no rows
    typed: bool = False  # its numbers come with a point, however people write there
    days_later: int = 0  # than in most workbooks its count of days begins
    shown: tuple[str, ...] = ()  # what its cells write beside their values
    unit: Unit = field(default_factory=Unit)  # what they count, as far as heading and cells say
    unit_as_shown: Unit = field(default_factory=Unit)  # the same of the numbers as cells show them
    below: tuple[int, ...] = ()  # lines that are no rows, though they stand under our headings
    always: str | None = None  # the identifier that every row has, if there is one

    @property
    def identifiers(self) -> list[str]:
        """Those that it has, in the order in which they tell the firm of a row."""
        own = [kind for kind in IDENTIFIERS if kind in self.columns]
        return sorted(own, key=lambda kind: kind != self.first)

    def scan(self) -> pl.LazyFrame:
        rows = pl.scan_parquet(self.path)
        return rows.filter(~pl.col(ROW).is_in(self.below)) if self.below else rows


def open_raw(path: Path, scratch: Path, wanted: Wanted) -> RawFile:
    """Recognise a file and its headings, or say in one sentence why that is not possible."""
    file = open_file(path, limits=_LIMITS)
    read = _from_sheets if file.unpacked is None else _from_parquet
    try:
        return read(file, scratch, wanted)
    except ColumnsMissing as refused:
        if named := wanted.unknown(refused.headings):
            found = refused.values["found"]
            raise HeadingsUnknown(file=file.name, named=named, found=found) from refused
        raise


def _from_sheets(file: OpenFile, scratch: Path, wanted: Wanted) -> RawFile:
    table = find_table(file, wanted.vocabulary, missing=[wanted.missing], labels=LABELS)
    outside = lines_outside(table)
    raw = RawFile(
        scratch / "raw.parquet",
        table.columns,
        tuple(part.columns for part in table.parts),
        wanted.kind("firm"),
        tuple(table.notes),
        tuple(table.sheet_titles),
        tuple(table.titles()),
        outside,
        typed=not table.parts[0].strict,
        days_later=table.parts[0].sheet.days_later,
        shown=tuple(table.shown("value")),
        unit=table.unit("value"),
        unit_as_shown=table.unit_as_shown("value"),
    )
    kept = _kept(raw, scan_table(table), file.name)
    if not kept.outside:
        return kept
    told = remarks.lines_unread(kept.outside, with_values=wanted.value)
    return replace(kept, notes=(told, *kept.notes))


def _from_parquet(file: OpenFile, scratch: Path, wanted: Wanted) -> RawFile:
    path = file.unpacked
    assert path is not None
    columns = wanted.vocabulary.recognise(parquet_headings(path, file.name))
    if wanted.missing(columns):
        refuse_columns(file.name, columns, wanted.missing(columns), LABELS)
    notes = (remarks.unread(columns.unread),) if columns.unread else ()
    said = unit_of(heading_of(columns, "value"))
    raw = RawFile(
        scratch / "raw.parquet",
        columns,
        (columns,),
        wanted.kind("firm"),
        notes,
        typed=True,
        unit=said,
        unit_as_shown=said,
    )
    return _kept(raw, scan_parquet(path, columns, file.name, VOCABULARY.joined), file.name)


def _kept(raw: RawFile, scan: pl.LazyFrame, name: str) -> RawFile:
    told = [pl.col(name) for name in (*IDENTIFIERS, *NAMES) if name in raw.columns]
    scan = scan.with_columns(
        pl.when(~cell.str.to_lowercase().is_in(NOTHING)).then(cell) for cell in told
    )
    with whole_file(name):
        _numbers_apart(raw, scan).sink_parquet(raw.path, compression="lz4", statistics=False)
    raw = _with_numbers(raw)
    first = next(iter(raw.identifiers), None) if raw.first not in NAMES else None
    below = notes_below(raw.scan())
    outside = (*raw.outside, *below.values())
    raw = replace(raw, below=tuple(below), outside=tuple(dict.fromkeys(outside)))
    rows, without = (
        raw.scan()
        .select(pl.len(), (pl.col(first) if first else pl.lit(1)).null_count().alias("without"))
        .collect(engine="streaming")
        .row(0)
    )
    if not rows:
        raise FileUnreadable("no_rows", name)
    return replace(raw, always=first if first != "register_number" and not without else None)


def _numbers_apart(raw: RawFile, scan: pl.LazyFrame) -> pl.LazyFrame:
    """Under “Exportateur” some write the number of the firm: no name has its control digits.

    Not beside a number of another kind: rows of a firm that lack that one would be known by this.
    """
    others = set(raw.identifiers) - {IDENTIFIER}
    if not main_rule().stdnum or "name" not in raw.columns or others:
        return scan
    name, numbers = pl.col("name"), _Numbers()
    number = numbers.of(name)
    kept = pl.col(IDENTIFIER) if IDENTIFIER in raw.columns else pl.lit(None, pl.String)
    said_twice = numbers.of(pl.when(number.is_not_null()).then(kept)) == number
    is_number = number.is_not_null() & (kept.is_null() | said_twice)
    return scan.with_columns(
        pl.when(is_number).then(number).otherwise(kept).alias(IDENTIFIER),
        pl.when(~is_number).then(name).alias("name"),
    )


class _Numbers:
    """The good numbers among the texts of cells, each looked at once: the rows come in parts."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}  # by text; "" of one that is none

    def of(self, cell: pl.Expr) -> pl.Expr:
        return cell.map_batches(self._read, return_dtype=pl.String, is_elementwise=True)

    def _read(self, cells: pl.Series) -> pl.Series:
        rule = main_rule()
        has_digits = cells.str.count_matches(r"\d") >= max(rule.enterprise_length, 1)
        texts = cells.filter(has_digits & (cells.str.len_chars() <= _LONGEST)).unique()
        for text in texts:
            if text not in self._known:
                code = identifier(IDENTIFIER, text).code
                self._known[text] = code if rule.is_good(code) else ""
        good = {text: self._known[text] for text in texts if self._known[text]}
        return cells.replace_strict(good, default=None, return_dtype=pl.String)


def _with_numbers(raw: RawFile) -> RawFile:
    """With the column of numbers, where they were found among names."""
    if IDENTIFIER in raw.columns or IDENTIFIER not in raw.scan().collect_schema():
        return raw
    if not raw.scan().select(pl.col(IDENTIFIER).is_not_null().any()).collect().item():
        return raw
    places = {**raw.columns.places, IDENTIFIER: raw.columns.places["name"]}
    return replace(raw, columns=replace(raw.columns, places=places))


__all__ = ["ROW", "RawFile", "Wanted", "open_raw"]
