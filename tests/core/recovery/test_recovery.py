"""Both readings of recovery, on the worked series and on noisy ones."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from nasij_core import errors
from nasij_core.frames.recovery import recovery as recovery_frames
from nasij_core.recovery import recovery

YEARS = np.arange(2016, 2024)
WORKED = np.array([100, 104, 108.16, 112.4864, 95, 110, 125, 130])


def test_r1_the_worked_series() -> None:
    found = recovery(YEARS, WORKED, trend_years=(2016, 2019))
    four = {"abs": 5e-5}
    np.testing.assert_allclose(
        found.index_on_base[4:], [84.4547, 97.7896, 111.1245, 115.5695], atol=5e-5
    )
    np.testing.assert_allclose(
        found.index_on_trend[4:], [81.2064, 90.4120, 98.7893, 98.7893], atol=5e-5
    )
    assert found.cumulative_gap[-1] == pytest.approx(-36.7762, **four)
    assert (found.recovered_on_base[6], found.recovered_on_trend[6]) == (True, False)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 9), st.sampled_from([0.5, 0.8, 0.95]))
def test_both_readings_by_the_book(seed: int, fitted: int, level: float) -> None:
    """Ordinary least squares by polyfit, one new observation's interval, sums of gaps."""
    rng = np.random.default_rng(seed)
    year = np.arange(2010, 2010 + fitted + 5)
    value = np.exp(rng.normal(4, 0.3, len(year)))
    last = 2010 + fitted - 1
    found = recovery(
        year, value, base_years=(last - 1, last), trend_years=(2010, last), level=level
    )
    base = (value[fitted - 2] + value[fitted - 1]) / 2
    np.testing.assert_allclose(found.index_on_base, [100 * v / base for v in value])
    slope, level_at = np.polyfit(year[:fitted] - 2010, np.log(value[:fitted]), 1)
    residual = np.log(value[:fitted]) - level_at - slope * (year[:fitted] - 2010)
    error = math.sqrt(sum(residual**2) / (fitted - 2))
    centre = sum(range(fitted)) / fitted
    spread = sum((x - centre) ** 2 for x in range(fitted))
    quantile = student.ppf((1 + level) / 2, fitted - 2)
    total = 0.0
    for place, t in enumerate(year):
        x = place
        trend = math.exp(level_at + slope * x)
        half = quantile * error * math.sqrt(1 + 1 / fitted + (x - centre) ** 2 / spread)
        assert found.trend[place] == pytest.approx(trend, rel=1e-8)
        assert found.trend_low[place] == pytest.approx(trend * math.exp(-half), rel=1e-7)
        assert found.trend_high[place] == pytest.approx(trend * math.exp(half), rel=1e-7)
        assert found.index_on_trend[place] == pytest.approx(100 * value[place] / trend, rel=1e-8)
        if t > last:
            total += value[place] - trend
            assert found.cumulative_gap[place] == pytest.approx(total, rel=1e-6, abs=1e-6)
    # the variance of the sum: errors of single years, and of the line, which all years share
    ahead = range(fitted, len(year))
    trends = [math.exp(level_at + slope * x) for x in ahead]
    of_line = sum(trends) ** 2 / fitted
    of_line += sum(y * (x - centre) for y, x in zip(trends, ahead, strict=True)) ** 2 / spread
    half = quantile * error * math.sqrt(sum(y * y for y in trends) + of_line)
    assert (found.cumulative_high - found.cumulative_low)[-1] / 2 == pytest.approx(half, rel=1e-6)


def noisy(years: int = 16) -> tuple[np.ndarray, np.ndarray]:
    year = np.arange(2008, 2008 + years)
    noise = np.random.default_rng(0).normal(0, 0.03, years)
    return year, 100 * np.exp(0.03 * (year - 2008) + noise)


def test_the_interval_grows_with_the_horizon() -> None:
    found = recovery(*noisy(), trend_years=(2008, 2019))
    width = (found.trend_high / found.trend_low)[found.year > 2019]
    assert (np.diff(width) > 0).all()
    half = (found.cumulative_high - found.cumulative_low)[found.year > 2019]
    assert (np.diff(half) > 0).all()


def test_the_interval_covers_new_years_as_often_as_it_says() -> None:
    rng, covered = np.random.default_rng(1), []
    for _ in range(1500):
        year = np.arange(2008, 2024)
        value = np.exp(0.03 * (year - 2008) + rng.normal(0, 0.05, 16))
        found = recovery(year, value, trend_years=(2008, 2019), level=0.9)
        covered.append(found.trend_low[-1] <= value[-1] <= found.trend_high[-1])
    assert np.mean(covered) == pytest.approx(0.9, abs=0.025)  # 3 standard errors of 1,500


def test_scale_and_order_do_not_matter() -> None:
    year, value = noisy()
    mixed = np.random.default_rng(0).permutation(len(year))
    one = recovery(year, value, trend_years=(2008, 2019))
    two = recovery(year[mixed], 7 * value[mixed], trend_years=(2008, 2019))
    np.testing.assert_allclose(one.index_on_trend, two.index_on_trend)
    np.testing.assert_allclose(7 * one.cumulative_gap[-1], two.cumulative_gap[-1])


def test_several_series_and_a_base_in_the_shock() -> None:
    frame = pl.DataFrame(
        {
            "series": ["a"] * 8 + ["b"] * 8,
            "year": [*YEARS, *YEARS],
            "value": [*WORKED, *(WORKED * 3)],
        }
    )
    answer = recovery_frames(frame, base_years=(2020,), trend_years=(2016, 2019))
    assert answer.by_year.height == 16
    assert answer.trend_growth["a"] == pytest.approx(0.04)
    assert any(note.code == "base_in_shock" for note in answer.notes)


class TestBadSeries:
    def test_a_trend_through_two_points(self) -> None:
        with pytest.raises(errors.NotEnoughData, match="3 years"):
            recovery(YEARS, WORKED, trend_years=(2018, 2019))

    def test_a_base_year_that_is_not_there(self) -> None:
        with pytest.raises(errors.BadOption, match="2015"):
            recovery(YEARS, WORKED, base_years=(2015,), trend_years=(2016, 2019))

    def test_zero_values(self) -> None:
        with pytest.raises(errors.OutOfRange):
            recovery(YEARS, WORKED * 0, trend_years=(2016, 2019))

    def test_a_year_twice(self) -> None:
        with pytest.raises(errors.DuplicateKeys):
            recovery(np.r_[YEARS, 2020], np.r_[WORKED, 1.0], trend_years=(2016, 2019))
