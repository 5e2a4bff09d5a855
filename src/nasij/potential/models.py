"""Potential runs: what was asked and where the computed tables are; the tables are Parquet."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models

from nasij.datasets.models import Snapshot
from nasij.kept import read
from nasij.potential.enums import RegionalEvidence
from nasij.potential.kept import Asked, Found


class PotentialRun(models.Model):
    """One computation of the export potential: request, inputs, totals, place of its tables."""

    exporter = models.CharField(max_length=3)
    trade = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    snapshots = models.ManyToManyField(Snapshot, blank=True, related_name="+")
    request = models.JSONField()  # read as `asked`
    totals = models.JSONField()  # read as `found`; notes of the core
    evidence = models.CharField(
        max_length=20, choices=RegionalEvidence, default=RegionalEvidence.NONE
    )
    folder = models.CharField(max_length=300)  # relative to NASIJ_DATA
    computed_at = models.DateTimeField(auto_now_add=True)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("-computed_at", "-id")

    def __str__(self) -> str:
        return f"{self.exporter} · {self.trade}"

    @property
    def asked(self) -> Asked:
        return Asked.from_record(self.request)

    @property
    def found(self) -> Found:
        return Found.from_record(self.totals)

    @property
    def split_by(self) -> RegionalEvidence:
        return read(RegionalEvidence, self.evidence)

    @property
    def path(self) -> Path:
        return Path(settings.NASIJ_DATA) / self.folder
