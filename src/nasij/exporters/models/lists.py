"""Lists of firms that people keep: picked by hand, or a search that stays alive."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nasij.exporters.enums import ListKind
from nasij.exporters.models.firms import Firm
from nasij.kept import RecordField
from nasij.reference.models import Territory


class FirmList(models.Model):
    """A named list of one person, shared with a region or not. Who reads it sees of it only the
    firms they may see anyway."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=ListKind)
    # What a lively list is asked for, as the filter of the registry names it; empty for the others.
    conditions = RecordField(default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="firm_lists"
    )
    region = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=("owner", "name"), name="list_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ListedFirm(models.Model):
    """A firm on a list picked by hand, with what is noted beside it."""

    list = models.ForeignKey(FirmList, on_delete=models.CASCADE, related_name="listed")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="listed")
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("list", "id")
        constraints = [models.UniqueConstraint(fields=("list", "firm"), name="listed_once")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.firm_id}"
