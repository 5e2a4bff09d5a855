"""Backup, restore, doctor, and the roadmap: what an operator relies on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import answer_of, counts, files, nasij


def write_without_pause(site: Path, stop: threading.Event) -> None:
    """Somebody works on the site while it is backed up."""
    with closing(sqlite3.connect(site / "nasij.sqlite3", timeout=20)) as database:
        number = 0
        while not stop.is_set():
            number += 1
            key = f"busy-{number}"
            database.execute(
                "INSERT INTO django_session VALUES (?, ?, datetime('now'))", (key, "x" * 500)
            )
            database.commit()
            (site / "files").mkdir(exist_ok=True)
            (site / "files" / "passing.part").write_text(key)
            (site / "files" / "passing.part").unlink()


def test_backup_while_running_is_restored_elsewhere(demo_site: Path, tmp_path: Path) -> None:
    (demo_site / "files").mkdir()
    (demo_site / "files" / "evidence.pdf").write_bytes(b"%PDF-1.7 kept")
    target, stop = tmp_path / "backup.tar.gz", threading.Event()
    busy = threading.Thread(target=write_without_pause, args=(demo_site, stop))
    busy.start()
    try:
        done = nasij(demo_site, "backup", target, "--json")
    finally:
        stop.set()
        busy.join()
    assert done.returncode == 0, done.stdout + done.stderr
    assert answer_of(done)["bytes"] == target.stat().st_size
    assert target.stat().st_mode & 0o777 == 0o600  # it holds names, and the key of the sessions
    assert not target.with_name("backup.tar.gz.part").exists()

    elsewhere = tmp_path / "elsewhere"
    again = nasij(elsewhere, "restore", target, "--json")
    assert again.returncode == 0, again.stdout + again.stderr
    kept, restored = counts(demo_site), counts(elsewhere)
    kept.pop("django_session")
    assert restored.pop("django_session") > 0
    assert restored == kept
    assert (elsewhere / "files" / "evidence.pdf").read_bytes() == b"%PDF-1.7 kept"
    assert (elsewhere / "secret_key").read_text() == (demo_site / "secret_key").read_text()
    assert answer_of(nasij(elsewhere, "prepare", "--json"))["prepared"]  # static files, stamps
    assert nasij(elsewhere, "doctor", "--json").returncode == 0


def test_backup_into_the_site_itself_does_not_eat_itself(site: Path) -> None:
    target = site / "backup.tar.gz"
    assert nasij(site, "backup", target, "--json").returncode == 0
    with tarfile.open(target) as archive:
        assert not [name for name in archive.getnames() if "backup" in name]
    taken = nasij(site, "backup", target, "--json")
    assert taken.returncode == 2
    assert "exists already" in answer_of(taken)["error"]


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def cut_at_the_end(archive: Path) -> None:
    """Every file may still be there; only the checksum is not."""
    archive.write_bytes(archive.read_bytes()[:-4])


def flip(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(bytes(content))


def other_content(archive: Path) -> None:
    page = archive.with_name("page.txt")
    page.write_text("no database here")
    with tarfile.open(archive, "w:gz") as made:
        made.add(page, arcname="page.txt")


def no_archive(archive: Path) -> None:
    archive.write_text("these are words", encoding="utf-8")


def climbing(archive: Path) -> None:
    """A file that wants to land outside the folder."""
    page = archive.with_name("page.txt")
    page.write_text("outside")
    with tarfile.open(archive, "w:gz") as made:
        made.add(page, arcname="../../outside.txt")


def damaged_database(archive: Path) -> None:
    database = archive.with_name("nasij.sqlite3")
    database.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with tarfile.open(archive, "w:gz") as made:
        made.add(database, arcname="nasij.sqlite3")


BREAKS = (cut, cut_at_the_end, flip, other_content, no_archive, climbing, damaged_database)


@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_a_broken_backup_changes_nothing(
    damage: Callable[[Path], None], site: Path, tmp_path: Path, whole_backup: Path
) -> None:
    archive = Path(shutil.copy(whole_backup, tmp_path / "backup.tar.gz"))
    damage(archive)
    before, rows, beside = files(site), counts(site), set(tmp_path.rglob("*"))
    done = nasij(site, "restore", archive, "--yes", "--json")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Nothing was changed" in answer_of(done)["error"]
    assert (files(site), counts(site)) == (before, rows)
    # No folder set aside, none left behind, nothing written elsewhere.
    assert {path for path in tmp_path.rglob("*") if "sqlite3-" not in path.name} <= beside
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.fixture(scope="module")
def whole_backup(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "whole.tar.gz"
    assert nasij(prepared, "backup", target).returncode == 0
    return target


def test_restoring_over_a_site_needs_a_yes_and_sets_it_aside(
    site: Path, tmp_path: Path, whole_backup: Path
) -> None:
    (site / "files").mkdir()
    (site / "files" / "only-here.txt").write_text("kept")
    refused = nasij(site, "restore", whole_backup, "--json")
    assert refused.returncode == 2
    assert "--yes" in answer_of(refused)["error"]
    done = nasij(site, "restore", whole_backup, "--yes", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    aside = Path(answer_of(done)["set_aside"])
    assert (aside / "files" / "only-here.txt").read_text() == "kept"
    assert not (site / "files").exists()


# --- doctor -----------------------------------------------------------------------------------


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
            " row_count, record, loaded_at, is_current)"
            " VALUES ('trade', 'BACI', 'x', '202601', 'x', 'snapshots/trade/x', 1, '{}',"
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
    others = {other: said for other, said in found.items() if other != check}
    # Catalogs belong to the program, not to the site: whoever edits them makes them stale.
    others.pop("catalogs")
    assert {said for said in others.values() if "database comes first" not in said} == {""}


# --- the roadmap ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_roadmap_is_written_in_each_language(
    language: str, demo_site: Path, tmp_path: Path
) -> None:
    target = tmp_path / "roadmap.pdf"
    done = nasij(demo_site, "roadmap", "--lang", language, "--out", target, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert target.read_bytes().startswith(b"%PDF")
    assert answer_of(done)["bytes"] == target.stat().st_size


def test_a_roadmap_in_another_language_is_refused(demo_site: Path, tmp_path: Path) -> None:
    done = nasij(demo_site, "roadmap", "--lang", "de", "--out", tmp_path / "r.pdf", "--json")
    assert done.returncode == 2
    assert "fr, ar, en" in json.loads(done.stdout)["error"]
    assert not (tmp_path / "r.pdf").exists()


def test_a_roadmap_into_a_folder_that_is_not_there(demo_site: Path, tmp_path: Path) -> None:
    done = nasij(demo_site, "roadmap", "--out", tmp_path / "nowhere" / "r.pdf", "--json")
    assert done.returncode == 2
    assert "nowhere" in answer_of(done)["error"]
