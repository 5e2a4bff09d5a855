"""Properties of the indicator on random small worlds, and a loop that does it the slow way."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from nasij_core.errors import BadOption, NoRows, OutOfRange, UnknownCode, WrongShape
from nasij_core.flows import flows_from_frame
from nasij_core.frames.new_products import new_products
from nasij_core.frames.potential import (
    all_exporters,
    export_potential,
    export_potential_in,
)
from nasij_core.frames.world import growth_from_rates, world_of
from nasij_core.potential import build_world
from tests.core.worlds import flow_frame, random_frame, toy_flows

ROUNDING = 1e-9  # relative; sums of a few dozen float64 terms
seeds = st.integers(0, 10_000)


def random_distances(seed: int, names: list[str]) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [(a, b, float(rng.uniform(100, 9000))) for a in names for b in names if a < b]
    return pl.DataFrame(rows, schema=["exporter", "importer", "km"], orient="row")


def random_growth(seed: int, names: list[str]) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "country": names,
            "gdp_ratio": rng.uniform(0.9, 1.4, len(names)),
            "population_ratio": rng.uniform(0.95, 1.2, len(names)),
        }
    )


def slow_potential(
    frame: pl.DataFrame, exporter: str, km: dict[tuple[str, str], float], growth: pl.DataFrame
) -> dict[tuple[str, str], float]:
    """The formula written as loops over dictionaries."""
    v = {(r[0], r[1], r[2]): r[3] for r in frame.iter_rows()}
    gdp = dict(zip(growth["country"], growth["gdp_ratio"], strict=True))
    people = dict(zip(growth["country"], growth["population_ratio"], strict=True))
    exporters, importers = {i for i, _, _ in v}, {j for _, j, _ in v}
    products = {k for _, _, k in v}

    def total(i: str | None = None, j: str | None = None, k: str | None = None) -> float:
        return math.fsum(
            x for (a, b, c), x in v.items() if i in (None, a) and j in (None, b) and k in (None, c)
        )

    found = {}
    for j in importers - {exporter}:
        expected = sum(total(i=exporter, k=k) / total(k=k) * total(j=j, k=k) for k in products)
        ease = total(i=exporter, j=j) / expected if expected else 0.0
        for k in products:
            own = total(i=exporter, k=k)
            share = own * gdp[exporter] / sum(total(i=i, k=k) * gdp[i] for i in exporters)
            bought = total(j=exporter, k=k)
            balance = min(1.0, own / bought) if bought else 1.0
            demand = total(j=j, k=k) * (gdp[j] / people[j]) * people[j]
            weights = {i: v.get((i, j, k), 0.0) for i in exporters}
            factor = 1.0
            if sum(weights.values()):
                mean = sum(w * math.log(km[i, j]) for i, w in weights.items() if w)
                factor = math.exp(-abs(mean / sum(weights.values()) - math.log(km[exporter, j])))
            found[j, k] = share * balance * demand * factor * ease
    return found


@settings(deadline=None, max_examples=25)
@given(seeds)
def test_agrees_with_the_loop(seed: int) -> None:
    frame = random_frame(seed)
    names = sorted(set(frame["exporter"]) | set(frame["importer"]))
    exporter = frame["exporter"][0]
    distances, growth = random_distances(seed, names), random_growth(seed, names)
    answer = export_potential(flows_from_frame(frame), exporter, distances=distances, growth=growth)
    km = {(a, b): d for x, y, d in distances.iter_rows() for a, b in ((x, y), (y, x))}
    slow = slow_potential(frame, exporter, km, growth)
    fast = {
        (m, k): p
        for m, k, p in answer.pairs.select("market", "product", "potential_usd").iter_rows()
    }
    for cell, value in slow.items():
        assert fast.get(cell, 0.0) == pytest.approx(value, rel=ROUNDING, abs=1e-12)


def test_tariffs_of_markets_without_flows_leave_the_potential_as_it_is() -> None:
    """They stood in the way of all of it."""
    flows = flows_from_frame(random_frame(3))
    tariffs = pl.DataFrame(
        {"exporter": ["*"], "importer": ["ZZZ"], "product": ["000001"], "tariff": [0.1]}
    )
    without = export_potential(flows, "C0")
    answer = export_potential(flows, "C0", tariffs=tariffs)
    assert_frame_equal(answer.pairs, without.pairs)
    assert {note.code for note in answer.notes} >= {"unused_tariffs", "no_tariffs"}


@settings(deadline=None, max_examples=25)
@given(seeds, st.floats(0, 5), st.floats(0, 2))
def test_tariffs_elasticities_and_years_agree_with_the_loop(
    seed: int, sigma: float, epsilon: float
) -> None:
    rng = np.random.default_rng(seed)
    first = random_frame(seed).with_columns(year=pl.lit(2020))
    second = random_frame(seed + 1).with_columns(year=pl.lit(2021))
    names = sorted({*first["exporter"], *first["importer"], *second["exporter"]})
    growth = random_growth(seed, names)
    rates = {
        (i, j, f"{k:06d}"): float(rng.uniform(0, 0.6))
        for i in names
        for j in names
        for k in range(4)
        if i != j and rng.random() < 0.7
    }
    tariffs = pl.DataFrame(
        [(*cell, rate) for cell, rate in rates.items()],
        schema=["exporter", "importer", "product", "tariff"],
        orient="row",
    )
    exporter = names[0]
    answer = export_potential(
        flows_from_frame(pl.concat([first, second])),
        exporter,
        growth=growth,
        tariffs=tariffs,
        year_weights={2020: 1.0, 2021: 3.0},
        sigma=sigma,
        epsilon=epsilon,
    )
    slow = slow_potential_with_tariffs(first, second, exporter, rates, growth, (sigma, epsilon))
    fast = {
        (m, k): p
        for m, k, p in answer.pairs.select("market", "product", "potential_usd").iter_rows()
    }
    for cell, value in slow.items():
        assert fast.get(cell, 0.0) == pytest.approx(value, rel=1e-8, abs=1e-10)


def slow_potential_with_tariffs(
    first: pl.DataFrame,
    second: pl.DataFrame,
    exporter: str,
    rates: dict[tuple[str, str, str], float],
    growth: pl.DataFrame,
    exponents: tuple[float, float],
) -> dict[tuple[str, str], float]:
    """The formula with tariffs, exponents, and a mean of two years that weigh 1 and 3."""
    sigma, epsilon = exponents
    columns = ["exporter", "importer", "product", "value_usd"]
    years = [{r[:3]: r[3] for r in f.select(columns).iter_rows()} for f in (first, second)]
    v: dict[tuple[str, str, str], float] = {}
    for j in {cell[1] for year in years for cell in year}:
        seen = [(y, w) for y, w in zip(years, (1.0, 3.0), strict=True) if any(c[1] == j for c in y)]
        whole = sum(w for _, w in seen)
        for year, weight in seen:
            for cell, value in year.items():
                if cell[1] == j:
                    v[cell] = v.get(cell, 0.0) + value * weight / whole
    gdp = dict(zip(growth["country"], growth["gdp_ratio"], strict=True))
    people = dict(zip(growth["country"], growth["population_ratio"], strict=True))
    markets, products = {j for _, j, _ in v}, {k for _, _, k in v}

    def total(i: str | None = None, j: str | None = None, k: str | None = None) -> float:
        return math.fsum(
            x for (a, b, c), x in v.items() if i in (None, a) and j in (None, b) and k in (None, c)
        )

    def mean_tariff(i: str | None, j: str | None, k: str) -> float | None:
        cells = [c for c in v if i in (None, c[0]) and j in (None, c[1]) and c[2] == k]
        known = [c for c in cells if c in rates and v[c] > 0]
        below = sum(v[c] for c in known)
        return sum(v[c] * rates[c] for c in known) / below if below else None

    def power(above: float | None, below: float | None) -> float:
        if above is None or below is None:
            return 1.0
        return ((1 + above) / (1 + below)) ** sigma

    found = {}
    for j in markets - {exporter}:
        expected = sum(
            total(i=exporter, k=k) / total(k=k) * total(j=j, k=k) for k in products if total(k=k)
        )
        ease = total(i=exporter, j=j) / expected if expected else 0.0
        for k in products:
            own, bought = total(i=exporter, k=k), total(j=exporter, k=k)
            grown = sum(total(i=i, k=k) * gdp[i] for i in {a for a, _, _ in v})
            balance = min(1.0, own / bought) if bought else 1.0
            margin = power(mean_tariff(exporter, None, k), mean_tariff(None, None, k))
            supply = own * gdp[exporter] / grown * balance * margin
            demand = total(j=j, k=k) * (gdp[j] / people[j]) ** epsilon * people[j]
            advantage = power(mean_tariff(None, j, k), rates.get((exporter, j, k)))
            found[j, k] = supply * demand * advantage * ease
    return found


@settings(deadline=None, max_examples=25)
@given(seeds, st.floats(1e-3, 1e6))
def test_scaling_all_values_scales_the_potential(seed: int, factor: float) -> None:
    frame = random_frame(seed)
    scaled = frame.with_columns(pl.col("value_usd") * factor)
    one = export_potential(flows_from_frame(frame), frame["exporter"][0])
    other = export_potential(flows_from_frame(scaled), frame["exporter"][0])
    assert other.potential_usd == pytest.approx(one.potential_usd * factor, rel=ROUNDING)
    assert other.unrealised_usd == pytest.approx(
        one.unrealised_usd * factor, rel=1e-7, abs=1e-9 * factor
    )


@settings(deadline=None, max_examples=15)
@given(seeds)
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    frame = random_frame(seed)
    one = export_potential(flows_from_frame(frame), frame["exporter"][0])
    other = export_potential(
        flows_from_frame(frame.sample(fraction=1, shuffle=True, seed=seed)), frame["exporter"][0]
    )
    assert one.pairs.equals(other.pairs)


@settings(deadline=None, max_examples=25)
@given(seeds, st.floats(0.05, 0.95))
def test_splitting_a_market_in_proportion_changes_no_total(seed: int, share: float) -> None:
    frame = random_frame(seed)
    buyer = flow_frame(
        [("C0", "X", "000000", 7.0), ("C1", "X", "000000", 5.0), ("C0", "X", "000001", 3.0)]
    )
    whole = pl.concat([frame, buyer])
    parts = [
        buyer.with_columns(pl.col("value_usd") * part, importer=pl.lit(name))
        for name, part in (("X1", share), ("X2", 1 - share))
    ]
    one = export_potential(flows_from_frame(whole), "C0")
    two = export_potential(flows_from_frame(pl.concat([frame, *parts])), "C0")
    assert two.potential_usd == pytest.approx(one.potential_usd, rel=ROUNDING)
    assert two.unrealised_usd == pytest.approx(one.unrealised_usd, rel=1e-7, abs=1e-9)


def test_a_world_at_world_shares_is_fully_realised() -> None:
    """v_ijk = supply share × demand: the potential is the trade itself, by construction."""
    rng = np.random.default_rng(3)
    shares = rng.dirichlet(np.ones(6), 4)  # (products, exporters)
    demand = rng.lognormal(5, 1, (4, 3))  # (products, markets no exporter lives in)
    rows = [
        (f"E{i}", f"M{j}", f"{k:06d}", shares[k, i] * demand[k, j])
        for i in range(6)
        for j in range(3)
        for k in range(4)
    ]
    answer = export_potential(flows_from_frame(flow_frame(rows)), "E2")
    np.testing.assert_allclose(
        answer.pairs["potential_usd"], answer.pairs["actual_usd"], rtol=1e-12
    )
    assert answer.unrealised_usd == pytest.approx(0.0, abs=1e-9)


def test_a_hidden_pair_of_a_known_world_is_found() -> None:
    """One exporter's flow to one market is cut to a tenth: the known gap appears there."""
    demand = {"M0": 100.0, "M1": 100.0, "M2": 100.0}
    rows = [(i, j, k, 0.5 * d) for i in ("A", "B") for j, d in demand.items() for k in ("p", "q")]
    cut = [(i, j, k, v * 0.1 if (i, j, k) == ("A", "M0", "p") else v) for i, j, k, v in rows]
    answer = export_potential(flows_from_frame(flow_frame(cut)), "A")
    first = answer.pairs.sort("unrealised_usd", descending=True).row(0, named=True)
    assert (first["market"], first["product"]) == ("M0", "p")
    # share 105/255, demand 55, ease (5 + 50) / (105/255·55 + 0.5·100)
    share = 105 / 255
    ease = 55 / (share * 55 + 0.5 * 100)
    assert first["potential_usd"] == pytest.approx(share * 55 * ease, rel=1e-12)


