"""A second implementation agrees. Runs where pyfixest is installed: it brings pandas, so it has an
environment of its own."""

import numpy as np
import polars as pl
import pytest

from nasij_core.frames.gravity import gravity
from tests.core.complexity.worlds import shared_data

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore"),  # the peer warns of its own dependencies
]


def test_pyfixest_finds_the_same():
    pyfixest = pytest.importorskip("pyfixest")
    frame = pl.read_parquet(shared_data("gravity_validation/agtpa_applications.parquet"))
    effects = [["exporter", "year"], ["importer", "year"], ["exporter", "importer"]]
    ours = gravity(
        frame,
        "trade",
        ["rta"],
        effects=effects,
        cluster=["exporter", "importer"],
        small_sample="degrees",
    )
    table = frame.with_columns(
        **{f"e{n}": pl.concat_str(group, separator="_") for n, group in enumerate(effects)}
    ).to_pandas()
    theirs = pyfixest.fepois("trade ~ rta | e0 + e1 + e2", table, vcov={"CRV1": "e2"})
    assert ours.fit.coefficient("rta") == pytest.approx(float(theirs.coef()["rta"]), abs=1e-7)
    assert ours.fit.standard_error("rta") == pytest.approx(float(theirs.se()["rta"]), rel=1e-3)
    assert np.isfinite(ours.fit.deviance)
