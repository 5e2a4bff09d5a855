"""Listening: what exporters say, grouped into regional items that climb to the council."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nasij.exporters.models import Firm
from nasij.kept import label_of, readable
from nasij.needs.enums import TOLD_AGAIN, ItemState, NeedState, Proof, ReplyChannel
from nasij.reference.folding import fold
from nasij.reference.models import Territory, Trilingual
from nasij.ui.formats import site_language


def tracking_token() -> str:
    """An unguessable address part: the exporter's link works without an account."""
    return secrets.token_urlsafe(18)


class Theme(Trilingual):
    """What a need is about: the council's themes, and finer ones below them."""

    key = models.SlugField(primary_key=True, max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    description_fr = models.TextField(blank=True)
    description_ar = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "key")


class Item(models.Model):
    """Several needs said once: what a region puts forward."""

    title = models.CharField(max_length=250)
    summary = models.TextField(blank=True)
    search_text = models.TextField(blank=True)  # title and summary, folded
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="items")
    region = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="items")
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.OPEN)
    reason = models.TextField(
        blank=True
    )  # why it was escalated, not retained, or its action abandoned
    # Of one that is done; empty where its result is on no record.
    proof = models.CharField(max_length=20, choices=Proof, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=("region", "state", "-created_at"))]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        self.search_text = fold(f"{self.title} {self.summary}")
        super().save(**options)

    @property
    def state_tone(self) -> str:
        return ItemState.tone_of(self.state)

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """With what shows the result of one that is done."""
        proof = readable(Proof, self.proof) if self.state == ItemState.DONE else None
        return proof.state if proof else label_of(ItemState, self.state)

    @property
    def is_under_way(self) -> bool:
        """Not of one whose state was damaged: nobody knows."""
        state = readable(ItemState, self.state)
        return state is not None and not state.is_final


class Need(models.Model):
    """One statement by one exporter. Only region, text and theme are asked for."""

    # Of the form on the phone and what it sent: sending twice records once.
    client_key = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    # The text folded for search: no accents, hamza or case. Written by `save`.
    search_text = models.TextField(blank=True)
    # Of the text and of the replies.
    language = models.CharField(max_length=2, default=site_language)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="needs")
    region = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="needs")
    commune = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    # The contact in which it was said. An anonymous need has none: it would name the firm.
    visit = models.ForeignKey(
        "needs.Visit", null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    # The exporter asked not to be named: the firm is then never shown beside the text.
    is_anonymous = models.BooleanField(default=False)
    reply_email = models.EmailField(blank=True)
    heard_on = models.DateField()
    heard_at_place = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=20, choices=NeedState, default=NeedState.RECEIVED)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    token = models.CharField(max_length=40, unique=True, default=tracking_token)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-heard_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("client_key",), condition=~Q(client_key=""), name="need_sent_once"
            ),
            models.CheckConstraint(
                name="need_anonymous_without_firm",
                condition=Q(is_anonymous=False) | Q(firm__isnull=True),
            ),
            models.CheckConstraint(
                name="need_anonymous_without_visit",
                condition=Q(is_anonymous=False) | Q(visit__isnull=True),
            ),
        ]
        # One for each way the list is opened; all end in the order of the list.
        indexes = [
            models.Index(fields=("-heard_on", "-id")),
            models.Index(fields=("region", "-heard_on", "-id")),
            models.Index(fields=("region", "state", "-heard_on")),
            models.Index(fields=("theme", "-heard_on", "-id")),
            models.Index(fields=("state", "heard_on")),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    def save(self, **options: Any) -> None:
        self.search_text = fold(self.text)
        super().save(**options)

    @property
    def state_tone(self) -> str:
        return NeedState.tone_of(self.state)

    @property
    def number(self) -> str:
        """How the record names a need: the text is personal data and the record outlives it."""
        return str(self.pk)


class Reply(models.Model):
    """What was answered to the person who spoke, in their language. Never edited, only added to."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=20, choices=ReplyChannel)
    # The station that caused it ("decided", "done" …), or empty for a free reply.
    station = models.CharField(max_length=20, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("sent_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("need", "station"),
                condition=~Q(station__in=("", *TOLD_AGAIN)),
                name="reply_once_per_station",
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"