@settings(deadline=None, max_examples=15)
@given(seeds)
def test_totals_are_sums_of_floored_pairs(seed: int) -> None:
    frame = random_frame(seed)
    answer = export_potential(flows_from_frame(frame), frame["exporter"][0])
    floored = (answer.pairs["potential_usd"] - answer.pairs["actual_usd"]).clip(lower_bound=0)
    for total in (
        answer.unrealised_usd,
        answer.by_market["unrealised_usd"].sum(),
        answer.by_product["unrealised_usd"].sum(),
    ):
        assert total == pytest.approx(floored.sum(), rel=1e-7, abs=1e-9)
    for name in ("potential_usd", "actual_usd"):
        assert answer.by_product[name].sum() == pytest.approx(
            answer.pairs[name].sum(), rel=ROUNDING
        )


@pytest.mark.parametrize("with_distances", [False, True])
def test_all_exporters_streamed_are_the_exporters_one_by_one(with_distances: bool) -> None:
    frame = random_frame(11, countries=7, products=6)
    names = sorted(set(frame["exporter"]) | set(frame["importer"]))
    distances = random_distances(1, names) if with_distances else None
    world = world_of(flows_from_frame(frame), distances=distances)
    everyone = all_exporters(world)
    for code, potential, actual, unrealised in everyone.iter_rows():
        one = export_potential_in(world, code)
        assert (potential, actual, unrealised) == pytest.approx(
            (one.potential_usd, one.actual_usd, one.unrealised_usd), rel=1e-9, abs=1e-9
        )


