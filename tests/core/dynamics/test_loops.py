"""Survival, hazards, concentration and levels again with Python's sets and loops."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core import errors
from nasij_core.dynamics import cells_of, kaplan_meier, spells
from nasij_core.frames.dynamics import dynamics, panel_of
from nasij_core.frames.survival import AGE_CLASSES
from tests.core.dynamics.test_dynamics import presence_frame, random_records

seeds = st.integers(0, 10_000)
YEARS = range(2010, 2016)


def by_firm(records: pl.DataFrame) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for firm, year, value in records.select("firm", "year", "value").iter_rows():
        years = found.setdefault(firm, {})
        years[year] = years.get(year, 0.0) + value
    return found


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_rates_survival_and_shares(seed: int) -> None:
    records = random_records(seed)
    firms = by_firm(records)
    years = sorted({year for seen in firms.values() for year in seen})
    for row in dynamics(records).by_year.iter_rows(named=True):
        t = row["year"]
        now = {f: seen[t] for f, seen in firms.items() if t in seen}
        values = sorted(now.values(), reverse=True)
        total = sum(values)
        for part, name in ((0.01, "top1_share"), (0.05, "top5_share"), (0.25, "top25_share")):
            top = values[: math.ceil(part * len(values))]
            assert row[name] == pytest.approx(sum(top) / total)
        assert row["largest_share"] == pytest.approx(values[0] / total)
        if t - 1 not in years:
            assert row["entry_rate"] is None
            continue
        entrants = {f for f in now if t - 1 not in firms[f]}
        before = {f for f, seen in firms.items() if t - 1 in seen}
        assert row["entry_rate"] == pytest.approx(len(entrants) / len(now))
        assert row["exit_rate"] == pytest.approx(len(before - set(now)) / len(before))
        share = sum(now[f] for f in entrants) / total
        assert row["entrants_value_share"] == pytest.approx(share, abs=1e-12)
        stay = set(now) & before
        growth = math.log(sum(now[f] for f in stay) / sum(firms[f][t - 1] for f in stay))
        assert row["incumbents_log_growth"] == pytest.approx(growth, abs=1e-9)
        for ahead in (1, 2, 3):
            found = row[f"survival_{ahead}"]
            if t + ahead not in years or not entrants:
                assert found is None
            else:
                there = sum(t + ahead in firms[f] for f in entrants)
                assert found == pytest.approx(there / len(entrants))


def lives(records: pl.DataFrame) -> list[tuple[int, int, bool, bool]]:
    """First year, length, whether the end was seen, whether the beginning was: of each spell."""
    firms = by_firm(records)
    years = {year for seen in firms.values() for year in seen}
    found = []
    for seen in firms.values():
        for t in sorted(seen):
            if t - 1 in seen:
                continue
            length = 1
            while t + length in seen:
                length += 1
            found.append((t, length, t + length in years, t - 1 in years))
    return found


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_kaplan_meier(seed: int) -> None:
    records = random_records(seed)
    begun = [(length, ended) for _, length, ended, entered in lives(records) if entered]
    panel = panel_of(records)
    if not begun:
        return
    curve = kaplan_meier(spells(cells_of(panel, panel.names), len(panel.names.firms)))
    survival, spread = 1.0, 0.0
    for row, age in enumerate(curve.age):
        exits = sum(length == age and ended for length, ended in begun)
        at_risk = sum(length > age or (length == age and ended) for length, ended in begun)
        assert (curve.exits[row], curve.at_risk[row]) == (exits, at_risk)
        if not at_risk:
            assert np.isnan(curve.survival[row])
            continue
        survival *= 1 - exits / at_risk
        if at_risk > exits:
            spread += exits / (at_risk * (at_risk - exits))
        assert curve.survival[row] == pytest.approx(survival, abs=1e-12)
        assert curve.standard_error[row] == pytest.approx(survival * math.sqrt(spread), abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_hazards_by_age_markets_and_size(seed: int) -> None:
    records = random_records(seed)
    firms = by_firm(records)
    years = {year for seen in firms.values() for year in seen}
    markets: dict[tuple[str, int], set[str]] = {}
    for firm, year, market in records.select("firm", "year", "market").iter_rows():
        markets.setdefault((firm, year), set()).add(market)
    values = [value for seen in firms.values() for value in seen.values()]

    def age(firm: str, t: int) -> int | None:
        length = 1
        while t - length in firms[firm]:
            length += 1
        return length if t - length in years else None

    features = {
        "age": (AGE_CLASSES, age),
        "markets": ((1, 2, 3, 4, 5, 10), lambda firm, t: len(markets[firm, t])),
        "value": (
            tuple(np.unique([0.0, *np.quantile(values, (0.25, 0.5, 0.75))])),
            lambda firm, t: firms[firm][t],
        ),
    }
    hazards = dynamics(records).hazards
    for feature, (bounds, of) in features.items():
        frame = hazards.filter(pl.col("feature") == feature)
        assert frame["lower_bound"].to_list() == pytest.approx(list(bounds))
        for place, low in enumerate(bounds):
            high = bounds[place + 1] if place + 1 < len(bounds) else math.inf
            here = [
                (firm, t)
                for firm, seen in firms.items()
                for t in seen
                if t + 1 in years and (found := of(firm, t)) is not None and low <= found < high
            ]
            left = sum(t + 1 not in firms[firm] for firm, t in here)
            assert frame["at_risk"][place] == len(here)
            assert frame["exits"][place] == left
            if here:
                assert frame["hazard"][place] == pytest.approx(left / len(here))
            else:
                assert frame["hazard"][place] is None


@settings(deadline=None, max_examples=30)
@given(seeds, st.sampled_from([0.0, 30.0, 300.0]), st.sampled_from(["year", "mean"]))
def test_stock_and_flow_balance_in_every_region_and_tier(
    seed: int, threshold: float, on: str
) -> None:
    """A tier is a threshold: exporters of a thousand, of a million. The identity holds in each."""
    records = random_records(seed)
    try:
        frame = dynamics(records, by="region", threshold=threshold, threshold_on=on).by_year
    except errors.NoRows:
        return
    rows = {(row["region"], row["year"]): row for row in frame.iter_rows(named=True)}
    for (region, year), now in rows.items():
        if now["entrants"] is None:
            continue
        before = rows.get((region, year - 1), {}).get("exporters", 0)
        assert now["exporters"] == before - now["exiters"] + now["entrants"]
        assert now["incumbents"] == now["exporters"] - now["entrants"]
        assert now["re_entrants"] + now["new_to_register"] <= now["entrants"]


@settings(deadline=None, max_examples=20)
@given(seeds, st.floats(1e-3, 1e6))
def test_the_currency_and_the_names_do_not_matter(seed: int, factor: float) -> None:
    records = random_records(seed)
    other = records.with_columns(value=pl.col("value") * factor, firm=pl.col("firm").str.reverse())
    one, two = (dynamics(r, by="region").by_year for r in (records, other))
    counts = pl.selectors.integer() | pl.selectors.string()
    assert one.select(counts).equals(two.select(counts))
    for name in ("entry_rate", "exit_rate", "survival_1", "hhi", "top1_share"):
        np.testing.assert_allclose(
            one[name].fill_null(-1), two[name].fill_null(-1), rtol=1e-9, atol=1e-12
        )


@settings(deadline=None, max_examples=20)
@given(seeds, st.sampled_from([1, 2]))
def test_products_at_a_level_are_the_products_cut(seed: int, digits: int) -> None:
    records = random_records(seed).with_columns(
        product=pl.col("product") + pl.col("market").str.slice(1)
    )
    cut = records.with_columns(product=pl.col("product").str.slice(0, digits))
    for by in ("product", "nation"):
        one = dynamics(records, by=by, product_digits=digits)
        two = dynamics(cut, by=by)
        assert one.by_year.drop(pl.selectors.float()).equals(two.by_year.drop(pl.selectors.float()))
        np.testing.assert_allclose(
            one.by_year["products_per_exporter"], two.by_year["products_per_exporter"]
        )
    assert any(note.code == "digits" for note in one.notes)


def test_a_heading_left_out_is_left_out_at_any_level() -> None:
    records = presence_frame({"A": "11", "B": "11"}).with_columns(
        product=pl.col("firm").replace_strict({"A": "2701", "B": "2705"})
    )
    answer = dynamics(records, excluded_products=["2701"], product_digits=2, by="product")
    assert answer.by_year["product"].unique().to_list() == ["27"]
    assert answer.by_year["exporters"].to_list() == [1, 1]
