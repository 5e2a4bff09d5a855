"""Cohorts, programmes, required paths and back-tests again as loops over firms and years."""

import json
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nasij_core import errors
from nasij_core.cli import app
from nasij_core.frames.projection import project_question, read_question
from nasij_core.projection import (
    Cohorts,
    Effect,
    Lever,
    backtest,
    cohorts,
    entries_required,
    iso_curve,
    multipliers,
    project,
    simulate,
    survival_required,
)
from nasij_core.projection.required_path import stock_at_horizon

seeds = st.integers(0, 10_000)


def plan_at_random(seed: int, regions: int = 3, ages: int = 4, years: int = 6) -> Cohorts:
    rng = np.random.default_rng(seed)
    return cohorts(
        tuple(f"R{n}" for n in range(regions)),
        rng.uniform(0, 500, (regions, ages)),
        rng.uniform(0, 0.9, (regions, ages)),
        rng.uniform(0, 200, (regions, years)),
    )


def loop_path(start: Cohorts, entries_factor: float = 1, exit_factor: float = 1) -> list[float]:
    """National stock by year, class by class."""
    stock = [list(row) for row in start.stock]
    path = [sum(map(sum, stock))]
    for year in range(start.years):
        moved = []
        for region, row in enumerate(stock):
            stays = [
                n * (1 - min(1.0, h * exit_factor))
                for n, h in zip(row, start.hazards[region], strict=True)
            ]
            older = [start.entries[region][year] * entries_factor, *stays[:-1]]
            older[-1] += stays[-1]
            moved.append(older)
        stock = moved
        path.append(sum(map(sum, stock)))
    return path


@settings(deadline=None)
@given(seeds, st.integers(2, 5), st.floats(0, 2), st.floats(0, 2))
def test_cohorts(seed: int, ages: int, entries: float, exits: float) -> None:
    start = plan_at_random(seed, ages=ages)
    np.testing.assert_allclose(project(start).national, loop_path(start))
    assert stock_at_horizon(start, entries, exits) == pytest.approx(
        loop_path(start, entries, exits)[-1]
    )


@settings(deadline=None, max_examples=40)
@given(seeds, st.floats(0.5, 3))
def test_what_must_be_true_is_found_by_the_loop_too(seed: int, times: float) -> None:
    start = plan_at_random(seed)
    target = times * loop_path(start)[-1]
    by_entries, by_exits = entries_required(start, target), survival_required(start, target)
    assert by_entries.factor is not None
    if by_entries.factor > 0:
        assert loop_path(start, by_entries.factor)[-1] == pytest.approx(target)
    if by_exits.factor is None:
        assert loop_path(start, 1, 0)[-1] < target
    elif by_exits.factor < 1 / start.hazards.min():
        assert loop_path(start, 1, by_exits.factor)[-1] == pytest.approx(target)
    curve = iso_curve(start, target, np.array([0.4, 0.8, 1.1]))
    for exits, entries in zip(curve.exit_factor, curve.entries_factor, strict=True):
        if entries > 0:
            assert loop_path(start, entries, exits)[-1] == pytest.approx(target)


@st.composite
def programmes(draw: st.DrawFn) -> list[Effect]:
    share = st.floats(0, 1)
    return [
        Effect(
            f"p{n}",
            draw(st.sampled_from(list(Lever))),
            draw(st.floats(-1, 1)),
            0.0,
            "an evaluation",
            take_up=draw(share),
            deadweight=draw(share),
            decay=draw(share),
            first_year=draw(st.integers(1, 4)),
            last_year=draw(st.sampled_from([None, 4, 5])),
            regions=draw(st.sampled_from([None, ("R0",), ("R0", "R2")])),
        )
        for n in range(draw(st.integers(0, 3)))
    ]


@settings(deadline=None)
@given(programmes())
def test_programmes(effects: list[Effect]) -> None:
    regions, years, ages = ("R0", "R1", "R2"), 6, 3
    found = multipliers(effects, regions, years, ages)
    for place, region in enumerate(regions):
        for year in range(1, years + 1):
            entries, exits = 1.0, [1.0] * ages
            for e in effects:
                here = e.regions is None or region in e.regions
                if not here or year < e.first_year or year > (e.last_year or years):
                    continue
                fading = (1 - e.decay) ** (year - e.first_year)
                factor = max(0.0, 1 + e.effect * e.take_up * (1 - e.deadweight) * fading)
                if e.lever is Lever.ENTRIES:
                    entries *= factor
                elif e.lever is Lever.EXITS:
                    exits = [x * factor for x in exits]
                else:
                    exits[0] *= factor
            assert found.entries[0, year - 1, place] == pytest.approx(entries)
            assert found.exits[0, year - 1, place].tolist() == pytest.approx(exits)


def test_the_error_of_a_programme_is_drawn_as_it_is_given() -> None:
    effect = Effect("p", Lever.ENTRIES, 0.2, 0.05, "an evaluation")
    drawn = multipliers([effect], ("R0",), 1, 1, 40_000, np.random.default_rng(0))
    assert drawn.entries.mean() == pytest.approx(1.2, abs=4 * 0.05 / math.sqrt(40_000))
    assert drawn.entries.std() == pytest.approx(0.05, rel=0.02)


