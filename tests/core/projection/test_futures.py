"""Simulated futures: right on average, as spread as they should be, the same for one seed."""

import numpy as np
import pytest
from scipy.stats import binom, poisson

from nasij_core.errors import BadOption, Contradiction, MissingColumn, NotEnoughData, OutOfRange
from nasij_core.frames.projection import project_question, read_question
from nasij_core.projection import (
    Cohorts,
    Effect,
    Evidence,
    Lever,
    backtest,
    cohorts,
    multipliers,
    project,
    simulate,
)
from nasij_core.stats.draws import binomial_counts, poisson_counts

HAZARDS = np.array([0.5, 0.3, 0.15])


def start() -> Cohorts:
    stock = np.array([[300.0, 200.0, 900.0], [40.0, 20.0, 60.0]])
    return cohorts(("R1", "R2"), stock, HAZARDS, np.array([320.0, 35.0]), 10)


def test_the_mean_of_the_futures_is_the_expected_path() -> None:
    drawn = simulate(start(), rng=np.random.default_rng(1), draws=20_000)
    expected = project(start()).national
    error = drawn.national.std(axis=0) / np.sqrt(20_000)
    assert (np.abs(drawn.national.mean(axis=0) - expected) <= 5 * error + 0.05).all()


def test_without_exits_the_spread_is_that_of_poisson_entries() -> None:
    calm = cohorts(("A",), np.array([[100.0]]), np.array([0.0]), np.array([400.0]), 4)
    drawn = simulate(calm, rng=np.random.default_rng(2), draws=40_000).national[:, -1]
    assert drawn.var() == pytest.approx(1600, rel=0.03)


def test_one_seed_gives_one_answer() -> None:
    one = simulate(start(), rng=np.random.default_rng(7), draws=2_500)
    two = simulate(start(), rng=np.random.default_rng(7), draws=2_500)
    other = simulate(start(), rng=np.random.default_rng(8), draws=2_500)
    assert (one.by_region == two.by_region).all()
    assert (one.by_region != other.by_region).any()


def test_stock_and_flow_balance_in_every_future() -> None:
    drawn = simulate(start(), rng=np.random.default_rng(3), draws=500)
    change = np.diff(drawn.national, axis=1)
    assert (change == drawn.entries - drawn.exits).all()


def test_unknown_parameters_widen_the_fan() -> None:
    known = simulate(start(), rng=np.random.default_rng(1), draws=4_000)
    unknown = simulate(
        start(), rng=np.random.default_rng(1), draws=4_000, evidence=Evidence(3, 200, 0.2)
    )
    assert unknown.national[:, -1].std() > 1.5 * known.national[:, -1].std()


def test_probability_falls_with_the_target_and_the_fan_is_ordered() -> None:
    drawn = simulate(start(), rng=np.random.default_rng(1), draws=2_000)
    chances = [drawn.probability(target) for target in (0, 1000, 1500, 2000, 9999)]
    assert chances == sorted(chances, reverse=True)
    assert (chances[0], chances[-1]) == (1.0, 0.0)
    assert (np.diff(drawn.fan(), axis=0) >= 0).all()


@pytest.mark.parametrize(("trials", "chance"), [(20, 0.5), (60, 0.3), (300, 0.12), (3000, 0.01)])
def test_fast_binomial_counts_have_the_binomial_law(trials: int, chance: float) -> None:
    size = 400_000
    drawn = binomial_counts(np.random.default_rng(0), np.full(size, trials), np.full(size, chance))
    law = np.bincount(drawn, minlength=trials + 1).cumsum() / size
    # 0.002 by the correction, 0.002 by the sampling of 400,000 draws.
    assert np.abs(law - binom.cdf(np.arange(trials + 1), trials, chance)).max() < 0.004


@pytest.mark.parametrize("mean", [0.0, 0.3, 7.9, 8.0, 11.0, 40.0, 900.0])
def test_fast_poisson_counts_have_the_poisson_law(mean: float) -> None:
    size = 400_000
    drawn = poisson_counts(np.random.default_rng(0), np.full(size, mean))
    law = np.bincount(drawn).cumsum() / size
    assert np.abs(law - poisson.cdf(np.arange(len(law)), mean)).max() < 0.004
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / size) + 1e-12)


def test_quantiles_of_futures_are_those_of_each_year_and_region() -> None:
    drawn = simulate(start(), rng=np.random.default_rng(3), draws=501)
    wanted = (0.1, 0.5, 0.9)
    np.testing.assert_array_equal(
        drawn.fan_by_region(wanted), np.quantile(drawn.by_region, wanted, axis=0)
    )
    np.testing.assert_array_equal(drawn.fan(wanted), np.quantile(drawn.national, wanted, axis=0))


