"""A second implementation agrees. Run by `make oracles`, in an environment of its own: pyfixest
brings pandas and a compiler."""

import numpy as np
import polars as pl
import pytest

from nasij_core.frames.gravity import gravity
from tests.core.complexity.worlds import shared_data
from tests.core.gravity.test_gravity import LOG_OF_GRAVITY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore"),  # the peer warns of its own dependencies
]


@pytest.fixture(scope="module")
def pyfixest():
    return pytest.importorskip("pyfixest")


def test_three_sets_of_effects(pyfixest):
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


@pytest.fixture(scope="module")
def log_of_gravity():
    return pl.read_parquet(shared_data("gravity_validation/log_of_gravity.parquet"))


def test_the_log_of_gravity_without_effects(pyfixest, log_of_gravity):
    """G1 to G3: all coefficients and robust errors of the published equation."""
    ours = gravity(log_of_gravity, "trade", LOG_OF_GRAVITY).fit
    formula = f"trade ~ {' + '.join(LOG_OF_GRAVITY)}"
    theirs = pyfixest.fepois(formula, log_of_gravity.to_pandas(), vcov="HC1")
    for name in LOG_OF_GRAVITY:
        assert ours.coefficient(name) == pytest.approx(float(theirs.coef()[name]), abs=1e-6), name
        assert ours.standard_error(name) == pytest.approx(float(theirs.se()[name]), rel=1e-4), name


@pytest.mark.parametrize("estimator", ["ppml", "ols"])
def test_exporter_and_importer_effects(pyfixest, log_of_gravity, estimator):
    names = ["ldist", "border", "comlang", "colony", "comfrt_wto"]
    frame = log_of_gravity.filter(pl.col("trade") > 0).with_columns(
        outcome=pl.col("trade").log() if estimator == "ols" else pl.col("trade")
    )
    ours = gravity(frame, "outcome", names, effects=[["s1_im"], ["s2_ex"]], estimator=estimator).fit
    fit = pyfixest.feols if estimator == "ols" else pyfixest.fepois
    theirs = fit(f"outcome ~ {' + '.join(names)} | s1_im + s2_ex", frame.to_pandas(), vcov="HC1")
    for name in names:
        assert ours.coefficient(name) == pytest.approx(float(theirs.coef()[name]), abs=1e-6), name
        assert ours.standard_error(name) == pytest.approx(float(theirs.se()[name]), rel=1e-3), name
