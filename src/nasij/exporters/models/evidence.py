"""What is said of a firm, by whom, under which definition."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nasij.exporters.enums import EvidenceSource, FirmStatus, MarketStanding
from nasij.exporters.models.firms import Firm
from nasij.reference.models import Country, Definition


class Standing(models.Model):
    """A firm's status under one definition of "exporter", as one source says it.

    What people declare and what files show stand side by side: neither overwrites the other.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="standings")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=FirmStatus)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(
        max_length=20, choices=EvidenceSource, default=EvidenceSource.DECLARED
    )
    declared_at = models.DateTimeField(auto_now=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ("definition_id", "source", "id")
        constraints = [
            models.UniqueConstraint(fields=("firm", "definition", "source"), name="standing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.status}"

    @property
    def status_tone(self) -> str:
        return FirmStatus.tone_of(self.status)


class MarketEvidence(models.Model):
    """What one source said of a firm and a market on a day. Never edited, only added to.

    `is_removed` is a tombstone: that source's older words no longer count, and do not come back
    when its file is loaded again.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="market_evidence")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=20, choices=MarketStanding)
    source = models.CharField(max_length=20, choices=EvidenceSource)
    evidence_on = models.DateField()
    is_removed = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-evidence_on", "-id")
        indexes = [models.Index(fields=("firm", "country", "-evidence_on"))]

    def __str__(self) -> str:
        return f"{self.country_id}: {self.standing}"
