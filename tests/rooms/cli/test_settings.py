"""Wrong settings stop the command with the variable's name, whatever was asked of it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import command, environment, nasij

WRONG = {
    "data folder that cannot be made": {"NASIJ_DATA": "{file}/site"},
    "data folder where nothing can be written": {"NASIJ_DATA": "/proc"},
    "short key": {"SECRET_KEY": "short"},
    "unknown pack": {"NASIJ_PACK": "atlantis"},
    "no address of a database": {"DATABASE_URL": "nonsense"},
    "another kind of database": {"DATABASE_URL": "mysql://user:word@host/nasij"},
    "unknown language": {"NASIJ_LANGUAGE": "de"},
    "sign-on without https": {"OIDC_SERVER_URL": "http://id.example.org", "OIDC_CLIENT_ID": "x"},
    "sign-on without its secret": {
        "OIDC_CLIENT_SECRET": "",
        "OIDC_CLIENT_ID": "x",
        "OIDC_SERVER_URL": "https://id.example.org",
    },
    "no address of a mail server": {"EMAIL_URL": "nonsense"},
    "no address of a secretariat": {"CONTACT_EMAIL": "the secretariat"},
    "unknown time zone": {"TIME_ZONE": "Mars/Olympus"},
    "address of the site without scheme": {"SITE_URL": "example.org"},
    "no name to answer to": {"ALLOWED_HOSTS": ""},
    "neither yes nor no": {"DEBUG": "perhaps"},
    "no number": {"NASIJ_UPLOAD_LIMIT_MB": "much"},
    "no log level": {"LOG_LEVEL": "LOUD"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """Every wrong setting, tried four at a time: starting is what takes the time."""
    folder = tmp_path_factory.mktemp("settings")
    (folder / "file").touch()
    found = {}
    names = list(WRONG)
    for start in range(0, len(names), 4):
        running = {}
        for name in names[start : start + 4]:
            wrong = {key: value.format(file=folder / "file") for key, value in WRONG[name].items()}
            env = {**environment(folder / "site"), **wrong}
            if not env.get("OIDC_CLIENT_SECRET"):
                env.pop("OIDC_CLIENT_SECRET", None)
            running[name] = subprocess.Popen(
                command("doctor", "--json"), env=env, stdout=subprocess.PIPE, text=True
            )
        for name, process in running.items():
            said, _ = process.communicate(timeout=120)
            found[name] = (process.returncode, said)
    return found


@pytest.mark.parametrize("name", WRONG)
def test_wrong_setting_is_named_with_what_would_be_right(
    name: str, told: dict[str, tuple[int, str]]
) -> None:
    code, said = told[name]
    sentence = json.loads(said)["error"]
    assert code == 2
    assert next(iter(WRONG[name])) in sentence
    assert len(sentence) < 300
    assert "\n" not in sentence


def test_a_person_gets_one_line_on_stderr(tmp_path: Path) -> None:
    done = nasij(tmp_path / "site", "doctor", env={"NASIJ_LANGUAGE": "de"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().splitlines() == ["NASIJ_LANGUAGE='de': choose one of fr, ar, en"]


def test_data_folder_is_for_its_owner_alone(site: Path, tmp_path: Path) -> None:
    done = nasij(tmp_path / "new", "doctor", "--json")
    assert done.returncode == 1  # not prepared
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (site / "secret_key").stat().st_mode & 0o777 == 0o600


def test_files_of_a_site_are_for_its_owner_alone(tmp_path: Path) -> None:
    """Whatever the shell that starts it lets others read."""
    before = os.umask(0o022)
    try:
        assert nasij(tmp_path / "new", "prepare").returncode == 0
    finally:
        os.umask(before)
    files = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert "nasij.sqlite3" in {path.name for path in files}
    assert not [path for path in files if path.stat().st_mode & 0o077]
