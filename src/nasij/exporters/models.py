"""The registry: existing and potential exporters."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nasij.exporters.enums import FirmStatus, ImportState, LegalForm
from nasij.reference.models import Country, Product, Territory


class Firm(models.Model):
    """A firm or cooperative that exports, did, or could. Names are kept as they were given."""

    name = models.CharField(max_length=250)
    name_ar = models.CharField(max_length=250, blank=True)
    # Folded for search and matching: no accents, hamza, legal forms (see exporters/acts.py).
    name_key = models.CharField(max_length=500, blank=True, db_index=True)
    ice = models.CharField(max_length=15, blank=True)  # text: leading zeros count
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
    status = models.CharField(max_length=20, choices=FirmStatus, default=FirmStatus.UNKNOWN)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="fr")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=("ice",), condition=~Q(ice=""), name="firm_ice_once"),
        ]
        indexes = [models.Index(fields=("region", "name"))]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file brought by a person: what it held, what became of each row."""

    file_name = models.CharField(max_length=250)
    file_sha256 = models.CharField(max_length=64)
    file_path = models.CharField(max_length=300)  # relative to NASIJ_DATA
    # None: the file may hold any region (national import).
    region = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.PREVIEWED)
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
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return self.file_name