def test_a_market_is_averaged_over_the_years_it_reports() -> None:
    rows = [("A", "X", "p", 10.0), ("A", "Y", "p", 8.0)]
    first = flow_frame(rows).with_columns(year=pl.lit(2020))
    second = flow_frame([("A", "X", "p", 30.0)]).with_columns(year=pl.lit(2021))
    world = build_world(flows_from_frame(pl.concat([first, second])))
    assert world.imports[:, 0].tolist() == [20.0, 8.0]  # Y is missing in 2021, not 0
    weighted = build_world(
        flows_from_frame(pl.concat([first, second])), year_weights={2020: 1, 2021: 3}
    )
    assert weighted.imports[:, 0].tolist() == [25.0, 8.0]


def test_a_missing_market_is_a_closed_world_and_said() -> None:
    answer = export_potential(
        flows_from_frame(flow_frame([("A", "B", "p", 1.0), ("C", "B", "p", 1.0)])), "A"
    )
    note = next(note for note in answer.notes if note.code == "closed_world")
    assert note.values["codes"] == "A, C"
    assert any(note.code == "no_balance" for note in answer.notes)


def test_one_exporter_only_has_a_potential_equal_to_its_trade() -> None:
    answer = export_potential(flows_from_frame(flow_frame([("A", "B", "p", 5.0)])), "A")
    assert (answer.potential_usd, answer.unrealised_usd) == (5.0, 0.0)


