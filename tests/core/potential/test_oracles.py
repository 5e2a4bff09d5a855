"""The hand-worked toy of three countries and two products, to the printed digits."""

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from nasij_core.frames.potential import PotentialFrames, export_potential
from nasij_core.stats.weights import row_weights
from tests.core.worlds import toy_distances, toy_flows, toy_growth, toy_tariffs

SIX_DIGITS = 6e-7  # the worked values are printed to six decimals


@pytest.fixture
def answer() -> PotentialFrames:
    return export_potential(
        toy_flows(), "MAR", distances=toy_distances(), growth=toy_growth(), tariffs=toy_tariffs()
    )


def pair(answer: PotentialFrames, market: str, product: str) -> dict[str, float]:
    return answer.pairs.row(
        by_predicate=(pl.col("market") == market) & (pl.col("product") == product), named=True
    )


def test_e1_fish_to_france(answer: PotentialFrames) -> None:
    row = pair(answer, "FRA", "fish")
    worked = {
        "share": 0.505263,
        "balance": 1.0,
        "tariff_margin": 0.994398,
        "supply": 0.502433,
        "projected_demand_usd": 94.5,
        "tariff_advantage": 1.0,
        "distance_factor": 0.767659,
        "ease": 1.665615,
        "potential_usd": 60.708897,
        "actual_usd": 60.0,
        "unrealised_usd": 0.708897,
    }
    for name, value in worked.items():
        assert row[name] == pytest.approx(value, abs=SIX_DIGITS), name


def test_e2_cars_to_france_are_held_down_by_imports(answer: PotentialFrames) -> None:
    row = pair(answer, "FRA", "cars")
    worked = {"share": 0.169492, "balance": 0.25, "supply": 0.041341, "projected_demand_usd": 21.0}
    for name, value in (worked | {"potential_usd": 1.446029, "unrealised_usd": 0.0}).items():
        assert row[name] == pytest.approx(value, abs=SIX_DIGITS), name


def test_e3_fish_to_senegal(answer: PotentialFrames) -> None:
    row = pair(answer, "SEN", "fish")
    worked = {"projected_demand_usd": 39.0, "tariff_advantage": 0.969697, "ease": 0.6875}
    worked |= {"distance_factor": 0.669349, "potential_usd": 8.743866, "unrealised_usd": 0.0}
    for name, value in worked.items():
        assert row[name] == pytest.approx(value, abs=SIX_DIGITS), name


def test_e5_weighted_and_simple_mean_of_years() -> None:
    values = np.array([100.0, 120.0, 90.0, 150.0, 200.0])
    years, one_market = (2019, 2020, 2021, 2022, 2023), np.zeros(5, np.int32)

    def mean(weights: NDArray[np.float64]) -> float:
        return float(values @ row_weights(np.array(years, np.int16), one_market, 1, years, weights))

    assert mean(np.array([0.2, 0.4, 0.6, 0.8, 1.0])) == pytest.approx(147.3333, abs=5e-5)
    assert mean(np.ones(5)) == pytest.approx(132.0)


def test_the_product_of_the_columns_is_the_potential(answer: PotentialFrames) -> None:
    frame = answer.pairs
    product = frame["supply"] * frame["demand"] * frame["ease"]
    np.testing.assert_allclose(frame["potential_usd"], product, rtol=1e-14)


def test_the_terms_used_are_said() -> None:
    bare = export_potential(toy_flows(), "MAR")
    used = {term.name: term.used for term in bare.terms}
    assert used["share"]
    assert not used["distance_factor"]
    assert {"no_growth", "no_distances", "no_tariffs"} <= {note.code for note in bare.notes}
