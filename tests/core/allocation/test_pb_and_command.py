import gzip
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nasij_core.allocation import equal_shares, greedy, parse_pb, phragmen, read_pb, write_pb
from nasij_core.allocation.pabulib import LARGEST
from nasij_core.cli import app
from nasij_core.errors import (
    BadEncoding,
    BadInput,
    BadOption,
    Contradiction,
    DuplicateKeys,
    MissingColumn,
    NotANumber,
    NotEnoughData,
    OutOfRange,
    TruncatedFile,
    UnknownCode,
    UnknownFormat,
)
from nasij_core.frames.allocation import as_frames, choose, election_from

ELECTIONS = Path(__file__).resolve().parents[4] / "shared" / "data" / "participatory_budgets"
SMALL = """META
key;value
description;Two actions
num_projects;2
num_votes;3
budget;100,5
vote_type;approval
PROJECTS
project_id;cost;name;selected
p1;60;"A ""quoted""; name";1
p2;40.5;Second;0
VOTES
voter_id;vote
v1;p1
v2;p1,p2
v3;
"""


def test_the_format_is_read():
    found = parse_pb(SMALL)
    assert found.election.budget == Fraction("100.5")
    assert [p.cost for p in found.election.projects] == [60, Fraction("40.5")]
    assert found.election.projects[0].name == 'A "quoted"; name'
    assert found.official == {"p1"}
    assert len(found.election.voters) == 3


@pytest.mark.parametrize(
    ("replace", "by", "error"),
    [
        ("META\n", "", UnknownFormat),
        ("budget;100,5\n", "", MissingColumn),
        ("budget;100,5", "budget;0", OutOfRange),
        ("budget;100,5", "budget;much", NotANumber),
        ("vote_type;approval", "vote_type;loud", BadOption),
        ("p2;40.5", "p1;40.5", DuplicateKeys),
        ("p2;40.5", "p2;", NotANumber),
        ("p2;40.5", "p2;-1", OutOfRange),
        ("v2;p1,p2", "v2;p1,p9", UnknownCode),
        ("v2;p1,p2", "v1;p1,p2", DuplicateKeys),
        ("v2;p1,p2", "v2;p1,p1", DuplicateKeys),
        ("v3;\n", "", TruncatedFile),
        ("VOTES\nvoter_id;vote\nv1;p1\nv2;p1,p2\nv3;\n", "", TruncatedFile),
        ("num_projects;2", "num_projects;5", TruncatedFile),
        ("vote_type;approval", "vote_type;cumulative", MissingColumn),
        ("project_id;cost", "code;cost", MissingColumn),
        ("p2;40.5", "p2;1/3", NotANumber),
        ("p2;40.5", "p2;1_000", NotANumber),
        ("p2;40.5", "p2;1e999999999", NotANumber),
        ("budget;100,5", "budget;inf", NotANumber),
        ("budget;100,5", "budget;100,5\nbudget;900", DuplicateKeys),
        ("VOTES\n", "VOTES\nvoter_id;vote\nv9;p2\nVOTES\n", DuplicateKeys),
        ("project_id;cost;name", "project_id;cost;cost", DuplicateKeys),
        ('"A ""quoted""; name"', '"A name', TruncatedFile),
        ('"A ""quoted""; name"', '"' + "A name " * 30_000, TruncatedFile),
        ("v2;p1,p2", '"v2;p1,p2', MissingColumn),
    ],
)
def test_bad_files_name_the_thing(replace, by, error):
    assert replace in SMALL
    with pytest.raises(error) as raised:
        parse_pb(SMALL.replace(replace, by))
    assert str(raised.value)


def test_points_must_match_the_projects_of_the_ballot():
    text = SMALL.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    text = text.replace("v1;p1\n", "v1;p1;2\n").replace("v2;p1,p2", "v2;p1,p2;1")
    with pytest.raises(Contradiction, match="v2"):
        parse_pb(text)


