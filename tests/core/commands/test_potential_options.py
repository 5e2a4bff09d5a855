"""What `nasij-core potential` can be asked beyond one country in one year."""

import json
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner, Result

from nasij_core.cli import app
from nasij_core.stats.settled import PRECISION
from nasij_core.tables import NEW_PRODUCTS
from tests.core.worlds import random_frame

MEASURES = ("potential_usd", "actual_usd", "unrealised_usd")


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    path = tmp_path / "flows.csv"
    world = random_frame(3, countries=12, products=40, holes=0.92)
    world.with_columns(year=pl.lit(2022)).write_csv(path)
    return path


def ask(flows: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["potential", str(flows), "--out", str(out), *options])


def table(out: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(out / f"{name}.parquet")


def record(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "record.json").read_text())
    return found


def codes(out: Path) -> set[str]:
    return {note["code"] for note in record(out)["notes"]}  # type: ignore[index, attr-defined]


def test_new_products_of_all_are_those_of_each(flows: Path, tmp_path: Path) -> None:
    done = ask(flows, tmp_path / "all", "--exporter", "all", "--new-products", "7")
    assert done.exit_code == 0, done.output
    ranked = table(tmp_path / "all", "new_products")
    assert ranked.columns == list(NEW_PRODUCTS.names)
    assert ranked.group_by("exporter").len()["len"].max() == 7
    assert "new_products_best" in codes(tmp_path / "all")
    ask(flows, tmp_path / "one", "--exporter", "C4", "--new-products", "7")
    assert_frame_equal(
        ranked.filter(pl.col("exporter") == "C4"),
        table(tmp_path / "one", "new_products"),
        rel_tol=PRECISION,
        abs_tol=0.0,
    )


def test_new_products_can_leave_out_chapters_or_be_left_out(flows: Path, tmp_path: Path) -> None:
    everything = ["--exporter", "C4", "--exclude-new", "00001", "--exclude-new", "000020"]
    assert ask(flows, tmp_path / "some", *everything).exit_code == 0
    ranked = table(tmp_path / "some", "new_products")
    assert not ranked["product"].str.starts_with("00001").any()
    assert record(tmp_path / "some")["options"]["exclude_new"] == ["00001", "000020"]  # type: ignore[index]
    assert "new_products_excluded" in codes(tmp_path / "some")
    for exporter in ("C4", "all"):
        out = tmp_path / f"none-{exporter}"
        assert ask(flows, out, "--exporter", exporter, "--new-products", "0").exit_code == 0
        assert not (out / "new_products.parquet").exists()


@pytest.mark.parametrize("exporter", ["C4", "all"])
def test_sectors_add_up_to_the_products(exporter: str, flows: Path, tmp_path: Path) -> None:
    sectors = tmp_path / "sectors.csv"
    sectors.write_text("product,sector\n00,rest\n0000,rest\n000007,cars\n000008,cars\n")
    out = tmp_path / "out"
    done = ask(flows, out, "--exporter", exporter, "--sectors", str(sectors))
    assert done.exit_code == 0, done.output
    found, products = table(out, "by_sector"), table(out, "by_product")
    assert set(found["sector"]) == {"rest", "cars"}
    cars = products.filter(pl.col("product").is_in(["000007", "000008"]))
    for name in MEASURES:
        assert found[name].sum() == pytest.approx(products[name].sum())
        of_cars = found.filter(pl.col("sector") == "cars")[name].sum()
        assert of_cars == pytest.approx(cars[name].sum())


def test_sectors_of_regions_and_the_rest_without_one(flows: Path, tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text("product,sector\n000007,cars\n")
    (tmp_path / "shares.csv").write_text("region,share\nR1,0.6\nR2,0.3\n")
    out = tmp_path / "out"
    given = ["--sectors", str(tmp_path / "sectors.csv"), "--regional", str(tmp_path / "shares.csv")]
    done = ask(flows, out, "--exporter", "C4", *given)
    assert done.exit_code == 0, done.output
    found, by_region = table(out, "by_sector"), table(out, "by_region")
    assert found["sector"].null_count() == 3  # one line a region and one of none
    for region, whole in by_region.select("region", "potential_usd").iter_rows():
        mine = found.filter(pl.col("region") == region)["potential_usd"].sum()
        assert mine == pytest.approx(whole)


def test_years_weigh_what_they_are_given(tmp_path: Path) -> None:
    source = tmp_path / "flows.csv"
    frame = random_frame(3, products=6)
    years = [
        frame.with_columns(value_usd=pl.col("value_usd") * factor, year=pl.lit(year))
        for year, factor in ((2021, 1.0), (2022, 5.0))
    ]
    pl.concat(years).write_csv(source)
    weights = ["--weight", "2021=1", "--weight", "2022=3"]
    assert ask(source, tmp_path / "out", "--exporter", "C0", *weights).exit_code == 0
    sold = frame.filter(pl.col("exporter") == "C0")["value_usd"].sum()
    found = table(tmp_path / "out", "by_market")["actual_usd"].sum()
    assert found == pytest.approx(sold * (1 * 1 + 3 * 5) / 4)
    assert record(tmp_path / "out")["options"]["year_weights"] == {"2021": 1.0, "2022": 3.0}  # type: ignore[index]
    for wrong in ("2019=1", "last=1", "2021=much", "2021=-1"):
        refused = ask(source, tmp_path / "no", "--exporter", "C0", "--weight", wrong)
        assert refused.exit_code == 2
        assert refused.stderr.startswith("Error: ")
        assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("over", ["reporters", "terms"])
def test_a_range_is_a_table_of_its_own(over: str, flows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = ask(flows, out, "--exporter", "C4", "--range", over, "--draws", "12")
    assert done.exit_code == 0, done.output
    found = table(out, "range")
    assert found["figure"].to_list()[:2] == ["potential_usd", "unrealised_usd"]
    assert (found["low"] <= found["central"]).all()
    assert (found["central"] <= found["high"]).all()
    assert (found.height > 2) == (over == "reporters")


def test_a_range_over_years_needs_years(flows: Path, tmp_path: Path) -> None:
    refused = ask(flows, tmp_path / "out", "--exporter", "C4", "--range", "years")
    assert refused.exit_code == 2
    assert "needs 3 years" in refused.stderr


def test_what_is_of_one_country_contradicts_all(flows: Path, tmp_path: Path) -> None:
    for options in (["--range", "terms"], ["--regional", "x.csv"], ["--density", "x.csv"]):
        refused = ask(flows, tmp_path / "out", "--exporter", "all", *options)
        assert refused.exit_code == 2
        assert "contradict" in refused.stderr
