"""`nasij backup`: the whole site in one file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.cli.console import Json, answer, exists_already, fail, with_site

MADE = "last_backup"  # its time is that of the last backup, also of the one restored from
# Rebuilt from the rest, private to this folder, or (mail) full of links that open things: without a
# mail server letters lie there whole, while the database keeps only hashes of what they carry.
# Nor uploads, which wait for one task and go with it: their data sets hold what they said.
# Nor the ballots of open secret votes: two backups around one of them would tell whose it is.
LEFT_OUT = (
    *("cache", "static", "mail", "uploads", "ballots", "aside", "restoring"),
    *("serve.lock", "prepared.json", MADE),
)
DATABASE, DUMP = "nasij.sqlite3", "nasij.pgdump"


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)


@with_site
def backup(
    target: Annotated[
        Path | None, typer.Argument(help="File to write; default: nasij-DATE.tar.gz here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write one file that holds the whole site: database, files, data sets. Safe while it runs."""
    from django.conf import settings

    path = target or Path(f"nasij-{timezone.localtime():%Y%m%d-%H%M%S}.tar.gz")
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
    (settings.NASIJ_DATA / MADE).touch()
    answer({"backup": str(path), "bytes": path.stat().st_size}, as_json=as_json)


def _fill(archive: tarfile.TarFile, data: Path, *, without: set[Path]) -> None:
    """The database first: a file named in it is then always in the archive as well."""
    with tempfile.TemporaryDirectory() as folder:
        database = dump_database(Path(folder))
        archive.add(database, arcname=database.name)
    for entry in sorted(data.iterdir()):
        if entry.name not in LEFT_OUT and not entry.name.startswith(DATABASE):
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


def dump_database(folder: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        path = folder / DATABASE
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:  # consistent, without stopping writers
            connection.connection.backup(copy)
        return path
    path = folder / DUMP
    postgres("pg_dump", "--format=custom", f"--file={path}")
    return path


def postgres(tool: str, *options: str) -> None:
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