def test_growth_missing_for_a_country_is_the_mean_and_said() -> None:
    growth = pl.DataFrame({"country": ["MAR"], "gdp_ratio": [1.2]})
    answer = export_potential(toy_flows(), "MAR", growth=growth)
    codes = {note.code for note in answer.notes}
    assert {"mean_growth", "no_population"} <= codes


def test_growth_of_some_of_the_years_goes_on_at_their_mean_pace() -> None:
    """Two years of five are a forecast; the mean of all others was taken for them."""
    years = {"MAR": (2025, 2026, 2027, 2028, 2029), "LBN": (2025, 2026), "SYR": ()}
    rows = [(country, year, 0.05) for country, of in years.items() for year in of]
    rates = pl.DataFrame(rows, schema=["country", "year", "growth"], orient="row")
    found = dict(growth_from_rates(rates, 2024, 2029).iter_rows())
    assert found == {"MAR": pytest.approx(1.05**5), "LBN": pytest.approx(1.05**5)}


def test_an_mfn_rate_serves_pairs_without_their_own() -> None:
    rows = [("*", "FRA", "fish", 0.10), ("MAR", "FRA", "fish", 0.0)]
    tariffs = pl.DataFrame(rows, schema=["exporter", "importer", "product", "tariff"], orient="row")
    answer = export_potential(toy_flows(), "MAR", tariffs=tariffs)
    row = answer.pairs.filter((pl.col("market") == "FRA") & (pl.col("product") == "fish"))
    # Senegal pays 10 % on 30 of 90: the average is 3.33 %, Morocco pays nothing.
    assert row["tariff_advantage"][0] == pytest.approx(1 + 0.1 / 3, rel=1e-12)


