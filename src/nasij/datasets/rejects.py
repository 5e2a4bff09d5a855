"""The rows of a file of firms that were refused, as a file in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from nasij.datasets import analysis
from nasij.datasets.firm_files.problems import column_of
from nasij.datasets.models import Snapshot
from nasij.files.lines import place_of
from nasij.files.problems import reason, remedy
from nasij.ui import formats
from nasij.ui.spreadsheets import write_csv


def reject_lines(snapshot: Snapshot) -> Iterator[list[str]]:
    """Row, column, value, reason, remedy; the first line names them."""
    yield [_("Row"), _("Column"), _("Value"), _("Reason"), _("What helps")]
    found = snapshot.found.firm_rows
    if found is None:
        return
    for row, code, value in analysis.kept_rejects(snapshot.path).iter_rows():
        column = column_of(code)
        yield [
            place_of(row, found.sheets),
            found.headings.get(column, column),
            value,
            reason(code, value),
            remedy(code),
        ]


def write_rejects(snapshot: Snapshot) -> Path | None:
    """None where nothing was refused."""
    found = snapshot.found.firm_rows
    if found is None or not found.rejected:
        return None
    language = formats.language()
    path = settings.NASIJ_DATA / "rejects" / f"{snapshot.kind}-{snapshot.sha256[:8]}-{language}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(path, reject_lines(snapshot))
    return path