class TestProgrammes:
    def effect(self, **changes: object) -> Effect:
        given = {
            "name": "first export",
            "lever": Lever.ENTRIES,
            "effect": 0.2,
            "standard_error": 0.0,
            "source": "an evaluation",
        }
        return Effect(**{**given, **changes})

    def test_take_up_deadweight_and_decay_weaken_the_effect(self) -> None:
        effect = self.effect(take_up=0.5, deadweight=0.2, decay=0.5, first_year=2, last_year=4)
        np.testing.assert_allclose(effect.strength(5), [0, 0.4, 0.2, 0.1, 0])

    def test_an_effect_touches_its_regions_only(self) -> None:
        factors = multipliers([self.effect(regions=("R2",))], ("R1", "R2"), 3, 2)
        np.testing.assert_allclose(factors.entries[0], [[1.0, 1.2]] * 3)
        with pytest.raises(BadOption, match="R1, R2"):
            multipliers([self.effect(regions=("R9",))], ("R1", "R2"), 3, 2)

    def test_first_year_exits_leave_other_ages_alone(self) -> None:
        effect = self.effect(lever=Lever.FIRST_YEAR_EXITS, effect=-0.5)
        factors = multipliers([effect], ("R1",), 1, 3)
        np.testing.assert_allclose(factors.exits[0, 0, 0], [0.5, 1.0, 1.0])

    def test_a_programme_raises_the_stock_by_its_expected_amount(self) -> None:
        effect = self.effect(effect=0.25)
        with_it = simulate(start(), rng=np.random.default_rng(5), draws=8_000, effects=[effect])
        more = cohorts(("R1", "R2"), start().stock, HAZARDS, np.array([400.0, 43.75]), 10)
        assert with_it.national[:, -1].mean() == pytest.approx(project(more).national[-1], rel=0.01)

    def test_no_effect_is_the_default_of_the_world(self) -> None:
        factors = multipliers([], ("R1",), 3, 2)
        assert (factors.entries == 1).all()
        assert (factors.exits == 1).all()

    def test_an_effect_without_source_is_refused(self) -> None:
        with pytest.raises(MissingColumn, match="source"):
            self.effect(source=" ")

    def test_impossible_parameters_are_refused(self) -> None:
        for wrong in (
            {"take_up": 1.5},
            {"standard_error": -1.0},
            {"effect": -2.0},
            {"last_year": 0},
        ):
            with pytest.raises(OutOfRange):
                self.effect(**wrong)


class TestBackTest:
    def history(self, seed: int, years: int = 14) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng(seed)
        stock, entries = [3000], [0]
        for _ in range(years - 1):
            entries.append(int(rng.poisson(450)))
            stock.append(stock[-1] - int(rng.binomial(stock[-1], 0.12)) + entries[-1])
        return np.array(stock, float), np.array(entries, float)

    def test_intervals_cover_about_what_they_promise(self) -> None:
        covered = []
        for seed in range(12):
            stock, entries = self.history(seed)
            result = backtest(
                range(2000, 2014), stock, entries, rng=np.random.default_rng(seed), draws=600
            )
            covered.append(result.coverage)
        # Overlapping horizons are dependent: the mean of 12 histories is good to some ±0.1.
        assert 0.7 <= np.mean(covered) <= 0.97

    def test_too_short_a_history_is_not_enough_data(self) -> None:
        with pytest.raises(NotEnoughData):
            backtest(range(4), np.ones(4), np.ones(4), rng=np.random.default_rng(0))

    def test_a_missing_year_is_not_enough_data(self) -> None:
        stock, entries = self.history(0, 6)
        with pytest.raises(NotEnoughData, match="missing"):
            backtest(
                [2000, 2001, 2003, 2004, 2005, 2006], stock, entries, rng=np.random.default_rng(0)
            )

    def test_entries_that_contradict_the_stock(self) -> None:
        with pytest.raises(OutOfRange, match="exits"):
            backtest(
                range(6),
                np.array([1, 50, 99, 150, 200, 250.0]),
                np.ones(6),
                rng=np.random.default_rng(0),
            )


class TestQuestions:
    def question(self, **changes: object) -> dict[str, object]:
        given: dict[str, object] = {
            "start_year": 2021,
            "target_year": 2035,
            "target": 12_000,
            "exit_rates": [0.110463],
            "regions": [{"region": "R1", "stock": 6000, "entries": 553.125}],
        }
        return {**given, **changes}

    def test_a_plain_description_is_projected(self) -> None:
        answer = project_question(
            read_question(self.question()), draws=500, rng=np.random.default_rng(0)
        )
        assert answer.by_year["year"].to_list() == list(range(2021, 2036))
        needed = answer.required["entries_at_these_exits"]
        assert needed["entries_per_year"] == pytest.approx(1485.3, abs=0.05)
        assert answer.probability == 0.0

    def test_a_total_stock_is_spread_over_ages(self) -> None:
        read = read_question(self.question(exit_rates=[0.5, 0.3, 0.1]))
        assert read.start.stock.shape == (1, 3)
        assert read.start.stock.sum() == pytest.approx(6000)

    def test_calendar_years_of_a_scenario(self) -> None:
        effect = {
            "name": "x",
            "lever": "entries",
            "effect": 0.1,
            "standard_error": 0,
            "source": "s",
            "first_year": 2024,
        }
        read = read_question(self.question(scenarios=[effect]))
        assert read.effects[0].first_year == 3

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"targett": 1}, BadOption),
            ({"target_year": 2021}, Contradiction),
            ({"regions": [{"region": "R1", "stock": 1}]}, MissingColumn),
            ({"regions": [{"region": "R1", "stock": 1, "entries": [1, 2]}]}, Contradiction),
            ({"regions": [{"region": "R1", "stock": [1, 2], "entries": 1}]}, Contradiction),
            ({"exit_rates": None}, MissingColumn),
            ({"entry_years": -3}, OutOfRange),
        ],
    )
    def test_contradictory_descriptions_are_refused(
        self, change: dict[str, object], error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            read_question(self.question(**change))
