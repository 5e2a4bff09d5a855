"""Two other implementations agree. Run by `make oracles`, in an environment of its own: the peers
bring pandas. What they define otherwise (scale, diagonal, rounds) is brought to one form first."""

import numpy as np
import polars as pl
import pytest

from nasij_core.complexity import (
    density,
    eci_pci,
    expy,
    fitness,
    outlook,
    presence,
    prody,
    projected_eci,
    proximity,
    rca,
    reflections,
)
from nasij_core.complexity.indices import second_vector
from nasij_core.diversification import concentration, similarity
from tests.core.complexity.worlds import matrix, shared_data

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore"),  # the peers warn of their own dependencies
]
SAMPLE = "world_trade_1998_2000/world_trade_avg_1998_to_2000.parquet"


@pytest.fixture(scope="module")
def frame():
    return pl.read_parquet(shared_data(SAMPLE))


@pytest.fixture(scope="module")
def values(frame):
    return matrix(frame, "country", "product", "value").values


def test_ecomplexity_finds_the_same(frame, values):
    peer = pytest.importorskip("ecomplexity")
    held = presence(rca(values))
    ours = eci_pci(held)
    columns = {"time": "year", "loc": "country", "prod": "product", "val": "value"}
    theirs = peer.ecomplexity(frame.with_columns(year=pl.lit(2000)).to_pandas(), columns)
    theirs = pl.from_pandas(theirs)
    # Its outlook adds up the vector before it is standardised, then standardises the sums.
    raw, _, _ = second_vector(held)
    raw = raw * np.sign(ours.pci @ raw) / np.linalg.norm(raw)
    found = outlook(held, raw)
    spread = (held @ raw / held.sum(axis=1)).std()
    for name, table in (
        ("rca", rca(values)),
        ("density", density(held)),
        ("cog", found.cog / spread),
    ):
        wide = matrix(theirs, "country", "product", name)
        np.testing.assert_allclose(table, wide.values, atol=1e-9, err_msg=name)
    for name, key, vector in (
        ("eci", "country", ours.eci),
        ("coi", "country", (found.coi - found.coi.mean()) / found.coi.std()),
        ("diversity", "country", held.sum(axis=1)),
        ("pci", "product", ours.pci_eci_scale),
        ("ubiquity", "product", held.sum(axis=0)),
    ):
        column = theirs.group_by(key).agg(pl.col(name).first()).sort(key)[name]
        np.testing.assert_allclose(vector, column, atol=1e-9, err_msg=name)


class TestEconcomplex:
    @pytest.fixture(scope="class")
    def peer(self):
        return pytest.importorskip("econcomplex")

    @pytest.fixture(scope="class")
    def held(self, values):
        return presence(rca(values))

    def test_advantage_and_indices(self, peer, values, held):
        np.testing.assert_allclose(rca(values), peer.rca(values))
        np.testing.assert_array_equal(held, peer.mcp(values))
        eci, pci = peer.eci_pci_eigenvector(values)
        ours = eci_pci(held)
        np.testing.assert_allclose(ours.eci, eci, atol=1e-8)
        np.testing.assert_allclose(ours.pci, pci, atol=1e-8)

    def test_reflections(self, peer, values, held):
        theirs, _ = peer.method_of_reflections(values, iterations=18, tol=None)
        np.testing.assert_allclose(reflections(held, 18)[0], theirs, atol=1e-7)

    def test_fitness(self, peer, values, held):
        theirs, complexity = peer.fitness_complexity(values, iterations=5000, tol=1e-13)
        ours = fitness(held)
        np.testing.assert_allclose(ours.fitness, theirs / np.mean(theirs), atol=1e-6)
        np.testing.assert_allclose(ours.complexity, complexity / np.mean(complexity), atol=1e-6)

    def test_space(self, peer, values, held):
        theirs = peer.proximity(values)
        off = ~np.eye(held.shape[1], dtype=bool)  # it leaves the diagonal out
        np.testing.assert_allclose(proximity(held)[off], np.asarray(theirs["product"])[off])
        off = ~np.eye(len(held), dtype=bool)
        np.testing.assert_allclose(proximity(held.T)[off], np.asarray(theirs["location"])[off])
        near = density(held, diagonal=False)
        np.testing.assert_allclose(100 * near, peer.density(values), atol=1e-8)

    def test_outlook(self, peer, values, held):
        # Its gain of a product divides by that product's own proximities: another definition.
        index = eci_pci(held).pci
        found = outlook(held, index, diagonal=False)
        np.testing.assert_allclose(found.coi, peer.coi(values, index), atol=1e-9)

    def test_incomes(self, peer, values):
        income = np.random.default_rng(0).lognormal(9, 1, len(values))
        ours = prody(values, income)
        np.testing.assert_allclose(ours, peer.prody(values, income))
        np.testing.assert_allclose(expy(values, ours), peer.expy(values, income))

    def test_baskets(self, peer, values):
        hhi = np.asarray(peer.hhi(values, normalize=False))
        normalised, entropy = (
            np.asarray(peer.hhi(values)),
            np.asarray(peer.shannon_entropy(values, base=np.e)),
        )
        krugman, hachman = (
            np.asarray(peer.krugman_index(values)),
            np.asarray(peer.hachman_index(values)),
        )
        whole = values.sum(axis=0)
        for row, basket in enumerate(values):
            spread, alike = concentration(basket), similarity(basket, whole)
            assert spread.hhi == pytest.approx(hhi[row])
            assert spread.normalised == pytest.approx(normalised[row], abs=1e-9)
            assert spread.entropy == pytest.approx(entropy[row])
            assert alike.krugman == pytest.approx(krugman[row])
            assert alike.hachman == pytest.approx(hachman[row])

    def test_spanish_regions_in_the_worlds_space(self, peer):
        world = matrix(
            pl.read_csv(shared_data("subnational_exports/countries_by_hs_section.csv")),
            *("country_id", "section_id", "trade_value"),
        )
        spain = matrix(
            pl.read_csv(shared_data("subnational_exports/spain_provinces_by_hs_section.csv")),
            *("subnat_geography_id", "section_id", "trade_value"),
        )
        common = [name for name in world.columns if name in spain.columns]
        world.values, regions = world.take(common), spain.take(common)
        index = eci_pci(presence(rca(world.values))).pci_eci_scale
        # Against the sum of the regions, its default, and against the world, ours.
        against_set = presence(rca(regions))
        theirs, _ = peer.subnational_eci(regions, index, standardize=False)
        ours = projected_eci(against_set, index)
        some = against_set.sum(axis=1) > 0
        np.testing.assert_allclose(ours[some], np.asarray(theirs)[some])
        assert np.isnan(ours[~some]).all()
        against_world = rca(regions, world.values.sum(axis=0))
        theirs, _ = peer.subnational_eci(against_world, index, use_rca=False, standardize=False)
        ours = projected_eci(presence(against_world), index)
        some = ~np.isnan(ours)
        np.testing.assert_allclose(ours[some], np.asarray(theirs)[some])
        assert not np.allclose(ours[some], projected_eci(against_set, index)[some])
