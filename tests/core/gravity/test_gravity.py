import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nasij_core.cli import app
from nasij_core.errors import (
    BadOption,
    MissingColumn,
    NegativeValue,
    NotANumber,
    NotEnoughData,
    WrongShape,
)
from nasij_core.frames.gravity import gravity
from nasij_core.gravity import ols, ppml
from nasij_core.gravity.effects import Effects
from tests.core.complexity.worlds import SHARED, shared_data

LOG_OF_GRAVITY = [
    *("lypex", "lypim", "lyex", "lyim", "ldist", "border", "comlang", "colony"),
    *("landl_ex", "landl_im", "lremot_ex", "lremot_im", "comfrt_wto", "open_wto"),
]
SEPARATION = sorted((SHARED / "gravity_validation" / "ppmlhdfe_separation").glob("*.csv"))


@pytest.fixture(scope="module")
def log_of_gravity():
    return pl.read_parquet(shared_data("gravity_validation/log_of_gravity.parquet"))


@pytest.mark.real_data
def test_g1_to_g3_the_log_of_gravity(log_of_gravity):
    fit = gravity(log_of_gravity, "trade", LOG_OF_GRAVITY).fit
    expected = {
        "lypex": (0.7325, 0.0268),
        "lypim": (0.7411, 0.0274),
        "lyex": (0.1567, 0.0533),
        "lyim": (0.1350, 0.0449),
        "ldist": (-0.7838, 0.0546),
        "border": (0.1929, 0.1044),
        "comlang": (0.7460, 0.1348),
        "colony": (0.0250, 0.1499),
        "comfrt_wto": (0.1811, 0.0886),
    }
    assert fit.rows == 18_360
    for name, (estimate, error) in expected.items():
        assert fit.coefficient(name) == pytest.approx(estimate, abs=6e-5)
        assert fit.standard_error(name) == pytest.approx(error, abs=6e-5)
    rest = {"landl_ex": -0.8635, "landl_im": -0.6964, "lremot_ex": 0.6598}
    rest |= {"lremot_im": 0.5615, "open_wto": -0.1068}
    for name, estimate in rest.items():
        assert fit.coefficient(name) == pytest.approx(estimate, abs=6e-5)


@pytest.mark.real_data
def test_g4_g5_positive_trade_only(log_of_gravity):
    positive = log_of_gravity.filter(pl.col("trade") > 0)
    positive = positive.with_columns(log_trade=pl.col("trade").cast(pl.Float64).log())
    poisson = gravity(positive, "trade", LOG_OF_GRAVITY).fit
    assert poisson.rows == 9_613
    assert poisson.coefficient("ldist") == pytest.approx(-0.7763, abs=6e-5)
    assert poisson.coefficient("lypex") == pytest.approx(0.7213, abs=6e-5)
    least = gravity(positive, "log_trade", LOG_OF_GRAVITY, estimator="ols").fit
    assert least.coefficient("ldist") == pytest.approx(-1.1660, abs=6e-5)
    assert least.standard_error("ldist") == pytest.approx(0.0339, abs=6e-5)
    for name, estimate in {"lypex": 0.9378, "lypim": 0.7978, "comfrt_wto": 0.4908}.items():
        assert least.coefficient(name) == pytest.approx(estimate, abs=6e-5)


@pytest.mark.real_data
def test_g6_distance_with_exporter_and_importer_effects(log_of_gravity):
    effects = [["s2_ex"], ["s1_im"]]
    pair = ["ldist", "border", "comlang", "colony", "comfrt_wto"]
    assert gravity(log_of_gravity, "trade", pair, effects=effects).fit.coefficient(
        "ldist"
    ) == pytest.approx(-0.750, abs=6e-4)
    positive = log_of_gravity.filter(pl.col("trade") > 0)
    positive = positive.with_columns(log_trade=pl.col("trade").cast(pl.Float64).log())
    least = gravity(positive, "log_trade", pair, effects=effects, estimator="ols").fit
    assert least.coefficient("ldist") == pytest.approx(-1.347, abs=6e-4)


@pytest.mark.real_data
def test_g7_three_sets_of_effects_and_clusters():
    path = shared_data("gravity_validation/ppmlhdfe_example_trade_fta.parquet")
    total = pl.read_parquet(path).filter(pl.col("category") == "TOTAL")
    effects = [["isoimp", "year"], ["isoexp", "year"], ["isoimp", "isoexp"]]
    fit = gravity(total, "trade", ["fta"], effects=effects, cluster=["isoimp", "isoexp"]).fit
    assert fit.rows == 5_950
    assert fit.coefficient("fta") == pytest.approx(0.192445, abs=6e-7)
    # the published 0.042584 counts 176 parameters in (n − 1) / (n − k); ours leaves that out
    factor = np.sqrt((5_950 - 1) / (5_950 - 176))
    assert fit.standard_error("fta") * factor == pytest.approx(0.042584, abs=2e-6)


