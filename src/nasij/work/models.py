"""Work that was started from a page, and letters on their way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nasij.sentences import in_language
from nasij.work.enums import JobState, LetterProblem, LetterState, Queue


class Job(models.Model):
    """Work started from a page: how far it is, and how it ended. The acts know nothing of it."""

    what: models.JSONField[dict[str, str]] = models.JSONField()  # in every language
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    queue = models.CharField(max_length=20, default=Queue.QUICK)
    rank = models.PositiveSmallIntegerField(default=0)  # in its queue: the lowest is taken first
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, blank=True
    )  # what is being done, in every language
    message: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, blank=True
    )  # how it ended, in every language
    url = models.CharField(max_length=300, blank=True)  # where it was started, then its result
    language = models.CharField(max_length=2)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return str(in_language(self.what))

    @property
    def outcome(self) -> str:
        return str(in_language(self.message) or "")

    @property
    def doing(self) -> str:
        return str(in_language(self.step) or "")


class Letter(models.Model):
    """A letter on its way. Whom it went to and what it said is kept no longer than it is needed."""

    kind = models.CharField(max_length=40)  # as the room that sends it tells (`LetterKind`)
    about = models.CharField(
        max_length=40, blank=True
    )  # the number of what it is about; which table, kind says
    to = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # never of a kind that is secret
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    problem = models.CharField(max_length=10, choices=LetterProblem, blank=True)
    said = models.CharField(
        max_length=300, blank=True
    )  # by the mail server, which quotes addresses
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is to be tried; while it is being sent, until when that may last.
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("state", "due_at")), models.Index(fields=("kind", "about"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "withdrawn"))
                | Q(to="", subject="", text="", said=""),
                name="letter_empty_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | ~Q(state__in=("waiting", "sending")),
                name="letter_on_its_way_is_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def state_tone(self) -> str:
        """One that was tried and waits again is not well, though nothing has failed for good."""
        tones: dict[str, str] = {LetterState.FAILED: "bad", LetterState.SENDING: "info"}
        return tones.get(self.state, "warn" if self.tries else "neutral")
