"""Firms by what is known of them: points that a person can add up by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Case, Exists, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from nasij.exporters.models import Firm

Ground = TypeVar("Ground", bound=str)


def weighed(
    firms: QuerySet[Firm],
    grounds: Mapping[Ground, Q | Exists],
    points: Mapping[Ground, int],
    *,
    least: int = 0,
) -> QuerySet[Any]:
    """Each firm with `has_<ground>`, 1 where it holds, and their `points` over those of all."""
    total: Combinable = Value(least)
    for ground, condition in grounds.items():
        holds = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
        firms = firms.annotate(**{f"has_{ground}": holds})
        total = total + Value(points[ground]) * F(f"has_{ground}")
    return firms.annotate(points=total)
