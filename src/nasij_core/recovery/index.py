"""Index on a base period and on the log-linear trend before the shock, with its interval.

A series can be back on its old level and still far below where it was going: either reading
alone misleads, so no function here gives one without the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special  # Student quantile; scipy.stats takes 0.7 s to import

from nasij_core.errors import (
    BadOption,
    Contradiction,
    DuplicateKeys,
    NotANumber,
    NotEnoughData,
    OutOfRange,
    WrongShape,
)

Reals = NDArray[np.float64]
Years = NDArray[np.int64]
LEAST_TREND = 3  # a line through two points has no error, hence no interval
ROUNDING = 1e-9  # of the index: a series on its trend has recovered


@dataclass(frozen=True, slots=True)
class Recovery:
    """(years,) each, for all years given. The trend is fitted on the trend years only."""

    year: Years
    value: Reals
    index_on_base: Reals  # 100 is the mean of the base years
    trend: Reals  # unit of the value
    trend_low: Reals  # prediction interval, wider with the horizon
    trend_high: Reals
    index_on_trend: Reals  # 100 is the trend of the same year
    gap: Reals  # value less trend
    cumulative_gap: Reals  # summed from the first year after the trend years; NaN before
    cumulative_low: Reals
    cumulative_high: Reals
    trend_growth: float  # a year: 0.04 is 4 %
    level: float

    @property
    def recovered_on_base(self) -> NDArray[np.bool_]:
        return self.index_on_base >= 100.0 - ROUNDING

    @property
    def recovered_on_trend(self) -> NDArray[np.bool_]:
        return self.index_on_trend >= 100.0 - ROUNDING


def recovery(
    year: Years,
    value: Reals,
    *,
    base_years: tuple[int, ...] = (2019,),
    trend_years: tuple[int, int] = (2012, 2019),
    level: float = 0.95,
    name: str = "",
) -> Recovery:
    """Compare a yearly series with its base and with its trend; `name` is for its errors.

    `value` in volume, constant prices or counts under one definition; `trend_years` are the first
    and the last year of the fit, chosen before looking. Least squares on logarithms; the interval
    is that of one new observation.
    """
    order = np.argsort(year)
    year, value = np.asarray(year)[order], np.asarray(value, float)[order]
    _check(year, value, base_years, trend_years, level, f"series {name}".strip())
    before = (year >= trend_years[0]) & (year <= trend_years[1])
    line = _fit(year[before], np.log(value[before]))
    trend = np.exp(line.intercept + line.slope * (year - line.centre))
    width = (
        special.stdtrit(line.freedom, (1 + level) / 2)
        * line.error
        * np.sqrt(1.0 + 1.0 / line.size + (year - line.centre) ** 2 / line.spread)
    )
    base = value[np.isin(year, base_years)].mean()
    cumulative, half = _cumulated(year, value, trend, line, trend_years[1], level)
    return Recovery(
        year,
        value,
        100.0 * value / base,
        trend,
        trend * np.exp(-width),
        trend * np.exp(width),
        100.0 * value / trend,
        value - trend,
        cumulative,
        cumulative - half,
        cumulative + half,
        float(np.expm1(line.slope)),
        level,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    intercept: float  # of the logarithm, at the centre
    slope: float
    centre: float
    spread: float  # sum of squared distances from the centre
    error: float  # residual standard error
    size: int

    @property
    def freedom(self) -> int:
        return self.size - 2


def _fit(year: Years, log_value: Reals) -> _Line:
    centre = float(year.mean())
    distance = year - centre
    spread = float((distance**2).sum())
    slope = float((distance * log_value).sum() / spread)
    intercept = float(log_value.mean())
    residual = log_value - intercept - slope * distance
    error = float(np.sqrt((residual**2).sum() / (len(year) - 2)))
    return _Line(intercept, slope, centre, spread, error, len(year))


def _cumulated(
    year: Years, value: Reals, trend: Reals, line: _Line, last: int, level: float
) -> tuple[Reals, Reals]:
    """Sum of gaps after the trend years, and the half width of its interval (delta method):
    the errors of single years are independent, the error of the line is common to all."""
    after = year > last
    gap = np.where(after, value - trend, 0.0)
    expected = np.where(after, trend, 0.0)
    of_level = np.cumsum(expected)
    of_slope = np.cumsum(expected * (year - line.centre))
    variance = line.error**2 * (
        np.cumsum(expected**2) + of_level**2 / line.size + of_slope**2 / line.spread
    )
    half = special.stdtrit(line.freedom, (1 + level) / 2) * np.sqrt(variance)
    return np.where(after, np.cumsum(gap), np.nan), np.where(after, half, np.nan)


def _check(
    year: Years,
    value: Reals,
    base_years: tuple[int, ...],
    trend_years: tuple[int, int],
    level: float,
    thing: str,
) -> None:
    if year.shape != value.shape or year.ndim != 1:
        raise WrongShape(thing, value.shape, year.shape)
    if not np.isfinite(value).all():
        raise NotANumber(thing, int((~np.isfinite(value)).sum()), year[~np.isfinite(value)])
    if len(np.unique(year)) < len(year):
        repeated = year[1:][year[1:] == year[:-1]]
        raise DuplicateKeys(thing, len(repeated), ["year"], repeated)
    if (value <= 0).any():
        raise OutOfRange(thing, float(value.min()), "above 0: the trend is of the logarithm")
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, "between 0 and 1")
    if not base_years:
        raise NotEnoughData(f"the index of the {thing}", "no base year is given")
    for base in base_years:
        if base not in year:
            raise BadOption(f"base year of the {thing}", base, year)
    if trend_years[0] > trend_years[1]:
        raise Contradiction("the years of the trend", f"{trend_years[0]} is after {trend_years[1]}")
    inside = int(((year >= trend_years[0]) & (year <= trend_years[1])).sum())
    if inside < LEAST_TREND:
        raise NotEnoughData(
            f"the trend of the {thing}",
            f"it needs {LEAST_TREND} years between {trend_years[0]} and "
            f"{trend_years[1]}, the series has {inside}",
        )
