"""Portfolios from a table: the same answer as the arrays, by region, with its record."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from typer.testing import CliRunner, Result

from nasij_core.allocation import Action, Constraints
from nasij_core.allocation import portfolio as portfolio_of
from nasij_core.cli import app
from nasij_core.errors import Contradiction, MissingColumn
from nasij_core.frames.portfolio import portfolio
from tests.core.allocation.test_loops import portfolios

TABLE = """action,utility,region,cost_2026,cost_2027
a,9,north,6,0
b,8,north,3,3
c,3,south,1,1
d,2,south,2,0
e,5,,0,4
"""


@settings(deadline=None, max_examples=40)
@given(portfolios())
def test_a_frame_gives_what_the_arrays_give(case: tuple[list[Action], Constraints]) -> None:
    actions, limits = case
    rows = [(a.code, a.utility, a.region, *a.costs) for a in actions]
    columns = ["action", "utility", "region", "cost_1", "cost_2"]
    frame = pl.DataFrame(rows, schema=columns, orient="row", schema_overrides={"region": pl.String})
    try:
        wanted = portfolio_of(actions, limits)
    except Contradiction:
        with pytest.raises(Contradiction):
            portfolio(frame, limits)
        return
    found = portfolio(frame, limits)
    assert found.portfolio.utility == pytest.approx(wanted.utility)
    chosen = found.actions.filter("selected")
    assert chosen["utility"].sum() == pytest.approx(wanted.utility)
    assert chosen.height == found.by_region["selected"].sum()
    money = chosen["cost_1"].sum() + chosen["cost_2"].sum()
    assert found.by_region["cost"].sum() == pytest.approx(money) == pytest.approx(wanted.cost)


def ask(tmp_path: Path, *options: str, table: str = TABLE) -> Result:
    (tmp_path / "actions.csv").write_text(table)
    asked = ["portfolio", str(tmp_path / "actions.csv"), "--out", str(tmp_path / "out")]
    return CliRunner().invoke(app, [*asked, *options, "--json"])


def test_command(tmp_path: Path) -> None:
    budgets = ["--budget", "8", "--budget", "5"]
    assert json.loads(ask(tmp_path, *budgets).stdout)["selected"] == ["a", "c", "e"]
    floor = json.loads(ask(tmp_path, *budgets, "--floor", "south=4").stdout)
    assert (floor["selected"], floor["utility"]) == (["b", "c", "d"], 13.0)
    excluded = json.loads(ask(tmp_path, *budgets, "--excludes", "a=e").stdout)
    assert not {"a", "e"} <= set(excluded["selected"])
    needing = json.loads(ask(tmp_path, *budgets, "--needs", "a=d", "--count", "south=2").stdout)
    assert {"c", "d"} <= set(needing["selected"])
    decided = ask(tmp_path, *budgets, "--require", "d", "--cap", "north=0")
    assert json.loads(decided.stdout)["selected"] == ["c", "d", "e"]
    record = json.loads((tmp_path / "out" / "record.json").read_text())
    assert record["options"]["budgets"] == [8.0, 5.0]
    assert record["options"]["proven"] is True
    assert pl.read_parquet(tmp_path / "out" / "by_region.parquet")["cost"].sum() == 8.0


def test_one_year_needs_no_year_in_the_name(tmp_path: Path) -> None:
    done = ask(tmp_path, "--budget", "5", table="action,utility,cost\nx,1,3\ny,2,3\n")
    assert json.loads(done.stdout)["selected"] == ["y"]


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ([], "BadInput", "--budget"),
        (["--budget", "8"], "Contradiction", "2 years against 1"),
        (["--budget", "8", "--budget", "0"], "OutOfRange", "year 2"),
        (["--budget", "8", "--budget", "8", "--floor", "south=9"], "Contradiction", "floors"),
        (["--budget", "8", "--budget", "8", "--floor", "moon=1"], "UnknownCode", "moon"),
        (["--budget", "8", "--budget", "8", "--floor", "south=lots"], "NotANumber", "south"),
        (["--budget", "8", "--budget", "8", "--needs", "a"], "BadInput", "two actions"),
        (["--budget", "8", "--budget", "8", "--needs", "a=z"], "UnknownCode", "z"),
        (["--budget", "8", "--budget", "8", "--seconds", "0"], "OutOfRange", "seconds"),
    ],
)
def test_bad_questions(options: list[str], error: str, words: str, tmp_path: Path) -> None:
    refused = ask(tmp_path, *options)
    told = json.loads(refused.stderr)
    assert (refused.exit_code, told["error"]) == (2, error)
    assert words in told["problem"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("action,utility\nx,1\n", "MissingColumn"),
        ("action,utility,cost\nx,1,3\nx,1,3\n", "DuplicateKeys"),
        ("action,utility,cost\nx,-1,3\n", "NegativeValue"),
        ("action,utility,cost\nx,1,NaN\n", "NotANumber"),
    ],
)
def test_bad_tables(table: str, error: str, tmp_path: Path) -> None:
    refused = ask(tmp_path, "--budget", "5", table=table)
    assert json.loads(refused.stderr)["error"] == error


def test_a_table_without_costs() -> None:
    with pytest.raises(MissingColumn, match="cost"):
        portfolio(pl.DataFrame({"action": ["x"], "utility": [1.0]}), Constraints((1.0,)))
