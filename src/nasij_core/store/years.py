"""The year of a row, from a column of numbers or of dates."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from nasij_core.errors import YearImpossible

FIRST = 1900  # what is older is a slip, or a spreadsheet's day nought


def years_possible() -> tuple[int, int]:
    """Up to the next: no flow is of a later year."""
    return FIRST, datetime.now(UTC).year + 1


def year_of(name: str, kind: pl.DataType) -> pl.Expr:
    """A date has a year of its own: as a number it would be days since 1970."""
    column = pl.col(name)
    if kind in (pl.Date, pl.Datetime):
        return column.dt.year()
    return column.cast(pl.Int32, strict=False)


def check_years(
    file: str, column: str, years: pl.Series, rows: pl.LazyFrame, first_line: int
) -> None:
    """Refuse what no calendar has, 202006 for June 2020 for instance. `rows` has one column, the
    years as they stand, of which `years` are the distinct ones."""
    possible = years_possible()
    if years.is_between(*possible).all():
        return
    wrong = ~pl.nth(-1).is_between(*possible)
    row, given = rows.with_row_index().filter(wrong).head(1).collect().row(0)
    raise YearImpossible(file, column, row + first_line, given, possible)
