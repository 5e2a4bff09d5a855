"""Rows of totals in a file of firms: which they are, and whether they are the sums of others.

They are set apart before anything is counted: counted, each would be a firm as large as all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import polars as pl

from nasij.datasets.firm_files.codes import Period
from nasij.datasets.firm_files.opening import ROW
from nasij.files.lines import place_of
from nasij.files.places import Places
from nasij.files.remarks import Note, ngettext_noop, note
from nasij.files.totals import is_total, left_out

FIRM, PERIOD = "firm_key", "period_key"
BETWEEN = "\u001f"  # joins parts of a key; no text holds it
_AGREES = 1e-6  # of the amount: sums of decimals are kept as binary numbers
_UNIT = 1.0  # a total may be rounded to the unit


def total_rows(
    keys: Mapping[str, pl.Expr], texts: Mapping[str, pl.Series], places: Places
) -> pl.Expr | None:
    """Which rows name a total for their firm, or no firm and a total in another cell; None where
    the file has no word for one."""
    words = {name: [key for key in texts[name] if _says_total(key, name, places)] for name in keys}
    if not any(words.values()):
        return None
    met = {name: keys[name].is_in(found).fill_null(value=False) for name, found in words.items()}
    beside = pl.any_horizontal(named for name, named in met.items() if name != FIRM)
    return met[FIRM] | (keys[FIRM].is_null() & beside)


def _says_total(key: str, name: str, places: Places) -> bool:
    """A key of a firm is “kind␟text␟text beside” or its text alone; one of a period, its parts."""
    parts = key.split(BETWEEN)
    told = parts[1:2] or parts if name == FIRM else parts
    return any(is_total(part, places) for part in told)


def notes_on_totals(
    totals: pl.DataFrame,
    path: Path,
    periods: Sequence[Period],
    regions: Sequence[int],
    sheets: Sequence[str],
) -> list[Note]:
    """Where the rows of totals stand, and how their amounts agree with the coded rows at `path`."""
    notes = [left_out(place_of(row, sheets) for row in totals[ROW])]
    valued = totals.drop_nulls("amount")
    if valued.is_empty():
        return notes
    found = _sums(pl.scan_parquet(path), valued[ROW], periods, regions)
    odd = [
        (row, said, min(sums, key=lambda value: abs(value - said)))
        for (row, said), sums in zip(valued.select(ROW, "amount").iter_rows(), found, strict=True)
        if not any(math.isclose(said, value, rel_tol=_AGREES, abs_tol=_UNIT) for value in sums)
    ]
    if agreeing := valued.height - len(odd):
        notes.append(_agreeing(agreeing))
    if odd:
        row, said, nearest = odd[0]
        notes.append(_differing(len(odd), place_of(row, sheets), said, nearest))
    return notes


def _sums(
    rows: pl.LazyFrame, breaks: pl.Series, periods: Sequence[Period], regions: Sequence[int]
) -> Iterator[list[float]]:
    """For each row of a total, what it may sum: the rows above it, those since the one before, the
    rows of one year, the rows of one region."""
    above = _summed(rows, pl.lit(breaks).search_sorted(pl.col(ROW)))
    parts = [above.get(at, 0.0) for at in range(len(breaks))]
    of_years: dict[int, float] = {}
    of_regions: dict[int, float] = {}
    for key, value in _summed(rows, pl.col(PERIOD)).items():
        of_years[periods[key].year] = of_years.get(periods[key].year, 0.0) + value
    for key, value in _summed(rows, pl.col("place")).items():
        of_regions[regions[key]] = of_regions.get(regions[key], 0.0) + value
    groups = [*of_years.values(), *of_regions.values()]
    for part, whole in zip(parts, accumulate(parts), strict=True):
        yield [whole, part, *groups]


def _summed(rows: pl.LazyFrame, by: pl.Expr) -> dict[int, float]:
    sums = rows.group_by(by.alias("by")).agg(pl.col("amount").sum())
    return dict(sums.collect(engine="streaming").iter_rows())


def _agreeing(count: int) -> Note:
    text = ngettext_noop(
        "One total of the file agrees with the sum of its rows.",
        "%(count)s totals of the file agree with the sums of their rows.",
    )
    return note("totals_agree", text, count=count)


def _differing(count: int, row: str, said: float, found: float) -> Note:
    text = ngettext_noop(
        "The total in row %(row)s is %(said)s, and its rows make %(found)s: a row may lack, or be "
        "there twice.",
        "%(count)s totals of the file differ from the sums of their rows; that in row %(row)s is "
        "%(said)s, and its rows make %(found)s: a row may lack, or be there twice.",
    )
    return note("totals_differ", text, count=count, row=row, said=said, found=found)
