"""Firms as customs and association files know them, and the firms of the registry they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nasij.datasets.models import Snapshot
from nasij.exporters.models.firms import Firm
from nasij.filings.enums import FilingState, MatchedBy
from nasij.kept import RecordField
from nasij.reference.models import Territory

_UNDECIDED = (FilingState.UNMATCHED, FilingState.PROPOSED)
_LINKED = (FilingState.MATCHED, FilingState.PROPOSED)


class FiledFirm(models.Model):
    """A firm under the code that files give it. Its name, place and identifiers stay only while
    nobody knows which firm it is: then the registry knows them, or nobody needs them."""

    code = models.CharField(max_length=20, unique=True)  # keyed: tells nobody who it is
    state = models.CharField(
        max_length=20, choices=FilingState, default=FilingState.UNMATCHED, db_index=True
    )
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.CASCADE, related_name="filed_firms"
    )
    matched_by = models.CharField(max_length=20, choices=MatchedBy, blank=True)
    score = models.FloatField(null=True, blank=True)  # of a proposal, between 0 and 1
    reasons = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=250, blank=True)
    name_ar = models.CharField(max_length=250, blank=True)
    place = models.CharField(max_length=120, blank=True)
    identifiers = RecordField(default=dict, blank=True)  # by kind
    region = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    not_firms = models.ManyToManyField(Firm, blank=True, related_name="+")  # refused proposals
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                name="filed_firm_linked",
                condition=Q(state__in=_LINKED, firm__isnull=False)
                | (~Q(state__in=_LINKED) & Q(firm__isnull=True)),
            ),
            models.CheckConstraint(
                name="filed_firm_nameless_when_decided",
                condition=Q(state__in=_UNDECIDED) | Q(name="", name_ar="", place=""),
            ),
        ]
        indexes = [models.Index(fields=("region", "state"))]

    def __str__(self) -> str:
        return self.name or self.name_ar or self.code

    @property
    def state_tone(self) -> str:
        return FilingState.tone_of(self.state)

    @property
    def is_undecided(self) -> bool:
        return self.state in _UNDECIDED


class Filing(models.Model):
    """That a file speaks of a firm, and how much of it: for lists; the figures are in the file."""

    filed_firm = models.ForeignKey(FiledFirm, on_delete=models.CASCADE, related_name="filings")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="filings")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    # Of the firm's last year, in the currency of the file; lists of members have none.
    value = models.FloatField(null=True, blank=True)
    markets = models.PositiveIntegerField()
    products = models.PositiveIntegerField()

    class Meta:
        ordering = ("-last_year", "id")
        constraints = [
            models.UniqueConstraint(fields=("snapshot", "filed_firm"), name="filing_once")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.filed_firm_id}"
