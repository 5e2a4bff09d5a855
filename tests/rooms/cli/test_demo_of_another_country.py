"""The demonstration is told by the pack: of one that tells none, it is said so in a sentence."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.packs.reading import LITTORAL, ROOT
from tests.rooms.cli.conftest import answer_of, counts, nasij
from tests.rooms.cli.serving import answers, free_port, serve, stop
from tests.rooms.test_another_country import said_of_morocco

PARANA = ROOT / "tests/packs/parana"
WITHOUT = "The country pack has no demonstration"
TEXTS = {
    "accounts_user": "name",
    "council_decision": "text",
    "council_session": "title, place, chair, secretary",
    "exporters_firm": "identifier, name, name_ar, activity",
    "needs_item": "title",
    "needs_need": "text, heard_at_place",
    "needs_visit": "people, note, next_step",
    "plans_action": "title, owner_name, expected_result",
}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration of the fictitious country."""
    folder = tmp_path_factory.mktemp("littoral") / "site"
    done = nasij(folder, "demo", "--json", env={"NASIJ_PACK": str(LITTORAL)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert answer_of(done)["firms"] > 10
    return folder


def test_the_demonstration_runs_on_another_country(elsewhere: Path) -> None:
    rows = counts(elsewhere)
    for table in ("needs_need", "needs_item", "council_decision", "plans_action", "plans_evidence"):
        assert rows[table], table
    with closing(sqlite3.connect(elsewhere / "nasij.sqlite3")) as database:
        numbers = [
            number for (number,) in database.execute("SELECT identifier FROM exporters_firm")
        ]
        placed = "SELECT count(*) FROM exporters_firm WHERE commune_id IS NULL"
        assert database.execute(placed).fetchone() == (0,)
        doubtful = "SELECT count(*) FROM exporters_firm WHERE identifier_doubtful"
        assert database.execute(doubtful).fetchone() == (0,)
    assert {len(number) for number in numbers} == {6}  # as the register of this country has them
    assert len(set(numbers)) == len(numbers)


def test_its_accounts_have_the_addresses_that_sign_in_looks_for(elsewhere: Path) -> None:
    """Small letters: “delegue-L1” was printed, and found by nobody."""
    with closing(sqlite3.connect(elsewhere / "nasij.sqlite3")) as database:
        emails = [email for (email,) in database.execute("SELECT email FROM accounts_user")]
    assert "delegue-l1@nasij.example" in emails
    assert [email.lower() for email in emails] == emails


def test_the_demonstration_of_another_country_does_not_speak_of_morocco(elsewhere: Path) -> None:
    with closing(sqlite3.connect(elsewhere / "nasij.sqlite3")) as database:
        for table, columns in TEXTS.items():
            told = database.execute(f"SELECT {columns} FROM {table}").fetchall()
            assert told, table
            assert said_of_morocco(str(told)) == [], table


def test_a_pack_without_a_demonstration_is_refused_with_a_sentence(tmp_path: Path) -> None:
    done = nasij(tmp_path / "site", "demo", env={"NASIJ_PACK": str(PARANA)})
    assert done.returncode == 2
    assert WITHOUT in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_whose_pack_has_no_demonstration_is_served_empty(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "site"
    process = serve(folder, port, "--demo", NASIJ_PACK=str(PARANA))
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:  # ends with the process
            said.append(line)
            if "First account" in line:
                break
        assert WITHOUT in "".join(said)
        assert "Traceback" not in "".join(said)
        assert answers(port) == 200
    finally:
        stop(process)
    assert counts(folder)["exporters_firm"] == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("demo.toml", "count = ", "amount = ", "demo.toml: firms.amount"),
        ("demo.toml", "count = ", 'count = "many" # ', "demo.toml"),
        ("demo.toml", 'asks = "L', 'asks = "Z', "demo.toml: question.asks: Z"),
        ("demo.toml", 'language = "', 'language = "x', "demo.toml: language: x"),
        ("demo.toml", "{trade}", "{trad}", "demo.toml: firms.name"),
        ("demo.toml", "{region}", "{regio}", "demo.toml: people.delegate"),
        ("demo.toml", "count = ", "count = 0 # ", "demo.toml: firms.count"),
        ("demo.toml", "forms = ", "forms = [] # ", "demo.toml: firms.forms"),
        ("story.csv", ",done", ",finished", "story.csv: end: finished"),
        ("story.csv", "L1:", "L9:", "story.csv: shares: L9"),
        ("statements.csv", ",boats,", ",planes,", "statements.csv: theme: planes"),
        ("trades.csv", "hs_products", "codes", "trades.csv"),
    ],
)
def test_a_demonstration_that_is_damaged_says_where(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    pack = Path(shutil.copytree(LITTORAL, tmp_path / "pack"))
    path = pack / "demo" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = nasij(tmp_path / "damaged", "demo", env={"NASIJ_PACK": str(pack)})
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_is_not_mixed_with_the_pack_of_another_country(
    elsewhere: Path, tmp_path: Path
) -> None:
    """Its first page did not open any more, and no way led back."""
    folder = tmp_path / "site"
    shutil.copytree(elsewhere, folder)
    rows = counts(folder)
    for words in (("prepare", "--json"), ("load", "pack", "--json"), ("demo", "--json")):
        done = nasij(folder, *words)  # of the pack that is shipped
        assert done.returncode == 2, words
        assert answer_of(done)["kind"] == "OfAnotherCountry"
        assert "NASIJ_DATA" in answer_of(done)["error"]
    assert counts(folder) == rows
    assert "holds the site of" in nasij(folder, "doctor").stdout
    assert nasij(folder, "prepare", env={"NASIJ_PACK": str(LITTORAL)}).returncode == 0
