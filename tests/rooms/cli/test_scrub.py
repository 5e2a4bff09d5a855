"""A copy for training: it works, and nothing of the original can be read in it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from nasij.cli.scrub import fictitious_identifier, our_models, rules, scrubbed_json
from tests.rooms.cli.conftest import answer_of, environment, nasij

_PAGES = """
import sys
import django
django.setup()
from django.test import Client
from nasij.accounts.models import User
from nasij.council.models import Session
from nasij.exporters.models import Firm
from nasij.needs.models import Need
client = Client(headers={"Host": "localhost"})
person = User.objects.filter(memberships__role="secretariat").order_by("pk")[0]
answer = client.post("/fr/account/login/", {"login": person.email, "password": sys.argv[1]})
print(answer.status_code, answer.headers.get("Location"))
firm, need = Firm.objects.order_by("pk")[0], Need.objects.order_by("pk")[0]
closed = Session.objects.filter(state="closed").order_by("pk")[0]
for path in (
    "", "desk/", "exporters/", f"exporters/{firm.pk}/", "needs/", f"needs/{need.pk}/",
    f"follow/{need.token}/", "needs/items/", "council/", f"council/{closed.pk}/",
    f"council/{closed.pk}/minutes/", f"council/{closed.pk}/minutes.pdf", "plans/", "plans/1/",
    "targets/", "potential/", "reports/roadmap/", "people/", "people/events/", "datasets/",
    "search/?q=fictive",
):
    answer = client.get(f"/fr/{path}")
    print(answer.status_code, path)
"""


def plant(site: Path) -> dict[str, str]:
    """A mark of its own in every text of a person; rows are made where there are none."""
    marks: dict[str, str] = {}
    wanted = {(rule.model, rule.field) for rule in rules() if rule.kind != "none"}
    dropped = [apps.get_model(rule.model) for rule in rules() if rule.action == "drop"]
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("PRAGMA ignore_check_constraints = ON")
        for model in [*our_models(), *dropped]:
            label = model._meta.label
            for field in model._meta.concrete_fields:
                if (label, field.name) not in wanted and (label, "*") not in wanted:
                    continue
                if not is_text(field):
                    continue
                mark = f"mark{len(marks)}secret"
                marks[mark] = f"{label}.{field.name}"
                put(database, model, field, mark)
        database.commit()
    return marks


def is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(
        field, models.CharField | models.TextField | models.JSONField | models.FileField
    )


def put(
    database: sqlite3.Connection,
    model: type[models.Model],
    field: models.Field[Any, Any],
    mark: str,
) -> None:
    table = model._meta.db_table
    if not database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]:
        insert_any(database, table)
    value = f'{{"deep": [{{"person": "{mark}"}}]}}' if isinstance(field, models.JSONField) else mark
    first = f'(SELECT min(rowid) FROM "{table}")'
    database.execute(f'UPDATE "{table}" SET "{field.column}" = ? WHERE rowid = {first}', (value,))


def insert_any(database: sqlite3.Connection, table: str) -> None:
    columns = database.execute(f'PRAGMA table_info("{table}")').fetchall()
    given = {
        name: {"INTEGER": 1, "BIGINT": 1, "BOOL": 0, "DATETIME": "2026-01-01 00:00:00"}.get(
            kind.upper().split("(")[0].replace(" UNSIGNED", ""), "{}"
        )
        for _cid, name, kind, required, _default, key in columns
        if required and not (key and kind.upper() == "INTEGER")
    }
    names = ", ".join(f'"{name}"' for name in given)
    marks = ", ".join("?" for _ in given)
    database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(given.values()))


@pytest.fixture(scope="module")
def planted(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    site = tmp_path_factory.mktemp("planted") / "site"
    shutil.copytree(demonstration, site)
    return site, plant(site)


def texts(site: Path, *columns: tuple[str, str]) -> set[str]:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        return {
            str(row[0])
            for table, column in columns
            for row in database.execute(f'SELECT "{column}" FROM "{table}"')
            if row[0]
        }


def test_nothing_of_the_original_is_left_in_the_bytes(
    planted: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    site, marks = planted
    (site / "files").mkdir()
    (site / "files" / "evidence.pdf").write_bytes(b"%PDF fileofsomebody")
    told = texts(
        site,
        ("accounts_user", "email"),
        ("accounts_user", "name"),
        ("accounts_user", "password"),
        ("exporters_firm", "name"),
        ("exporters_firm", "identifier"),
        ("exporters_firm", "phone"),
        ("exporters_firm", "email"),
        ("needs_need", "text"),
        ("needs_need", "token"),
        ("needs_item", "title"),
        ("needs_reply", "text"),
        ("council_decision", "text"),
        ("plans_action", "title"),
    )
    assert len(told) > 500
    assert len(marks) > 60
    assert {
        *("rights.AccessLink.code_hash", "rights.RightsRequest.reason"),
        *("rights.ProposedChange.value", "exporters.SuppressionKey.key"),
    } <= set(marks.values())  # what firms asked about themselves was planted too
    copy = tmp_path / "copy"
    done = nasij(site, "scrub", copy, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    content = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    assert {name for mark, name in marks.items() if mark.encode() in content} == set()
    assert {text for text in told if text.encode() in content} == set()
    assert b"fileofsomebody" not in content
    assert [path.name for path in copy.iterdir()] == ["nasij.sqlite3"]
    assert copy.stat().st_mode & 0o777 == 0o700
    assert (site / "secret_key").read_bytes() not in content
    # The original is as it was, and no half-made copy lies beside the copy.
    assert texts(site, ("exporters_firm", "name")) <= told
    assert {path.name for path in tmp_path.iterdir()} == {"copy"}


def test_the_copy_works(demonstration: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    told = answer_of(nasij(demonstration, "scrub", copy, "--json"))
    assert nasij(copy, "prepare", "--json").returncode == 0
    found = answer_of(nasij(copy, "doctor", "--json"))
    del found["advice"]  # for a site that serves people
    assert not any(found.values())
    seen = subprocess.run(
        [sys.executable, "-c", _PAGES, told["password_of_every_account"]],
        env=environment(copy, DJANGO_SETTINGS_MODULE="nasij.settings"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert seen.returncode == 0, seen.stderr
    first, *pages = seen.stdout.strip().splitlines()
    assert first.startswith("302 /fr/")
    assert len(pages) > 20
    assert [line for line in pages if not line.startswith("200 ")] == []
    # Everything in it is marked as a demonstration; the counts are those of the original.
    assert texts(copy, ("exporters_firm", "is_demo")) == {"1"}
    assert len(texts(copy, ("exporters_firm", "id"))) == len(
        texts(demonstration, ("exporters_firm", "id"))
    )


def test_a_folder_that_holds_something_is_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "page.txt").write_text("mine")
    done = nasij(site, "scrub", tmp_path / "copy", "--json")
    assert done.returncode == 2
    assert "choose another name" in answer_of(done)["error"]
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["page.txt"]


@pytest.mark.parametrize("number", [1, 42, 99_999])
def test_fictitious_numbers_are_well_formed(number: int) -> None:
    ice = fictitious_identifier(number)
    assert len(ice) == 15
    assert ice.startswith("9")
    assert int(ice) % 97 == 0


def test_stored_words_are_replaced_and_codes_stay() -> None:
    scrubbed = scrubbed_json(
        '{"person": "Ines", "state": "present", "stays": [{"note": "late"}], "n": 3}'
    )
    assert "Ines" not in scrubbed
    assert "late" not in scrubbed
    assert '"present"' in scrubbed
    assert '"n": 3' in scrubbed
