"""A real file: farm exports of the municipalities of Paraná by month, with a pack of its own.

A municipality stands where a customs file has a firm."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from babel import Locale
from django.conf import settings as project

from nasij.datasets.acts import load_customs, load_trade
from nasij.datasets.analysis import kept_rejects
from nasij.datasets.queries import exporter_counts, firm_sums, years_of_file
from nasij.filings.queries import filing_counts
from nasij.potential.acts import compute_potential
from nasij.potential.enums import RegionalEvidence
from nasij.potential.queries import regions_of
from nasij.reference.acts import load_pack
from nasij.reference.folding import fold
from nasij.reference.models import Country, Territory
from nasij.reference.pack import Pack

DATA = project.PROJECT.parent / "shared" / "data"
EXPORTS = (
    DATA / "subnational_exports" / "brazil_parana_municipality_hs4_country_month_2020_2023.parquet"
)
WORLD = DATA / "baci_hs17_2024" / "baci_hs17_2024_ex6.parquet"
PARANA = Path(__file__).parents[2] / "packs" / "parana"
# Names that CLDR's Portuguese writes otherwise.
ALIASES = {
    "estados unidos": "USA",
    "paises baixos holanda": "NLD",
    "coreia do sul": "KOR",
    "hong kong": "HKG",
    "marshall ilhas": "MHL",
    "cayman ilhas": "CYM",
    "coveite kuweit": "KWT",
    "congo republica democratica": "COD",
    "congo": "COG",
    "taiwan formosa": "S19",
}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.skipif(not EXPORTS.exists(), reason=f"the shared data folder lacks {EXPORTS.name}"),
]


@pytest.fixture
def exports() -> pl.DataFrame:
    """The rows as published, with the country's ISO code where its Portuguese name is known."""
    codes = {
        fold(Locale("pt").territories[one.alpha2]): one.code
        for one in Country.objects.all()
        if one.alpha2 in Locale("pt").territories
    } | ALIASES
    frame = pl.read_parquet(EXPORTS)
    known = {name: codes.get(fold(name), name) for name in frame["country_name_pt"].unique()}
    return frame.with_columns(
        pl.col("country_name_pt").replace_strict(known).alias("market"),
        pl.format("{}-{}", "year", pl.col("month").cast(pl.String).str.zfill(2)).alias("period"),
    )


@pytest.fixture
def parana(settings: Any, tmp_path: Path) -> Pack:
    settings.NASIJ_DATA = tmp_path
    settings.PACK_DIR = PARANA
    # Territories of the first country end, as on an empty site.
    Territory.objects.update(valid_from=date(1900, 1, 1), valid_until=date(2000, 1, 1))
    pack = Pack(PARANA)
    load_pack(pack)
    return pack


def as_customs(exports: pl.DataFrame, path: Path) -> Path:
    exports.select(
        pl.col("municipality_code").alias("firm"),
        pl.col("municipality").alias("name"),
        pl.col("municipality_code").alias("commune"),
        pl.col("hs4").alias("product"),
        "market",
        "period",
        pl.col("fob_usd").alias("value_usd"),
    ).write_csv(path, separator=";")
    return path


def test_counts_and_values_are_those_of_the_file(
    exports: pl.DataFrame, parana: Pack, tmp_path: Path
) -> None:
    snapshot = load_customs(as_customs(exports, tmp_path / "parana.csv"), by=None).snapshot
    record = snapshot.record
    assert record["rows"] == exports.height == 103_432
    assert record["rows"] == record["kept"] + record["rejected"]
    assert record["rejected"] / record["rows"] < 0.05  # countries whose name CLDR writes otherwise
    assert (record["currency"], record["years"]) == ("USD", [2020, 2021, 2022, 2023])
    assert record["value_read"] == pytest.approx(exports["fob_usd"].sum(), rel=1e-9)
    refused = kept_rejects(snapshot.path)["row"] - 2  # the headings are the first line
    kept = exports.with_row_index().filter(
        ~pl.col("index").is_in(refused.implode()) & (pl.col("fob_usd") > 0)
    )
    by_year = kept.group_by("year").agg(
        pl.col("fob_usd").sum(), pl.col("municipality_code").n_unique()
    )
    totals = {int(year): total for year, total in record["totals"].items()}
    assert totals == pytest.approx(dict(by_year.select("year", "fob_usd").iter_rows()))
    counts = next(one for one in exporter_counts() if one.definition == "exporter_any")
    assert {row.year: row.exporters for row in counts.nation} == dict(
        by_year.select("year", "municipality_code").iter_rows()
    )
    assert sum(filing_counts(snapshot).values()) == record["firms"]


