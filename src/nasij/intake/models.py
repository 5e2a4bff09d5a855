"""Files brought by people: what they held, what became of each row."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nasij.exporters.models.firms import Firm
from nasij.intake.enums import AT_WORK, ImportState
from nasij.intake.foreseen import Preview
from nasij.kept import RecordField, readable
from nasij.reference.models import Territory
from nasij.work.enums import JobState
from nasij.work.models import Job


class ImportRun(models.Model):
    """One file brought by a person: what it held, what became of each row."""

    file_name = models.CharField(max_length=250)
    file_sha256 = models.CharField(max_length=64, db_index=True)
    file_path = models.CharField(max_length=300)  # relative to NASIJ_DATA
    # None: the file may hold any region (national import).
    region = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.PREVIEWED)
    # Counts and first rows as they were foreseen when the file was brought (intake/rows).
    preview = models.JSONField(default=dict, blank=True)  # read as `foreseen`
    # Folded heading → column, as the person said it for this file or an earlier one of theirs.
    columns: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    rejects_path = models.CharField(max_length=300, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    # The work in the background that checks or writes it; none from the command line.
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return self.file_name

    @property
    def state_tone(self) -> str:
        return ImportState.tone_of(self.state)

    @property
    def columns_said(self) -> dict[str, str]:
        """Nothing, of a record that was damaged."""
        return readable(dict[str, str], self.columns) or {}

    @property
    def foreseen(self) -> Preview:
        return Preview.from_record(self.preview)

    @property
    def sheet_titles(self) -> list[str]:
        return self.foreseen.sheets

    @property
    def has_written(self) -> bool:
        """Whether it added or changed firms."""
        return self.created + self.updated > 0

    @property
    def assumes_region(self) -> bool:
        """Whether the file tells no region, and its firms are of the region of who brought it; of
        one that is not yet read, nobody knows."""
        columns = self.foreseen.columns
        return self.region is not None and bool(columns) and "region" not in columns

    @property
    def has_stopped(self) -> bool:
        """In the middle, and to be taken up. Of the command line nobody can tell whether it still
        writes; two that do cannot write the same rows."""
        has_failed = self.job is None or self.job.state == JobState.FAILED
        return self.state in AT_WORK and has_failed

    @property
    def may_be_at_work(self) -> bool:
        """A check that waits for its turn is not; what was confirmed is, until it fails."""
        state = self.job.state if self.job is not None else None
        if self.state == ImportState.CHECKING:
            return state == JobState.RUNNING
        return self.state == ImportState.RUNNING and state != JobState.FAILED


class ImportedRow(models.Model):
    """What one row did to one firm: the trace that an import leaves in the firm's life."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="imported_rows")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="imported_rows")
    line = models.PositiveIntegerField()
    before = RecordField(default=dict)  # empty: the row created the firm
    after = RecordField(default=dict)

    class Meta:
        ordering = ("run", "line", "id")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.line}"


class ImportProblem(models.Model):
    """Why a row was rejected, or what was doubtful in it. Sentences are made when they are read."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=30, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    details = RecordField(default=dict, blank=True)
    is_rejection = models.BooleanField()

    class Meta:
        ordering = ("line", "id")
        indexes = [models.Index(fields=("run", "is_rejection", "line"))]

    def __str__(self) -> str:
        return f"{self.line} {self.column}: {self.code}"