@pytest.mark.real_data
def test_the_guides_panel():
    frame = pl.read_parquet(shared_data("gravity_validation/agtpa_applications.parquet"))
    effects = [["exporter", "year"], ["importer", "year"], ["exporter", "importer"]]
    fit = gravity(frame, "trade", ["rta"], effects=effects, cluster=["exporter", "importer"]).fit
    assert fit.rows == 99_708
    assert fit.coefficient("rta") == pytest.approx(0.55394734, abs=1e-7)
    assert fit.standard_error("rta") == pytest.approx(0.07535, abs=6e-6)
    assert not fit.separation_checked


SEPARATED_Y = np.array([0.0, 0, 0, 0, 0, 2, 3, 5, 7, 10])
SEPARATED_X = np.array(
    [
        [0.0, 0, 0, 0, 1, 21, 0, 0, 0, -18],
        [1.0, 0, 0, 0, 9, 21, 0, 0, 0, -18],
        [0.0, 0, 0, 0, 0, 21, 0, 0, 0, 0],
    ]
).T


def test_g12_g13_separation():
    fit = ppml(SEPARATED_Y, SEPARATED_X, ["x1", "x2", "x3"])
    assert fit.coefficient("x3") == pytest.approx(0.06639, abs=6e-6)
    assert fit.coefficient("x1") == pytest.approx(-0.07702, abs=6e-6)  # x2 is the same now
    assert fit.collinear == ("x2",)
    assert fit.coefficient("constant") == pytest.approx(0.916291, abs=6e-7)
    assert np.isnan(fit.fitted[[0, 4]]).all()


def test_g14_separation_that_others_converge_through():
    """The fifth row of the second documented example is predicted perfectly by x1 − x2."""
    rows = np.array(
        [
            *[[0, 0, 0, 2, 10], [0, 0, 0, 0, -2], [0, 0, 0, 0, 6], [0, 0, 0, 4, 5]],
            *[[0, 1, 0, 0, 3], [2, 0, 0, 0, 3], [2, 0, 0, 0, 4], [2, 0, 0, -2, 15]],
            *[[2, 0, 0, 0, -7], [4, 0, 0, -3, 15], [6, -3, -3, 0, 4], [6, 0, 0, 0, 4]],
        ],
        dtype=float,
    )
    fit = ppml(rows[:, 0], rows[:, 1:], ["x1", "x2", "x3", "x4"])
    assert fit.coefficient("constant") == pytest.approx(0.59095, abs=6e-6)
    assert fit.coefficient("x3") == pytest.approx(-0.47085, abs=6e-6)
    assert fit.coefficient("x4") == pytest.approx(-0.03779, abs=6e-6)
    assert (fit.separated, fit.collinear) == (1, ("x2",))
    assert np.isnan(fit.fitted).tolist() == [row == 4 for row in range(12)]


@pytest.mark.real_data
@pytest.mark.skipif(not SEPARATION, reason="the public cases of separation are not there")
@pytest.mark.parametrize("path", SEPARATION, ids=lambda path: path.stem)
def test_public_cases_of_separation(path):
    frame = pl.read_csv(path)
    columns = [name for name in frame.columns if name.startswith("x")]
    effects = [[name] for name in frame.columns if name.startswith("id")]
    found = gravity(frame, "y", columns, effects=effects)
    left_out = found.fitted["fitted"].is_null().cast(pl.Int64)
    assert left_out.to_list() == frame["separated"].cast(pl.Int64).to_list()


def panel(seed, countries=6, years=3):
    draw = np.random.default_rng(seed)
    year, exporter, importer = (
        axis.ravel() for axis in np.mgrid[0:years, 0:countries, 0:countries]
    )
    x = draw.normal(size=(len(year), 2))
    level = draw.normal(size=countries)[exporter] + draw.normal(size=countries)[importer]
    y = draw.poisson(np.exp(0.5 * x[:, 0] - 0.3 * x[:, 1] + level)).astype(float)
    return y, x, [exporter, importer], exporter * countries + importer


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_effects_are_dummies(seed):
    y, x, effects, pairs = panel(seed)
    fit = ppml(y, x, ["a", "b"], effects, pairs)
    kept = ~np.isnan(fit.fitted)
    dummies = [(codes[kept][:, None] == np.unique(codes[kept])).astype(float) for codes in effects]
    wide = np.hstack([x[kept], dummies[0], dummies[1][:, 1:]])
    beta = np.zeros(wide.shape[1])
    mu = (y[kept] + y[kept].mean()) / 2
    for _ in range(200):
        target = np.log(mu) + (y[kept] - mu) / mu
        root = np.sqrt(mu)
        beta = np.linalg.lstsq(wide * root[:, None], target * root, rcond=None)[0]
        mu = np.exp(wide @ beta)
    np.testing.assert_allclose(fit.coefficients, beta[:2], atol=1e-6)
    np.testing.assert_allclose(fit.fitted[kept], mu, rtol=1e-5, atol=1e-8)
    # the first-order conditions: fitted totals equal the actual ones, group by group
    for codes in effects:
        actual = np.bincount(codes[kept], y[kept])
        np.testing.assert_allclose(np.bincount(codes[kept], fit.fitted[kept]), actual, rtol=1e-6)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.1, 1000))
