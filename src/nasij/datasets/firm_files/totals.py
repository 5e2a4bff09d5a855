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
from nasij.files.remarks import Note
from nasij.files.totals import Claim, Subject, compared, is_total, left_out, subject_of

FIRM, PERIOD, SAID = "firm_key", "period_key", "said"
GOODS = ("product", "market")
NARROW = "narrow"  # of one product or market: which rows it sums is not looked up
BETWEEN = "\u001f"  # joins parts of a key; no text holds it


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
    regions: Sequence[str],
    places: Places,
    sheets: Sequence[str],
) -> list[Note]:
    """Where the rows of totals stand, and how their amounts agree with the coded rows at `path`."""
    notes = [left_out(place_of(row, sheets) for row in totals[ROW])]
    valued = totals.drop_nulls("amount")
    if valued.is_empty():
        return notes
    rows = pl.scan_parquet(path)
    cells = _cells(rows, periods, regions)
    claims = []
    for row, others in zip(valued.iter_rows(named=True), _around(rows, valued[ROW]), strict=True):
        subjects = _subjects(row[SAID], places)
        about = _about(subjects, periods[row[PERIOD]], regions[row["place"]])
        named = _sum_of(cells, about) if about else []
        is_clear = not row[NARROW] and all(subject.is_clear for subject in subjects)
        claims.append(Claim(place_of(row[ROW], sheets), row["amount"], named, others, is_clear))
    return [*notes, *compared(claims)]


def _subjects(said: str, places: Places) -> list[Subject]:
    return [*filter(None, (subject_of(text, places) for text in said.split(BETWEEN)))]


def _about(subjects: Sequence[Subject], period: Period, region: str) -> list[pl.Expr]:
    """Which cells a row of a total names by its words and by those beside them: none is all."""
    met: dict[str, set[int | str]] = {
        "year": {period.year},
        "month": {period.month},
        "region": {region},
    }
    for subject in subjects:
        met["year"].update(subject.years)
        met["month"].add(subject.month)
        met["region"].add(subject.region)
    found = {name: [value for value in values if value] for name, values in met.items()}
    return [pl.col(name).is_in(values) for name, values in found.items() if values]


def _cells(rows: pl.LazyFrame, periods: Sequence[Period], regions: Sequence[str]) -> pl.DataFrame:
    """Sums by year, month and region: a few for each, however many the rows."""
    year, month = ([getattr(period, name) for period in periods] for name in ("year", "month"))
    meant = {"year": (PERIOD, year), "month": (PERIOD, month), "region": ("place", regions)}
    by = [
        pl.col(key).replace_strict(range(len(values)), values).alias(name)
        for name, (key, values) in meant.items()
    ]
    return rows.group_by(by).agg(pl.col("amount").sum()).collect(engine="streaming")


def _sum_of(cells: pl.DataFrame, about: list[pl.Expr]) -> list[float]:
    return [float(cells.filter(about)["amount"].sum())]


def _around(rows: pl.LazyFrame, breaks: pl.Series) -> Iterator[list[float]]:
    """For each row of a total: all rows, those above it, those since the total before."""
    sums = _summed(rows, pl.lit(breaks).search_sorted(pl.col(ROW)))
    parts = [sums.get(at, 0.0) for at in range(len(breaks))]
    every = math.fsum(sums.values())
    for part, above in zip(parts, accumulate(parts), strict=True):
        yield [every, above, part]


def _summed(rows: pl.LazyFrame, by: pl.Expr) -> dict[int, float]:
    sums = rows.group_by(by.alias("by")).agg(pl.col("amount").sum())
    return dict(sums.collect(engine="streaming").iter_rows())
