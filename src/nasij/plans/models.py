"""Action plans: who does what, by when, with what money, and what came of it."""

from __future__ import annotations

import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from nasij.council.models import Decision
from nasij.plans.enums import RUNNING, ActionState, EvidenceKind
from nasij.reference.models import Territory


def evidence_path(_evidence: models.Model, name: str) -> str:
    """A name of our own: the person's may be anything. Its kind was checked before."""
    return f"evidence/{secrets.token_hex(12)}.{name.rpartition('.')[2].lower()}"


class Action(models.Model):
    """An action born of a decision: owner, date and budget are not optional."""

    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    title = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    owner_name = models.CharField(max_length=150)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.PLANNED)
    first_due_on = models.DateField()
    due_on = models.DateField()
    budget_lcu = models.DecimalField(max_digits=16, decimal_places=2)
    expected_result = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    abandoned_reason = models.TextField(blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(name="action_budget_positive", condition=Q(budget_lcu__gte=0)),
            models.CheckConstraint(
                name="action_abandoned_has_reason",
                condition=~Q(state="abandoned") | ~Q(abandoned_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_tone(self) -> str:
        return ActionState.tone_of(self.state)

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_abandoned(self) -> bool:
        return self.state == ActionState.ABANDONED

    @property
    def is_overdue(self) -> bool:
        return self.is_overdue_on(timezone.localdate())

    def is_overdue_on(self, day: date) -> bool:
        return self.is_running and self.due_on < day


class ActionShare(models.Model):
    """A region's part in an action: shares of one action sum to 1, so regions sum to the nation."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="shares")
    region = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        ordering = ("action", "region")
        constraints = [
            models.UniqueConstraint(fields=("action", "region"), name="share_once"),
            models.CheckConstraint(
                name="share_within_one", condition=Q(share__gt=0) & Q(share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.share}"


class DueDateChange(models.Model):
    """A date was moved: from, to, why."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="date_changes")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.TextField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("changed_at", "id")
        constraints = [
            models.CheckConstraint(name="date_change_has_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.from_date} → {self.to_date}"


class Evidence(models.Model):
    """What shows that an action had a result; its kind says who vouches for it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    text = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=250, blank=True)
    file = models.FileField(upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=150, blank=True)  # as the person called it
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("added_at", "id")
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_confirmed_says_how",
                condition=~Q(kind="confirmed") | ~Q(source="") | ~Q(file=""),
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"
