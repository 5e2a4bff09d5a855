"""Rows of totals in a table of regions: which rows each of them sums, where its cells say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import polars as pl

from nasij.datasets.layouts.reading import SmallTable
from nasij.files.frames import ROW
from nasij.files.lines import SHEET, place_of
from nasij.files.places import Places
from nasij.files.remarks import Note
from nasij.files.totals import Claim, compared, subject_of

# What a cell of a column means in the rows that are read, or none.
Codes = Mapping[str, Callable[[str], str | int | None]]
_About = frozenset[tuple[str, str | int]]  # columns of the rows, each with a value that they have
_MOST_DECIMALS = 6


def notes_on_totals(given: SmallTable, rows: pl.DataFrame, codes: Codes) -> list[Note]:
    """How the totals agree with the rows that are read: their place, a column for each of the
    codes, and `value`. Nothing is said of a total that may sum one or another part of them."""
    return [] if given.totals is None else compared(_claims(given, rows, codes))


def _claims(given: SmallTable, rows: pl.DataFrame, codes: Codes) -> Iterator[Claim]:
    assert given.totals is not None
    places, step, some_undeclared = Places.load(), _step(rows["value"]), "" in rows["region"]
    abouts = {
        row[ROW]: _about(row, codes, places, some_undeclared=some_undeclared)
        for row in given.totals.select(ROW, *codes).iter_rows(named=True)
    }
    times = Counter(abouts.values())
    for (at, about), said in zip(abouts.items(), given.of_totals("value"), strict=True):
        if about is None or said is None or times[about] > 1:  # of these, each may sum a part
            continue
        summed = rows.filter(_fits(about))
        if not _is_block(summed[ROW], at):
            continue
        # Rows of no region may be in the total of all, or not.
        declared = summed.filter(pl.col("region") != "")
        parts = [summed, *([declared] if 0 < declared.height < summed.height else [])]
        rounding = _step(pl.Series([said])) / 2
        yield Claim(
            place_of(at, list(given.sheets)),
            said,
            [float(part["value"].sum()) for part in parts],
            is_told="year" in dict(about) or not _sums_some_above(rows, at, said, rounding, step),
            rounding=rounding,
            doubt=summed.height * step / 2,
        )


def _about(
    row: Mapping[str, str | None], codes: Codes, places: Places, *, some_undeclared: bool
) -> _About | None:
    """What the cells of a total say of its rows; None where that may be one thing or another."""
    met: set[tuple[str, str | int]] = set()
    for name, code_of in codes.items():
        text = row[name] or ""
        subject = subject_of(text, places) if text else None
        if subject is not None:
            if subject.month or not subject.is_clear:
                return None
            met.update(("year", year) for year in subject.years)
            met.update(("region", region) for region in [subject.region] if region)
        elif text:
            code = code_of(text)
            if code is None:
                return None
            met.add((name, code))
        elif name == "region" and some_undeclared:  # of these, or of all
            return None
    return frozenset(met)


def _fits(about: _About) -> pl.Expr:
    named = {name for name, _value in about}
    return pl.all_horizontal(
        pl.lit(value=True),
        *(pl.col(name).is_in([value for of, value in about if of == name]) for name in named),
    )


def _is_block(rows: pl.Series, at: int) -> bool:
    """Whether there are rows, all of the sheet of the total and on one side of it: where some
    follow, it may sum those above alone."""
    same_sheet = bool((rows // SHEET == at // SHEET).all())
    return len(rows) > 0 and same_sheet and bool((rows < at).all() or (rows > at).all())


def _sums_some_above(
    rows: pl.DataFrame, at: int, said: float, rounding: float, step: float
) -> bool:
    """Whether it may be the sum of the last rows above it: of their block, though no cell says."""
    sums = rows.filter(pl.col(ROW) < at).sort(ROW, descending=True)["value"].cum_sum()
    doubt = rounding + pl.int_range(1, len(sums) + 1, eager=True) * step / 2
    return bool(((sums - said).abs() <= doubt).any())


def _step(values: pl.Series) -> float:
    """The last decimal that values are written with, at most one: each may be rounded to it."""
    for decimals in range(_MOST_DECIMALS):
        if ((values.round(decimals) - values).abs() <= values.abs() * 1e-12).all():
            return float(10.0**-decimals)
    return float(10.0**-_MOST_DECIMALS)
