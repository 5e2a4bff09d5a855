"""A file's rows as a frame of text, for tables of millions of rows: nothing is held whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from nasij.files.child.damage import MARK
from nasij.files.child.letters import BETWEEN
from nasij.files.errors import FileUnreadable
from nasij.files.headings import LONGEST, Columns
from nasij.files.lines import BESIDE
from nasij.files.tables import Fault, Part, Table
from nasij.files.units import Unit, unit_of

ROW, FAULT = "row", "fault"
STRAY = 20  # lines of a sheet, at either end
_NOTE = re.compile(r"(?:sources?|notes?|n\.?b\.?|المصدر|ملاحظة)\s*:", re.IGNORECASE)


def scan_table(table: Table) -> pl.LazyFrame:
    """`row`, `fault` and our names, as bare text; nothing is null, and so is what was damaged."""
    return pl.concat(
        [
            *(_scan_part(part, table.vocabulary.joined) for part in table.parts),
            *map(_not_closed, table.parts),
        ],
        how="diagonal",
    )


def _cells_of(part: Part) -> pl.LazyFrame:
    """`row`, and every cell under the headings by its place."""
    return pl.scan_csv(
        part.sheet.path,
        separator=BETWEEN,
        quote_char=None,
        has_header=False,
        skip_lines=part.heading_line,
        schema={f"c{place}": pl.String() for place in range(max(part.sheet.width, 1))},
        row_index_name=ROW,
        row_index_offset=part.start + part.heading_line + 1,
        truncate_ragged_lines=True,
        missing_columns="insert",
    )


def _scan_part(part: Part, joined: Collection[str]) -> pl.LazyFrame:
    width, known = max(part.sheet.width, 1), len(part.columns.headings)
    scan = _cells_of(part)
    beyond = [_bare(pl.col(f"c{place}")) for place in range(known, width)]
    longer = pl.any_horizontal(cell.is_not_null() for cell in beyond) if beyond else None
    fault = pl.lit(None, pl.String())
    if part.strict and longer is not None:
        fault = pl.when(longer).then(pl.lit(Fault.TOO_LONG.value))
    return _filled(
        scan.select(
            pl.col(ROW).cast(pl.UInt32),
            fault.alias(FAULT),
            *(
                _told(places, width, join=ours in joined).alias(ours)
                for ours, places in _places(part.columns)
            ),
        )
    )


def lines_outside(table: Table) -> tuple[str, ...]:
    """Lines that are no rows: those above the headings, what a web page says around its tables, and
    the first and last that say nothing under any of ours, as a note below a table does. Those that
    name a unit come first."""
    around = [line for part in table.parts for line in part.sheet.below]
    below = [line for part in table.parts for line in _stray(part)]
    lines = dict.fromkeys([*filter(None, map(str.strip, table.titles())), *around, *below])
    return tuple(sorted(lines, key=lambda line: unit_of(line[:LONGEST]) == Unit()))


def _stray(part: Part) -> list[str]:
    width = max(part.sheet.width, 1)
    ours = {place for _name, places in _places(part.columns) for place in places if place < width}
    cells = {place: _bare(pl.col(f"c{place}")) for place in range(width)}
    others = [cell for place, cell in cells.items() if place not in ours]
    if not ours or not others:
        return []
    says_nothing = pl.all_horizontal(cells[place].is_null() for place in ours)
    found = _cells_of(part).filter(says_nothing, pl.any_horizontal(o.is_not_null() for o in others))
    text = pl.concat_str(others, separator=" ", ignore_nulls=True)
    lines = found.select(text.alias("text"))
    first, last = pl.collect_all([lines.head(STRAY), lines.tail(STRAY)])
    return [*dict.fromkeys([*first["text"], *last["text"]])]


def _places(columns: Columns) -> Iterable[tuple[str, tuple[int, ...]]]:
    return columns.places.items()


def _told(places: tuple[int, ...], width: int, *, join: bool) -> pl.Expr:
    cells = [_bare(pl.col(f"c{place}")) for place in places if place < width]
    return _of_cells(cells, join=join) if cells else pl.lit(None, pl.String())


def _of_cells(cells: list[pl.Expr], *, join: bool) -> pl.Expr:
    """The first that is filled; of those that `join`, all of them."""
    if not join or len(cells) == 1:
        return pl.coalesce(cells)
    text = pl.concat_str(cells, separator=BESIDE, ignore_nulls=True)
    return pl.when(text != "").then(text)


def _bare(cell: pl.Expr) -> pl.Expr:
    """Text without blanks around it; empty and damaged cells are null."""
    bare = cell.str.strip_chars()
    # Not `replace("", None)`: it builds a table of all texts, gigabytes of them.
    return pl.when(bare.str.len_bytes() > 0, ~bare.str.starts_with(MARK)).then(bare)


def _filled(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Lines that say nothing under any of our headings are no rows."""
    ours = [name for name in rows.collect_schema().names() if name != ROW]
    return rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in ours))


