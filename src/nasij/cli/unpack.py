"""A backup unpacked and checked: nothing of the archive but plain files is believed."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import tarfile
import time
import unicodedata
import zlib
from contextlib import closing
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from nasij.cli.backup import DATABASE, DUMP, LEFT_OUT, MADE
from nasij.cli.console import fail

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


class NotPlain(tarfile.TarError):
    """A link, a device, or a name that leads elsewhere: no backup of ours holds one."""


def unpack(source: Path, into: Path, as_json: bool) -> None:
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


def check_fits(source: Path, unpacked: Path, as_json: bool) -> None:
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
