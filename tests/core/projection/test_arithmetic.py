"""Closed forms, cohorts and the solver, against worked values and their own answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.errors import NotEnoughData, OutOfRange, WrongShape
from nasij_core.projection import (
    ages_of_stock,
    cohorts,
    derive_flows,
    entries_needed,
    entries_required,
    exit_rate_needed,
    iso_curve,
    project,
    steady_stock_per_entrant,
    stock_after,
    stock_from_entries,
    stock_path,
    survival,
    survival_required,
    yearly_growth,
)

NEW_BY_REGION = (1895, 596, 526, 358, 261, 241, 194, 169, 89, 34, 34, 28)  # 2012-2019
HAZARDS = np.array([0.55, 0.30, 0.20, 0.12])


def test_p1_yearly_growth_of_the_published_counts() -> None:
    assert 100 * yearly_growth(5179, 7092, 8) == pytest.approx(4.00767, abs=5e-6)
    assert 100 * yearly_growth(3226, 4309, 8) == pytest.approx(3.68454, abs=5e-6)


def test_p2_exits_behind_the_published_entries() -> None:
    flows = derive_flows(3226, 4309, sum(NEW_BY_REGION), 8)
    assert sum(NEW_BY_REGION) == 4425
    assert (flows.entries_per_year, flows.exits_per_year) == (553.125, 417.75)


def test_p3_constant_exit_rate_that_fits() -> None:
    assert derive_flows(3226, 4309, 4425, 8).exit_rate == pytest.approx(0.110463, abs=5e-7)


def test_p4_doubling() -> None:
    assert 100 * yearly_growth(6000, 12000, 14) == pytest.approx(5.075664, abs=5e-7)
    assert 100 * yearly_growth(6000, 12000, 10) == pytest.approx(7.177346, abs=5e-7)


@pytest.mark.parametrize(
    ("rate", "needed"), [(0.08, 1176.9), (0.110463, 1485.3), (0.20, 2455.2), (0.35, 4205.1)]
)
def test_p5_entries_to_double_in_fourteen_years(rate: float, needed: float) -> None:
    assert entries_needed(6000, 12000, rate, 14) == pytest.approx(needed, abs=0.05)


def test_p6_cohort_hazards_and_their_steady_state() -> None:
    np.testing.assert_allclose(survival(HAZARDS), [1, 0.45, 0.315, 0.252])
    per_entrant = steady_stock_per_entrant(HAZARDS).sum()
    assert per_entrant == pytest.approx(3.865)
    assert 12_000 / per_entrant == pytest.approx(3104.787, abs=5e-4)
    assert 1 / per_entrant == pytest.approx(0.258732, abs=5e-7)


rates = st.floats(0, 0.9)
counts = st.floats(1, 20_000)


@given(counts, st.floats(0, 3000), rates, st.integers(1, 30))
def test_the_closed_form_is_the_recurrence(
    stock: float, entries: float, rate: float, years: int
) -> None:
    looped = stock
    for _ in range(years):
        looped = looped * (1 - rate) + entries
    assert stock_after(stock, entries, rate, years) == pytest.approx(looped, rel=1e-9)
    assert stock_path(stock, entries, rate, years)[-1] == pytest.approx(looped, rel=1e-9)


@given(counts, counts, rates, st.integers(1, 30))
def test_entries_needed_put_back_reach_the_target(
    stock: float, target: float, rate: float, years: int
) -> None:
    needed = entries_needed(stock, target, rate, years)
    assert stock_after(stock, needed, rate, years) == pytest.approx(target, rel=1e-8)


@given(counts, st.floats(1, 3000), st.floats(0.01, 0.9), st.integers(1, 30))
def test_the_exit_rate_needed_is_found_again(
    stock: float, entries: float, rate: float, years: int
) -> None:
    target = stock_after(stock, entries, rate, years)
    found = exit_rate_needed(stock, target, entries, years)
    assert stock_after(stock, entries, found, years) == pytest.approx(target, rel=1e-7)


def plan(years: int = 14) -> object:
    entries = np.array(NEW_BY_REGION) / 8
    stock = np.array([ages_of_stock(4309 * e / entries.sum(), HAZARDS) for e in entries])
    return cohorts(tuple(f"R{n}" for n in range(12)), stock, HAZARDS, entries, years)


def test_cohorts_move_one_age_a_year() -> None:
    start = cohorts(
        ("A",), np.array([[10.0, 20.0, 30.0]]), np.array([0.5, 0.1, 0.2]), np.array([7.0]), 1
    )
    path = project(start)
    np.testing.assert_allclose(path.stock[1, 0], [7.0, 5.0, 18.0 + 24.0])
    assert path.exits[0, 0] == pytest.approx(5 + 2 + 6)


def test_stock_and_flow_balance_in_every_region_and_year() -> None:
    path = project(plan())
    before, after = path.by_region[:-1], path.by_region[1:]
    np.testing.assert_allclose(after, before - path.exits + path.entries, rtol=1e-12)


def test_one_age_class_is_the_aggregate_formula() -> None:
    start = cohorts(("A",), np.array([[6000.0]]), np.array([0.110463]), np.array([553.125]), 14)
    np.testing.assert_allclose(project(start).national, stock_path(6000, 553.125, 0.110463, 14))


def test_the_steady_stock_stays() -> None:
    start = cohorts(("A",), ages_of_stock(3865.0, HAZARDS)[None], HAZARDS, np.array([1000.0]), 30)
    np.testing.assert_allclose(project(start).national, 3865.0, rtol=1e-12)


@settings(deadline=None, max_examples=40)
@given(st.floats(1000, 40_000), st.floats(0.1, 1.5))
def test_entries_required_put_back_reach_the_target(target: float, exits: float) -> None:
    start = plan()
    answer = entries_required(start, target, exits)
    assert answer.factor is not None
    if answer.factor > 0:
        assert answer.reached == pytest.approx(target, rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.floats(600, 11_000))
def test_survival_required_put_back_reaches_the_target(target: float) -> None:
    answer = survival_required(plan(), target)
    assert answer.factor is not None
    if answer.factor < 1 / HAZARDS.min():
        assert answer.reached == pytest.approx(target, rel=1e-8)


def test_a_target_out_of_reach_is_said() -> None:
    answer = survival_required(plan(), 1e6)
    assert answer.factor is None
    assert answer.exit_rate == 0.0


def test_every_point_of_the_iso_curve_reaches_the_target() -> None:
    start = plan()
    curve = iso_curve(start, 12_000, np.linspace(0.3, 1.3, 6))
    for exits, entries in zip(curve.exit_factor, curve.entries_factor, strict=True):
        assert entries_required(start, 12_000, exits).factor == pytest.approx(entries)
    assert (np.diff(curve.entries_per_year) > 0).all()  # more exits need more entries


def test_stock_shared_like_entries() -> None:
    shared = stock_from_entries(4309, np.array(NEW_BY_REGION, float))
    assert shared.sum() == pytest.approx(4309)
    assert shared[0] / shared[1] == pytest.approx(1895 / 596)


class TestBadParameters:
    def test_rates_outside_zero_and_one(self) -> None:
        with pytest.raises(OutOfRange, match="exit rate"):
            entries_needed(6000, 12000, 1.2, 14)
        with pytest.raises(OutOfRange):
            cohorts(("A",), np.array([[1.0]]), np.array([1.5]), np.array([1.0]), 3)

    def test_no_years(self) -> None:
        with pytest.raises(OutOfRange, match="years"):
            entries_needed(6000, 12000, 0.1, 0)

    def test_shapes_that_do_not_match(self) -> None:
        with pytest.raises(WrongShape):
            cohorts(("A", "B"), np.array([[1.0]]), np.array([0.1]), np.array([1.0, 1.0]), 3)

    def test_no_region(self) -> None:
        with pytest.raises(NotEnoughData):
            cohorts((), np.empty((0, 1)), np.array([0.1]), np.empty(0), 3)

    def test_growth_from_nothing(self) -> None:
        with pytest.raises(NotEnoughData):
            yearly_growth(0, 10, 3)

    def test_a_target_no_exit_rate_can_reach(self) -> None:
        with pytest.raises(NotEnoughData):
            exit_rate_needed(100, 1000, 1, 3)
