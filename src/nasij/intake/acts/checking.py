"""Foreseeing the rows of a large file in the background. Nothing of the registry is written."""

from __future__ import annotations

from typing import Any

from nasij.intake.acts.applying import table_of
from nasij.intake.enums import ImportState
from nasij.intake.errors import NoRows
from nasij.intake.models import ImportRun
from nasij.intake.rows.preview import preview
from nasij.work.progress import Progress, silent


class _NoLongerAsked(Exception):
    """The import was cancelled while its file was read."""


def check_import(*, run: ImportRun, progress: Progress = silent) -> None:
    """Foresee every row, telling how far it is; of an import cancelled while it waited, none."""
    if not _still_asked(run).exists():
        return
    table = table_of(run)
    total = sum(1 for _row in table.rows())

    def told(done: int) -> None:
        if not _still_asked(run).exists():
            raise _NoLongerAsked
        progress(done, total, "")

    try:
        foreseen = preview(table, run.region, progress=told)
    except _NoLongerAsked:
        return
    if not foreseen.counts["read"]:
        raise NoRows
    _still_asked(run).update(
        preview=foreseen.as_record(),
        rows_read=foreseen.counts["read"],
        state=ImportState.PREVIEWED,
    )


def _still_asked(run: ImportRun) -> Any:
    return ImportRun.objects.filter(pk=run.pk, state=ImportState.CHECKING)
