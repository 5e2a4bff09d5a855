"""New products by loops over every couple, for one exporter and for all."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from nasij_core.errors import NotEnoughData, OutOfRange
from nasij_core.flows import flows_from_frame
from nasij_core.frames.new_products import all_new_products, new_products
from nasij_core.frames.world import world_of
from nasij_core.potential import World
from nasij_core.potential import new_products as new_products_of
from nasij_core.potential.new_products import largest
from nasij_core.stats.settled import PRECISION, settled
from tests.core.worlds import random_frame

seeds = st.integers(0, 10_000)


def world_at_random(seed: int) -> tuple[pl.DataFrame, World]:
    frame = random_frame(seed, countries=6, products=9, holes=0.75)
    return frame, world_of(flows_from_frame(frame))


def slow_ranks(frame: pl.DataFrame, i: str) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Density, demand and ease of each candidate couple, from dictionaries."""
    v = {(a, b, k): x for a, b, k, x in frame.iter_rows()}
    exporters = sorted({a for a, _, _ in v})
    markets, products = sorted({b for _, b, _ in v}), sorted({k for _, _, k in v})

    def total(a: str | None = None, b: str | None = None, k: str | None = None) -> float:
        kept = (
            x
            for (aa, bb, kk), x in v.items()
            if a in (None, aa) and b in (None, bb) and k in (None, kk)
        )
        return math.fsum(kept)

    def holds(a: str, k: str) -> bool:
        return total(a, k=k) / total(a) >= total(k=k) / total() * (1 - 1e-12)

    held = {(a, k): float(holds(a, k)) for a in exporters for k in products}
    ubiquity = {k: sum(held[a, k] for a in exporters) for k in products}

    def near(k: str, q: str) -> float:
        both = sum(held[a, k] * held[a, q] for a in exporters)
        most = max(ubiquity[k], ubiquity[q])
        return both / most if min(ubiquity[k], ubiquity[q]) else 0.0

    found = {}
    for j in markets:
        if j == i or total(i, j) == 0:
            continue
        ease = total(i, j) / sum(total(i, k=k) / total(k=k) * total(b=j, k=k) for k in products)
        for k in products:
            if total(i, k=k) > 0 or not ubiquity[k] or total(b=j, k=k) == 0:
                continue
            below = sum(near(k, q) for q in products)
            density = sum(held[i, q] * near(k, q) for q in products) / below
            if density > 0:
                found[j, k] = (density, total(b=j, k=k), ease)
    return found


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_scores_are_those_of_the_loops(seed: int) -> None:
    frame, world = world_at_random(seed)
    exporter = world.exporters[0]
    wanted = slow_ranks(frame, exporter)
    if not wanted:
        return
    ranked = new_products(world, exporter)
    couples = list(zip(ranked["market"], ranked["product"], strict=True))
    assert set(couples) == set(wanted)
    for row in ranked.iter_rows(named=True):
        density, demand, ease = wanted[row["market"], row["product"]]
        assert row["density"] == pytest.approx(density, abs=1e-12)
        assert (row["demand"], row["ease"]) == pytest.approx((demand, ease), rel=1e-9)
        assert row["score"] == pytest.approx(density * demand * ease, rel=1e-9)
    assert (np.diff(ranked["score"]) <= 0).all()
    assert ranked["rank"].to_list() == ranked["score"].rank("min", descending=True).to_list()


@settings(deadline=None, max_examples=20)
@given(seeds, st.integers(1, 7))
def test_everyone_at_once_is_each_one_alone(seed: int, top: int) -> None:
    _, world = world_at_random(seed)
    together = {part["exporter"][0]: part for part in all_new_products(world, top=top)}
    for exporter in world.exporters:
        try:
            alone = new_products(world, exporter, top=top)
        except NotEnoughData:
            assert exporter not in together
            continue
        assert 0 < len(alone) <= top
        assert_frame_equal(together[exporter], alone, rel_tol=PRECISION, abs_tol=0.0)


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=1, max_size=30), st.integers(0, 35))
def test_thelargest_are_those_of_a_full_stable_sort(scores: list[float], top: int) -> None:
    score = np.array(scores)
    order = np.argsort(-score, kind="stable")
    assert largest(score, top).tolist() == [int(n) for n in order if score[n] > 0][:top]


@given(
    st.floats(1e-200, 1e200) | st.floats(-1e200, -1e-200) | st.just(0.0),
    st.integers(-4, 4),
)
def test_a_number_settles_near_itself_and_its_last_bits_are_gone(value: float, bits: int) -> None:
    one = settled(np.array([value]))[0]
    assert one == pytest.approx(value, rel=PRECISION, abs=0.0)
    settled_again = settled(np.array([one * (1 + bits * 2.0**-50)]))[0]
    assert settled_again == one


@given(seeds)
def test_the_last_bits_of_closeness_change_neither_ranks_nor_order(seed: int) -> None:
    """Half of the products are equally near, but for what another order of adding up leaves."""
    _, world = world_at_random(seed)
    rng = np.random.default_rng(seed)
    near = rng.choice([0.25, 0.5], len(world.products))
    noisy = near * (1 + rng.integers(-4, 5, len(near)) * 2.0**-52)
    try:
        one = new_products_of(world, 0, near)
    except NotEnoughData:
        return
    two = new_products_of(world, 0, noisy)
    for name in ("market", "product", "rank", "score"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_a_chapter_left_out_is_not_ranked_and_nothing_else_moves() -> None:
    _, world = world_at_random(5)
    exporter = next(iter(all_new_products(world)))["exporter"][0]
    ranked = new_products(world, exporter)
    product = ranked["product"][0]
    without = new_products(world, exporter, exclude=[product])
    assert product not in without["product"].to_list()
    kept = ranked.filter(pl.col("product") != product)
    assert without.drop("rank").equals(kept.drop("rank"))


def test_no_list_of_no_products() -> None:
    _, world = world_at_random(5)
    with pytest.raises(OutOfRange, match="new products"):
        new_products(world, world.exporters[0], top=0)
