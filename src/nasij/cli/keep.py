"""Keeping a site: backup, restore, invitations."""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from nasij.cli.console import (
    Json,
    Language,
    answer,
    choose,
    exists_already,
    fail,
    no_such_file,
    with_site,
)

# Rebuilt from the rest, or private to the running process.
_LEFT_OUT = ("cache", "static", "serve.lock", "prepared.json", "ballots")


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("invite")(invite)


@with_site
def backup(
    target: Annotated[
        Path | None, typer.Argument(help="File to write; default: nasij-DATE.tar.gz here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write one file that holds the whole site: database, files, data sets. Safe while it runs."""
    from django.conf import settings

    path = target or Path(f"nasij-{datetime.now():%Y%m%d-%H%M%S}.tar.gz")
    if path.exists():
        fail(exists_already(path), as_json=as_json)
    part = path.with_name(path.name + ".part")
    try:
        # Readable by its owner alone: it holds addresses, and the key that signs sessions.
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            _fill(archive, settings.NASIJ_DATA, without={path.resolve(), part.resolve()})
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    answer({"backup": str(path), "bytes": path.stat().st_size}, as_json=as_json)


def _fill(archive: tarfile.TarFile, data: Path, *, without: set[Path]) -> None:
    """The database first: a file named in it is then always in the archive as well."""
    with tempfile.TemporaryDirectory() as folder:
        database = _dump_database(Path(folder))
        archive.add(database, arcname=database.name)
    for entry in sorted(data.iterdir()):
        if entry.name not in _LEFT_OUT and not entry.name.startswith("nasij.sqlite3"):
            _add(archive, entry, f"data/{entry.name}", without)


def _add(archive: tarfile.TarFile, path: Path, name: str, without: set[Path]) -> None:
    """One file or folder; what a running server writes or removes meanwhile is passed over."""
    if path.suffix == ".part" or path.resolve() in without:
        return
    try:
        archive.add(path, arcname=name, recursive=False)
        inside = sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else []
    except FileNotFoundError:
        return
    for entry in inside:
        _add(archive, entry, f"{name}/{entry.name}", without)


def _dump_database(folder: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        path = folder / "nasij.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:  # consistent, without stopping writers
            connection.connection.backup(copy)
        return path
    path = folder / "nasij.pgdump"
    _postgres("pg_dump", "--format=custom", f"--file={path}")
    return path


def _postgres(tool: str, *options: str) -> None:
    from django.db import connection

    place = connection.get_connection_params()
    address = [f"--{key}={place[key]}" for key in ("host", "port") if place.get(key)]
    name = [f"--username={place['user']}"] if place.get("user") else []
    environment = {**os.environ, "PGPASSWORD": str(place.get("password", ""))}
    binary = shutil.which(tool)
    if binary is None:
        template = _("%(tool)s is not installed: install the PostgreSQL client of your system.")
        fail(template % {"tool": tool})
    command = [binary, *address, *name, f"--dbname={place['dbname']}", *options]
    subprocess.run(command, check=True, env=environment)  # noqa: S603 — fixed program


@with_site
def restore(
    source: Annotated[Path, typer.Argument(help="A file written by `nasij backup`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what the site holds now.")] = False,
    as_json: Json = False,
) -> None:
    """Put a backup back. What the site holds now is set aside, not deleted."""
    from django.conf import settings

    if not source.exists():
        fail(no_such_file(source), as_json=as_json)
    _refuse_while_running(settings.NASIJ_DATA / "serve.lock", as_json)
    if _holds_something(settings.NASIJ_DATA) and not yes:
        fail(_("This site is not empty. Add --yes to replace what it holds."), as_json=as_json)
    with tempfile.TemporaryDirectory(dir=settings.NASIJ_DATA.parent) as folder:
        unpacked = Path(folder)
        _unpack(source, unpacked, as_json)
        _check_fits(source, unpacked, as_json)
        aside = _put_back(unpacked, settings.NASIJ_DATA)
    answer({"restored": str(source), "set_aside": str(aside)}, as_json=as_json)


def _unpack(source: Path, into: Path, as_json: bool) -> None:
    try:
        _read_to_the_end(source)
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(into, filter="data")
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        template = _("%(file)s is not a whole backup (%(what)s). Nothing was changed.")
        fail(template % {"file": source, "what": error}, as_json=as_json)


def _read_to_the_end(source: Path) -> None:
    """An archive cut between two files unpacks without a complaint; its checksum tells."""
    with gzip.open(source) as file:
        while file.read(2**20):
            pass


def _check_fits(source: Path, unpacked: Path, as_json: bool) -> None:
    from django.db import connection

    copy, dump = unpacked / "nasij.sqlite3", unpacked / "nasij.pgdump"
    if not copy.exists() and not dump.exists():
        template = _("%(file)s holds no database. Nothing was changed.")
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


def _refuse_while_running(lock: Path, as_json: bool) -> None:
    if not lock.exists():
        return
    with lock.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail(_("The site is running: stop it first."), as_json=as_json)


def _holds_something(folder: Path) -> bool:
    return any(folder.glob("*.sqlite3")) or (folder / "snapshots").exists()


def _put_back(unpacked: Path, folder: Path) -> Path:
    dump = unpacked / "nasij.pgdump"
    if dump.exists():  # first, as it may fail: one transaction, so that then nothing has changed
        _postgres("pg_restore", "--clean", "--if-exists", "--single-transaction", str(dump))
    aside = folder.with_name(f"{folder.name}-before-{datetime.now():%Y%m%d-%H%M%S}")
    folder.rename(aside)
    data = unpacked / "data"
    data.mkdir(exist_ok=True)
    shutil.move(data, folder)
    if (unpacked / "nasij.sqlite3").exists():
        shutil.move(unpacked / "nasij.sqlite3", folder / "nasij.sqlite3")
    folder.chmod(0o700)
    return aside


@with_site
def invite(
    email: Annotated[str, typer.Argument(help="Address of the person.")],
    role: Annotated[str, typer.Option(help="Role, for example administrator.")],
    name: Annotated[str, typer.Option(help="Name of the person.")] = "",
    region: Annotated[str, typer.Option(help="Region code, for a regional role.")] = "",
    lang: Language = "fr",
    as_json: Json = False,
) -> None:
    """Make an invitation link: the way into an empty site for its first person."""
    from nasij.accounts.acts import invite_person
    from nasij.accounts.roles import ROLES

    if role not in ROLES:
        fail(choose("--role", role, ROLES), as_json=as_json)
    invitation, link = invite_person(
        email=email, name=name or email, role=role, region_code=region, language=lang, by=None
    )
    answer(
        {"invited": invitation.email, "link": link, "until": invitation.expires_at},
        as_json=as_json,
    )
