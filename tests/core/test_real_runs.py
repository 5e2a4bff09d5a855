"""Whole methods on real files: complexity of a year of world trade against a published series,
municipalities as regions with exact evidence, recovery of every country, a command end to end."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from nasij_core.cli import app
from nasij_core.complexity import presence, rca
from nasij_core.diversification import concentration, theil
from nasij_core.flows import FlowTable, flows_from_frame
from nasij_core.frames.complexity import Filters, complexity_in, product_space, regional_complexity
from nasij_core.frames.potential import PotentialFrames, export_potential
from nasij_core.frames.recovery import recovery
from nasij_core.frames.regional import NOT_REGIONALISED, RegionalFrames, split_potential
from tests.core.worlds import SHARED

pytestmark = pytest.mark.real_data

BACI = SHARED / "baci_hs17_2024" / "baci_hs17_2024_ex6.parquet"
ATLAS = SHARED / "atlas_hs92_complexity"
PARANA = SHARED / "subnational_exports"
PARANA_ROWS = PARANA / "brazil_parana_municipality_hs4_country_month_2020_2023.parquet"
MEASURES = ("potential_usd", "actual_usd", "unrealised_usd")


def needs(*paths: Path) -> pytest.MarkDecorator:
    lacking = [path.name for path in paths if not path.exists()]
    return pytest.mark.skipif(bool(lacking), reason=f"needs {', '.join(lacking)} of the data")


@pytest.fixture(scope="module")
def headings() -> FlowTable:
    """World trade of 2024 by headings of four digits."""
    flows = pl.scan_parquet(BACI).group_by(
        exporter="i", importer="j", product=pl.col("k").str.slice(0, 4)
    )
    frame = flows.agg(value_usd=pl.col("v_usd").sum().cast(pl.Float64))
    return flows_from_frame(frame.with_columns(year=pl.lit(2024)).collect())


@needs(BACI, ATLAS)
def test_complexity_ranks_products_and_countries_as_the_atlas_does(headings: FlowTable) -> None:
    """Another year, another revision of the nomenclature, six importers lacking: the rankings are
    close, not equal."""
    ours = complexity_in(headings, filters=Filters(min_exports_usd=1e9))
    products = pl.read_parquet(ATLAS / "product_year_hs92_4d_1995_2023.parquet")
    both = ours.products.join(
        products.filter(pl.col("year") == 2023).drop("pci"),
        left_on="product",
        right_on="product_code",
    ).drop_nulls(["pci", "source_pci"])
    assert both.height > 1_100
    assert both.select(pl.corr("pci", "source_pci", method="spearman")).item() > 0.85
    countries = pl.read_parquet(ATLAS / "country_year_1995_2023.parquet")
    latest = countries.filter(pl.col("year") == 2023).rename({"eci": "published"})
    both = ours.countries.join(
        latest.select("country_code", "published"), left_on="exporter", right_on="country_code"
    ).drop_nulls(["eci", "published"])
    assert both.height > 130
    assert both.select(pl.corr("eci", "published", method="spearman")).item() > 0.85
    first = ours.countries.sort("eci", descending=True)["exporter"].to_list()[:6]
    assert {"JPN", "CHE", "KOR"} <= set(first)


@needs(BACI)
def test_identities_hold_on_a_year_of_world_trade(headings: FlowTable) -> None:
    found = complexity_in(headings)
    mean_pci = (
        found.pairs.filter(pl.col("rca") >= 1)
        .join(found.products.select("product", "pci_eci_scale"), on="product")
        .group_by("exporter")
        .agg(pl.col("pci_eci_scale").mean())
        .join(found.countries, on="exporter")
        .drop_nulls()
    )
    np.testing.assert_allclose(mean_pci["pci_eci_scale"], mean_pci["eci"], atol=1e-9)
    assert found.pairs["density"].drop_nulls().is_between(0, 1 + 1e-6).all()
    values = headings.exports()
    held = presence(rca(values))
    assert found.countries["diversity"].to_list() == held.sum(axis=1).astype(int).tolist()
    for basket in values[:40]:
        split = theil(basket)
        assert split.total == pytest.approx(split.extensive + split.intensive)
        assert split.total == pytest.approx(np.log(split.lines) - concentration(basket).entropy)


@needs(ATLAS)
def test_recovery_of_every_country_on_base_and_on_trend() -> None:
    rows = pl.read_parquet(ATLAS / "country_year_1995_2023.parquet").select(
        series="country_code", year="year", value=pl.col("export_value").cast(pl.Float64)
    )
    full = rows.filter(pl.col("value") > 0).filter(pl.col("year") >= 2012)
    full = full.filter(pl.len().over("series") == 12)
    answer = recovery(full)
    assert answer.by_year["series"].n_unique() > 200
    for (name,), part in answer.by_year.group_by("series"):
        part = part.sort("year")
        values = dict(zip(part["year"], part["value"], strict=True))
        line = np.polyfit(range(8), np.log([values[y] for y in range(2012, 2020)]), 1)
        last = part.row(-1, named=True)
        assert last["index_on_base"] == pytest.approx(100 * values[2023] / values[2019]), name
        trend = np.exp(np.polyval(line, 11))
        assert last["index_on_trend"] == pytest.approx(100 * values[2023] / trend, rel=1e-6), name
    morocco = answer.by_year.filter(pl.col("series") == "MAR", pl.col("year") == 2020)
    # The first year of Covid: below 2019, and farther below where it was going.
    assert morocco["index_on_trend"].item() < morocco["index_on_base"].item() < 100


# Names of markets as Brazil's customs write them; the rest stay unknown, and are counted.
ISO3 = {
    "China": "CHN",
    "Coreia do Sul": "KOR",
    "Japão": "JPN",
    "Irã": "IRN",
    "Indonésia": "IDN",
    "Rússia": "RUS",
    "Singapura": "SGP",
    "Índia": "IND",
    "México": "MEX",
    "Chile": "CHL",
}


@pytest.fixture(scope="module")
def parana(headings: FlowTable) -> tuple[PotentialFrames, pl.DataFrame, RegionalFrames]:
    """Farm exports of Brazil, with municipalities of Paraná as regions by their customs records;
    what the rest of the country sells is a region that is not listed."""
    farm = [place for place, code in enumerate(headings.products) if code < "25"]
    kept = np.isin(headings.product, farm)
    flows = pl.DataFrame(
        {
            "exporter": np.array(headings.exporters)[headings.exporter[kept]],
            "importer": np.array(headings.importers)[headings.importer[kept]],
            "product": np.array(headings.products)[headings.product[kept]],
            "value_usd": headings.value_usd[kept],
        }
    )
    national = export_potential(flows_from_frame(flows), "BRA")
    records = (
        pl.read_parquet(PARANA_ROWS)
        .filter(pl.col("year") == 2023)
        .with_columns(market=pl.col("country_name_pt").replace(ISO3))
        .group_by(region="municipality", product="hs4", market="market")
        .agg(value_usd=pl.col("fob_usd").sum())
    )
    mine = records.group_by("product", "market").agg(mine=pl.col("value_usd").sum())
    brazil = flows.filter(pl.col("exporter") == "BRA").rename({"importer": "market"})
    rest = brazil.join(mine, on=["product", "market"], how="left").select(
        region=pl.lit("rest of Brazil"),
        product="product",
        market="market",
        value_usd=(pl.col("value_usd") - pl.col("mine").fill_null(0)).clip(lower_bound=0),
    )
    customs = pl.concat([records, rest])
    regions = tuple(records["region"].unique().sort())
    return national, customs, split_potential(national, customs=customs, regions=regions)


@needs(BACI, PARANA_ROWS)
def test_municipalities_of_parana_add_up_to_brazil(
    parana: tuple[PotentialFrames, pl.DataFrame, RegionalFrames],
) -> None:
    national, _, split = parana
    assert split.evidence == "exact"
    assert len(split.regions) > 150
    for frame in (split.by_region, split.by_market, split.by_product):
        for name in MEASURES:
            assert frame[name].sum() == pytest.approx(getattr(national, name), rel=1e-9)
            assert frame[name].min() >= -1e-6
    assert "customs_markets" in {note.code for note in split.notes}


@needs(BACI, PARANA_ROWS)
def test_a_municipality_gets_its_own_records_and_its_share_of_supply(
    parana: tuple[PotentialFrames, pl.DataFrame, RegionalFrames],
) -> None:
    national, customs, split = parana
    ours = split.pairs("Paranaguá")
    row = ours.filter(pl.col("market") == "CHN", pl.col("product") == "1201").row(0, named=True)
    soy = customs.filter(pl.col("product") == "1201")
    to_china = soy.filter(pl.col("market") == "CHN")

    def share(frame: pl.DataFrame) -> float:
        mine = frame.filter(pl.col("region") == "Paranaguá")["value_usd"].sum()
        return float(mine / frame["value_usd"].sum())

    pair = national.pairs.filter(pl.col("market") == "CHN", pl.col("product") == "1201")
    assert row["actual_usd"] == pytest.approx(share(to_china) * pair["actual_usd"].item())
    assert row["potential_usd"] == pytest.approx(share(soy) * pair["potential_usd"].item())
    assert 0 < share(soy) < 0.2  # a port, but not the only one
    rest = split.by_region.filter(pl.col("region") == NOT_REGIONALISED)
    assert rest["actual_usd"].item() > 0.5 * national.actual_usd


@needs(BACI, PARANA_ROWS)
def test_municipalities_in_the_worlds_product_space(headings: FlowTable) -> None:
    exports = (
        pl.read_parquet(PARANA_ROWS)
        .filter(pl.col("year") == 2023)
        .group_by(region="municipality", product="hs4")
        .agg(value_usd=pl.col("fob_usd").sum())
    )
    found = regional_complexity(exports, product_space(headings))
    assert found.regions.height == exports["region"].n_unique()
    world = dict(zip(headings.products, headings.exports().sum(axis=0), strict=True))
    here = exports.filter(pl.col("region") == "Paranaguá")
    own = here["value_usd"].sum()
    soy = here.filter(pl.col("product") == "1201")["value_usd"].sum() / own
    wanted = soy / (world["1201"] / sum(world.values()))
    pair = found.pairs.filter(pl.col("region") == "Paranaguá", pl.col("product") == "1201")
    assert pair["rca"].item() == pytest.approx(wanted)
    assert found.regions["eci"].drop_nulls().mean() < 0  # farm products


@needs(BACI, SHARED / "cepii_geodist", SHARED / "imf_weo")
def test_the_command_on_the_whole_year(tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["potential", str(BACI), "--year", "2024", "--exporter", "MAR", "--minimum", "1000"]
    asked += ["--distances", str(SHARED / "cepii_geodist" / "dist_cepii.parquet")]
    asked += ["--growth", str(SHARED / "imf_weo" / "weo_real_gdp_growth_2022_2030.csv")]
    asked += ["--exclude-new", "27", "--new-products", "50", "--out", str(out), "--json"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["rows"]["new_products"] == 50
    record = json.loads((out / "record.json").read_text())
    assert record["options"]["terms"]["distance_factor"]
    assert record["options"]["terms"]["projected_demand"]
    assert not record["options"]["terms"]["tariff_margin"]
    pairs = pl.read_parquet(out / "potential.parquet")
    product = pairs["supply"] * pairs["demand"] * pairs["ease"]
    np.testing.assert_allclose(pairs["potential_usd"], product, rtol=1e-9)
    gap = (pairs["potential_usd"] - pairs["actual_usd"]).clip(lower_bound=0)
    np.testing.assert_allclose(pairs["unrealised_usd"], gap, rtol=1e-6, atol=1e-3)
    assert not pl.read_parquet(out / "new_products.parquet")["product"].str.starts_with("27").any()
