"""Imports as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nasij.exporters.fields import COLUMNS, LABELS
from nasij.exporters.fields import Column as FileColumn
from nasij.files.child.damage import MARK
from nasij.files.lines import place_of
from nasij.files.problems import reason, remedy
from nasij.files.remarks import said
from nasij.intake.enums import UNCONFIRMED, CellFate, ImportState, RowFate
from nasij.intake.foreseen import ForeseenRow, Preview
from nasij.intake.models import ImportProblem, ImportRun
from nasij.sentences import filled
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Progress, Table
from nasij.work.pages import waiting_text

# Its first rows alone, it may be, or none.
_UNCOUNTED = (ImportState.CHECKING, ImportState.CANCELLED, ImportState.REFUSED)


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
                run.rows_read if run.state not in _UNCOUNTED else None,
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
    return Cell(run.get_state_display(), tone=run.state_tone)


def counts_facts(run: ImportRun) -> list[Fact]:
    """The balance of a file: what was read is what became of it; nothing before it is read."""
    counts, language = _counts(run), formats.language()
    labels = {
        "read": _("Rows read"),
        "created": _("New firms"),
        "updated": pgettext("rows", "Changed"),
        "unchanged": pgettext("rows", "Same as in the registry"),
        "rejected": pgettext("rows", "Rejected"),
        "warnings": _("Warnings"),
    }
    return [
        Fact(label, formats.number(counts.get(key, 0), language))
        for key, label in labels.items()
        if counts
    ]


def _counts(run: ImportRun) -> dict[str, int]:
    if run.state in (ImportState.CANCELLED, ImportState.REFUSED):
        return {}  # the file may be read in part only, and no firm is new
    if run.state in UNCONFIRMED:
        return run.foreseen.counts  # none of a file that the background has not yet read
    names = ("created", "updated", "unchanged", "rejected", "warnings")
    return {"read": run.rows_read, **{name: getattr(run, name) for name in names}}


def preview_tables(preview: Preview) -> list[Table]:
    """The rows that need a look, then others, changed ones first; and how many are not shown."""
    troubled, others = preview.troubled, preview.first_others
    title = _("Other rows of the file") if troubled else _("First rows of the file")
    told = []
    if troubled:
        told.append(_preview_table(preview, troubled, _("Rows that need a look")))
    if others or not troubled:
        told.append(_preview_table(preview, others, title))
    told[-1] = replace(told[-1], note=" ".join([str(told[-1].note), *_left_out(preview)]))
    return told


def _left_out(preview: Preview) -> list[str]:
    counts, language = preview.left_out, formats.language()
    if not (preview.complete and counts["rows"]):
        return []
    text = _("Rows not shown here: %(rows)s of %(read)s (changed: %(changed)s).")
    return [text % {name: formats.number(count, language) for name, count in counts.items()}]


def _preview_table(preview: Preview, rows: Sequence[ForeseenRow], caption: str) -> Table:
    """First rows of a file with the fate of each row and what was understood of each cell."""
    known = [column for column in COLUMNS if column.key in preview.columns]
    troubled = any(row.problems for row in rows)
    met = {problem.column for row in rows for problem in row.problems}
    # The first columns are seen without scrolling: what they say of a problem, then its cells.
    columns = sorted(known, key=lambda column: column.key not in {"name", *met})
    return Table(
        caption=caption,
        columns=[
            Column(_("Row"), kind="number"),
            Column(_("What happens")),
            *([Column(_("What to look at"), kind="sentence")] if troubled else []),
            *(
                Column(column.label, hint=_heading(preview.columns[column.key], column))
                for column in columns
            ),
        ],
        rows=[
            [
                place_of(row.line, preview.sheets),
                Cell(row.fate.label, tone=row.fate.tone),
                *([_reasons(row, preview.sheets)] if troubled else []),
                *(_preview_cell(row, column) for column in columns),
            ]
            for row in rows
        ],
        note=_("Each cell is shown as it was understood; “written” is the text of the file."),
        sparse=True,
    )


def _heading(written: str, column: FileColumn) -> str:
    """The file's own heading, where it is not ours."""
    return "" if written == str(column.label) else written


def _preview_cell(row: ForeseenRow, column: FileColumn) -> Cell:
    cell = row.cells[column.key]
    written = cell.value.removeprefix(MARK)
    kept = column.said(cell.kept) if cell.kept else ""
    if written and not kept:  # of a rejected row nothing is kept: its cells are as in the file
        kept = written if row.fate == RowFate.REJECTED else formats.NOTHING
    told = []
    if kept != written.strip():
        told.append(filled(_("written: %(value)s"), {"value": written}))
    if cell.two_ways:
        told.append(_("the day was read first"))
    fate, tone = cell.fate, "warn" if cell.two_ways else ""
    if fate in {CellFate.ERROR, CellFate.WARNING}:
        tone = "bad" if fate == CellFate.ERROR else "warn"
    elif fate == CellFate.CHANGED:
        told.append(filled(_("before: %(value)s"), {"value": column.said(cell.old)}))
    elif fate == CellFate.NEW and row.fate == RowFate.UPDATED:
        told.append(str(CellFate.NEW.label))
    nothing = _("empty") if tone else None
    return Cell(kept or nothing, tone=tone, hint=" · ".join(told))


def _reasons(row: ForeseenRow, sheets: Sequence[str]) -> tuple[str, ...]:
    """What is wrong with the row, cell by cell, each with what helps."""
    told = (
        f"{reason(problem.code, problem.value, problem.details, sheets)} "
        f"{remedy(problem.code, problem.details)}".strip()
        for problem in row.problems
    )
    return tuple(dict.fromkeys(told))


def remarks_of(run: ImportRun) -> list[str]:
    """What the reader did with the file, in sentences; none where nothing need be said."""
    notes = [said(note) for note in run.foreseen.notes]
    if run.region is not None and run.assumes_region:
        no_region = _(
            "The file has no column of regions: its firms were read as those of %(region)s."
        )
        notes.insert(0, no_region % {"region": run.region.name})
    return notes


def problems_table(problems: Iterable[ImportProblem], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column(_("Row"), kind="number"),
            Column(_("Column")),
            Column(_("Value")),
            Column(_("Reason"), "sentence"),
            Column(_("What helps"), "sentence"),
        ],
        rows=[
            [
                place_of(problem.line, problem.run.sheet_titles),
                str(LABELS.get(problem.column, problem.column)),
                problem.value or None,
                reason(problem.code, problem.value, problem.details, problem.run.sheet_titles),
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
    ImportState.REFUSED: "failed",
}


def run_progress(run: ImportRun) -> Progress:
    """Of a check, what its job tells; of the writing, the rows that are written."""
    job = run.job
    done, total = run.rows_done, run.rows_read
    if run.state == ImportState.CHECKING and job is not None:
        done, total = job.done, job.total
    language = formats.language()
    text = _("Rows: %(done)s of %(total)s") % {
        "done": formats.number(done, language),
        "total": formats.number(total, language),
    }
    return Progress(
        label=run.file_name,
        done=done,
        total=total,
        text=(waiting_text(job) if job else "") or (text if total else ""),
        state="failed" if run.has_stopped else _JOB_STATES.get(run.state, "failed"),
        url=reverse("intake:state", args=[run.pk]),
    )