class TestBadQuestions:
    def test_unknown_exporter(self) -> None:
        with pytest.raises(UnknownCode, match="XXX"):
            export_potential(toy_flows(), "XXX")

    def test_weight_of_a_year_that_is_not_there(self) -> None:
        with pytest.raises(BadOption, match="2019"):
            export_potential(toy_flows(), "MAR", year_weights={2019: 1.0})

    def test_zero_distance(self) -> None:
        with pytest.raises(OutOfRange):
            build_world(toy_flows(), km=np.zeros((3, 3)))

    def test_distances_of_another_world(self) -> None:
        with pytest.raises(WrongShape):
            build_world(toy_flows(), km=np.ones((2, 3)))
        with pytest.raises(NoRows):
            export_potential(
                toy_flows(),
                "MAR",
                distances=pl.DataFrame({"exporter": ["X"], "importer": ["Y"], "km": [1.0]}),
            )


def test_new_products_rank_by_the_three_factors() -> None:
    frame = flow_frame(
        [
            ("A", "M", "p", 10.0),
            ("B", "M", "q", 20.0),
            ("B", "M", "r", 20.0),
            ("B", "N", "q", 50.0),
            ("A", "N", "p", 5.0),
            ("B", "N", "p", 5.0),
        ]
    )
    world = world_of(flows_from_frame(frame))
    density = pl.DataFrame({"product": ["p", "q", "r"], "density": [0.9, 0.4, 0.4]})
    ranked = new_products(world, "A", density)
    assert set(ranked["product"]) == {"q", "r"}  # p is sold already
    np.testing.assert_allclose(
        ranked["score"], ranked["density"] * ranked["demand"] * ranked["ease"]
    )
    tied = ranked.filter(pl.col("market") == "M")
    assert tied["rank"].n_unique() == 1  # same density, demand and ease share a rank
