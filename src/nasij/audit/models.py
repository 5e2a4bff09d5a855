"""What happened: one event per act, kept as text so that it outlives what it speaks of."""

from django.db import models

from nasij.kept import RecordField


class Event(models.Model):
    """One act. No foreign keys: deleting a firm or a person must not delete their trace."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=60, db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    subject_type = models.CharField(max_length=60, db_index=True)
    subject_id = models.CharField(max_length=60, db_index=True)
    subject_label = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=20, blank=True, db_index=True)
    before = RecordField(default=dict, blank=True)
    after = RecordField(default=dict, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("subject_type", "subject_id", "-at"))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_label}"
