"""`nasij-core` on files: the promised columns, the record, and one clear line when it fails."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from nasij_core.cli import app
from nasij_core.store import import_flows
from tests.core.worlds import (
    TOY_FLOWS,
    TOY_PRODUCTS,
    flow_frame,
    random_frame,
    toy_distances,
    toy_growth,
    toy_tariffs,
)

run = CliRunner()


def columns(path: Path) -> list[str]:
    return list(pl.read_parquet_schema(path))


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    path = tmp_path / "flows.csv"
    random_frame(3, products=6).with_columns(year=pl.lit(2022)).write_csv(path)
    return path


class TestPotential:
    def test_the_worked_example_from_files(self, tmp_path: Path) -> None:
        rows = [
            (i, j, k, float(v))
            for (i, j), vs in TOY_FLOWS.items()
            for k, v in zip(TOY_PRODUCTS, vs, strict=True)
        ]
        flow_frame(rows).with_columns(year=pl.lit(2022)).write_csv(tmp_path / "f.csv")
        toy_distances().write_csv(tmp_path / "d.csv")
        toy_growth().write_csv(tmp_path / "g.csv")
        toy_tariffs().write_csv(tmp_path / "t.csv")
        names = {"distances": "d.csv", "growth": "g.csv", "tariffs": "t.csv"}
        given = [
            part for name, file in names.items() for part in (f"--{name}", str(tmp_path / file))
        ]
        done = run.invoke(
            app,
            [
                "potential",
                str(tmp_path / "f.csv"),
                "--exporter",
                "MAR",
                *given,
                "--out",
                str(tmp_path / "out"),
                "--csv",
            ],
        )
        assert done.exit_code == 0, done.output
        pairs = pl.read_parquet(tmp_path / "out" / "potential.parquet")
        fish = pairs.filter((pl.col("market") == "FRA") & (pl.col("product") == "fish"))
        assert fish["potential_usd"][0] == pytest.approx(60.708897, abs=6e-7)
        assert (tmp_path / "out" / "potential.csv").exists()

    def test_promised_columns_and_record(self, flows: Path, tmp_path: Path) -> None:
        done = run.invoke(
            app,
            ["potential", str(flows), "--exporter", "C0", "--out", str(tmp_path / "out"), "--json"],
        )
        assert done.exit_code == 0, done.output
        promised = (
            "exporter market product supply demand ease potential_usd actual_usd unrealised_usd"
        )
        assert columns(tmp_path / "out" / "potential.parquet")[:9] == promised.split()
        record = json.loads((tmp_path / "out" / "record.json").read_text())
        assert {note["code"] for note in record["notes"]} >= {
            "no_distances",
            "no_tariffs",
            "no_growth",
        }
        assert len(record["inputs"]["flows"]["sha256"]) == 64
        assert json.loads(done.stdout)["rows"]["potential"] > 0

    def test_new_products_are_ranked_from_the_flows_themselves(self, tmp_path: Path) -> None:
        source, out = tmp_path / "f.csv", tmp_path / "out"
        world = random_frame(3, countries=12, products=40, holes=0.7).with_columns(
            year=pl.lit(2022)
        )
        world.write_csv(source)
        done = run.invoke(app, ["potential", str(source), "--exporter", "C0", "--out", str(out)])
        assert done.exit_code == 0, done.output
        named = columns(out / "new_products.parquet")
        assert named[:4] == ["exporter", "market", "product", "rank"]

    def test_a_world_too_small_for_a_product_space_says_so(
        self, flows: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        done = run.invoke(app, ["potential", str(flows), "--exporter", "C0", "--out", str(out)])
        assert done.exit_code == 0, done.output
        notes = {note["code"] for note in json.loads((out / "record.json").read_text())["notes"]}
        assert "new_products_not_ranked" in notes
        assert not (out / "new_products.parquet").exists()

    def test_a_file_without_year_is_the_world_of_the_year_asked(self, tmp_path: Path) -> None:
        source = tmp_path / "world.parquet"
        names = {"product": "k", "exporter": "i", "importer": "j", "value_usd": "v_usd"}
        random_frame(3, products=6).rename(names).write_parquet(source)
        rates = tmp_path / "growth.csv"
        rates.write_text("country,year,growth\nC0,2025,0.02\nC1,2025,0.03\n")
        given = ["potential", str(source), "--exporter", "C0", "--out", str(tmp_path / "out")]
        for years in ([], [2024]):
            options = [part for year in years for part in ("--year", str(year))]
            done = run.invoke(app, [*given, *options])
            assert done.exit_code == 0, done.output
            record = json.loads((tmp_path / "out" / "record.json").read_text())
            assert record["options"]["years"] == years
        growing = ["--growth", str(rates), "--horizon", "1"]
        assert run.invoke(app, [*given, "--year", "2024", *growing]).exit_code == 0
        refused = run.invoke(app, [*given, *growing])
        assert refused.exit_code != 0
        assert "no year to count from" in refused.output
        two = run.invoke(app, [*given, "--year", "2023", "--year", "2024"])
        assert two.exit_code != 0

    def test_only_the_years_asked_are_taken(self, tmp_path: Path) -> None:
        source = tmp_path / "flows.csv"
        years = [random_frame(3, products=6).with_columns(year=pl.lit(y)) for y in (2021, 2022)]
        pl.concat(years).write_csv(source)
        given = ["potential", str(source), "--exporter", "C0", "--out", str(tmp_path / "out")]
        assert run.invoke(app, [*given, "--year", "2021"]).exit_code == 0
        record = json.loads((tmp_path / "out" / "record.json").read_text())
        assert record["options"]["years"] == [2021]
        refused = run.invoke(app, [*given, "--year", "2019"])
        assert refused.exit_code != 0
        assert "2021, 2022" in refused.output

    def test_all_exporters(self, flows: Path, tmp_path: Path) -> None:
        done = run.invoke(
            app, ["potential", str(flows), "--exporter", "all", "--out", str(tmp_path / "out")]
        )
        assert done.exit_code == 0, done.output
        totals = pl.read_parquet(tmp_path / "out" / "by_exporter.parquet").sort("exporter")
        pairs = pl.read_parquet(tmp_path / "out" / "potential.parquet")
        summed = pairs.group_by("exporter").agg(pl.col("unrealised_usd").sum()).sort("exporter")
        assert totals["unrealised_usd"].to_list() == pytest.approx(
            summed["unrealised_usd"].to_list()
        )

    def test_regions_and_new_products(self, flows: Path, tmp_path: Path) -> None:
        (tmp_path / "shares.csv").write_text("region,share\nR1,0.6\nR2,0.3\n")
        (tmp_path / "density.csv").write_text("product,density\n000000,0.5\n000001,0.2\n")
        done = run.invoke(
            app,
            [
                "potential",
                str(flows),
                "--exporter",
                "C0",
                "--regional",
                str(tmp_path / "shares.csv"),
                "--out",
                str(tmp_path / "out"),
            ],
        )
        assert done.exit_code == 0, done.output
        assert columns(tmp_path / "out" / "potential.parquet")[:4] == [
            "exporter",
            "region",
            "market",
            "product",
        ]
        assert set(pl.read_parquet(tmp_path / "out" / "by_market.parquet")["region"]) == {
            "R1",
            "R2",
            "not regionalised",
        }

    def test_a_snapshot_will_do(self, flows: Path, tmp_path: Path) -> None:
        import_flows(flows, tmp_path / "snap", origin="x", vintage="y")
        done = run.invoke(
            app,
            [
                "potential",
                str(tmp_path / "snap"),
                "--exporter",
                "C0",
                "--year",
                "2022",
                "--out",
                str(tmp_path / "out"),
            ],
        )
        assert done.exit_code == 0, done.output

    def test_unknown_exporter_is_one_line_and_exit_2(self, flows: Path, tmp_path: Path) -> None:
        done = run.invoke(
            app, ["potential", str(flows), "--exporter", "XXX", "--out", str(tmp_path / "out")]
        )
        assert done.exit_code == 2
        assert done.stderr.startswith("Error: exporter has unknown codes (1): XXX.")
        assert len(done.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "out").exists()

    def test_errors_for_machines(self, flows: Path, tmp_path: Path) -> None:
        done = run.invoke(
            app, ["potential", str(tmp_path / "no.csv"), "--json", "--out", str(tmp_path / "out")]
        )
        assert done.exit_code == 2
        assert json.loads(done.stderr)["error"] == "UnknownFormat"


class TestDynamics:
    def records(self, tmp_path: Path) -> Path:
        path = tmp_path / "records.csv"
        rows = [
            f"F{f},{2010 + y},R{f % 2},01,FRA,{10 * f + 1}"
            for f in range(12)
            for y in range(4)
            if (f * y) % 5 != 1
        ]
        path.write_text("firm,year,region,product,market,value\n" + "\n".join(rows) + "\n")
        return path

    def test_promised_columns(self, tmp_path: Path) -> None:
        done = run.invoke(
            app,
            [
                "dynamics",
                str(self.records(tmp_path)),
                "--by",
                "region",
                "--threshold",
                "5",
                "--out",
                str(tmp_path / "out"),
                "--json",
            ],
        )
        assert done.exit_code == 0, done.output
        found = columns(tmp_path / "out" / "by_year.parquet")
        promised = (
            "exporters entrants exiters incumbents surviving_entrants "
            "entry_rate exit_rate survival_1 hhi top1_share"
        )
        assert {"year", "region", *promised.split()} <= set(found)

    def test_a_column_that_lacks(self, tmp_path: Path) -> None:
        (tmp_path / "r.csv").write_text("firm,value\nA,1\n")
        done = run.invoke(
            app, ["dynamics", str(tmp_path / "r.csv"), "--out", str(tmp_path / "out")]
        )
        assert done.exit_code == 2
        assert "lacks the columns: year" in done.stderr


class TestProject:
    def params(self, tmp_path: Path, **changes: object) -> Path:
        path = tmp_path / "params.json"
        given = {
            "start_year": 2021,
            "target_year": 2035,
            "target": 12000,
            "exit_rates": [0.110463],
            "regions": [{"region": "R1", "stock": 6000, "entries": 553.125}],
        }
        path.write_text(json.dumps(given | changes))
        return path

    def test_the_answer_is_json_and_repeats_with_its_seed(self, tmp_path: Path) -> None:
        asked = ["project", str(self.params(tmp_path)), "--draws", "300", "--seed", "4", "--json"]
        one, two = (json.loads(run.invoke(app, asked).stdout) for _ in range(2))
        assert one["by_year"] == two["by_year"]
        assert one["required"]["entries_at_these_exits"]["entries_per_year"] == pytest.approx(
            1485.3, abs=0.05
        )

    def test_an_unknown_field_is_named(self, tmp_path: Path) -> None:
        done = run.invoke(app, ["project", str(self.params(tmp_path, targgets=1))])
        assert done.exit_code == 2
        assert "targgets" in done.stderr

    def test_a_file_that_is_not_json(self, tmp_path: Path) -> None:
        (tmp_path / "p.json").write_text("{")
        done = run.invoke(app, ["project", str(tmp_path / "p.json")])
        assert done.exit_code == 2
        assert "not JSON" in done.stderr


def test_recovery(tmp_path: Path) -> None:
    rows = [
        f"{year},{value}"
        for year, value in zip(
            range(2016, 2024), (100, 104, 108.16, 112.4864, 95, 110, 125, 130), strict=True
        )
    ]
    (tmp_path / "s.csv").write_text("year,value\n" + "\n".join(rows) + "\n")
    done = run.invoke(
        app,
        [
            "recovery",
            str(tmp_path / "s.csv"),
            "--trend-from",
            "2016",
            "--out",
            str(tmp_path / "out"),
        ],
    )
    assert done.exit_code == 0, done.output
    frame = pl.read_parquet(tmp_path / "out" / "recovery.parquet")
    assert frame["index_on_trend"][-1] == pytest.approx(98.7893, abs=5e-5)


def test_every_command_explains_itself() -> None:
    shown = run.invoke(app, ["--help"]).output
    for name in ("potential", "dynamics", "project", "recovery"):
        assert name in shown
        assert run.invoke(app, [name, "--help"]).exit_code == 0
