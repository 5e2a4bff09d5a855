"""Ranges hold the central value, widen with unstable years, and are refused without data."""

import numpy as np
import polars as pl
import pytest

from nasij_core.errors import NotEnoughData
from nasij_core.flows import FlowTable, flows_from_frame
from nasij_core.frames.world import world_of
from nasij_core.potential import (
    build_world,
    export_potential,
    range_of_reporters,
    range_of_terms,
    range_of_years,
)
from nasij_core.potential.mean_year import CellsOfYears
from tests.core.worlds import (
    flow_frame,
    random_frame,
    toy_distances,
    toy_flows,
    toy_growth,
    toy_tariffs,
)


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


def test_years_without_weight_are_never_drawn() -> None:
    flows = years_of_trade(0.5)
    sure = range_of_years(
        flows, 0, rng=np.random.default_rng(1), draws=12, year_weights={2020: 1.0}
    )
    low, central, high = sure.potential
    assert low == pytest.approx(high)
    only = export_potential(build_world(flows, year_weights={2020: 1.0}), 0)
    assert central == pytest.approx(only.total[0])


def markets_at_shares(noise: float) -> FlowTable:
    """Four exporters with fixed shares of every product in all of twenty markets, but for noise."""
    rng = np.random.default_rng(2)
    shares, demand = rng.dirichlet(np.ones(4), 5), rng.lognormal(5, 1, (5, 20))
    rows = [
        (f"E{i}", f"M{j:02d}", f"{k:06d}", shares[k, i] * demand[k, j] * rng.lognormal(0, noise))
        for i in range(4)
        for j in range(20)
        for k in range(5)
    ]
    return flows_from_frame(flow_frame(rows))


def test_reporters_who_all_say_the_same_leave_no_range() -> None:
    flows = markets_at_shares(0.0)
    found = range_of_reporters(flows, 1, rng=np.random.default_rng(0), draws=15)
    whole = export_potential(build_world(flows), 1).total[0]
    np.testing.assert_allclose(found.potential, whole, rtol=1e-9)
    np.testing.assert_allclose(found.unrealised, 0.0, atol=1e-9 * whole)


def test_reporters_who_differ_make_one_that_holds_the_plain_answer() -> None:
    flows = markets_at_shares(0.8)
    found = range_of_reporters(flows, 1, rng=np.random.default_rng(0), draws=60, level=0.95)
    plain = export_potential(build_world(flows), 1)
    assert found.unrealised[0] < plain.total[2] < found.unrealised[2]
    assert (found.unrealised[2] - found.unrealised[0]) / found.unrealised[1] > 0.05
    assert found.by_market.shape == (3, 20)


def test_counting_a_market_twice_is_a_market_twice_as_large() -> None:
    flows = markets_at_shares(0.5)
    twice = np.ones(20)
    twice[3] = 2.0
    rows = [
        (flows.exporters[i], flows.importers[j], flows.products[k], v * (2.0 if j == 3 else 1.0))
        for i, j, k, v in zip(
            flows.exporter, flows.importer, flows.product, flows.value_usd, strict=True
        )
    ]
    one = export_potential(build_world(flows, market_weights=twice), 2)
    two = export_potential(build_world(flows_from_frame(flow_frame(rows))), 2)
    np.testing.assert_allclose(one.potential, two.potential)


def test_few_markets_have_no_range_over_reporters() -> None:
    with pytest.raises(NotEnoughData, match="5 markets"):
        range_of_reporters(toy_flows(), 0, rng=np.random.default_rng(0))
