"""Bringing a file and confirming it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django_tasks.base import Task

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.fields import KEYS
from nasij.files.errors import FileUnreadable
from nasij.files.headings import heading_key
from nasij.intake.acts.applying import (
    FOLDER,
    apply_import,
    lock_run,
    region_code_of,
    source_of,
)
from nasij.intake.acts.background import apply_in_background, check_in_background
from nasij.intake.acts.settling import files_of, give_up
from nasij.intake.enums import UNCONFIRMED, ImportState, IntakeVerb
from nasij.intake.errors import (
    HeadingsOfAnother,
    ImportBeingChecked,
    ImportRunsElsewhere,
    ImportSettled,
    NoRows,
)
from nasij.intake.foreseen import Preview
from nasij.intake.models import ImportRun
from nasij.intake.permissions import asks_region, run_asks_region
from nasij.intake.queries import columns_said_by
from nasij.intake.rows.headings import open_table
from nasij.intake.rows.preview import AT_ONCE, count_rows, preview
from nasij.reference.models import Territory
from nasij.sentences import filled_lazily
from nasij.ui import formats
from nasij.work.errors import Refusal
from nasij.work.jobs import enqueue, new_job
from nasij.work.keeping import remove_after_commit
from nasij.work.progress import Progress, silent

_TOO_LONG_FOR_A_PAGE = {"too_large", "too_slow"}


def start_import(
    *,
    path: Path,
    file_name: str,
    region: Territory | None,
    columns: Mapping[str, str] = {},
    by: User | None,
) -> ImportRun:
    """Read and check a file, and keep it with a preview of what it would do.

    The rows of a large file are foreseen in the background, but for the first ones; one that
    takes longer than a page may is read there from its first. `region` limits whose firms it may
    hold; None means any. Who may write in that one alone need not say it again in the file.
    `columns` are what some of its headings mean, for the next files of this person too. A file
    that cannot be used raises a `Refusal`, and nothing is kept.
    """
    needs_region, said = asks_region(region, by), _said(columns)
    named = columns_said_by(by) | said
    foreseen = _foreseen(path, file_name, region, asks_region=needs_region, named=named)
    if foreseen.complete and not foreseen.counts["read"]:
        raise NoRows
    return _keep(path, file_name, region, by, foreseen, named=named, said=columns)


def _foreseen(
    path: Path,
    file_name: str,
    region: Territory | None,
    *,
    asks_region: bool,
    named: Mapping[str, str] = {},
) -> Preview:
    """What a page can tell at once of a file; nothing, where it is too large for a page."""
    try:
        table = open_table(path, file_name, asks_region=asks_region, on_page=True, named=named)
    except FileUnreadable as refusal:
        if refusal.reason in _TOO_LONG_FOR_A_PAGE:
            return Preview(complete=False)
        raise
    return preview(table, region, limit=AT_ONCE)


def _keep(
    path: Path,
    file_name: str,
    region: Territory | None,
    by: User | None,
    foreseen: Preview,
    *,
    named: Mapping[str, str] = {},
    said: Mapping[str, str] = {},
) -> ImportRun:
    sha256 = _sha256(path)
    with _stored(path, sha256) as relative, transaction.atomic():
        run = ImportRun(
            file_name=file_name[-250:],
            file_sha256=sha256,
            file_path=relative,
            region=region,
            started_by=by,
            columns=dict(named),
        )
        _keep_preview(run, foreseen, by)
        record(
            IntakeVerb.IMPORT_STARTED,
            subject=run,
            by=by,
            region_code=region_code_of(run),
            after=foreseen.counts | ({"columns": dict(said)} if said else {}),
        )
    return run


def _keep_preview(run: ImportRun, foreseen: Preview, by: User | None) -> None:
    """Keep what was foreseen; what is not complete is completed in the background."""
    run.preview, run.rows_read = foreseen.as_record(), foreseen.counts.get("read", 0)
    run.state = ImportState.PREVIEWED if foreseen.complete else ImportState.CHECKING
    run.rows_done = 0
    run.save()
    if run.state == ImportState.CHECKING:
        _do_later(run, check_in_background, by=by)


@transaction.atomic
def check_again(*, run: ImportRun, by: User | None) -> ImportRun:
    """Begin the check anew, after it failed or its process was killed."""
    lock_run(run)
    if run.state != ImportState.CHECKING or not run.has_stopped:
        raise _refused(run)
    _do_later(run, check_in_background, by=by)
    return run


def _do_later(run: ImportRun, task: Task[..., None], *given: object, by: User | None) -> None:
    """In the background, once this act is safe; the run shows how far it is."""
    run.job = new_job(
        task,
        what=filled_lazily(gettext_lazy("Import of %(file)s"), {"file": run.file_name}),
        url=reverse("intake:run", args=[run.pk]),
        by=by,
        language=formats.language(),
        size=source_of(run).stat().st_size,
    )
    run.save(update_fields=["job"])
    transaction.on_commit(partial(enqueue, task, run.job, run.pk, *given))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _stored(path: Path, sha256: str) -> Iterator[str]:
    """Keep the file for this import alone, whoever else brings the same at that moment; where its
    record fails, nothing is kept."""
    relative = f"{FOLDER}/{timezone.localdate().year}/{sha256}-{token_hex(4)}{path.suffix[:6]}"
    target = Path(settings.NASIJ_DATA) / relative
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        yield relative
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def remember_columns(*, columns: dict[str, str], run: ImportRun, by: User | None) -> None:
    """Note what some headings of a run mean, for the next files of its person too; "" leaves one
    out again. It is previewed anew: its file is read before anything is locked, it may take
    seconds.
    """
    if run.started_by != by:
        raise HeadingsOfAnother
    named = run.columns_said | _said(columns)
    foreseen = _foreseen(
        source_of(run),
        run.file_name,
        run.region,
        asks_region=run_asks_region(run),
        named=named,
    )
    _remember(columns, named, run, foreseen, by)


@transaction.atomic
def _remember(
    columns: dict[str, str],
    named: dict[str, str],
    run: ImportRun,
    foreseen: Preview,
    by: User | None,
) -> None:
    lock_run(run)
    if run.state != ImportState.PREVIEWED:
        raise _refused(run)
    run.columns = named
    _keep_preview(run, foreseen, by)
    record(IntakeVerb.COLUMNS_NAMED, subject=run, by=by, after=columns)


def _said(columns: Mapping[str, str]) -> dict[str, str]:
    for column in columns.values():
        if column and column not in KEYS:
            raise ValueError(f"{column!r} is not a column; choose one of {', '.join(KEYS)}")
    return {heading_key(heading): column for heading, column in columns.items()}


@transaction.atomic
def confirm_import(*, run: ImportRun, by: User | None) -> ImportRun:
    """Start applying in the background. A run that stopped before its end may be started again."""
    lock_run(run)
    is_taken_up = run.state == ImportState.RUNNING and run.has_stopped
    if run.state != ImportState.PREVIEWED and not is_taken_up:
        raise _refused(run)
    run.state = ImportState.RUNNING
    run.save(update_fields=["state"])
    _do_later(run, apply_in_background, getattr(by, "pk", None), by=by)
    record(IntakeVerb.IMPORT_CONFIRMED, subject=run, by=by, region_code=region_code_of(run))
    return run


@transaction.atomic
def cancel_import(*, run: ImportRun, by: User | None) -> ImportRun:
    """Its file is of no more use to anybody, and goes."""
    lock_run(run)
    if run.state not in UNCONFIRMED:
        raise _refused(run)
    give_up(run, timezone.now())
    remove_after_commit(files_of(run))
    record(IntakeVerb.IMPORT_CANCELLED, subject=run, by=by, region_code=region_code_of(run))
    return run


def _refused(run: ImportRun) -> Refusal:
    """What is done with the import already, or by someone who was quicker."""
    if run.state == ImportState.CHECKING:
        return ImportBeingChecked()
    return ImportRunsElsewhere() if run.state == ImportState.RUNNING else ImportSettled()


def import_file(
    path: Path, *, by: User | None, language: str = "", progress: Progress = silent
) -> ImportRun:
    """Bring and apply a file in one go, without a preview: what the command line does.

    A run of the same file that was interrupted is taken up where it stopped.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        named = columns_said_by(by)
        table = open_table(path, path.name, named=named)
        rows = count_rows(table)
        if not rows:
            raise NoRows
        interrupted = ImportRun.objects.filter(
            file_sha256=_sha256(path), region=None, state=ImportState.RUNNING
        ).first()
        unseen = Preview(counts={"read": rows}, notes=list(table.notes), sheets=table.sheet_titles)
        run = interrupted or _keep(path, path.name, None, by, unseen, named=named)
        return apply_import(run=run, table=table, by=by, progress=progress)
