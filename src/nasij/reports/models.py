"""Editions of the roadmap: what was built, from which figures, and where the file is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models


class Edition(models.Model):
    """One PDF. The same record on the same day makes the same bytes, and no second edition."""

    language = models.CharField(max_length=2)
    made_on = models.DateField()
    content_sha256 = models.CharField(max_length=64)
    # Every table, chart, figure and text of the document: its key, its name and the hash of what
    # was printed, so that what has changed since can be said.
    printed = models.JSONField(default=list)
    file = models.CharField(max_length=300)  # relative to NASIJ_DATA
    byte_count = models.PositiveIntegerField()
    built_at = models.DateTimeField(auto_now_add=True)
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ("-built_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("language", "content_sha256"), name="edition_content_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_on:%Y-%m-%d} {self.language} {self.version}"

    @property
    def version(self) -> str:
        """Short name of the content: two copies that carry it say the same thing."""
        return self.content_sha256[:8]

    @property
    def path(self) -> Path:
        return Path(settings.NASIJ_DATA) / self.file
