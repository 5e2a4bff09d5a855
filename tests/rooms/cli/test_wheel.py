"""What a stranger installs: the wheel in an empty environment, on both databases."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import ROOT, environment, nasij
from tools.postgres import PostgresUnavailable, temporary_server

UV = Path(sys.executable).parent / "uv"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that holds the wheel and what it asks for."""
    if not UV.exists():
        pytest.skip(f"{UV} is not there: the environment was made by pip")
    folder = tmp_path_factory.mktemp("wheel")
    # Its own demands, at the versions of the lock: a release of tomorrow is not our test.
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    versions = folder / "versions.txt"
    pinned = re.findall(r"^\S+==\S+(?: ; [^\\\n]+)?", lock, re.MULTILINE)
    versions.write_text("\n".join(pinned), encoding="utf-8")
    uv("build", "--wheel", "--out-dir", folder, ROOT)
    (wheel,) = folder.glob("nasij-*.whl")
    uv("venv", "--python", sys.executable, folder / "env")
    python = folder / "env" / "bin" / "python"
    uv("pip", "install", "--python", python, "--constraint", versions, wheel)
    return folder / "env" / "bin"


def uv(*arguments: object) -> None:
    """From the registry, else from what uv has kept; without either there is nothing to test."""
    command = [str(UV), *map(str, arguments)]
    for offline in ([], ["--offline"]):
        done = subprocess.run([*command, *offline], capture_output=True, text=True, check=False)
        if not done.returncode:
            return
    if re.search(r"network|connect|dns|offline|registry|index", done.stderr, re.I):
        pytest.skip(f"no packages to be had: {done.stderr.strip().splitlines()[-1]}")
    pytest.fail(done.stderr)


def demonstrate(installed: Path, folder: Path, **more: str) -> dict[str, object]:
    """The demonstration, made by the installed command, from a folder that is not the project."""
    plain = environment(folder / "site", **more)
    plain.pop("PYTHONPATH")
    done = subprocess.run(
        [str(installed / "nasij"), "demo", "--json"],
        env=plain,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made: dict[str, object] = json.loads(done.stdout)
    return made


@pytest.mark.slow
def test_the_demonstration_runs_from_the_wheel_on_sqlite(installed: Path, tmp_path: Path) -> None:
    assert int(str(demonstrate(installed, tmp_path)["firms"])) > 100
    assert (tmp_path / "site" / "static" / "ui").is_dir()


@pytest.mark.slow
def test_the_demonstration_runs_from_the_wheel_on_postgresql(
    installed: Path, tmp_path: Path
) -> None:
    """The driver came by itself: one setting is all there is to give."""
    try:
        with temporary_server() as url:
            assert int(str(demonstrate(installed, tmp_path, DATABASE_URL=url)["firms"])) > 100
    except PostgresUnavailable as reason:
        pytest.skip(f"no PostgreSQL here: {reason}")
    assert not (tmp_path / "site" / "nasij.sqlite3").exists()


def test_it_holds_nothing_that_one_python_compiled(installed: Path) -> None:
    (wheel,) = installed.parents[1].glob("nasij-*.whl")
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".pyc")]


def test_a_driver_that_cannot_be_loaded_is_said_with_the_remedy(site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("psycopg", "psycopg2"):
        (broken / f"{name}.py").write_text("raise ImportError('no libpq here')")
    env = {
        "DATABASE_URL": "postgres://nasij@127.0.0.1:1/nasij",
        "PYTHONPATH": f"{broken}{os.pathsep}{ROOT / 'src'}",
    }
    done = nasij(site, "prepare", env=env)
    assert done.returncode == 2
    assert "psycopg[binary,pool]" in done.stderr
    assert "Traceback" not in done.stderr
