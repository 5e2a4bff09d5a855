"""Restore: what an operator does on the worst day, and what must not go wrong then too."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import answer_of, counts, environment, files, nasij
from tests.rooms.cli.disks import small_disk

Damage = Callable[[Path], None]


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


def with_member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> Damage:
    """Whole, but for one member that no backup of ours holds."""

    def add(archive: Path) -> None:
        with tarfile.open(archive) as whole:
            members = [(member, whole.extractfile(member)) for member in whole]
            contents = [(member, file.read() if file else b"") for member, file in members]
        odd = tarfile.TarInfo(name)
        odd.type, odd.linkname = kind, link
        with tarfile.open(archive, "w:gz") as made:
            made.addfile(odd)
            for member, content in contents:
                made.addfile(member, io.BytesIO(content))

    return add


NOT_OURS = {
    "a climbing name": with_member("../../outside.txt"),
    "a climbing name below": with_member("data/files/../../../outside.txt"),
    "an absolute name": with_member("/tmp/outside.txt"),
    "a symbolic link": with_member("data/files", tarfile.SYMTYPE, "/tmp"),
    "a hard link": with_member("data/files", tarfile.LNKTYPE, "nasij.sqlite3"),
    "a pipe": with_member("data/pipe", tarfile.FIFOTYPE),
    "a device": with_member("data/device", tarfile.CHRTYPE),
    "a file for a folder of the site": with_member("data/snapshots"),
    "a folder for the key": with_member("data/secret_key", tarfile.DIRTYPE),
    "two databases": with_member("nasij.pgdump"),
    "a name of two lines": with_member("data/files/one\ntwo"),
    "a name that colours a terminal": with_member("data/files/\x1b[31mred"),
}


def a_file_for_the_folder(archive: Path) -> None:
    """A good database, and a plain file where all the rest would be."""
    with tarfile.open(archive) as whole:
        database = whole.extractfile("nasij.sqlite3")
        assert database is not None
        content = database.read()
    with tarfile.open(archive, "w:gz") as made:
        for name, held in (("nasij.sqlite3", content), ("data", b"words")):
            member = tarfile.TarInfo(name)
            member.size = len(held)
            made.addfile(member, io.BytesIO(held))


def names_without_end(archive: Path) -> None:
    """Each header says that the name of the next is in the next: followed by calls within calls."""
    link = tarfile.TarInfo("././@LongLink")
    link.type, link.size = tarfile.GNUTYPE_LONGNAME, 5
    block = link.tobuf(tarfile.GNU_FORMAT) + b"name\x00".ljust(512, b"\x00")
    with gzip.open(archive, "wb") as made:
        made.write(block * 20_000)


def damaged_database(archive: Path) -> None:
    database = archive.with_name("nasij.sqlite3")
    database.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with tarfile.open(archive, "w:gz") as made:
        made.add(database, arcname="nasij.sqlite3")


BREAKS = {
    damage.__name__: damage
    for damage in (
        *(cut, cut_at_the_end, flip, other_content, no_archive),
        *(names_without_end, damaged_database, a_file_for_the_folder),
    )
} | NOT_OURS


@pytest.fixture(scope="module")
def whole_backup(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    target = folder / "whole.tar.gz"
    assert nasij(shutil.copytree(prepared, folder / "site"), "backup", target).returncode == 0
    return target


_ALL = """
import json, sys
from typer.testing import CliRunner
from nasij.cli import app
for archive in sys.argv[1:]:
    done = CliRunner().invoke(app, ["restore", archive, "--yes", "--json"])
    print(json.dumps([done.exit_code, done.stdout]))
