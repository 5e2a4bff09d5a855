import itertools
import json
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from typer.testing import CliRunner

from nasij_core.cli import app
from nasij_core.diversification import (
    concentration,
    portfolio_risk,
    shrunk_covariance,
    similarity,
    theil,
)
from nasij_core.errors import (
    BadOption,
    MissingColumn,
    NegativeValue,
    NotANumber,
    NotEnoughData,
    OutOfRange,
    WrongShape,
)
from nasij_core.frames.diversification import diversification, market_risk
from tests.core.complexity.worlds import matrix, shared_data
from tests.core.worlds import random_frame

baskets = arrays(float, st.integers(2, 12), elements=st.just(0.0) | st.floats(1e-3, 1e6)).filter(
    lambda x: x.max() > 1
)


def test_d1_shares():
    found, split = (
        concentration(np.array([0.5, 0.3, 0.2, 0, 0])),
        theil(np.array([0.5, 0.3, 0.2, 0, 0])),
    )
    assert found.hhi == pytest.approx(0.38)
    assert found.effective == pytest.approx(2.631579, abs=5e-7)
    assert found.normalised == pytest.approx(0.225)
    assert found.unctad == pytest.approx(0.306136, abs=5e-7)
    assert found.effective_entropy == pytest.approx(2.800094, abs=5e-7)
    assert split.total == pytest.approx(0.579785, abs=5e-7)
    assert split.extensive == pytest.approx(0.510826, abs=5e-7)
    assert split.intensive == pytest.approx(0.068959, abs=5e-7)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("country", "active", "hhi", "total", "between", "within"),
    [
        ("mar", 718, 0.022731, 2.047865, 0.089214, 1.958651),
        ("esp", 781, 0.010435, 1.058676, 0.005109, 1.053567),
    ],
)
def test_d2_d3_countries(country, active, hhi, total, between, within):
    path = shared_data("world_trade_1998_2000/world_trade_avg_1998_to_2000.parquet")
    world = matrix(pl.read_parquet(path), "country", "product", "value")
    basket = world.values[world.row(country)]
    found, split = concentration(basket), theil(basket)
    assert found.active == active
    assert found.hhi == pytest.approx(hhi, abs=5e-7)
    np.testing.assert_allclose(
        [split.total, split.extensive, split.intensive], [total, between, within], atol=5e-7
    )
    if country == "mar":
        assert found.unctad == pytest.approx(0.119336, abs=5e-7)
        assert found.effective == pytest.approx(43.992, abs=5e-4)
        assert found.effective_entropy == pytest.approx(101.273, abs=5e-4)


@given(baskets, st.integers(0, 20))
def test_loops_and_identities(x, more):
    count = len(x) + more
    found, split = concentration(x, count), theil(x, count)
    total = sum(x)
    shares = [v / total for v in x if v > 0]
    assert found.hhi == pytest.approx(sum(s * s for s in shares))
    entropy = -sum(s * math.log(s) for s in shares)
    assert found.entropy == pytest.approx(entropy, abs=1e-9)
    assert split.total == pytest.approx(math.log(count) - entropy, abs=1e-9)
    mean = total / count
    definition = sum(v / mean * math.log(v / mean) for v in x if v > 0) / count
    assert split.total == pytest.approx(definition, abs=1e-9)
    assert split.intensive >= -1e-12
    assert found.normalised == pytest.approx((found.hhi - 1 / count) / (1 - 1 / count), abs=1e-9)
    least = math.sqrt(1 / count)
    unctad = (math.sqrt(found.hhi) - least) / (1 - least)
    assert found.unctad == pytest.approx(unctad, abs=1e-9)
    assert 1 / count - 1e-12 <= found.hhi <= 1 + 1e-12
    assert -1e-9 <= found.normalised <= 1 + 1e-9
    assert found.effective <= found.effective_entropy + 1e-6


@given(baskets, st.floats(1e-3, 1e3))
def test_scale_and_order_do_not_matter(x, factor):
    one, two = concentration(x), concentration(x[::-1] * factor)
    assert one.hhi == pytest.approx(two.hhi)
    assert theil(x).total == pytest.approx(theil(x[::-1] * factor).total, abs=1e-9)


