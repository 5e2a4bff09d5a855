"""The year of a row, from a column of numbers or of dates."""

from __future__ import annotations

import polars as pl

from nasij_core.errors import OutOfRange

FIRST, LAST = 1800, 2200


def year_of(name: str, kind: pl.DataType) -> pl.Expr:
    """A date has a year of its own: as a number it would be days since 1970."""
    column = pl.col(name)
    if kind in (pl.Date, pl.Datetime):
        return column.dt.year()
    return column.cast(pl.Int32, strict=False)


def check_years(title: str, years: pl.Series) -> None:
    """Refuse what no calendar has, 202006 for June 2020 for instance."""
    wrong = years.filter(~years.is_between(FIRST, LAST))
    if len(wrong):
        raise OutOfRange(title, wrong.min(), f"a year, between {FIRST} and {LAST}")