def _not_closed(part: Part) -> pl.LazyFrame:
    lines = [part.start + line for line in sorted(part.sheet.broken)]
    return pl.LazyFrame(
        {ROW: lines, FAULT: [Fault.NOT_CLOSED.value] * len(lines)},
        schema={ROW: pl.UInt32(), FAULT: pl.String()},
    )


# --- Parquet ----------------------------------------------------------------------------------


def parquet_headings(path: Path, name: str) -> list[str]:
    with path.open("rb") as stream:
        stream.seek(-min(4, path.stat().st_size), 2)
        if stream.read() != b"PAR1":
            raise FileUnreadable("cut", name)
    try:
        return list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileUnreadable("cut", name) from error


def scan_parquet(
    path: Path, columns: Columns, name: str, joined: Collection[str] = ()
) -> pl.LazyFrame:
    """The same frame from a Parquet file, its numbers as whole as they are."""
    scan = pl.scan_parquet(path, row_index_name=ROW, row_index_offset=1)
    kinds = scan.collect_schema()
    names = list(kinds)[1:]
    for at in sorted({at for places in columns.places.values() for at in places}):
        if kinds[names[at]].is_nested() or kinds[names[at]] in (pl.Binary, pl.Object):
            raise FileUnreadable("not_cells", name, column=columns.headings[at])
    texts = {
        ours: _of_cells(
            [_bare(_as_text(pl.col(names[at]), kinds[names[at]])) for at in places],
            join=ours in joined,
        )
        for ours, places in columns.places.items()
    }
    fault = pl.lit(None, pl.String()).alias(FAULT)
    return _filled(scan.select(pl.col(ROW).cast(pl.UInt32), fault, **texts))


@contextmanager
def whole_file(name: str) -> Iterator[None]:
    """While a file is read to its end: what is damaged inside shows only there."""
    try:
        yield
    except pl.exceptions.PolarsError as error:
        raise FileUnreadable("cut", name) from error


def _as_text(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Numbers as digits with a point; three decimals get a fourth, or they may be thousands."""
    if not kind.is_float():
        return cell.cast(pl.String)
    whole = cell.is_finite() & (cell == cell.floor()) & (cell.abs() < 2**53)
    text = cell.cast(pl.String).str.replace(r"(\.\d{3})$", "${1}0")
    return pl.when(whole).then(cell.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(text)


def notes_below(rows: pl.LazyFrame) -> dict[int, str]:
    """Of the last lines those that hold one cell, and in it a source or a note: no rows, though
    they stand under the headings."""
    last = rows.tail(STRAY).collect()
    filled = ((row.pop(ROW), [*filter(None, row.values())]) for row in last.iter_rows(named=True))
    return {at: cells[0] for at, cells in filled if len(cells) == 1 and _NOTE.match(cells[0])}
