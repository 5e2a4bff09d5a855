"""`nasij restore`: a backup put back, entry by entry, into the folder that is there.

The folder itself is never renamed (it may be a mount), nothing of the archive but plain files is
believed, and what the site held is moved to `aside/`, not deleted. Killed in the middle, the next
`nasij restore` ends what was begun, or gives it up.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.cli import lock
from nasij.cli.backup import DATABASE, DUMP, dump_database, postgres
from nasij.cli.console import Json, answer, fail, no_such_file, typed, with_site
from nasij.cli.unpack import check_fits, unpack

_COMING = "restoring"  # unpacked and checked, not yet in its place
_AGREED = "agreed"  # in it: all is checked, what was there goes aside; holds the name of the file
_CLEARED = "cleared"  # in it: what was there is aside, what comes goes to its place
_STAY = ("serve.lock", "aside", _COMING)


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
        lock.refuse_mixed_site(as_json=as_json)
        lock.refuse_database_at_work(as_json=as_json)
        if give_up:
            answer({"given_up": _give_up(folder, as_json)}, as_json=as_json)
            return
        if begun := half_restored(folder):
            answer({"restored": begun, "set_aside": str(_put_back(folder))}, as_json=as_json)
            return
        if not source.exists():
            fail(no_such_file(source), as_json=as_json)
        if not yes:
            _refuse_to_replace(folder, as_json)
        coming = _fresh(folder / _COMING)
        try:
            unpack(source, coming, as_json)
            check_fits(source, coming, as_json)
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


def _refuse_to_replace(folder: Path, as_json: bool) -> None:
    """On PostgreSQL a new folder may stand before a database that is full."""
    if any(folder.glob("*.sqlite3")) or (folder / "snapshots").exists():
        fail(_("This site is not empty. Add --yes to replace what it holds."), as_json=as_json)
    if lock.is_elsewhere() and connection.introspection.table_names():
        template = _(
            "The database %(database)s is not empty. Add --yes to replace what it holds, or give "
            "another database with DATABASE_URL."
        )
        fail(template % {"database": lock.database()}, as_json=as_json)


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
