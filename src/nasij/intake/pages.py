"""What the pages of a file that is brought show a person, asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.models import User
from nasij.exporters.models import Firm
from nasij.exporters.queries.firms import page_of_firms
from nasij.exporters.tables.firms import firms_table
from nasij.files.headings import heading_key
from nasij.intake import queries, tables
from nasij.intake.enums import ImportState
from nasij.intake.models import ImportRun
from nasij.intake.permissions import only_region_of
from nasij.reference.models import Territory
from nasij.ui import formats
from nasij.ui.parts import Fact, Progress, Step, Table

_SHOWN_RUNS = 10
_SHOWN_PROBLEMS = 20


def _steps(current: int) -> list[Step]:
    labels = (_("File"), _("Check"), _("Writing"), _("Result"))
    states = ["done" if at < current else "to-come" for at in range(len(labels))]
    states[current] = "current"
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]


@dataclass(frozen=True, slots=True)
class UploadPage:
    steps: Sequence[Step]
    only_region: Territory | None  # in which this person may import, where it is one
    runs: Table


def upload_page(user: User) -> UploadPage:
    return UploadPage(
        steps=_steps(0),
        only_region=only_region_of(user),
        runs=tables.runs_table(queries.import_runs_for(user)[:_SHOWN_RUNS]),
    )


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a file would do."""

    run: ImportRun
    steps: Sequence[Step]
    counts: Sequence[Fact]
    checking: Progress | None  # while the background foresees the other rows
    writes_nothing: bool  # every row is rejected
    has_rejected: bool
    remarks: Sequence[str]
    unsure: Sequence[str]  # headings to be named, once the whole file is checked
    rows: Sequence[Table]  # those that need a look, and the first ones


def unsure_headings(run: ImportRun) -> list[str]:
    """Those that were left out, and those that a person explained and may explain otherwise."""
    said = {heading for heading, column in run.columns_said.items() if column}
    explained = [name for name in run.foreseen.headings if heading_key(name) in said]
    return [*run.foreseen.ignored, *explained]


def preview_page(run: ImportRun) -> PreviewPage:
    preview, checking = run.foreseen, run.state == ImportState.CHECKING
    return PreviewPage(
        run=run,
        steps=_steps(1),
        counts=tables.counts_facts(run),
        checking=tables.run_progress(run) if checking else None,
        writes_nothing=preview.writes_nothing,
        has_rejected=preview.counts.get("rejected", 0) > 0,
        remarks=tables.remarks_of(run),
        unsure=[] if checking else unsure_headings(run),
        rows=tables.preview_tables(preview),
    )


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """How far the writing is."""

    run: ImportRun
    steps: Sequence[Step]
    job: Progress


def progress_page(run: ImportRun) -> ProgressPage:
    return ProgressPage(run=run, steps=_steps(2), job=tables.run_progress(run))


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What became of a file."""

    run: ImportRun
    lead: str
    refused_for: str  # why its check ended it
    steps: Sequence[Step]
    counts: Sequence[Fact]
    has_firms: bool  # that were added or changed
    has_rejects: bool  # in a file to be corrected and brought back
    told_in_file: str  # what the file is downloaded for; "" where nothing is to be told
    problems: Sequence[Table]  # of rejected rows, then of doubtful ones
    shown: int  # rows of each at most


def result_page(run: ImportRun) -> ResultPage:
    rejected = run.problems.filter(is_rejection=True)[:_SHOWN_PROBLEMS]
    doubtful = run.problems.filter(is_rejection=False)[:_SHOWN_PROBLEMS]
    told = ((rejected, _("Rejected rows")), (doubtful, _("Warnings")))
    is_refused = run.state == ImportState.REFUSED
    return ResultPage(
        run=run,
        lead=_lead(run),
        refused_for=run.job.outcome if is_refused and run.job is not None else "",
        steps=_steps(1 if is_refused else 3),
        counts=tables.counts_facts(run),
        has_firms=run.has_written,
        has_rejects=bool(run.rejects_path) and run.rejected > 0,
        told_in_file=_told_in_file(run),
        problems=[tables.problems_table(found, title) for found, title in told if found],
        shown=_SHOWN_PROBLEMS,
    )


def _told_in_file(run: ImportRun) -> str:
    if not run.rejects_path:
        return ""
    if not run.rejected:
        return _("Download the warnings")
    if run.warnings:
        return _("Download the rejected rows and the warnings")
    return _("Download the rejected rows")


def _lead(run: ImportRun) -> str:
    if run.state == ImportState.REFUSED:
        return _("This file could not be used: nothing was written, and the file was not kept.")
    if run.state == ImportState.CANCELLED and run.has_written:
        # One that had stopped on its way, when a firm of its file was erased.
        told = _(
            "This import was cancelled at row %(done)s of %(total)s: what was written before stays."
        )
        language = formats.language()
        return told % {
            "done": formats.number(run.rows_done, language),
            "total": formats.number(run.rows_read, language),
        }
    if run.state == ImportState.CANCELLED:
        return _("This import was cancelled: nothing was written.")
    if run.rejected == run.rows_read:
        return _("No row could be written: each has its reason below.")
    return _("The file is in the registry.")


@dataclass(frozen=True, slots=True)
class FirmsPage:
    """A page of the firms that a file added or changed."""

    run: ImportRun
    firms: Page[Firm]
    table: Table
    lacks_some: bool  # out of the reader's reach since


def firms_page(run: ImportRun, user: User, number: str | None) -> FirmsPage:
    firms = page_of_firms(queries.firms_of_import(run, user), number)
    return FirmsPage(
        run=run,
        firms=firms,
        table=firms_table(firms, with_region=run.region is None),
        lacks_some=firms.paginator.count < run.created + run.updated,
    )


def state_of(run: ImportRun) -> dict[str, object]:
    """How far the work is, for the script of the page."""
    job = tables.run_progress(run)
    return {
        "done": job.done,
        "total": job.total,
        "text": job.text,
        "state": job.state,
        "url": reverse("intake:run", args=[run.pk]),
    }
