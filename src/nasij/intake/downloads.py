"""Files that help to bring one: the empty layout, and the rows that were rejected."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpResponseBase

from nasij.intake.acts.applying import table_of
from nasij.intake.models import ImportRun
from nasij.intake.rows.sheets import write_rejects, write_template
from nasij.ui.spreadsheets import sent


def template_file(kind: str, language: str) -> HttpResponseBase:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"registry.{kind}"
        write_template(path, language)
        return sent(path, path.name)


def rejects_file(run: ImportRun) -> HttpResponseBase:
    """The rejects in the language of the person who asks."""
    table = table_of(run)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejects.xlsx"
        write_rejects(run, table, path)
        return sent(path, f"rejects-{run.pk}.xlsx")
