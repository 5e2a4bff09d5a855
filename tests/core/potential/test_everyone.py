"""Totals of all exporters at once are those of each exporter, computed another way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.flows import flows_from_frame
from nasij_core.potential import all_totals, build_world, export_potential
from tests.core.worlds import random_frame


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_everybody_at_once_is_each_one_alone(seed: int) -> None:
    flows = flows_from_frame(random_frame(seed, countries=6, products=200))
    rng = np.random.default_rng(seed)
    km = rng.uniform(100, 9000, (len(flows.exporters), len(flows.importers)))
    km[rng.random(km.shape) < 0.2] = np.nan
    km[:, 0] = np.nan  # a market without any distance has no usual one either
    world = build_world(flows, km=km)
    alone = np.array([export_potential(world, i).total for i in range(len(flows.exporters))])
    found = all_totals(world)
    for column, values in enumerate((found.potential, found.actual, found.unrealised)):
        np.testing.assert_allclose(values, alone[:, column], rtol=1e-9, atol=1e-6)
