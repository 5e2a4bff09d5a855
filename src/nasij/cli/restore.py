"""`nasij restore`: a backup put back, entry by entry, into the folder that is there.

The folder itself is never renamed (it may be a mount), nothing of the archive but plain files is
believed, and what the site held is moved to `aside/`, not deleted. Killed in the middle, the next
`nasij restore` ends what was begun, or gives it up.
"""

from __future__ import annotations

import gzip
import os
import shlex
import shutil
import sqlite3
import tarfile
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.cli import lock
from nasij.cli.backup import DATABASE, DUMP, LEFT_OUT, MADE, dump_database, postgres
from nasij.cli.console import Json, answer, fail, no_such_file, typed, with_site

_COMING = "restoring"  # unpacked and checked, not yet in its place
_AGREED = "agreed"  # in it: all is checked, what was there goes aside; holds the name of the file
_CLEARED = "cleared"  # in it: what was there is aside, what comes goes to its place
# A chain of names that each point to the next is followed by calls within calls.
_NOT_WHOLE = (
    tarfile.TarError,
    EOFError,
    OSError,
    zlib.error,
    UnicodeError,
    ValueError,
    RecursionError,
)
_FILES = ((DATABASE,), (DUMP,), ("data", "secret_key"))
_FOLDERS = (("data",), ("data", "files"), ("data", "snapshots"))
_STAY = ("serve.lock", "aside", _COMING)


class NotPlain(tarfile.TarError):
    """A link, a device, or a name that leads elsewhere: no backup of ours holds one."""


def add_to(app: typer.Typer) -> None:
    app.command("restore")(restore)


