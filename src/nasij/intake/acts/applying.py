"""Applying a confirmed import: the one act of this room that is not a single transaction.

A chunk of rows is, and the run remembers how many rows are done. Killed in the middle, it goes on
from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.signals import firms_written
from nasij.files.remarks import Note
from nasij.files.tables import Table
from nasij.intake.enums import SETTLED, ImportState, IntakeVerb
from nasij.intake.errors import ImportFileGone, ImportRunsElsewhere, ImportSettled
from nasij.intake.models import ImportRun
from nasij.intake.permissions import run_asks_region
from nasij.intake.rows import applying
from nasij.intake.rows.headings import open_table
from nasij.intake.rows.planning import SeenRows, plan
from nasij.intake.rows.preview import DatesRead, chunks
from nasij.intake.rows.reading import FirmRow
from nasij.intake.rows.sheets import rejects
from nasij.ui.spreadsheets import write_book
from nasij.work.progress import Progress, silent

FOLDER = "imports"


def apply_import(
    *, run: ImportRun, table: Table | None = None, progress: Progress = silent, by: User | None
) -> ImportRun:
    """Write the rows of a run, from where it stands to its end. `progress(done, total, "")`;
    `table` is its file where that is open already."""
    open_run = ImportRun.objects.filter(pk=run.pk).exclude(state__in=SETTLED)
    if not open_run.update(state=ImportState.RUNNING):
        raise ImportSettled
    already, done, seen, table = run.rows_done, 0, SeenRows(), table or table_of(run)
    dates = DatesRead()
    for rows in chunks(table, run.region):
        dates.look_at(rows)
        if done < already:  # done before the run was interrupted: only remembered
            plan(rows, seen, only_region=run.region is not None)
        else:
            _apply_chunk(run, rows, seen, done)
        done += len(rows)
        progress(done, max(run.rows_read, done), "")
    run = _finish(run, table, dates.notes(), by)
    if run.created or run.updated:
        # The rows are written whatever becomes of it: what failed is logged, and the next does it.
        firms_written.send_robust(sender=ImportRun, source=run, by=by, progress=progress)
    return run


@transaction.atomic
def _apply_chunk(run: ImportRun, rows: list[FirmRow], seen: SeenRows, done: int) -> None:
    """One chunk, all or nothing. Two workers on one run: the second finds its rows done."""
    claimed = ImportRun.objects.filter(pk=run.pk, rows_done=done, state=ImportState.RUNNING).update(
        rows_done=F("rows_done") + len(rows)
    )
    if not claimed:
        raise ImportRunsElsewhere
    applying.write(run, plan(rows, seen, only_region=run.region is not None))


def _finish(run: ImportRun, table: Table, notes: list[Note], by: User | None) -> ImportRun:
    run.refresh_from_db()
    with _told_rows(run, table) as relative:
        return _settle(run, relative, notes, by)


@contextmanager
def _told_rows(run: ImportRun, table: Table) -> Iterator[str]:
    """The file of the rows that need a look. It may take minutes, in which others write: it is made
    before the transaction that records it, and goes where that fails."""
    if not (run.rejected or run.warnings):
        yield ""
        return
    relative = f"{FOLDER}/rejects/{run.pk}.xlsx"
    path = Path(settings.NASIJ_DATA) / relative
    write_book(path, rejects(run, table))
    try:
        yield relative
    except BaseException:
        if not ImportRun.objects.filter(rejects_path=relative).exists():
            path.unlink(missing_ok=True)
        raise


@transaction.atomic
def _settle(run: ImportRun, rejects_path: str, notes: list[Note], by: User | None) -> ImportRun:
    lock_run(run)
    if run.state != ImportState.RUNNING:
        raise ImportSettled
    run.state, run.finished_at = ImportState.FINISHED, timezone.now()
    run.rows_read, run.rejects_path = run.rows_done, rejects_path
    if notes:  # of the whole file: a page may have foreseen its first rows alone, or none
        run.preview = run.foreseen.with_notes(notes).as_record()
    run.save(update_fields=["state", "finished_at", "rows_read", "rejects_path", "preview"])
    counts = ("rows_read", "created", "updated", "unchanged", "rejected", "warnings")
    record(
        IntakeVerb.IMPORT_FINISHED,
        subject=run,
        by=by,
        region_code=region_code_of(run),
        after={name: getattr(run, name) for name in counts},
    )
    return run


def lock_run(run: ImportRun) -> None:
    """As it is now, and not as the page found it; until the act ends it is nobody else's."""
    run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update())


def source_of(run: ImportRun) -> Path:
    path = Path(settings.NASIJ_DATA) / run.file_path
    if not path.exists():
        raise ImportFileGone
    return path


def table_of(run: ImportRun) -> Table:
    """Its file, read as it was when it was brought: a region then assumed is assumed again."""
    return open_table(
        source_of(run), run.file_name, asks_region=run_asks_region(run), named=run.columns_said
    )


def region_code_of(run: ImportRun) -> str:
    return run.region.code if run.region else ""
