"""Ranges hold the central value, widen with unstable years, and are refused without data."""

import numpy as np
import polars as pl
import pytest

from nasij_core.errors import NotEnoughData
from nasij_core.flows import FlowTable, flows_from_frame
from nasij_core.frames.world import world_of
from nasij_core.potential import build_world, export_potential, range_of_terms, range_of_years
from nasij_core.potential.mean_year import CellsOfYears
from tests.core.worlds import random_frame, toy_distances, toy_flows, toy_growth, toy_tariffs


def years_of_trade(noise: float) -> FlowTable:
    base, rng = random_frame(5, holes=0.1), np.random.default_rng(0)
    return flows_from_frame(
        pl.concat(
            base.with_columns(
                year=pl.lit(year),
                value_usd=base["value_usd"] * rng.lognormal(0, noise, base.height),
            )
            for year in range(2018, 2024)
        )
    )


def test_unstable_years_widen_the_range() -> None:
    widths = []
    for noise in (0.02, 0.5):
        found = range_of_years(years_of_trade(noise), 0, rng=np.random.default_rng(1), draws=40)
        low, central, high = found.unrealised
        assert low <= central <= high
        widths.append((high - low) / central)
    assert widths[1] > 3 * widths[0]


def test_the_same_generator_gives_the_same_range() -> None:
    flows = years_of_trade(0.3)
    one, two = (range_of_years(flows, 0, rng=np.random.default_rng(3), draws=12) for _ in range(2))
    assert one.potential == two.potential


def test_cells_made_once_give_the_world_of_each_draw() -> None:
    flows = years_of_trade(0.3)
    cells = CellsOfYears(flows)
    for weights in (None, {2018: 2.0, 2023: 1.0}):
        one = build_world(flows, year_weights=weights)
        two = build_world(flows, year_weights=weights, cells=cells)
        np.testing.assert_array_equal(one.imports, two.imports)
        np.testing.assert_array_equal(one.flows.value_usd, two.flows.value_usd)


def test_one_year_has_no_range_over_years() -> None:
    with pytest.raises(NotEnoughData, match="3 years"):
        range_of_years(toy_flows(), 0, rng=np.random.default_rng(0))


def test_terms_left_out_one_by_one_by_hand() -> None:
    world = world_of(
        toy_flows(), distances=toy_distances(), growth=toy_growth(), tariffs=toy_tariffs()
    )
    exporter = world.exporters.index("MAR")
    found = range_of_terms(world, exporter)
    assert found.potential[1] == pytest.approx(export_potential(world, exporter).total[0])
    far = export_potential(
        world_of(toy_flows(), growth=toy_growth(), tariffs=toy_tariffs()), exporter
    )
    assert found.potential[2] >= far.total[0] * (1 - 1e-12)
    assert found.potential[0] <= found.potential[1] <= found.potential[2]


def test_todays_demand_is_damped_by_distance_too() -> None:
    """Growth of markets alone: leaving it out gives the world that was never given any."""
    flows, growth = toy_flows(), toy_growth().with_columns(gdp_ratio=pl.lit(2.0))
    exporter = flows.exporters.index("MAR")
    today = export_potential(world_of(flows, distances=toy_distances()), exporter).total[0]
    grown = world_of(flows, distances=toy_distances(), growth=growth)
    assert export_potential(grown, exporter).total[0] == pytest.approx(2 * today)
    assert range_of_terms(grown, exporter).potential[0] == pytest.approx(today)


def test_without_any_data_only_the_filter_matters() -> None:
    world = build_world(toy_flows())
    found = range_of_terms(world, world.exporters.index("MAR"))
    assert found.potential[0] == pytest.approx(found.potential[1])
    assert found.potential[2] > found.potential[1]  # cars are imported four times over
