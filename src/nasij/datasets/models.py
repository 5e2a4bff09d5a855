"""Data sets: each loaded file is a snapshot with origin, vintage and hash, kept as Parquet."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models

from nasij.datasets.enums import PUBLIC_KINDS, DatasetKind
from nasij.datasets.kept import Counts, Found, Options
from nasij.kept import readable
from nasij.reference.models import Source


class Snapshot(models.Model):
    """One loaded file; a newer one is another snapshot. It is read anew, in its own place, where
    it is damaged or other things are said beside it; else only its use changes, and the counts kept
    with the newest customs file (`counting`)."""

    kind = models.CharField(max_length=20, choices=DatasetKind)
    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=300)  # file name as given
    vintage = models.CharField(max_length=60)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT)
    sha256 = models.CharField(max_length=64)
    # Relative to NASIJ_DATA, so that the folder can be moved or restored elsewhere.
    folder = models.CharField(max_length=300)
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    year_until = models.PositiveSmallIntegerField(null=True, blank=True)
    row_count = models.PositiveBigIntegerField()
    options = models.JSONField(default=dict)  # said beside the file, read as `read_with`
    record = models.JSONField(default=dict)  # read as `found` and `counts`
    loaded_at = models.DateTimeField(auto_now_add=True)
    # Its rows were last read otherwise than before: what was computed from them is older.
    options_changed_at = models.DateTimeField(null=True, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("kind", "-loaded_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("kind", "sha256"), name="snapshot_loaded_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.vintage})" if self.vintage else self.title

    @property
    def found(self) -> Found:
        return Found.from_record(self.record)

    @property
    def counts(self) -> Counts | None:
        return Counts.from_record(self.record)

    @property
    def read_with(self) -> Options:
        return readable(Options, self.options) or Options()

    @property
    def path(self) -> Path:
        return Path(settings.NASIJ_DATA) / self.folder

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC_KINDS

    @property
    def publisher(self) -> str:
        """Who publishes the file, as far as it was said."""
        if self.source is not None:
            return self.source.said_by
        return self.found.publisher
