"""Contacts with firms, and who wants to be reminded of silence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nasij.exporters.models import Firm
from nasij.needs.enums import VisitKind
from nasij.reference.models import Territory

SILENT_AFTER = 180  # days; every person may choose another number


class Visit(models.Model):
    """One contact with a firm: visit, call, message, meeting. Only the firm, the kind and the day
    are asked for."""

    # Of the form on the phone and what it sent: sending twice records once.
    client_key = models.CharField(max_length=64, blank=True)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="visits")
    # The firm's region on that day: whose people read the note.
    region = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=VisitKind, default=VisitKind.VISIT)
    happened_on = models.DateField()
    people = models.CharField(max_length=200, blank=True)  # who of the firm was met
    note = models.TextField(blank=True)
    next_step = models.CharField(max_length=250, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_done_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-happened_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("client_key",), condition=~Q(client_key=""), name="visit_sent_once"
            ),
            models.CheckConstraint(
                name="visit_dated_step_is_named",
                condition=Q(next_step_on__isnull=True) | ~Q(next_step=""),
            ),
        ]
        indexes = [
            models.Index(fields=("firm", "-happened_on")),
            models.Index(fields=("region", "next_step_on")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on.isoformat()}"

    @property
    def number(self) -> str:
        """How the record names a contact: its words are personal data."""
        return str(self.pk)

    @property
    def step_waits(self) -> bool:
        return bool(self.next_step) and self.next_step_done_at is None


class Snooze(models.Model):
    """A silent firm that somebody puts off until a day, and why."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="snoozes")
    until = models.DateField()  # the first day it is silent again
    reason = models.CharField(max_length=250)
    put_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    put_off_on = models.DateField()

    class Meta:
        ordering = ("-put_off_on", "-id")
        constraints = [
            models.CheckConstraint(name="snooze_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="snooze_ends", condition=Q(until__gt=F("put_off_on"))),
        ]
        indexes = [models.Index(fields=("until",))]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.until.isoformat()}"


class ReminderChoice(models.Model):
    """Whether a person wants the weekly message, and after how many days a firm is silent to them.

    No row: weekly, after the usual number of days.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_choice"
    )
    is_weekly = models.BooleanField(default=True)
    silent_after = models.PositiveSmallIntegerField(default=SILENT_AFTER)
    sent_on = models.DateField(null=True, blank=True)  # the last message

    class Meta:
        ordering = ("user",)
        constraints = [
            models.CheckConstraint(
                name="reminder_days_sensible",
                condition=Q(silent_after__gte=7) & Q(silent_after__lte=1825),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.silent_after}"