def test_the_regional_potential_is_exact_where_it_may_be_shown(
    exports: pl.DataFrame, parana: Pack, tmp_path: Path
) -> None:
    if not WORLD.exists():
        pytest.skip(f"the shared data folder lacks {WORLD.name}")
    load_trade(_world(exports, tmp_path / "world.parquet"), year=2023, by=None)
    snapshot = load_customs(as_customs(exports, tmp_path / "parana.csv"), by=None).snapshot
    run = compute_potential(exporter="XPR", by=None)
    assert run.evidence == RegionalEvidence.EXACT
    rests_on = run.asked.rests_on
    assert (rests_on.snapshots, rests_on.years) == ((snapshot.pk,), (2023,))
    assert rests_on.coverage == pytest.approx(1.0, abs=0.1)
    regions = regions_of(run)
    parts = [one.part for one in regions if one.part is not None]
    # A region of few places, or of one that weighs most, is withheld with a second one at least.
    assert sum(one.part is None for one in regions) >= 2
    assert 0 < sum(part.unrealised_usd for part in parts) < run.totals["unrealised_usd"]
    assert 0 < sum(part.actual_usd for part in parts) < run.totals["actual_usd"]
    # Where a flow's records are known, a region's part of it is its share of the records.
    rows = firm_sums({2023: years_of_file(snapshot)[2023]}, ("region",))
    shares = {code: value / rows["value"].sum() for _y, code, value in rows.iter_rows()}
    found = {part.code: part.actual_usd for part in parts}
    for code in ("P02", "P03"):
        assert found[code] / run.totals["actual_usd"] == pytest.approx(shares[code], abs=0.02)


def _world(exports: pl.DataFrame, path: Path) -> Path:
    """The world by heading, chapters 01 to 24, with Paraná as an exporter of its own."""
    flows = (
        pl.scan_parquet(WORLD)
        .rename({"v_usd": "value_usd"}, strict=False)
        .filter(pl.col("k").cast(pl.String).str.zfill(6).str.slice(0, 2).cast(pl.Int32) <= 24)
        .group_by(
            pl.col("i").alias("exporter"),
            pl.col("j").alias("importer"),
            pl.col("k").cast(pl.String).str.zfill(6).str.slice(0, 4).alias("product"),
        )
        .agg(pl.col("value_usd").sum().cast(pl.Float64))
        .collect()
    )
    numbers = {int(one.numeric): one.code for one in Country.objects.all() if one.numeric}
    flows = flows.with_columns(
        pl.col(name).replace_strict(numbers, default=None, return_dtype=pl.String)
        for name in ("exporter", "importer")
        if flows.schema[name] != pl.String
    ).drop_nulls()
    known = list(Country.objects.values_list("code", flat=True))
    own = (
        exports.filter((pl.col("year") == 2023) & pl.col("market").is_in(known))
        .group_by(pl.col("market").alias("importer"), pl.col("hs4").alias("product"))
        .agg(pl.col("fob_usd").sum().alias("value_usd"))
        .with_columns(pl.lit("XPR").alias("exporter"))
    )
    columns = ["exporter", "importer", "product", "value_usd"]
    pl.concat([flows.select(columns), own.select(columns)]).write_parquet(path)
    return path
