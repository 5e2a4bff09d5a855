"""Keeping a site: backup, restore, doctor, invitations."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from nasij.cli.console import Json, Language, answer, fail, out, with_site

# Rebuilt from the rest, or private to the running process.
_LEFT_OUT = ("cache", "static", "serve.lock", "prepared.json")


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
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
        fail(f"{path} exists already: choose another name.", as_json=as_json)
    part = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(part, "w:gz") as archive:
            database = _dump_database(Path(folder))
            archive.add(database, arcname=database.name)
            for entry in sorted(settings.NASIJ_DATA.iterdir()):
                if entry.name not in _LEFT_OUT and not entry.name.startswith("nasij.sqlite3"):
                    archive.add(entry, arcname=f"data/{entry.name}")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    answer({"backup": str(path), "bytes": path.stat().st_size}, as_json=as_json)


def _dump_database(folder: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        path = folder / "nasij.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:  # consistent, without stopping writers
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
    import os

    environment = {**os.environ, "PGPASSWORD": str(place.get("password", ""))}
    binary = shutil.which(tool)
    if binary is None:
        fail(f"{tool} is not installed: install the PostgreSQL client of your system.")
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
        fail(f"{source}: there is no such file.", as_json=as_json)
    _refuse_while_running(settings.NASIJ_DATA / "serve.lock", as_json)
    if _holds_something(settings.NASIJ_DATA) and not yes:
        fail("This site is not empty. Add --yes to replace what it holds.", as_json=as_json)
    with tempfile.TemporaryDirectory(dir=settings.NASIJ_DATA.parent) as folder:
        unpacked = Path(folder)
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(unpacked, filter="data")
        except (tarfile.TarError, EOFError, OSError) as error:
            fail(f"{source} is not a whole backup ({error}). Nothing was changed.", as_json=as_json)
        if not (unpacked / "nasij.sqlite3").exists() and not (unpacked / "nasij.pgdump").exists():
            fail(f"{source} holds no database. Nothing was changed.", as_json=as_json)
        aside = _put_back(unpacked, settings.NASIJ_DATA)
    answer({"restored": str(source), "set_aside": str(aside)}, as_json=as_json)


def _refuse_while_running(lock: Path, as_json: bool) -> None:
    if not lock.exists():
        return
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail("The site is running: stop it first.", as_json=as_json)


def _holds_something(folder: Path) -> bool:
    return any(folder.glob("*.sqlite3")) or (folder / "snapshots").exists()


def _put_back(unpacked: Path, folder: Path) -> Path:
    aside = folder.with_name(f"{folder.name}-before-{datetime.now():%Y%m%d-%H%M%S}")
    folder.rename(aside)
    data = unpacked / "data"
    data.mkdir(exist_ok=True)
    shutil.move(data, folder)
    if (unpacked / "nasij.sqlite3").exists():
        shutil.move(unpacked / "nasij.sqlite3", folder / "nasij.sqlite3")
    else:
        _postgres("pg_restore", "--clean", "--if-exists", str(unpacked / "nasij.pgdump"))
    return aside


@with_site
def doctor(as_json: Json = False) -> None:
    """Check the site and say what is wrong and what helps."""
    checks = {name: check() for name, check in _CHECKS.items()}
    if as_json:
        answer(checks, as_json=True)
    else:
        for name, problem in checks.items():
            mark = "[red]✗[/red]" if problem else "[green]✓[/green]"
            out.print(f"{mark} {name}{': ' + problem if problem else ''}", highlight=False)
    raise typer.Exit(1 if any(checks.values()) else 0)


def _check_python() -> str:
    return "" if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed"


def _check_folder() -> str:
    from django.conf import settings

    try:
        with tempfile.TemporaryFile(dir=settings.NASIJ_DATA):
            pass
    except OSError as error:
        return f"{settings.NASIJ_DATA} cannot be written ({error.strerror})"
    free = shutil.disk_usage(settings.NASIJ_DATA).free // 2**20
    return "" if free > 300 else f"only {free} MB free: make room"


def _check_database() -> str:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "not prepared: run `nasij prepare`"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            verdict = cursor.fetchone()[0]
        return "" if verdict == "ok" else f"damaged ({verdict}): restore the last backup"
    return ""


def _check_pack() -> str:
    from django.conf import settings

    from nasij.reference.pack import Pack, PackError
    from nasij.reference.queries import regions

    try:
        code = Pack(settings.PACK_DIR).code
    except PackError as error:
        return str(error)
    return "" if regions().exists() else f"the pack {code} is not loaded: run `nasij prepare`"


def _check_catalogs() -> str:
    from django.conf import settings

    folder = Path(settings.LOCALE_PATHS[0])
    stale = [
        path.parent.parent.name
        for path in folder.glob("*/LC_MESSAGES/*.po")
        if not path.with_suffix(".mo").exists()
    ]
    return f"not compiled ({', '.join(stale)}): run `nasij prepare`" if stale else ""


def _check_snapshots() -> str:
    from django.conf import settings

    from nasij.datasets.models import Snapshot

    gone = [
        str(snapshot)
        for snapshot in Snapshot.objects.filter(is_current=True).order_by("id")
        if not (settings.NASIJ_DATA / snapshot.folder).exists()
    ]
    return f"files missing for {', '.join(gone)}: load them again" if gone else ""


_CHECKS: dict[str, Any] = {
    "Python": _check_python,
    "data folder": _check_folder,
    "database": _check_database,
    "country pack": _check_pack,
    "catalogs": _check_catalogs,
    "data sets": _check_snapshots,
}


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

    invitation, link = invite_person(
        email=email, name=name or email, role=role, region_code=region, language=lang, by=None
    )
    answer(
        {"invited": invitation.email, "link": link, "until": invitation.expires_at},
        as_json=as_json,
    )
