"""Foreseeing the rows of a large file in the background. Nothing of the registry is written."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.files.errors import FileRefused, FileUnreadable
from nasij.intake.acts.applying import lock_run, table_of
from nasij.intake.acts.settling import refuse
from nasij.intake.enums import ImportState
from nasij.intake.errors import CheckTookTooLong, ImportSettled, NoRows, TooManyRows
from nasij.intake.models import ImportRun
from nasij.intake.rows.preview import count_rows, preview
from nasij.work.progress import Progress, silent

_LONGEST = 60 * 60.0  # seconds
# Refusals of the file itself. A reader that was ended for its time or memory counts: kept, a
# hostile file would hold it up again, at each erasure too …
_OF_THE_FILE = (FileRefused, NoRows, TooManyRows, CheckTookTooLong)
_OF_THE_MOMENT = frozenset({"busy", "failed", "missing"})  # … but for these, of the machine


def check_import(*, run: ImportRun, progress: Progress = silent) -> None:
    """Foresee every row, telling how far it is, until the import is cancelled; for no longer than
    a time, or the files of others would wait behind it for ever. A file that cannot be used, and
    of which nobody saw a row, is not kept."""
    try:
        _foresee(run, progress)
    except _OF_THE_FILE as refusal:
        if not (isinstance(refusal, FileUnreadable) and refusal.reason in _OF_THE_MOMENT):
            _refuse_unseen(run)
        raise


@transaction.atomic
def _refuse_unseen(run: ImportRun) -> None:
    lock_run(run)
    if run.state == ImportState.CHECKING and not run.foreseen.counts.get("read"):
        refuse(run, timezone.now())


def _foresee(run: ImportRun, progress: Progress) -> None:
    ends = monotonic() + _LONGEST
    _stop_if_cancelled(run)
    table = table_of(run)
    total = count_rows(table, partial(_stop_if_late, ends))

    def told(done: int) -> None:
        _stop_if_cancelled(run)
        _stop_if_late(ends)
        progress(done, total, "")

    foreseen = preview(table, run.region, progress=told)
    if not foreseen.counts["read"]:
        raise NoRows
    _still_asked(run).update(
        preview=foreseen.as_record(),
        rows_read=foreseen.counts["read"],
        state=ImportState.PREVIEWED,
    )


def _stop_if_late(ends: float) -> None:
    if monotonic() > ends:
        raise CheckTookTooLong(minutes=round(_LONGEST / 60))


def _stop_if_cancelled(run: ImportRun) -> None:
    if not _still_asked(run).exists():
        raise ImportSettled


def _still_asked(run: ImportRun) -> Any:
    return ImportRun.objects.filter(pk=run.pk, state=ImportState.CHECKING)
