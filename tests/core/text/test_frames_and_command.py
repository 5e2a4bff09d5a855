import json

import polars as pl
import pytest
from typer.testing import CliRunner

from nasij_core.cli import app
from nasij_core.errors import MissingColumn
from nasij_core.frames.text import duplicate_groups, themes

NEEDS = pl.DataFrame(
    {
        "region": ["a", "a", "b", "b"],
        "text": [
            "Le fret maritime est trop cher",
            "fret maritime trop cher",
            "Le fret maritime est trop cher !",
            None,
        ],
    }
)


def test_groups_as_rows():
    found = duplicate_groups(NEEDS)
    assert found["position"].to_list() == [0, 1, 2]
    assert found["reason"].to_list() == ["leader", "wording", "identical"]
    assert duplicate_groups(NEEDS, within=["region"])["position"].to_list() == [0, 1]
    with pytest.raises(MissingColumn):
        duplicate_groups(NEEDS, "need")


def test_themes_as_columns():
    found = themes(NEEDS)
    assert found["theme"].to_list() == ["logistics", "logistics", "logistics", None]
    assert found["language"].to_list()[0] == "fr"
    assert found["abstention"].to_list()[3] == "no_known_term"


def test_command(tmp_path):
    NEEDS.write_csv(tmp_path / "needs.csv")
    arguments = ["text", str(tmp_path / "needs.csv"), "--out", str(tmp_path / "out"), "--json"]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["rows"]["groups"] == 3
    wrong = CliRunner().invoke(app, [*arguments, "--column", "need"])
    assert wrong.exit_code == 2
