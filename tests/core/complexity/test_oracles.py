"""Published and recomputed values on three public data sets (see docs/methods)."""

import numpy as np
import polars as pl
import pytest

from nasij_core.complexity import (
    density,
    eci_pci,
    fitness,
    outlook,
    presence,
    projected_eci,
    proximity,
    rca,
    reflections,
)
from nasij_core.diversification import concentration
from tests.core.complexity.worlds import matrix, oracle_data, shared_data

PRINTED = 5e-7  # half a unit of the seventh decimal printed by the sources, with one to spare


@pytest.fixture(scope="module")
def sample():
    """226 countries by 785 products of SITC, means of 1998-2000."""
    path = shared_data("world_trade_1998_2000/world_trade_avg_1998_to_2000.parquet")
    return matrix(pl.read_parquet(path), "country", "product", "value")


@pytest.fixture(scope="module")
def held(sample):
    return presence(rca(sample.values))


@pytest.mark.parametrize(
    ("country", "product", "value"),
    [
        ("and", "0011", 2.4825815),
        ("afg", "0011", 0.2312238),
        ("afg", "0012", 0.285438688),
        ("ago", "0012", 0.087436319),
        ("alb", "0015", 0.073011368),
    ],
)
def test_c1_rca(sample, country, product, value):
    assert sample.at(rca(sample.values), country, product) == pytest.approx(value, abs=PRINTED)


def test_c2_presence_and_singular_values(held):
    assert held.sum() == 31_951
    assert (held.sum(axis=0) > 0).all()
    assert (held.sum(axis=1) > 0).all()
    found = eci_pci(held)
    assert found.second == pytest.approx(0.17913392, abs=1e-8)
    assert found.third == pytest.approx(0.12094886, abs=1e-8)


@pytest.mark.parametrize(
    ("ddof", "values"),
    [
        (1, {"afg": -0.5764283, "ago": -1.7770752, "aia": 1.4090414, "alb": -0.1732606}),
        (0, {"afg": -0.577708, "ago": -1.781020, "aia": 1.412169, "alb": -0.173645}),
        (1, {"and": 1.0772452}),
        (0, {"and": 1.079636}),
    ],
)
def test_c3_c4_eci(sample, held, ddof, values):
    eci = eci_pci(held, ddof=ddof).eci
    for country, value in values.items():
        assert eci[sample.row(country)] == pytest.approx(value, abs=PRINTED)


def test_c5_pci_on_its_own_scale(held):
    expected = [-0.6665761, -1.6265760, -0.0814944, 0.1991728, 0.1493565]
    np.testing.assert_allclose(eci_pci(held, ddof=1).pci[:5], expected, atol=PRINTED)


def test_c6_pci_on_the_scale_of_eci(held):
    found = eci_pci(held)
    expected = [-1.0703101, -3.2891809, 0.2820035, 0.9307163, 0.8155747]
    np.testing.assert_allclose(found.pci_eci_scale[:5], expected, atol=PRINTED)
    np.testing.assert_allclose(projected_eci(held, found.pci_eci_scale), found.eci, atol=1e-12)


def test_c7_reflections(sample, held):
    countries, products = reflections(held, 18, ddof=1)
    assert countries[sample.row("afg")] == pytest.approx(-0.5788151, abs=PRINTED)
    assert countries[sample.row("ago")] == pytest.approx(-1.7710696, abs=PRINTED)
    np.testing.assert_allclose(products[:2], [-0.6625510, -1.6216990], atol=PRINTED)


def test_c9_proximity(sample, held):
    close = proximity(held)
    np.testing.assert_allclose(
        [close[0, 1], close[0, 2], close[1, 2]], [0.3658537, 0.1707317, 0.25], atol=PRINTED
    )
    countries = proximity(held.T)
    pair = countries[sample.row("afg"), sample.row("alb")]
    assert pair == pytest.approx(0.19689119, abs=1e-8)


@pytest.mark.parametrize(
    ("diagonal", "expected"),
    [
        (True, [0.16689576, 0.17378847, 0.14141886]),
        (False, [0.16790465, 0.17520293, 0.14282412]),
    ],
)
def test_c10_density(sample, held, diagonal, expected):
    found = density(held, diagonal=diagonal)[sample.row("afg"), :3]
    np.testing.assert_allclose(found, expected, atol=1e-8)


def test_c11_outlook_with_the_complexity_of_fitness(sample, held):
    worth = fitness(held, exactly=19).complexity
    found = outlook(held, worth)
    rows = [sample.row(country) for country in ("afg", "ago", "alb")]
    np.testing.assert_allclose(found.coi[rows], [103.948610, 9.962401, 152.107317], atol=PRINTED)
    assert sample.at(found.cog, "afg", "0011") == pytest.approx(0.8615531, abs=PRINTED)
    assert sample.at(found.cog, "and", "0011") == 0


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("section", "mean", "spread", "quartiles", "most"),
    [
        ("1", 3.484895, 8.261088, [0.129100, 0.718371, 2.165564], 47.724923),
        ("9", 1.959028, 6.469812, [0.040933, 0.267903, 1.264129], 75.963223),
    ],
)
def test_c13_advantage_by_section(section, mean, spread, quartiles, most):
    frame = pl.read_csv(oracle_data("fixture_exports.csv"))
    world = matrix(frame, "Exporter Country ID", "Section ID", "Trade Value")
    advantage = rca(world.values)[:, world.columns.index(section)]
    assert len(advantage) == 226
    found = [advantage.mean(), advantage.std(ddof=1), advantage.max()]
    np.testing.assert_allclose(found, [mean, spread, most], atol=PRINTED)
    np.testing.assert_allclose(np.quantile(advantage, [0.25, 0.5, 0.75]), quartiles, atol=PRINTED)


@pytest.mark.real_data
def test_c14_morocco_among_sections():
    path = shared_data("subnational_exports/countries_by_hs_section.csv")
    world = matrix(pl.read_csv(path), "country_id", "section_id", "trade_value")
    advantage = rca(world.values)
    held = presence(advantage)
    found = eci_pci(held)
    row = world.row("afmar")
    shown = {"2": 3.2467, "11": 3.0289, "4": 1.8352, "17": 1.8666, "16": 0.6548}
    for number, expected in shown.items():
        assert world.at(advantage, "afmar", number) == pytest.approx(expected, abs=5e-5)
    assert held[row].sum() == 8
    assert found.eci[row] == pytest.approx(0.390462, abs=PRINTED)
    assert (found.eci > found.eci[row]).sum() + 1 == 90
    assert concentration(world.values[row]).hhi == pytest.approx(0.129805, abs=PRINTED)


def test_c17_wine_and_grapes():
    held = np.zeros((30, 2))
    held[:17, 0] = 1  # 17 export wine
    held[6:30, 1] = 1  # 24 grapes, 11 both
    assert proximity(held)[0, 1] == pytest.approx(11 / 24)


def test_c18_toy():
    values = np.array([[10.0, 0, 0, 5], [5, 5, 0, 0], [0, 5, 10, 0]])
    expected = [[16 / 9, 0, 0, 8 / 3], [4 / 3, 2, 0, 0], [0, 4 / 3, 8 / 3, 0]]
    np.testing.assert_allclose(rca(values), expected)


def test_brazils_soy_of_2008():
    # 7.8 % of Brazil's exports against 0.35 % of the world's
    values = np.array([[7.8, 92.2], [0.35 * 100 - 7.8, 10_000 - 100 - 27.2]])
    assert rca(values)[0, 0] == pytest.approx(22.3, abs=0.05)
