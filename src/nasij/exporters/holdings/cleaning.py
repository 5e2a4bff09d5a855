"""Where people named a firm in passing: in what they wrote of others, or of none."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from nasij.exporters.identity.redaction import Words


def clean_rows(rows: QuerySet[Any], words: Words, *names: str) -> None:
    """Part of an act that erases a firm: the texts of these fields stay, without its name."""
    found = Q(pk__in=[])
    for name in names:
        for word in words.distinct:
            found |= Q(**{f"{name}__icontains": word})
    for row in rows.filter(found).order_by("pk"):
        for name in names:
            setattr(row, name, words.clean_elsewhere(getattr(row, name)))
        row.save()
