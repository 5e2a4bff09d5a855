"""Bad input, command by command: one sentence that names the thing and the remedy, exit code 2,
and nothing written."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from nasij_core import errors
from nasij_core.cli import app
from tests.core.allocation.test_pb_and_command import SMALL
from tests.core.worlds import random_frame

run = CliRunner()
FLOWS = random_frame(3, countries=8, products=12, holes=0.85).with_columns(year=pl.lit(2022))
HEAD = "year,exporter,importer,product,value_usd\n"
RING = HEAD + "".join(f"2022,E{i},M,00000{(i + d) % 4},1\n" for i in range(4) for d in (0, 1))
AREAS = HEAD + "".join(f"2022,{i},ZZZ,0805{j}0,1\n" for i in ("MAR", "ESP") for j in (1, 5))
RECORDS = "firm,year,region,product,market,value\n" + "".join(
    f"F{f},{2010 + y},R{f % 2},01,FRA,{10 * f + 1}\n"
    for f in range(12)
    for y in range(4)
    if (f * y) % 5 != 1
)
SERIES = "year,value\n" + "".join(f"{year},{year - 1900}\n" for year in range(2010, 2024))
PAIRS = "trade,far,e,i\n" + "".join(
    f"{(3 * a + 5 * b) % 7},{(a * b) % 5},{a},{b}\n" for a in range(6) for b in range(6) if a != b
)
TEXTS = "text,region\nfret trop cher,A\nle fret est trop cher,A\n"
PLAN = {
    "start_year": 2021,
    "target_year": 2035,
    "target": 12000,
    "exit_rates": [0.11],
    "regions": [{"region": "R1", "stock": 6000, "entries": 553}],
}
EFFECT = {"name": "x", "lever": "entries", "effect": 0.1, "standard_error": 0.02, "source": "s"}


def flows(**changes: pl.Expr) -> str:
    """The good flows with one cell of some columns changed."""
    here = pl.int_range(pl.len()) == 3
    changed = {
        name: pl.when(here).then(value).otherwise(pl.col(name)) for name, value in changes.items()
    }
    return FLOWS.with_columns(**changed).write_csv()


def check(done: Result, out: Path, error: type[errors.CoreError], words: str) -> None:
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    told = json.loads(done.stderr)
    assert told["error"] == error.__name__, told
    assert words in told["problem"], told
    assert told["remedy"]
    assert not out.exists()
    assert not [path.name for path in out.parent.iterdir() if path.name.startswith(".")]


def ask(tmp_path: Path, command: str, file: str, text: str, *options: str) -> tuple[Result, Path]:
    source, out = tmp_path / file, tmp_path / "out"
    source.write_text(text)
    asked = [command, str(source), "--out", str(out), "--json", *options]
    return run.invoke(app, asked), out


NOT_FLOWS = [
    (flows(value_usd=pl.lit(float("nan"))), errors.CellsUnread, "f.csv. Cells that are empty"),
    (flows(value_usd=pl.lit(float("inf"))), errors.CellsUnread, "value_usd"),
    (flows(value_usd=pl.lit(-5.0)), errors.CellsNegative, "Lines: 5. They hold: -5.0"),
    (flows(product=pl.lit(None)), errors.CellsUnread, "product"),
    (flows() + flows().splitlines()[1] + "\n", errors.DuplicateKeys, "C0/C2/000003"),
    (flows().replace("2022", "soon"), errors.CellsUnread, "year"),
    (flows().replace("2022", "202206"), errors.YearImpossible, "holds “202206”"),
    (HEAD, errors.NoRows, "f.csv"),
    ("", errors.NoRows, "f.csv"),
    ("a,b\n1,2\n", errors.MissingColumn, "value_usd"),
    (
        HEAD + "2022,A,B,01,5\n2022,A,B,0101,3\n2022,B,A,010121,2\n",
        errors.MixedLevels,
        "01 / 0101",
    ),
    (
        FLOWS.with_columns(
            revision=pl.when(pl.col("product") > "000005")
            .then(pl.lit("HS17"))
            .otherwise(pl.lit("HS22"))
        ).write_csv(),
        errors.MixedRevisions,
        "HS17, HS22",
    ),
]


@pytest.mark.parametrize(("text", "error", "words"), NOT_FLOWS)
@pytest.mark.parametrize("command", ["complexity", "potential", "diversification"])
def test_flows(
    command: str, text: str, error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    check(*ask(tmp_path, command, "f.csv", text), error, words)


@pytest.mark.parametrize(
    ("command", "text", "options", "error", "words"),
    [
        ("complexity", flows(), ["--year", "1999"], errors.BadOption, "1999"),
        ("potential", flows(), ["--year", "1999"], errors.BadOption, "1999"),
        ("diversification", flows(), ["--year", "1999"], errors.BadOption, "1999"),
        ("potential", flows(), ["--exporter", "ZZZ"], errors.UnknownCode, "ZZZ"),
        ("complexity", flows(), ["--exclude", "ZZZ"], errors.UnknownCode, "ZZZ"),
        ("complexity", RING, [], errors.NotEnoughData, "tied"),
        ("complexity", HEAD + "2022,A,B,1,5\n2022,A,B,2,5\n", [], errors.NotEnoughData, "1 exp"),
        ("complexity", HEAD + "2022,A,B,1,0\n2022,B,A,2,0\n", [], errors.NotEnoughData, "0 exp"),
        ("complexity", flows(), ["--presence", "x"], errors.BadOption, "presence"),
        ("complexity", flows(), ["--index", "x"], errors.BadOption, "product_index"),
        ("complexity", flows(), ["--threshold", "0"], errors.OutOfRange, "threshold"),
        ("complexity", flows(), ["--min-exports", "-5"], errors.OutOfRange, "least exports"),
        ("complexity", AREAS, [], errors.NoSingleMarkets, "ZZZ"),
        ("potential", AREAS, [], errors.NoSingleMarkets, "ZZZ"),
        ("potential", flows(), ["--sigma", "nan"], errors.OutOfRange, "sigma"),
        ("potential", flows(), ["--exclude-new", ""], errors.BadInput, "beginning"),
        ("diversification", flows(), ["--by", "product"], errors.BadOption, "over"),
        ("diversification", flows(), ["--lines", "1"], errors.OutOfRange, "lines"),
        ("diversification", HEAD + "2022,A,B,1,0\n", [], errors.NotEnoughData, "no basket"),
    ],
)
def test_questions_of_flows(
    command: str,
    text: str,
    options: list[str],
    error: type[errors.CoreError],
    words: str,
    tmp_path: Path,
) -> None:
    check(*ask(tmp_path, command, "f.csv", text, *options), error, words)


@pytest.mark.parametrize(
    ("option", "text", "error", "words"),
    [
        ("distances", "exporter,importer,km\nC0,C1,-1\n", errors.NegativeValue, "km"),
        ("distances", "exporter,importer,km\nC0,C1,5\nC0,C1,6\n", errors.DuplicateKeys, "C0/C1"),
        ("distances", "exporter,importer,km\nX,Y,5\n", errors.NoRows, "Distances"),
        ("growth", "country,gdp_ratio\nC0,0\n", errors.OutOfRange, "growth ratio"),
        ("growth", "country,year,growth\nC0,2010,0.03\n", errors.NotEnoughData, "no forecast"),
        ("growth", "country,year,growth\nC0,2040,0.03\n", errors.NotEnoughData, "has a year"),
        ("growth", "country,year,growth\nC0,2023,x\n", errors.NotANumber, "growth"),
        ("growth", "year,growth\n2023,0.1\n", errors.MissingColumn, "country"),
        ("regional", "region,share\n,0.5\n", errors.NotANumber, "region"),
        ("regional", "region,share\nA,0.7\nB,0.6\n", errors.Contradiction, "1.3"),
        ("regional", "region,share\nA,1.2\n", errors.OutOfRange, "share"),
        ("regional", "region,sector,value_usd\nA,x,5\n", errors.MissingColumn, "sectors"),
        (
            "regional",
            "region,product,market,value_usd\nR,999999,C1,5\n",
            errors.UnknownCode,
            "999999",
        ),
        (
            "regional",
            "region,product,market,value_usd\nR,000001,C1,0\n",
            errors.NotEnoughData,
            "no value",
        ),
        ("density", "product,density\n000001,5\n", errors.OutOfRange, "density"),
        ("sectors", "product,sector\n00,a\n00,b\n", errors.DuplicateKeys, "00"),
    ],
)
def test_tables_beside_the_flows(
    option: str, text: str, error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    (tmp_path / "table.csv").write_text(text)
    given = ["--exporter", "C0", f"--{option}", str(tmp_path / "table.csv")]
    check(*ask(tmp_path, "potential", "f.csv", flows(), *given), error, words)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("region,product,value_usd\nR,000001,-5\n", errors.NegativeValue, "value_usd"),
        ("region,product,value_usd\nR,z,5\n", errors.UnknownCode, "z"),
        ("region,product,value_usd\n,000001,5\n", errors.NotANumber, "region"),
    ],
)
def test_regions_of_a_world(
    text: str, error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    (tmp_path / "table.csv").write_text(text)
    given = ["--regional", str(tmp_path / "table.csv")]
    check(*ask(tmp_path, "complexity", "f.csv", flows(), *given), error, words)


def test_an_empty_region_is_undefined_and_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("region,product,value_usd\nR,000001,0\nS,000001,3\n")
    given = ["--regional", str(tmp_path / "table.csv")]
    done, out = ask(tmp_path, "complexity", "f.csv", flows(), *given)
    assert done.exit_code == 0, done.output
    found = pl.read_parquet(out / "regions.parquet")
    assert found.filter(pl.col("region") == "R")["eci"].to_list() == [None]
    assert found.filter(pl.col("region") == "S")["eci"].null_count() == 0


@pytest.mark.parametrize(
    ("text", "options", "error", "words"),
    [
        (RECORDS + "F1,2012,R1,01,FRA,-4\n", [], errors.NegativeValue, "row 42"),
        (RECORDS + "F1,2012,R1,02,FRA,NaN\n", [], errors.NotANumber, "row 42"),
        (RECORDS + ",2012,R1,02,FRA,4\n", [], errors.NotANumber, "firm"),
        (RECORDS + "F1,2012,,02,FRA,4\n", ["--by", "region"], errors.NotANumber, "region"),
        (RECORDS + "F1,soon,R1,02,FRA,4\n", [], errors.NotANumber, "year"),
        ("firm,value\nA,1\n", [], errors.MissingColumn, "year"),
        ("firm,year,value\nA,2001,1\n", ["--by", "region"], errors.MissingColumn, "region"),
        (RECORDS, ["--threshold", "-1"], errors.OutOfRange, "threshold"),
        (RECORDS, ["--threshold", "1e12"], errors.NoRows, "threshold"),
        (RECORDS, ["--exclude", ""], errors.BadInput, "beginning"),
        (RECORDS, ["--digits", "0"], errors.OutOfRange, "digits"),
    ],
)
def test_firm_records(
    text: str, options: list[str], error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    check(*ask(tmp_path, "dynamics", "r.csv", text, *options), error, words)


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"targett": 1}, errors.BadOption, "targett"),
        ({"start_year": "abc"}, errors.NotANumber, "start_year"),
        ({"start_year": 2021.5}, errors.OutOfRange, "start_year"),
        ({"target": None}, errors.NotANumber, "target"),
        ({"target": float("nan")}, errors.NotANumber, "target"),
        ({"target": -5}, errors.OutOfRange, "target"),
        ({"target_year": 2021}, errors.Contradiction, "not after the start"),
        ({"target_year": 20000}, errors.OutOfRange, "horizon"),
        ({"regions": []}, errors.NoRows, "regions"),
        ({"regions": "all"}, errors.BadInput, "regions"),
        ({"regions": ["R1"]}, errors.BadInput, "R1"),
        ({"regions": PLAN["regions"] * 2}, errors.DuplicateKeys, "R1"),  # type: ignore[operator]
        ({"regions": [{"region": "", "stock": 1, "entries": 1}]}, errors.MissingField, "region"),
        ({"regions": [{"region": "N", "stock": -1, "entries": 1}]}, errors.OutOfRange, "N"),
        ({"regions": [{"region": "N", "stock": "x", "entries": 1}]}, errors.NotANumber, "N"),
        ({"exit_rates": [1.5]}, errors.OutOfRange, "R1"),
        ({"exit_rates": ["much"]}, errors.NotANumber, "exit rates"),
        ({"exit_rates": [0.5, 0.0]}, errors.NotEnoughData, "nobody leaves"),
        ({"quantiles": [2]}, errors.OutOfRange, "quantiles"),
        ({"quantiles": [0.5, 0.501]}, errors.DuplicateKeys, "q50"),
        ({"scenarios": [{**EFFECT, "source": None}]}, errors.MissingField, "source"),
        ({"scenarios": [{**EFFECT, "effect": "much"}]}, errors.NotANumber, "effect"),
        ({"scenarios": [{**EFFECT, "regions": ["R9"]}]}, errors.BadOption, "R9"),
        ({"scenarios": [{**EFFECT, "sizes": ["small"]}]}, errors.BadOption, "small"),
        ({"history": {"years": [2000, 2001]}}, errors.MissingField, "stock"),
        (
            {"history": {"years": [2000, 2001], "stock": [5, 6], "entries": [1, 1]}},
            errors.NotEnoughData,
            "5 years",
        ),
    ],
)
def test_plans(
    changes: dict[str, object], error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    text = json.dumps({**PLAN, **changes})
    check(*ask(tmp_path, "project", "p.json", text, "--draws", "20"), error, words)


@pytest.mark.parametrize(
    ("replace", "by", "options", "error", "words"),
    [
        ("budget;100,5", "budget;0", [], errors.OutOfRange, "budget"),
        ("budget;100,5", "budget;nan", [], errors.NotANumber, "budget"),
        ("v2;p1,p2", "v2;p1,p9", [], errors.UnknownCode, "the ballot of v2 has unknown codes (1)"),
        ("v1;p1\nv2;p1,p2", "v1;\nv2;", [], errors.NotEnoughData, "no ballot"),
        ("budget;100,5", "budget;1,000", [], errors.AmbiguousNumber, "the budget holds “1,000”"),
        (
            "v2;p1,p2",
            "v2;p1;p2",
            [],
            errors.RowTooLong,
            "VOTES has a row whose cells (3) do not match its headings (2)",
        ),
        ("p", "p", ["--rule", "dice"], errors.BadOption, "dice"),
        ("p", "p", ["--completion", "some"], errors.BadOption, "some"),
        ("p", "p", ["--rule", "phragmen", "--completion", "add1"], errors.Contradiction, "add1"),
        ("p", "p", ["--rule", "greedy", "--completion", "add1"], errors.Contradiction, "add1"),
        (
            "p",
            "p",
            ["--rule", "phragmen", "--satisfaction", "cost"],
            errors.Contradiction,
            "phragmen",
        ),
    ],
)
def test_elections(
    replace: str,
    by: str,
    options: list[str],
    error: type[errors.CoreError],
    words: str,
    tmp_path: Path,
) -> None:
    text = SMALL.replace(replace, by)
    check(*ask(tmp_path, "allocate", "e.pb", text, *options), error, words)


@pytest.mark.parametrize(
    ("text", "options", "error", "words"),
    [
        (SERIES + "2024,-3\n", [], errors.NegativeValue, "value"),
        (SERIES + "2024,0\n", [], errors.OutOfRange, "above 0"),
        (SERIES + "2015,3\n", [], errors.DuplicateKeys, "2015"),
        (SERIES, ["--base", "1990"], errors.BadOption, "1990"),
        (SERIES, ["--trend-from", "2018"], errors.NotEnoughData, "3 years"),
        (SERIES, ["--trend-from", "2019", "--trend-to", "2012"], errors.Contradiction, "trend"),
        (SERIES, ["--level", "2"], errors.OutOfRange, "level"),
        ("series,year,value\nb,2019,3\n", [], errors.NotEnoughData, "series b"),
    ],
)
def test_series(
    text: str, options: list[str], error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    check(*ask(tmp_path, "recovery", "s.csv", text, *options), error, words)


@pytest.mark.parametrize(
    ("text", "options", "error", "words"),
    [
        (PAIRS, ["--covariate", "near"], errors.MissingColumn, "near"),
        (PAIRS, ["--covariate", "trade"], errors.Contradiction, "explain itself"),
        (PAIRS, ["--covariate", "far", "--covariate", "far"], errors.DuplicateKeys, "far"),
        (PAIRS, ["--covariate", "far", "--effect", ""], errors.BadInput, "effects"),
        (PAIRS, ["--covariate", "far", "--unordered"], errors.Contradiction, "two columns"),
        (PAIRS, ["--covariate", "far", "--estimator", "magic"], errors.BadOption, "magic"),
        (PAIRS + "-1,2,7,8\n", ["--covariate", "far"], errors.NegativeValue, "outcome"),
        (PAIRS + "1,NaN,7,8\n", ["--covariate", "far"], errors.NotANumber, "row 31"),
        (PAIRS + "1,2,,8\n", ["--covariate", "far", "--effect", "e"], errors.NotANumber, ", e"),
        ("trade,far\n0,1\n0,2\n", ["--covariate", "far"], errors.NotEnoughData, "no trade"),
    ],
)
def test_gravity_rows(
    text: str, options: list[str], error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    check(*ask(tmp_path, "gravity", "g.csv", text, *options), error, words)


@pytest.mark.parametrize(
    ("text", "options", "error", "words"),
    [
        (TEXTS, ["--column", "words"], errors.MissingColumn, "words"),
        (TEXTS, ["--within", "planet"], errors.MissingColumn, "planet"),
        (TEXTS, ["--threshold", "0"], errors.OutOfRange, "threshold"),
        ("text,theme\nfret,x\n", [], errors.Contradiction, "theme"),
    ],
)
def test_texts(
    text: str, options: list[str], error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    check(*ask(tmp_path, "text", "t.csv", text, *options), error, words)


@pytest.mark.parametrize(
    ("regions", "options", "error", "words"),
    [
        ("region,lat,lon\nN,99,0\n", [], errors.OutOfRange, "N"),
        ("region,lat,lon\nN,NaN,0\n", [], errors.NotANumber, "lat"),
        ("region,lat,lon\nN,34,-6\nN,34,-6\n", [], errors.DuplicateKeys, "N"),
        ("region,lat,lon\nN,34,-6\n", ["--by", "speed"], errors.BadOption, "speed"),
        ("region,lat,lon\nN,34,-6\n", ["--by-road", "ZZ"], errors.UnknownCode, "ZZ"),
        ("region,lat,lon\nN,34,-6\n", ["--parameter", "x=1"], errors.BadOption, "x"),
        ("region,lat,lon\nN,34,-6\n", ["--parameter", "sea_speed_kmh=0"], errors.OutOfRange, "sea"),
    ],
)
def test_corridors(
    regions: str, options: list[str], error: type[errors.CoreError], words: str, tmp_path: Path
) -> None:
    (tmp_path / "ports.csv").write_text("port,lat,lon\nTNG,35.9,-5.5\n")
    (tmp_path / "markets.csv").write_text("market,lat,lon\nNLD,51.9,4.1\n")
    places = [str(tmp_path / "ports.csv"), str(tmp_path / "markets.csv")]
    check(*ask(tmp_path, "corridor", "r.csv", regions, *places, *options), error, words)


def test_roads_of_other_places(tmp_path: Path) -> None:
    (tmp_path / "ports.csv").write_text("port,lat,lon\nTNG,35.9,-5.5\n")
    (tmp_path / "markets.csv").write_text("market,lat,lon\nNLD,51.9,4.1\n")
    roads = tmp_path / "roads.csv"
    places = [str(tmp_path / "ports.csv"), str(tmp_path / "markets.csv"), "--roads", str(roads)]
    roads.write_text("region,destination,km\nZ,Q,5\n")
    north = "region,lat,lon\nN,34,-6\n"
    check(*ask(tmp_path, "corridor", "r.csv", north, *places), errors.UnknownCode, "Z/Q")
    roads.write_text("region,destination,km\nZ,Q,5\nN,TNG,300\n")
    done, _ = ask(tmp_path, "corridor", "r.csv", north, *places)
    assert done.exit_code == 0, done.output
    assert any("not asked for: 1." in note for note in json.loads(done.stdout)["notes"])


class TestWhereResultsGo:
    def recovery(self, tmp_path: Path, out: Path) -> Result:
        (tmp_path / "s.csv").write_text(SERIES)
        asked = ["recovery", str(tmp_path / "s.csv"), "--out", str(out), "--json"]
        return run.invoke(app, asked)

    def test_a_folder_of_other_files_is_never_replaced(self, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "thesis.txt").write_text("years of work")
        refused = self.recovery(tmp_path, mine)
        assert refused.exit_code == 2
        assert json.loads(refused.stderr)["error"] == "CouldNotWrite"
        assert (mine / "thesis.txt").read_text() == "years of work"

    def test_a_file_of_that_name_stays(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("a file")
        assert self.recovery(tmp_path, tmp_path / "out").exit_code == 2
        assert (tmp_path / "out").read_text() == "a file"

    def test_earlier_results_and_empty_folders_give_way(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        for _ in range(2):
            assert self.recovery(tmp_path, tmp_path / "out").exit_code == 0
        assert (tmp_path / "out" / "record.json").exists()

    def test_an_election_marked_where_nothing_can_be(self, tmp_path: Path) -> None:
        (tmp_path / "e.pb").write_text(SMALL)
        marked = ["--marked", str(tmp_path / "no" / "where.pb"), "--json"]
        refused = run.invoke(app, ["allocate", str(tmp_path / "e.pb"), *marked])
        assert refused.exit_code == 2
        assert json.loads(refused.stderr)["error"] == "CouldNotWrite"
