"""The registry: existing and potential exporters."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from nasij.exporters.enums import (
    Consent,
    ContactPurpose,
    EvidenceSource,
    FirmStatus,
    ImportState,
    LegalForm,
    MarketStanding,
)
from nasij.reference.models import Country, Definition, Product, Territory

# A chunk of a thousand rows takes seconds; a run silent for longer has been killed.
SIGN_OF_LIFE = timedelta(minutes=3)


class Firm(models.Model):
    """A firm or cooperative that exports, did, or could. Names are kept as they were given."""

    name = models.CharField(max_length=250)
    name_ar = models.CharField(max_length=250, blank=True)
    trade_names = models.TextField(blank=True)  # one a line
    # Derived by every act that writes a firm (exporters/names.py): what the search looks in, and
    # what tells that two rows mean one firm. No accents, hamza or legal forms.
    name_key = models.CharField(max_length=800, blank=True)
    match_key = models.CharField(max_length=250, blank=True)
    match_key_ar = models.CharField(max_length=250, blank=True)
    sound_key = models.CharField(max_length=400, blank=True)  # across scripts: exporters/sounds.py
    ice = models.CharField(max_length=40, blank=True)  # text: leading zeros count
    # A doubtful number (length or control key) is kept as it was typed, and identifies nobody.
    ice_doubtful = models.BooleanField(default=False)
    rc = models.CharField(max_length=40, blank=True)  # unique only within its court
    rc_court = models.CharField(max_length=80, blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    cnss = models.CharField(max_length=40, blank=True)
    export_code = models.CharField(max_length=40, blank=True)
    legal_form = models.CharField(max_length=20, choices=LegalForm, default=LegalForm.UNKNOWN)
    region = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="firms")
    commune = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    activity = models.CharField(max_length=250, blank=True)
    products = models.ManyToManyField(Product, blank=True, related_name="firms")
    markets = models.ManyToManyField(Country, blank=True, related_name="firms")
    employees = models.PositiveIntegerField(null=True, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    founded_year_only = models.BooleanField(default=False)  # the day was not said
    status = models.CharField(max_length=20, choices=FirmStatus, default=FirmStatus.UNKNOWN)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="fr")
    group = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subsidiaries"
    )
    # Found to be the same as another: kept as a redirect, so that old links still lead somewhere.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_firms"
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("ice",),
                condition=~Q(ice="") & Q(ice_doubtful=False, merged_into__isnull=True),
                name="firm_ice_once",
            ),
        ]
        indexes = [
            models.Index(fields=("name", "id")),
            models.Index(fields=("region", "name", "id")),
            models.Index(fields=("region", "status")),
            models.Index(fields=("match_key",)),
            models.Index(fields=("match_key_ar",)),
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """Where a firm works: seat, plant, packing house. Dated, so that a move is not an exit."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="sites")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=250, blank=True)
    is_seat = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-is_seat", "starts_on", "id")

    def __str__(self) -> str:
        return self.label or str(self.territory)


class Standing(models.Model):
    """A firm's status under one definition of "exporter", as somebody declared it."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="standings")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=FirmStatus)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(
        max_length=20, choices=EvidenceSource, default=EvidenceSource.DECLARED
    )
    declared_at = models.DateTimeField(auto_now=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ("definition_id", "id")
        constraints = [
            models.UniqueConstraint(fields=("firm", "definition"), name="standing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.status}"


class MarketEvidence(models.Model):
    """What one source said of a firm and a market on a day. Never edited, only added to.

    `is_removed` is a tombstone: that source's older words no longer count, and do not come back
    when its file is loaded again.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="market_evidence")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=20, choices=MarketStanding)
    source = models.CharField(max_length=20, choices=EvidenceSource)
    evidence_on = models.DateField()
    is_removed = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-evidence_on", "-id")
        indexes = [models.Index(fields=("firm", "country", "-evidence_on"))]

    def __str__(self) -> str:
        return f"{self.country_id}: {self.standing}"


class Contact(models.Model):
    """A person of a firm, and what their address may be used for (law 09-08)."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="fr")
    purpose = models.CharField(
        max_length=20, choices=ContactPurpose, default=ContactPurpose.REPLIES
    )
    consent = models.CharField(max_length=20, choices=Consent, default=Consent.NOT_ASKED)
    consent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                name="contact_consent_is_dated",
                condition=~Q(consent=Consent.GIVEN) | Q(consent_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """A person who wants to know what happens to a firm."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_firms"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("since", "id")
        constraints = [models.UniqueConstraint(fields=("firm", "user"), name="follower_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.firm_id}"


class Merge(models.Model):
    """Two records found to be one firm: what moved, so that it can be undone for thirty days."""

    winner = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="merges_won")
    loser = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="merges_lost")
    moved = models.JSONField(default=dict)
    winner_before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-merged_at", "-id")

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.winner_id}"


class Distinct(models.Model):
    """Somebody looked at two firms that resemble each other and said: these are two."""

    first = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="distinct_from_later")
    second = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="distinct_from_earlier")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("first", "second")
        constraints = [
            models.UniqueConstraint(fields=("first", "second"), name="distinct_once"),
            models.CheckConstraint(
                name="distinct_in_order", condition=Q(first__lt=models.F("second"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class ImportRun(models.Model):
    """One file brought by a person: what it held, what became of each row."""

    file_name = models.CharField(max_length=250)
    file_sha256 = models.CharField(max_length=64, db_index=True)
    file_path = models.CharField(max_length=300)  # relative to NASIJ_DATA
    # None: the file may hold any region (national import).
    region = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.PREVIEWED)
    # Counts and first rows as they were foreseen when the file was brought (exporters/intake).
    preview = models.JSONField(default=dict, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    rejects_path = models.CharField(max_length=300, blank=True)
    message = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    started_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(null=True, blank=True)  # when a chunk was last written
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return self.file_name

    @property
    def has_stopped(self) -> bool:
        """Failed, or running without a sign of life: the process that wrote it is gone."""
        if self.state == ImportState.RUNNING:
            return self.moved_at is not None and timezone.now() - self.moved_at > SIGN_OF_LIFE
        return self.state == ImportState.FAILED


class ImportedRow(models.Model):
    """What one row did to one firm: the trace that an import leaves in the firm's life."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="imported_rows")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="imported_rows")
    line = models.PositiveIntegerField()
    before = models.JSONField(default=dict)  # empty: the row created the firm
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("run", "line", "id")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.line}"


class ImportProblem(models.Model):
    """Why a row was rejected, or what was doubtful in it. Sentences are made when they are read."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=30, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict, blank=True)
    is_rejection = models.BooleanField()

    class Meta:
        ordering = ("line", "id")
        indexes = [models.Index(fields=("run", "is_rejection", "line"))]

    def __str__(self) -> str:
        return f"{self.line} {self.column}: {self.code}"


class ColumnName(models.Model):
    """A heading that somebody's files use for one of our columns, remembered for the next file."""

    heading = models.CharField(max_length=120, unique=True)  # folded
    column = models.CharField(max_length=30)

    class Meta:
        ordering = ("heading",)

    def __str__(self) -> str:
        return f"{self.heading} = {self.column}"