def test_unreadable_files(tmp_path):
    with pytest.raises(BadInput):
        read_pb(tmp_path / "nothing.pb")
    (tmp_path / "half.pb").write_bytes(gzip.compress(SMALL.encode())[:40])
    with pytest.raises(TruncatedFile):
        read_pb(tmp_path / "half.pb")
    packed = bytearray(gzip.compress(SMALL.encode()))
    packed[20:40] = bytes(20)
    (tmp_path / "hurt.pb").write_bytes(packed)
    with pytest.raises(TruncatedFile):
        read_pb(tmp_path / "hurt.pb")
    (tmp_path / "bomb.pb").write_bytes(gzip.compress(bytes(LARGEST + 1), 1))
    with pytest.raises(UnknownFormat):
        read_pb(tmp_path / "bomb.pb")
    (tmp_path / "latin.pb").write_bytes(SMALL.replace("Second", "Deuxième").encode("latin-1"))
    with pytest.raises(BadEncoding):
        read_pb(tmp_path / "latin.pb")
    (tmp_path / "empty.pb").write_text("META\nkey;value\nPROJECTS\nproject_id;cost\nVOTES\n")
    with pytest.raises(NotEnoughData):
        read_pb(tmp_path / "empty.pb")


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text("abcxyz", min_size=1, max_size=4),
        st.sets(st.sampled_from(["p;1", 'q"2', "é3"]), min_size=1),
        min_size=1,
        max_size=6,
    )
)
def test_written_and_read_again_is_the_same(tmp_path_factory, ballots):
    projects = pl.DataFrame({"project": ["p;1", 'q"2', "é3"], "cost": [1.5, 2.0, 3.0]})
    rows = [(voter, code) for voter, codes in ballots.items() for code in sorted(codes)]
    cast = pl.DataFrame(rows, schema=["voter", "project"], orient="row")
    one = election_from(projects, cast, 4)
    path = tmp_path_factory.mktemp("pb") / "again.pb"
    outcome = greedy(one)
    write_pb(one, path, outcome=outcome)
    again = read_pb(path)
    assert again.official == set(outcome.selected)
    assert greedy(again.election).selected == outcome.selected
    assert again.election.costs == one.costs
    assert sorted(again.election.voters) == sorted(one.voters)


def real_elections():
    return sorted(ELECTIONS.glob("*.pb*")) if ELECTIONS.exists() else []


NOT_BY_THE_RULE = {  # the city's own rules moved the official outcome
    "poland_katowice_2021_kostuchna",
    "poland_warszawa_2019_okecie",
}


@pytest.mark.real_data
@pytest.mark.skipif(not real_elections(), reason="the real elections are not beside the project")
@pytest.mark.parametrize("path", real_elections(), ids=lambda path: path.name)
def test_real_elections(path):
    found = read_pb(path)
    cast = found.election
    votes = np.bincount(cast.project, minlength=len(cast.projects)).tolist()
    assert votes == [int(row["votes"]) for row in found.projects]
    if "score" in found.projects[0]:
        score = np.bincount(cast.project, cast.points, len(cast.projects)).tolist()
        assert score == [float(row["score"]) for row in found.projects]
    by_votes = greedy(cast)
    if found.official is not None and path.name.split(".")[0] not in NOT_BY_THE_RULE:
        assert set(by_votes.selected) == found.official
    for outcome in (by_votes, equal_shares(cast), phragmen(cast)):
        assert outcome.cost <= cast.budget
        for step in outcome.steps:
            if len(step.paid):
                assert step.paid.sum() == pytest.approx(float(step.cost), rel=1e-9)


def test_frames():
    projects = pl.DataFrame({"project": ["a", "b"], "cost": [60.0, 40.0]})
    ballots = pl.DataFrame({"voter": ["x", "y"], "project": ["a", "b"]})
    endowments = pl.DataFrame({"voter": ["x", "y"], "endowment": [3, 2]})
    cast = election_from(projects, ballots, 100, endowments)
    found = as_frames(cast, choose(cast, "equal-shares"))
    assert sorted(found.selected["project"]) == ["a", "b"]
    assert found.payments.filter(voter="x")["paid"].item() == pytest.approx(60)
    cast = election_from(projects, ballots, 100)
    assert as_frames(cast, choose(cast, "greedy")).payments.is_empty()
    with pytest.raises(BadOption):
        choose(cast, "dice")


def test_command(tmp_path):
    source, marked = tmp_path / "e.pb", tmp_path / "marked.pb"
    source.write_text(SMALL)
    options = ["--rule", "equal-shares", "--satisfaction", "cost", "--completion", "add1", "--json"]
    answer = CliRunner().invoke(app, ["allocate", str(source), *options, "--marked", str(marked)])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["selected"][0] == "p1"
    assert told["payments"][0]["paid"]["v1"] == pytest.approx(30)
    assert told["record"]["inputs"]["election"]["sha256"]
    assert read_pb(marked).official == set(told["selected"])
    wrong = CliRunner().invoke(app, ["allocate", str(source), "--rule", "dice", "--json"])
    assert wrong.exit_code == 2
    assert "phragmen" in wrong.stderr


STORED = json.loads((Path(__file__).parent / "stored_outcomes.json").read_text())
RULES = {
    "mes_cost": equal_shares,
    "mes_card": lambda cast: equal_shares(cast, "cardinality"),
    "add1": lambda cast: equal_shares(cast, completion="add1"),
    "phragmen": phragmen,
    "greedy_card": lambda cast: greedy(cast, "cardinality"),
}


@pytest.mark.real_data
@pytest.mark.skipif(not real_elections(), reason="the real elections are not beside the project")
@pytest.mark.parametrize("name", STORED)
def test_outcomes_stored_from_an_independent_program(name):
    """Outcomes of pabutools 1.2.3, whose licence and solver keep it out of the project."""
    cast = read_pb(ELECTIONS / name).election
    for rule, expected in STORED[name].items():
        assert sorted(RULES[rule](cast).selected) == expected, rule
