"""People of a firm, and people who follow one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nasij.exporters.enums import Consent, ConsentStep, ContactPurpose, Said
from nasij.exporters.models.firms import Firm
from nasij.files.phones import shown_phone
from nasij.ui.formats import site_language


def by_person() -> models.ForeignKey[Any, Any]:
    """Who of the team did it; empty where the firm did, or the person is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class Contact(models.Model):
    """A person of a firm, and what their address may be used for."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default=site_language)
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

    @property
    def shown_phone(self) -> str:
        return shown_phone(self.phone)


class Follower(models.Model):
    """A person who wants to know what happens to a firm."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_firms"
    )
    since = models.DateTimeField(auto_now_add=True)
    # What happened until then was read on the desk; reading alone writes nothing.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = [models.UniqueConstraint(fields=("firm", "user"), name="follower_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.firm_id}"


class ConsentEntry(models.Model):
    """One line of the log of consents. Never edited: what holds today is the last line."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="consent_entries")
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="consent_entries"
    )
    purpose = models.CharField(max_length=20, choices=ContactPurpose)
    step = models.CharField(max_length=20, choices=ConsentStep)
    how = models.CharField(max_length=20, choices=Said)
    happened_on = models.DateField()
    recorded_by = by_person()  # empty: the firm itself, by its link
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = [models.Index(fields=("contact", "purpose", "-id"))]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.purpose}: {self.step}"

    def save(self, **options: Any) -> None:
        if self.pk is not None:
            raise TypeError("a line of the log of consents is never edited: add another one")
        super().save(**options)
