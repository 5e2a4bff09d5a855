"""A firm's own access, what it asked for, and how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nasij.exporters.enums import ObjectionScope, Said
from nasij.exporters.models.firms import Firm
from nasij.exporters.models.people import by_person
from nasij.kept import label_of, readable
from nasij.rights.enums import LinkChannel, Outcome, RequestKind, RequestState, Verdict
from nasij.work.enums import JobState
from nasij.work.models import Job


class AccessLink(models.Model):
    """A code that opens a firm's own record without an account. Only its keyed hash is kept."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="access_links")
    code_hash = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=20, choices=LinkChannel)
    language = models.CharField(max_length=2)
    created_by = by_person()  # empty: the firm asked for it itself
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.channel}"

    @property
    def is_open(self) -> bool:
        """Closed also by a merge: the record may then hold what another firm said."""
        firm = self.firm
        stands = firm.merged_into_id is None and firm.erased_at is None
        return stands and self.revoked_at is None and self.expires_at > timezone.now()


@dataclass(frozen=True, slots=True)
class Begun:
    """An erasure on its way: why, and what is left to do once the rows are gone."""

    reason: str = ""
    files: list[str] = field(default_factory=list)  # to be removed; relative to NASIJ_DATA
    address: str = ""  # to which the firm is told that it is done
    language: str = ""


class RightsRequest(models.Model):
    """Something a firm asked for about its own record, with the day by which it is answered."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=20, choices=RequestKind)
    scope = models.CharField(max_length=20, choices=ObjectionScope, blank=True)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.OPEN)
    said = models.CharField(max_length=20, choices=Said)
    reason = models.TextField(blank=True)  # in the firm's words, or what was heard
    made_by = by_person()  # empty: the firm itself, by its link
    made_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    granted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = by_person()
    answered_at = models.DateTimeField(null=True, blank=True)
    # The work in the background that erases the firm, and how far it is: read as `begun`.
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL)
    erasing = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("firm", "kind", "scope"),
                condition=Q(state=RequestState.OPEN),
                name="rights_request_open_once",
            ),
            models.CheckConstraint(
                name="rights_request_answer_is_dated",
                condition=~Q(state=RequestState.ANSWERED)
                | Q(answered_at__isnull=False, granted__isnull=False),
            ),
            models.CheckConstraint(
                name="rights_request_objection_has_scope",
                condition=Q(kind=RequestKind.OBJECTION) & ~Q(scope="")
                | ~Q(kind=RequestKind.OBJECTION) & Q(scope=""),
            ),
        ]
        indexes = [models.Index(fields=("state", "due_on", "id"))]

    def __str__(self) -> str:
        return label_of(RequestKind, self.kind)

    @property
    def state_tone(self) -> str:
        return RequestState.tone_of(self.state)

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def begun(self) -> Begun:
        """Nothing, of a record that was damaged."""
        return readable(Begun, self.erasing) or Begun()

    @property
    def is_being_erased(self) -> bool:
        at_work = (JobState.WAITING, JobState.RUNNING)
        return self.is_open and self.job is not None and self.job.state in at_work

    @property
    def has_stopped(self) -> bool:
        """Begun, and to be taken up: it was refused, or its worker died on the way."""
        return self.is_open and bool(self.erasing) and not self.is_being_erased

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def outcome(self) -> Outcome:
        """Of one that is answered; some fields of a correction may be refused while others are
        written."""
        if {change.verdict for change in self.changes.all()} == {Verdict.ACCEPTED, Verdict.REFUSED}:
            return Outcome.PARTLY
        return Outcome.GRANTED if self.granted else Outcome.REFUSED


REMARK = "remark"


class ProposedChange(models.Model):
    """One field that a firm wants corrected: as it stood, as it should be, what was decided.

    What it says in words, of no field, is one too: it is answered as the others are.
    """

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=30)
    before = models.JSONField(null=True)
    value = models.JSONField(null=True)
    verdict = models.CharField(max_length=20, choices=Verdict, default=Verdict.WAITING)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("request", "field"), name="proposed_change_once"),
            models.CheckConstraint(
                name="proposed_change_refusal_has_reason",
                condition=~Q(verdict=Verdict.REFUSED) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.field}"

    @property
    def is_remark(self) -> bool:
        return self.field == REMARK

    @property
    def remarks(self) -> list[str]:
        return list(self.value or ()) if self.is_remark else []


class RetentionReview(models.Model):
    """Somebody looked at a firm kept for long, and said why it stays, until when."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="retention_reviews")
    reason = models.CharField(max_length=250)
    keep_until = models.DateField()
    reviewed_by = by_person()
    reviewed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-reviewed_at", "-id")

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.keep_until}"
