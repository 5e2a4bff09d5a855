"""The split into regions: by the best evidence, and never more or less than the nation."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.errors import BadOption, Contradiction, MissingColumn, NotEnoughData, UnknownCode
from nasij_core.flows import flows_from_frame
from nasij_core.frames.potential import PotentialFrames, export_potential
from nasij_core.frames.regional import NOT_REGIONALISED, RegionalFrames, split_potential
from nasij_core.stats.proportional import fit_margins
from tests.core.worlds import random_frame

SUMS = 1e-9  # relative: sums over a few regions in float64
seeds = st.integers(0, 10_000)
MEASURES = ("potential_usd", "actual_usd", "unrealised_usd")


def national(seed: int) -> PotentialFrames:
    return export_potential(flows_from_frame(random_frame(seed, products=6)), "C0")


def customs(answer: PotentialFrames, seed: int, origins: list[str]) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    sold = answer.pairs.filter(pl.col("actual_usd") > 0)
    rows = [
        (origin, product, market, float(rng.lognormal(3, 1)))
        for market, product in sold.select("market", "product").iter_rows()
        for origin in origins
        if rng.random() < 0.6
    ]
    return pl.DataFrame(rows, schema=["region", "product", "market", "value_usd"], orient="row")


def assert_adds_up(split: RegionalFrames, answer: PotentialFrames) -> None:
    for name in MEASURES:
        whole = getattr(answer, name)
        for frame in (split.by_region, split.by_market, split.by_product):
            assert frame[name].sum() == pytest.approx(whole, rel=SUMS, abs=1e-9)
            assert frame[name].min() >= -1e-9


@settings(deadline=None, max_examples=30)
@given(seeds)
def test_customs_split_adds_up_pair_by_pair(seed: int) -> None:
    answer = national(seed)
    records = customs(answer, seed, ["R1", "R2", "R3", "nd"])
    if records.is_empty():
        return
    split = split_potential(answer, customs=records, regions=("R1", "R2", "R3"))
    assert split.evidence == "exact"
    assert_adds_up(split, answer)
    pairs = pl.concat(split.pairs(name) for name in (*split.regions, NOT_REGIONALISED))
    again = pairs.group_by("market", "product").agg(pl.col(name).sum() for name in MEASURES)
    both = again.join(answer.pairs, on=["market", "product"], suffix="_nation")
    assert both.height == answer.pairs.height
    for name in MEASURES:
        np.testing.assert_allclose(both[name], both[f"{name}_nation"], rtol=SUMS, atol=1e-9)


def slow_customs_split(
    answer: PotentialFrames, records: pl.DataFrame, regions: tuple[str, ...]
) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """Potential, actual and gap of each region, market and product, record by record."""
    rows = [
        (r if r in regions else NOT_REGIONALISED, k, j, x) for r, k, j, x in records.iter_rows()
    ]
    labels, found = (*regions, NOT_REGIONALISED), {}
    for pair in answer.pairs.iter_rows(named=True):
        j, k = pair["market"], pair["product"]
        potential, actual, gap = (pair[name] for name in MEASURES)
        of_product = sum(x for _, kk, _, x in rows if kk == k)
        of_flow = sum(x for _, kk, jj, x in rows if (kk, jj) == (k, j))
        parts = {}
        for r in labels:
            mine = sum(x for rr, kk, _, x in rows if (rr, kk) == (r, k))
            share = mine / of_product if of_product else float(r == NOT_REGIONALISED)
            here = sum(x for rr, kk, jj, x in rows if (rr, kk, jj) == (r, k, j))
            sold = here / of_flow * actual if of_flow else share * actual
            parts[r] = (share * potential, sold, share)
        own = {r: max(0.0, p - a) for r, (p, a, _) in parts.items()}
        below = sum(own.values())
        for r, (p, a, share) in parts.items():
            part = own[r] / below if below > 0 and actual > 0 else share
            found[r, j, k] = (p, a, part * gap)
    return found


@settings(deadline=None, max_examples=25)
@given(seeds)
def test_customs_split_agrees_with_the_loop(seed: int) -> None:
    answer = national(seed)
    records = customs(answer, seed, ["R1", "R2", "nd"])
    if records.is_empty():
        return
    split = split_potential(answer, customs=records, regions=("R1", "R2"))
    wanted = slow_customs_split(answer, records, ("R1", "R2"))
    for region in (*split.regions, NOT_REGIONALISED):
        frame = split.pairs(region)
        fast = {
            (row["market"], row["product"]): tuple(row[name] for name in MEASURES)
            for row in frame.iter_rows(named=True)
        }
        for (r, j, k), values in wanted.items():
            if r == region:
                found = fast.get((j, k), (0.0, 0.0, 0.0))
                assert found == pytest.approx(values, rel=1e-8, abs=1e-8)


@settings(deadline=None, max_examples=25)
@given(seeds)
def test_sector_split_agrees_with_the_loop(seed: int) -> None:
    answer = national(seed)
    rng = np.random.default_rng(seed)
    table = {(r, s): float(rng.gamma(1)) for r in ("R1", "R2", "nd") for s in ("food", "cars")}
    sectors = pl.DataFrame(
        [(r, s, x) for (r, s), x in table.items()],
        schema=["region", "sector", "value_usd"],
        orient="row",
    )
    of = {f"{k:06d}": "food" if k % 2 else "cars" for k in range(5)}
    mapping = pl.DataFrame({"product": list(of), "sector": list(of.values())})
    split = split_potential(answer, sectors=sectors, product_sectors=mapping, regions=("R1", "R2"))
    for row in split.by_product.iter_rows(named=True):
        r, k = row["region"], row["product"]
        whole = answer.by_product.filter(pl.col("product") == k)["potential_usd"].item()
        if k not in of:
            share = float(r == NOT_REGIONALISED)
        else:
            origin = "nd" if r == NOT_REGIONALISED else r
            share = table[origin, of[k]] / sum(x for (_, s), x in table.items() if s == of[k])
        assert row["potential_usd"] == pytest.approx(share * whole, rel=1e-9, abs=1e-9)


def test_actual_exports_follow_the_records_of_the_flow() -> None:
    answer = national(1)
    market, product, sold = (
        answer.pairs.filter(pl.col("actual_usd") > 0)
        .select("market", "product", "actual_usd")
        .row(0)
    )
    records = pl.DataFrame(
        {
            "region": ["R1", "R2"],
            "product": [product] * 2,
            "market": [market] * 2,
            "value_usd": [3.0, 1.0],
        }
    )
    split = split_potential(answer, customs=records)
    here = split.pairs("R1").filter((pl.col("market") == market) & (pl.col("product") == product))
    assert here["actual_usd"][0] == pytest.approx(0.75 * sold)
    assert here["potential_usd"][0] == pytest.approx(
        0.75
        * answer.pairs.filter((pl.col("market") == market) & (pl.col("product") == product))[
            "potential_usd"
        ][0]
    )


def test_an_undeclared_origin_stays_in_the_denominator() -> None:
    answer = national(1)
    product = answer.pairs.filter(pl.col("actual_usd") > 0)["product"][0]
    market = answer.pairs.filter((pl.col("actual_usd") > 0) & (pl.col("product") == product))[
        "market"
    ][0]
    records = pl.DataFrame(
        {
            "region": ["R1", "headquarters"],
            "product": [product] * 2,
            "market": [market] * 2,
            "value_usd": [1.0, 1.0],
        }
    )
    split = split_potential(answer, customs=records, regions=("R1",))
    share = split.by_product.filter((pl.col("product") == product) & (pl.col("region") == "R1"))
    whole = answer.by_product.filter(pl.col("product") == product)
    assert share["potential_usd"][0] == pytest.approx(0.5 * whole["potential_usd"][0])


def test_products_without_records_belong_to_no_region() -> None:
    answer = national(2)
    product, market = (
        answer.pairs.filter(pl.col("actual_usd") > 0).select("product", "market").row(0)
    )
    records = pl.DataFrame(
        {"region": ["R1"], "product": [product], "market": [market], "value_usd": [1.0]}
    )
    split = split_potential(answer, customs=records)
    others = split.by_product.filter(pl.col("product") != product)
    assert set(others["region"]) == {NOT_REGIONALISED}


@settings(deadline=None, max_examples=30)
@given(seeds, st.booleans())
def test_sector_split_adds_up(seed: int, with_seed: bool) -> None:
    answer = national(seed)
    rng = np.random.default_rng(seed)
    rows = [(r, s, float(rng.gamma(1))) for r in ("R1", "R2", "other") for s in ("food", "cars")]
    sectors = pl.DataFrame(rows, schema=["region", "sector", "value_usd"], orient="row")
    mapping = pl.DataFrame(
        {
            "product": [f"{k:06d}" for k in range(5)],
            "sector": ["food", "food", "cars", "cars", "food"],
        }
    )
    prior = (
        pl.DataFrame({"region": ["R1"], "product": ["000001"], "value_usd": [5.0]})
        if with_seed
        else None
    )
    split = split_potential(
        answer, sectors=sectors, product_sectors=mapping, regions=("R1", "R2"), seed=prior
    )
    assert split.evidence == "estimated"
    assert_adds_up(split, answer)


def test_sector_split_reproduces_the_sector_margins() -> None:
    answer = national(5)
    sectors = pl.DataFrame(
        {"region": ["R1", "R2"], "sector": ["all", "all"], "value_usd": [30.0, 10.0]}
    )
    mapping = pl.DataFrame({"product": [f"{k:06d}" for k in range(6)], "sector": ["all"] * 6})
    split = split_potential(answer, sectors=sectors, product_sectors=mapping)
    first = split.by_region.filter(pl.col("region") == "R1")
    assert first["actual_usd"][0] == pytest.approx(0.75 * answer.actual_usd)


def test_shares_are_indicative_and_their_rest_is_shown() -> None:
    answer = national(3)
    shares = pl.DataFrame({"region": ["R1", "R2"], "share": [0.5, 0.3]})
    split = split_potential(answer, shares=shares)
    assert split.evidence == "indicative"
    assert_adds_up(split, answer)
    rest = split.by_region.filter(pl.col("region") == NOT_REGIONALISED)
    assert rest["potential_usd"][0] == pytest.approx(0.2 * answer.potential_usd)


def test_the_best_evidence_wins() -> None:
    answer = national(1)
    shares = pl.DataFrame({"region": ["R1"], "share": [1.0]})
    records = customs(answer, 1, ["R1"])
    assert split_potential(answer, shares=shares, customs=records).evidence == "exact"


class TestBadEvidence:
    def test_shares_above_one(self) -> None:
        with pytest.raises(Contradiction):
            split_potential(
                national(1), shares=pl.DataFrame({"region": ["A", "B"], "share": [0.8, 0.4]})
            )

    def test_none_at_all(self) -> None:
        with pytest.raises(MissingColumn):
            split_potential(national(1))

    def test_a_sector_table_without_the_products_of_sectors(self) -> None:
        sectors = pl.DataFrame({"region": ["A"], "sector": ["x"], "value_usd": [1.0]})
        with pytest.raises(MissingColumn, match="product_sectors"):
            split_potential(national(1), sectors=sectors)

    def test_no_product_in_any_sector(self) -> None:
        sectors = pl.DataFrame({"region": ["A"], "sector": ["x"], "value_usd": [1.0]})
        mapping = pl.DataFrame({"product": ["999999"], "sector": ["x"]})
        with pytest.raises(NotEnoughData):
            split_potential(national(1), sectors=sectors, product_sectors=mapping)

    def test_regions_that_never_occur(self) -> None:
        with pytest.raises(UnknownCode):
            split_potential(
                national(1), shares=pl.DataFrame({"region": ["A"], "share": [1.0]}), regions=("Z",)
            )

    def test_pairs_of_an_unknown_region(self) -> None:
        split = split_potential(national(1), shares=pl.DataFrame({"region": ["A"], "share": [1.0]}))
        with pytest.raises(BadOption, match="not regionalised"):
            split.pairs("Z")


@settings(deadline=None, max_examples=30)
@given(seeds)
def test_proportional_fitting_meets_both_margins(seed: int) -> None:
    rng = np.random.default_rng(seed)
    wanted = rng.gamma(1, size=(4, 6))
    fitted = fit_margins(rng.gamma(1, size=(4, 6)) + 0.05, wanted.sum(axis=1), wanted.sum(axis=0))
    np.testing.assert_allclose(fitted.table.sum(axis=1), wanted.sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(fitted.table.sum(axis=0), wanted.sum(axis=0), rtol=1e-12)


def test_proportional_fitting_keeps_the_odds_of_the_seed() -> None:
    seed = np.array([[4.0, 1.0], [2.0, 3.0]])
    table = fit_margins(seed, np.array([10.0, 20.0]), np.array([12.0, 18.0])).table
    odds = table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
    assert odds == pytest.approx(4.0 * 3.0 / (1.0 * 2.0), rel=1e-9)
