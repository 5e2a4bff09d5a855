"""The target, and the projections that say how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nasij.kept import read
from nasij.reference.models import Definition, Source, Trilingual
from nasij.targets.kept import Asked, Found


class Target(Trilingual):
    """A published target: a value of a defined quantity, by a year, from a base."""

    key = models.SlugField(primary_key=True, max_length=60)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT)
    base_year = models.PositiveSmallIntegerField(null=True, blank=True)
    base_value = models.DecimalField(max_digits=20, decimal_places=3, null=True, blank=True)
    kind = models.CharField(max_length=20, default="stock")  # stock, flow (a year) or cumulative
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=3)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    note_fr = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    is_headline = models.BooleanField(default=False)

    class Meta:
        ordering = ("-is_headline", "key")


class Projection(models.Model):
    """A computed projection, kept with all that was asked, so that it can be traced and re-run."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="projections")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    request = models.JSONField()  # read as `asked`
    result = models.JSONField()  # read as `found`
    computed_at = models.DateTimeField(auto_now_add=True)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ("-computed_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def asked(self) -> Asked:
        return read(Asked, self.request)

    @property
    def found(self) -> Found:
        return read(Found, self.result)
