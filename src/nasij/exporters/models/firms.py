"""Firms and where they work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nasij.exporters.enums import FirmStatus, LegalForm, SiteKind
from nasij.exporters.fields import IDENTIFYING
from nasij.files.phones import shown_phone
from nasij.reference.models import Country, Product, Territory
from nasij.ui.formats import site_language


class Firm(models.Model):
    """A firm or cooperative that exports, did, or could. Names are kept as they were given."""

    name = models.CharField(max_length=250)
    name_ar = models.CharField(max_length=250, blank=True)
    trade_names = models.TextField(blank=True)  # one a line
    # Derived by every act that writes a firm (identity/likeness.py): what the search looks in, and
    # what tells that two rows mean one firm. No accents, hamza or legal forms.
    name_key = models.CharField(max_length=800, blank=True)
    match_key = models.CharField(max_length=250, blank=True)
    match_key_ar = models.CharField(max_length=250, blank=True)
    sound_key = models.CharField(max_length=400, blank=True)  # across scripts: reference/sounds.py
    identifier = models.CharField(max_length=40, blank=True)  # text: leading zeros count
    # A doubtful number (length or control key) is kept as it was typed, and identifies nobody.
    identifier_doubtful = models.BooleanField(default=False)
    register_number = models.CharField(max_length=40, blank=True)  # unique only within its court
    register_court = models.CharField(max_length=80, blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    social_number = models.CharField(max_length=40, blank=True)
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
    # How a file or a person wrote it, where that is not the number itself.
    phone_written = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default=site_language)
    group = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subsidiaries"
    )
    # Found to be the same as another: kept as a redirect, so that old links still lead somewhere.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_firms"
    )
    is_demo = models.BooleanField(default=False)
    # Erased for good: still counted, and named nowhere (by the room of rights).
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("identifier",),
                condition=~Q(identifier="")
                & Q(identifier_doubtful=False, merged_into__isnull=True),
                name="firm_identifier_once",
            ),
            models.CheckConstraint(
                name="firm_erased_is_nameless",
                condition=Q(erased_at__isnull=True)
                | Q(**dict.fromkeys(IDENTIFYING, ""), commune__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=("name", "id")),
            models.Index(fields=("region", "name", "id")),
            models.Index(fields=("region", "status")),
            # The constraint above is of no use to a search that also wants merged records.
            models.Index(fields=("identifier",), name="firm_identifier"),
            models.Index(fields=("match_key",)),
            models.Index(fields=("match_key_ar",)),
        ]

    def __str__(self) -> str:
        return _("Erased firm") if self.erased_at else self.name

    @property
    def shown_name(self) -> str:
        """The name in the reader's script, where the firm has one."""
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name

    @property
    def status_tone(self) -> str:
        return FirmStatus.tone_of(self.status)

    @property
    def shown_phone(self) -> str:
        return shown_phone(self.phone)

    @property
    def other_name(self) -> str:
        """The name in the other script; empty where there is none."""
        names = {self.name, self.name_ar} - {self.shown_name, ""}
        return names.pop() if names else ""

    @property
    def shown_names(self) -> list[str]:
        return [name for name in (self.shown_name, self.other_name) if name]


class Site(models.Model):
    """Where a firm works: seat, plant, packing house. Dated, so that a move is not an exit."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="sites")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=250, blank=True)
    is_seat = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=SiteKind, default=SiteKind.OTHER)
    starts_on = models.DateField(null=True, blank=True)  # empty: since before we knew
    ends_on = models.DateField(null=True, blank=True)  # the first day it is no longer there

    class Meta:
        ordering = ("-is_seat", "starts_on", "id")
        constraints = [
            models.CheckConstraint(
                name="site_period_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            )
        ]
        # Who left a region: closed seats by place.
        indexes = [models.Index(fields=("is_seat", "ends_on"))]

    def __str__(self) -> str:
        return self.label or str(self.territory)
