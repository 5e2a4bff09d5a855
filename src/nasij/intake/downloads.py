"""Files that help to bring one: the empty layout, and the rows that were rejected."""

from __future__ import annotations

from django.http import HttpResponseBase

from nasij.exporters.fields import headings
from nasij.intake.acts.applying import table_of
from nasij.intake.models import ImportRun
from nasij.intake.rows.sheets import rejects, template
from nasij.ui.spreadsheets import book_sent, csv_sent


def template_file(kind: str) -> HttpResponseBase:
    if kind == "csv":
        return csv_sent("registry.csv", [headings()])
    return book_sent("registry.xlsx", template())


def rejects_file(run: ImportRun) -> HttpResponseBase:
    """The rejects in the language of the person who asks."""
    return book_sent(f"rejects-{run.pk}.xlsx", rejects(run, table_of(run)))
