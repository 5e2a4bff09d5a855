"""Imports as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nasij.exporters.fields import KEYS, LABELS
from nasij.files.problems import reason, remedy
from nasij.files.remarks import said
from nasij.files.tables import place_of
from nasij.intake.enums import CellFate, ImportState, RowFate
from nasij.intake.models import ImportProblem, ImportRun
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Progress, Table

STATE_TONES: dict[str, str] = {
    ImportState.CHECKING: "info",
    ImportState.PREVIEWED: "info",
    ImportState.RUNNING: "info",
    ImportState.FINISHED: "good",
    ImportState.CANCELLED: "neutral",
}
FATE_TONES: dict[str, str] = {
    RowFate.CREATED: "good",
    RowFate.UPDATED: "info",
    RowFate.UNCHANGED: "neutral",
    RowFate.REJECTED: "bad",
}


def runs_table(runs: Iterable[ImportRun]) -> Table:
    return Table(
        caption=_("Files brought before"),
        columns=[
            Column(_("File")),
            Column(_("Brought on"), kind="date"),
            Column(_("Region")),
            Column(_("Rows"), kind="number"),
            Column(pgettext("rows", "Rejected"), kind="number"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(run.file_name, reverse("intake:run", args=[run.pk])),
                run.started_at,
                run.region.name if run.region else _("All regions"),
                run.rows_read,
                run.rejected if run.state == ImportState.FINISHED else None,
                _state_cell(run),
            ]
            for run in runs
        ],
        empty=_("No file was brought yet."),
    )


def _state_cell(run: ImportRun) -> Cell:
    if run.has_stopped:
        return Cell(pgettext("import", "Stopped"), tone="bad")
    return Cell(run.get_state_display(), tone=STATE_TONES[run.state])


def counts_facts(counts: dict[str, int]) -> list[Fact]:
    """The balance of a file: what was read is what became of it."""
    language = formats.language()
    labels = {
        "read": _("Rows read"),
        "created": _("New firms"),
        "updated": pgettext("rows", "Changed"),
        "unchanged": _("Same as in the registry"),
        "rejected": pgettext("rows", "Rejected"),
        "warnings": _("Warnings"),
    }
    return [
        Fact(label, formats.number(counts.get(key, 0), language)) for key, label in labels.items()
    ]


def run_counts(run: ImportRun) -> dict[str, int]:
    if run.state in {ImportState.CHECKING, ImportState.PREVIEWED, ImportState.CANCELLED}:
        counts: dict[str, int] = run.preview.get("counts", {})
        return counts
    names = ("created", "updated", "unchanged", "rejected", "warnings")
    return {"read": run.rows_read, **{name: getattr(run, name) for name in names}}


def preview_table(run: ImportRun, rows: list[dict[str, Any]], caption: str) -> Table:
    """First rows of a file with the fate of each row and each cell."""
    columns = [key for key in KEYS if key in run.preview["columns"]]
    return Table(
        caption=caption,
        columns=[
            Column(_("Row"), kind="number"),
            Column(_("What happens")),
            *(Column(LABELS[key]) for key in columns),
        ],
        rows=[
            [
                place_of(row["line"], run.sheet_titles),
                Cell(RowFate(row["fate"]).label, tone=FATE_TONES[row["fate"]]),
                *(_preview_cell(row, key) for key in columns),
            ]
            for row in rows
        ],
    )


def _preview_cell(row: dict[str, Any], key: str) -> Cell:
    cell = row["cells"][key]
    fate = CellFate(cell["fate"])
    if fate in {CellFate.ERROR, CellFate.WARNING}:
        reasons = [
            reason(problem["code"], problem["value"], problem["details"])
            for problem in row["problems"]
            if problem["column"] == key
        ]
        tone = "bad" if fate == CellFate.ERROR else "warn"
        return Cell(cell["value"] or _("empty"), tone=tone, hint=" ".join(reasons))
    if fate == CellFate.CHANGED:
        return Cell(cell["value"], hint=_("before: %(value)s") % {"value": cell["old"]})
    if fate == CellFate.NEW and row["fate"] == RowFate.UPDATED:
        return Cell(cell["value"], hint=CellFate.NEW.label)
    return Cell(cell["value"] or None)


def remarks_of(run: ImportRun) -> str:
    """What the reader did with the file, in one notice; empty where nothing need be said."""
    return " ".join(said(note) for note in run.preview.get("notes", []))


def problems_table(problems: Iterable[ImportProblem], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column(_("Row"), kind="number"),
            Column(_("Column")),
            Column(_("Value")),
            Column(_("Reason")),
            Column(_("What helps")),
        ],
        rows=[
            [
                place_of(problem.line, problem.run.sheet_titles),
                str(LABELS.get(problem.column, problem.column)),
                problem.value or None,
                reason(problem.code, problem.value, problem.details),
                remedy(problem.code, problem.details),
            ]
            for problem in problems
        ],
    )


_JOB_STATES: dict[str, str] = {
    ImportState.CHECKING: "running",
    ImportState.PREVIEWED: "done",
    ImportState.RUNNING: "running",
    ImportState.FINISHED: "done",
    ImportState.CANCELLED: "cancelled",
}


def run_progress(run: ImportRun) -> Progress:
    """Of a check, what its job tells; of the writing, the rows that are written."""
    job = run.job
    done, total = run.rows_done, run.rows_read
    if run.state == ImportState.CHECKING and job is not None:
        done, total = job.done, job.total
    language = formats.language()
    text = _("%(done)s of %(total)s rows") % {
        "done": formats.number(done, language),
        "total": formats.number(total, language),
    }
    return Progress(
        label=run.file_name,
        done=done,
        total=total,
        text=text if total else "",
        state="failed" if run.has_stopped else _JOB_STATES[run.state],
        url=reverse("intake:state", args=[run.pk]),
    )