@with_site
def restore(
    source: Annotated[Path, typer.Argument(help="A file written by `nasij backup`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what the site holds now.")] = False,
    give_up: Annotated[
        bool, typer.Option("--give-up", help="Undo a restore that was stopped before its end.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a backup back. What the site holds now is set aside, not deleted."""
    from django.conf import settings

    folder = settings.NASIJ_DATA
    with lock.hold(folder, as_json=as_json):
        if give_up:
            answer({"given_up": _give_up(folder, as_json)}, as_json=as_json)
            return
        if begun := half_restored(folder):
            answer({"restored": begun, "set_aside": str(_put_back(folder))}, as_json=as_json)
            return
        if not source.exists():
            fail(no_such_file(source), as_json=as_json)
        if _holds_something(folder) and not yes:
            fail(_("This site is not empty. Add --yes to replace what it holds."), as_json=as_json)
        coming = _fresh(folder / _COMING)
        try:
            _unpack(source, coming, as_json)
            _check_fits(source, coming, as_json)
            _agree(folder, source)
        except BaseException:
            shutil.rmtree(coming, ignore_errors=True)
            raise
        answer({"restored": str(source), "set_aside": str(_put_back(folder))}, as_json=as_json)


def half_restored(folder: Path) -> str:
    """The file whose restore was stopped between what was and what comes, if one was."""
    try:
        return _agreed(folder)[1]
    except OSError:
        return ""


def _agreed(folder: Path) -> tuple[Path, str]:
    """Where what was there goes, and the file that was named, which may hold any character."""
    aside, _line, source = (folder / _COMING / _AGREED).read_text().partition("\n")
    return folder / "aside" / aside, source


def refuse_half_restored(folder: Path) -> None:
    if begun := half_restored(folder):
        template = _(
            "A restore of this folder was stopped before its end: `%(command)s` ends it, and with "
            "--give-up it puts back what was there."
        )
        fail(template % {"command": typed(f"restore {shlex.quote(begun)}")})


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _unpack(source: Path, into: Path, as_json: bool) -> None:
    try:
        _read_to_the_end(source)
        _refuse_too_large(source, into)
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                _write(archive, member, into)
                if member.name in {DATABASE, DUMP}:
                    _note_when_made(member, into / "data" / MADE)
    except _NOT_WHOLE as error:
        template = _("%(file)s is not a whole backup (%(what)s). Nothing was changed.")
        fail(template % {"file": source, "what": error}, as_json=as_json)


def _note_when_made(member: tarfile.TarInfo, marker: Path) -> None:
    """What was restored is in safety since the backup was made; the file may be a later copy."""
    marker.parent.mkdir(mode=0o700, exist_ok=True)
    marker.touch(mode=0o600)
    made = max(0.0, min(time.time(), member.mtime))
    os.utime(marker, (made, made))


def _read_to_the_end(source: Path) -> None:
    """An archive cut between two files unpacks without a complaint; its checksum tells."""
    with gzip.open(source) as file:
        while file.read(2**20):
            pass


def _refuse_too_large(source: Path, into: Path) -> None:
    with tarfile.open(source, "r:gz") as archive:
        needed = sum(member.size for member in archive)
    if needed > shutil.disk_usage(into).free:
        raise tarfile.TarError(_("there is no room for what it holds"))


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    """One plain file or folder, written by ourselves: what `tarfile` would follow, we refuse."""
    path = PurePosixPath(member.name)
    if not _is_plain(member, path):
        raise NotPlain(_("%(name)s is no plain file of a backup") % {"name": ascii(member.name)})
    if _is_left_out(path):
        return
    target = into / path
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None  # of a plain file there is one
    with content, target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(content, file)


def _is_plain(member: tarfile.TarInfo, path: PurePosixPath) -> bool:
    kind = (member.isreg() and not member.issparse()) or member.isdir()
    inside = not path.is_absolute() and ".." not in path.parts and bool(path.parts)
    readable = not any(unicodedata.category(sign) == "Cc" for sign in member.name)
    return kind and inside and readable and _is_of_its_kind(member, path)


def _is_of_its_kind(member: tarfile.TarInfo, path: PurePosixPath) -> bool:
    """A file where the site needs a folder, or a folder for a file, would stop it half restored."""
    if path.parts in _FILES:
        return member.isreg()
    return member.isdir() or path.parts not in _FOLDERS


def _is_left_out(path: PurePosixPath) -> bool:
    """Only the database and `data/…`, without what a backup leaves out: an archive made by
    somebody else may hold a cache that would be believed, or a journal of another database."""
    top, *below = path.parts
    if top != "data":
        return path.parts not in {(DATABASE,), (DUMP,)}
    return bool(below) and (below[0] in LEFT_OUT or below[0].startswith(DATABASE))


def _check_fits(source: Path, unpacked: Path, as_json: bool) -> None:
    from django.db import connection

    copy, dump = unpacked / DATABASE, unpacked / DUMP
    if not copy.exists() and not dump.exists():
        template = _("%(file)s holds no database. Nothing was changed.")
        fail(template % {"file": source}, as_json=as_json)
    if copy.exists() and dump.exists():
        template = _("%(file)s holds two databases. Nothing was changed.")
        fail(template % {"file": source}, as_json=as_json)
    if copy.exists() and not _is_sound(copy):
        template = _("The database in %(file)s is damaged. Nothing was changed.")
        fail(template % {"file": source}, as_json=as_json)
    if copy.exists() != (connection.vendor == "sqlite"):
        kind = "SQLite" if copy.exists() else "PostgreSQL"
        template = _(
            "%(file)s holds a %(kind)s database, and this site uses another: "
            "set DATABASE_URL accordingly. Nothing was changed."
        )
        fail(template % {"file": source, "kind": kind}, as_json=as_json)


def _is_sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as copy:
            tables = "SELECT count(*) FROM sqlite_master WHERE name = 'django_migrations'"
            prepared = copy.execute(tables).fetchone()[0] == 1
            return prepared and bool(copy.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _holds_something(folder: Path) -> bool:
    return any(folder.glob("*.sqlite3")) or (folder / "snapshots").exists()


def _agree(folder: Path, source: Path) -> None:
    """From here on the restore is ended, now or by the next one. PostgreSQL first, as it may fail:
    one transaction, so that then nothing has changed."""
    coming, aside = folder / _COMING, folder / "aside" / f"{timezone.localtime():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700, parents=True)
    if (coming / DUMP).exists():
        dump_database(aside)
        _load_dump(coming / DUMP)
    agreed = coming / f"{_AGREED}.part"
    agreed.write_text(f"{aside.name}\n{source}")
    agreed.replace(coming / _AGREED)


def _load_dump(dump: Path) -> None:
    postgres("pg_restore", "--clean", "--if-exists", "--single-transaction", str(dump))


def _put_back(folder: Path) -> Path:
    """Every step may be the last one before a power cut, and may be done again."""
    coming, (aside, _source) = folder / _COMING, _agreed(folder)
    if not (coming / _CLEARED).exists():
        for entry in _held(folder):
            _move(entry, aside / entry.name)
        (coming / _CLEARED).touch()
    for entry in _arriving(coming):
        entry.rename(folder / entry.name)
    folder.chmod(0o700)
    (coming / _AGREED).unlink()  # all is in its place; the rest is only tidying up
    shutil.rmtree(coming)
    return aside


def _give_up(folder: Path, as_json: bool) -> str:
    """Back to what was there, by the same steps backwards; each may be done again as well."""
    begun = half_restored(folder)
    if not begun:
        fail(_("No restore of this folder was stopped before its end."), as_json=as_json)
    coming, (aside, _source) = folder / _COMING, _agreed(folder)
    if (aside / DUMP).exists():
        _load_dump(aside / DUMP)
    if (coming / _CLEARED).exists():
        for entry in _held(folder):
            _move(entry, coming / ("" if entry.name == DATABASE else "data") / entry.name)
        (coming / _CLEARED).unlink()
    for entry in sorted(aside.iterdir()):
        if entry.name != DUMP:
            _remove(folder / entry.name)
            entry.rename(folder / entry.name)
    (coming / _AGREED).unlink()
    shutil.rmtree(coming)
    shutil.rmtree(aside)
    return begun


def _held(folder: Path) -> list[Path]:
    return [entry for entry in sorted(folder.iterdir()) if entry.name not in _STAY]


def _move(entry: Path, target: Path) -> None:
    """What is there already went before the stop: this one was made anew since, as a key is by
    every command that finds none."""
    if target.exists():
        _remove(entry)
    else:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        entry.rename(target)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


def _arriving(coming: Path) -> Iterator[Path]:
    data = coming / "data"
    if data.is_dir():
        yield from sorted(data.iterdir())
    if (coming / DATABASE).exists():
        yield coming / DATABASE
