"""Records found to be one firm, or said to be two."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nasij.exporters.models.firms import Firm


class Merge(models.Model):
    """Two records found to be one firm: what moved, so that it can be undone for thirty days."""

    winner = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="merges_won")
    loser = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="merges_lost")
    moved = models.JSONField(default=dict)
    winner_before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-merged_at", "-id")

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.winner_id}"


class Distinct(models.Model):
    """Somebody looked at two firms that resemble each other and said: these are two."""

    first = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="distinct_from_later")
    second = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="distinct_from_earlier")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("first", "second")
        constraints = [
            models.UniqueConstraint(fields=("first", "second"), name="distinct_once"),
            models.CheckConstraint(
                name="distinct_in_order", condition=Q(first__lt=models.F("second"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
