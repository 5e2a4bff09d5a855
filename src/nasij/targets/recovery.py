"""Exports of goods since the shock: against the last year before it, and against the trend."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.reference.models import Figure
from nasij.reference.queries import exports_by_year
from nasij.targets import analysis

BASE_YEAR = 2019  # the last year before the shock; never 2020 or 2021


@dataclass(frozen=True, slots=True)
class RecoveryYear:
    figure: Figure
    index: analysis.Recovered
    others: list[Figure]  # other values published for the same year

    @property
    def year(self) -> int:
        return self.index.year


@dataclass(frozen=True, slots=True)
class Recovery:
    """Both readings, always together. Values are nominal."""

    rows: list[RecoveryYear]  # every published year
    growth: float  # of the trend, a year
    last_leg_from: int  # the last published year before the base year
    last_leg_growth: float  # from it to the base year, end to end
    last_leg_on_trend: float  # the latest year, had that growth gone on: the choice matters

    @property
    def before(self) -> list[RecoveryYear]:
        """The years the trend is fitted on."""
        return [row for row in self.rows if row.year <= BASE_YEAR]

    @property
    def after(self) -> list[RecoveryYear]:
        return [row for row in self.rows if row.year > BASE_YEAR]

    @property
    def latest(self) -> RecoveryYear:
        return self.rows[-1]


def recovery() -> Recovery | None:
    """None where the base year, or enough years before it for a trend, are not published."""
    by_year = exports_by_year()
    values = {year: float(found[0].value) for year, found in by_year.items()}
    if BASE_YEAR not in values or max(values) == BASE_YEAR:
        return None
    answer = analysis.recovery(values, BASE_YEAR)
    if answer is None:
        return None
    rows, growth = answer
    earlier = max(year for year in values if year < BASE_YEAR)
    leg = analysis.yearly_growth(values[earlier], values[BASE_YEAR], BASE_YEAR - earlier)
    last = rows[-1]
    expected = values[BASE_YEAR] * (1 + leg) ** (last.year - BASE_YEAR)
    return Recovery(
        [RecoveryYear(by_year[row.year][0], row, by_year[row.year][1:]) for row in rows],
        growth,
        earlier,
        leg,
        100 * last.value / expected,
    )
