"""Part of the acts that end an import before it is written: nobody waits for it any more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from nasij.intake.enums import ImportState
from nasij.intake.models import ImportRun
from nasij.work.jobs import withdraw_job
from nasij.work.keeping import remove_after_commit


def give_up(run: ImportRun, at: datetime) -> None:
    """No longer to be checked or written."""
    run.state, run.finished_at = ImportState.CANCELLED, at
    run.save(update_fields=["state", "finished_at"])
    if run.job is not None:
        withdraw_job(run.job)
        run.refresh_from_db(fields=["job"])


def refuse(run: ImportRun, at: datetime) -> None:
    """Its check ended it before anybody saw a row of it; why, its job says. Nothing is kept."""
    run.state, run.finished_at, run.preview = ImportState.REFUSED, at, {}
    run.save(update_fields=["state", "finished_at", "preview"])
    remove_after_commit(files_of(run))


def files_of(run: ImportRun) -> list[Path]:
    """As they are named in the data folder; they need not be there."""
    names = (run.file_path, run.rejects_path)
    return [Path(settings.NASIJ_DATA) / name for name in names if name]
