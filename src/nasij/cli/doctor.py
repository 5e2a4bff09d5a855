"""`nasij doctor`: what is wrong with a site, and what helps."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import typer
from rich.markup import escape

from nasij.cli.console import Json, answer, out, sentence, with_site


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


@with_site
def doctor(as_json: Json = False) -> None:
    """Check the site and say what is wrong and what helps."""
    checks = {name: _outcome(check) for name, check in _CHECKS.items()}
    later = "not checked: the database comes first" if checks["database"] else ""
    checks |= {name: later or _outcome(check) for name, check in _CHECKS_OF_RECORDS.items()}
    if as_json:
        answer(checks, as_json=True)
    else:
        for name, problem in checks.items():
            mark = "[red]✗[/red]" if problem else "[green]✓[/green]"
            line = f"{mark} {name}{': ' + escape(problem) if problem else ''}"
            out.print(line, highlight=False, soft_wrap=True)
    raise typer.Exit(1 if any(checks.values()) else 0)


def _outcome(check: Callable[[], str]) -> str:
    """A check that breaks has found something too; the others still run."""
    try:
        return check()
    except Exception as error:
        return sentence(error)


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
        if not (made := path.with_suffix(".mo")).exists()
        or made.stat().st_mtime < path.stat().st_mtime
    ]
    return f"not compiled ({', '.join(sorted(stale))}): run `nasij prepare`" if stale else ""


def _check_snapshots() -> str:
    from nasij.datasets.analysis import is_kept
    from nasij.datasets.models import Snapshot

    gone = [
        str(snapshot)
        for snapshot in Snapshot.objects.filter(is_current=True).order_by("id")
        if not is_kept(snapshot.path)
    ]
    return f"files missing for {', '.join(gone)}: load them again" if gone else ""


def _check_potential() -> str:
    from nasij.potential.queries import runs

    run = runs().filter(is_current=True).first()
    lost = run is not None and not run.path.exists()
    return "the tables of the last run are missing: run `nasij compute potential`" if lost else ""


def _check_mail() -> str:
    """Replies that no mail server took are promises that nobody kept."""
    from nasij.needs.tasks import waiting_replies

    count = waiting_replies().count()
    return f"{count} replies wait to be sent: check EMAIL_URL" if count else ""


def _check_erasures() -> str:
    """Erased firms are known again by hashes made with the site's secret."""
    from nasij.exporters.models import Erasure
    from nasij.exporters.rights.suppression import secret_mark

    lost = Erasure.objects.filter(lifted_at=None).exclude(secret_mark=secret_mark()).count()
    advice = "put back the SECRET_KEY under which they were erased"
    return f"{lost} erased firms are no longer known again: {advice}" if lost else ""


_CHECKS: dict[str, Callable[[], str]] = {
    "Python": _check_python,
    "data folder": _check_folder,
    "catalogs": _check_catalogs,
    "database": _check_database,
}
_CHECKS_OF_RECORDS: dict[str, Callable[[], str]] = {
    "country pack": _check_pack,
    "data sets": _check_snapshots,
    "potential": _check_potential,
    "mail": _check_mail,
    "erasures": _check_erasures,
}
