"""Work that was started from a page."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nasij.work.enums import JobState, Queue


class Job(models.Model):
    """Work started from a page: how far it is, and how it ended. The acts know nothing of it."""

    what = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    queue = models.CharField(max_length=20, default=Queue.QUICK)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    message = models.TextField(blank=True)  # how it ended, in the language of who started it
    url = models.CharField(max_length=300, blank=True)  # where it was started, then its result
    language = models.CharField(max_length=2, default="fr")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.what
