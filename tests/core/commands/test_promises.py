"""The interface that was promised: column names, the three layouts of flows, the record, CSV beside
Parquet, JSON answers — and no web framework anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from nasij_core import __version__, tables
from nasij_core.cli import app
from tests.core.allocation.test_pb_and_command import SMALL
from tests.core.commands.test_bad_input import PAIRS, PLAN, RECORDS, SERIES, TEXTS
from tests.core.worlds import random_frame

FLOWS = random_frame(3, countries=9, products=20, holes=0.9)
LAYOUTS = {
    "own": {},
    "baci": {"year": "t", "exporter": "i", "importer": "j", "product": "k", "value_usd": "v"},
    "letters": {"exporter": "i", "importer": "j", "product": "k", "value_usd": "v_usd"},
}
NUMBERS = {
    f"C{n}": str(code) for n, code in enumerate((504, 251, 276, 724, 380, 528, 826, 12, 788))
}
PROMISED = {
    "complexity": {
        "countries": "exporter diversity eci fitness coi",
        "products": "product ubiquity pci pci_eci_scale complexity",
        "pairs": "exporter product rca density cog",
        "proximity": "product other proximity",
    },
    "potential": {
        "potential": "exporter market product supply demand ease potential_usd actual_usd "
        "unrealised_usd",
        "by_market": "exporter market potential_usd actual_usd unrealised_usd",
        "by_product": "exporter product potential_usd actual_usd unrealised_usd",
        "new_products": "exporter market product rank density demand ease score",
    },
    "dynamics": {
        "by_year": "year exporters entrants exiters incumbents surviving_entrants entry_rate "
        "exit_rate survival_1 survival_2 survival_3 hhi top1_share top5_share top25_share",
    },
    "diversification": {"diversification": "exporter hhi effective unctad theil krugman hachman"},
    "recovery": {"recovery": "year value index_on_base index_on_trend gap cumulative_gap"},
    "gravity": {"coefficients": "term estimate standard_error", "fitted": "trade fitted ease"},
    "text": {"groups": "group position leads score reason", "themes": "text theme confidence"},
    "corridor": {"corridors": "region market rank port road_km sea_km km hours kg_co2_per_tonne"},
}
SCHEMAS = {
    table.name: table
    for table in (
        *(tables.COUNTRIES, tables.PRODUCTS, tables.PAIRS),
        *(tables.POTENTIAL, tables.BY_MARKET, tables.BY_PRODUCT, tables.NEW_PRODUCTS),
        *(tables.DYNAMICS_BY_YEAR, tables.RECOVERY),
    )
}
ASKED = {
    "complexity": ["--proximity"],
    "potential": ["--exporter", "all"],
    "gravity": ["--covariate", "far", "--effect", "e"],
}
INPUTS = {"dynamics": RECORDS, "recovery": SERIES, "gravity": PAIRS, "text": TEXTS}


def flows_file(folder: Path, layout: str) -> Path:
    frame = FLOWS
    if layout == "baci":
        frame = frame.with_columns(pl.col("exporter", "importer").replace(NUMBERS))
    if layout != "letters":
        frame = frame.with_columns(year=pl.lit(2022))
    path = folder / f"{layout}_2022.csv"
    frame.rename(LAYOUTS[layout]).write_csv(path)
    return path


def ask(command: str, folder: Path) -> Path:
    """Run a command on its own small input, with CSV beside; its folder."""
    if command in ("complexity", "potential", "diversification"):
        given = [str(flows_file(folder, "own"))]
    elif command == "corridor":
        texts = (
            "region,lat,lon\nN,34,-6\n",
            "port,lat,lon\nT,35.9,-5.5\n",
            "market,lat,lon\nD,52,4\n",
        )
        given = []
        for number, text in enumerate(texts):
            (folder / f"{number}.csv").write_text(text)
            given.append(str(folder / f"{number}.csv"))
    else:
        (folder / "in.csv").write_text(INPUTS[command])
        given = [str(folder / "in.csv")]
    out = folder / "out"
    done = CliRunner().invoke(
        app, [command, *given, *ASKED.get(command, []), "--out", str(out), "--csv", "--json"]
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["written"] == str(out)
    return out


@pytest.mark.parametrize("command", PROMISED)
def test_columns_record_and_csv(command: str, tmp_path: Path) -> None:
    out = ask(command, tmp_path)
    record = json.loads((out / "record.json").read_text())
    assert record["version"] == __version__
    assert record["method"]
    assert record["options"]
    assert {"notes", "computed_at", "rows"} <= set(record)
    assert all(len(given["sha256"]) == 64 for given in record["inputs"].values())
    assert record["inputs"]
    for name, columns in PROMISED[command].items():
        found = pl.read_parquet(out / f"{name}.parquet")
        assert set(columns.split()) <= set(found.columns), name
        assert record["rows"][name] == found.height
        if name in SCHEMAS:
            SCHEMAS[name].validate(found)
        csv = pl.read_csv(out / f"{name}.csv", infer_schema=False)
        assert (csv.columns, csv.height) == (found.columns, found.height)


@pytest.mark.parametrize("command", ["complexity", "potential", "diversification"])
def test_all_layouts_of_flows_say_the_same(command: str, tmp_path: Path) -> None:
    column = {"complexity": ("countries", "eci"), "potential": ("by_exporter", "potential_usd")}
    table, name = column.get(command, ("diversification", "hhi"))
    found = {}
    for layout, scale in (("own", 1.0), ("baci", 1000.0), ("letters", 1.0)):
        out = tmp_path / f"out-{layout}"
        asked = [command, str(flows_file(tmp_path, layout)), "--out", str(out), "--year", "2022"]
        done = CliRunner().invoke(app, asked)
        assert done.exit_code == 0, done.output
        frame = pl.read_parquet(out / f"{table}.parquet")
        values = frame[name] / (scale if name.endswith("usd") else 1.0)  # BACI is in thousands
        found[layout] = sorted(values.drop_nulls().to_list())
    assert found["baci"] == pytest.approx(found["own"], abs=1e-9)
    assert found["letters"] == pytest.approx(found["own"], abs=1e-9)


def test_regions_stand_second(tmp_path: Path) -> None:
    (tmp_path / "shares.csv").write_text("region,share\nR1,0.6\n")
    asked = ["potential", str(flows_file(tmp_path, "own")), "--exporter", "C0"]
    asked += ["--regional", str(tmp_path / "shares.csv"), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, asked).exit_code == 0
    found = pl.read_parquet(tmp_path / "out" / "potential.parquet")
    rest = PROMISED["potential"]["potential"].split()
    assert found.columns[:10] == ["exporter", "region", *rest[1:]]
    assert found["evidence"].unique().to_list() == ["indicative"]


def test_answers_of_project_and_allocate_hold_the_record(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps(PLAN))
    (tmp_path / "e.pb").write_text(SMALL)
    for asked, keys in (
        (["project", str(tmp_path / "p.json"), "--draws", "20"], {"probability", "required"}),
        (["allocate", str(tmp_path / "e.pb")], {"selected", "payments"}),
    ):
        out = tmp_path / f"{asked[0]}.json"
        for options in ([], ["--out", str(out)], ["--json"]):
            done = CliRunner().invoke(app, [*asked, *options])
            assert done.exit_code == 0, done.output
            told = json.loads(out.read_text() if "--out" in options else done.stdout)
            assert keys <= set(told)
            record = told["record"]
            assert record["version"] == __version__
            assert all(len(given["sha256"]) == 64 for given in record["inputs"].values())


NO_WEB = """
import importlib.abc, pkgutil, sys
class Closed(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "nasij", "babel"}:
            raise ImportError(name + " is not for the core")
sys.meta_path.insert(0, Closed())
import nasij_core
for found in pkgutil.walk_packages(nasij_core.__path__, "nasij_core."):
    __import__(found.name)
from nasij_core.cli import app
from typer.testing import CliRunner
print(CliRunner().invoke(app, ["recovery", sys.argv[1], "--out", sys.argv[2]]).exit_code)
"""


def test_every_module_works_where_there_is_no_web(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(SERIES)
    done = subprocess.run(
        [sys.executable, "-c", NO_WEB, str(tmp_path / "s.csv"), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3] / "src",
    )
    assert done.stdout.strip() == "0", done.stderr
