"""The rows of a file of firms that were refused, as a file in the reader's language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from nasij.datasets import analysis
from nasij.datasets.firm_files.problems import COLUMN
from nasij.datasets.models import Snapshot
from nasij.files.problems import RowProblem, reason, remedy
from nasij.files.tables import place_of
from nasij.ui import formats
from nasij.ui.spreadsheets import harmless


def reject_lines(snapshot: Snapshot) -> Iterator[list[str]]:
    """Row, column, value, reason, remedy; the first line names them."""
    yield [_("Row"), _("Column"), _("Value"), _("Reason"), _("What helps")]
    headings = snapshot.record.get("headings", {})
    for row, code, value in analysis.kept_rejects(snapshot.path).iter_rows():
        column = COLUMN.get(RowProblem(code), "")
        yield [
            place_of(row, snapshot.record.get("sheets", [])),
            headings.get(column, column),
            harmless(value),
            reason(code, value),
            remedy(code),
        ]


def write_rejects(snapshot: Snapshot) -> Path | None:
    """UTF-8 with a mark, so that spreadsheets read Arabic right; None where nothing was refused."""
    if not snapshot.record.get("rejected"):
        return None
    language = formats.language()
    path = settings.NASIJ_DATA / "rejects" / f"{snapshot.kind}-{snapshot.sha256[:8]}-{language}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(reject_lines(snapshot))
    return path


def reject_csv(snapshot: Snapshot) -> Iterator[str]:
    """The same, line by line for a page. The sentences are made now: a stream outlives the
    language of its request."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(reject_lines(snapshot))
    return iter(["\ufeff", buffer.getvalue()])
