"""Reading the data sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from nasij.datasets.analysis import kept_table
from nasij.datasets.enums import DatasetKind
from nasij.datasets.errors import said
from nasij.datasets.models import Job, Snapshot


@dataclass(frozen=True, slots=True)
class KindOfData:
    """One kind with its data sets, the current one first."""

    kind: DatasetKind
    current: Snapshot | None
    older: list[Snapshot]


def current_snapshot(kind: str) -> Snapshot | None:
    """The data set of this kind that new figures are computed from."""
    found = Snapshot.objects.select_related("source").filter(kind=kind, is_current=True)
    return found.order_by("-loaded_at", "-id").first()


def current_snapshots() -> dict[str, Snapshot]:
    found = Snapshot.objects.select_related("source").filter(is_current=True)
    return {one.kind: one for one in found.order_by("loaded_at", "id")}


def snapshots_by_kind(kinds: Iterable[DatasetKind]) -> list[KindOfData]:
    """Every kind in its order, also those nothing was loaded of."""
    wanted = list(kinds)
    found = Snapshot.objects.select_related("source", "loaded_by").filter(kind__in=wanted)
    rows = list(found.order_by("-is_current", "-loaded_at", "-id"))
    return [_kind(kind, [row for row in rows if row.kind == kind]) for kind in wanted]


def _kind(kind: DatasetKind, rows: list[Snapshot]) -> KindOfData:
    current = rows[0] if rows and rows[0].is_current else None
    return KindOfData(kind, current, rows[1:] if current else rows)


def sentences(record: dict[str, object]) -> list[str]:
    """The remarks kept with a data set or a run, in the reader's language."""
    notes = record.get("notes") or []
    assert isinstance(notes, list)
    return [sentence(note) for note in notes]


def sentence(note: dict[str, object]) -> str:
    values = note.get("values") or {}
    assert isinstance(values, dict)
    try:
        return said(str(note.get("template") or note.get("text", "")), values)
    except (KeyError, TypeError, ValueError):  # a remark written by an older version
        return gettext(str(note.get("text", "")))


def running_jobs() -> list[Job]:
    since = timezone.now() - timedelta(days=1)
    found = Job.objects.select_related("started_by").filter(created_at__gte=since)
    return list(found.order_by("-created_at", "-id")[:10])


def table_of(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of a small data set (all kinds but trade flows)."""
    return kept_table(snapshot.path)
