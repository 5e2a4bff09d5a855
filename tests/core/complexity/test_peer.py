"""A second implementation agrees. Runs where ecomplexity is installed: it brings pandas, so it has
an environment of its own."""

import numpy as np
import polars as pl
import pytest

from nasij_core.complexity import density, eci_pci, presence, rca
from tests.core.complexity.worlds import matrix, shared_data

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore"),  # the peer warns of its own dependencies
]


def test_ecomplexity_finds_the_same():
    peer = pytest.importorskip("ecomplexity")
    path = shared_data("world_trade_1998_2000/world_trade_avg_1998_to_2000.parquet")
    frame = pl.read_parquet(path)
    world = matrix(frame, "country", "product", "value")
    held = presence(rca(world.values))
    ours, near = eci_pci(held), density(held)
    columns = {"time": "year", "loc": "country", "prod": "product", "val": "value"}
    theirs = peer.ecomplexity(frame.with_columns(year=pl.lit(2000)).to_pandas(), columns)
    theirs = pl.from_pandas(theirs)
    wide = matrix(theirs, "country", "product", "density")
    np.testing.assert_allclose(near, wide.values, atol=1e-9)
    eci = theirs.group_by("country").agg(pl.col("eci").first()).sort("country")["eci"]
    np.testing.assert_allclose(ours.eci, eci, atol=1e-9)
    pci = theirs.group_by("product").agg(pl.col("pci").first()).sort("product")["pci"]
    np.testing.assert_allclose(ours.pci_eci_scale, pci, atol=1e-9)
