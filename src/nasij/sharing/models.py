"""A firm shown to people elsewhere: by a share, or by a referral that waits for an answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from nasij.exporters.models import Firm
from nasij.reference.models import Territory
from nasij.sharing.enums import OPEN, ReferralState


class Share(models.Model):
    """One firm shown to a region or to one person, until a day or until it is withdrawn.

    It widens where a right of theirs counts, and gives nobody a right that their role has not.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="shares")
    region = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="firms_shared",
    )
    may_edit = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    shared_at = models.DateTimeField(auto_now_add=True)
    ends_on = models.DateField(null=True, blank=True)  # the last day it counts
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-shared_at", "-id")
        constraints = [
            models.CheckConstraint(
                name="share_with_one",
                condition=Q(region__isnull=False, user__isnull=True)
                | Q(region__isnull=True, user__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} → {self.with_whom}"

    @property
    def with_whom(self) -> str:
        return str(self.region or self.user)


class Referral(models.Model):
    """A firm handed to a colleague, who sees it until this is closed or its last day has passed."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="referrals")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="referrals_sent",
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="referrals_received"
    )
    reason = models.TextField()
    question = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ReferralState, default=ReferralState.SENT)
    outcome = models.TextField(blank=True)  # the answer, or why it was declined
    ends_on = models.DateField(null=True, blank=True)  # the last day it shows the firm
    sent_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = [
            models.CheckConstraint(name="referral_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="referral_to_another",
                condition=Q(sender__isnull=True) | ~Q(sender=F("recipient")),
            ),
            models.CheckConstraint(
                name="referral_closed_says_how",
                condition=~Q(state__in=("declined", "answered")) | ~Q(outcome=""),
            ),
        ]
        indexes = [models.Index(fields=("recipient", "state"))]

    def __str__(self) -> str:
        return f"{self.firm_id} → {self.recipient_id}"

    @property
    def state_tone(self) -> str:
        return ReferralState.tone_of(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_run_out(self) -> bool:
        is_past = self.ends_on is not None and self.ends_on < timezone.localdate()
        return self.is_open and is_past
