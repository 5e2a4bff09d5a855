"""Exports of goods since the shock: against the last year before it, and against the trend."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.reference.enums import FigureStatus
from nasij.reference.models import Figure
from nasij.reference.queries import country, figures
from nasij.targets import analysis

EXPORTS = "export_value_goods"
BASE_YEAR = 2019  # the last year before the shock; never 2020 or 2021
# Where a year has several values: what was fixed later first, a first count last.
_RANK = {
    FigureStatus.DEFINITIVE: 0,
    FigureStatus.DERIVED: 1,
    FigureStatus.STATED: 2,
    FigureStatus.PROVISIONAL: 3,
}


@dataclass(frozen=True, slots=True)
class RecoveryYear:
    figure: Figure
    index: analysis.Recovered
    others: list[Figure]  # other values published for the same year

    @property
    def provisional(self) -> bool:
        return self.figure.status == FigureStatus.PROVISIONAL


@dataclass(frozen=True, slots=True)
class Recovery:
    """Both readings, always together. Values are nominal."""

    base: Figure
    before: list[Figure]  # the years the trend was fitted on
    trend_growth: float
    rows: list[RecoveryYear]
    short_before: int  # the first year of the other, shorter trend
    short_on_trend: float | None  # the last year on that trend: the choice changes the answer
    short_growth: float | None

    @property
    def latest(self) -> RecoveryYear:
        return self.rows[-1]


def recovery() -> Recovery | None:
    """None where the base year or two years before it are not published."""
    by_year = _by_year()
    before = [chosen[0] for year, chosen in by_year.items() if year <= BASE_YEAR]
    after = {year: chosen for year, chosen in by_year.items() if year > BASE_YEAR}
    if BASE_YEAR not in by_year or len(before) < 2 or not after:
        return None
    long = _against(before, after)
    short = before[-2:] if len(before) > 2 else []
    short_rows = _against(short, after) if short else []
    return Recovery(
        base=by_year[BASE_YEAR][0],
        before=before,
        trend_growth=_growth(before),
        rows=[RecoveryYear(after[row.year][0], row, after[row.year][1:]) for row in long],
        short_before=(short[0].year or 0) if short else 0,
        short_on_trend=short_rows[-1].on_trend if short_rows else None,
        short_growth=_growth(short) if short else None,
    )


def _by_year() -> dict[int, list[Figure]]:
    """Each year's values, the one to compute with first."""
    found = figures(EXPORTS, territory=country()).prefetch_related("cautions")
    by_year: dict[int, list[Figure]] = {}
    for figure in found:
        if figure.year is not None and figure.year_end is None:
            by_year.setdefault(figure.year, []).append(figure)
    return {
        year: sorted(values, key=lambda one: (_RANK[FigureStatus(one.status)], one.pk))
        for year, values in sorted(by_year.items())
    }


def _against(before: list[Figure], after: dict[int, list[Figure]]) -> list[analysis.Recovered]:
    return analysis.recovery(
        {one.year: float(one.value) for one in before if one.year is not None},
        {year: float(values[0].value) for year, values in after.items()},
        BASE_YEAR,
    )


def _growth(before: list[Figure]) -> float:
    """The yearly growth of the trend: fitted, not from end to end."""
    points = {one.year: float(one.value) for one in before if one.year is not None}
    rows = analysis.recovery(points, {BASE_YEAR + 1: 1.0, BASE_YEAR + 2: 1.0}, BASE_YEAR)
    return rows[1].trend / rows[0].trend - 1
