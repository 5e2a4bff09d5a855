"""The command as an operator runs it: a process of its own, on a folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
_OURS = (
    "NASIJ_",
    "DATABASE_",
    "EMAIL_",
    "OIDC_",
    "SECRET_",
    "SITE_",
    "CONTACT_",
    "ALLOWED_",
    "TIME_ZONE",
)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A clean one: nothing of the person who runs the tests leaks into the site."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
    return {
        **plain,
        "PYTHONPATH": str(ROOT / "src"),
        "NASIJ_DATA": str(folder),
        "COLUMNS": "200",
        "NASIJ_LANGUAGE": "en",
        **more,
    }


def command(*arguments: object) -> list[str]:
    start = "from nasij.cli import app; app()"
    return [sys.executable, "-c", start, *map(str, arguments)]


def nasij(
    folder: Path, *arguments: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        env=environment(folder, **(env or {})),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=folder.parent,
    )


def answer_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """With --json, the whole of stdout is one JSON object."""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def counts(folder: Path) -> dict[str, int]:
    """Rows of every table of a site."""
    with closing(sqlite3.connect(folder / "nasij.sqlite3")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in sorted(names)
        }


def files(folder: Path) -> set[str]:
    """What lies in a data folder, without the database's own side files."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(("nasij.sqlite3-", "cache/"))}


def _made_once(folder: Path, make: Callable[[], None]) -> Path:
    """A site that takes seconds to make is made by the first of the processes that need it."""
    folder.parent.mkdir(exist_ok=True)
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()
    return folder


@pytest.fixture(scope="session")
def made_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all processes of this run keep the sites they copy."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sites"


@pytest.fixture(scope="session")
def prepared(made_sites: Path) -> Path:
    """A prepared, empty site; copy it, never change it."""
    folder = made_sites / "prepared"

    def make() -> None:
        done = nasij(folder, "prepare", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert {"database", "pack", "static"} <= set(answer_of(done)["prepared"])

    return _made_once(folder, make)


@pytest.fixture(scope="session")
def demonstration(prepared: Path, made_sites: Path) -> Path:
    """The demonstration council; copy it, never change it."""
    folder = made_sites / "demonstration"

    def make() -> None:
        shutil.copytree(prepared, folder)
        done = nasij(folder, "demo", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert answer_of(done)["firms"] > 100

    return _made_once(folder, make)


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "site"))


@pytest.fixture
def demo_site(demonstration: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demonstration, tmp_path / "site"))


Run = Callable[..., subprocess.CompletedProcess[str]]
