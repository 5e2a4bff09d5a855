"""Stock and flow of firms: a worked panel, sets of Python against codes, and the edge cases."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core import errors
from nasij_core.dynamics import (
    SecrecyRule,
    cells_of,
    kaplan_meier,
    resolve,
    spells,
)
from nasij_core.dynamics.panel import sorted_years
from nasij_core.frames.dynamics import dynamics, panel_of

WORKED = {"A": "111", "B": "100", "C": "011", "D": "010", "E": "110", "F": "001"}
seeds = st.integers(0, 10_000)


def presence_frame(patterns: dict[str, str], first: int = 0) -> pl.DataFrame:
    rows = [
        (firm, first + year, 1.0)
        for firm, pattern in patterns.items()
        for year, there in enumerate(pattern)
        if there == "1"
    ]
    return pl.DataFrame(rows, schema=["firm", "year", "value"], orient="row")


def random_records(seed: int, years: int = 6, firms: int = 25) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        (
            f"F{f}",
            2010 + y,
            f"R{rng.integers(3)}",
            f"{rng.integers(5):02d}",
            f"M{rng.integers(4)}",
            float(rng.lognormal(4, 2)),
        )
        for f in range(firms)
        for y in range(years)
        for _ in range(rng.integers(0, 4))
    ]
    columns = ["firm", "year", "region", "product", "market", "value"]
    return pl.DataFrame(rows or [("F0", 2010, "R0", "00", "M0", 1.0)], schema=columns, orient="row")


def test_p8_the_worked_panel() -> None:
    frame = dynamics(presence_frame(WORKED)).by_year
    second, third = frame.row(1, named=True), frame.row(2, named=True)
    assert [second[n] for n in ("exporters", "entrants", "exiters", "incumbents")] == [4, 2, 1, 2]
    assert second["entry_rate"] == 0.5
    assert second["exit_rate"] == pytest.approx(1 / 3)
    assert second["survival_1"] == 0.5
    assert [third[n] for n in ("exporters", "entrants", "exiters")] == [3, 1, 2]
    assert (third["entry_rate"], third["exit_rate"]) == (pytest.approx(1 / 3), 0.5)


def test_the_first_year_has_no_entrants_and_the_last_no_survival() -> None:
    frame = dynamics(presence_frame(WORKED)).by_year
    assert frame.row(0, named=True)["entrants"] is None
    assert frame.row(0, named=True)["exit_rate"] is None
    assert frame.row(2, named=True)["survival_1"] is None


def slow_counts(records: pl.DataFrame, by: str | None) -> dict[tuple[int, str], dict[str, float]]:
    """The definitions with Python sets."""
    columns = ["firm", "year", by or "firm", "value"]
    seen: dict[tuple[str, int], dict[str, float]] = {}
    for firm, year, group, value in records.select(
        *(pl.col(c).alias(f"c{n}") for n, c in enumerate(columns))
    ).iter_rows():
        cell = seen.setdefault((group if by else "", year), {})
        cell[firm] = cell.get(firm, 0.0) + value
    years = sorted({year for _, year in seen})
    groups = sorted({group for group, _ in seen})
    anywhere = {y: {f for (_, yy), c in seen.items() if yy == y for f in c} for y in years}
    found = {}
    for group in groups:
        for year in years:
            now = seen.get((group, year), {})
            before = seen.get((group, year - 1), {})
            after = seen.get((group, year + 1), {})
            if not now and not before:
                continue
            entrants = set(now) - set(before)
            first = year == years[0]
            last = year == years[-1]
            ever = {f for y in years if y < year for f in anywhere[y]}
            earlier = {f for y in years if y < year for f in seen.get((group, y), {})}
            total = sum(now.values())
            found[year, group] = {
                "exporters": len(now),
                "entrants": None if first else len(entrants),
                "exiters": None if first else len(set(before) - set(now)),
                "incumbents": None if first else len(set(before) & set(now)),
                "surviving_entrants": None if first or last else len(entrants & set(after)),
                "re_entrants": None if first else len(entrants & earlier),
                "new_to_register": None if first else len(entrants - ever),
                "moved_in": None if first else len(entrants & anywhere[year - 1]),
                "moved_out": None if first else len((set(before) - set(now)) & anywhere[year]),
                "hhi": sum((v / total) ** 2 for v in now.values()) if now else None,
                "top25_share": sum(sorted(now.values())[-int(np.ceil(0.25 * len(now))) :]) / total
                if now
                else None,
                "value": total,
            }
    return found


@settings(deadline=None, max_examples=30)
@given(seeds, st.sampled_from([None, "region", "product", "market"]))
def test_agrees_with_sets(seed: int, by: str | None) -> None:
    records = random_records(seed)
    frame = dynamics(records, by=by or "nation").by_year
    slow = slow_counts(records, by)
    assert frame.height == len(slow)
    for row in frame.iter_rows(named=True):
        wanted = slow[row["year"], row[by] if by else ""]
        if by is None:
            wanted |= {"moved_in": row["moved_in"] and 0, "moved_out": row["moved_out"] and 0}
        for name, value in wanted.items():
            if value is None:
                assert row[name] is None, name
            else:
                assert row[name] == pytest.approx(value, rel=1e-9), name


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_stock_and_flow_balance_in_every_region(seed: int) -> None:
    frame = dynamics(random_records(seed), by="region").by_year.sort("region", "year")
    years = sorted(set(frame["year"]))
    for region in set(frame["region"]):
        rows = {row["year"]: row for row in frame.iter_rows(named=True) if row["region"] == region}
        for year in years[1:]:
            if year not in rows:
                continue
            before, now = rows.get(year - 1, {}).get("exporters", 0), rows[year]
            assert now["exporters"] == before - now["exiters"] + now["entrants"]
            assert now["incumbents"] == now["exporters"] - now["entrants"]


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_regional_movers_are_no_national_entry_or_exit(seed: int) -> None:
    records = random_records(seed).with_columns(
        region=pl.concat_str(pl.lit("R"), (pl.col("firm").hash(seed) + pl.col("year")).mod(3))
    )
    nation = dynamics(records).by_year
    regions = (
        dynamics(records, by="region")
        .by_year.group_by("year")
        .agg(
            (pl.col("entrants") - pl.col("moved_in")).sum().alias("entrants"),
            (pl.col("exiters") - pl.col("moved_out")).sum().alias("exiters"),
        )
    )
    both = nation.join(regions, on="year", suffix="_regions").filter(
        pl.col("entrants").is_not_null()
    )
    assert both["entrants"].to_list() == both["entrants_regions"].to_list()
    assert both["exiters"].to_list() == both["exiters_regions"].to_list()


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_distinct_products_and_markets_per_exporter(seed: int) -> None:
    records = random_records(seed)
    slow = (
        records.group_by("firm", "year")
        .agg(pl.col("product").n_unique().alias("p"), pl.col("market").n_unique().alias("m"))
        .group_by("year")
        .agg(pl.col("p").mean(), pl.col("m").mean())
        .sort("year")
    )
    frame = dynamics(records).by_year.sort("year")
    np.testing.assert_allclose(frame["products_per_exporter"], slow["p"])
    np.testing.assert_allclose(frame["markets_per_exporter"], slow["m"])


def test_the_order_of_the_records_does_not_matter() -> None:
    records = random_records(4)
    mixed = records.sample(fraction=1, shuffle=True, seed=1)
    one, two = dynamics(records, by="region"), dynamics(mixed, by="region")
    assert one.by_year.select(pl.exclude(pl.Float64)).equals(
        two.by_year.select(pl.exclude(pl.Float64))
    )
    np.testing.assert_allclose(one.by_year["hhi"], two.by_year["hhi"])


def test_a_yearly_threshold_drives_entry() -> None:
    records = pl.DataFrame(
        {
            "firm": ["A", "A", "B", "B"],
            "year": [2000, 2001, 2000, 2001],
            "value": [5.0, 500.0, 900.0, 900.0],
        }
    )
    frame = dynamics(records, threshold=100).by_year
    assert frame["exporters"].to_list() == [1, 2]
    assert frame["entrants"].to_list() == [None, 1]


def test_a_threshold_on_the_mean_keeps_or_drops_the_firm_whole() -> None:
    records = pl.DataFrame(
        {
            "firm": ["A", "A", "B", "B"],
            "year": [2000, 2001, 2000, 2001],
            "value": [5.0, 500.0, 9.0, 9.0],
        }
    )
    answer = dynamics(records, threshold=100, threshold_on="mean")
    assert answer.by_year["exporters"].to_list() == [1, 1]
    assert "mean yearly exports are at least 100" in str(answer.notes[0])


def test_the_threshold_is_national_also_in_regions() -> None:
    records = pl.DataFrame(
        {"firm": ["A", "A"], "year": [2000, 2000], "region": ["R1", "R2"], "value": [60.0, 60.0]}
    )
    frame = dynamics(records, by="region", threshold=100).by_year
    assert frame["exporters"].to_list() == [1, 1]


def test_a_chapter_left_out_is_said() -> None:
    answer = dynamics(random_records(1), excluded_products=["00"])
    assert any(note.code == "excluded" for note in answer.notes)
    kept = random_records(1).filter(pl.col("product") != "00")
    assert answer.by_year["exporters"].sum() == dynamics(kept).by_year["exporters"].sum()


def test_a_missing_year_leaves_its_neighbours_undefined() -> None:
    records = presence_frame({"A": "1101", "B": "1101"})
    answer = dynamics(records)
    row = answer.by_year.filter(pl.col("year") == 3).row(0, named=True)
    assert row["entrants"] is None
    assert any(note.code == "missing_years" for note in answer.notes)


def test_a_change_of_identifier_is_one_life() -> None:
    records = presence_frame({"OLD": "1100", "NEW": "0011"})
    frame = dynamics(records, successions={"OLD": "NEW"}).by_year
    assert frame["entrants"].to_list() == [None, 0, 0, 0]
    with pytest.raises(errors.Contradiction, match="circle"):
        resolve({"A": "B", "B": "A"})
    assert resolve({"A": "B", "B": "C"}) == {"A": "C", "B": "C"}


def test_kaplan_meier_on_spells_by_hand() -> None:
    # Entries observed: C (2 years, ends), D (1 year, ends), F (1 year, still there at the end).
    frame = presence_frame({"A": "1111", "C": "0110", "D": "0100", "F": "0001"})
    panel = panel_of(frame)
    found = spells(cells_of(panel, panel.names), len(panel.names.firms))
    curve = kaplan_meier(found)
    assert curve.at_risk.tolist() == [2, 1]
    assert curve.exits.tolist() == [1, 1]
    assert curve.survival.tolist() == [0.5, 0.0]


def test_survival_without_entries_is_not_computable() -> None:
    answer = dynamics(presence_frame({"A": "11"}))
    assert answer.survival.is_empty()
    assert any(note.code == "no_survival" for note in answer.notes)


def test_hazards_fall_in_a_panel_where_they_do_by_construction() -> None:
    rng = np.random.default_rng(0)
    rows = []
    for firm in range(6000):
        year, age = int(rng.integers(1, 12)), 1
        while year < 12:
            rows.append((f"F{firm}", year, 1.0))
            if rng.random() < (0.55 if age == 1 else 0.30 if age == 2 else 0.12):
                break
            year, age = year + 1, age + 1
    rows += [("anchor", year, 1.0) for year in range(12)]
    frame = pl.DataFrame(rows, schema=["firm", "year", "value"], orient="row")
    hazards = dynamics(frame).hazards.filter(pl.col("feature") == "age")["hazard"].to_list()
    np.testing.assert_allclose(hazards[:3], [0.55, 0.30, 0.12], atol=0.03)  # 3 standard errors


class TestSecrecy:
    def test_hidden_figures_are_empty_and_never_zero(self) -> None:
        answer = dynamics(random_records(1), by="product", secrecy=SecrecyRule(8, 0.8))
        hidden = answer.by_year.filter(pl.col("hidden"))
        assert hidden.height > 0
        for name in ("exporters", "hhi", "value", "entrants"):
            assert hidden[name].null_count() == hidden.height
        shown = answer.by_year.filter(~pl.col("hidden"))
        assert shown["exporters"].min() >= 8

    def test_survival_and_hazards_of_few_firms_are_hidden_too(self) -> None:
        records = random_records(1)
        shown, hidden = dynamics(records), dynamics(records, secrecy=SecrecyRule(8, 0.8))
        for name in ("survival", "hazards"):
            one, two = getattr(shown, name), getattr(hidden, name)
            few = one["at_risk"].is_between(1, 7)
            assert 0 < few.sum() < len(few)
            assert two["hidden"].to_list() == few.to_list()
            assert two.filter(few)["hazard"].null_count() == few.sum()
            assert two.filter(few)["at_risk"].null_count() == few.sum()
            assert two.filter(~few).select(one.columns).equals(one.filter(~few))


class TestBadRecords:
    def test_negative_value(self) -> None:
        with pytest.raises(errors.NegativeValue):
            dynamics(presence_frame(WORKED).with_columns(value=-pl.col("value")))

    def test_missing_firm(self) -> None:
        frame = presence_frame(WORKED).with_columns(firm=pl.lit(None, pl.String))
        with pytest.raises(errors.NotANumber):
            dynamics(frame)

    def test_no_region_column(self) -> None:
        with pytest.raises(errors.MissingColumn, match="region"):
            dynamics(presence_frame(WORKED), by="region")

    def test_unknown_level(self) -> None:
        with pytest.raises(errors.BadOption, match="nation, region, product, market"):
            dynamics(presence_frame(WORKED), by="planet")

    def test_a_threshold_above_everybody(self) -> None:
        with pytest.raises(errors.NoRows):
            dynamics(presence_frame(WORKED), threshold=1e9)

    def test_zero_values_are_no_exports(self) -> None:
        frame = pl.concat(
            [
                presence_frame(WORKED),
                pl.DataFrame(
                    {"firm": ["Z"], "year": [1], "value": [0.0]},
                    schema_overrides={"year": pl.Int64},
                ),
            ]
        )
        assert dynamics(frame).by_year["exporters"].to_list() == [3, 4, 3]


def test_too_many_codes_to_pack_are_sorted_all_the_same() -> None:
    rng = np.random.default_rng(0)
    codes = [rng.integers(0, 5, 200) for _ in range(4)]
    year, value = rng.integers(2000, 2003, 200), rng.random(200)
    packed = sorted_years(year, *codes, value, (5, 5, 5, 5))
    wide = sorted_years(year, *codes, value, (2**20, 2**20, 2**20, 2**20))
    for one, two in zip(packed, wide, strict=True):
        assert one.firm.tolist() == two.firm.tolist()
        assert one.market.tolist() == two.market.tolist()
        assert one.value.sum() == pytest.approx(two.value.sum())
