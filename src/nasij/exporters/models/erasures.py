"""That a firm was erased, and by which keyed hashes it is known again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nasij.exporters.models.firms import Firm
from nasij.exporters.models.people import by_person


class Erasure(models.Model):
    """That a firm was erased, when and why: what is left when the firm is not."""

    firm = models.OneToOneField(Firm, on_delete=models.PROTECT, related_name="erasure")
    reason = models.TextField()
    asked_by_firm = models.BooleanField()
    erased_by = by_person()
    erased_at = models.DateTimeField(auto_now_add=True)
    gone = models.JSONField(default=dict)  # how many rows of each kind
    # Under which secret its keys were made: with another one the firm is no longer known again.
    secret_mark = models.CharField(max_length=64)
    # The firm agreed to be registered again: its rows are no longer stopped.
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = by_person()
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-erased_at", "-id")
        constraints = [
            models.CheckConstraint(
                name="erasure_lift_has_reason",
                condition=Q(lifted_at__isnull=True) | ~Q(lift_reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SuppressionKey(models.Model):
    """A keyed hash by which an erased firm is known again, and from which nobody can name it."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=10, choices=[("identifier", "identifier"), ("name", "name")])
    key = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ("erasure", "kind", "id")
        constraints = [
            models.UniqueConstraint(fields=("erasure", "key"), name="suppression_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.erasure_id}: {self.kind}"
