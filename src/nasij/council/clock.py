"""The hour for which members are called, on the clocks of the site.

A country may move its clocks by a decree of a few days before, or for a month of Ramadan: who was
called for half past nine comes at half past nine, and the instant is what the rules of today make
of it. The zone is the site's (`TIME_ZONE`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils import timezone


def hour_announced(moment: datetime) -> str:
    """Date and hour as they are told to people, without the instant that follows from them."""
    return _on_our_clocks(moment).isoformat(timespec="minutes")


def _on_our_clocks(moment: datetime) -> datetime:
    return timezone.make_naive(moment, timezone.get_default_timezone())


class AnnouncedField(models.DateTimeField):  # type: ignore[type-arg]
    """A moment for the code; its date and hour in the table, where no rule can move them."""

    def get_prep_value(self, value: Any) -> Any:
        moment = super().get_prep_value(value)
        return moment and _on_our_clocks(moment).replace(tzinfo=UTC)

    def from_db_value(self, value: datetime | None, *_of_query: object) -> datetime | None:
        return value and value.replace(tzinfo=timezone.get_default_timezone())