def test_the_unit_of_trade_does_not_matter(seed, factor):
    y, x, effects, pairs = panel(seed)
    one, two = (
        ppml(y, x, ["a", "b"], effects, pairs),
        ppml(y * factor, x, ["a", "b"], effects, pairs),
    )
    np.testing.assert_allclose(one.coefficients, two.coefficients, atol=1e-6)
    np.testing.assert_allclose(one.standard_errors, two.standard_errors, rtol=1e-4)


def test_least_squares_with_effects_is_least_squares_with_dummies():
    y, x, effects, _ = panel(1)
    fit = ols(y, x, ["a", "b"], effects)
    dummies = [(codes[:, None] == np.unique(codes)).astype(float) for codes in effects]
    wide = np.hstack([x, dummies[0], dummies[1][:, 1:]])
    beta = np.linalg.lstsq(wide, y, rcond=None)[0]
    np.testing.assert_allclose(fit.coefficients, beta[:2], atol=1e-8)
    residual = y - wide @ beta
    bread = np.linalg.inv(wide.T @ wide)
    factor = len(y) / (len(y) - wide.shape[1])
    meat = (wide * residual[:, None]).T @ (wide * residual[:, None])
    errors = np.sqrt(np.diag(bread @ meat @ bread)[:2] * factor)
    np.testing.assert_allclose(fit.standard_errors, errors, rtol=1e-6)


def test_absorbing_leaves_group_sums_of_zero():
    draw = np.random.default_rng(3)
    codes = [draw.integers(0, 7, 200), draw.integers(0, 5, 200), draw.integers(0, 9, 200)]
    effects, weight, column = Effects(codes), draw.random(200) + 0.1, draw.normal(size=200)
    start = np.zeros(effects.bounds[-1])
    rest = column - effects.spread(effects.absorb(column, weight, start, 1e-12))
    np.testing.assert_allclose(effects.gather(weight * rest), 0, atol=1e-8)


@pytest.mark.parametrize(
    ("error", "change"),
    [
        (NegativeValue, {"y": [-1.0, 1, 2, 3]}),
        (NotANumber, {"y": [np.nan, 1, 2, 3]}),
        (NotEnoughData, {"y": [0.0, 0, 0, 0]}),
        (WrongShape, {"names": ["a", "b"]}),
        (WrongShape, {"effects": [np.zeros(3, dtype=int)]}),
        (WrongShape, {"clusters": np.zeros(3, dtype=int)}),
        (NotEnoughData, {"clusters": np.zeros(4, dtype=int)}),
        (NotEnoughData, {"effects": [np.arange(4)]}),
        (BadOption, {"small_sample": "none"}),
    ],
)
def test_bad_input(error, change):
    given_ = {
        "y": [1.0, 2, 0, 4],
        "names": ["a"],
        "effects": (),
        "clusters": None,
        "small_sample": "groups",
        **change,
    }
    x = np.array([[1.0], [3.0], [2.0], [5.0]])
    with pytest.raises(error):
        ppml(
            np.array(given_["y"]),
            x,
            given_["names"],
            given_["effects"],
            given_["clusters"],
            given_["small_sample"],
        )


def test_frames_and_command(tmp_path):
    y, x, (exporter, importer), _ = panel(5)
    frame = pl.DataFrame({"trade": y, "far": x[:, 0], "e": exporter, "i": importer})
    options = {"effects": [["e"], ["i"]], "cluster": ["e", "i"], "unordered": True}
    found = gravity(frame, "trade", ["far"], **options)
    assert found.fit.clusters <= 6 * 7 / 2
    shown = found.fitted.drop_nulls()
    np.testing.assert_allclose(shown["ease"] * shown["fitted"], shown["trade"])
    with pytest.raises(MissingColumn):
        gravity(frame, "trade", ["near"])
    with pytest.raises(BadOption):
        gravity(frame, "trade", ["far"], estimator="magic")
    with pytest.raises(NotANumber):
        gravity(frame.with_columns(far=pl.lit("x")), "trade", ["far"])
    frame.write_csv(tmp_path / "trade.csv")
    arguments = ["gravity", str(tmp_path / "trade.csv"), "--out", str(tmp_path / "out"), "--json"]
    arguments += ["--covariate", "far", "--effect", "e", "--effect", "i", "--cluster", "e,i"]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["rows"]["coefficients"] == 1