@given(
    st.integers(2, 9).flatmap(
        lambda n: st.tuples(*[arrays(float, n, elements=st.floats(0.01, 99))] * 2)
    )
)
def test_likeness(pair):
    one, two = pair
    found, back = similarity(one, two), similarity(two, one)
    s, w = one / one.sum(), two / two.sum()
    assert found.finger_kreinin == pytest.approx(sum(min(a, b) for a, b in zip(s, w, strict=True)))
    assert found.finger_kreinin + found.unctad_diversification == pytest.approx(1)
    assert found.krugman == pytest.approx(2 * found.unctad_diversification)
    assert found.krugman == pytest.approx(back.krugman)
    assert found.hachman == pytest.approx(1 / sum(a * a / b for a, b in zip(s, w, strict=True)))
    assert 0 < found.hachman <= 1 + 1e-12
    assert similarity(one, one).finger_kreinin == pytest.approx(1)


def test_hachman_is_undefined_where_the_reference_lacks_a_line():
    assert similarity(np.array([1.0, 1]), np.array([1.0, 0])).hachman is None


def test_risk_of_two_markets():
    # two markets that move against each other: together they hardly move
    years = np.arange(12)
    swing = 0.1 * (-1.0) ** years
    imports = np.exp(np.column_stack([np.cumsum(swing), np.cumsum(-swing)]))
    even = portfolio_risk(np.array([1.0, 1.0]), imports)
    alone = portfolio_risk(np.array([1.0, 0.0]), imports)
    assert even.volatility < 0.5 * alone.volatility
    assert even.contribution.sum() == pytest.approx(1)
    assert alone.independent == pytest.approx(alone.volatility)
    assert not even.few_years


@given(st.integers(0, 1000))
def test_contributions_sum_to_one_and_scale_is_free(seed):
    draw = np.random.default_rng(seed)
    imports = np.exp(draw.normal(0, 0.2, (7, 4)).cumsum(axis=0))
    exports = draw.random(4) + 0.01
    one = portfolio_risk(exports, imports)
    two = portfolio_risk(exports * 1000, imports * draw.random(4) * 9)
    assert one.contribution.sum() == pytest.approx(1)
    assert one.volatility == pytest.approx(two.volatility)
    assert 0 <= one.shrinkage <= 1
    assert one.few_years


def test_shrinkage_follows_ledoit_and_wolf_in_loops():
    growth = np.random.default_rng(1).normal(size=(9, 3))
    covariance, weight = shrunk_covariance(growth)
    years, markets = growth.shape
    x = growth - growth.mean(axis=0)
    sample = sum(np.outer(row, row) for row in x) / years
    mean = sum(sample[i, i] for i in range(markets)) / markets
    spread = sum(
        (sample[i, j] - mean * (i == j)) ** 2 for i in range(markets) for j in range(markets)
    )
    noise = sum(((np.outer(row, row) - sample) ** 2).sum() for row in x) / years**2
    assert weight == pytest.approx(min(1, noise / spread))
    np.testing.assert_allclose(covariance, weight * mean * np.eye(markets) + (1 - weight) * sample)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([0.0, 0.0], NotEnoughData),
        ([1.0], NotEnoughData),
        ([1.0, -1.0], NegativeValue),
        ([1.0, np.nan], NotANumber),
        ([[1.0]], WrongShape),
    ],
)
def test_bad_baskets(values, error):
    with pytest.raises(error):
        concentration(np.array(values))


def test_bad_options():
    with pytest.raises(OutOfRange):
        theil(np.array([1.0, 2.0]), 1)
    with pytest.raises(WrongShape):
        similarity(np.ones(2), np.ones(3))
    with pytest.raises(NotEnoughData):
        similarity(np.ones(2), np.zeros(2))
    with pytest.raises(NotEnoughData):
        portfolio_risk(np.ones(2), np.ones((3, 2)))
    with pytest.raises(NotEnoughData):
        portfolio_risk(np.ones(2), np.ones((9, 2)))
    with pytest.raises(WrongShape):
        portfolio_risk(np.ones(2), np.ones((9, 3)))
    with pytest.raises(NegativeValue):
        portfolio_risk(np.ones(2), np.zeros((9, 2)))


@pytest.fixture
def flows():
    return pl.DataFrame(
        {
            "exporter": ["A", "A", "B", "B"],
            "product": ["x", "y", "x", "z"],
            "market": ["F", "G", "F", "F"],
            "value_usd": [5.0, 5, 9, 1],
        }
    )


def test_frames(flows):
    found = diversification(flows, lines=10)
    row = found.row(0, named=True)
    assert row["exporter"] == "A"
    assert row["hhi"] == pytest.approx(0.5)
    assert row["theil_extensive"] == pytest.approx(math.log(5))
    assert row["theil"] == pytest.approx(row["theil_extensive"] + row["theil_intensive"])
    with pytest.raises(MissingColumn):
        diversification(flows, by="planet")
    with pytest.raises(BadOption):
        diversification(flows, by="product", over="product")


