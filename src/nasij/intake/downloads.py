"""Files that help to bring one: the empty layout, and the rows that were rejected."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponseBase

from nasij.exporters.fields import headings
from nasij.intake.enums import ImportState
from nasij.intake.models import ImportRun
from nasij.intake.rows.sheets import template
from nasij.ui.spreadsheets import book_sent, csv_sent, kept_book_sent


def template_file(kind: str) -> HttpResponseBase:
    if kind == "csv":
        return csv_sent("registry.csv", [headings()])
    return book_sent("registry.xlsx", template())


def rejects_file(run: ImportRun) -> HttpResponseBase:
    """As it was written when the import finished: the file brought is not read again."""
    path = Path(settings.NASIJ_DATA) / run.rejects_path
    if not (run.state == ImportState.FINISHED and run.rejects_path and path.exists()):
        raise Http404
    return kept_book_sent(f"rejects-{run.pk}.xlsx", path)