def test_a_back_test_counts_its_own_forecasts() -> None:
    rng = np.random.default_rng(4)
    entries = rng.poisson(400, 12).astype(float)
    stock = [2500.0]
    for coming in entries[1:]:
        stock.append(stock[-1] - rng.binomial(int(stock[-1]), 0.15) + coming)
    found = backtest(range(2000, 2012), np.array(stock), entries, rng=np.random.default_rng(0))
    truth = dict(zip(range(2000, 2012), stock, strict=True))
    inside, errors_of = [], []
    for f in found.forecasts:
        assert f.actual == truth[f.year]
        assert 1 <= f.year - f.origin <= 3
        inside.append(f.low <= f.actual <= f.high)
        errors_of.append(f.median / f.actual - 1)
    assert len(found.forecasts) == 6 * 3 + 2 + 1  # origins 2003 to 2010, three years ahead
    assert found.coverage == sum(inside) / len(inside)
    assert found.mean_absolute_error == pytest.approx(sum(map(abs, errors_of)) / len(errors_of))


class TestSizes:
    def question(self) -> dict[str, object]:
        rows = [
            {"region": r, "size": s, "stock": n, "entries": e, "exit_rates": [x]}
            for r, s, n, e, x in (
                ("north", "small", 500, 90, 0.3),
                ("north", "large", 100, 4, 0.05),
                ("south", "small", 200, 40, 0.35),
                ("south", "large", 50, 1, 0.04),
            )
        ]
        return {"start_year": 2024, "target_year": 2035, "target": 1000, "regions": rows}

    def test_regions_and_sizes_both_add_up_to_the_nation(self) -> None:
        answer = project_question(
            read_question(self.question()), draws=200, rng=np.random.default_rng(0)
        )
        assert answer.by_size is not None
        national = answer.by_year["expected_without_scenarios"]
        for frame, label in ((answer.by_region, "region"), (answer.by_size, "size")):
            assert frame[label].n_unique() == 2
            summed = (
                frame.group_by("year").agg(pl.col(national.name).sum()).sort("year")[national.name]
            )
            np.testing.assert_allclose(summed, national)
        last = answer.by_size.filter(size="large", year=2035)
        alone = 100 * 0.95**11 + 4 * (1 - 0.95**11) / 0.05
        alone += 50 * 0.96**11 + 1 * (1 - 0.96**11) / 0.04
        assert last["expected_without_scenarios"].item() == pytest.approx(alone)

    def test_a_programme_may_be_for_small_firms_of_one_region(self) -> None:
        effect = {
            "name": "first steps",
            "lever": "entries",
            "effect": 0.5,
            "standard_error": 0,
            "source": "an evaluation",
            "regions": ["south"],
            "sizes": ["small"],
        }
        read = read_question({**self.question(), "scenarios": [effect]})
        found = multipliers(
            read.effects, read.start.regions, read.start.years, 1, sizes=read.start.sizes
        )
        assert found.entries[0, 0].tolist() == [1.0, 1.0, 1.5, 1.0]
        drawn = simulate(read.start, rng=np.random.default_rng(1), draws=50, effects=read.effects)
        assert drawn.by_region.shape == (50, 12, 4)

    def test_a_region_may_not_have_the_same_class_twice(self) -> None:
        question = self.question()
        rows = question["regions"]
        with pytest.raises(errors.DuplicateKeys, match="north/small"):
            read_question({**question, "regions": [*rows, rows[0]]})  # type: ignore[misc, index]

    def test_some_rows_with_a_size_and_some_without(self) -> None:
        question = self.question()
        rows = question["regions"]
        bare = {"region": "east", "stock": 1, "entries": 1, "exit_rates": [0.1]}
        with pytest.raises(errors.MissingField, match="size"):
            read_question({**question, "regions": [*rows, bare]})  # type: ignore[misc]


def test_a_history_is_a_back_test_and_changes_nothing_else(tmp_path: Path) -> None:
    history = {
        "years": list(range(2010, 2020)),
        "stock": [3000, 3080, 3150, 3270, 3300, 3390, 3440, 3560, 3610, 3700],
        "entries": [0, 430, 440, 480, 420, 460, 430, 500, 450, 470],
    }
    plan = {
        "start_year": 2021,
        "target_year": 2030,
        "target": 5000,
        "exit_rates": [0.11],
        "regions": [{"region": "R1", "stock": 3700, "entries": 470}],
    }
    told = []
    for number, given_ in enumerate((plan, {**plan, "history": history})):
        path, out = tmp_path / f"p{number}.json", tmp_path / f"answer{number}.json"
        path.write_text(json.dumps(given_))
        asked = ["project", str(path), "--draws", "200", "--out", str(out), "--json"]
        assert CliRunner().invoke(app, asked).exit_code == 0
        told.append(json.loads(out.read_text()))
    bare, tested = told
    assert bare["by_year"] == tested["by_year"]
    assert "backtest" not in bare
    inside = [forecast["covered"] for forecast in tested["backtest"]["forecasts"]]
    assert tested["backtest"]["coverage"] == sum(inside) / len(inside)
    assert len(tested["backtest"]["forecasts"]) == 4 * 3 + 2 + 1
    assert tested["record"]["options"]["history"] == history