"""


@pytest.fixture(scope="module")
def refusals(
    prepared: Path, whole_backup: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int, str]]:
    """What is answered to each broken backup: one process tries them all on one site, and none
    leaves a trace."""
    folder = tmp_path_factory.mktemp("broken")
    site = Path(shutil.copytree(prepared, folder / "site"))
    (site / "serve.lock").touch()  # who holds the folder, not what it holds
    archives = []
    for number, damage in enumerate(BREAKS.values()):
        (folder / str(number)).mkdir()
        archives.append(Path(shutil.copy(whole_backup, folder / str(number) / "backup.tar.gz")))
        damage(archives[-1])
    before, rows, beside = files(site), counts(site), set(folder.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", _ALL, *map(str, archives)],
        env=environment(site),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert (files(site), counts(site)) == (before, rows)
    # No folder set aside, none left behind, nothing written elsewhere.
    assert {path for path in folder.rglob("*") if "sqlite3-" not in path.name} <= beside
    assert not list(folder.parent.glob("**/outside.txt"))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: (code, told) for name, (code, told) in zip(BREAKS, answers, strict=True)}


@pytest.mark.parametrize("damage", BREAKS)
def test_a_broken_backup_changes_nothing(damage: str, refusals: dict[str, tuple[int, str]]) -> None:
    code, told = refusals[damage]
    assert code == 2, told
    assert "Nothing was changed" in json.loads(told)["error"]


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


def test_after_a_restore_the_backup_it_came_from_is_the_last_one(
    site: Path, tmp_path: Path, whole_backup: Path
) -> None:
    """`doctor` said that none was ever made, on the very day when one had saved the site."""
    (site / "last_backup").unlink(missing_ok=True)
    copied = Path(shutil.copyfile(whole_backup, tmp_path / "copied.tar.gz"))  # of today
    old = made_days_ago(copied, 9)
    assert nasij(site, "restore", copied, "--yes", "--json").returncode == 0
    assert abs((site / "last_backup").stat().st_mtime - old) < 2
    assert "9 days old" in answer_of(nasij(site, "doctor", "--json"))["advice"]["backups"]


def made_days_ago(archive: Path, days: int) -> float:
    with tarfile.open(archive) as whole:
        members = [(member, whole.extractfile(member)) for member in whole]
        contents = [(member, file.read() if file else b"") for member, file in members]
    made_at = time.time() - days * 86400
    with tarfile.open(archive, "w:gz") as made:
        for member, content in contents:
            member.mtime, member.pax_headers = int(made_at), {}
            made.addfile(member, io.BytesIO(content))
    return made_at


def test_the_folder_itself_stays_for_it_may_be_a_mount(site: Path, whole_backup: Path) -> None:
    before = site.stat().st_ino
    assert nasij(site, "restore", whole_backup, "--yes", "--json").returncode == 0
    assert site.stat().st_ino == before


def test_a_mounted_folder_is_restored(tmp_path: Path, whole_backup: Path) -> None:
    mount = tmp_path / "mounted"
    mount.mkdir()
    with small_disk(mount, megabytes=100):
        done = nasij(mount, "restore", whole_backup, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert counts(mount)["reference_territory"] > 0


def test_a_cache_in_an_archive_is_not_believed(
    site: Path, tmp_path: Path, whole_backup: Path
) -> None:
    """Nor letters, nor a journal that would be played into the database."""
    archive = Path(shutil.copy(whole_backup, tmp_path / "backup.tar.gz"))
    strangers = ("cache/django/x.djcache", "mail/x.log", "nasij.sqlite3-wal", "static/x.js")
    for name in strangers:
        with_member(f"data/{name}")(archive)
    done = nasij(site, "restore", archive, "--yes", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [name for name in strangers if (site / name).exists()]


KILLED = """
import os, sys
from pathlib import Path
rename, left = Path.rename, int(sys.argv.pop(1))
def until_the_power_cut(self, target):
    global left
    left -= 1
    return rename(self, target) if left >= 0 else os._exit(9)
Path.rename = until_the_power_cut
from nasij.cli import app
app()
"""


def kill_a_restore(site: Path, backup: Path, moves: int) -> None:
    (site / "files").mkdir()
    (site / "files" / "only-here.txt").write_text("kept")
    command = [sys.executable, "-c", KILLED, str(moves), "restore", str(backup), "--yes"]
    assert subprocess.run(command, env=environment(site), check=False).returncode == 9


@pytest.mark.parametrize("moves", [0, 2, 4, 5, 6])
def test_a_restore_that_was_killed_can_be_given_up(
    moves: int, site: Path, whole_backup: Path
) -> None:
    key, rows = (site / "secret_key").read_bytes(), counts(site)
    kill_a_restore(site, whole_backup, moves)
    assert nasij(site, "prepare", "--json").returncode == 2  # and makes a key, if it finds none
    done = nasij(site, "restore", whole_backup, "--give-up", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert answer_of(done)["given_up"] == str(whole_backup)
    assert (site / "files" / "only-here.txt").read_text() == "kept"
    assert ((site / "secret_key").read_bytes(), counts(site)) == (key, rows)
    assert not (site / "restoring").exists()
    assert nasij(site, "restore", whole_backup, "--give-up").returncode == 2  # nothing is left


@pytest.mark.parametrize("moves", [0, 2, 4])
def test_a_restore_that_was_killed_is_ended_by_the_next(
    moves: int, site: Path, whole_backup: Path
) -> None:
    own_key = (site / "secret_key").read_bytes()
    kill_a_restore(site, whole_backup, moves)
    refused = nasij(site, "prepare", "--json")
    assert refused.returncode == 2
    assert str(whole_backup) in refused.stderr

    done = nasij(site, "restore", whole_backup, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    aside = Path(answer_of(done)["set_aside"])
    assert (aside / "files" / "only-here.txt").read_text() == "kept"
    assert (aside / "nasij.sqlite3").exists()
    assert (aside / "secret_key").read_bytes() == own_key
    assert not (site / "files").exists()
    assert counts(site)["reference_territory"] > 0
    with tarfile.open(whole_backup) as archive:
        key = archive.extractfile("data/secret_key")
        assert key is not None
        assert (site / "secret_key").read_bytes() == key.read()
