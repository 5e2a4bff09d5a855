"""`nasij doctor`: it finds what was broken on purpose, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from nasij.cli.console import typed
from nasij.cli.doctor import _look_at_proxies
from tests.rooms.cli.conftest import answer_of, nasij


def damage_database(site: Path) -> None:
    (site / "nasij.sqlite3").write_bytes(b"these are words" * 1000)


def lose_database(site: Path) -> None:
    (site / "nasij.sqlite3").unlink()


def lose_regions(site: Path) -> None:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("UPDATE reference_territory SET role = ''")
        database.commit()


def lose_data_set(site: Path) -> None:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        database.execute(
            "INSERT INTO datasets_snapshot (kind, title, origin, vintage, sha256, folder,"
            " row_count, options, record, loaded_at, is_current)"
            " VALUES ('trade', 'BACI', 'x', '202601', 'x', 'snapshots/trade/x', 1, '{}', '{}',"
            " datetime('now'), 1)"
        )
        database.commit()


PLANTED = {
    "a damaged database": (damage_database, "database", "restore"),
    "a lost database": (lose_database, "database", "nasij prepare"),
    "a pack that is not loaded": (lose_regions, "country pack", "nasij prepare"),
    "a lost data set": (lose_data_set, "data sets", "load them again"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_doctor_finds_what_is_wrong(name: str, site: Path) -> None:
    plant, check, remedy = PLANTED[name]
    plant(site)
    done = nasij(site, "doctor", "--json")
    found = answer_of(done)
    assert done.returncode == 1
    assert remedy in found[check]
    found.pop("advice")  # told, and not counted
    others = {other: said for other, said in found.items() if other != check}
    # Catalogs belong to the program, not to the site: whoever edits them makes them stale.
    others.pop("catalogs")
    assert {said for said in others.values() if "database comes first" not in said} == {""}


@pytest.mark.parametrize(
    ("address", "proxies", "told"),
    [("https://nasij.example", 0, True), ("https://nasij.example", 1, False),
     ("http://127.0.0.1:8000", 0, False)],
)  # fmt: skip
def test_a_proxy_that_is_not_counted_is_told(
    address: str, proxies: int, told: bool, settings: Any
) -> None:
    settings.SITE_URL, settings.ALLAUTH_TRUSTED_PROXY_COUNT = address, proxies
    assert bool(_look_at_proxies()) == told


def test_a_wrong_address_is_seen(site: Path) -> None:
    wrong = {"SITE_URL": "https://regions.example.org"}
    found = answer_of(nasij(site, "doctor", "--json", env=wrong))
    assert "ALLOWED_HOSTS" in found["address"]
    right = {**wrong, "ALLOWED_HOSTS": "regions.example.org"}
    assert answer_of(nasij(site, "doctor", "--json", env=right))["address"] == ""


def test_a_folder_open_to_others_is_told(site: Path) -> None:
    """Whoever made it by hand, or with an earlier release, has one."""
    site.chmod(0o755)
    told = answer_of(nasij(site, "doctor", "--json"))["advice"]["privacy"]
    assert told.endswith(f"chmod 700 {site}")
    site.chmod(0o700)
    assert answer_of(nasij(site, "doctor", "--json"))["advice"]["privacy"] == ""


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        nasij(tmp_path / "new", "doctor")
    finally:
        os.umask(mask)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_command_is_told_as_the_shell_finds_it(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin/nasij"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", str(program.parent))
    settings.SAID_BY_SHELL = {}
    assert typed("backup") == "nasij backup"
    monkeypatch.setenv("PATH", "")
    assert typed("backup") == f"{program} backup"
    monkeypatch.chdir(tmp_path)
    settings.SAID_BY_SHELL = {"NASIJ_DATA": "my site"}
    assert typed("backup") == "NASIJ_DATA='my site' bin/nasij backup"


def test_advice_is_told_and_not_counted(site: Path) -> None:
    """Links that stay here, letters that go nowhere, no backup: right for a try, not for a site."""
    nobody_s = {"PATH": os.defpath}  # our command is not on it, whatever that of the reader says
    advice = answer_of(nasij(site, "doctor", "--json", env=nobody_s))["advice"]
    assert "SITE_URL" in advice["links"]
    assert "EMAIL_URL" in advice["letters"]
    assert "CONTACT_EMAIL" in advice["secretariat"]
    assert (
        f"`NASIJ_DATA={site} {Path(sys.executable).with_name('nasij')} backup`" in advice["backups"]
    )
    served = {
        "SITE_URL": "https://example.org",
        "ALLOWED_HOSTS": "example.org",
        "EMAIL_URL": "smtp://user:password@mail.example.org:587",
        "NASIJ_PROXIES": "1",
        "CONTACT_EMAIL": "secretariat@example.org",
    }
    site.chmod(0o700)
    nasij(site, "backup", site.parent / "site.tar.gz", env=served)
    done = nasij(site, "doctor", "--json", env=served)
    assert set(answer_of(done)["advice"].values()) == {""}
    old = time.time() - 9 * 86400
    os.utime(site / "last_backup", (old, old))
    advice = answer_of(nasij(site, "doctor", "--json", env=served))["advice"]
    assert "9 days old" in advice["backups"]


@pytest.mark.parametrize(
    ("language", "told"), [("fr", "injoignable"), ("ar", "تعذّر"), ("en", "cannot be reached")]
)
def test_a_database_out_of_reach_is_told_in_the_language_of_the_reader(
    language: str, told: str, site: Path
) -> None:
    away = {"DATABASE_URL": "postgres://nasij:hidden@127.0.0.1:1/nasij", "NASIJ_LANGUAGE": language}
    said = answer_of(nasij(site, "doctor", "--json", env=away))["database"]
    assert told in said.partition("(")[0]
    assert "127.0.0.1:1" in said.partition("(")[0]
    assert "connection failed" not in said.partition("(")[0]
    assert "hidden" not in said
