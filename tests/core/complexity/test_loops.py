"""Every formula again as plain loops, on small random worlds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.complexity import (
    density,
    distance,
    eci_pci,
    expy,
    fitness,
    outlook,
    place,
    presence,
    prody,
    projected_eci,
    proximity,
    rca,
    reflections,
    space,
    world,
)
from nasij_core.complexity.density import weighted_sums
from nasij_core.complexity.proximity import in_order
from nasij_core.errors import (
    BadOption,
    NegativeValue,
    NotANumber,
    NotEnoughData,
    OutOfRange,
    WrongShape,
)
from tests.core.complexity.worlds import random_world

seeds = st.integers(0, 10_000)
kinds = st.sampled_from(["binary", "continuous"])


def loop_rca(x):
    total = sum(map(sum, x))
    rows, columns = [sum(row) for row in x], [sum(column) for column in zip(*x, strict=True)]
    return [
        [
            (value / rows[c]) / (columns[p] / total) if rows[c] and columns[p] else float("nan")
            for p, value in enumerate(row)
        ]
        for c, row in enumerate(x)
    ]


def loop_proximity(m):
    exporters, products = m.shape
    k = [sum(m[c][p] for c in range(exporters)) for p in range(products)]
    return [
        [
            sum(m[c][p] * m[c][q] for c in range(exporters)) / max(k[p], k[q])
            if k[p] and k[q]
            else float("nan")
            for q in range(products)
        ]
        for p in range(products)
    ]


def loop_density(m, phi, c, p, diagonal):
    others = [q for q in range(len(phi)) if phi[q][p] == phi[q][p] and (diagonal or q != p)]
    below = sum(phi[q][p] for q in others)
    return sum(m[c][q] * phi[q][p] for q in others) / below if below else float("nan")


@given(seeds)
def test_rca(seed):
    x = random_world(seed)
    x[:, 3] = 0
    np.testing.assert_allclose(rca(x), loop_rca(x.tolist()))


@settings(deadline=None)
@given(seeds, kinds, st.booleans())
def test_proximity_density_and_distance(seed, kind, diagonal):
    m = presence(rca(random_world(seed)), kind)
    m[:, 5] = 0
    phi = loop_proximity(m)
    np.testing.assert_allclose(proximity(m), phi)
    expected = [
        [loop_density(m, phi, c, p, diagonal) for p in range(len(phi))] for c in range(len(m))
    ]
    found = density(m, diagonal=diagonal)
    np.testing.assert_allclose(found, np.array(expected), atol=1e-12)
    np.testing.assert_allclose(distance(m, diagonal=diagonal), 1 - found)
    inside = found[~np.isnan(found)]
    assert ((inside >= -1e-12) & (inside <= 1 + 1e-12)).all()


@given(seeds, st.integers(1, 7))
def test_blocks_of_any_size_give_the_same_sums(seed, size):
    m = presence(rca(random_world(seed)))
    table = in_order(m)
    whole = np.array(loop_proximity(m))[np.ix_(table.order, table.order)]
    from nasij_core.complexity.proximity import blocks

    for start, stop, block in blocks(table, size):
        np.testing.assert_allclose(block, whole[start:stop, start:])
    near, total = weighted_sums(table, table.held)
    np.testing.assert_allclose(total, whole.sum(axis=0))
    np.testing.assert_allclose(near, table.held @ whole)


@settings(deadline=None)
@given(seeds, kinds, st.booleans())
def test_outlook(seed, kind, diagonal):
    m = presence(rca(random_world(seed)), kind)
    held = m[:, m.sum(axis=0) > 0]
    products = held.shape[1]
    worth = np.random.default_rng(seed).normal(size=products)
    phi = loop_proximity(held)
    found = outlook(held, worth, diagonal=diagonal)
    for c in range(len(held)):
        near = [loop_density(held, phi, c, p, diagonal) for p in range(products)]
        coi = sum(w * (1 - h) * q for w, h, q in zip(near, held[c], worth, strict=True) if w == w)
        assert found.coi[c] == pytest.approx(coi, abs=1e-9)
        for p in range(products):
            gain = 0.0
            for q in range(products):
                if not diagonal and q == p:
                    continue
                below = sum(phi[r][q] for r in range(products) if diagonal or r != q)
                gain += phi[p][q] / below * (1 - held[c][q]) * worth[q] if below else 0.0
            assert found.cog[c, p] == pytest.approx((1 - held[c][p]) * gain, abs=1e-9)


@settings(deadline=None)
@given(seeds, kinds)
def test_eci_is_the_second_eigenvector_and_the_mean_pci(seed, kind):
    m = presence(rca(random_world(seed, 6, 12)), kind)
    try:
        found = eci_pci(m)
    except NotEnoughData:
        return
    rows, columns = m.sum(axis=1) > 0, m.sum(axis=0) > 0
    h = m[np.ix_(rows, columns)]
    walk = h / h.sum(axis=1)[:, None] @ (h / h.sum(axis=0)).T
    values, vectors = np.linalg.eig(walk)
    second = np.real(vectors[:, np.argsort(-np.real(values))[1]])
    correlation = np.corrcoef(second, found.eci[rows])[0, 1]
    assert abs(correlation) == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(
        projected_eci(m, found.pci_eci_scale)[rows], found.eci[rows], atol=1e-9
    )
    assert np.isnan(found.eci[~rows]).all()
    diversity = h.sum(axis=1)
    assert (diversity - diversity.mean()) @ found.eci[rows] >= -1e-9


@settings(deadline=None)
@given(seeds, st.floats(1e-3, 1e6), st.booleans())
def test_scale_and_order_do_not_matter(seed, factor, by_products):
    x = random_world(seed, 6, 12)
    draw = np.random.default_rng(seed + 1)
    rows, columns = draw.permutation(6), draw.permutation(12)
    m = presence(rca(x))
    if m.sum(axis=1).std() == 0:
        return  # the sign rule has nothing to hold on to
    try:
        one = eci_pci(m)
    except NotEnoughData:
        return
    if one.second - one.third < 1e-6 or abs(np.nan_to_num(one.eci) @ m.sum(axis=1)) < 1e-6:
        return
    two = eci_pci(presence(rca(x[np.ix_(rows, columns)] * factor)))
    np.testing.assert_allclose(two.eci, one.eci[rows], atol=1e-6)
    np.testing.assert_allclose(two.pci, one.pci[columns], atol=1e-6)


def test_many_reflections_come_to_eci():
    m = presence(rca(random_world(3, 12, 30)))
    countries, products = reflections(m, 60)  # many more, and rounding is all that is left
    found = eci_pci(m)
    assert abs(np.corrcoef(countries, found.eci)[0, 1]) == pytest.approx(1, abs=1e-3)
    assert abs(np.corrcoef(products, found.pci)[0, 1]) == pytest.approx(1, abs=1e-3)


@settings(deadline=None)
@given(seeds)
def test_fitness_is_a_fixed_point(seed):
    m = presence(rca(random_world(seed, 6, 12)), "continuous")
    try:
        found = fitness(m)
    except NotEnoughData:  # this world sends its weakest to 0 ever more slowly
        return
    rows, columns = m.sum(axis=1) > 0, m.sum(axis=0) > 0
    h, strength, complexity = (
        m[np.ix_(rows, columns)],
        found.fitness[rows],
        found.complexity[columns],
    )
    again = h @ complexity
    np.testing.assert_allclose(again / again.mean(), strength, atol=1e-8)
    assert strength.mean() == pytest.approx(1)
    assert complexity.mean() == pytest.approx(1)


@settings(deadline=None)
@given(seeds, kinds, st.sampled_from([2, 4, 6]), st.integers(0, 1))
def test_reflections(seed, kind, steps, ddof):
    m = presence(rca(random_world(seed)), kind)
    m = m[np.ix_(m.sum(axis=1) > 0, m.sum(axis=0) > 0)]
    exporters, products = range(m.shape[0]), range(m.shape[1])
    k_c = [sum(m[c][p] for p in products) for c in exporters]
    k_p = [sum(m[c][p] for c in exporters) for p in products]
    of_c, of_p = [k_c], [k_p]
    for n in range(1, steps + 2):
        of_c.append([sum(m[c][p] * of_p[n - 1][p] for p in products) / k_c[c] for c in exporters])
        of_p.append([sum(m[c][p] * of_c[n - 1][c] for c in exporters) / k_p[p] for p in products])
    for found, wanted in zip(
        reflections(m, steps, ddof=ddof), (of_c[steps], of_p[steps + 1]), strict=True
    ):
        spread = np.std(wanted, ddof=ddof)
        if spread > 1e-6:  # after many averages some worlds hold one value, and rounding
            np.testing.assert_allclose(found, (wanted - np.mean(wanted)) / spread, atol=1e-6)


@given(seeds)
def test_prody_and_expy_by_loops(seed):
    x = random_world(seed)
    x[2] = 0
    x[:, 3] = 0
    income = np.random.default_rng(seed).lognormal(9, 1, len(x))
    traders = [c for c in range(len(x)) if x[c].sum() > 0]
    share = {(c, p): x[c, p] / x[c].sum() for c in traders for p in range(x.shape[1])}
    of_product = []
    for p in range(x.shape[1]):
        below = sum(share[c, p] for c in traders)
        above = sum(share[c, p] * income[c] for c in traders)
        of_product.append(above / below if below else np.nan)
    found = prody(x, income)
    np.testing.assert_allclose(found, of_product)
    for c in range(len(x)):
        wanted = (
            sum(share[c, p] * of_product[p] for p in range(x.shape[1]) if share[c, p])
            if c in traders
            else np.nan
        )
        np.testing.assert_allclose(expy(x, found)[c], wanted)


@given(seeds, st.integers(1, 6))
def test_rounds_of_fitness_with_both_sides_at_once(seed, rounds):
    m = presence(rca(random_world(seed)))
    m = m[np.ix_(m.sum(axis=1) > 0, m.sum(axis=0) > 0)]
    f, q = [1.0] * len(m), [1.0] * m.shape[1]
    for _ in range(rounds):
        raw_f = [sum(m[c][p] * q[p] for p in range(len(q))) for c in range(len(f))]
        raw_q = [1 / sum(m[c][p] / f[c] for c in range(len(f))) for p in range(len(q))]
        f = [value / (sum(raw_f) / len(raw_f)) for value in raw_f]
        q = [value / (sum(raw_q) / len(raw_q)) for value in raw_q]
    found = fitness(m, exactly=rounds)
    np.testing.assert_allclose(found.fitness, f)
    np.testing.assert_allclose(found.complexity, q)


def test_prody_and_expy():
    x = np.array([[10.0, 0, 0], [5, 5, 0]])
    income = np.array([100.0, 40.0])
    product_income = prody(x, income)
    np.testing.assert_allclose(product_income, [(1 * 100 + 0.5 * 40) / 1.5, 40, np.nan])
    np.testing.assert_allclose(expy(x, product_income), [80, 60])


@settings(deadline=None)
@given(seeds, kinds, st.booleans())
def test_regions_in_a_kept_space_are_what_the_formulas_say(seed, kind, diagonal):
    x = random_world(seed, 8, 14)
    x[:, 2] = 0
    regions = random_world(seed + 1, 3, 14)
    regions[:, 2] = 0
    try:
        kept = space(x, kind=kind, diagonal=diagonal)
    except NotEnoughData:
        return
    found = place(kept, regions)
    m = presence(rca(x), kind)
    held = presence(rca(regions, x.sum(axis=0)), kind)
    index = eci_pci(m).pci_eci_scale
    expected = outlook(m, index, held, diagonal=diagonal)
    np.testing.assert_allclose(found.density, expected.density, atol=1e-9)
    np.testing.assert_allclose(found.coi, expected.coi, atol=1e-9)
    np.testing.assert_allclose(found.cog, expected.cog, atol=1e-9)
    np.testing.assert_allclose(found.eci, projected_eci(held, index))


def test_a_region_without_advantage_is_undefined_not_zero():
    x = random_world(5, 8, 14)
    kept = space(x)
    nothing = place(kept, np.zeros((1, 14)))
    assert np.isnan(nothing.eci).all()
    assert nothing.diversity.tolist() == [0]


def test_the_world_denominator_is_not_the_sum_of_the_regions():
    world_trade = np.array([10.0, 10.0, 80.0])
    regions = np.array([[8.0, 2.0, 0.0], [4.0, 6.0, 0.0]])
    against_world, against_set = rca(regions, world_trade), rca(regions)
    assert against_world[0, 0] == pytest.approx(8.0)
    assert against_set[0, 0] == pytest.approx(0.8 / 0.6)


def test_single_precision_agrees_with_double():
    m = presence(rca(random_world(7, 40, 300)))
    exact = in_order(m, np.float64)
    single = in_order(m, np.float32)
    for one, two in zip(
        weighted_sums(exact, exact.held), weighted_sums(single, single.held), strict=True
    ):
        np.testing.assert_allclose(one, two, rtol=2e-6)


def test_world_gathers_everything():
    x = random_world(11, 9, 20)
    found = world(x)
    np.testing.assert_allclose(found.indices.eci, eci_pci(found.presence).eci)
    assert found.diversity.sum() == found.ubiquity.sum() == found.presence.sum()
    by_fitness = world(x, product_index="fitness")
    assert not np.allclose(by_fitness.outlook.coi, found.outlook.coi)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([[1.0, np.nan], [1, 2]], NotANumber),
        ([[1.0, np.inf], [1, 2]], NotANumber),
        ([[1.0, -2], [1, 2]], NegativeValue),
        ([1.0, 2.0], WrongShape),
        ([[1.0, 2.0, 3.0]], NotEnoughData),  # one exporter
        ([[0.0, 0.0], [0, 0]], NotEnoughData),
        ([[1.0, 1.0], [2.0, 2.0]], NotEnoughData),  # all the same
        ([[1.0, 0.0], [0.0, 1.0]], NotEnoughData),  # two separate worlds
        (np.eye(4) + np.roll(np.eye(4), 1, axis=1), NotEnoughData),  # a ring: tied
    ],
)
def test_bad_worlds(values, error):
    with pytest.raises(error) as raised:
        world(np.array(values))
    assert str(raised.value)


def test_bad_options():
    x = random_world(1)
    with pytest.raises(BadOption, match="binary, continuous"):
        world(x, kind="fuzzy")
    with pytest.raises(BadOption, match="pci, fitness"):
        world(x, product_index="eci")
    with pytest.raises(OutOfRange):
        presence(x, threshold=0)
    with pytest.raises(OutOfRange):
        reflections(x, 3)
    with pytest.raises(WrongShape):
        rca(x, np.ones(3))
    with pytest.raises(WrongShape):
        density(x, np.ones((1, 3)))
    with pytest.raises(NotEnoughData):
        fitness(presence(rca(random_world(1, 30, 60))), rounds=2)
