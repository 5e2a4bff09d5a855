"""Backup, restore, doctor, and the roadmap: what an operator relies on."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path

from tests.rooms.cli.conftest import answer_of, counts, nasij


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
    told = nasij(site, "backup", target, env={"NASIJ_LANGUAGE": "fr"}).stdout
    assert [line.split()[0] for line in told.splitlines()] == ["sauvegarde", "octets"]
    with tarfile.open(target) as archive:
        assert not [name for name in archive.getnames() if "backup" in name]
    taken = nasij(site, "backup", target, "--json")
    assert taken.returncode == 2
    assert "exists already" in answer_of(taken)["error"]


def test_an_upload_that_waits_for_its_task_is_in_no_backup(site: Path, tmp_path: Path) -> None:
    waiting = site / "uploads" / "upload-1"
    waiting.mkdir(parents=True)
    (waiting / "customs.csv").write_text("a firm’s lines")
    target = tmp_path / "backup.tar.gz"
    assert nasij(site, "backup", target, "--json").returncode == 0
    with tarfile.open(target) as archive:
        assert not [name for name in archive.getnames() if "upload" in name]


# --- the roadmap ------------------------------------------------------------------------------


def test_the_roadmap_is_written(demo_site: Path, tmp_path: Path) -> None:
    """In one language of three: each is read in the tests of its room."""
    target = tmp_path / "roadmap.pdf"
    done = nasij(demo_site, "roadmap", "--lang", "ar", "--out", target, "--json")
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