def test_risk_frame_says_how_much_is_covered(flows):
    imports = pl.DataFrame(
        {"market": ["F"] * 9 + ["G"], "year": [*range(2010, 2019), 2010], "value_usd": [1.0, 2] * 5}
    )
    found = market_risk(flows, imports)
    assert found["exporter"].to_list() == ["A", "B"]
    assert set(found["market"]) == {"F"}
    assert found["covered"].to_list() == pytest.approx([0.5, 1.0])
    assert found["contribution"].to_list() == pytest.approx([1.0, 1.0])
    with pytest.raises(NotEnoughData, match="full series"):
        market_risk(flows, imports.with_columns(market=pl.lit("Z"), year=pl.int_range(pl.len())))
    with pytest.raises(MissingColumn, match="importer"):
        market_risk(flows.drop("market"), imports)


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_volatility_is_the_double_sum(seed):
    draw = np.random.default_rng(seed)
    imports = np.exp(draw.normal(0, 0.2, (9, 3)).cumsum(axis=0))
    exports = draw.random(3) + 0.01
    found = portfolio_risk(exports, imports)
    growth = [[math.log(b / a) for a, b in itertools.pairwise(column)] for column in imports.T]
    covariance, _ = shrunk_covariance(np.array(growth).T)
    share = [value / sum(exports) for value in exports]
    variance = sum(share[i] * share[j] * covariance[i][j] for i in range(3) for j in range(3))
    assert found.volatility == pytest.approx(math.sqrt(variance))
    for i in range(3):
        pull = sum(covariance[i][j] * share[j] for j in range(3))
        assert found.contribution[i] == pytest.approx(share[i] * pull / variance)
    alone = sum((share[i] ** 2) * covariance[i][i] for i in range(3))
    assert found.independent == pytest.approx(math.sqrt(alone))


LAYOUTS = {
    "nasij": {},
    "baci": {"year": "t", "exporter": "i", "importer": "j", "product": "k", "value_usd": "v"},
    "letters": {"exporter": "i", "importer": "j", "product": "k", "value_usd": "v_usd"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_baskets_are_read_from_flows_of_any_layout(layout, tmp_path):
    frame = random_frame(3).with_columns(year=pl.lit(2022)).rename(LAYOUTS[layout])
    if layout == "baci":
        numbers = ("250", "276", "380", "504", "724")  # of countries: 0 is the world
        codes = {f"C{n}": number for n, number in enumerate(numbers)}
        frame = frame.with_columns(pl.col("i", "j").replace(codes))
    frame.write_csv(tmp_path / "flows_2022.csv")
    out = tmp_path / "out"
    asked = ["diversification", str(tmp_path / "flows_2022.csv"), "--out", str(out)]
    done = CliRunner().invoke(app, [*asked, "--over", "importer"])
    assert done.exit_code == 0, done.output
    found = pl.read_parquet(out / "diversification.parquet")
    plain = diversification(random_frame(3), over="importer")
    np.testing.assert_allclose(found["hhi"].sort(), plain["hhi"].sort())
    record = json.loads((out / "record.json").read_text())
    assert record["options"]["years"] == [2022]


@pytest.mark.parametrize("options", [["--by", "value_usd"], ["--over", "planet"], ["--lines", "0"]])
def test_commands_refuse_what_cannot_be(options, flows, tmp_path):
    flows.write_csv(tmp_path / "flows.csv")
    asked = ["diversification", str(tmp_path / "flows.csv"), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, [*asked, *options])
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("value", ["-1.0", "NaN", "much", ""])
def test_a_table_of_baskets_is_checked(value, tmp_path):
    (tmp_path / "t.csv").write_text(f"region,product,value_usd\nA,x,5\nB,y,{value}\nB,x,3\n")
    asked = ["diversification", str(tmp_path / "t.csv"), "--by", "region"]
    done = CliRunner().invoke(app, [*asked, "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "value_usd" in done.stderr


def test_command(flows, tmp_path):
    flows.write_csv(tmp_path / "flows.csv")
    arguments = ["diversification", str(tmp_path / "flows.csv"), "--out", str(tmp_path / "out")]
    answer = CliRunner().invoke(app, [*arguments, "--lines", "10", "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["rows"] == {"diversification": 2}
    wrong = CliRunner().invoke(app, [*arguments, "--by", "planet", "--json"])
    assert wrong.exit_code == 2
