"""Restore on PostgreSQL: the database is another thing than the folder, and others may be at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.rooms.cli.conftest import ROOT, nasij
from tests.rooms.cli.serving import free_port, serve, stop, wait_until_it_answers
from tools.postgres import PostgresUnavailable, temporary_server


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    try:
        with temporary_server() as url:
            yield url
    except PostgresUnavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def backup(database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a prepared site, to whose database a line is added when the backup is made."""
    folder = tmp_path_factory.mktemp("first")
    target = folder / "whole.tar.gz"
    for asked in (("prepare",), ("backup", target)):
        done = nasij(folder / "site", *asked, env={"DATABASE_URL": database})
        assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO django_session VALUES ('since', '', now() + '1 day')")
    return target


def noted(database: str) -> bool:
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT 1 FROM django_session WHERE session_key = 'since'")
        return found.fetchone() is not None


def test_no_folder_leads_round_a_living_server(database: str, backup: Path, tmp_path: Path) -> None:
    env, port = {"DATABASE_URL": database}, free_port()
    server = serve(tmp_path / "site", port, **env)
    try:
        wait_until_it_answers(server, port)
        beside = nasij(tmp_path / "site", "restore", backup, "--yes", env=env)
        elsewhere = nasij(tmp_path / "drill", "restore", backup, "--yes", env=env)
        kept = noted(database)
    finally:
        stop(server)
    assert (beside.returncode, elsewhere.returncode) == (2, 2), elsewhere.stdout
    assert "another database with DATABASE_URL" in beside.stderr
    assert "at work on the database postgres at 127.0.0.1:" in elsewhere.stderr
    assert kept
    assert not (tmp_path / "drill" / "aside").exists()


def test_a_database_that_holds_something_is_replaced_by_a_yes_alone(
    database: str, backup: Path, tmp_path: Path
) -> None:
    env = {"DATABASE_URL": database}
    asked = nasij(tmp_path / "drill", "restore", backup, env=env)
    assert asked.returncode == 2, asked.stdout
    assert "The database postgres at 127.0.0.1:" in asked.stderr
    assert noted(database)


def test_a_drill_beside_an_env_file_leaves_its_database(
    database: str, backup: Path, tmp_path: Path
) -> None:
    """The folder is the drill's, the database that of the file: the two are no site."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "src", project / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (project / ".env").write_text(f"DATABASE_URL={database}\n")
    beside = {"PYTHONPATH": str(project / "src")}
    done = nasij(tmp_path / "drill", "restore", backup, "--yes", env=beside)
    assert done.returncode == 2, done.stdout
    assert "DATABASE_URL" in done.stderr
    assert noted(database)


def test_it_is_restored_when_nobody_is_there(database: str, backup: Path, tmp_path: Path) -> None:
    done = nasij(tmp_path / "site", "restore", backup, "--yes", env={"DATABASE_URL": database})
    assert done.returncode == 0, done.stderr
    assert not noted(database)
    assert list((tmp_path / "site" / "aside").glob("*/nasij.pgdump"))
